/* rule_pairs.c: rules of what lines do to each other. */

#include <string.h>

#include "dose/finding.h"

/* Every line that a list names; NULL of fn is any. */
static struct picked
pick_all(const struct check *k, const char *list,
    bool (*fn)(const struct dose_line *))
{
	struct picked p = { .len = 0 };

	for (size_t i = 0; i < k->in->nlines; i++)
		if (dose_names(list, k->in->lines[i].medicine) &&
		    (fn == NULL || fn(&k->in->lines[i])))
			pick(&p, &k->in->lines[i]);
	return p;
}

static bool
lasts(const struct dose_line *line)
{
	return line->schedule != DOSE_ONCE;
}

static bool
is_rescue(const struct dose_line *line)
{
	return line->prn || line->basis == DOSE_BREAKTHROUGH;
}

static bool
is_patch(const struct dose_line *line)
{
	return line->schedule == DOSE_PATCH;
}

/* Those of p which have none of others in force beside them. */
static struct picked
without(const struct picked *p, const struct picked *others)
{
	struct picked alone = { .len = 0 };
	size_t k;

	for (size_t i = 0; i < p->len; i++) {
		for (k = 0; k < others->len; k++)
			if (others->line[k] != p->line[i] &&
			    together(others->line[k], p->line[i]))
				break;
		if (k == others->len)
			pick(&alone, p->line[i]);
	}
	return alone;
}

static void
find_alone(struct check *k, const struct dose_rule *rule,
    const struct picked *p, const struct picked *others)
{
	struct picked alone = without(p, others);

	if (alone.len > 0)
		find(k, rule, &alone, &(struct figures){
		    .text = { names_of(k, &alone) } });
}

/* subject is given and nothing of other with it: an opioid, no laxative. */
void
rule_needs_companion(struct check *k, const struct dose_rule *rule)
{
	struct picked p = pick_all(k, rule->subject, lasts);
	struct picked others = pick_all(k, rule->other, NULL);

	find_alone(k, rule, &p, &others);
}

/* subject goes on all the time and nothing of other is there for need. */
void
rule_needs_rescue(struct check *k, const struct dose_rule *rule)
{
	struct picked p = pick_all(k, rule->subject, is_steady);
	struct picked others = pick_all(k, rule->other, is_rescue);

	find_alone(k, rule, &p, &others);
}

/* The day's equivalent of what goes on beside the line; none when a factor lacks. */
static struct ratio
background_beside(const struct check *k, const struct dose_rule *rule,
    const struct dose_line *line, struct picked *p)
{
	struct ratio sum = RATIO_ZERO;
	const struct dose_line *l;

	for (size_t i = 0; i < k->in->nlines; i++) {
		l = &k->in->lines[i];
		if (!is_steady(l) || !dose_names(rule->other, l->medicine) ||
		    !together(l, line))
			continue;
		sum = ratio_add(sum, dose_ome(l, dose_background(l),
		    k->in->table));
		pick(p, l);
	}
	return sum;
}

/*
 * One dose of subject for need is between low and high parts of the day's
 * dose of other, both as oral morphine.
 */
void
rule_rescue_share(struct check *k, const struct dose_rule *rule)
{
	struct picked rescues = pick_all(k, rule->subject, is_rescue);
	struct ratio day, dose, share;

	for (size_t i = 0; i < rescues.len; i++) {
		const struct dose_line *l = rescues.line[i];
		struct picked p = { { l }, 1 };

		day = background_beside(k, rule, l, &p);
		dose = dose_ome(l, dose_single(l), k->in->table);
		share = ratio_divide(dose, day);
		if (!ratio_known(share) || (ratio_compare(share,
		    ratio_of(rule->low)) >= 0 && ratio_compare(share,
		    ratio_of(rule->high)) <= 0))
			continue;
		find(k, rule, &p, &(struct figures){ .text = {
		    l->medicine->name,
		    dose_number(k->arena, dose, 1, k->in->point),
		    dose_number(k->arena, ratio_divide(day, ratio_whole(6)),
			1, k->in->point),
		    dose_number(k->arena, day, 1, k->in->point) } });
	}
}

/* Something of subject with something of other: an opioid and a benzodiazepine. */
void
rule_together(struct check *k, const struct dose_rule *rule)
{
	struct picked p = pick_all(k, rule->subject, NULL);
	struct picked others = pick_all(k, rule->other, NULL);
	struct picked both = { .len = 0 }, left = { .len = 0 };
	struct picked right = { .len = 0 };

	for (size_t i = 0; i < p.len; i++)
		for (size_t n = 0; n < others.len; n++)
			if (p.line[i] != others.line[n] &&
			    together(p.line[i], others.line[n])) {
				pick(&left, p.line[i]);
				pick(&right, others.line[n]);
				pick(&both, p.line[i]);
				pick(&both, others.line[n]);
			}
	if (both.len > 0)
		find(k, rule, &both, &(struct figures){
		    .text = { names_of(k, &left), names_of(k, &right) } });
}

/* How two lines are too many. */
typedef bool pair_fn(const struct dose_line *a, const struct dose_line *b);

/* Whoever is too many with one of the group belongs to it too. */
static void
gather(struct picked *group, const struct picked *p, pair_fn *such)
{
	for (size_t i = 0; i < group->len; i++)
		for (size_t n = 0; n < p->len; n++)
			if (together(group->line[i], p->line[n]) &&
			    such(group->line[i], p->line[n]))
				pick(group, p->line[n]);
}

/* The lines of p that are too many; each group is found by all of it, once. */
static void
find_groups(struct check *k, const struct dose_rule *rule,
    const struct picked *p, pair_fn *such)
{
	for (size_t i = 0; i < p->len; i++) {
		struct picked group = { { p->line[i] }, 1 };

		gather(&group, p, such);
		if (group.len > 1)
			find(k, rule, &group, &(struct figures){
			    .text = { names_of(k, &group) } });
	}
}

static bool
same_medicine(const struct dose_line *a, const struct dose_line *b)
{
	return strcmp(a->medicine->id, b->medicine->id) == 0;
}

static bool
other_medicine(const struct dose_line *a, const struct dose_line *b)
{
	return !same_medicine(a, b);
}

/* The same chemical subgroup, the fourth level of ATC. */
static bool
same_class(const struct dose_line *a, const struct dose_line *b)
{
	return other_medicine(a, b) && strlen(a->medicine->atc) >= 5 &&
	    strncmp(a->medicine->atc, b->medicine->atc, 5) == 0;
}

static bool
any_pair(const struct dose_line *a, const struct dose_line *b)
{
	return a != b;
}

/* Steady lines of the list, or all of them where it is empty. */
static struct picked
pick_steady(const struct check *k, const char *list)
{
	struct picked p = { .len = 0 };

	for (size_t i = 0; i < k->in->nlines; i++)
		if (is_steady(&k->in->lines[i]) && (*list == '\0' ||
		    dose_names(list, k->in->lines[i].medicine)))
			pick(&p, &k->in->lines[i]);
	return p;
}

/* Different medicines of subject at the same time: two strong opioids. */
void
rule_several(struct check *k, const struct dose_rule *rule)
{
	struct picked p = pick_steady(k, rule->subject);

	find_groups(k, rule, &p, other_medicine);
}

void
rule_several_patches(struct check *k, const struct dose_rule *rule)
{
	struct picked p = pick_all(k, rule->subject, is_patch);

	find_groups(k, rule, &p, any_pair);
}

void
rule_same_medicine(struct check *k, const struct dose_rule *rule)
{
	struct picked p = pick_steady(k, rule->subject);

	find_groups(k, rule, &p, same_medicine);
}

void
rule_same_class(struct check *k, const struct dose_rule *rule)
{
	struct picked p = pick_steady(k, rule->subject);

	find_groups(k, rule, &p, same_class);
}
