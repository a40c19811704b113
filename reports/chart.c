/* chart.c: figures in the colours of the pages, readable in grey. */

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "reports/chart.h"
#include "reports/scale.h"
#include "reports/text.h"

#define LABEL_SHARE	0.34	/* of the width of horizontal bars */
#define VALUE_ROOM	46.0	/* kept free at the end of the longest one */
#define BAR		9.0
#define BAR_GAP		2.0
#define GROUP_GAP	6.0
#define STUB		8.0	/* the bar of a value that is hidden */
#define AXIS_LEFT	34.0
#define AXIS_BELOW	16.0
#define LEGEND		16.0
#define SPAN		20.0
#define SPAN_HEAD	16.0
#define SPAN_ARROW	10.0
#define BASE		0.35	/* of the size, from middle to baseline */

static const struct style label_style = { PDF_REGULAR, 8, INK_TEXT };
static const struct style tick_style = { PDF_SMALL, 7, INK_QUIET };
static const struct style value_style = { PDF_SMALL, 7.2, INK_TEXT };

/* How each series is told from the others, without colour too. */
static const struct {
	enum pdf_ink	ink;
	int		hatched;
	double		dash;
} looks[CHART_MAX_SERIES] = {
	{ INK_JADE,  0, 0 },
	{ INK_MINT,  0, 4 },
	{ INK_AMBER, 1, 2 },
	{ INK_RED,   0, 1 },
};

/* Lines need more contrast than faces. */
static const enum pdf_ink line_inks[CHART_MAX_SERIES] = {
	INK_JADE, INK_AMBER, INK_RED, INK_LOCK,
};

static struct span
whole(const char *text)
{
	return (struct span){ text, strlen(text) };
}

static void
put_bar(struct pdf *pdf, size_t series, double x, double y, double w,
    double h)
{
	if (looks[series].hatched)
		pdf_hatch(pdf, x, y, w, h, looks[series].ink);
	else
		pdf_fill(pdf, x, y, w, h, looks[series].ink);
	if (series > 0)
		pdf_frame(pdf, x, y, w, h, 0.5, INK_QUIET);
}

static double
greatest(const struct chart *c)
{
	double most = 0;

	for (size_t s = 0; s < c->nseries; s++)
		for (size_t i = 0; i < c->n; i++)
			if (c->series[s].values[i] > most)
				most = c->series[s].values[i];
	return most;
}

static const char *
value_text(struct arena *a, const struct chart *c, double v)
{
	if (v < 0)
		return c->hidden != NULL ? c->hidden : "";
	return scale_number(a, v, c->comma);
}

void
chart_legend(struct pdf *pdf, const struct chart *c, double x, double y)
{
	const struct style *s = &tick_style;

	for (size_t i = 0; i < c->nseries; i++) {
		const char *name = c->series[i].name;

		put_bar(pdf, i, x, y + 1, 9, 7);
		text_line(pdf, x + 13, y + 7.5, 0, ALIGN_LEFT, s, whole(name));
		x += 13 + 16 + pdf_text_width(pdf, s->font, s->size, name,
		    strlen(name));
	}
}

/* A label in one or two lines around the middle y, cut to the width. */
static void
put_label(struct pdf *pdf, struct arena *a, const char *text, double x,
    double y, double w, enum text_align align)
{
	const struct style *s = &label_style;
	struct span *lines;
	size_t n = text_wrap(a, pdf, s, text, w, &lines);

	n = n > 2 ? 2 : n;
	for (size_t i = 0; i < n; i++)
		text_line(pdf, x, y + s->size * (BASE + 1.1 *
		    ((double)i - (double)(n - 1) / 2)), w, align, s, lines[i]);
}

static double
group_height(const struct chart *c)
{
	double bars = (double)c->nseries * (BAR + BAR_GAP) - BAR_GAP;

	return fmax(bars, 2.3 * label_style.size) + GROUP_GAP;
}

double
chart_bars_height(const struct chart *c)
{
	return (double)c->n * group_height(c) + (c->nseries > 1 ? LEGEND : 0);
}

void
chart_bars(struct pdf *pdf, struct arena *a, const struct chart *c,
    struct area area)
{
	double left = area.x + area.w * LABEL_SHARE + 6, most = greatest(c);
	double room = area.x + area.w - left - VALUE_ROOM, y = area.y;
	double step = group_height(c);
	double bars = (double)c->nseries * (BAR + BAR_GAP) - BAR_GAP;

	assert(c->nseries <= CHART_MAX_SERIES);
	if (c->nseries > 1) {
		chart_legend(pdf, c, left, y);
		y += LEGEND;
	}
	for (size_t i = 0; i < c->n; i++) {
		double top = y + step * (double)i;

		put_label(pdf, a, c->labels[i], area.x, top + step / 2,
		    area.w * LABEL_SHARE, ALIGN_RIGHT);
		for (size_t s = 0; s < c->nseries; s++) {
			double v = c->series[s].values[i];
			double by = top + (step - bars) / 2 +
			    (BAR + BAR_GAP) * (double)s;
			double w = v < 0 ? STUB : most > 0 ? room * v / most :
			    0;

			if (isnan(v))
				continue;
			if (v < 0)
				pdf_hatch(pdf, left, by, w, BAR, INK_QUIET);
			else
				put_bar(pdf, s, left, by, w, BAR);
			text_line(pdf, left + w + 4, by + BAR / 2 + 2.6, 0,
			    ALIGN_LEFT, &value_style,
			    whole(value_text(a, c, v)));
		}
	}
	pdf_line(pdf, (struct pdf_point){ left, y },
	    (struct pdf_point){ left, y + step * (double)c->n }, 0.6,
	    INK_QUIET);
}

/* The grid with its numbers and the labels; returns where values stand. */
static struct area
put_axes(struct pdf *pdf, struct arena *a, const struct chart *c,
    struct area area, struct scale scale)
{
	struct area in = { area.x + AXIS_LEFT, area.y + LEGEND,
	    area.w - AXIS_LEFT, area.h - LEGEND - AXIS_BELOW };
	double each = in.w / (double)(c->n > 0 ? c->n : 1), widest = 0;
	size_t every;

	for (int i = 0; i <= scale.steps; i++) {
		double v = scale.step * i;
		double y = in.y + in.h * (1 - v / scale.top);

		pdf_fill(pdf, in.x, y - 0.2, in.w, i == 0 ? 0.7 : 0.35,
		    i == 0 ? INK_QUIET : INK_RULE);
		text_line(pdf, area.x, y + 2.5, AXIS_LEFT - 5, ALIGN_RIGHT,
		    &tick_style, whole(scale_number(a, v, c->comma)));
	}
	for (size_t i = 0; i < c->n; i++)
		widest = fmax(widest, pdf_text_width(pdf, tick_style.font,
		    tick_style.size, c->labels[i], strlen(c->labels[i])));
	every = (size_t)ceil((widest + 6) / each);
	for (size_t i = 0; i < c->n; i += every > 0 ? every : 1)
		text_line(pdf, in.x + each * (double)i, in.y + in.h + 11,
		    each, ALIGN_CENTRE, &tick_style, whole(c->labels[i]));
	if (c->unit != NULL)
		text_line(pdf, area.x, area.y + 7.5, area.w, ALIGN_RIGHT,
		    &tick_style, whole(c->unit));
	return in;
}

void
chart_groups(struct pdf *pdf, struct arena *a, const struct chart *c,
    struct area area)
{
	struct scale scale = scale_for(greatest(c));
	struct area in = put_axes(pdf, a, c, area, scale);
	double each = in.w / (double)(c->n > 0 ? c->n : 1);
	double bar = fmin(each * 0.7 / (double)c->nseries, 22);

	assert(c->nseries > 0 && c->nseries <= CHART_MAX_SERIES);
	chart_legend(pdf, c, in.x, area.y);
	for (size_t i = 0; i < c->n; i++)
		for (size_t s = 0; s < c->nseries; s++) {
			double v = c->series[s].values[i];
			double h = v < 0 ? STUB : in.h * v / scale.top;
			double x = in.x + each * ((double)i + 0.5) +
			    bar * ((double)s - (double)c->nseries / 2);
			double y = in.y + in.h - h;

			if (isnan(v))
				continue;
			if (v < 0)
				pdf_hatch(pdf, x, y, bar - 1.5, h,
				    INK_QUIET);
			else
				put_bar(pdf, s, x, y, bar - 1.5, h);
			text_line(pdf, x, y - 2.5, bar - 1.5, ALIGN_CENTRE,
			    &value_style, whole(value_text(a, c, v)));
		}
}

/* Marks tell the lines apart: dot, square, ring, hollow square. */
static void
put_mark(struct pdf *pdf, size_t series, double x, double y)
{
	enum pdf_ink ink = line_inks[series];

	if (series % 2 == 0) {
		pdf_dot(pdf, x, y, 2.2, ink);
		if (series >= 2)
			pdf_dot(pdf, x, y, 1.2, INK_PAPER);
	} else {
		pdf_fill(pdf, x - 2, y - 2, 4, 4, ink);
		if (series >= 2)
			pdf_fill(pdf, x - 1, y - 1, 2, 2, INK_PAPER);
	}
}

static void
line_legend(struct pdf *pdf, const struct chart *c, double x, double y)
{
	const struct style *s = &tick_style;

	for (size_t i = 0; i < c->nseries; i++) {
		const struct pdf_point ends[2] = { { x, y + 5 },
		    { x + 18, y + 5 } };
		const char *name = c->series[i].name;

		pdf_polyline(pdf, ends, 2, 1.3, looks[i].dash, line_inks[i]);
		put_mark(pdf, i, x + 9, y + 5);
		text_line(pdf, x + 22, y + 7.5, 0, ALIGN_LEFT, s, whole(name));
		x += 22 + 16 + pdf_text_width(pdf, s->font, s->size, name,
		    strlen(name));
	}
}

void
chart_lines(struct pdf *pdf, struct arena *a, const struct chart *c,
    struct area area)
{
	struct scale scale = scale_for(c->top > 0 ? c->top : greatest(c));
	struct area in = put_axes(pdf, a, c, area, scale);
	double each = in.w / (double)(c->n > 0 ? c->n : 1);
	struct pdf_point *points = arena_array(a, c->n + 1, sizeof(*points));

	assert(c->nseries <= CHART_MAX_SERIES);
	line_legend(pdf, c, in.x, area.y);
	for (size_t s = 0; s < c->nseries; s++) {
		const double *v = c->series[s].values;
		size_t run = 0;

		for (size_t i = 0; i <= c->n; i++) {
			if (i == c->n || isnan(v[i]) || v[i] < 0) {
				pdf_polyline(pdf, points, run, 1.3,
				    looks[s].dash, line_inks[s]);
				run = 0;
				continue;
			}
			points[run].x = in.x + each * ((double)i + 0.5);
			points[run].y = in.y + in.h * (1 - v[i] / scale.top);
			put_mark(pdf, s, points[run].x, points[run].y);
			run++;
		}
	}
}

/* One side of a pyramid: grows to the right when sign is 1, else left. */
static void
put_side(struct pdf *pdf, struct arena *a, const struct chart *c, size_t s,
    struct area in, double axis, double sign, double top)
{
	double each = in.h / (double)c->n, bar = fmin(each * 0.72, 15);

	for (size_t i = 0; i < c->n; i++) {
		double v = c->series[s].values[i];
		double w = v < 0 ? STUB : in.w * v / top;
		double x = sign > 0 ? axis : axis - w;
		double y = in.y + in.h - each * ((double)i + 0.5) - bar / 2;

		if (isnan(v))
			continue;
		if (v < 0)
			pdf_hatch(pdf, x, y, w, bar, INK_QUIET);
		else
			put_bar(pdf, s, x, y, w, bar);
		text_line(pdf, sign > 0 ? x + w + 4 : x - 4, y + bar / 2 + 2.6,
		    0, sign > 0 ? ALIGN_LEFT : ALIGN_RIGHT, &value_style,
		    whole(value_text(a, c, v)));
	}
}

void
chart_pyramid(struct pdf *pdf, struct arena *a, const struct chart *c,
    struct area area)
{
	const double middle = 52, ends = 30;
	struct scale scale = scale_for(greatest(c));
	struct area in = { area.x, area.y + LEGEND, (area.w - middle) / 2 -
	    ends, area.h - LEGEND - AXIS_BELOW };
	double left = area.x + (area.w - middle) / 2, right = left + middle;
	double each = in.h / (double)(c->n > 0 ? c->n : 1);

	assert(c->nseries == 2);
	for (size_t s = 0; s < 2; s++)
		text_line(pdf, s == 0 ? area.x : right, area.y + 7.5,
		    left - area.x, s == 0 ? ALIGN_RIGHT : ALIGN_LEFT,
		    &label_style, whole(c->series[s].name));
	for (int i = 0; i <= scale.steps; i++) {
		double off = in.w * i / scale.steps;
		const char *text = scale_number(a, scale.step * i, c->comma);
		double x[2] = { left - off, right + off };

		for (size_t s = 0; s < 2; s++) {
			pdf_fill(pdf, x[s] - 0.2, in.y, i == 0 ? 0.6 : 0.35,
			    in.h, i == 0 ? INK_QUIET : INK_RULE);
			text_line(pdf, x[s] - 20, in.y + in.h + 10, 40,
			    ALIGN_CENTRE, &tick_style, whole(text));
		}
	}
	put_side(pdf, a, c, 0, in, left, -1, scale.top);
	put_side(pdf, a, c, 1, in, right, 1, scale.top);
	for (size_t i = 0; i < c->n; i++)
		text_line(pdf, left, in.y + in.h - each * ((double)i + 0.5) +
		    label_style.size * BASE, middle, ALIGN_CENTRE,
		    &label_style, whole(c->labels[i]));
}

/* A tip at the right end of a span: thinner and thinner slices. */
static void
put_arrow(struct pdf *pdf, double x, double y, double h)
{
	const int slices = 12;

	for (int i = 0; i < slices; i++) {
		double cut = h / 2 * i / slices;

		pdf_fill(pdf, x + SPAN_ARROW * 0.7 * i / slices - 0.05,
		    y + cut, SPAN_ARROW * 0.7 / slices + 0.1, h - 2 * cut,
		    INK_JADE);
	}
}

double
chart_spans_height(size_t rows)
{
	return SPAN_HEAD + SPAN * (double)rows;
}

void
chart_spans(struct pdf *pdf, struct arena *a, const struct chart_span *spans,
    size_t n, const struct chart_tick *ticks, size_t nticks, struct area area)
{
	double left = area.x + area.w * LABEL_SHARE + 6;
	double room = area.x + area.w - left - SPAN_ARROW;
	double top = area.y + SPAN_HEAD;
	size_t rows = 0;

	for (size_t i = 0; i < n; i++)
		rows += !spans[i].same;
	for (size_t i = 0; i < nticks; i++) {
		double x = left + room * ticks[i].at;

		text_line(pdf, fmin(x, left + room - 8) - 40, area.y + 8, 80,
		    ALIGN_CENTRE, &tick_style, whole(ticks[i].label));
		pdf_fill(pdf, x - 0.2, top - 3, 0.4, SPAN * (double)rows + 3,
		    INK_RULE);
	}
	rows = 0;
	for (size_t i = 0; i < n; i++) {
		size_t row = spans[i].same && rows > 0 ? rows - 1 : rows++;
		double y = top + SPAN * (double)row + (SPAN - BAR) / 2;
		double x = left + room * spans[i].from;
		double w = fmax(room * (spans[i].to - spans[i].from), 1.5);

		if (!spans[i].same)
			put_label(pdf, a, spans[i].label, area.x, y + BAR / 2,
			    area.w * LABEL_SHARE, ALIGN_RIGHT);
		if (spans[i].over)
			pdf_hatch(pdf, x, y, w, BAR, INK_QUIET);
		else
			pdf_fill(pdf, x, y, w, BAR, spans[i].pale ? INK_MINT :
			    INK_JADE);
		if (spans[i].open)
			put_arrow(pdf, x + w, y, BAR);
	}
}
