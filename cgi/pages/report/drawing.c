/* drawing.c: a drawing of a page, from bars, lines and texts. */

#include "base/str.h"
#include "pages/report/drawing.h"
#include "reports/scale.h"

const char *
drawing_length(const struct drawing *d, double n)
{
	return scale_length(d->c->arena, n < 0 ? 0 : n);
}

struct drawing
drawing_begin(const struct ctx *c, struct view *v, const char *title,
    double width, double height)
{
	struct drawing d = { c, view_item(v, "drawings") };

	view_text(d.v, "title", title);
	view_text(d.v, "width", drawing_length(&d, width));
	view_text(d.v, "height", drawing_length(&d, height));
	view_list(d.v, "bars");
	view_list(d.v, "texts");
	view_list(d.v, "lines");
	return d;
}

void
drawing_text(const struct drawing *d, double x, double y, const char *anchor,
    const char *text)
{
	struct view *t = view_item(d->v, "texts");

	view_text(t, "x", drawing_length(d, x));
	view_text(t, "y", drawing_length(d, y));
	view_text(t, "anchor", anchor);
	view_text(t, "text", text);
}

void
drawing_bar(const struct drawing *d, double x, double y, double w, double h,
    size_t series, bool hidden)
{
	struct view *b = view_item(d->v, "bars");

	view_text(b, "x", drawing_length(d, x));
	view_text(b, "y", drawing_length(d, y));
	view_text(b, "w", drawing_length(d, w));
	view_text(b, "h", drawing_length(d, h));
	view_text(b, "look", hidden ? "hidden" : text_printf(d->c->arena,
	    "s%zu", series + 1));
}

void
drawing_axis(const struct drawing *d, double top)
{
	struct scale scale = scale_for(top);

	for (int i = 0; i <= scale.steps; i++) {
		double y = DRAWING_HEAD + DRAWING_PLOT - DRAWING_PLOT * (double)i / scale.steps;
		struct view *l = view_item(d->v, "lines");

		view_text(l, "points", text_printf(d->c->arena,
		    "%d,%s %d,%s", DRAWING_MARGIN, drawing_length(d, y), DRAWING_WIDTH,
		    drawing_length(d, y)));
		view_text(l, "look", "grid");
		drawing_text(d, DRAWING_MARGIN - 6, y + 4, "end", scale_number(
		    d->c->arena, scale.step * i, 0));
	}
}

void
drawing_line(const struct drawing *d, const char *look, const char *points)
{
	struct view *l = view_item(d->v, "lines");

	view_text(l, "points", points);
	view_text(l, "look", look);
}
