/* patient_opioids.c: what opioids amount to by day, for the report on a patient. */

#include <math.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/str.h"
#include "pages/report/patient_opioids.h"
#include "pages/timing.h"
#include "web/i18n.h"

static double
number_of(struct ratio r)
{
	return ratio_known(r) ? (double)r.over / (double)r.under : NAN;
}

/* "05.11" */
static const char *
short_day(const struct ctx *c, long day)
{
	char text[DATE_TEXT + 1];

	date_russian(day, text);
	text[5] = '\0';
	return text_copy(c->arena, text);
}

static void
fill_pain(const struct patient_source *in, double *pain, size_t n)
{
	long day;

	for (size_t i = 0; i < n; i++)
		pain[i] = NAN;
	for (size_t i = 0; i < in->record->npains; i++)
		if (date_parse(in->record->pains[i].day, &day) == OK &&
		    day >= in->first && day <= in->last)
			pain[day - in->first] = strtod(
			    in->record->pains[i].value, NULL);
}

/* Least, mean, greatest and last of the days. */
static void
add_days(struct filling *f, const char *label, const struct ratio *v,
    size_t n)
{
	struct ratio least = v[0], most = v[0], sum = RATIO_ZERO;

	for (size_t i = 0; i < n; i++) {
		if (!ratio_known(v[i]))
			continue;
		if (!ratio_known(least) || ratio_compare(v[i], least) < 0)
			least = v[i];
		if (!ratio_known(most) || ratio_compare(v[i], most) > 0)
			most = v[i];
		sum = ratio_add(sum, v[i]);
	}
	fill_row(f, ROW_PLAIN, label);
	fill_cell(f, fill_dose(f->c, least));
	fill_cell(f, fill_dose(f->c, ratio_divide(sum, ratio_whole(
	    (int64_t)n))));
	fill_cell(f, fill_dose(f->c, most));
	fill_cell(f, fill_dose(f->c, v[n - 1]));
}

static bool
same_amount(struct ratio a, struct ratio b)
{
	return ratio_known(a) == ratio_known(b) &&
	    (!ratio_known(a) || ratio_compare(a, b) == 0);
}

/* The worst pain of the days from … to; NULL where none was assessed. */
static const char *
worst_of(const struct ctx *c, const double *pain, size_t from, size_t to)
{
	double most = -1;

	for (size_t i = from; i < to; i++)
		if (pain[i] > most)
			most = pain[i];
	return most < 0 ? NULL : decimal_text(c, text_printf(c->arena, "%g",
	    most));
}

static void
fill_spell(struct filling *f, const struct patient_source *in, size_t from,
    size_t to)
{
	char first[DATE_TEXT + 1], last[DATE_TEXT + 1];

	date_russian(in->first + (long)from, first);
	date_russian(in->first + (long)to - 1, last);
	fill_row(f, ROW_PLAIN, text_copy(f->c->arena, first));
	fill_cell(f, text_copy(f->c->arena, last));
	fill_cell(f, fill_count(f->c, (long)(to - from), false));
}

/* The curves as a table: a row as long as the amounts stay what they are. */
static void
add_spells(struct making *m, const struct patient_source *in,
    const struct ratio *v, const double *pain, size_t n)
{
	static const struct column columns[] = {
		{ N_("First day"), 20, ALIGN_LEFT, 0 },
		{ N_("Last day"), 20, ALIGN_LEFT, 0 },
		{ N_("Days"), 12, ALIGN_RIGHT, 0 },
		{ N_("Regular, mg OME a day"), 16, ALIGN_RIGHT, 0 },
		{ N_("With as needed, at most, mg OME a day"), 16, ALIGN_RIGHT,
		    0 },
		{ N_("Pain, the worst"), 16, ALIGN_RIGHT, 0 },
	};
	struct filling f = fill_begin(m->c, n);
	size_t to;

	for (size_t i = 0; i < n; i = to) {
		for (to = i + 1; to < n && same_amount(v[i], v[to]) &&
		    same_amount(v[n + i], v[n + to]); to++)
			;
		fill_spell(&f, in, i, to);
		fill_cell(&f, fill_dose(m->c, v[i]));
		fill_cell(&f, fill_dose(m->c, v[n + i]));
		fill_cell(&f, worst_of(m->c, pain, i, to));
	}
	fill_section(m, "spells", tr(m->c, N_("Opioids by spells of days")),
	    fill_columns(m->c, columns, 6), 6, &f);
}

void
patient_opioids(struct making *m, const struct patient_source *in,
    struct opioid_days *out)
{
	static const struct column columns[] = {
		{ N_("OMEDD, mg a day"), 40, ALIGN_LEFT, 0 },
		{ N_("Least"), 15, ALIGN_RIGHT, 0 },
		{ N_("Mean"), 15, ALIGN_RIGHT, 0 },
		{ N_("Greatest"), 15, ALIGN_RIGHT, 0 },
		{ N_("On the last day"), 15, ALIGN_RIGHT, 0 },
	};
	const struct ctx *c = m->c;
	size_t n = (size_t)(in->last - in->first + 1), opioids = 0;
	struct dose_day *day = arena_array(c->arena, n, sizeof(*day));
	struct ratio *v = arena_array(c->arena, 2 * n, sizeof(*v));
	double *curve = arena_array(c->arena, 3 * n, sizeof(*curve));
	const char **labels = arena_array(c->arena, n, sizeof(*labels));
	struct filling f = fill_begin(c, 2);

	for (size_t i = 0; i < in->nspells; i++)
		opioids += dose_is_opioid(in->spells[i].medicine);
	if (opioids == 0)
		return;
	dose_opioid_days(in->spells, in->nspells, dosing_table_code(
	    in->dosing), in->first, in->last, day);
	for (size_t i = 0; i < n; i++) {
		v[i] = day[i].background;
		v[n + i] = day[i].maximum;
		curve[i] = number_of(v[i]);
		curve[n + i] = number_of(v[n + i]);
		labels[i] = short_day(c, in->first + (long)i);
	}
	fill_pain(in, &curve[2 * n], n);
	*out = (struct opioid_days){ labels, n, curve, &curve[n],
	    &curve[2 * n] };
	add_days(&f, tr(c, N_("regular")), v, n);
	add_days(&f, tr(c, N_("with as needed, at most")), &v[n], n);
	fill_section(m, "opioids", tr(c, N_("Opioids, oral morphine equivalent"
	    " a day (OMEDD)")), fill_columns(c, columns, 5), 5, &f)->note =
	    in->dosing->table == NULL ? NULL : text_printf(c->arena, "%s, %s",
	    in->dosing->table->name, in->dosing->table->version);
	add_spells(m, in, v, &curve[2 * n], n);
}
