/* prescription_tables.c: what the report on prescriptions tells, as rows and spans. */

#include <string.h>

#include "base/str.h"
#include "reports/prescription_tables.h"
#include "reports/when.h"

#define TICK_ROOM	0.09	/* share of the width a label needs */

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

enum { FACTS = 9 };

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
	const char	*code;
	int		 in_force;
	const char	*title;
	const char	*none;
} groups[PRESCRIPTION_GROUPS] = {
	{ "active", 1, N_("Active prescriptions"),
	    N_("No active prescriptions in this period.") },
	{ "over", 0, N_("Completed and stopped prescriptions"),
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

int
prescriptions_valid(const struct prescriptions_report *in)
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

size_t
prescription_facts(const struct report *r, const struct prescriptions_report *in,
    const struct fact **out)
{
	struct fact *to = arena_array(r->arena, FACTS + in->nstate,
	    sizeof(*to));

	const char *counts[] = {
		text_count(r->arena, (long)count_group(in, 1)),
		text_count(r->arena, (long)count_group(in, 0)),
	};
	const struct fact facts[FACTS] = {
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
		{ report_tr(r, N_("Lines in the report")), in->chosen },
	};

	memcpy(to, facts, sizeof(facts));
	for (size_t i = 0; i < in->nstate; i++)
		to[FACTS + i] = in->state[i];
	*out = to;
	return FACTS + in->nstate;
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

static void
make_group(const struct report *r, const struct prescriptions_report *in,
    size_t g, struct section *out)
{
	struct column *titled = arena_array(r->arena, NCOLUMNS,
	    sizeof(*titled));
	struct row *rows = arena_array(r->arena, in->nlines + 1,
	    sizeof(*rows));
	size_t n = 0;

	for (size_t i = 0; i < NCOLUMNS; i++) {
		titled[i] = columns[i];
		titled[i].title = report_tr(r, columns[i].title);
	}
	for (size_t i = 0; i < in->nlines; i++)
		if (find_state(in->lines[i].status)->in_force ==
		    groups[g].in_force) {
			rows[n].cells = line_cells(r, &in->lines[i], n + 1);
			n++;
		}
	*out = (struct section){ .code = groups[g].code,
	    .heading = report_tr(r, groups[g].title),
	    .note = n > 0 ? NULL : report_tr(r, groups[g].none),
	    .columns = titled, .ncolumns = NCOLUMNS, .rows = rows, .nrows = n };
}

void
prescription_groups(const struct report *r,
    const struct prescriptions_report *in,
    struct section out[PRESCRIPTION_GROUPS])
{
	for (size_t g = 0; g < PRESCRIPTION_GROUPS; g++)
		make_group(r, in, g, &out[g]);
}

/* On narrow paper one column says what stands in two. */
static size_t
narrow_cells(const struct report *r, const char *const *cells,
    const char **out)
{
	size_t n = 0;

	for (size_t i = 0; i < NCOLUMNS; i++)
		if (i != PRN && i != END)
			out[n++] = cells[i];
	if (strcmp(cells[PRN], report_tr(r, N_("no"))) != 0)
		out[SCHEDULE] = join(r, "{1}; {2}", cells[SCHEDULE],
		    cells[PRN]);
	out[START - 1] = join(r, "{1} \xe2\x80\x93 {2}", cells[START],
	    cells[END]);
	return n;
}

void
prescription_narrow(const struct report *r, struct section *s)
{
	struct column *titled = arena_array(r->arena, NCOLUMNS,
	    sizeof(*titled));
	struct row *rows = arena_array(r->arena, s->nrows + 1, sizeof(*rows));
	const char **cells;
	size_t n = 0;

	for (size_t i = 0; i < NCOLUMNS; i++)
		if (i != PRN && i != END)
			titled[n++] = s->columns[i];
	titled[START - 1].title = report_tr(r, N_("Start – end"));
	for (size_t i = 0; i < s->nrows; i++) {
		cells = arena_array(r->arena, NCOLUMNS, sizeof(*cells));
		(void)narrow_cells(r, s->rows[i].cells, cells);
		rows[i].cells = cells;
	}
	s->columns = titled;
	s->ncolumns = n;
	s->rows = rows;
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

struct chart_span *
prescription_spans(const struct report *r,
    const struct prescriptions_report *in)
{
	struct chart_span *spans = arena_array(r->arena, in->nlines + 1,
	    sizeof(*spans));

	for (size_t i = 0; i < in->nlines; i++) {
		spans[i] = line_span(r, in, &in->lines[i]);
		spans[i].pale = i > 0 && spans[i].same && !spans[i - 1].pale;
	}
	return spans;
}

size_t
prescription_ticks(const struct report *r,
    const struct prescriptions_report *in,
    struct chart_tick ticks[PRESCRIPTION_TICKS])
{
	struct when from;
	size_t n = 0;

	if (!when_read(in->terms.from, &from))
		return 0;
	ticks[n++] = (struct chart_tick){ when_text(r->arena, in->terms.from),
	    0 };
	for (int m = from.year * 12 + from.month; n < PRESCRIPTION_TICKS - 1; m++) {
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
