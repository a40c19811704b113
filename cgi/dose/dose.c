/* dose.c: what prescription lines amount to. */

#include <stdlib.h>
#include <string.h>

#include "dose/dose.h"
#include "dose/unit.h"

static const char *const schedules[DOSE_SCHEDULES] = {
	[DOSE_TIMES_PER_DAY] = "times_per_day",
	[DOSE_EVERY_HOURS] = "every_hours",
	[DOSE_CLOCK] = "clock",
	[DOSE_WEEKLY] = "weekly",
	[DOSE_ONCE] = "once",
	[DOSE_PATCH] = "patch",
	[DOSE_INFUSION] = "infusion",
	[DOSE_OXYGEN] = "oxygen",
	[DOSE_CONTINUOUS] = "continuous",
};

/* Which defined daily dose a route is measured by; inhaled: by the form. */
static const struct {
	const char	*route;
	const char	*routes;
} ddd_routes[] = {
	{ "PO", "O" }, { "NG", "O" }, { "PEG", "O" }, { "ENT", "O" },
	{ "SC", "P" }, { "CSCI", "P" }, { "IM", "P" }, { "IV", "P" },
	{ "CIVI", "P" }, { "EPI", "P" }, { "IT", "P" }, { "PR", "R" },
	{ "TD", "TD" }, { "SL", "SL" }, { "BUC", "SL" }, { "NAS", "N" },
};

/* Equivalents of these depend on the dose itself: never by a factor. */
static const char *const never_converted[] = { "N07BC02", "N02AC52" };

/* What an amount becomes if it can, in this order. */
static const char *const base_units[] = { "mg", "[IU]", "mmol", "mL" };

#define LEN(a)	(sizeof(a) / sizeof((a)[0]))

static const struct dose_amount unknown = { { 0, 0 }, "" };

enum status
dose_schedule_read(const char *code, enum dose_schedule *out)
{
	for (size_t i = 0; i < LEN(schedules); i++)
		if (strcmp(code, schedules[i]) == 0) {
			*out = (enum dose_schedule)i;
			return OK;
		}
	return INVALID;
}

static void
read_hours(const char *text, struct dose_line *out)
{
	while (*text != '\0' && out->nhours < DOSE_CLOCK_HOURS) {
		char *end;
		long hour = strtol(text, &end, 10);
		long minute = *end == ':' ? strtol(end + 1, NULL, 10) : -1;

		if (hour >= 0 && hour < 24 && minute >= 0 && minute < 60)
			out->hours[out->nhours++] = (short)(hour * 60 + minute);
		text += strcspn(text, " ");
		text += *text == ' ';
	}
}

void
dose_clock_read(const char *text, struct dose_line *out)
{
	if (strchr(text, ':') != NULL) {
		read_hours(text, out);
		return;
	}
	for (int i = 0; i < DOSE_CLOCK_TIMES && *text != '\0'; i++) {
		size_t len = strcspn(text, "-");
		char part[DECIMAL_TEXT] = "";

		if (len < sizeof(part))
			memcpy(part, text, len);
		if (decimal_parse(part, &out->clock[i]) != OK)
			out->clock[i] = (struct decimal){ 0, 0 };
		text += len + (text[len] == '-');
	}
}

/* By what the product holds: 2 {tab} to mg, 5 mL to {amp}. */
static struct ratio
through_product(struct ratio amount, const char *from, const char *to,
    const struct dose_product *p)
{
	struct ratio holds = ratio_of(p->amount);
	struct ratio volume = ratio_of(p->container_ml);

	if (volume.over > 0 && strcmp(from, "{amp}") == 0 &&
	    strcmp(p->per_unit, "{amp}") != 0)
		return dose_convert(ratio_multiply(amount, volume), "mL", to, p);
	if (volume.over > 0 && strcmp(to, "{amp}") == 0 &&
	    strcmp(p->per_unit, "{amp}") != 0)
		return ratio_divide(dose_convert(amount, from, "mL", p), volume);
	if (holds.over <= 0)
		return RATIO_NONE;
	if (unit_convertible(from, p->per_unit))
		return unit_convert(ratio_multiply(unit_convert(amount, from,
		    p->per_unit), holds), p->amount_unit, to);
	if (unit_convertible(to, p->per_unit))
		return unit_convert(ratio_divide(unit_convert(amount, from,
		    p->amount_unit), holds), p->per_unit, to);
	return RATIO_NONE;
}

/* Grams of a gel are the gel's, so what the product says comes first. */
struct ratio
dose_convert(struct ratio amount, const char *from, const char *to,
    const struct dose_product *product)
{
	struct ratio r = RATIO_NONE;

	if (strcmp(from, to) == 0)
		return amount;
	if (product != NULL)
		r = through_product(amount, from, to, product);
	return ratio_known(r) ? r : unit_convert(amount, from, to);
}

/* In the medicine's base unit; a rate becomes what it gives in a day. */
static struct dose_amount
to_base(struct ratio amount, const char *unit, const struct dose_product *p)
{
	const char *day = unit_of_day(unit);
	struct ratio r;

	if (day != NULL)
		return to_base(unit_day(amount, unit), day, p);
	if (p != NULL && strcmp(unit, p->per_unit) == 0 &&
	    unit_of_day(p->amount_unit) != NULL)
		return to_base(ratio_multiply(amount, ratio_of(p->amount)),
		    p->amount_unit, p);
	for (size_t i = 0; i < LEN(base_units); i++) {
		r = dose_convert(amount, unit, base_units[i], p);
		if (ratio_known(r))
			return (struct dose_amount){ r, base_units[i] };
	}
	return (struct dose_amount){ amount, unit };
}

static bool
is_rate(const struct dose_line *line)
{
	const struct dose_product *p = line->product;

	return unit_of_day(line->unit) != NULL || (p != NULL &&
	    strcmp(line->unit, p->per_unit) == 0 &&
	    unit_of_day(p->amount_unit) != NULL);
}

static struct ratio
sum_clock(const struct dose_line *line)
{
	struct ratio sum = RATIO_ZERO;

	if (line->nhours > 0)
		return ratio_whole(line->nhours);
	for (int i = 0; i < DOSE_CLOCK_TIMES; i++)
		sum = ratio_add(sum, ratio_of(line->clock[i]));
	return sum;
}

static struct ratio
positive(int64_t n)
{
	return n > 0 ? ratio_whole(n) : RATIO_NONE;
}

/* How often an interval comes round in a day. */
static struct ratio
rounds(const struct dose_line *line)
{
	return ratio_divide(ratio_whole(24), positive(line->interval_hours));
}

struct ratio
dose_times(const struct dose_line *line)
{
	struct ratio times = ratio_of(line->times_per_day);

	if (line->prn)
		return positive(line->prn_max_per_day);
	switch (line->schedule) {
	case DOSE_TIMES_PER_DAY:
		return times.over > 0 ? times : RATIO_NONE;
	case DOSE_EVERY_HOURS:
		return rounds(line);
	case DOSE_CLOCK:
		return sum_clock(line);
	case DOSE_WEEKLY:
		return ratio_divide(ratio_multiply(ratio_whole(
		    __builtin_popcount((unsigned)line->weekdays & 127U)),
		    times.over > 0 ? times : ratio_whole(1)), ratio_whole(7));
	case DOSE_PATCH:
		return is_rate(line) ? ratio_whole(1) : rounds(line);
	case DOSE_ONCE:
	case DOSE_INFUSION:
	case DOSE_OXYGEN:
	case DOSE_CONTINUOUS:
	case DOSE_SCHEDULES:
		break;
	}
	return ratio_whole(1);
}

struct dose_amount
dose_single(const struct dose_line *line)
{
	struct ratio dose = ratio_of(line->dose);

	if (dose.over <= 0)
		return unknown;
	if (line->schedule == DOSE_PATCH && line->patches > 1)
		dose = ratio_multiply(dose, ratio_whole(line->patches));
	if (line->schedule == DOSE_OXYGEN)
		dose = ratio_multiply(dose, ratio_divide(ratio_of(
		    line->hours_per_day), ratio_whole(24)));
	return to_base(dose, line->unit, line->product);
}

struct dose_amount
dose_maximum(const struct dose_line *line)
{
	struct dose_amount day = dose_single(line);

	day.value = ratio_multiply(day.value, dose_times(line));
	return day;
}

struct dose_amount
dose_background(const struct dose_line *line)
{
	struct dose_amount day = dose_maximum(line);

	if (line->prn)
		day.value = RATIO_ZERO;
	return day;
}

const char *
dose_ddd_routes(const struct dose_line *line)
{
	if (strcmp(line->route, "INH") == 0)
		return line->product != NULL &&
		    strcmp(line->product->per_unit, "{puff}") == 0 ? "IA" :
		    "IS";
	for (size_t i = 0; i < LEN(ddd_routes); i++)
		if (strcmp(line->route, ddd_routes[i].route) == 0)
			return ddd_routes[i].routes;
	return "";
}

struct ratio
dose_ddd(const struct dose_line *line, struct dose_amount day)
{
	const struct dose_medicine *m = line->medicine;
	const char *routes = dose_ddd_routes(line);

	for (size_t i = 0; i < m->nddd; i++)
		if (strcmp(m->ddd[i].routes, routes) == 0)
			return ratio_divide(unit_convert(day.value, day.unit,
			    m->ddd[i].unit), ratio_of(m->ddd[i].amount));
	return RATIO_NONE;
}

struct ratio
dose_ddd_of(const struct dose_line *line, struct ratio count)
{
	const struct dose_product *p = line->product;
	struct dose_amount all;
	int hours;

	if (p == NULL)
		return RATIO_NONE;
	all = to_base(count, p->per_unit, p);
	if (unit_of_day(p->amount_unit) != NULL) {
		hours = line->interval_hours > 0 ? line->interval_hours :
		    p->patch_hours;
		all.value = ratio_multiply(all.value, ratio_divide(
		    positive(hours), ratio_whole(24)));
	}
	return dose_ddd(line, all);
}

static bool
is_never_converted(const struct dose_medicine *m)
{
	for (size_t i = 0; i < LEN(never_converted); i++)
		if (strcmp(m->atc, never_converted[i]) == 0)
			return true;
	return false;
}

struct ratio
dose_ome(const struct dose_line *line, struct dose_amount day,
    const char *table)
{
	const struct dose_medicine *m = line->medicine;
	const struct dose_factor *f;
	const char *unit;

	if (is_never_converted(m))
		return RATIO_NONE;
	for (size_t i = 0; i < m->nfactors; i++) {
		f = &m->factors[i];
		if (strcmp(f->route, line->route) != 0 ||
		    strcmp(f->table, table) != 0)
			continue;
		unit = unit_of_day(f->unit);
		if (unit == NULL)
			return ratio_multiply(unit_convert(day.value, day.unit,
			    f->unit), ratio_of(f->factor));
		return ratio_divide(ratio_multiply(unit_convert(day.value,
		    day.unit, unit), ratio_of(f->factor)),
		    unit_day(ratio_whole(1), f->unit));
	}
	return RATIO_NONE;
}

const char *
dose_counted_in(const struct dose_product *product)
{
	return strstr(product->units, "{amp}") != NULL ? "{amp}" :
	    product->per_unit;
}

/* Units opened for one dose: what is left in an ampoule is thrown away. */
static struct ratio
opened(const struct dose_line *line)
{
	const char *day = unit_of_day(line->unit);
	const char *counted = dose_counted_in(line->product);
	struct ratio dose = ratio_of(line->dose), r;

	r = day == NULL ?
	    dose_convert(dose, line->unit, counted, line->product) :
	    dose_convert(unit_day(dose, line->unit), day, counted,
		line->product);
	return ratio_known(r) && strcmp(counted, "{amp}") == 0 ?
	    ratio_whole(ratio_ceiling(r)) : r;
}

struct ratio
dose_count(const struct dose_line *line, long days)
{
	struct ratio count;

	if (line->product == NULL || line->dose.digits <= 0)
		return RATIO_NONE;
	if (line->schedule == DOSE_PATCH)
		count = ratio_multiply(ratio_multiply(dose_convert(
		    ratio_of(line->dose), line->unit, "{patch}",
		    line->product), positive(line->patches > 1 ?
		    line->patches : 1)), rounds(line));
	else
		count = ratio_multiply(opened(line), dose_times(line));
	return ratio_multiply(count, ratio_whole(days));
}

long
dose_packs(const struct dose_line *line, long days)
{
	struct ratio count = dose_count(line, days);

	if (!ratio_known(count) || line->product->pack <= 0)
		return -1;
	return (long)ratio_ceiling(ratio_divide(ratio_whole(
	    ratio_ceiling(count)), ratio_whole(line->product->pack)));
}

long
dose_days_left(const struct dose_line *line, long today)
{
	struct ratio lasts = ratio_divide(ratio_of(line->quantity),
	    dose_count(line, 1));
	long left;

	if (!ratio_known(lasts) || lasts.over <= 0)
		return -1;
	left = line->starts_on + (long)ratio_floor(lasts) - today;
	return left > 0 ? left : 0;
}

bool
dose_overlaps(const struct dose_line *line, long first, long last)
{
	long end = line->schedule == DOSE_ONCE ? line->starts_on :
	    line->ends_on;

	return line->starts_on <= last && end >= first;
}
