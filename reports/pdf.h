/* pdf.h: A4 documents with embedded PT Sans; the door to libharu. */
#ifndef REPORTS_PDF_H
#define REPORTS_PDF_H

#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"

/*
 * Lengths are points (1/72 inch).  The origin is the TOP left corner of the
 * page and y grows downwards; only the identity box below is told to its
 * reader in PDF's own axes.
 */

enum pdf_font { PDF_REGULAR, PDF_BOLD, PDF_SMALL, PDF_NFONTS };

/* In grey, each of the first four chart inks differs from its neighbours. */
enum pdf_ink {
	INK_TEXT,
	INK_QUIET,
	INK_RULE,
	INK_FAINT,	/* the ground of a group of rows */
	INK_PAPER,
	INK_JADE,
	INK_MINT,
	INK_AMBER,
	INK_RED,
	INK_LOCK,	/* the violet that marks identity */
	PDF_NINKS
};

/* What is being told, for who has the document read aloud. */
enum pdf_tag {
	PDF_TEXT,
	PDF_TITLE,
	PDF_CHAPTER,
	PDF_PART,
	PDF_FIGURE,
	PDF_FURNITURE,	/* running lines: nothing that belongs to the text */
};

struct pdf;

struct pdf_meta {
	const char	*title;
	const char	*author;	/* who made it; may be NULL */
	const char	*subject;	/* may be NULL */
	const char	*created;	/* 2026-11-22T14:35[:00][Z|+03:00] */
	const char	*lang;		/* "ru", "en": the document's /Lang */
	const char	*fonts;		/* folder of PTS55F.ttf and the others */
	int		 landscape;
};

struct pdf_bytes {
	const unsigned char	*data;
	size_t			 len;
};

struct pdf_point {
	double	x;
	double	y;
};

/* More pages than this is a mistake of the caller's and fails. */
#define PDF_MAX_PAGES	2000

/*
 * The entry of the document information dictionary that says where the
 * browser may write the identity: "page x y width height", page counted
 * from 1, the rest in points with PDF's origin (bottom left), x and y being
 * the lower left corner.  With pdf-lib:
 *
 *	const info = doc.context.lookup(doc.context.trailerInfo.Info)
 *	const text = info.get(PDFName.of('PalregIdentityBox')).decodeText()
 *	const [page, x, y, width, height] = text.split(' ').map(Number)
 */
#define PDF_IDENTITY_KEY	"PalregIdentityBox"

/*
 * Begin a document: PDF/A-1b as far as it can be told without veraPDF.  Never
 * returns NULL.  An error, now or in any call
 * below, is remembered; the calls after it do nothing and pdf_finish() says
 * FAILED.  Every pdf_new() must be followed by exactly one pdf_finish(),
 * which is what gives libharu's memory back.
 */
struct pdf *pdf_new(struct arena *a, const struct pdf_meta *meta);

/* Begin a page and draw on it from now on.  The first one is not implied. */
void pdf_page(struct pdf *pdf);

/* Draw on page n (from 0) again, to add a footer that knows the total. */
void pdf_turn_to(struct pdf *pdf, size_t n);

size_t pdf_pages(const struct pdf *pdf);
double pdf_width(const struct pdf *pdf);
double pdf_height(const struct pdf *pdf);

/*
 * What is drawn from now on; alt tells of a figure what it shows (or NULL) and
 * must live as long as the document.
 */
void pdf_tag(struct pdf *pdf, enum pdf_tag tag, const char *alt);

/* Width of len bytes of UTF-8 text. */
double pdf_text_width(struct pdf *pdf, enum pdf_font font, double size,
    const char *text, size_t len);

/* Bytes of whole characters of the text that fit into the width. */
size_t pdf_text_fit(struct pdf *pdf, enum pdf_font font, double size,
    const char *text, size_t len, double width);

/*
 * Write text with its baseline at y.  Characters the font lacks, control
 * characters and malformed UTF-8 become '?', a blank and '?'.  A blank that is
 * not seen sets the text apart from what is drawn next, where it is copied or
 * read aloud.
 */
void pdf_text(struct pdf *pdf, double x, double y, enum pdf_font font,
    double size, enum pdf_ink ink, const char *text, size_t len);

void pdf_line(struct pdf *pdf, struct pdf_point from, struct pdf_point to,
    double width, enum pdf_ink ink);

/* A line through n points; dash is the length of its strokes, 0 for solid. */
void pdf_polyline(struct pdf *pdf, const struct pdf_point *points, size_t n,
    double width, double dash, enum pdf_ink ink);

/* Rectangles by their top left corner: filled, of diagonal lines, outlined. */
void pdf_fill(struct pdf *pdf, double x, double y, double w, double h,
    enum pdf_ink ink);
void pdf_hatch(struct pdf *pdf, double x, double y, double w, double h,
    enum pdf_ink ink);
void pdf_frame(struct pdf *pdf, double x, double y, double w, double h,
    double width, enum pdf_ink ink);

void pdf_dot(struct pdf *pdf, double x, double y, double radius,
    enum pdf_ink ink);

/* An entry of the outline at level 0 or 1 that leads to y of this page. */
void pdf_bookmark(struct pdf *pdf, int level, const char *title, double y);

/*
 * Draw the frame of the identity box and record its empty inside under
 * PDF_IDENTITY_KEY.  At most one in a document.
 */
void pdf_identity_box(struct pdf *pdf, double x, double y, double w,
    double h);

/*
 * End the document: OK and its bytes, which live in the arena, or FAILED
 * (logged).  The struct pdf is gone after this.
 */
enum status pdf_finish(struct pdf *pdf, struct pdf_bytes *out);

#endif
