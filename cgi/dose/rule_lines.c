/* rule_lines.c: rules of what one line, or one medicine, may be. */

#include <string.h>

#include "base/str.h"
#include "dose/finding.h"

static bool
is_of(const struct dose_rule *rule, const struct dose_line *line)
{
	return *rule->subject == '\0' ||
	    dose_names(rule->subject, line->medicine);
}

/* A patch changed sooner than low or later than high hours. */
void
rule_interval(struct check *k, const struct dose_rule *rule)
{
	for (size_t i = 0; i < k->in->nlines; i++) {
		const struct dose_line *l = &k->in->lines[i];
		struct ratio hours = ratio_whole(l->interval_hours);

		if (l->schedule != DOSE_PATCH || !is_of(rule, l) ||
		    (ratio_compare(hours, ratio_of(rule->low)) >= 0 &&
		    ratio_compare(hours, ratio_of(rule->high)) <= 0))
			continue;
		find(k, rule, &(struct picked){ { l }, 1 }, &(struct figures){
		    .text = { l->medicine->name,
		    dose_number(k->arena, hours, 0, k->in->point),
		    dose_number(k->arena, ratio_of(rule->low), 0, '.'),
		    dose_number(k->arena, ratio_of(rule->high), 0, '.') } });
	}
}

/* The usual maximum that holds for the line, or NULL. */
static const struct dose_limit *
limit_of(const struct dose_line *line)
{
	const struct dose_medicine *m = line->medicine;
	const struct dose_limit *any = NULL;

	for (size_t i = 0; i < m->nlimits; i++) {
		if (strcmp(m->limits[i].route, line->route) == 0)
			return &m->limits[i];
		if (*m->limits[i].route == '\0')
			any = &m->limits[i];
	}
	return any;
}

/* All of one medicine that a day may bring is more than its maximum. */
void
rule_day_maximum(struct check *k, const struct dose_rule *rule)
{
	for (size_t i = 0; i < k->in->nlines; i++) {
		const struct dose_line *l = &k->in->lines[i], *m;
		const struct dose_limit *limit = limit_of(l);
		struct ratio day = RATIO_ZERO;
		struct picked p = { .len = 0 };

		if (limit == NULL || !is_of(rule, l))
			continue;
		for (size_t n = 0; n < k->in->nlines; n++) {
			struct dose_amount most;

			m = &k->in->lines[n];
			if (strcmp(m->medicine->id, l->medicine->id) != 0 ||
			    limit_of(m) != limit || !together(l, m))
				continue;
			most = dose_maximum(m);
			day = ratio_add(day, dose_convert(most.value,
			    most.unit, limit->unit, m->product));
			pick(&p, m);
		}
		if (!ratio_known(day) ||
		    ratio_compare(day, ratio_of(limit->amount)) <= 0 ||
		    is_told(k, rule, &p))
			continue;
		find(k, rule, &p, &(struct figures){ .text = {
		    l->medicine->name,
		    amount_text(k, (struct dose_amount){ day, limit->unit }),
		    amount_text(k, (struct dose_amount){
			ratio_of(limit->amount), limit->unit }) },
		    .source = limit->source });
	}
}

/* low times the usual maximum, or so many DDD where no maximum is known. */
void
rule_times_maximum(struct check *k, const struct dose_rule *rule)
{
	for (size_t i = 0; i < k->in->nlines; i++) {
		const struct dose_line *l = &k->in->lines[i];
		const struct dose_limit *limit = limit_of(l);
		struct dose_amount day = dose_maximum(l);
		struct ratio times = limit == NULL ? dose_ddd(l, day) :
		    ratio_divide(dose_convert(day.value, day.unit, limit->unit,
		    l->product), ratio_of(limit->amount));

		if (!is_of(rule, l) || !ratio_known(times) ||
		    ratio_compare(times, ratio_of(rule->low)) < 0)
			continue;
		find(k, rule, &(struct picked){ { l }, 1 }, &(struct figures){
		    .text = { l->medicine->name, amount_text(k, day),
		    dose_number(k->arena, times, 1, k->in->point) },
		    .source = limit == NULL ? NULL : limit->source });
	}
}

/* Is code one of a list between commas? */
static bool
in_list(const char *list, const char *code)
{
	const size_t len = strlen(code);

	for (const char *p = list; (p = strstr(p, code)) != NULL; p += len)
		if ((p == list || p[-1] == ',') &&
		    (p[len] == ',' || p[len] == '\0'))
			return true;
	return false;
}

/* A unit or a route in which the product is not given. */
void
rule_wrong_form(struct check *k, const struct dose_rule *rule)
{
	for (size_t i = 0; i < k->in->nlines; i++) {
		const struct dose_line *l = &k->in->lines[i];
		const struct dose_product *p = l->product;

		if (p == NULL || (in_list(p->units, l->unit) &&
		    in_list(p->routes, l->route)))
			continue;
		find(k, rule, &(struct picked){ { l }, 1 }, &(struct figures){
		    .text = { l->medicine->name, unit_name(k, l->unit),
		    unit_name(k, l->route) } });
	}
}

void
rule_allergy(struct check *k, const struct dose_rule *rule)
{
	for (size_t i = 0; i < k->in->nlines; i++) {
		const struct dose_line *l = &k->in->lines[i];

		for (size_t n = 0; n < k->in->nallergies; n++)
			if (dose_names(k->in->allergies[n].subject,
			    l->medicine))
				find(k, rule, &(struct picked){ { l }, 1 },
				    &(struct figures){ .text = {
				    l->medicine->name,
				    k->in->allergies[n].name } });
	}
}

/* Written on another form than the medicine needs. */
void
rule_rx_form(struct check *k, const struct dose_rule *rule)
{
	for (size_t i = 0; i < k->in->nlines; i++) {
		const struct dose_line *l = &k->in->lines[i];
		const char *needed = l->medicine->rx_form;

		if (l->product != NULL && *l->product->rx_form != '\0')
			needed = l->product->rx_form;
		if (*l->rx_form == '\0' || *needed == '\0' ||
		    strcmp(l->rx_form, needed) == 0)
			continue;
		find(k, rule, &(struct picked){ { l }, 1 }, &(struct figures){
		    .text = { l->medicine->name, l->rx_form, needed } });
	}
}

static const struct dose_rx_limit *
rx_limit_of(const struct check *k, const struct dose_line *line)
{
	for (size_t i = 0; i < k->in->nrx_limits; i++)
		if (line->product != NULL && strcmp(
		    k->in->rx_limits[i].product, line->product->id) == 0)
			return &k->in->rx_limits[i];
	return NULL;
}

/* More than one prescription is made out for; low 0: even for these patients. */
void
rule_rx_quantity(struct check *k, const struct dose_rule *rule)
{
	for (size_t i = 0; i < k->in->nlines; i++) {
		const struct dose_line *l = &k->in->lines[i];
		const struct dose_rx_limit *limit = rx_limit_of(k, l);
		struct ratio given, most;

		if (limit == NULL || !is_of(rule, l))
			continue;
		given = dose_convert(ratio_of(l->quantity),
		    dose_counted_in(l->product), limit->unit, l->product);
		most = ratio_multiply(ratio_of(limit->amount), ratio_whole(
		    rule->low.digits == 0 ? limit->palliative : 1));
		if (!ratio_known(given) || ratio_compare(given, most) <= 0)
			continue;
		find(k, rule, &(struct picked){ { l }, 1 }, &(struct figures){
		    .text = { l->medicine->name,
		    amount_text(k, (struct dose_amount){ given, limit->unit }),
		    amount_text(k, (struct dose_amount){ most, limit->unit }),
		    dose_number(k->arena, ratio_whole(limit->palliative), 0,
			k->in->point) }, .source = limit->source });
	}
}
