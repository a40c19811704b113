/* figures.c: the counts of the summary as rows with their names. */

#include <stdlib.h>
#include <string.h>

#include "pages/common.h"
#include "pages/report/figures.h"
#include "web/i18n.h"

static const char *const part_codes[PARTS] = {
	[BY_INSTITUTION] = "institution", [BY_DISTRICT] = "district",
	[BY_GROUP] = "group", [BY_AGE] = "age", [BY_SEX] = "sex",
	[BY_SETTLEMENT] = "settlement", [BY_PLACE] = "place",
	[BY_STATUS] = "status", [BY_REASON] = "reason", [BY_STEP] = "step", [BY_SUPPORT] = "support",
};

static const struct choice ages[] = {
	{ "0", "0–17", NULL }, { "1", "18–39", NULL }, { "2", "40–59", NULL },
	{ "3", "60–74", NULL }, { "4", "75+", NULL }, { NULL, NULL, NULL }
};

static const struct choice sexes[] = {
	{ "m", N_("Men"), NULL }, { "f", N_("Women"), NULL },
	{ "u", N_("Not stated"), NULL }, { NULL, NULL, NULL }
};

static const struct choice settlements[] = {
	{ "urban", N_("Town"), NULL }, { "rural", N_("Countryside"), NULL },
	{ NULL, NULL, NULL }
};

static const struct choice statuses[] = {
	{ "active", N_("Under observation"), NULL },
	{ "suspended", N_("Suspended"), NULL },
	{ "awaiting", N_("Awaiting a decision"), NULL },
	{ NULL, NULL, NULL }
};

static const struct choice steps[] = {
	{ "iii", N_("III: strong opioids"), NULL },
	{ "ii", N_("II: weak opioids"), NULL },
	{ "i", N_("I: non-opioid painkillers"), NULL },
	{ "none", N_("no painkiller"), NULL },
	{ NULL, NULL, NULL }
};

static const struct choice supports[] = {
	{ "invasive", N_("Invasive ventilation"), NULL },
	{ "noninvasive", N_("Non-invasive ventilation"), NULL },
	{ "other", N_("Oxygen, cough assist, aspirator and others"), NULL },
	{ "none", N_("no respiratory support"), NULL },
	{ NULL, NULL, NULL }
};

/* Names that are no rows of a book. */
static const struct choice *const names[PARTS] = {
	[BY_AGE] = ages, [BY_SEX] = sexes, [BY_SETTLEMENT] = settlements,
	[BY_STATUS] = statuses, [BY_STEP] = steps, [BY_SUPPORT] = supports,
};

const char *
figure_part_code(enum figure_part part)
{
	return part_codes[part];
}

bool
figure_is_told(const struct figures *f, enum figure_part part,
    enum figure figure)
{
	bool fine = part == BY_GROUP || part == BY_AGE || part == BY_PLACE;

	if (figure == EVER)
		return true;
	if (part >= BY_STATUS)
		return false;
	if (figure >= MEN)
		return part == BY_AGE && !f->sexes_hidden;
	if (part == BY_AGE && figure != AT_END)
		return false;
	return !f->flow_hidden && !(fine && f->guarded);
}

static const char *
label_of(const struct ctx *c, enum figure_part part,
    const struct summary_cell *cell)
{
	if (*cell->label != '\0')
		return cell->label;
	for (const struct choice *n = names[part]; n != NULL &&
	    n->code != NULL; n++)
		if (strcmp(n->code, cell->key) == 0)
			return tr(c, n->name);
	return tr(c, N_("Not stated"));
}

static void
add_counts(struct figure_row *row, const struct summary_cell *cell)
{
	const long n[FIGURES] = {
		[EVER] = cell->ever, [AT_START] = cell->at_start,
		[TAKEN_IN] = cell->in, [REMOVED] = cell->out,
		[AT_END] = cell->at_end, [MEN] = cell->sexes[0],
		[WOMEN] = cell->sexes[1], [UNSTATED] = cell->sexes[2],
	};

	for (int i = 0; i < FIGURES; i++)
		row->n[i] += n[i];
}

/* The row of that key, the last of its table while it is being read. */
static struct figure_row *
row_of(struct figure_table *t, const struct summary_cell *cell)
{
	if (t->len == 0 || strcmp(t->rows[t->len - 1].key, cell->key) != 0)
		t->rows[t->len++].key = cell->key;
	return &t->rows[t->len - 1];
}

static void
read_table(const struct ctx *c, const struct summary_counts *in,
    enum figure_part part, struct figure_table *t)
{
	struct figure_row *row;

	t->rows = arena_array(c->arena, in->ncells, sizeof(*t->rows));
	for (size_t i = 0; i < in->ncells; i++) {
		const struct summary_cell *cell = &in->cells[i];

		if (!cell->mine || strcmp(cell->table, part_codes[part]) != 0)
			continue;
		row = row_of(t, cell);
		row->label = label_of(c, part, cell);
		add_counts(row, cell);
	}
}

static int
by_key(const void *a, const void *b)
{
	const struct figure_row *x = a, *y = b;

	return strcmp(x->key, y->key);
}

/* Fixed classifications stand in their own order. */
static void
sort_table(enum figure_part part, struct figure_table *t)
{
	struct figure_row swap;
	size_t to = 0;

	if (names[part] == NULL)
		return;
	qsort(t->rows, t->len, sizeof(*t->rows), by_key);
	for (const struct choice *n = names[part]; n->code != NULL; n++)
		for (size_t i = to; i < t->len; i++)
			if (strcmp(t->rows[i].key, n->code) == 0) {
				swap = t->rows[i];
				memmove(&t->rows[to + 1], &t->rows[to],
				    (i - to) * sizeof(swap));
				t->rows[to++] = swap;
				break;
			}
}

const struct figure_row *
figure_row_of(const struct figure_table *t, const char *key)
{
	for (size_t i = 0; i < t->len; i++)
		if (strcmp(t->rows[i].key, key) == 0)
			return &t->rows[i];
	return NULL;
}

void
figures_add_rows(const struct ctx *c, struct figures *to,
    const struct figures *of)
{
	for (int p = 0; p < PARTS; p++) {
		struct figure_table *t = &to->tables[p];
		const struct figure_table *other = &of->tables[p];
		struct figure_row *rows = arena_array(c->arena, t->len +
		    other->len, sizeof(*rows));

		if (t->len > 0)
			memcpy(rows, t->rows, t->len * sizeof(*rows));
		t->rows = rows;
		for (size_t i = 0; i < other->len; i++)
			if (figure_row_of(t, other->rows[i].key) == NULL)
				rows[t->len++] = (struct figure_row){
				    .key = other->rows[i].key,
				    .label = other->rows[i].label };
		sort_table((enum figure_part)p, t);
	}
}

static long
target_of(const struct summary_counts *in, const char *indicator)
{
	for (size_t i = 0; i < in->ntargets; i++)
		if (strcmp(in->targets[i].indicator, indicator) == 0)
			return in->targets[i].target;
	return 0;
}

static void
read_outcome(const struct summary_counts *in, const struct indicator *of,
    long ever, struct outcome *out)
{
	long asked = 0;

	out->median = "";
	for (size_t i = 0; i < in->noutcomes; i++) {
		const struct summary_outcome *o = &in->outcomes[i];

		if (!o->mine || strcmp(o->indicator, of->code) != 0)
			continue;
		out->n[YES] += o->yes;
		out->n[NO] += o->no;
		out->n[MISSING] += o->missing;
		out->median = of->median ? o->median : "";
		asked += o->yes + o->no + o->missing;
	}
	out->n[NOT_ASKED] = of->episodes ? 0 : ever - asked;
	out->target = target_of(in, of->code);
}

static void
add_need(struct figures *f, const struct summary_need *from)
{
	struct need_row *row = f->nneeds == 0 ? NULL : &f->needs[f->nneeds - 1];

	if (row == NULL || strcmp(row->kind, from->kind) != 0 ||
	    strcmp(row->key, from->key) != 0) {
		row = &f->needs[f->nneeds++];
		*row = (struct need_row){ .kind = from->kind, .key = from->key,
		    .label = from->label, .median = from->median };
	} else
		row->median = "";
	row->patients += from->patients;
	for (int i = 0; i < NEEDS; i++)
		row->n[i] += from->n[i];
}

void
figures_read(const struct ctx *c, const struct summary_counts *in,
    struct figures *out)
{
	*out = (struct figures){ .months = in->months,
		.nmonths = in->nmonths,
		.cover_adults = target_of(in, "coverage_adults"),
		.cover_children = target_of(in, "coverage_children") };
	for (size_t i = 0; i < in->ncells; i++)
		if (in->cells[i].mine && strcmp(in->cells[i].table, "all") == 0)
			add_counts(&out->all, &in->cells[i]);
	for (int p = 0; p < PARTS; p++) {
		read_table(c, in, (enum figure_part)p, &out->tables[p]);
		sort_table((enum figure_part)p, &out->tables[p]);
	}
	out->needs = arena_array(c->arena, in->nneeds, sizeof(*out->needs));
	for (size_t i = 0; i < in->nneeds; i++)
		if (in->needs[i].mine)
			add_need(out, &in->needs[i]);
	out->outcomes = arena_array(c->arena, indicators_len,
	    sizeof(*out->outcomes));
	for (size_t i = 0; i < indicators_len; i++)
		read_outcome(in, &indicators[i], out->all.n[EVER],
		    &out->outcomes[i]);
}
