/* paper_home.c: the sheet for the family, in large print: what, when, how much. */

#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "dose/plan.h"
#include "pages/register/pages.h"
#include "pages/register/papers.h"
#include "pages/register/words.h"
#include "pages/timing.h"
#include "web/i18n.h"

enum { PATCH_DAYS = 3 };	/* next changes that are named */

/* The list of the template in which a line stands. */
enum block { GRID, AS_NEEDED, PATCHES, ALL_DAY, OTHER_DAYS, NOT_GIVEN };
static const char *const block_lists[] = { "grid", "as_needed", "patches",
	"all_day", "other_days", "not_given" };

/* A line with what its dose is computed from. */
struct home_row {
	const struct paper_line	*paper;
	struct dose_line	 dose;
	struct dose_product	 product;
	struct dose_time	 times[DOSE_PLAN_MAX];
	size_t			 ntimes;
	enum block		 block;
};

static bool
is_given(const struct paper_line *l)
{
	return !l->earlier && strcmp(l->line.status, "active") == 0;
}

static enum block
block_of(const struct home_row *r)
{
	if (!is_given(r->paper))
		return NOT_GIVEN;
	if (r->dose.prn)
		return AS_NEEDED;
	if (r->dose.schedule == DOSE_PATCH)
		return PATCHES;
	if (r->dose.schedule == DOSE_INFUSION ||
	    r->dose.schedule == DOSE_OXYGEN ||
	    r->dose.schedule == DOSE_CONTINUOUS)
		return ALL_DAY;
	return r->ntimes > 0 ? GRID : OTHER_DAYS;
}

/* An exact number of at most two places, a tablet in quarters; else "". */
static const char *
number_text(const struct ctx *c, struct ratio r, const char *unit)
{
	char text[DECIMAL_TEXT];
	struct decimal d;

	if (!ratio_known(r) || 100 % r.under != 0 ||
	    (*unit == '{' && 4 % r.under != 0) || ratio_round(r, 2, &d) != OK)
		return "";
	decimal_print(d, text);
	return text_copy(c->arena, text);
}

/* "1 tablet" where the dose is whole ones, else "15 mg". */
static void
show_amount(const struct ctx *c, struct view *v, const struct home_row *r,
    struct decimal count, const struct book *units)
{
	const char *per = r->product.per_unit, *unit = r->dose.unit;
	struct ratio dose = ratio_multiply(ratio_of(r->dose.dose),
	    ratio_of(count));
	const char *number = *per == '\0' ? "" : number_text(c,
	    dose_convert(dose, unit, per, &r->product), per);

	if (*number == '\0') {
		number = number_text(c, dose, "mg");
		per = unit;
	}
	view_text(v, "amount", decimal_text(c, number));
	view_text(v, "amount_unit", counted_unit(c, number, per, units));
}

/* "by 30 mg" beside tablets; "" where the amount says it all. */
static const char *
strength_text(const struct ctx *c, const struct home_row *r)
{
	const struct prescription *l = &r->paper->line;

	if (strcmp(l->unit, r->product.per_unit) == 0)
		return "";
	return text_printf(c->arena, "%s %s", decimal_text(c, l->dose),
	    l->unit_name);
}

static void
show_times(const struct ctx *c, struct view *v, const struct home_row *r,
    const struct book *units)
{
	view_list(v, "cells");
	for (int part = 0; part < DOSE_PARTS; part++) {
		struct view *cell = view_item(v, "cells");

		view_list(cell, "doses");
		for (size_t i = 0; i < r->ntimes; i++) {
			const struct dose_time *t = &r->times[i];
			struct view *o;

			if ((int)t->part != part)
				continue;
			o = view_item(cell, "doses");
			view_text(o, "hour", t->minute < 0 ? "" :
			    text_printf(c->arena, "%d:%02d", t->minute / 60,
			    t->minute % 60));
			show_amount(c, o, r, t->count, units);
		}
	}
}

/* "Fri 27.11" */
static const char *
day_text(const struct ctx *c, long day)
{
	char text[DATE_TEXT + 1];

	date_russian(day, text);
	return text_printf(c->arena, "%s %.5s",
	    tr(c, weekday_names[((day + 3) % 7 + 7) % 7]), text);
}

/* The next days on which it is due, from today on. */
static void
show_next_days(const struct ctx *c, struct view *v, const struct home_row *r)
{
	long day = date_today();

	view_list(v, "next_days");
	for (int i = 0; i < PATCH_DAYS; i++) {
		struct view *o;

		if ((day = dose_next_day(&r->dose, day)) < 0)
			return;
		o = view_item(v, "next_days");
		view_text(o, "day", day_text(c, day));
		view_flag(o, "is_today", day == date_today());
		day++;
	}
}

static void
show_home_row(const struct ctx *c, struct view *v, const struct home_row *r,
    const struct book *units)
{
	static const struct decimal one = { 1, 0 };
	const struct prescription *l = &r->paper->line;

	show_paper_line(c, v, r->paper, units);
	show_times(c, v, r, units);
	show_next_days(c, v, r);
	show_amount(c, v, r, one, units);
	view_text(v, "strength_dose", strength_text(c, r));
	view_text(v, "min_hours", decimal_text(c, l->timing.prn_min));
	view_text(v, "max_doses", l->timing.prn_max);
	view_text(v, "only_days", *l->timing.schedule == 'w' ?
	    timing_text(c, &l->timing) : "");
	view_text(v, "starts_later", strcmp(l->starts_on, today(c)) > 0 ?
	    date_text(c, l->starts_on) : "");
	view_flag(v, "several", l->timing.patches > 1);
	view_long(v, "patches", l->timing.patches);
	view_flag(v, "held", strcmp(l->status, "on_hold") == 0);
}

static void
read_row(const struct paper_line *l, struct home_row *out)
{
	out->paper = l;
	paper_dose(l, &out->dose, &out->product);
	out->ntimes = dose_plan(&out->dose, out->times);
	out->block = block_of(out);
}

/* A line that was given once is past; one that is given still is not stopped. */
static bool
is_past(const struct home_row *r)
{
	return (r->block == OTHER_DAYS && r->dose.schedule == DOSE_ONCE &&
	    r->dose.starts_on < date_today());
}

static void
show_blocks(const struct ctx *c, struct view *v, const struct paper *p)
{
	for (size_t k = 0; k < sizeof(block_lists) / sizeof(block_lists[0]);
	    k++)
		view_list(v, block_lists[k]);
	for (size_t i = 0; i < p->lines.len; i++) {
		struct home_row *r = arena_alloc(c->arena, sizeof(*r));

		read_row(&p->lines.item[i], r);
		if (is_past(r))
			continue;
		show_home_row(c, view_item(v, block_lists[r->block]), r,
		    &p->units);
		view_flag(v, text_printf(c->arena, "has_%s",
		    block_lists[r->block]), true);
	}
}

/* When a doctor looks at the sheet again, the earliest of all reviews. */
static const char *
next_review(const struct paper *p)
{
	const char *first = "";

	for (size_t i = 0; i < p->lines.len; i++) {
		const char *on = p->lines.item[i].line.review_on;

		if (is_given(&p->lines.item[i]) && *on != '\0' &&
		    (*first == '\0' || strcmp(on, first) < 0))
			first = on;
	}
	return first;
}

static void
show_phones(struct view *v, const struct rows *phones)
{
	view_text(v, "phone_day", row_text(phones, 0, 0));
	view_text(v, "phone_night", row_text(phones, 0, 1));
}

/* GET /patients/:id/prescriptions/home: one page to hang on the wall. */
enum status
page_paper_home(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct query phones;
	struct paper p;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	phones = (struct query)PAPER_PHONES(id);
	if ((st = paper_open(c, v, id, (struct query)PAPER_HOME(id, c->lang),
	    &phones, 1, N_("Medicines at home"), &p)) != OK)
		return st;
	show_blocks(c, v, &p);
	show_phones(v, phones.rows);
	view_date(v, "review", next_review(&p));
	view_flag(v, "nothing", p.lines.len == 0);
	return render(c, "paper_home", v);
}
