/* summary.c: the summary report on the patients of institutions. */

#include "base/str.h"
#include "reports/chart.h"
#include "reports/scale.h"
#include "reports/summary.h"
#include "reports/table.h"
#include "reports/when.h"

#define PYRAMID_HEIGHT	158.0
#define FIGURE_HEIGHT	150.0
#define TOP		10	/* medicines drawn as bars */

enum { LABEL, COUNT, PERCENT, BAR, NCOLUMNS };

static const struct column count_columns[NCOLUMNS] = {
	[LABEL]	  = { NULL, 44, ALIGN_LEFT, 0 },
	[COUNT]	  = { N_("Patients"), 11, ALIGN_RIGHT, 0 },
	[PERCENT] = { N_("%"), 9, ALIGN_RIGHT, 0 },
	[BAR]	  = { N_("Share"), 36, ALIGN_LEFT, 1 },
};

static const char *const status_labels[SUMMARY_STATUSES] = {
	[SUMMARY_DRAFT]	    = N_("Draft"),
	[SUMMARY_AWAITING]  = N_("Awaiting a decision"),
	[SUMMARY_ACTIVE]    = N_("Under observation"),
	[SUMMARY_SUSPENDED] = N_("Suspended"),
	[SUMMARY_REMOVED]   = N_("Removed from the register"),
};

static const char *const sex_labels[SUMMARY_SEXES] = {
	[SUMMARY_MALE]	   = N_("Men"),
	[SUMMARY_FEMALE]   = N_("Women"),
	[SUMMARY_UNSTATED] = N_("Not stated"),
};

static const char *const age_labels[SUMMARY_AGES] = {
	"0\xe2\x80\x93" "17", "18\xe2\x80\x93" "39", "40\xe2\x80\x93" "59",
	"60\xe2\x80\x93" "74", "75+",
};

/* A table of counts with its texts, all to be translated. */
struct section {
	const char			*heading;
	const char			*first;		/* title of column 1 */
	const char			*note;
	const struct summary_count	*counts;	/* labels are not */
	size_t				 n;
	long				 total;
};

static const char *
hidden_text(const struct report *r, const struct summary_report *in)
{
	const char *args[] = { text_count(r->arena, in->threshold) };

	return report_fill(r, N_("<{1}"), args, 1);
}

static const char *
count_text(const struct report *r, const struct summary_report *in, long n)
{
	return n < 0 ? hidden_text(r, in) : text_count(r->arena, n);
}

/* One decimal; NULL, which becomes a dash, when there is none to tell. */
static const char *
percent_text(const struct report *r, long n, long total)
{
	if (n < 0 || total <= 0)
		return NULL;
	return report_decimal(r, text_printf(r->arena, "%.1f",
	    100.0 * (double)n / (double)total));
}

static double
share(long n, long total)
{
	double s = total > 0 ? (double)n / (double)total : 0;

	return n < 0 ? -1 : s > 1 ? 1 : s;
}

static void
fill_row(const struct report *r, const struct summary_report *in,
    const char *label, long n, long total, struct row *row)
{
	const char **c = arena_array(r->arena, NCOLUMNS, sizeof(*c));

	c[LABEL] = label;
	c[COUNT] = count_text(r, in, n);
	c[PERCENT] = percent_text(r, n, total);
	row->cells = c;
	row->bar = share(n, total);
}

static void
put_section(struct report *r, const struct summary_report *in,
    const struct section *s)
{
	struct column titled[NCOLUMNS];
	struct row *rows = arena_array(r->arena, s->n + 1, sizeof(*rows));
	struct table table = { titled, NCOLUMNS, rows, s->n + 1, 0 };

	for (size_t i = 0; i < NCOLUMNS; i++) {
		titled[i] = count_columns[i];
		titled[i].title = report_tr(r, i == LABEL ? s->first :
		    count_columns[i].title);
	}
	for (size_t i = 0; i < s->n; i++)
		fill_row(r, in, s->counts[i].label, s->counts[i].n, s->total,
		    &rows[i]);
	fill_row(r, in, report_tr(r, N_("Total")), s->total, s->total,
	    &rows[s->n]);
	rows[s->n].kind = ROW_TOTAL;
	flow_heading(&r->flow, 0, report_tr(r, s->heading), TABLE_KEEP);
	flow_table(&r->flow, &table);
	flow_note(&r->flow, report_tr(r, s->note));
}

/* The counts of a fixed classification beside its translated labels. */
static const struct summary_count *
labelled(const struct report *r, const char *const *labels, const long *n,
    size_t len)
{
	struct summary_count *c = arena_array(r->arena, len, sizeof(*c));

	for (size_t i = 0; i < len; i++)
		c[i] = (struct summary_count){ report_tr(r, labels[i]), n[i] };
	return c;
}

static void
put_facts(struct report *r, const struct summary_report *in)
{
	const char *k[] = { text_count(r->arena, in->threshold) };
	const struct fact facts[] = {
		{ report_tr(r, N_("Institution")), in->terms.institution },
		{ report_tr(r, N_("Period")), report_period(r) },
		{ report_tr(r, N_("Institutions in the report")),
		    text_count(r->arena, (long)in->ninstitutions) },
		{ report_tr(r, N_("Counts not shown")), in->threshold > 0 ?
		    report_fill(r, N_("fewer than {1}"), k, 1) :
		    report_tr(r, N_("none: all are shown")) },
		{ report_tr(r, N_("Made at")), when_text(r->arena,
		    in->terms.made_at) },
		{ report_tr(r, N_("Made by")), in->terms.made_by },
	};

	flow_facts(&r->flow, facts, sizeof(facts) / sizeof(facts[0]), 2);
}

/* Whether start + in − out = end, as far as the counts are told. */
static const char *
check_text(const struct report *r, const struct summary_report *in)
{
	const char *args[] = {
		text_count(r->arena, in->at_start),
		text_count(r->arena, in->in),
		text_count(r->arena, in->out),
		text_count(r->arena, in->at_end),
	};

	if (in->at_start < 0 || in->in < 0 || in->out < 0 || in->at_end < 0)
		return report_tr(r, N_("Check: not possible, a count is not"
		    " shown."));
	if (in->at_start + in->in - in->out == in->at_end)
		return report_fill(r, N_("Check: {1} + {2} \xe2\x88\x92 {3} ="
		    " {4}, the flow agrees."), args, 4);
	return report_fill(r, N_("Check: {1} + {2} \xe2\x88\x92 {3} is not"
	    " {4}, the flow DOES NOT AGREE; the records must be examined."),
	    args, 4);
}

static void
put_flow(struct report *r, const struct summary_report *in)
{
	const struct column columns[] = {
		{ report_tr(r, N_("At the start")), 1, ALIGN_RIGHT, 0 },
		{ report_tr(r, N_("Taken in")), 1, ALIGN_RIGHT, 0 },
		{ report_tr(r, N_("Removed")), 1, ALIGN_RIGHT, 0 },
		{ report_tr(r, N_("At the end")), 1, ALIGN_RIGHT, 0 },
	};
	const char *const cells[] = {
		count_text(r, in, in->at_start), count_text(r, in, in->in),
		count_text(r, in, in->out), count_text(r, in, in->at_end),
	};
	const struct row row = { .cells = cells };
	const struct table table = { columns, 4, &row, 1, 11 };

	flow_heading(&r->flow, 0, report_tr(r, N_("Flow of patients")),
	    TABLE_KEEP + 20);
	flow_table(&r->flow, &table);
	flow_note(&r->flow, check_text(r, in));
	flow_note(&r->flow, report_tr(r, N_("At the start: on the register on"
	    " the day before the period. Taken in and removed: with a date of"
	    " admission or removal within it; a patient who came back counts"
	    " each time. At the end: on the register on its last day.")));
}

static double
chart_value(long n)
{
	return n < 0 ? -1 : (double)n;
}

static void
put_months(struct report *r, const struct summary_report *in)
{
	const size_t n = in->nmonths;
	struct flow *f = &r->flow;
	const char **labels = arena_array(r->arena, n, sizeof(*labels));
	double *v[3];
	struct series s[3] = {
		{ .name = report_tr(r, N_("Taken in")) },
		{ .name = report_tr(r, N_("Removed")) },
		{ .name = report_tr(r, N_("On the register at the end")) },
	};
	struct chart c = { .labels = labels, .n = n, .series = s,
	    .nseries = 2, .unit = report_tr(r, N_("patients")),
	    .hidden = hidden_text(r, in), .comma = report_comma(r) };
	struct area area = { 0, 0, (f->width - 20) / 2, FIGURE_HEIGHT };

	for (size_t i = 0; i < 3; i++)
		s[i].values = v[i] = arena_array(r->arena, n, sizeof(*v[i]));
	for (size_t i = 0; i < n; i++) {
		labels[i] = in->months[i].label;
		v[0][i] = chart_value(in->months[i].in);
		v[1][i] = chart_value(in->months[i].out);
		v[2][i] = chart_value(in->months[i].at_end);
	}
	flow_heading(f, 1, report_tr(r, N_("Flow by month")), FIGURE_HEIGHT);
	area.x = f->left;
	area.y = f->y;
	chart_groups(r->pdf, r->arena, &c, area);
	area.x += area.w + 20;
	c.series = &s[2];
	c.nseries = 1;
	chart_lines(r->pdf, r->arena, &c, area);
	flow_space(f, FIGURE_HEIGHT);
}

static void
put_pyramid(struct report *r, const struct summary_report *in)
{
	struct flow *f = &r->flow;
	double men[SUMMARY_AGES], women[SUMMARY_AGES];
	const struct series s[2] = {
		{ report_tr(r, sex_labels[SUMMARY_MALE]), men },
		{ report_tr(r, sex_labels[SUMMARY_FEMALE]), women },
	};
	const struct chart c = { .labels = age_labels, .n = SUMMARY_AGES,
	    .series = s, .nseries = 2, .hidden = hidden_text(r, in) };

	for (size_t i = 0; i < SUMMARY_AGES; i++) {
		men[i] = chart_value(in->by_age[i][SUMMARY_MALE]);
		women[i] = chart_value(in->by_age[i][SUMMARY_FEMALE]);
	}
	flow_heading(f, 1, report_tr(r, N_("Age and sex, patients")),
	    PYRAMID_HEIGHT);
	chart_pyramid(r->pdf, r->arena, &c, (struct area){ f->left, f->y,
	    f->width, PYRAMID_HEIGHT });
	flow_space(f, PYRAMID_HEIGHT + 4);
	flow_note(f, report_tr(r, N_("Patients whose sex is not stated are in"
	    " the tables only. Hatched: a count that is not shown.")));
}

static void
put_people(struct report *r, const struct summary_report *in)
{
	struct summary_count ages[SUMMARY_AGES];
	const struct section status = {
		N_("Patients by status"), N_("Status"),
		N_("Status on the last day of the period; those removed are"
		    " the ones removed within the period. Everybody who was on"
		    " the register for at least one day of it is counted"
		    " once."),
		labelled(r, status_labels, in->statuses, SUMMARY_STATUSES),
		SUMMARY_STATUSES, in->total,
	};
	const struct section sex = {
		N_("Patients by sex"), N_("Sex"),
		N_("Share: of all patients counted in the report."),
		labelled(r, sex_labels, in->sexes, SUMMARY_SEXES),
		SUMMARY_SEXES, in->total,
	};
	const struct section age = {
		N_("Patients by age"), N_("Age in years"),
		N_("Age: the last year of the period less the year of birth,"
		    " because the day of birth is sealed."),
		ages, SUMMARY_AGES, in->total,
	};

	for (size_t i = 0; i < SUMMARY_AGES; i++)
		ages[i] = (struct summary_count){ age_labels[i], in->ages[i] };
	put_section(r, in, &status);
	put_section(r, in, &sex);
	put_section(r, in, &age);
	put_pyramid(r, in);
}

static void
put_medicines(struct report *r, const struct summary_report *in)
{
	const struct column columns[] = {
		{ report_tr(r, N_("Medicine")), 44, ALIGN_LEFT, 0 },
		{ report_tr(r, N_("Patients")), 11, ALIGN_RIGHT, 0 },
		{ report_tr(r, N_("Lines")), 9, ALIGN_RIGHT, 0 },
		{ report_tr(r, N_("Share of patients")), 36, ALIGN_LEFT, 1 },
	};
	const size_t n = in->nmedicines;
	struct row *rows = arena_array(r->arena, n + 1, sizeof(*rows));
	const struct table table = { columns, 4, rows, n + 1, 0 };

	for (size_t i = 0; i <= n; i++) {
		const char **c = arena_array(r->arena, 4, sizeof(*c));
		const struct summary_medicine total = {
			report_tr(r, N_("Total")), in->medicine_patients,
			in->medicine_lines,
		};
		const struct summary_medicine *m = i == n ? &total :
		    &in->medicines[i];

		c[0] = m->name;
		c[1] = count_text(r, in, m->patients);
		c[2] = count_text(r, in, m->lines);
		rows[i].cells = c;
		rows[i].bar = share(m->patients, in->total);
	}
	rows[n].kind = ROW_TOTAL;
	flow_heading(&r->flow, 0, report_tr(r, N_("Prescriptions by"
	    " medicine")), TABLE_KEEP);
	flow_table(&r->flow, &table);
	flow_note(&r->flow, report_tr(r, N_("Patients with at least one line"
	    " of the medicine in force on a day of the period; a patient with"
	    " several medicines counts in each of their rows and once in the"
	    " total. Share: of all patients counted in the report.")));
}

/* The first medicines of the table once more as bars. */
static void
put_top_medicines(struct report *r, const struct summary_report *in)
{
	const size_t n = in->nmedicines < TOP ? in->nmedicines : TOP;
	struct flow *f = &r->flow;
	const char *labels[TOP];
	double patients[TOP], lines[TOP];
	const struct series s[2] = {
		{ report_tr(r, N_("Patients")), patients },
		{ report_tr(r, N_("Lines")), lines },
	};
	const struct chart c = { .labels = labels, .n = n, .series = s,
	    .nseries = 2, .hidden = hidden_text(r, in) };
	double height = chart_bars_height(&c);

	if (n == 0)
		return;
	for (size_t i = 0; i < n; i++) {
		labels[i] = in->medicines[i].name;
		patients[i] = chart_value(in->medicines[i].patients);
		lines[i] = chart_value(in->medicines[i].lines);
	}
	flow_heading(f, 1, report_tr(r, N_("Most prescribed medicines")),
	    height);
	chart_bars(r->pdf, r->arena, &c, (struct area){ f->left, f->y,
	    f->width, height });
	flow_space(f, height + 4);
}

static int
all_valid(const long *n, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (n[i] < SUMMARY_HIDDEN)
			return 0;
	return 1;
}

static int
is_valid(const struct summary_report *in)
{
	const long single[] = { in->at_start, in->in, in->out, in->at_end,
	    in->total, in->medicine_patients, in->medicine_lines };
	struct when w;

	if (!when_read(in->terms.from, &w) || !when_read(in->terms.to, &w) ||
	    !when_read(in->terms.made_at, &w) ||
	    !all_valid(single, sizeof(single) / sizeof(single[0])) ||
	    !all_valid(in->statuses, SUMMARY_STATUSES) ||
	    !all_valid(in->sexes, SUMMARY_SEXES) ||
	    !all_valid(in->ages, SUMMARY_AGES) ||
	    !all_valid(in->by_age[0], SUMMARY_AGES * SUMMARY_SEXES))
		return 0;
	for (size_t i = 0; i < in->ninstitutions; i++)
		if (in->institutions[i].n < SUMMARY_HIDDEN)
			return 0;
	for (size_t i = 0; i < in->ndiagnoses; i++)
		if (in->diagnoses[i].n < SUMMARY_HIDDEN)
			return 0;
	for (size_t i = 0; i < in->nmedicines; i++)
		if (in->medicines[i].patients < SUMMARY_HIDDEN ||
		    in->medicines[i].lines < SUMMARY_HIDDEN)
			return 0;
	return 1;
}

enum status
summary_pdf(struct arena *a, const struct summary_report *in,
    struct pdf_bytes *out)
{
	struct report r;
	const struct section diagnoses = {
		N_("Patients by group of diagnoses"), N_("Group"),
		N_("Group of the main diagnosis on the last day of the"
		    " period."), in->diagnoses, in->ndiagnoses, in->total,
	};
	const struct section institutions = {
		N_("Patients by institution"), N_("Institution"),
		N_("On the register at the end of the period."),
		in->institutions, in->ninstitutions, in->at_end,
	};

	*out = (struct pdf_bytes){ 0 };
	if (!is_valid(in))
		return INVALID;
	r.terms = &in->terms;
	report_begin(&r, a, &in->terms, report_tr(&r,
	    N_("Summary of patients and their needs")), 0);
	put_facts(&r, in);
	put_flow(&r, in);
	if (in->nmonths > 0)
		put_months(&r, in);
	if (in->ninstitutions > 1)
		put_section(&r, in, &institutions);
	put_people(&r, in);
	put_section(&r, in, &diagnoses);
	put_medicines(&r, in);
	put_top_medicines(&r, in);
	return report_end(&r, report_tr(&r, N_("Summary report")), out);
}
