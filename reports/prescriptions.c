/* prescriptions.c: the report on one patient's prescriptions. */

#include <math.h>
#include <string.h>

#include "base/str.h"
#include "reports/chart.h"
#include "reports/prescription_tables.h"
#include "reports/table.h"

#define BOX_HEIGHT	58.0
#define CURVE_HEIGHT	120.0
#define MOST_PAIN	10
#define CURVE_POINTS	62	/* of a curve; more days are drawn together */

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

/* Name and value pairs of the patient and his state. */
static void
put_facts(struct report *r, const struct prescriptions_report *in)
{
	const struct fact *facts;
	size_t n = prescription_facts(r, in, &facts);

	flow_facts(&r->flow, facts, n - in->nstate, 3);
	flow_facts(&r->flow, facts + n - in->nstate, in->nstate, 3);
}

static void
put_groups(struct report *r, const struct prescriptions_report *in)
{
	struct section groups[PRESCRIPTION_GROUPS];

	prescription_groups(r, in, groups);
	for (size_t g = 0; g < PRESCRIPTION_GROUPS; g++) {
		struct table table;

		if (in->portrait)
			prescription_narrow(r, &groups[g]);
		table = (struct table){ .columns = groups[g].columns,
		    .ncolumns = groups[g].ncolumns, .rows = groups[g].rows,
		    .nrows = groups[g].nrows, .size = in->portrait ? 6.8 : 7.6 };
		flow_heading(&r->flow, 0, groups[g].heading,
		    flow_table_keep(&r->flow, &table));
		if (table.nrows > 0)
			flow_table(&r->flow, &table);
		else
			flow_note(&r->flow, groups[g].note);
	}
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
	struct chart_tick ticks[PRESCRIPTION_TICKS];
	size_t nticks = prescription_ticks(r, in, ticks), n, rows;
	struct chart_span *spans = prescription_spans(r, in);
	const char *heading = report_tr(r, N_("Prescriptions in time"));

	if (in->nlines == 0)
		return;
	flow_heading(f, 0, heading, chart_spans_height(in->nlines < 4 ?
	    in->nlines : 4));
	pdf_tag(r->pdf, PDF_FIGURE, heading);
	for (size_t i = 0; i < in->nlines; i += n) {
		n = spans_here(f, spans + i, in->nlines - i, &rows);
		chart_spans(r->pdf, r->arena, spans + i, n, ticks, nticks,
		    (struct area){ f->left, f->y, f->width, 0 });
		flow_space(f, chart_spans_height(rows) + 4);
	}
	pdf_tag(r->pdf, PDF_TEXT, NULL);
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
	pdf_tag(r->pdf, PDF_FIGURE, heading);
	chart_lines(r->pdf, r->arena, &(struct chart){ .labels = labels,
	    .n = n, .series = thin, .nseries = nseries, .unit = unit,
	    .comma = report_comma(r), .top = top }, (struct area){ r->flow.left,
	    r->flow.y, r->flow.width, CURVE_HEIGHT });
	pdf_tag(r->pdf, PDF_TEXT, NULL);
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
	if (!prescriptions_valid(in))
		return INVALID;
	r.terms = &in->terms;
	report_begin(&r, a, &in->terms, report_tr(&r,
	    N_("Prescriptions of a patient")), !in->portrait);
	put_identity(&r);
	put_facts(&r, in);
	put_groups(&r, in);
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
