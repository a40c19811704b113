/* tables_resources.c: reached of the need, beds and teams of the summary. */

#include <string.h>

#include "base/str.h"
#include "pages/common.h"
#include "pages/report/filling.h"
#include "web/i18n.h"

static const struct column coverage_columns[] = {
	{ N_("Whom"), 30, ALIGN_LEFT, 0 },
	{ N_("On the register"), 12, ALIGN_RIGHT, 0 },
	{ N_("Need in a year"), 12, ALIGN_RIGHT, 0 },
	{ N_("Reached, %"), 10, ALIGN_RIGHT, 0 },
	{ N_("Target, %"), 9, ALIGN_RIGHT, 0 },
	{ N_("Target reached"), 12, ALIGN_LEFT, 0 },
	{ N_("People"), 13, ALIGN_RIGHT, 0 },
	{ N_("On the register of 100,000"), 12, ALIGN_RIGHT, 0 },
	{ N_("Before, %"), 9, ALIGN_RIGHT, 0 },
};

static const struct column place_columns[] = {
	{ N_("Institution"), 34, ALIGN_LEFT, 0 },
	{ N_("Kind of care"), 22, ALIGN_LEFT, 0 },
	{ N_("Palliative beds, adults"), 11, ALIGN_RIGHT, 0 },
	{ N_("Palliative beds, children"), 11, ALIGN_RIGHT, 0 },
	{ N_("Nursing-care beds"), 11, ALIGN_RIGHT, 0 },
	{ N_("Mobile teams"), 11, ALIGN_RIGHT, 0 },
};

static const struct column rate_columns[] = {
	{ N_("Figure"), 40, ALIGN_LEFT, 0 },
	{ N_("Number"), 14, ALIGN_RIGHT, 0 },
	{ N_("People"), 16, ALIGN_RIGHT, 0 },
	{ N_("Of 100,000 people"), 14, ALIGN_RIGHT, 0 },
	{ N_("Institutions that do not state it"), 16, ALIGN_RIGHT, 0 },
};

/* As of area.facility. */
static const struct choice facilities[] = {
	{ "hospice", N_("hospice"), NULL },
	{ "palliative_department", N_("palliative department"), NULL },
	{ "nursing_care", N_("nursing care"), NULL },
	{ "outpatient", N_("outpatient clinic"), NULL },
	{ "mobile_service", N_("mobile service"), NULL },
	{ "polyclinic", N_("polyclinic"), NULL },
	{ "hospital", N_("district hospital"), NULL },
	{ NULL, NULL, NULL }
};

/* Of one group of people: how many, in need, and on the register. */
struct reach {
	long		 people;	/* below 0: not stated */
	long		 need;
	long		 had;
	long		 before;
	bool		 hidden;
	bool		 before_hidden;
	long		 target;
};

static const char *
fill_stated(const struct ctx *c, long n)
{
	return n < 0 ? NULL : text_count(c->arena, n);
}

static const char *
rate_text(const struct ctx *c, long n, long of)
{
	if (n < 0 || of <= 0)
		return NULL;
	return fill_ratio(c, ratio_divide(ratio_multiply(ratio_whole(n),
	    ratio_whole(100000)), ratio_whole(of)), 1, false);
}

static long
add_stated(long a, long b)
{
	return a < 0 || b < 0 ? -1 : a + b;
}

static void
fill_reach(struct making *m, struct filling *f, const char *name,
    const struct reach *r)
{
	const struct ctx *c = m->c;

	fill_row(f, ROW_PLAIN, name);
	fill_cell(f, fill_count(c, r->had, r->hidden));
	fill_cell(f, fill_stated(c, r->need));
	fill_cell(f, r->hidden ? TABLES_HIDDEN : fill_percent(c, r->had,
	    r->need));
	fill_cell(f, fill_target(c, r->target, false));
	fill_cell(f, r->hidden ? NULL : fill_reached(c, r->target, false,
	    r->had, r->need));
	fill_cell(f, fill_stated(c, r->people));
	fill_cell(f, r->hidden ? TABLES_HIDDEN : rate_text(c, r->had,
	    r->people));
	if (m->before != NULL)
		fill_cell(f, r->before_hidden ? TABLES_HIDDEN :
		    fill_percent(c, r->before, r->need));
}

/* Those on the register of a row, or of all but that row. */
static long
count_of(const struct figures *f, enum figure_part part, const char *key,
    bool others, bool *hidden)
{
	const struct figure_row *row = figure_row_of(&f->tables[part], key);
	long n = row == NULL ? 0 : row->n[EVER];

	*hidden = row != NULL && row->hidden;
	return others ? f->all.n[EVER] - n : n;
}

static struct reach
reach_of(const struct making *m, enum figure_part part, const char *key,
    bool others)
{
	struct reach r = { 0 };

	r.had = count_of(m->now, part, key, others, &r.hidden);
	if (m->before != NULL)
		r.before = count_of(m->before, part, key, others,
		    &r.before_hidden);
	return r;
}

/* The region states its people, or the sum of its districts is taken. */
static struct resource_people
whole_of(const struct resources *in)
{
	struct resource_people all = { .region = true }, none = { .adults = -1,
		.children = -1, .need_adults = -1, .need_children = -1 };

	for (size_t i = 0; i < in->npeople; i++) {
		const struct resource_people *p = &in->people[i];

		if (p->region)
			none = *p;
		else {
			all.adults = add_stated(all.adults, p->adults);
			all.children = add_stated(all.children, p->children);
			all.need_adults = add_stated(all.need_adults,
			    p->need_adults);
			all.need_children = add_stated(all.need_children,
			    p->need_children);
		}
	}
	all.adults = none.adults < 0 ? all.adults : none.adults;
	all.children = none.children < 0 ? all.children : none.children;
	all.need_adults = none.need_adults < 0 ? all.need_adults :
	    none.need_adults;
	all.need_children = none.need_children < 0 ? all.need_children :
	    none.need_children;
	return all;
}

#define YOUNGEST	"0"	/* band of the ages */

static void
fill_whole(struct making *m, struct filling *f)
{
	const struct resource_people p = whole_of(m->resources);
	const struct ctx *c = m->c;
	struct reach r = reach_of(m, BY_AGE, YOUNGEST, true);

	r.people = p.adults;
	r.need = p.need_adults;
	r.target = m->now->cover_adults;
	fill_reach(m, f, tr(c, N_("Adults")), &r);
	r = reach_of(m, BY_AGE, YOUNGEST, false);
	r.people = p.children;
	r.need = p.need_children;
	r.target = m->now->cover_children;
	fill_reach(m, f, tr(c, N_("Children to 17 years")), &r);
	fill_reach(m, f, tr(c, N_("All")), &(struct reach){
	    .people = add_stated(p.adults, p.children),
	    .need = add_stated(p.need_adults, p.need_children),
	    .had = m->now->all.n[EVER], .before = m->before == NULL ? 0 :
	    m->before->all.n[EVER] });
}

static void
add_coverage(struct making *m)
{
	const struct resources *in = m->resources;
	const struct ctx *c = m->c;
	struct filling f = fill_begin(c, in->npeople + 6);
	struct reach r;

	fill_row(&f, ROW_GROUP, tr(c, N_("The whole region")));
	fill_whole(m, &f);
	fill_row(&f, ROW_GROUP, tr(c, N_("By the district in which they"
	    " live")));
	for (size_t i = 0; i < in->npeople; i++) {
		const struct resource_people *p = &in->people[i];

		if (p->region)
			continue;
		r = reach_of(m, BY_DISTRICT, p->key, false);
		r.people = add_stated(p->adults, p->children);
		r.need = add_stated(p->need_adults, p->need_children);
		fill_reach(m, &f, p->name, &r);
	}
	r = reach_of(m, BY_DISTRICT, "", false);
	r.people = r.need = -1;
	fill_reach(m, &f, tr(c, N_("Not stated")), &r);
	fill_section(m, "coverage", tr(c, N_("Reached of those in need")),
	    fill_columns(c, coverage_columns, 9), m->before == NULL ? 8 : 9,
	    &f)->note = tr(c, N_("Numerator: on the register on a day of the"
	    " period. Denominator: who needs palliative care in a year, by"
	    " the estimate in the book of areas; a period shorter than a year"
	    " reaches less of it. A dash: the estimate is not stated."));
}

static const char *
facility_text(const struct ctx *c, const char *code)
{
	for (const struct choice *f = facilities; f->code != NULL; f++)
		if (strcmp(f->code, code) == 0)
			return tr(c, f->name);
	return NULL;
}

/* What is summed up of the places. */
enum { ADULT_BEDS, CHILD_BEDS, ADULT_NURSING, CHILD_NURSING, TEAMS, SUMS };

static long
stated(const struct resource_place *p, int which)
{
	const long n[SUMS] = { p->beds, p->child_beds, p->nursing,
		p->child_nursing, p->teams };

	return n[which];
}

static long
sum_of(const struct resources *in, int which, long *missing)
{
	long sum = 0;

	*missing = 0;
	for (size_t i = 0; i < in->nplaces; i++) {
		long n = stated(&in->places[i], which);

		if (n >= 0)
			sum += n;
		else
			++*missing;
	}
	return sum;
}

static void
add_places(struct making *m)
{
	const struct resources *in = m->resources;
	const struct ctx *c = m->c;
	struct filling f = fill_begin(c, in->nplaces + 1);
	long sums[SUMS], missing;

	for (size_t i = 0; i < in->nplaces; i++) {
		const struct resource_place *p = &in->places[i];

		fill_row(&f, ROW_PLAIN, p->name);
		fill_cell(&f, facility_text(c, p->facility));
		fill_cell(&f, fill_stated(c, p->beds));
		fill_cell(&f, fill_stated(c, p->child_beds));
		fill_cell(&f, fill_stated(c, add_stated(p->nursing,
		    p->child_nursing)));
		fill_cell(&f, fill_stated(c, p->teams));
	}
	for (int i = 0; i < SUMS; i++)
		sums[i] = sum_of(in, i, &missing);
	fill_row(&f, ROW_TOTAL, tr(c, N_("Total")));
	fill_cell(&f, "");
	fill_cell(&f, text_count(c->arena, sums[ADULT_BEDS]));
	fill_cell(&f, text_count(c->arena, sums[CHILD_BEDS]));
	fill_cell(&f, text_count(c->arena, sums[ADULT_NURSING] +
	    sums[CHILD_NURSING]));
	fill_cell(&f, text_count(c->arena, sums[TEAMS]));
	fill_section(m, "places", tr(c, N_("Beds and mobile teams")),
	    fill_columns(c, place_columns, 6), 6, &f)->note = tr(c, N_("As"
	    " they stand in the book of areas today. Where departments state"
	    " theirs, the institution has their sum. A dash: none is"
	    " stated."));
}

static void
add_rates(struct making *m)
{
	static const struct {
		const char	*name;
		int		 children;	/* 1: of them; 2: of all */
	} rows[SUMS] = {
		[ADULT_BEDS] = { N_("Palliative beds for adults"), 0 },
		[CHILD_BEDS] = { N_("Palliative beds for children"), 1 },
		[ADULT_NURSING] = { N_("Nursing-care beds for adults"), 0 },
		[CHILD_NURSING] = { N_("Nursing-care beds for children"), 1 },
		[TEAMS] = { N_("Mobile teams"), 2 },
	};
	const struct resource_people p = whole_of(m->resources);
	const long people[] = { p.adults, p.children, add_stated(p.adults,
		p.children) };
	const struct ctx *c = m->c;
	struct filling f = fill_begin(c, SUMS);
	long n, missing;

	for (int i = 0; i < SUMS; i++) {
		n = sum_of(m->resources, i, &missing);
		fill_row(&f, ROW_PLAIN, tr(c, rows[i].name));
		fill_cell(&f, text_count(c->arena, n));
		fill_cell(&f, fill_stated(c, people[rows[i].children]));
		fill_cell(&f, rate_text(c, n, people[rows[i].children]));
		fill_cell(&f, text_count(c->arena, missing));
	}
	fill_section(m, "rates", tr(c, N_("Beds and teams for the people")),
	    fill_columns(c, rate_columns, 5), 5, &f)->note = tr(c, N_("Beds for"
	    " adults are told of adults, those for children of children, teams"
	    " of all people. An institution without beds of a kind states"
	    " none of them."));
}

void
tables_resources(struct making *m)
{
	if (m->resources->npeople > 0)
		add_coverage(m);
	if (m->resources->nplaces > 0)
		add_places(m);
	if (m->resources->npeople > 0 && m->resources->nplaces > 0)
		add_rates(m);
}
