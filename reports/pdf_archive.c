/* pdf_archive.c: what PDF/A-1b asks for beside the pages of a document. */

#include <string.h>

#include <hpdf_pdfa.h>

#include "reports/pdf_inside.h"
#include "reports/srgb.h"
#include "reports/when.h"
#include "reports/xmp.h"

static void
set_date(struct pdf *pdf, const char *iso)
{
	HPDF_Date d;
	struct when w;

	if (!when_read(iso, &w)) {
		pdf_fail(pdf, "malformed date", 0);
		return;
	}
	d = (HPDF_Date){ w.year, w.month, w.day, w.hour, w.minute, w.second,
	    w.zone, w.zone_hour, w.zone_minute };
	HPDF_SetInfoDateAttr(pdf->doc, HPDF_INFO_CREATION_DATE, d);
	HPDF_SetInfoDateAttr(pdf->doc, HPDF_INFO_MOD_DATE, d);
}

static void
set_info(struct pdf *pdf)
{
	const struct pdf_meta *m = pdf->meta;

	HPDF_SetInfoAttr(pdf->doc, HPDF_INFO_TITLE, m->title);
	if (m->author != NULL)
		HPDF_SetInfoAttr(pdf->doc, HPDF_INFO_AUTHOR, m->author);
	if (m->subject != NULL)
		HPDF_SetInfoAttr(pdf->doc, HPDF_INFO_SUBJECT, m->subject);
	HPDF_SetInfoAttr(pdf->doc, HPDF_INFO_CREATOR, XMP_CREATOR);
	set_date(pdf, m->created);
}

/* A stream of its own in the file, or NULL. */
static HPDF_Dict
add_stream(struct pdf *pdf, const void *data, size_t len)
{
	HPDF_Dict s = HPDF_DictStream_New(pdf->doc->mmgr, pdf->doc->xref);

	if (s != NULL)
		HPDF_Stream_Write(s->stream, data, (HPDF_UINT)len);
	return s;
}

static void
set_metadata(struct pdf *pdf)
{
	const char *packet = xmp_packet(pdf->arena, pdf->meta,
	    HPDF_GetInfoAttr(pdf->doc, HPDF_INFO_PRODUCER));
	HPDF_Dict xmp = add_stream(pdf, packet, strlen(packet));

	if (xmp == NULL)
		return;
	HPDF_Dict_AddName(xmp, "Type", "Metadata");
	HPDF_Dict_AddName(xmp, "Subtype", "XML");
	HPDF_Dict_Add(pdf->doc->catalog, "Metadata", xmp);
}

static void
add_text(struct pdf *pdf, HPDF_Dict to, const char *key, const char *text)
{
	HPDF_Dict_Add(to, key, HPDF_String_New(pdf->doc->mmgr, text, NULL));
}

/*
 * Which colours are meant.  HPDF_PDFA_AppendOutputIntents() of libharu 2.3.0
 * writes the key of the profile with a blank behind it.
 */
static void
set_colours(struct pdf *pdf)
{
	HPDF_Dict intent = HPDF_Dict_New(pdf->doc->mmgr), icc;
	HPDF_Array intents = HPDF_Array_New(pdf->doc->mmgr);
	const unsigned char *profile;
	size_t len;

	profile = srgb_profile(pdf->arena, &len);
	icc = add_stream(pdf, profile, len);
	if (intent == NULL || intents == NULL || icc == NULL)
		return;
	icc->filter = HPDF_STREAM_FILTER_FLATE_DECODE;
	HPDF_Dict_AddNumber(icc, "N", 3);
	HPDF_Dict_AddName(icc, "Alternate", "DeviceRGB");
	HPDF_Dict_AddName(intent, "Type", "OutputIntent");
	HPDF_Dict_AddName(intent, "S", "GTS_PDFA1");
	add_text(pdf, intent, "OutputConditionIdentifier", SRGB_NAME);
	add_text(pdf, intent, "RegistryName", "http://www.color.org");
	add_text(pdf, intent, "Info", SRGB_NAME);
	HPDF_Dict_Add(intent, "DestOutputProfile", icc);
	HPDF_Array_Add(intents, intent);
	HPDF_Dict_Add(pdf->doc->catalog, "OutputIntents", intents);
}

void
pdf_archive(struct pdf *pdf)
{
	HPDF_Dict view;

	set_info(pdf);
	add_text(pdf, pdf->doc->catalog, "Lang", pdf->meta->lang);
	if ((view = HPDF_Dict_New(pdf->doc->mmgr)) != NULL) {
		HPDF_Dict_AddBoolean(view, "DisplayDocTitle", HPDF_TRUE);
		HPDF_Dict_Add(pdf->doc->catalog, "ViewerPreferences", view);
	}
	set_metadata(pdf);
	set_colours(pdf);
	pdf->doc->pdf_version = HPDF_VER_14;
	HPDF_PDFA_GenerateID(pdf->doc);
}
