/* xmp.h: a document's metadata as an XMP packet. */
#ifndef REPORTS_XMP_H
#define REPORTS_XMP_H

struct arena;
struct pdf_meta;

#define XMP_CREATOR	"Register of Palliative Patients"

/*
 * The packet as text in the arena; says the same as the info dictionary, and
 * that the document is PDF/A-1b.
 */
const char *xmp_packet(struct arena *a, const struct pdf_meta *meta,
    const char *producer);

#endif
