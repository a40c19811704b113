/* drawing.h: a drawing of a page, from bars, lines and texts. */
#ifndef REPORT_DRAWING_H
#define REPORT_DRAWING_H

#include <stdbool.h>

#include "web/ctx.h"

/* Lengths, in units of the drawing. */
enum { DRAWING_WIDTH = 640, DRAWING_LINE = 22, DRAWING_BAR = 12,
	DRAWING_HEAD = 24, DRAWING_PLOT = 180, DRAWING_MARGIN = 40 };

/* A drawing being made. */
struct drawing {
	const struct ctx	*c;
	struct view		*v;
};

/* One more of the list "drawings" of the view. */
struct drawing drawing_begin(const struct ctx *c, struct view *v,
    const char *title, double width, double height);

/* Not below 0, as it stands in an attribute. */
const char *drawing_length(const struct drawing *d, double n);

/* anchor: start, middle or end. */
void drawing_text(const struct drawing *d, double x, double y,
    const char *anchor, const char *text);

/* In the ink of a series; a hidden one has a broken outline. */
void drawing_bar(const struct drawing *d, double x, double y, double w,
    double h, size_t series, bool hidden);

/* look: a class of svg.drawing; points: "x,y x,y". */
void drawing_line(const struct drawing *d, const char *look,
    const char *points);

/* Lines across the plot with their values, up to top. */
void drawing_axis(const struct drawing *d, double top);

#endif
