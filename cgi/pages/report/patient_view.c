/* patient_view.c: prescriptions and opioids of a patient in time, for the page. */

#include <math.h>

#include "base/str.h"
#include "pages/report/drawing.h"
#include "pages/report/patient_view.h"
#include "reports/scale.h"
#include "web/i18n.h"

enum { TALL = 36, MOST_PAIN = 10, DAY_LABELS = 6, MARK = 7 };

/* A chart under its heading. */
static struct view *
begin_chart(struct view *v, const char *code, const char *heading,
    const char *note)
{
	struct view *item = view_item(v, "charts");

	view_text(item, "code", code);
	view_text(item, "heading", heading);
	view_text(item, "note", note);
	view_list(item, "drawings");
	return item;
}

static void
draw_ticks(const struct drawing *d, const struct chart_tick *ticks, size_t n,
    double bottom)
{
	for (size_t i = 0; i < n; i++) {
		double x = DRAWING_WIDTH * ticks[i].at;
		const char *at = drawing_length(d, x);

		drawing_line(d, "grid", text_printf(d->c->arena, "%s,0 %s,%s",
		    at, at, drawing_length(d, bottom)));
		drawing_text(d, x, bottom + DRAWING_BAR, i == 0 ? "start" :
		    i + 1 == n ? "end" : "middle", ticks[i].label);
	}
}

/* A row a line, a bar one of its versions; the label stands above. */
static void
draw_spans(const struct ctx *c, struct view *v, const struct report *r,
    const struct prescriptions_report *in)
{
	const struct chart_span *spans = prescription_spans(r, in);
	struct chart_tick ticks[PRESCRIPTION_TICKS];
	size_t nticks = prescription_ticks(r, in, ticks), rows = 0;
	struct drawing d;
	double y = -TALL;

	for (size_t i = 0; i < in->nlines; i++)
		rows += !spans[i].same;
	d = drawing_begin(c, v, tr(c, N_("Prescriptions in time")),
	    DRAWING_WIDTH, TALL * (double)rows + DRAWING_LINE);
	draw_ticks(&d, ticks, nticks, TALL * (double)rows);
	for (size_t i = 0; i < in->nlines; i++) {
		double x = DRAWING_WIDTH * spans[i].from;

		if (!spans[i].same) {
			y += TALL;
			drawing_text(&d, 0, y + DRAWING_BAR, "start",
			    spans[i].label);
		}
		drawing_bar(&d, x, y + DRAWING_BAR + 4, DRAWING_WIDTH *
		    spans[i].to - x, DRAWING_BAR, spans[i].pale ? 2 : 0,
		    spans[i].over);
		if (spans[i].open)
			drawing_text(&d, DRAWING_WIDTH, y + DRAWING_BAR, "end",
			    "→");
	}
}

static double
top_of(const double *values, size_t n)
{
	double most = 0;

	for (size_t i = 0; i < n; i++)
		if (values[i] > most)
			most = values[i];
	return scale_for(most).top;
}

/* A line through the days that are known; a gap where one is not. */
static void
draw_curve(const struct drawing *d, const double *values, size_t n,
    double top, const char *look)
{
	double step = (DRAWING_WIDTH - DRAWING_MARGIN) / (double)n;
	struct str points;

	str_init(&points, d->c->arena, 256);
	for (size_t i = 0; i <= n; i++) {
		double x = DRAWING_MARGIN + step * (double)i;
		const char *y;

		if (i == n || isnan(values[i])) {
			if (points.len > 0)
				drawing_line(d, look, points.text);
			str_init(&points, d->c->arena, 256);
			continue;
		}
		y = drawing_length(d, DRAWING_HEAD + DRAWING_PLOT -
		    (top > 0 ? DRAWING_PLOT * values[i] / top : 0));
		str_addf(&points, "%s%s,%s %s,%s", points.len > 0 ? " " : "",
		    drawing_length(d, x), y, drawing_length(d, x + step), y);
	}
}

/* A mark for each day that is known. */
static void
draw_marks(const struct drawing *d, const double *values, size_t n,
    double top)
{
	double step = (DRAWING_WIDTH - DRAWING_MARGIN) / (double)n;

	for (size_t i = 0; i < n; i++)
		if (!isnan(values[i]))
			drawing_bar(d, DRAWING_MARGIN + step * ((double)i +
			    0.5) - MARK / 2.0, DRAWING_HEAD + DRAWING_PLOT -
			    DRAWING_PLOT * values[i] / top - MARK / 2.0, MARK,
			    MARK, 0, false);
}

static void
draw_days(const struct drawing *d, const struct opioid_days *o)
{
	double step = (DRAWING_WIDTH - DRAWING_MARGIN) / (double)o->n;
	size_t every = o->n / DAY_LABELS + 1;

	for (size_t i = 0; i < o->n; i += every)
		drawing_text(d, DRAWING_MARGIN + step * ((double)i + 0.5),
		    DRAWING_HEAD + DRAWING_PLOT + DRAWING_BAR + 2, "middle",
		    o->labels[i]);
}

static struct drawing
begin_curve(const struct ctx *c, struct view *v, const struct opioid_days *o,
    const char *title, double top)
{
	struct drawing d = drawing_begin(c, v, title, DRAWING_WIDTH,
	    DRAWING_HEAD + DRAWING_PLOT + DRAWING_LINE);

	drawing_axis(&d, top);
	draw_days(&d, o);
	return d;
}

static void
draw_opioids(const struct ctx *c, struct view *v, const struct opioid_days *o)
{
	double most = top_of(o->maximum, o->n), top = top_of(o->background,
	    o->n);
	struct drawing d;

	if (most > top)
		top = most;
	d = begin_curve(c, v, o, tr(c, N_("Opioids by day")), top);
	drawing_bar(&d, 0, 4, DRAWING_BAR, DRAWING_BAR, 0, false);
	drawing_text(&d, DRAWING_BAR + 6, DRAWING_BAR + 2, "start",
	    tr(c, N_("regular")));
	drawing_bar(&d, DRAWING_WIDTH / 2, 4, DRAWING_BAR, DRAWING_BAR, 1,
	    false);
	drawing_text(&d, DRAWING_WIDTH / 2 + DRAWING_BAR + 6, DRAWING_BAR + 2,
	    "start", tr(c, N_("with as needed, at most")));
	draw_curve(&d, o->maximum, o->n, top, "s2");
	draw_curve(&d, o->background, o->n, top, "s1");
}

void
patient_view(const struct ctx *c, struct view *v, const struct report *r,
    const struct prescriptions_report *in)
{
	const struct opioid_days *o = &in->opioids;
	struct drawing d;

	view_list(v, "charts");
	if (in->nlines > 0)
		draw_spans(c, begin_chart(v, "timeline", tr(c,
		    N_("Prescriptions in time")), tr(c, N_("A row is a line, a"
		    " bar one of its versions; the label is the first one. An"
		    " arrow: no end is set. A broken outline: completed,"
		    " stopped or entered in error."))), r, in);
	if (o->n == 0)
		return;
	draw_opioids(c, begin_chart(v, "omedd", text_printf(c->arena, "%s, %s",
	    tr(c, N_("Opioids by day")), tr(c, N_("mg OME"))), NULL), o);
	d = begin_curve(c, begin_chart(v, "pain", tr(c, N_("Pain by day, the"
	    " worst")), NULL), o, tr(c, N_("Pain by day, the worst")),
	    MOST_PAIN);
	draw_marks(&d, o->pain, o->n, MOST_PAIN);
}
