/* line_check.c: what the line of the form amounts to, what speaks against it. */

#include <string.h>

#include "pages/register/dose_show.h"
#include "pages/register/line_form.h"

/* Fields whose faults leave nothing to compute; those up to E_PRN_MIN as well. */
static const int needed[] = { E_STARTS, E_ENDS, L_DURATION, E_QUANTITY,
	E_PACKS, E_RX_FORM };

void
line_check_queries(const struct ctx *c, const char *patient,
    const char *product, struct query q[LINE_CHECK_QUERIES])
{
	dosing_queries(c, patient, product, q);
	finding_queries(c, patient, &q[DOSING_QUERIES]);
}

static bool
can_compute(const struct value in[NLINE])
{
	for (int i = 0; i <= E_PRN_MIN; i++)
		if (in[i].error != NULL)
			return false;
	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		if (in[needed[i]].error != NULL)
			return false;
	return in[E_DOSE].text != NULL && in[E_PRODUCT].text != NULL;
}

void
line_check_read(const struct ctx *c, const char *patient,
    const struct prescription_source *old, const struct value in[NLINE],
    const struct query q[LINE_CHECK_QUERIES], struct line_check *out)
{
	struct prescription_entry entry = line_form_entry(patient, in);

	*out = (struct line_check){ .old = old != NULL ? old->id : NULL };
	dosing_read(c, q, NULL, &out->d);
	finding_read(c, &q[DOSING_QUERIES], &out->set);
	out->known = can_compute(in) &&
	    dosing_line(&out->d, NULL, entry.part, &out->line);
	out->line.id = in[L_ID].text != NULL ? in[L_ID].text : "";
	out->line.series = old != NULL ? old->series : out->line.id;
	out->set.place = old != NULL ? FINDING_EDIT : FINDING_NEW;
	out->set.patient = patient;
	out->set.d = &out->d;
	out->set.fresh = &out->line;
	out->set.nfresh = 1;
	out->set.old = &out->old;
	out->set.in = &in[L_FINDINGS];
	if (out->known)
		finding_check(&out->set);
}

void
line_check_renew(struct line_check *check)
{
	check->old = NULL;
	check->line.series = check->line.id;
	check->set.place = FINDING_NEW;
	if (check->known)
		finding_check(&check->set);
}

/* As long as the line is written for, else a usual month. */
static long
days_of(const struct dose_line *line)
{
	return line->ends_on == DOSE_FOREVER ? DOSE_DAYS :
	    line->ends_on - line->starts_on + 1;
}

void
line_check_show(const struct ctx *c, struct view *v,
    const struct line_check *check)
{
	const struct dosing *d = &check->d;
	struct dose_line *lines = d->lines;
	size_t n = d->nlines;
	long day = d->today;

	if (check->known) {
		dosing_beside(d, &check->line, 1, &lines, &n);
		if (check->line.starts_on > day)
			day = check->line.starts_on;
	}
	show_figures(c, v, d, check->known ? &check->line : NULL,
	    days_of(&check->line));
	show_opioids(c, v, d, lines, n, day);
	view_text(v, "ome_before", ome_background_text(c, d, d->lines,
	    d->nlines, d->today));
	show_findings(c, v, &check->set);
}
