/* text.h: sentences with places to fill, and lines that fit a width. */
#ifndef REPORTS_TEXT_H
#define REPORTS_TEXT_H

#include <stddef.h>

#include "reports/pdf.h"

struct span {
	const char	*text;
	size_t		 len;
};

struct style {
	enum pdf_font	 font;
	double		 size;
	enum pdf_ink	 ink;
};

enum text_align { ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTRE };

/*
 * The pattern with {1} … {9} replaced by args[0] … args[8]; the others and
 * any other brace stay as they are.  A translator may move the places.
 */
const char *text_fill(struct arena *a, const char *pattern,
    const char *const *args, size_t nargs);

/* An integer, with thousands set apart by a no-break space. */
const char *text_count(struct arena *a, long n);

/*
 * Break the text into lines no wider than width: at line feeds, blanks,
 * after a hyphen or slash, and within a word that is wider than a line.  A
 * number stays with its unit, and an initial with the name after it, where
 * there is another place to break.
 * There is always at least one line.  Returns their number.
 */
size_t text_wrap(struct arena *a, struct pdf *pdf, const struct style *style,
    const char *text, double width, struct span **out);

/* Width of the longest word, one with a hyphen not torn. */
double text_least(struct pdf *pdf, const struct style *style,
    const char *text);

/* Write one line between x and x + width, its baseline at y. */
void text_line(struct pdf *pdf, double x, double y, double width,
    enum text_align align, const struct style *style, struct span line);

#endif
