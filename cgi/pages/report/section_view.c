/* section_view.c: tables and charts of a report for the page. */

#include "base/str.h"
#include "pages/report/drawing.h"
#include "pages/report/section_view.h"
#include "reports/scale.h"

/* Lengths of the drawings, in their own units. */
enum { VALUE = 60, STUB = 8, SMALL = 300, TALL = 36 };

static double
value_of(const struct section *s, size_t row, size_t series)
{
	return s->values[row * s->nseries + series];
}

static const char *
value_text(const struct drawing *d, double v)
{
	return v < 0 ? TABLES_HIDDEN : text_count(d->c->arena, (long)v);
}

/* The top of an axis that holds the first n series. */
static double
top_of(const struct section *s, size_t first, size_t n)
{
	double most = 0;

	for (size_t i = 0; i < s->nvalues; i++)
		for (size_t k = first; k < first + n; k++)
			if (value_of(s, i, k) > most)
				most = value_of(s, i, k);
	return scale_for(most).top;
}

static void
draw_legend(const struct drawing *d, const struct section *s, size_t n)
{
	const double width = DRAWING_WIDTH;

	for (size_t i = 0; i < n; i++) {
		double x = width / (double)n * (double)i;

		drawing_bar(d, x, 4, DRAWING_BAR, DRAWING_BAR, i, false);
		drawing_text(d, x + DRAWING_BAR + 6, 4 + DRAWING_BAR - 2, "start",
		    s->series[i]);
	}
}

/* One small chart a series: bars of the rows. */
static void
draw_multiples(const struct ctx *c, const struct section *s, struct view *v)
{
	double room = SMALL - VALUE;
	double top = top_of(s, 0, s->nseries);

	for (size_t k = 0; k < s->nseries; k++) {
		struct drawing d = drawing_begin(c, v, s->series[k], SMALL,
		    DRAWING_HEAD + TALL * (double)s->nvalues);

		drawing_text(&d, 0, DRAWING_BAR + 2, "start", s->series[k]);
		for (size_t i = 0; i < s->nvalues; i++) {
			double y = DRAWING_HEAD + TALL * (double)i;
			double n = value_of(s, i, k);
			double w = n < 0 ? STUB : top > 0 ? room * n / top : 0;

			drawing_text(&d, 0, y + DRAWING_BAR, "start",
			    s->rows[i].cells[0]);
			drawing_bar(&d, 0, y + DRAWING_BAR + 4, w, DRAWING_BAR, k, n < 0);
			drawing_text(&d, w + 6, y + 2 * DRAWING_BAR + 2, "start",
			    value_text(&d, n));
		}
	}
}

/* Two series back to back, the last row on top. */
static void
draw_pyramid(const struct ctx *c, const struct section *s, struct view *v)
{
	struct drawing d = drawing_begin(c, v, s->chart_heading, DRAWING_WIDTH,
	    DRAWING_HEAD + DRAWING_LINE * (double)s->nvalues);
	double middle = DRAWING_WIDTH / 2.0, half = middle - DRAWING_MARGIN - VALUE;
	double top = top_of(s, 0, 2);

	draw_legend(&d, s, 2);
	for (size_t i = 0; i < s->nvalues; i++) {
		double y = DRAWING_HEAD + DRAWING_LINE * (double)(s->nvalues - 1 - i);

		drawing_text(&d, middle, y + DRAWING_BAR, "middle", s->rows[i].cells[0]);
		for (size_t k = 0; k < 2; k++) {
			double n = value_of(s, i, k);
			double w = n < 0 ? STUB : top > 0 ? half * n / top : 0;
			double x = k == 0 ? middle - DRAWING_MARGIN - w :
			    middle + DRAWING_MARGIN;

			drawing_bar(&d, x, y + 2, w, DRAWING_BAR, k, n < 0);
			drawing_text(&d, k == 0 ? x - 6 : x + w + 6, y + DRAWING_BAR,
			    k == 0 ? "end" : "start", value_text(&d, n));
		}
	}
}

/* Groups of bars for all series but the last. */
static void
draw_groups(const struct ctx *c, const struct section *s, struct view *v)
{
	struct drawing d = drawing_begin(c, v, s->chart_heading, DRAWING_WIDTH,
	    DRAWING_HEAD + DRAWING_PLOT + DRAWING_LINE);
	size_t n = s->nseries - 1;
	double top = top_of(s, 0, n);
	double step = (DRAWING_WIDTH - DRAWING_MARGIN) / (double)s->nvalues;
	double w = step * 0.7 / (double)n;

	draw_legend(&d, s, n);
	drawing_axis(&d, top);
	for (size_t i = 0; i < s->nvalues; i++) {
		double x = DRAWING_MARGIN + step * (double)i + step * 0.15;

		for (size_t k = 0; k < n; k++) {
			double h = top > 0 ? DRAWING_PLOT * value_of(s, i, k) / top : 0;

			drawing_bar(&d, x + w * (double)k, DRAWING_HEAD + DRAWING_PLOT - h, w, h,
			    k, false);
		}
		if (s->nvalues <= 12 || i % 2 == 0)
			drawing_text(&d, DRAWING_MARGIN + step * ((double)i + 0.5),
			    DRAWING_HEAD + DRAWING_PLOT + DRAWING_BAR + 2, "middle",
			    s->rows[i].cells[0]);
	}
}

/* The last series as a line. */
static void
draw_line(const struct ctx *c, const struct section *s, struct view *v)
{
	size_t last = s->nseries - 1;
	struct drawing d = drawing_begin(c, v, s->series[last], DRAWING_WIDTH,
	    DRAWING_HEAD + DRAWING_PLOT + DRAWING_LINE);
	double top = top_of(s, last, 1);
	double step = (DRAWING_WIDTH - DRAWING_MARGIN) / (double)s->nvalues;
	struct str points;
	struct view *l;

	str_init(&points, c->arena, 256);
	drawing_text(&d, 0, DRAWING_BAR + 2, "start", s->series[last]);
	drawing_axis(&d, top);
	for (size_t i = 0; i < s->nvalues; i++) {
		double x = DRAWING_MARGIN + step * ((double)i + 0.5);
		double n = value_of(s, i, last);

		str_addf(&points, "%s%s,%s", i > 0 ? " " : "", drawing_length(&d, x),
		    drawing_length(&d, DRAWING_HEAD + DRAWING_PLOT - (top > 0 ? DRAWING_PLOT * n / top : 0)));
		if (s->nvalues <= 12 || i % 2 == 0)
			drawing_text(&d, x, DRAWING_HEAD + DRAWING_PLOT + DRAWING_BAR + 2, "middle",
			    s->rows[i].cells[0]);
	}
	l = view_item(d.v, "lines");
	view_text(l, "points", points.text);
	view_text(l, "look", "s1");
}

static void
draw(const struct ctx *c, const struct section *s, struct view *v)
{
	view_list(v, "drawings");
	view_flag(v, "drawn", s->chart != SECTION_PLAIN && s->nvalues > 0);
	view_text(v, "chart_heading", s->chart_heading);
	if (s->nvalues == 0)
		return;
	switch (s->chart) {
	case SECTION_PYRAMID:
		draw_pyramid(c, s, v);
		break;
	case SECTION_MONTHS:
		draw_groups(c, s, v);
		draw_line(c, s, v);
		break;
	case SECTION_MULTIPLES:
		draw_multiples(c, s, v);
		break;
	case SECTION_PLAIN:
	case SECTION_BARS:
		break;
	}
}

static void
show_heads(struct view *v, const struct section *s)
{
	for (size_t i = 0; i < s->ncolumns; i++) {
		struct view *h = view_item(v, "heads");

		view_text(h, "name", s->columns[i].title);
		view_flag(h, "number", s->columns[i].align == ALIGN_RIGHT);
	}
}

static void
show_cells(const struct ctx *c, struct view *r, const struct section *s,
    const struct row *row)
{
	view_list(r, "cells");
	for (size_t i = 1; i < s->ncolumns && row->kind != ROW_GROUP; i++) {
		struct view *cell = view_item(r, "cells");
		bool bar = s->columns[i].bar && row->kind == ROW_PLAIN;

		view_text(cell, "head", s->columns[i].title);
		view_text(cell, "text", s->columns[i].bar ? "" :
		    row->cells[i] == NULL ? "—" : row->cells[i]);
		view_flag(cell, "number", s->columns[i].align == ALIGN_RIGHT);
		view_flag(cell, "bar", bar && row->bar >= 0);
		if (bar)
			view_text(cell, "share", scale_length(c->arena,
			    row->bar < 0 ? 0 : 100 * row->bar));
	}
}

void
section_view(const struct ctx *c, struct view *v, const char *name,
    const struct section *sections, size_t n)
{
	view_list(v, name);
	for (size_t i = 0; i < n; i++) {
		const struct section *s = &sections[i];
		struct view *item = view_item(v, name);

		view_text(item, "code", s->code);
		view_text(item, "heading", s->heading);
		view_text(item, "note", s->note);
		view_long(item, "columns", (long)s->ncolumns);
		show_heads(item, s);
		view_list(item, "rows");
		for (size_t k = 0; k < s->nrows; k++) {
			struct view *r = view_item(item, "rows");

			view_text(r, "name", s->rows[k].cells[0]);
			view_flag(r, "group", s->rows[k].kind == ROW_GROUP);
			view_flag(r, "total", s->rows[k].kind == ROW_TOTAL);
			show_cells(c, r, s, &s->rows[k]);
		}
		draw(c, s, item);
	}
}

void
section_facts(struct view *v, const struct fact *facts, size_t n)
{
	view_list(v, "facts");
	for (size_t i = 0; i < n; i++) {
		struct view *item = view_item(v, "facts");

		view_text(item, "name", facts[i].name);
		view_text(item, "value", facts[i].value == NULL ? "—" :
		    facts[i].value);
	}
}
