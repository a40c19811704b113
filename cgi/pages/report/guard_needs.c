/* guard_needs.c: no small count among the needs, and no sum that gives one away. */

#include <stdlib.h>
#include <string.h>

#include "pages/report/guard.h"

static bool
is_same_need(const struct need_row *row, const struct summary_need *n)
{
	return strcmp(row->kind, n->kind) == 0 && strcmp(row->key, n->key) == 0;
}

/*
 * Who had a medicine and missed it are among those who had it: few who did not
 * miss it would be told by the difference.
 */
static bool
leaves_few(const struct guard *g, const struct summary_need *shortage)
{
	for (size_t i = 0; i < g->in->nneeds; i++) {
		const struct summary_need *n = &g->in->needs[i];

		if (strcmp(n->kind, "medicine") == 0 &&
		    strcmp(n->key, shortage->key) == 0 &&
		    n->mine == shortage->mine &&
		    strcmp(n->atom, shortage->atom) == 0)
			return guard_is_small(g, n->patients -
			    shortage->patients);
	}
	return false;
}

/* Patients of an atom with one of some kinds of respiratory support. */
static long
supported(const struct guard *g, const struct summary_need *device,
    unsigned kinds)
{
	static const char *const keys[] = { "invasive", "noninvasive",
		"other" };
	long n = 0;

	for (size_t i = 0; i < g->in->ncells; i++) {
		const struct summary_cell *c = &g->in->cells[i];

		for (size_t k = 0; k < 3; k++)
			if ((kinds >> k & 1) == 1 && c->mine == device->mine &&
			    strcmp(c->table, "support") == 0 &&
			    strcmp(c->key, keys[k]) == 0 &&
			    strcmp(c->atom, device->atom) == 0)
				n += c->ever;
	}
	return n;
}

/*
 * The table of respiratory support tells nearly the same people as a device
 * does: few that are in one alone would be told by the difference.
 */
static bool
is_beside_support(const struct guard *g, const struct need_row *row)
{
	for (size_t i = 0; i < g->in->nneeds; i++) {
		const struct summary_need *n = &g->in->needs[i];

		for (unsigned kinds = 1; is_same_need(row, n) && kinds < 8;
		    kinds++)
			if (guard_is_small(g, labs(n->patients -
			    supported(g, n, kinds))))
				return true;
	}
	return false;
}

/*
 * Patients overlap between these rows and no sum is told, so that each row
 * stands by itself: told where its patients are many in every atom, and where
 * of a device neither what is told of it nor its complement is small.
 */
static void
guard_need(struct guard *g, struct need_row *row)
{
	bool medicine = strcmp(row->kind, "medicine") == 0;
	bool counted = !medicine && strcmp(row->kind, "shortage") != 0;

	row->hidden = guard_was_hidden(g, row->kind, row->key) ||
	    (strcmp(row->kind, "device") == 0 && is_beside_support(g, row));
	for (size_t i = 0; i < g->in->nneeds; i++) {
		const struct summary_need *n = &g->in->needs[i];

		if (!is_same_need(row, n))
			continue;
		row->hidden = row->hidden || guard_is_small(g, n->patients) ||
		    (!medicine && !counted && leaves_few(g, n));
		for (int k = 0; k < NEEDS && counted; k++)
			row->hidden = row->hidden || guard_is_small(g, n->n[k]);
		if (medicine)
			row->ahead_hidden = row->ahead_hidden ||
			    guard_is_small(g, n->n[RECENT]);
	}
	row->ahead_hidden = row->ahead_hidden || row->hidden;
	if (row->hidden || g->natoms > 1)
		row->median = "";
}

/* Is what a need amounts to kept back, in this report or in one before? */
static bool
is_hidden(const struct guard *g, const struct summary_need *n)
{
	for (size_t i = 0; i < g->f->nneeds; i++)
		if (is_same_need(&g->f->needs[i], n))
			return g->f->needs[i].hidden &&
			    ratio_known(g->f->needs[i].now.ome);
	return guard_was_hidden(g, n->kind, n->key);
}

/*
 * The equivalents of all opioids less those that are told are those of the
 * rows that are hidden: in every atom of nobody, or of enough in one row.
 */
static bool
opioids_hold(const struct guard *g)
{
	long *most = arena_array(g->c->arena, g->natoms, sizeof(*most));

	for (size_t i = 0; i < g->in->nneeds; i++) {
		const struct summary_need *n = &g->in->needs[i];
		size_t a = guard_atom(g, n->atom, n->mine);

		if (strcmp(n->kind, "medicine") == 0 && a < g->natoms &&
		    n->patients > most[a] && is_hidden(g, n))
			most[a] = n->patients;
	}
	for (size_t a = 0; a < g->natoms; a++)
		if (guard_is_small(g, most[a]))
			return false;
	return true;
}

/* The opioid of the fewest patients that is still told, or NULL. */
static struct need_row *
least_opioid(const struct guard *g)
{
	struct need_row *least = NULL;

	for (size_t i = 0; i < g->f->nneeds; i++) {
		struct need_row *row = &g->f->needs[i];

		if (!row->hidden && ratio_known(row->now.ome) &&
		    strcmp(row->kind, "medicine") == 0 &&
		    (least == NULL || row->patients < least->patients))
			least = row;
	}
	return least;
}

static void
guard_opioids(struct guard *g)
{
	struct opioids *o = &g->f->opioids;
	struct need_row *row;

	o->hidden = guard_was_hidden(g, "opioids", "all");
	for (size_t i = 0; i < g->in->ndays; i++)
		o->hidden = o->hidden ||
		    guard_is_small(g, g->in->days[i].patients);
	while (!o->hidden && !opioids_hold(g)) {
		row = least_opioid(g);
		if (row == NULL)
			o->hidden = true;
		else
			row->hidden = row->ahead_hidden = true;
	}
}

void
guard_needs(struct guard *g)
{
	for (size_t i = 0; i < g->f->nneeds; i++)
		guard_need(g, &g->f->needs[i]);
	guard_opioids(g);
}
