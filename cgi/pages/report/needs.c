/* needs.c: what the lines of a summary amount to. */

#include <string.h>

#include "base/date.h"
#include "pages/report/needs.h"

const struct amount no_amount = { { 0, 1 }, "", { 0, 1 }, { 0, 1 }, { 0, 1 } };

static struct need_row *
row_of(struct figures *f, const char *product)
{
	for (size_t i = 0; i < f->nneeds; i++)
		if (strcmp(f->needs[i].kind, "medicine") == 0 &&
		    strcmp(f->needs[i].key, product) == 0)
			return &f->needs[i];
	return NULL;
}

static struct ratio
times(struct ratio r, long days)
{
	return ratio_multiply(r, ratio_whole(days));
}

/* Amounts of different kinds do not add up. */
void
amount_add(struct amount *to, const struct dose_line *line, const char *table,
    long days)
{
	struct dose_amount day = dose_maximum(line);

	if (days == 0)
		return;
	if (*to->unit != '\0' && strcmp(to->unit, day.unit) != 0)
		day.value = RATIO_NONE;
	to->unit = day.unit;
	to->amount = ratio_add(to->amount, times(day.value, days));
	to->ddd = ratio_add(to->ddd, times(dose_ddd(line, day), days));
	to->ome = ratio_add(to->ome, times(dose_ome(line, day, table), days));
	to->count = ratio_add(to->count, dose_count(line, days));
}

/* As much a day as in the last days of the period, for a quarter. */
static void
look_ahead(struct amount *a, long recent)
{
	const struct ratio by = ratio_divide(ratio_whole(NEEDS_AHEAD),
	    ratio_whole(recent));

	a->amount = ratio_multiply(a->amount, by);
	a->ddd = ratio_multiply(a->ddd, by);
	a->ome = ratio_multiply(a->ome, by);
	a->count = ratio_multiply(a->count, by);
}

static long
recent_days(const struct summary_scope *s)
{
	long from, to;

	if (date_parse(s->from, &from) != OK || date_parse(s->to, &to) != OK ||
	    to - from + 1 > NEEDS_RECENT)
		return NEEDS_RECENT;
	return to - from + 1;
}

static void
sum_opioids(const struct summary_counts *in, struct figures *out)
{
	struct opioids *o = &out->opioids;

	o->ome = RATIO_ZERO;
	for (size_t i = 0; i < out->nneeds; i++)
		if (ratio_known(out->needs[i].now.ome))
			o->ome = ratio_add(o->ome, out->needs[i].now.ome);
	for (size_t i = 0; i < in->ndays; i++)
		if (in->days[i].mine) {
			o->patients += in->days[i].patients;
			o->days += in->days[i].opioid;
			o->stay += in->days[i].stay;
		}
}

void
needs_measure(const struct dosing *d, const struct summary_scope *s,
    const struct summary_counts *in, struct figures *out)
{
	const char *table = dosing_table_code(d);

	for (size_t i = 0; i < out->nneeds; i++)
		out->needs[i].now = out->needs[i].ahead = no_amount;
	for (size_t i = 0; i < in->namounts; i++) {
		const struct summary_amount *a = &in->amounts[i];
		struct need_row *row = row_of(out, a->part[E_PRODUCT]);
		struct dose_line line;

		if (row == NULL || !dosing_line(d, a->medicine, a->part, &line))
			continue;
		row->pack = line.product == NULL ? 0 : line.product->pack;
		amount_add(&row->now, &line, table, a->days);
		amount_add(&row->ahead, &line, table, a->recent);
	}
	for (size_t i = 0; i < out->nneeds; i++)
		look_ahead(&out->needs[i].ahead, recent_days(s));
	sum_opioids(in, out);
}
