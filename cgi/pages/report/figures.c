/* figures.c: the summary's figures, small ones hidden from outsiders. */

#include <stdlib.h>
#include <string.h>

#include "auth/permission.h"
#include "pages/report/figures.h"
#include "reports/suppress.h"

static const char *const status_codes[SUMMARY_STATUSES] = {
	[SUMMARY_DRAFT] = "draft",
	[SUMMARY_AWAITING] = "awaiting",
	[SUMMARY_ACTIVE] = "active",
	[SUMMARY_SUSPENDED] = "suspended",
	[SUMMARY_REMOVED] = "removed",
};

static struct summary_count *
counts_of(const struct ctx *c, const struct report_counts *in)
{
	struct summary_count *out =
	    arena_array(c->arena, in->len, sizeof(*out));

	for (size_t i = 0; i < in->len; i++)
		out[i] = (struct summary_count){ in->item[i].label,
		    in->item[i].n };
	return out;
}

static void
read_statuses(const struct report_counts *in, struct summary_report *r)
{
	for (size_t i = 0; i < in->len; i++)
		for (size_t s = 0; s < SUMMARY_STATUSES; s++)
			if (strcmp(in->item[i].key, status_codes[s]) == 0)
				r->statuses[s] = in->item[i].n;
}

static void
read_ages(const struct report_counts *in, struct summary_report *r)
{
	for (size_t i = 0; i < in->len; i++) {
		const struct report_count *row = &in->item[i];
		const long sexes[SUMMARY_SEXES] = {
			[SUMMARY_MALE] = row->n,
			[SUMMARY_FEMALE] = row->n2,
			[SUMMARY_UNSTATED] = row->n3,
		};
		long band = strtol(row->key, NULL, 10);

		if (band < 0 || band >= SUMMARY_AGES)
			continue;
		for (size_t s = 0; s < SUMMARY_SEXES; s++) {
			r->by_age[band][s] = sexes[s];
			r->ages[band] += sexes[s];
			r->sexes[s] += sexes[s];
		}
	}
}

static void
read_medicines(const struct ctx *c, const struct report_figures *in,
    struct summary_report *r)
{
	const struct report_counts *m = &in->medicines;
	struct summary_medicine *out =
	    arena_array(c->arena, m->len, sizeof(*out));

	for (size_t i = 0; i < m->len; i++)
		out[i] = (struct summary_medicine){ m->item[i].label,
		    m->item[i].n, m->item[i].n2 };
	r->medicines = out;
	r->nmedicines = m->len;
	r->medicine_patients = in->medicine_total.item[0].n;
	r->medicine_lines = in->medicine_total.item[0].n2;
}

static void
read_months(const struct ctx *c, const struct report_counts *in,
    struct summary_report *r)
{
	struct summary_month *out =
	    arena_array(c->arena, in->len, sizeof(*out));

	for (size_t i = 0; i < in->len; i++)
		out[i] = (struct summary_month){ in->item[i].label,
		    in->item[i].n, in->item[i].n2, in->item[i].n3 };
	r->months = out;
	r->nmonths = in->len;
}

/* One list of counts whose sum is told. */
static void
hide_counts(const struct ctx *c, const struct summary_count *counts, size_t n)
{
	struct summary_count *list = (struct summary_count *)counts;
	long *cells = arena_array(c->arena, n, sizeof(*cells));

	for (size_t i = 0; i < n; i++)
		cells[i] = list[i].n;
	suppress_list(cells, n, FIGURES_THRESHOLD);
	for (size_t i = 0; i < n; i++)
		list[i].n = cells[i];
}

/* Patients of a medicine overlap, so no sum gives a hidden one away. */
static void
hide_medicines(struct summary_report *r)
{
	struct summary_medicine *m = (struct summary_medicine *)r->medicines;

	for (size_t i = 0; i < r->nmedicines; i++)
		if (m[i].patients < FIGURES_THRESHOLD)
			m[i].patients = m[i].lines = SUMMARY_HIDDEN;
}

/* Two numbers of which the sum or the difference is told. */
static void
hide_pair(long *a, long *b)
{
	long cells[] = { *a, *b };

	suppress_list(cells, 2, FIGURES_THRESHOLD);
	*a = cells[0];
	*b = cells[1];
}

static void
hide_small(const struct ctx *c, struct summary_report *r)
{
	hide_counts(c, r->institutions, r->ninstitutions);
	hide_counts(c, r->diagnoses, r->ndiagnoses);
	hide_medicines(r);
	suppress_list(r->statuses, SUMMARY_STATUSES, FIGURES_THRESHOLD);
	suppress_list(r->sexes, SUMMARY_SEXES, FIGURES_THRESHOLD);
	suppress_list(r->ages, SUMMARY_AGES, FIGURES_THRESHOLD);
	suppress_table(&r->by_age[0][0], SUMMARY_AGES, SUMMARY_SEXES,
	    FIGURES_THRESHOLD);
	r->threshold = FIGURES_THRESHOLD;
	r->nmonths = 0;
	hide_pair(&r->at_start, &r->in);
	hide_pair(&r->out, &r->at_end);
	if (r->total < FIGURES_THRESHOLD)
		r->total = SUMMARY_HIDDEN;
}

struct summary_report
figures_of(const struct ctx *c, const struct report_figures *in)
{
	struct summary_report r = {
		.at_start = in->at_start,
		.in = in->in,
		.out = in->out,
		.at_end = in->at_end,
		.total = in->total,
	};

	r.institutions = counts_of(c, &in->institutions);
	r.ninstitutions = in->institutions.len;
	r.diagnoses = counts_of(c, &in->diagnoses);
	r.ndiagnoses = in->diagnoses.len;
	read_statuses(&in->statuses, &r);
	read_ages(&in->ages, &r);
	read_medicines(c, in, &r);
	read_months(c, &in->months, &r);
	if (!may(c, PERM_REPORT_PATIENT))
		hide_small(c, &r);
	return r;
}
