/* pdf_font.c: PT Sans in a document: measured, embedded, readable as text. */

#include <hpdf_font.h>

#include "base/str.h"
#include "reports/pdf_inside.h"
#include "reports/shown.h"

static const char *const font_files[PDF_NFONTS] = {
	[PDF_REGULAR]	= "PTS55F.ttf",
	[PDF_BOLD]	= "PTS75F.ttf",
	[PDF_SMALL]	= "PTC55F.ttf",
};

static HPDF_FontDef
font_def(HPDF_Font font)
{
	return ((HPDF_FontAttr)font->attr)->fontdef;
}

/* The glyph of a character, 0 when the font lacks it. */
static HPDF_UINT16
glyph(HPDF_Font font, unsigned c)
{
	return HPDF_TTFontDef_GetGlyphid(font_def(font), (HPDF_UINT16)c);
}

void
pdf_font_load(struct pdf *pdf, enum pdf_font which)
{
	struct face *f = &pdf->faces[which];
	HPDF_UINT16 gid;
	const char *name;

	name = HPDF_LoadTTFontFromFile(pdf->doc, text_printf(pdf->arena,
	    "%s/%s", pdf->meta->fonts, font_files[which]), HPDF_TRUE);
	if (name == NULL || (pdf->fonts[which] = HPDF_GetFont(pdf->doc, name,
	    "UTF-8")) == NULL) {
		pdf_fail(pdf, font_files[which], 0);
		return;
	}
	face_init(f, pdf->arena);
	for (unsigned c = 0; c < SHOWN_LIMIT; c++)
		if ((gid = glyph(pdf->fonts[which], c)) != 0)
			f->width[c] = HPDF_TTFontDef_GetGidWidth(font_def(
			    pdf->fonts[which]), gid);
}

/*
 * libharu 2.3.0 writes the UTF-8 encoder's ToUnicode with begincidrange,
 * which only an Encoding may hold, and for all 65,536 codes, as it does with
 * widths and glyphs.  Ours tell of the characters that are there.
 */
static void
write_maps(HPDF_Font font, const struct face *f, const char *to_unicode)
{
	HPDF_FontAttr attr = font->attr;
	HPDF_Stream unicode = attr->cmap_stream->stream;
	HPDF_Stream glyphs = attr->map_stream->stream;
	HPDF_Array widths = HPDF_Array_New(font->mmgr), one;
	HPDF_Dict system;

	HPDF_MemStream_FreeData(unicode);
	HPDF_Stream_WriteStr(unicode, to_unicode);
	HPDF_MemStream_FreeData(glyphs);
	for (unsigned c = 0; c < SHOWN_LIMIT; c++) {
		HPDF_UINT16 gid = f->used[c] ? glyph(font, c) : 0;

		HPDF_Stream_WriteUChar(glyphs, (HPDF_BYTE)(gid >> 8));
		HPDF_Stream_WriteUChar(glyphs, (HPDF_BYTE)(gid & 0xff));
		if (!f->used[c])
			continue;
		/* Its glyph is embedded because it was asked for by this. */
		HPDF_TTFontDef_GetCharWidth(font_def(font), (HPDF_UINT16)c);
		one = HPDF_Array_New(font->mmgr);
		HPDF_Array_AddNumber(one, f->width[c]);
		HPDF_Array_AddNumber(widths, (HPDF_INT32)c);
		HPDF_Array_Add(widths, one);
	}
	HPDF_Dict_Add(attr->descendant_font, "W", widths);
	system = HPDF_Dict_GetItem(attr->descendant_font, "CIDSystemInfo",
	    HPDF_OCLASS_DICT);
	HPDF_Dict_Add(system, "Ordering",
	    HPDF_String_New(font->mmgr, "Identity", NULL));
}

/*
 * Which characters of the face are embedded: PDF/A asks for that.  The
 * descriptor is made when a font is written, so that is asked for now.
 */
static void
write_set(struct pdf *pdf, enum pdf_font which)
{
	HPDF_Font font = pdf->fonts[which];
	const struct face *f = &pdf->faces[which];
	HPDF_BYTE bits[SHOWN_LIMIT / 8] = { 0x80 };
	HPDF_Dict set;

	if (font->before_write_fn(font) != HPDF_OK ||
	    font_def(font)->descriptor == NULL) {
		pdf_fail(pdf, "a font without a descriptor", 0);
		return;
	}
	for (unsigned c = 0; c < SHOWN_LIMIT; c++)
		if (f->used[c])
			bits[c / 8] |= (HPDF_BYTE)(0x80 >> c % 8);
	set = HPDF_DictStream_New(pdf->doc->mmgr, pdf->doc->xref);
	if (set == NULL)
		return;
	set->filter = HPDF_STREAM_FILTER_FLATE_DECODE;
	HPDF_Stream_Write(set->stream, bits, sizeof(bits));
	HPDF_Dict_Add(font_def(font)->descriptor, "CIDSet", set);
}

void
pdf_fonts_end(struct pdf *pdf)
{
	for (size_t i = 0; i < PDF_NFONTS && !pdf->bad; i++) {
		write_maps(pdf->fonts[i], &pdf->faces[i],
		    face_unicode_map(&pdf->faces[i], pdf->arena));
		write_set(pdf, (enum pdf_font)i);
	}
}
