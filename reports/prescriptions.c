/* prescriptions.c: the report on one patient's prescriptions. */

#include <math.h>
#include <string.h>

#include "base/str.h"
#include "reports/chart.h"
#include "reports/prescriptions.h"
#include "reports/table.h"
#include "reports/when.h"

#define BOX_HEIGHT	58.0
#define MAX_TICKS	16
#define TICK_ROOM	0.09	/* share of the width a label needs */
#define CURVE_HEIGHT	120.0
#define MOST_PAIN	10
#define CURVE_POINTS	62	/* of a curve; more days are drawn together */

enum {
	NUMBER,
	MEDICINE,
	DOSE,
	ROUTE,
	SCHEDULE,
	PRN,
	START,
	END,
	STATUS,
	INDICATION,
	AMOUNT,
	DDD,
	AUTHOR,
	NCOLUMNS
};

static const struct column columns[NCOLUMNS] = {
	[NUMBER]   = { N_("No."), 3.2, ALIGN_RIGHT, 0 },
	[MEDICINE] = { N_("Medicine, form"), 19, ALIGN_LEFT, 0 },
	[DOSE]	   = { N_("Dose"), 7, ALIGN_RIGHT, 0 },
	[ROUTE]	   = { N_("Route"), 8.8, ALIGN_LEFT, 0 },
	[SCHEDULE] = { N_("Schedule"), 10, ALIGN_LEFT, 0 },
	[PRN]	   = { N_("When needed, doses a day"), 9.2, ALIGN_LEFT, 0 },
	[START]	   = { N_("Start"), 7, ALIGN_LEFT, 0 },
	[END]	   = { N_("End"), 7, ALIGN_LEFT, 0 },
	[STATUS]   = { N_("Status, reason"), 11, ALIGN_LEFT, 0 },
	[INDICATION] = { N_("Indication"), 8, ALIGN_LEFT, 0 },
	[AMOUNT]   = { N_("Amount in the period"), 8, ALIGN_RIGHT, 0 },
	[DDD]	   = { N_("DDD"), 5, ALIGN_RIGHT, 0 },
	[AUTHOR]   = { N_("Author"), 9, ALIGN_LEFT, 0 },
};

static const struct state {
	const char	*code;
	const char	*label;
	int		 in_force;
} states[] = {
	{ "active",	      N_("active"), 1 },
	{ "on_hold",	      N_("on hold"), 1 },
	{ "completed",	      N_("completed"), 0 },
	{ "stopped",	      N_("stopped"), 0 },
	{ "replaced",	      N_("replaced"), 0 },
	{ "entered_in_error", N_("entered in error"), 0 },
};

static const struct {
	int		 in_force;
	const char	*title;
	const char	*none;
} groups[] = {
	{ 1, N_("Active prescriptions"),
	    N_("No active prescriptions in this period.") },
	{ 0, N_("Completed and stopped prescriptions"),
	    N_("No completed or stopped prescriptions in this period.") },
};

static const struct state *
find_state(const char *code)
{
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (strcmp(code, states[i].code) == 0)
			return &states[i];
	return NULL;
}

static int
is_valid(const struct prescriptions_report *in)
{
	struct when w;

	if (!when_read(in->terms.from, &w) || !when_read(in->terms.to, &w) ||
	    !when_read(in->terms.made_at, &w))
		return 0;
	for (size_t i = 0; i < in->nlines; i++) {
		const struct prescription_line *l = &in->lines[i];

		if (l->status == NULL || find_state(l->status) == NULL ||
		    l->start == NULL || !when_read(l->start, &w) ||
		    (l->end != NULL && !when_read(l->end, &w)))
			return 0;
	}
	return 1;
}

/* Two texts that belong together, or the one that there is. */
static const char *
join(const struct report *r, const char *pattern, const char *one,
    const char *two)
{
	const char *args[] = { one, two };

	if (two == NULL || two[0] == '\0')
		return one;
	if (one == NULL || one[0] == '\0')
		return two;
	return text_fill(r->arena, pattern, args, 2);
}

static const char *
sex_text(const struct report *r, const char *sex)
{
	if (sex != NULL && strcmp(sex, "m") == 0)
		return report_tr(r, N_("male"));
	if (sex != NULL && strcmp(sex, "f") == 0)
		return report_tr(r, N_("female"));
	return report_tr(r, N_("not stated"));
}

static size_t
count_group(const struct prescriptions_report *in, int in_force)
{
	size_t n = 0;

	for (size_t i = 0; i < in->nlines; i++)
		n += find_state(in->lines[i].status)->in_force == in_force;
	return n;
}

static void
put_facts(struct report *r, const struct prescriptions_report *in)
{
	const char *counts[] = {
		text_count(r->arena, (long)count_group(in, 1)),
		text_count(r->arena, (long)count_group(in, 0)),
	};
	const struct fact facts[] = {
		{ report_tr(r, N_("Registry No.")), in->registry_no },
		{ report_tr(r, N_("Year of birth, sex")), text_printf(
		    r->arena, "%d, %s", in->year_of_birth, sex_text(r,
		    in->sex)) },
		{ report_tr(r, N_("Main diagnosis")), join(r, "{1} {2}",
		    in->diagnosis_code, in->diagnosis_title) },
		{ report_tr(r, N_("Institution")), in->terms.institution },
		{ report_tr(r, N_("Period")), report_period(r) },
		{ report_tr(r, N_("Lines in the period")), report_fill(r,
		    N_("active {1}, completed and stopped {2}"), counts, 2) },
		{ report_tr(r, N_("Made at")), when_text(r->arena,
		    in->terms.made_at) },
		{ report_tr(r, N_("Made by")), in->terms.made_by },
	};

	flow_facts(&r->flow, facts, sizeof(facts) / sizeof(facts[0]), 3);
	flow_facts(&r->flow, in->state, in->nstate, 3);
}

/* The place for the name, which the browser of the doctor fills in. */
static void
put_identity(struct report *r)
{
	struct flow *f = &r->flow;

	flow_note(f, report_tr(r, N_("Patient: surname, name, date of birth"
	    " (added on the reader's computer, unknown to the server)")));
	pdf_identity_box(r->pdf, f->left, f->y, f->width, BOX_HEIGHT);
	flow_space(f, BOX_HEIGHT + 12);
}

static const char *
dose_text(const struct report *r, const struct prescription_line *l)
{
	if (l->dose == NULL)
		return NULL;
	return join(r, "{1} {2}", report_decimal(r, l->dose), l->unit);
}

static const char *
prn_text(const struct report *r, const struct prescription_line *l)
{
	const char *args[] = { report_decimal(r, l->max_per_day) };

	if (!l->prn)
		return report_tr(r, N_("no"));
	if (args[0] == NULL)
		return report_tr(r, N_("yes"));
	return report_fill(r, N_("yes, at most {1}"), args, 1);
}

static const char **
line_cells(const struct report *r, const struct prescription_line *l,
    size_t number)
{
	const char **c = arena_array(r->arena, NCOLUMNS, sizeof(*c));

	c[NUMBER] = text_count(r->arena, (long)number);
	c[MEDICINE] = l->medicine;
	c[DOSE] = dose_text(r, l);
	c[ROUTE] = l->route;
	c[SCHEDULE] = l->schedule;
	c[PRN] = prn_text(r, l);
	c[START] = when_text(r->arena, l->start);
	c[END] = l->end == NULL ? report_tr(r, N_("open")) :
	    when_text(r->arena, l->end);
	c[STATUS] = join(r, "{1}: {2}", report_tr(r,
	    find_state(l->status)->label), l->stop_reason);
	c[INDICATION] = l->indication;
	c[AMOUNT] = l->amount;
	c[DDD] = l->ddd;
	c[AUTHOR] = l->author;
	return c;
}

/* On narrow paper one column says what stands in two. */
static size_t
narrow(struct report *r, struct column *columns_of, const char **cells)
{
	size_t n = 0;

	if (cells != NULL && strcmp(cells[PRN], report_tr(r, N_("no"))) != 0)
		cells[SCHEDULE] = join(r, "{1}; {2}", cells[SCHEDULE],
		    cells[PRN]);
	if (cells != NULL)
		cells[START] = join(r, "{1} \xe2\x80\x93 {2}", cells[START],
		    cells[END]);
	if (columns_of != NULL)
		columns_of[START].title = report_tr(r, N_("Start – end"));
	for (size_t i = 0; i < NCOLUMNS; i++) {
		if (i == PRN || i == END)
			continue;
		if (cells != NULL)
			cells[n] = cells[i];
		if (columns_of != NULL)
			columns_of[n] = columns_of[i];
		n++;
	}
	return n;
}

static void
put_group(struct report *r, const struct prescriptions_report *in, size_t g)
{
	struct column titled[NCOLUMNS];
	struct row *rows = arena_array(r->arena, in->nlines + 1,
	    sizeof(*rows));
	struct table table = { .columns = titled, .ncolumns = NCOLUMNS,
		.rows = rows, .size = in->portrait ? 6.8 : 7.6 };
	const char **cells;

	for (size_t i = 0; i < NCOLUMNS; i++) {
		titled[i] = columns[i];
		titled[i].title = report_tr(r, columns[i].title);
	}
	if (in->portrait)
		table.ncolumns = narrow(r, titled, NULL);
	for (size_t i = 0; i < in->nlines; i++) {
		const struct prescription_line *l = &in->lines[i];

		if (find_state(l->status)->in_force != groups[g].in_force)
			continue;
		cells = line_cells(r, l, table.nrows + 1);
		if (in->portrait)
			(void)narrow(r, NULL, cells);
		rows[table.nrows++].cells = cells;
	}
	flow_heading(&r->flow, 0, report_tr(r, groups[g].title),
	    flow_table_keep(&r->flow, &table));
	if (table.nrows > 0)
		flow_table(&r->flow, &table);
	else
		flow_note(&r->flow, report_tr(r, groups[g].none));
}

/* Where a day stands in the period: 0 its first day, 1 after its last. */
static double
share(const struct prescriptions_report *in, const char *iso, int after)
{
	struct when from, to, w;
	double at;

	if (iso == NULL || !when_read(in->terms.from, &from) ||
	    !when_read(in->terms.to, &to) || !when_read(iso, &w))
		return 1;
	at = (double)(w.days - from.days + after) /
	    (double)(to.days - from.days + 1);
	return at < 0 ? 0 : at > 1 ? 1 : at;
}

static struct chart_span
line_span(const struct report *r, const struct prescriptions_report *in,
    const struct prescription_line *l)
{
	const struct state *s = find_state(l->status);
	const char *label = join(r, "{1}, {2}", l->medicine, dose_text(r, l));

	return (struct chart_span){
		.label = label != NULL ? label : "\xe2\x80\x94",
		.from = share(in, l->start, 0),
		.to = share(in, l->end, 1),
		.open = l->end == NULL && s->in_force,
		.over = !s->in_force && strcmp(s->code, "replaced") != 0,
		.same = l->later,
	};
}

/* The ends of the period and the first days of the months within it. */
static size_t
make_ticks(const struct report *r, const struct prescriptions_report *in,
    struct chart_tick *ticks)
{
	struct when from;
	size_t n = 0;

	if (!when_read(in->terms.from, &from))
		return 0;
	ticks[n++] = (struct chart_tick){ when_text(r->arena, in->terms.from),
	    0 };
	for (int m = from.year * 12 + from.month; n < MAX_TICKS - 1; m++) {
		const char *first = text_printf(r->arena, "%04d-%02d-01",
		    m / 12, m % 12 + 1);
		double at = share(in, first, 0);

		if (at > 1 - TICK_ROOM)
			break;
		if (at - ticks[n - 1].at < TICK_ROOM)
			continue;
		ticks[n++] = (struct chart_tick){ text_printf(r->arena,
		    "01.%02d", m % 12 + 1), at };
	}
	ticks[n++] = (struct chart_tick){ when_text(r->arena, in->terms.to),
	    1 };
	return n;
}

/* The spans of the rows that go on this page, or on a new one. */
static size_t
spans_here(struct flow *f, const struct chart_span *spans, size_t rest,
    size_t *rows)
{
	size_t left = 0, n = 0;

	for (size_t i = 0; i < rest; i++)
		left += !spans[i].same;
	flow_need(f, chart_spans_height(left < 4 ? left : 4));
	for (*rows = 0; n < rest; n++) {
		if (!spans[n].same && *rows >= 4 &&
		    f->y + chart_spans_height(*rows + 1) > f->bottom)
			return n;
		*rows += !spans[n].same;
	}
	return n;
}

static void
put_timeline(struct report *r, const struct prescriptions_report *in)
{
	struct flow *f = &r->flow;
	struct chart_tick ticks[MAX_TICKS];
	size_t nticks = make_ticks(r, in, ticks), n, rows;
	struct chart_span *spans = arena_array(r->arena, in->nlines,
	    sizeof(*spans));

	if (in->nlines == 0)
		return;
	flow_heading(f, 0, report_tr(r, N_("Prescriptions in time")),
	    chart_spans_height(in->nlines < 4 ? in->nlines : 4));
	for (size_t i = 0; i < in->nlines; i++) {
		spans[i] = line_span(r, in, &in->lines[i]);
		spans[i].pale = i > 0 && spans[i].same && !spans[i - 1].pale;
	}
	for (size_t i = 0; i < in->nlines; i += n) {
		n = spans_here(f, spans + i, in->nlines - i, &rows);
		chart_spans(r->pdf, r->arena, spans + i, n, ticks, nticks,
		    (struct area){ f->left, f->y, f->width, 0 });
		flow_space(f, chart_spans_height(rows) + 4);
	}
	flow_note(f, report_tr(r, N_("A row is a line, a bar one of its"
	    " versions; the label is the first one. An arrow: no end is set."
	    " Hatched: completed, stopped or entered in error.")));
}

/* The greatest of each few days, so that the points can be told apart. */
static const double *
thin_out(const struct report *r, const double *v, size_t n, size_t step)
{
	double *out = arena_array(r->arena, n / step + 1, sizeof(*out));

	for (size_t i = 0; i < n; i++) {
		double *to = &out[i / step];

		if (i % step == 0 || isnan(*to) || v[i] > *to)
			*to = i % step != 0 && isnan(v[i]) ? *to : v[i];
	}
	return out;
}

static void
put_curve(struct report *r, const struct opioid_days *o, const char *heading,
    const struct series *series, size_t nseries, const char *unit,
    double top)
{
	size_t step = (o->n + CURVE_POINTS - 1) / CURVE_POINTS;
	size_t n = (o->n + step - 1) / step;
	const char **labels = arena_array(r->arena, n, sizeof(*labels));
	struct series thin[2];

	for (size_t i = 0; i < n; i++)
		labels[i] = o->labels[i * step];
	for (size_t i = 0; i < nseries; i++)
		thin[i] = (struct series){ series[i].name, thin_out(r,
		    series[i].values, o->n, step) };
	flow_heading(&r->flow, 1, heading, CURVE_HEIGHT);
	chart_lines(r->pdf, r->arena, &(struct chart){ .labels = labels,
	    .n = n, .series = thin, .nseries = nseries, .unit = unit,
	    .comma = report_comma(r), .top = top }, (struct area){ r->flow.left,
	    r->flow.y, r->flow.width, CURVE_HEIGHT });
	flow_space(&r->flow, CURVE_HEIGHT + 4);
}

static void
put_opioids(struct report *r, const struct opioid_days *o)
{
	if (o->n == 0)
		return;
	put_curve(r, o, report_tr(r, N_("Opioids by day")),
	    (const struct series[]){
	    { report_tr(r, N_("with as needed, at most")), o->maximum },
	    { report_tr(r, N_("regular")), o->background } }, 2,
	    report_tr(r, N_("mg OME")), 0);
	put_curve(r, o, report_tr(r, N_("Pain by day, the worst")),
	    (const struct series[]){
	    { report_tr(r, N_("pain, 0 to 10")), o->pain } }, 1, NULL, MOST_PAIN);
}

static void
put_section(struct report *r, const struct section *s)
{
	const struct table table = { .columns = s->columns,
		.ncolumns = s->ncolumns, .rows = s->rows, .nrows = s->nrows,
		.size = 7.6, .note = s->note };

	flow_heading(&r->flow, 0, s->heading, flow_table_keep(&r->flow,
	    &table));
	flow_table(&r->flow, &table);
}

static void
put_legend(struct report *r)
{
	flow_note(&r->flow, report_tr(r, N_("The report shows every line that"
	    " was in force on at least one day of the period. Active: in force"
	    " or on hold when the report was made. When needed: given on"
	    " demand, at most so many doses in 24 hours. A dash: not"
	    " recorded.")));
}

enum status
prescriptions_pdf(struct arena *a, const struct prescriptions_report *in,
    struct pdf_bytes *out)
{
	struct report r;
	const char *registry[] = { in->registry_no };

	*out = (struct pdf_bytes){ 0 };
	if (!is_valid(in))
		return INVALID;
	r.terms = &in->terms;
	report_begin(&r, a, &in->terms, report_tr(&r,
	    N_("Prescriptions of a patient")), !in->portrait);
	put_identity(&r);
	put_facts(&r, in);
	for (size_t g = 0; g < sizeof(groups) / sizeof(groups[0]); g++)
		put_group(&r, in, g);
	put_legend(&r);
	put_timeline(&r, in);
	for (size_t i = 0; i < in->nsections; i++) {
		put_section(&r, &in->sections[i]);
		if (strcmp(in->sections[i].code, "opioids") == 0)
			put_opioids(&r, &in->opioids);
	}
	flow_signatures(&r.flow, (const struct signature[]){
	    { report_tr(&r, N_("Attending physician")),
	      report_tr(&r, N_("signature, name")) },
	    { report_tr(&r, N_("Head of department")),
	      report_tr(&r, N_("signature, name")) },
	    }, 2, report_tr(&r, N_("date")));
	return report_end(&r, report_fill(&r, N_("Registry No. {1}"),
	    registry, 1), out);
}
