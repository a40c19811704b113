/* pdf_inside.h: a document of libharu from inside; for pdf*.c only. */
#ifndef REPORTS_PDF_INSIDE_H
#define REPORTS_PDF_INSIDE_H

#include <stdbool.h>

#include <hpdf.h>
#include <hpdf_doc.h>

#include "reports/face.h"
#include "reports/pdf.h"

/* What is told of the content of one page, and how its drawing stands. */
struct pdf_leaf {
	HPDF_Array	elements;	/* by their numbers, as drawn */
	size_t		n;
	int		fill;		/* inks, widths, font; below 0: none */
	int		stroke;
	double		width;
	int		font;
	double		size;
	unsigned	hatched;	/* inks that have a hatch here */
};

struct pdf {
	struct arena		*arena;
	const struct pdf_meta	*meta;
	HPDF_Doc		 doc;
	HPDF_Encoder		 encoder;
	HPDF_Outline		 chapter;
	HPDF_Page		 page;
	size_t			 at;		/* its number */
	HPDF_Page		*pages;
	size_t			 npages;
	HPDF_Font		 fonts[PDF_NFONTS];
	struct face		 faces[PDF_NFONTS];
	HPDF_Dict		 hatches[PDF_NINKS];
	double			 width;
	double			 height;
	enum pdf_tag		 tag;
	const char		*alt;
	bool			 marked;	/* within marked content */
	HPDF_Dict		 story;		/* parent of what is told */
	struct pdf_leaf		*leaves;	/* one a page */
	int			 has_identity;
	int			 bad;
};

/* Remember that the document cannot be made, and say why once. */
void pdf_fail(struct pdf *pdf, const char *what, unsigned long code);

/* pdf_font.c: a face of PT Sans, and at the end what was used of all. */
void pdf_font_load(struct pdf *pdf, enum pdf_font which);
void pdf_fonts_end(struct pdf *pdf);

/* pdf_archive.c: what PDF/A-1b asks for beside the pages. */
void pdf_archive(struct pdf *pdf);

/*
 * pdf_tags.c: begin marked content before anything is drawn, end it before
 * another page, and tell the order of all of it at the end.
 */
void pdf_tags_begin(struct pdf *pdf);
void pdf_mark(struct pdf *pdf);
void pdf_unmark(struct pdf *pdf);
void pdf_tags_end(struct pdf *pdf);

/* Free what a document that fails has not told. */
void pdf_tags_drop(struct pdf *pdf);

#endif
