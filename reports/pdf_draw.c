/* pdf_draw.c: text, lines and areas on a page. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hpdf_pages.h>

#include "reports/pdf_inside.h"

/*
 * Operators are written as they stand in the file: libharu clears half a
 * kilobyte for each, and sets inks and fonts anew that are set already.
 * Numbers are clamped to what every reader takes, with two places: a third of
 * a hundredth of a millimetre.
 */
#define FARTHEST	32000.0

/* Operators of one drawing. */
struct operators {
	char	text[1024];
	size_t	len;
};

enum { ROOM = 64 };	/* of which that much is kept free */
enum { HATCH_STEP = 3, HATCH_TILE = 120 };

static const unsigned char inks[PDF_NINKS][3] = {
	[INK_TEXT]	= { 0x1d, 0x24, 0x2b },
	[INK_QUIET]	= { 0x5b, 0x66, 0x70 },
	[INK_RULE]	= { 0xb9, 0xc2, 0xc9 },
	[INK_FAINT]	= { 0xf3, 0xf6, 0xf5 },
	[INK_PAPER]	= { 0xff, 0xff, 0xff },
	[INK_JADE]	= { 0x0b, 0x7d, 0x69 },
	[INK_MINT]	= { 0x9f, 0xd3, 0xc4 },
	[INK_AMBER]	= { 0xd9, 0x8a, 0x1e },
	[INK_RED]	= { 0x9e, 0x20, 0x1a },
	[INK_LOCK]	= { 0x6b, 0x4f, 0xa0 },
};

static void
write_to(HPDF_Stream stream, struct operators *o)
{
	HPDF_Stream_Write(stream, (const HPDF_BYTE *)o->text,
	    (HPDF_UINT)o->len);
	o->len = 0;
}

static void
send(struct pdf *pdf, struct operators *o)
{
	write_to(((HPDF_PageAttr)pdf->page->attr)->stream, o);
}

/* Words of a drawing are shorter than the room that is kept. */
static void
add(struct pdf *pdf, struct operators *o, const char *words)
{
	size_t len = strlen(words);

	if (o->len + len + ROOM > sizeof(o->text))
		send(pdf, o);
	memcpy(o->text + o->len, words, len);
	o->len += len;
}

/* n by unit, a power of ten, without noughts at the end, and a blank. */
static void
add_decimal(struct pdf *pdf, struct operators *o, long n, long unit)
{
	char text[ROOM], *to = text + sizeof(text);
	unsigned long rest = (unsigned long)labs(n), by = 1;

	*--to = '\0';
	*--to = ' ';
	for (; by < (unsigned long)unit; by *= 10, rest /= 10)
		if (rest % 10 != 0 || *to != ' ')
			*--to = (char)('0' + rest % 10);
	if (*to != ' ')
		*--to = '.';
	do {
		*--to = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (n < 0)
		*--to = '-';
	add(pdf, o, to);
}

static void
add_number(struct pdf *pdf, struct operators *o, double v)
{
	add_decimal(pdf, o, lround(fmax(-FARTHEST, fmin(FARTHEST, v)) * 100),
	    100);
}

static void
add_point(struct pdf *pdf, struct operators *o, double x, double y)
{
	add_number(pdf, o, x);
	add_number(pdf, o, pdf->height - y);
}

static void
add_ink(struct pdf *pdf, struct operators *o, enum pdf_ink ink,
    const char *operator)
{
	for (int i = 0; i < 3; i++)
		add_decimal(pdf, o, (inks[ink][i] * 1000L + 127) / 255, 1000);
	add(pdf, o, operator);
}

/* Begin a drawing that fills with the ink, or strokes with it. */
static struct operators
begin_fill(struct pdf *pdf, enum pdf_ink ink)
{
	struct pdf_leaf *leaf = &pdf->leaves[pdf->at];
	struct operators o;

	o.len = 0;
	pdf_mark(pdf);
	if (leaf->fill != (int)ink)
		add_ink(pdf, &o, ink, "rg\n");
	leaf->fill = (int)ink;
	return o;
}

static struct operators
begin_stroke(struct pdf *pdf, double width, enum pdf_ink ink)
{
	struct pdf_leaf *leaf = &pdf->leaves[pdf->at];
	struct operators o;

	o.len = 0;
	pdf_mark(pdf);
	if (leaf->stroke != (int)ink)
		add_ink(pdf, &o, ink, "RG\n");
	leaf->stroke = (int)ink;
	if (leaf->width < width || leaf->width > width) {
		add_number(pdf, &o, width);
		add(pdf, &o, "w\n");
	}
	leaf->width = width;
	return o;
}

static void
set_font(struct pdf *pdf, struct operators *o, enum pdf_font font, double size)
{
	struct pdf_leaf *leaf = &pdf->leaves[pdf->at];
	const char *name;

	if (leaf->font == (int)font && !(leaf->size < size) &&
	    !(leaf->size > size))
		return;
	leaf->font = (int)font;
	leaf->size = size;
	name = HPDF_Page_GetLocalFontName(pdf->page, pdf->fonts[font]);
	if (name == NULL) {
		pdf_fail(pdf, "a font without a name", 0);
		return;
	}
	add(pdf, o, "/");
	add(pdf, o, name);
	add(pdf, o, " ");
	add_number(pdf, o, size);
	add(pdf, o, "Tf\n");
}

/* The code of a character: a UTF-16 unit. */
static void
add_code(struct pdf *pdf, struct operators *o, unsigned c)
{
	static const char digits[] = "0123456789abcdef";

	if (c == 0)
		return;
	if (o->len + ROOM > sizeof(o->text))
		send(pdf, o);
	for (int shift = 12; shift >= 0; shift -= 4)
		o->text[o->len++] = digits[c >> shift & 0xf];
}

void
pdf_text(struct pdf *pdf, double x, double y, enum pdf_font font,
    double size, enum pdf_ink ink, const char *text, size_t len)
{
	struct operators o;

	if (pdf->bad || len == 0)
		return;
	o = begin_fill(pdf, ink);
	add(pdf, &o, "BT\n");
	set_font(pdf, &o, font, size);
	add_point(pdf, &o, x, y);
	add(pdf, &o, "Td <");
	for (const char *p = text, *end = text + len; p < end;)
		add_code(pdf, &o, face_take(&pdf->faces[font], &p, end));
	for (const char *p = " ", *end = p + 1; p < end;)
		add_code(pdf, &o, face_take(&pdf->faces[font], &p, end));
	add(pdf, &o, "> Tj\nET\n");
	send(pdf, &o);
}

void
pdf_polyline(struct pdf *pdf, const struct pdf_point *points, size_t n,
    double width, double dash, enum pdf_ink ink)
{
	struct operators o;

	if (pdf->bad || n < 2)
		return;
	o = begin_stroke(pdf, width, ink);
	if (dash > 0) {
		add(pdf, &o, "[");
		add_number(pdf, &o, dash);
		add(pdf, &o, "] 0 d\n");
	}
	for (size_t i = 0; i < n; i++) {
		add_point(pdf, &o, points[i].x, points[i].y);
		add(pdf, &o, i == 0 ? "m\n" : "l\n");
	}
	add(pdf, &o, dash > 0 ? "S\n[] 0 d\n" : "S\n");
	send(pdf, &o);
}

void
pdf_line(struct pdf *pdf, struct pdf_point from, struct pdf_point to,
    double width, enum pdf_ink ink)
{
	const struct pdf_point points[2] = { from, to };

	pdf_polyline(pdf, points, 2, width, 0, ink);
}

static void
add_rectangle(struct pdf *pdf, struct operators *o, double x, double y,
    double w, double h, const char *paint)
{
	add_point(pdf, o, x, y + h);
	add_number(pdf, o, w);
	add_number(pdf, o, h);
	add(pdf, o, paint);
	send(pdf, o);
}

void
pdf_fill(struct pdf *pdf, double x, double y, double w, double h,
    enum pdf_ink ink)
{
	struct operators o;

	if (pdf->bad || w <= 0 || h <= 0)
		return;
	o = begin_fill(pdf, ink);
	add_rectangle(pdf, &o, x, y, w, h, "re f\n");
}

/*
 * A tile of diagonal lines, from which hatched areas are filled: drawn line by
 * line, the bars of ten thousand spans would be most of a document.  It is
 * large, because readers round it to whole pixels, which shows at its edges.
 */
static HPDF_Dict
new_hatch(struct pdf *pdf, enum pdf_ink ink)
{
	static const HPDF_INT32 box[] = { 0, 0, HATCH_TILE, HATCH_TILE };
	HPDF_Dict tile = HPDF_DictStream_New(pdf->doc->mmgr, pdf->doc->xref);
	HPDF_Array area = HPDF_Array_New(pdf->doc->mmgr);
	struct operators o;

	if (tile == NULL || area == NULL)
		return NULL;
	HPDF_Dict_AddName(tile, "Type", "Pattern");
	HPDF_Dict_AddNumber(tile, "PatternType", 1);
	HPDF_Dict_AddNumber(tile, "PaintType", 1);
	HPDF_Dict_AddNumber(tile, "TilingType", 1);
	for (size_t i = 0; i < 4; i++)
		HPDF_Array_AddNumber(area, box[i]);
	HPDF_Dict_Add(tile, "BBox", area);
	HPDF_Dict_AddNumber(tile, "XStep", HATCH_TILE);
	HPDF_Dict_AddNumber(tile, "YStep", HATCH_TILE);
	HPDF_Dict_Add(tile, "Resources", HPDF_Dict_New(pdf->doc->mmgr));
	o.len = 0;
	add_ink(pdf, &o, ink, "RG\n");
	add(pdf, &o, "0.5 w\n");
	for (int k = -HATCH_TILE; k <= HATCH_TILE; k += HATCH_STEP) {
		add_number(pdf, &o, -1);
		add_number(pdf, &o, k - 1);
		add(pdf, &o, "m\n");
		add_number(pdf, &o, HATCH_TILE + 1);
		add_number(pdf, &o, HATCH_TILE + 1 + k);
		add(pdf, &o, "l S\n");
		write_to(tile->stream, &o);
	}
	tile->filter = HPDF_STREAM_FILTER_FLATE_DECODE;
	return tile;
}

/* The hatch among what the page may use, by its name. */
static void
use_hatch(struct pdf *pdf, enum pdf_ink ink, const char *name)
{
	HPDF_Dict all = HPDF_Page_GetInheritableItem(pdf->page, "Resources",
	    HPDF_OCLASS_DICT), patterns;

	if (pdf->hatches[ink] == NULL)
		pdf->hatches[ink] = new_hatch(pdf, ink);
	if (all == NULL || pdf->hatches[ink] == NULL) {
		pdf_fail(pdf, "a hatch is not made", 0);
		return;
	}
	patterns = HPDF_Dict_GetItem(all, "Pattern", HPDF_OCLASS_DICT);
	if (patterns == NULL) {
		patterns = HPDF_Dict_New(pdf->doc->mmgr);
		HPDF_Dict_Add(all, "Pattern", patterns);
	}
	HPDF_Dict_Add(patterns, name, pdf->hatches[ink]);
}

void
pdf_hatch(struct pdf *pdf, double x, double y, double w, double h,
    enum pdf_ink ink)
{
	struct pdf_leaf *leaf;
	struct operators o;
	char name[ROOM];

	if (pdf->bad || w <= 0 || h <= 0)
		return;
	leaf = &pdf->leaves[pdf->at];
	snprintf(name, sizeof(name), "H%d", (int)ink);
	if ((leaf->hatched >> ink & 1) == 0)
		use_hatch(pdf, ink, name);
	leaf->hatched |= 1U << ink;
	leaf->fill = -1;
	o.len = 0;
	pdf_mark(pdf);
	add(pdf, &o, "/Pattern cs /");
	add(pdf, &o, name);
	add(pdf, &o, " scn\n");
	add_rectangle(pdf, &o, x, y, w, h, "re f\n");
	pdf_frame(pdf, x, y, w, h, 0.5, ink);
}

void
pdf_frame(struct pdf *pdf, double x, double y, double w, double h,
    double width, enum pdf_ink ink)
{
	struct operators o;

	if (pdf->bad || w <= 0 || h <= 0)
		return;
	o = begin_stroke(pdf, width, ink);
	add_rectangle(pdf, &o, x, y, w, h, "re S\n");
}

/* Of a quarter of a circle as a curve: how far its handles are. */
#define HANDLE	0.5523

void
pdf_dot(struct pdf *pdf, double x, double y, double radius, enum pdf_ink ink)
{
	static const double round[12][2] = { { -1, -HANDLE }, { -HANDLE, -1 },
		{ 0, -1 }, { HANDLE, -1 }, { 1, -HANDLE }, { 1, 0 },
		{ 1, HANDLE }, { HANDLE, 1 }, { 0, 1 }, { -HANDLE, 1 },
		{ -1, HANDLE }, { -1, 0 } };
	struct operators o;

	if (pdf->bad)
		return;
	o = begin_fill(pdf, ink);
	add_point(pdf, &o, x - radius, y);
	add(pdf, &o, "m\n");
	for (int i = 0; i < 12; i++) {
		add_point(pdf, &o, x + round[i][0] * radius,
		    y + round[i][1] * radius);
		if (i % 3 == 2)
			add(pdf, &o, "c\n");
	}
	add(pdf, &o, "f\n");
	send(pdf, &o);
}
