/* pdf.c: A4 documents with embedded PT Sans; with pdf_*.c the door to libharu. */

#include <assert.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "reports/pdf_inside.h"
#include "reports/scale.h"

#define A4_SHORT	595.276
#define A4_LONG		841.890

/* A chunk of libharu's memory, which knows its size so as to be wiped. */
struct chunk {
	size_t	size;
	alignas(max_align_t) unsigned char mem[];
};

/* Running out of memory ends the worker, here as in the arena. */
static void *
take(HPDF_UINT size)
{
	struct chunk *c;

	if ((c = malloc(sizeof(*c) + size)) == NULL)
		_Exit(EXIT_FAILURE);
	c->size = size;
	return c->mem;
}

static void
give(void *p)
{
	struct chunk *c;

	if (p == NULL)
		return;
	c = (struct chunk *)(void *)((unsigned char *)p -
	    offsetof(struct chunk, mem));
	explicit_bzero(c->mem, c->size);
	free(c);
}

void
pdf_fail(struct pdf *pdf, const char *what, unsigned long code)
{
	if (!pdf->bad)
		log_error("cannot make a PDF: %s (0x%04lx)", what, code);
	pdf->bad = 1;
}

static void
on_error(HPDF_STATUS error, HPDF_STATUS detail, void *user)
{
	(void)detail;
	pdf_fail(user, "libharu refused", (unsigned long)error);
}

static HPDF_REAL
real(double v)
{
	return (HPDF_REAL)v;
}

/* Flip y: the caller counts down from the top of the page. */
static HPDF_REAL
flip(const struct pdf *pdf, double y)
{
	return real(pdf->height - y);
}

struct pdf *
pdf_new(struct arena *a, const struct pdf_meta *meta)
{
	struct pdf *pdf = arena_alloc(a, sizeof(*pdf));

	assert(meta->title != NULL && meta->created != NULL &&
	    meta->lang != NULL && meta->fonts != NULL);
	pdf->arena = a;
	pdf->meta = meta;
	pdf->width = meta->landscape ? A4_LONG : A4_SHORT;
	pdf->height = meta->landscape ? A4_SHORT : A4_LONG;
	pdf->pages = arena_array(a, PDF_MAX_PAGES, sizeof(HPDF_Page));
	pdf->leaves = arena_array(a, PDF_MAX_PAGES, sizeof(*pdf->leaves));
	pdf->doc = HPDF_NewEx(on_error, take, give, 0, pdf);
	if (pdf->doc == NULL) {
		pdf_fail(pdf, "libharu does not start", 0);
		return pdf;
	}
	HPDF_SetCompressionMode(pdf->doc, HPDF_COMP_ALL);
	HPDF_UseUTFEncodings(pdf->doc);
	HPDF_SetCurrentEncoder(pdf->doc, "UTF-8");
	pdf->encoder = HPDF_GetEncoder(pdf->doc, "UTF-8");
	for (int i = 0; i < PDF_NFONTS && !pdf->bad; i++)
		pdf_font_load(pdf, (enum pdf_font)i);
	if (!pdf->bad)
		pdf_archive(pdf);
	if (!pdf->bad)
		pdf_tags_begin(pdf);
	return pdf;
}

void
pdf_page(struct pdf *pdf)
{
	if (pdf->bad)
		return;
	if (pdf->npages == PDF_MAX_PAGES) {
		pdf_fail(pdf, "too many pages", PDF_MAX_PAGES);
		return;
	}
	pdf_unmark(pdf);
	if ((pdf->page = HPDF_AddPage(pdf->doc)) == NULL)
		return;
	HPDF_Page_SetWidth(pdf->page, real(pdf->width));
	HPDF_Page_SetHeight(pdf->page, real(pdf->height));
	pdf->at = pdf->npages++;
	pdf->pages[pdf->at] = pdf->page;
	pdf->leaves[pdf->at] = (struct pdf_leaf){ .fill = -1, .stroke = -1,
	    .width = -1, .font = -1 };
}

void
pdf_turn_to(struct pdf *pdf, size_t n)
{
	if (pdf->bad)
		return;
	assert(n < pdf->npages);
	pdf_unmark(pdf);
	pdf->at = n;
	pdf->page = pdf->pages[n];
}

size_t
pdf_pages(const struct pdf *pdf)
{
	return pdf->npages;
}

double
pdf_width(const struct pdf *pdf)
{
	return pdf->width;
}

double
pdf_height(const struct pdf *pdf)
{
	return pdf->height;
}

size_t
pdf_text_fit(struct pdf *pdf, enum pdf_font font, double size,
    const char *text, size_t len, double width)
{
	if (pdf->bad)
		return len;
	return face_fit(&pdf->faces[font], text, len, width * 1000 / size);
}

double
pdf_text_width(struct pdf *pdf, enum pdf_font font, double size,
    const char *text, size_t len)
{
	if (pdf->bad)
		return 0;
	return face_width(&pdf->faces[font], text, len) * size / 1000;
}

void
pdf_bookmark(struct pdf *pdf, int level, const char *title, double y)
{
	HPDF_Outline entry;
	HPDF_Destination to;

	if (pdf->bad)
		return;
	entry = HPDF_CreateOutline(pdf->doc, level > 0 ? pdf->chapter : NULL,
	    title, pdf->encoder);
	if (entry == NULL ||
	    (to = HPDF_Page_CreateDestination(pdf->page)) == NULL)
		return;
	HPDF_Destination_SetFitH(to, flip(pdf, y));
	HPDF_Outline_SetDestination(entry, to);
	if (level == 0)
		pdf->chapter = entry;
}

void
pdf_identity_box(struct pdf *pdf, double x, double y, double w, double h)
{
	const double edge = 3, pad = 6;
	const char *text;

	if (pdf->bad)
		return;
	assert(!pdf->has_identity);
	pdf->has_identity = 1;
	pdf_frame(pdf, x, y, w, h, 0.6, INK_RULE);
	pdf_fill(pdf, x, y, edge, h, INK_LOCK);
	text = text_printf(pdf->arena, "%zu %s %s %s %s", pdf->at + 1,
	    scale_length(pdf->arena, x + edge + pad),
	    scale_length(pdf->arena, pdf->height - y - h + pad),
	    scale_length(pdf->arena, w - edge - 2 * pad),
	    scale_length(pdf->arena, h - 2 * pad));
	HPDF_Dict_Add(pdf->doc->info, PDF_IDENTITY_KEY,
	    HPDF_String_New(pdf->doc->mmgr, text, NULL));
}

enum status
pdf_finish(struct pdf *pdf, struct pdf_bytes *out)
{
	enum status st = FAILED;
	unsigned char *data;
	HPDF_UINT32 size;

	out->data = NULL;
	out->len = 0;
	if (pdf->bad)
		goto out;
	pdf_tags_end(pdf);
	pdf_fonts_end(pdf);
	if (pdf->bad || HPDF_SaveToStream(pdf->doc) != HPDF_OK || pdf->bad)
		goto out;
	size = HPDF_GetStreamSize(pdf->doc);
	data = arena_alloc(pdf->arena, size);
	HPDF_ResetStream(pdf->doc);
	HPDF_ReadFromStream(pdf->doc, data, &size);
	if (pdf->bad)
		goto out;
	out->data = data;
	out->len = size;
	st = OK;
out:
	pdf_tags_drop(pdf);
	if (pdf->doc != NULL)
		HPDF_Free(pdf->doc);
	pdf->doc = NULL;
	return st;
}
