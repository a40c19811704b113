/* tables.c: the summary as tables and charts, for page, file and paper. */

#include <string.h>

#include "base/str.h"
#include "pages/report/filling.h"
#include "pages/report/tables.h"
#include "web/i18n.h"

static const struct {
	const char	*heading;
	const char	*first;		/* title of the first column */
	const char	*note;
} parts[PARTS] = {
	[BY_INSTITUTION] = { N_("Patients by institution"), N_("Institution"),
	    N_("By the institution that keeps the entry. The rows sum up to"
	    " the whole.") },
	[BY_DISTRICT] = { N_("Patients by district"), N_("District"),
	    N_("By the district in which the patient lives.") },
	[BY_GROUP] = { N_("Patients by group of diagnoses"), N_("Group"),
	    N_("By the main diagnosis.") },
	[BY_AGE] = { N_("Patients by age and sex"), N_("Age in years"),
	    N_("Age: the last year of the period less the year of birth,"
	    " because the day of birth is sealed.") },
	[BY_SEX] = { N_("Patients by sex"), N_("Sex"), NULL },
	[BY_SETTLEMENT] = { N_("Patients by kind of settlement"),
	    N_("Settlement"), NULL },
	[BY_PLACE] = { N_("Patients by place of care"), N_("Place of care"),
	    N_("The last one known on the last day of the period.") },
	[BY_STATUS] = { N_("Status of those on the register at the end"),
	    N_("Status"), NULL },
	[BY_REASON] = { N_("Removals by reason"), N_("Reason"), NULL },
	[BY_STEP] = { N_("Patients by step of pain relief"),
	    N_("WHO step of pain relief"), N_("By the strongest painkiller"
	    " prescribed on a day of the period.") },
	[BY_SUPPORT] = { N_("Patients by respiratory support"),
	    N_("Respiratory support"), N_("By the strongest device that was"
	    " issued and not given back on a day of the period.") },
};

static const char *const figure_names[FIGURES] = {
	[EVER] = N_("On the register"), [AT_START] = N_("At the start"),
	[TAKEN_IN] = N_("Taken in"), [REMOVED] = N_("Removed"),
	[AT_END] = N_("At the end"), [MEN] = N_("Men"),
	[WOMEN] = N_("Women"), [UNSTATED] = N_("Not stated"),
};

/* What a chart shows of rows; hidden is below 0. */
static double *
values_of(const struct ctx *c, const struct figure_table *t,
    const enum figure *which, size_t n)
{
	double *v = arena_array(c->arena, t->len * n, sizeof(*v));

	for (size_t i = 0; i < t->len; i++)
		for (size_t k = 0; k < n; k++)
			v[i * n + k] = t->rows[i].hidden ? -1 :
			    (double)t->rows[i].n[which[k]];
	return v;
}

static const char **
series_names(const struct ctx *c, const enum figure *which, size_t n)
{
	const char **out = arena_array(c->arena, n, sizeof(*out));

	for (size_t i = 0; i < n; i++)
		out[i] = tr(c, figure_names[which[i]]);
	return out;
}

static void
set_chart(const struct ctx *c, struct section *s, enum section_chart chart,
    const char *heading, const struct figure_table *t,
    const enum figure *which, size_t n)
{
	s->chart = chart;
	s->chart_heading = tr(c, heading);
	s->series = series_names(c, which, n);
	s->nseries = n;
	s->values = values_of(c, t, which, n);
	s->nvalues = t->len;
	s->unit = tr(c, N_("patients"));
}

/* start + in − out = end, as it comes out. */
static const char *
check_text(const struct ctx *c, const struct figures *f)
{
	const long *n = f->all.n;
	const char *args[] = { text_count(c->arena, n[AT_START]),
	    text_count(c->arena, n[TAKEN_IN]), text_count(c->arena,
	    n[REMOVED]), text_count(c->arena, n[AT_END]) };

	if (f->flow_hidden)
		return tr(c, N_("Check: not possible, a count is not shown."));
	return text_fill(c->arena, n[AT_START] + n[TAKEN_IN] - n[REMOVED] ==
	    n[AT_END] ? tr(c, N_("Check: {1} + {2} − {3} = {4}, the flow"
	    " agrees.")) : tr(c, N_("Check: {1} + {2} − {3} is not {4}, the"
	    " flow DOES NOT AGREE; the records must be examined.")), args, 4);
}

static void
fill_flow(struct filling *f, const char *label, const struct figures *of)
{
	fill_row(f, ROW_PLAIN, label);
	for (int i = AT_START; i <= AT_END; i++)
		fill_cell(f, fill_count(f->c, of->all.n[i], of->flow_hidden));
	fill_cell(f, fill_count(f->c, of->all.n[EVER], false));
}

static void
add_flow(struct making *m)
{
	static const struct column columns[] = {
		{ N_("Period"), 26, ALIGN_LEFT, 0 },
		{ N_("At the start"), 14, ALIGN_RIGHT, 0 },
		{ N_("Taken in"), 14, ALIGN_RIGHT, 0 },
		{ N_("Removed"), 14, ALIGN_RIGHT, 0 },
		{ N_("At the end"), 14, ALIGN_RIGHT, 0 },
		{ N_("At any time"), 18, ALIGN_RIGHT, 0 },
	};
	const struct ctx *c = m->c;
	struct filling f = fill_begin(c, 2);
	struct section *s;

	fill_flow(&f, tr(c, N_("this period")), m->now);
	if (m->before != NULL)
		fill_flow(&f, tr(c, N_("compared with")), m->before);
	s = fill_section(m, "flow", tr(c, N_("Flow of patients")),
	    fill_columns(c, columns, 6), 6, &f);
	s->note = text_printf(c->arena, "%s %s", check_text(c, m->now),
	    tr(c, N_("At the start: on the register on the day before the"
	    " period. At the end: on its last day. At any time: on at least"
	    " one day of it.")));
}

static void
add_months(struct making *m)
{
	static const enum figure which[] = { TAKEN_IN, REMOVED, AT_END };
	static const struct column columns[] = {
		{ N_("Month"), 25, ALIGN_LEFT, 0 },
		{ N_("Taken in"), 25, ALIGN_RIGHT, 0 },
		{ N_("Removed"), 25, ALIGN_RIGHT, 0 },
		{ N_("At the end"), 25, ALIGN_RIGHT, 0 },
	};
	const struct ctx *c = m->c;
	size_t n = m->now->nmonths;
	struct filling f = fill_begin(c, n);
	double *v = arena_array(c->arena, n * 3, sizeof(*v));
	struct section *s;

	if (n == 0)
		return;
	for (size_t i = 0; i < n; i++) {
		const struct summary_month *month = &m->now->months[i];
		const long told[] = { month->in, month->out, month->at_end };

		fill_row(&f, ROW_PLAIN, month->month);
		for (size_t k = 0; k < 3; k++) {
			fill_cell(&f, text_count(c->arena, told[k]));
			v[i * 3 + k] = (double)told[k];
		}
	}
	s = fill_section(m, "months", tr(c, N_("Flow by month")),
	    fill_columns(c, columns, 4), 4, &f);
	s->chart = SECTION_MONTHS;
	s->chart_heading = tr(c, N_("Taken in, removed and present"));
	s->series = series_names(c, which, 3);
	s->nseries = 3;
	s->values = v;
	s->nvalues = n;
	s->unit = tr(c, N_("patients"));
}

/* Which figures a table of that kind tells, as far as they may be told. */
static const enum figure flow_figures[] = { EVER, AT_START, TAKEN_IN, REMOVED,
	AT_END };
static const enum figure age_figures[] = { EVER, MEN, WOMEN, UNSTATED,
	AT_END };
static const enum figure lone_figure[] = { EVER };

struct told {
	const enum figure	*figure;
	size_t			 n;
};

static struct told
told_of(const struct figures *f, enum figure_part part)
{
	if (part == BY_AGE)
		return (struct told){ age_figures, f->guarded ? 4 : 5 };
	if (part >= BY_STATUS || (f->guarded && (part == BY_GROUP ||
	    part == BY_PLACE)))
		return (struct told){ lone_figure, 1 };
	return (struct told){ flow_figures, 5 };
}

static const struct column *
part_columns(struct making *m, enum figure_part part, struct told told,
    size_t *n)
{
	struct column *out = arena_array(m->c->arena, MAX_CELLS, sizeof(*out));
	const char *first = tr(m->c, parts[part].first);

	*n = 0;
	out[(*n)++] = (struct column){ first, 30, ALIGN_LEFT, 0 };
	for (size_t i = 0; i < told.n; i++)
		out[(*n)++] = (struct column){ tr(m->c, told.n == 1 ?
		    N_("Patients") : figure_names[told.figure[i]]), 11,
		    ALIGN_RIGHT, 0 };
	out[(*n)++] = (struct column){ "%", 9, ALIGN_RIGHT, 0 };
	if (m->before != NULL)
		out[(*n)++] = (struct column){ tr(m->c, N_("Compared with")),
		    12, ALIGN_RIGHT, 0 };
	out[(*n)++] = (struct column){ tr(m->c, N_("Share")), 18, ALIGN_LEFT,
	    1 };
	return out;
}

static void
fill_part(struct making *m, struct filling *f, enum figure_part part,
    const struct figure_row *row, const struct figure_row *before, long whole)
{
	struct told told = told_of(m->now, part);

	for (size_t i = 0; i < told.n; i++)
		fill_cell(f, fill_count(f->c, row->n[told.figure[i]],
		    row->hidden || (told.figure[i] != EVER &&
		    !figure_is_told(m->now, part, told.figure[i]))));
	fill_cell(f, row->hidden ? NULL : fill_percent(f->c, row->n[EVER],
	    whole));
	if (m->before != NULL)
		fill_cell(f, before == NULL ? "0" : fill_count(f->c,
		    before->n[EVER], before->hidden));
	f->rows[f->nrows - 1].bar = row->hidden ? -1 : whole == 0 ? 0 :
	    (double)row->n[EVER] / (double)whole;
}

/* Sums up the part: of statuses and reasons not all patients. */
static struct figure_row
whole_of(const struct figures *f, enum figure_part part)
{
	struct figure_row all = f->all;

	if (part == BY_STATUS)
		all.n[EVER] = f->all.n[AT_END];
	if (part == BY_REASON)
		all.n[EVER] = f->all.n[REMOVED];
	all.hidden = (part == BY_STATUS || part == BY_REASON) && f->flow_hidden;
	return all;
}

static void
add_part(struct making *m, enum figure_part part)
{
	const struct ctx *c = m->c;
	const struct figure_table *t = &m->now->tables[part];
	struct figure_row all = whole_of(m->now, part), past = { 0 };
	struct told told = told_of(m->now, part);
	struct filling f = fill_begin(c, t->len + 1);
	const struct column *columns;
	struct section *s;
	size_t n;

	if (t->len == 0)
		return;
	for (size_t i = 0; i < t->len; i++) {
		fill_row(&f, ROW_PLAIN, t->rows[i].label);
		fill_part(m, &f, part, &t->rows[i], m->before == NULL ? NULL :
		    figure_row_of(&m->before->tables[part], t->rows[i].key),
		    all.n[EVER]);
	}
	fill_row(&f, ROW_TOTAL, tr(c, N_("Total")));
	if (m->before != NULL)
		past = whole_of(m->before, part);
	fill_part(m, &f, part, &all, &past, all.n[EVER]);
	columns = part_columns(m, part, told, &n);
	s = fill_section(m, figure_part_code(part), tr(c,
	    parts[part].heading), columns, n, &f);
	s->note = parts[part].note == NULL ? NULL : tr(c, parts[part].note);
	if (part == BY_AGE)
		set_chart(c, s, SECTION_PYRAMID, N_("Age and sex, patients"),
		    t, (const enum figure[]){ MEN, WOMEN }, 2);
	if (part == BY_AGE && m->now->sexes_hidden)
		s->chart = SECTION_PLAIN;
	if (part == BY_INSTITUTION && !m->now->flow_hidden)
		set_chart(c, s, SECTION_MULTIPLES, N_("Institutions side by"
		    " side"), t, &flow_figures[1], 4);
}

void
tables_make(const struct ctx *c, const struct dosing *d,
    const struct resources *resources, const struct figures *now,
    const struct figures *before, const struct section **out, size_t *n)
{
	struct making m = { .c = c, .dosing = d, .resources = resources,
		.now = now, .before = before,
		.out = arena_array(c->arena, MAX_SECTIONS,
		    sizeof(struct section)) };

	add_flow(&m);
	add_months(&m);
	for (int p = 0; p < PARTS; p++)
		add_part(&m, (enum figure_part)p);
	tables_resources(&m);
	tables_needs(&m);
	tables_orders(&m);
	tables_indicators(&m);
	*out = m.out;
	*n = m.n;
}
