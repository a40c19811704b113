/* xmp.c: a document's metadata as an XMP packet. */

#include "base/str.h"
#include "reports/pdf.h"
#include "reports/when.h"
#include "reports/xmp.h"

/* Written in this order; a NULL value leaves its part out. */
struct part {
	const char	*before;
	const char	*value;
	const char	*after;
};

static const char *
entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	default:
		return NULL;
	}
}

/* Append text; controls, which XML forbids, become blanks. */
static void
add_escaped(struct str *to, const char *text)
{
	for (; *text != '\0'; text++) {
		const char *e = entity(*text);

		if (e != NULL)
			str_add_text(to, e);
		else
			str_add_char(to, (unsigned char)*text < 0x20 ? ' ' :
			    *text);
	}
}

const char *
xmp_packet(struct arena *a, const struct pdf_meta *meta, const char *producer)
{
	const char *at = when_iso(a, meta->created);
	const struct part parts[] = {
		{ "<?xpacket begin=\"\xef\xbb\xbf\""
		    " id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
		    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf="
		    "\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
		    "<rdf:Description rdf:about=\"\""
		    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
		    " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
		    " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\""
		    " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n", "", "" },
		{ "<pdfaid:part>1</pdfaid:part>"
		    "<pdfaid:conformance>B</pdfaid:conformance>\n", "", "" },
		{ "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">",
		    meta->title, "</rdf:li></rdf:Alt></dc:title>\n" },
		{ "<dc:creator><rdf:Seq><rdf:li>", meta->author,
		    "</rdf:li></rdf:Seq></dc:creator>\n" },
		{ "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">",
		    meta->subject, "</rdf:li></rdf:Alt></dc:description>\n" },
		{ "<dc:language><rdf:Bag><rdf:li>", meta->lang,
		    "</rdf:li></rdf:Bag></dc:language>\n" },
		{ "<xmp:CreatorTool>", XMP_CREATOR, "</xmp:CreatorTool>\n" },
		{ "<pdf:Producer>", producer, "</pdf:Producer>\n" },
		{ "<xmp:CreateDate>", at, "</xmp:CreateDate>\n" },
		{ "<xmp:ModifyDate>", at, "</xmp:ModifyDate>\n" },
		{ "</rdf:Description></rdf:RDF></x:xmpmeta>\n"
		    "<?xpacket end=\"r\"?>\n", "", "" },
	};
	struct str out;

	str_init(&out, a, 2048);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (parts[i].value == NULL)
			continue;
		str_add_text(&out, parts[i].before);
		add_escaped(&out, parts[i].value);
		str_add_text(&out, parts[i].after);
	}
	return out.text;
}
