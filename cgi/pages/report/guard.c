/* guard.c: no small count, and none that could be computed from what a user was told today. */

#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "pages/report/guard.h"
#include "reports/suppress.h"
#include "web/i18n.h"

/*
 * A user who may not see single patients is told rows of at least the count
 * that was chosen for his area.  What two reports of a day tell of one period
 * is judged by atoms: the groups of people that their choices tell apart.
 * Each row is told only where it is empty or large in every atom, so that no
 * sum or difference of rows, whichever reports they stand in, is small; what
 * is hidden together is never split by a later choice: such a table is not
 * told, and where it is the choice itself that splits, nothing is; and what
 * was hidden stays hidden all day.  Periods are the same or apart, because two
 * that overlap tell days apart.
 */

static const char *
atom_name(const struct guard *g, const char *atom, bool mine)
{
	return text_printf(g->c->arena, "%s%s", mine ? "*" : "", atom);
}

size_t
guard_atom(const struct guard *g, const char *atom, bool mine)
{
	const char *name = atom_name(g, atom, mine);
	size_t i = 0;

	while (i < g->natoms && strcmp(g->atoms[i], name) != 0)
		i++;
	return i;
}

static void
find_atoms(struct guard *g)
{
	size_t i;

	g->atoms = arena_array(g->c->arena, g->in->ncells, sizeof(*g->atoms));
	for (size_t k = 0; k < g->in->ncells; k++) {
		const struct summary_cell *cell = &g->in->cells[k];

		i = guard_atom(g, cell->atom, cell->mine);
		if (i == g->natoms)
			g->atoms[g->natoms++] = atom_name(g, cell->atom,
			    cell->mine);
	}
}

/* Is an id among those of an atom, "*3,17"? */
static bool
atom_has(const char *atom, const char *id)
{
	size_t len = strlen(id);

	for (const char *p = *atom == '*' ? atom + 1 : atom; *p != '\0';) {
		size_t n = strcspn(p, ",");

		if (n == len && memcmp(p, id, n) == 0)
			return true;
		p += n + (p[n] == ',');
	}
	return false;
}

static bool
list_has(const char *list, const char *item)
{
	return atom_has(list, item);
}

/* Keys of a table in any atom. */
struct keys {
	const char	**key;
	size_t		 len;
};

static size_t
key_of(const struct keys *k, const char *key)
{
	size_t i = 0;

	while (i < k->len && strcmp(k->key[i], key) != 0)
		i++;
	return i;
}

static struct keys
find_keys(const struct guard *g, const char *table)
{
	struct keys k = { arena_array(g->c->arena, g->in->ncells,
	    sizeof(*k.key)), 0 };

	for (size_t i = 0; i < g->in->ncells; i++) {
		const struct summary_cell *cell = &g->in->cells[i];

		if (strcmp(cell->table, table) == 0 &&
		    key_of(&k, cell->key) == k.len)
			k.key[k.len++] = cell->key;
	}
	return k;
}

static void
put_counts(const struct summary_cell *cell, long *to)
{
	const long n[FIGURES] = { cell->ever, cell->at_start, cell->in,
		cell->out, cell->at_end, cell->sexes[0], cell->sexes[1],
		cell->sexes[2] };

	memcpy(to, n, sizeof(n));
}

/* Rows by atoms and figures. */
static long *
matrix_of(const struct guard *g, const char *table, const struct keys *k)
{
	size_t width = g->natoms * FIGURES;
	long *m = arena_array(g->c->arena, k->len * width, sizeof(*m));

	for (size_t i = 0; i < g->in->ncells; i++) {
		const struct summary_cell *cell = &g->in->cells[i];

		if (strcmp(cell->table, table) == 0)
			put_counts(cell, &m[key_of(k, cell->key) * width +
			    guard_atom(g, cell->atom, cell->mine) * FIGURES]);
	}
	return m;
}

/* Columns that this report does not tell are not judged either. */
static void
clear_untold(const struct guard *g, enum figure_part part, long *m,
    size_t rows)
{
	for (size_t i = 0; i < rows * g->natoms; i++)
		for (int n = EVER; n < FIGURES; n++)
			if (!figure_is_told(g->f, part, (enum figure)n))
				m[i * FIGURES + (size_t)n] = 0;
}

/* Do the choices of this report pick rows of the table? */
static bool
is_chosen(const struct guard *g, enum figure_part part)
{
	const char *const lists[PARTS] = {
		[BY_INSTITUTION] = g->scope->institutions,
		[BY_DISTRICT] = g->scope->districts,
		[BY_GROUP] = g->scope->groups, [BY_AGE] = g->scope->ages,
		[BY_SEX] = g->scope->sexes, [BY_PLACE] = g->scope->places,
	};

	return lists[part] != NULL;
}

static void
hide_all(struct figure_table *t)
{
	for (size_t i = 0; i < t->len; i++)
		t->rows[i].hidden = true;
}

bool
guard_was_hidden(const struct guard *g, const char *table, const char *key)
{
	const char *name = text_printf(g->c->arena, "%s:%s", table, key);

	for (size_t i = 0; i < g->before->len; i++)
		if (list_has(g->before->item[i].hidden, name))
			return true;
	return false;
}

/* Does a choice of today cut through what an earlier report hid together? */
static bool
splits(const struct guard *g, const char *table, const struct keys *k,
    const long *m, const struct summary_asked *a)
{
	size_t width = g->natoms * FIGURES;
	long *part = arena_array(g->c->arena, k->len * width, sizeof(*part));
	bool *hidden = arena_array(g->c->arena, k->len, sizeof(*hidden));

	for (size_t r = 0; r < k->len; r++) {
		hidden[r] = list_has(a->hidden, text_printf(g->c->arena,
		    "%s:%s", table, k->key[r]));
		for (size_t i = 0; i < width; i++)
			if (atom_has(g->atoms[i / FIGURES], a->id))
				part[r * width + i] = m[r * width + i];
	}
	return !suppress_holds(part, k->len, width, g->least, hidden);
}

static bool
is_same_period(const struct guard *g, const struct summary_asked *a)
{
	return strcmp(a->from, g->scope->from) == 0 &&
	    strcmp(a->to, g->scope->to) == 0;
}

static void
guard_table(struct guard *g, enum figure_part part)
{
	const char *table = figure_part_code(part);
	struct figure_table *t = &g->f->tables[part];
	struct keys k = find_keys(g, table);
	long *m = matrix_of(g, table, &k);
	bool *hidden = arena_array(g->c->arena, k.len, sizeof(*hidden));

	clear_untold(g, part, m, k.len);
	for (size_t r = 0; r < k.len; r++)
		hidden[r] = guard_was_hidden(g, table, k.key[r]);
	suppress_rows(m, k.len, g->natoms * FIGURES, g->least,
	    hidden);
	for (size_t i = 0; i < t->len; i++)
		t->rows[i].hidden = hidden[key_of(&k, t->rows[i].key)];
	for (size_t i = 0; i < g->before->len; i++)
		if (is_same_period(g, &g->before->item[i]) &&
		    splits(g, table, &k, m, &g->before->item[i])) {
			hide_all(t);
			g->split = g->split || is_chosen(g, part);
		}
}

static bool
any_hidden(const struct figure_table *t)
{
	for (size_t i = 0; i < t->len; i++)
		if (t->rows[i].hidden)
			return true;
	return false;
}

bool
guard_is_small(const struct guard *g, long n)
{
	return n > 0 && n < g->least;
}

/* Everybody of an atom: too few to be told of at all? */
static bool
has_small_atom(const struct guard *g)
{
	for (size_t i = 0; i < g->in->ncells; i++)
		if (strcmp(g->in->cells[i].table, "all") == 0 &&
		    guard_is_small(g, g->in->cells[i].ever))
			return true;
	return false;
}

static bool
has_small_flow(const struct guard *g)
{
	for (size_t i = 0; i < g->in->ncells; i++) {
		const struct summary_cell *cell = &g->in->cells[i];

		if (strcmp(cell->table, "all") == 0 &&
		    (guard_is_small(g, cell->at_start) || guard_is_small(g, cell->in) ||
		    guard_is_small(g, cell->out) || guard_is_small(g, cell->at_end)))
			return true;
	}
	return guard_was_hidden(g, "flow", "all");
}

/* The cases of an indicator in an atom. */
static void
put_outcome(const struct guard *g, const struct indicator *of, long *m)
{
	for (size_t i = 0; i < g->in->ncells; i++) {
		const struct summary_cell *cell = &g->in->cells[i];

		if (strcmp(cell->table, "all") == 0 && !of->episodes)
			m[NOT_ASKED * g->natoms + guard_atom(g, cell->atom,
			    cell->mine)] = cell->ever;
	}
	for (size_t i = 0; i < g->in->noutcomes; i++) {
		const struct summary_outcome *o = &g->in->outcomes[i];
		size_t a = guard_atom(g, o->atom, o->mine);

		if (a == g->natoms || strcmp(o->indicator, of->code) != 0)
			continue;
		m[YES * g->natoms + a] = o->yes;
		m[NO * g->natoms + a] = o->no;
		m[MISSING * g->natoms + a] = o->missing;
		if (!of->episodes)
			m[NOT_ASKED * g->natoms + a] -= o->yes + o->no +
			    o->missing;
	}
}

/* May the denominator be told, which another table tells too? */
static bool
base_is_hidden(const struct figures *f, const struct indicator *of)
{
	const struct figure_table *t = &f->tables[of->part];

	if (of->key == NULL)
		return of->of != EVER && f->flow_hidden;
	for (size_t i = 0; i < t->len; i++)
		if (strcmp(t->rows[i].key, of->key) == 0)
			return t->rows[i].hidden;
	return false;
}

static void
guard_outcome(struct guard *g, size_t which)
{
	const struct indicator *of = &indicators[which];
	long *m = arena_array(g->c->arena, OUTCOMES * g->natoms, sizeof(*m));
	bool hidden[OUTCOMES] = { false };
	bool all = base_is_hidden(g->f, of) ||
	    guard_was_hidden(g, "indicator", of->code);

	put_outcome(g, of, m);
	suppress_rows(m, OUTCOMES, g->natoms, g->least, hidden);
	for (int i = 0; i < OUTCOMES; i++)
		all = all || (hidden[i] && g->natoms > 1);
	for (int i = 0; i < OUTCOMES; i++)
		g->f->outcomes[which].hidden[i] = all || hidden[i];
	if (hidden[YES] || hidden[NO] || all)
		g->f->outcomes[which].median = "";
}

/* Two periods of a day are the same or apart by more than a night. */
static const char *
judge_periods(const struct guard *g)
{
	long from, to, since, until;

	if (date_parse(g->scope->from, &from) != OK ||
	    date_parse(g->scope->to, &to) != OK)
		return NULL;
	for (size_t i = 0; i < g->before->len; i++) {
		const struct summary_asked *a = &g->before->item[i];

		if (is_same_period(g, a) || date_parse(a->from, &since) != OK ||
		    date_parse(a->to, &until) != OK)
			continue;
		if (from <= until && since <= to)
			return N_("Today you had a summary of a period that"
			    " overlaps with this one. Two of them together"
			    " would tell single patients: choose the same"
			    " period, one apart from it, or ask tomorrow.");
		if ((from == until + 1 || since == to + 1) &&
		    g->f->flow_hidden)
			return N_("Beside the adjacent period you had today"
			    " this one would tell single patients: choose"
			    " another, or ask tomorrow.");
	}
	return NULL;
}

const char *
figures_guard(const struct ctx *c, const struct summary_scope *s,
    const struct summary_counts *in, const struct summary_asked_list *before,
    long least, struct figures *out)
{
	struct guard g = { .c = c, .in = in, .before = before, .scope = s,
		.least = least, .f = out };

	out->guarded = true;
	find_atoms(&g);
	if (has_small_atom(&g))
		return N_("These are too few patients, or too few beside what"
		    " you had today. Choose more of them, exactly the same, or"
		    " ask tomorrow.");
	out->flow_hidden = has_small_flow(&g);
	guard_table(&g, BY_SEX);
	out->sexes_hidden = any_hidden(&out->tables[BY_SEX]) ||
	    guard_was_hidden(&g, "sexes", "all");
	for (int p = 0; p < PARTS; p++)
		if (p != BY_SEX)
			guard_table(&g, (enum figure_part)p);
	if (out->flow_hidden) {
		hide_all(&out->tables[BY_STATUS]);
		hide_all(&out->tables[BY_REASON]);
	}
	if (any_hidden(&out->tables[BY_STEP]))
		hide_all(&out->tables[BY_STEP]);
	for (size_t i = 0; i < indicators_len; i++)
		guard_outcome(&g, i);
	guard_needs(&g);
	out->nmonths = 0;
	if (g.split)
		return N_("Beside what you had today this choice would tell"
		    " single patients. Choose the same as before, or ask"
		    " tomorrow.");
	return judge_periods(&g);
}

const char *
figures_hidden(const struct ctx *c, const struct figures *f)
{
	struct str s;

	str_init(&s, c->arena, 256);
	str_add_text(&s, f->flow_hidden ? "flow:all" : "");
	str_add_text(&s, f->sexes_hidden ? ",sexes:all" : "");
	str_add_text(&s, f->opioids.hidden ? ",opioids:all" : "");
	for (int p = 0; p < PARTS; p++)
		for (size_t i = 0; i < f->tables[p].len; i++)
			if (f->tables[p].rows[i].hidden)
				str_addf(&s, ",%s:%s", figure_part_code(
				    (enum figure_part)p),
				    f->tables[p].rows[i].key);
	for (size_t i = 0; i < indicators_len; i++)
		if (f->outcomes[i].hidden[YES] && f->outcomes[i].hidden[NO] &&
		    f->outcomes[i].hidden[NOT_ASKED])
			str_addf(&s, ",indicator:%s", indicators[i].code);
	for (size_t i = 0; i < f->nneeds; i++)
		if (f->needs[i].hidden)
			str_addf(&s, ",%s:%s", f->needs[i].kind,
			    f->needs[i].key);
	return s.text;
}
