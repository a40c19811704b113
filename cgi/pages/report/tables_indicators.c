/* tables_indicators.c: the indicators of the summary, their targets and definitions. */

#include <string.h>

#include "base/str.h"
#include "pages/report/filling.h"
#include "pages/timing.h"
#include "web/i18n.h"

static bool
is_told(const struct outcome *o)
{
	return !o->hidden[YES] && !o->hidden[NO];
}

static const char *
value_text(const struct ctx *c, const struct outcome *o)
{
	return is_told(o) ? fill_percent(c, o->n[YES], o->n[YES] + o->n[NO]) :
	    TABLES_HIDDEN;
}

static const char *
reached_text(const struct ctx *c, const struct indicator *of,
    const struct outcome *o)
{
	return is_told(o) ? fill_reached(c, o->target, of->down, o->n[YES],
	    o->n[YES] + o->n[NO]) : NULL;
}

static void
fill_indicator(struct making *m, struct filling *f, size_t i)
{
	const struct ctx *c = m->c;
	const struct outcome *o = &m->now->outcomes[i];

	fill_row(f, ROW_PLAIN, tr(c, indicators[i].name));
	fill_cell(f, value_text(c, o));
	fill_cell(f, fill_count(c, o->n[YES], o->hidden[YES]));
	fill_cell(f, fill_count(c, o->n[YES] + o->n[NO], !is_told(o)));
	fill_cell(f, fill_count(c, o->n[MISSING], o->hidden[MISSING]));
	fill_cell(f, tr(c, indicators[i].unit));
	fill_cell(f, *o->median == '\0' ? NULL : decimal_text(c, o->median));
	fill_cell(f, fill_target(c, o->target, indicators[i].down));
	fill_cell(f, reached_text(c, &indicators[i], o));
	if (m->before != NULL)
		fill_cell(f, value_text(c, &m->before->outcomes[i]));
}

static void
add_indicators(struct making *m)
{
	static const struct column columns[] = {
		{ N_("Indicator"), 33, ALIGN_LEFT, 0 },
		{ N_("%"), 9, ALIGN_RIGHT, 0 },
		{ N_("Numerator"), 12, ALIGN_RIGHT, 0 },
		{ N_("Denominator"), 13, ALIGN_RIGHT, 0 },
		{ N_("Not known"), 11, ALIGN_RIGHT, 0 },
		{ N_("Counted in"), 15, ALIGN_LEFT, 0 },
		{ N_("Median, days"), 11, ALIGN_RIGHT, 0 },
		{ N_("Target, %"), 8, ALIGN_RIGHT, 0 },
		{ N_("Target reached"), 12, ALIGN_LEFT, 0 },
		{ N_("Before, %"), 8, ALIGN_RIGHT, 0 },
	};
	const struct ctx *c = m->c;
	struct filling f = fill_begin(c, 2 * indicators_len);

	for (size_t i = 0; i < indicators_len; i++) {
		if (indicators[i].complete)
			continue;
		if (i == 0 || strcmp(indicators[i].chapter,
		    indicators[i - 1].chapter) != 0)
			fill_row(&f, ROW_GROUP, tr(c, indicators[i].chapter));
		fill_indicator(m, &f, i);
	}
	fill_section(m, "indicators", tr(c, N_("Indicators and targets")),
	    fill_columns(c, columns, 10), m->before == NULL ? 9 : 10, &f)->note =
	    tr(c, N_("Not known: belongs to the denominator, but what it is"
	    " judged by was not recorded; it is in neither number."));
}

static void
add_definitions(struct making *m)
{
	static const struct column columns[] = {
		{ N_("Indicator"), 30, ALIGN_LEFT, 0 },
		{ N_("Definition"), 55, ALIGN_LEFT, 0 },
		{ N_("Source"), 15, ALIGN_LEFT, 0 },
	};
	const struct ctx *c = m->c;
	struct filling f = fill_begin(c, indicators_len);

	for (size_t i = 0; i < indicators_len; i++) {
		if (indicators[i].complete)
			continue;
		fill_row(&f, ROW_PLAIN, tr(c, indicators[i].name));
		fill_cell(&f, tr(c, indicators[i].definition));
		fill_cell(&f, tr(c, indicators[i].source));
	}
	fill_section(m, "definitions", tr(c, N_("Definitions")),
	    fill_columns(c, columns, 3), 3, &f);
}

/* Recorded and lacking of so many; one of them hidden hides the other. */
static void
fill_lacking(struct making *m, struct filling *f, long recorded, long lacking,
    bool hidden)
{
	fill_cell(f, fill_count(m->c, recorded + lacking, hidden));
	fill_cell(f, fill_count(m->c, recorded, hidden));
	fill_cell(f, fill_count(m->c, lacking, hidden));
	fill_cell(f, hidden ? TABLES_HIDDEN : fill_percent(m->c, lacking,
	    recorded + lacking));
}

static void
fill_datum(struct making *m, struct filling *f, size_t i)
{
	const struct outcome *o = &m->now->outcomes[i];

	fill_row(f, ROW_PLAIN, tr(m->c, indicators[i].name));
	fill_lacking(m, f, o->n[YES], o->n[NO], !is_told(o));
	fill_cell(f, fill_target(m->c, o->target, indicators[i].down));
	fill_cell(f, reached_text(m->c, &indicators[i], o));
	if (m->before != NULL) {
		o = &m->before->outcomes[i];
		fill_cell(f, is_told(o) ? fill_percent(m->c, o->n[NO],
		    o->n[YES] + o->n[NO]) : TABLES_HIDDEN);
	}
	fill_cell(f, tr(m->c, indicators[i].definition));
}

/* Of all in the report, in how many a datum is not stated, by its table. */
struct lacking {
	long	 all;
	long	 n;
	bool	 hidden;
};

static struct lacking
lacking_of(const struct figures *f, enum figure_part part, const char *key)
{
	const struct figure_row *row = figure_row_of(&f->tables[part], key);

	return (struct lacking){ f->all.n[EVER], row == NULL ? 0 :
	    row->n[EVER], row != NULL && row->hidden };
}

static void
fill_unstated(struct making *m, struct filling *f, enum figure_part part,
    const char *key, const char *name)
{
	struct lacking l = lacking_of(m->now, part, key);

	fill_row(f, ROW_PLAIN, tr(m->c, name));
	fill_lacking(m, f, l.all - l.n, l.n, l.hidden);
	fill_cell(f, NULL);
	fill_cell(f, NULL);
	if (m->before != NULL) {
		l = lacking_of(m->before, part, key);
		fill_cell(f, l.hidden ? TABLES_HIDDEN : fill_percent(m->c, l.n,
		    l.all));
	}
	fill_cell(f, tr(m->c, N_("As in the table of patients by it.")));
}

static const struct {
	enum figure_part	 part;
	const char		*key;
	const char		*name;
} unstated[] = {
	{ BY_SEX, "u", N_("Sex") },
	{ BY_DISTRICT, "", N_("District") },
	{ BY_SETTLEMENT, "", N_("Settlement") },
	{ BY_PLACE, "", N_("Place of care") },
};

enum { UNSTATED_LEN = sizeof(unstated) / sizeof(unstated[0]) };

static struct column *
lacking_columns(const struct making *m, size_t *n)
{
	static const struct column columns[] = {
		{ N_("Datum"), 24, ALIGN_LEFT, 0 },
		{ N_("Of"), 8, ALIGN_RIGHT, 0 },
		{ N_("Recorded"), 9, ALIGN_RIGHT, 0 },
		{ N_("Lacking"), 9, ALIGN_RIGHT, 0 },
		{ N_("Lacking, %"), 8, ALIGN_RIGHT, 0 },
		{ N_("To be recorded, %"), 8, ALIGN_RIGHT, 0 },
		{ N_("Target reached"), 11, ALIGN_LEFT, 0 },
		{ N_("Lacking before, %"), 8, ALIGN_RIGHT, 0 },
		{ N_("Definition"), 30, ALIGN_LEFT, 0 },
	};
	struct column *out = fill_columns(m->c, columns, 9);

	*n = 9;
	if (m->before == NULL)
		out[--*n - 1] = out[8];
	return out;
}

/* Every datum that is needed: how many patients lack it. */
static void
add_completeness(struct making *m)
{
	const struct ctx *c = m->c;
	struct filling f = fill_begin(c, indicators_len + UNSTATED_LEN + 2);
	const struct column *columns;
	size_t n;

	fill_row(&f, ROW_GROUP, tr(c, N_("Of those on the register at the"
	    " end")));
	for (size_t i = 0; i < indicators_len; i++)
		if (indicators[i].complete)
			fill_datum(m, &f, i);
	fill_row(&f, ROW_GROUP, tr(c, N_("Of all in the report")));
	for (size_t i = 0; i < UNSTATED_LEN; i++)
		fill_unstated(m, &f, unstated[i].part, unstated[i].key,
		    unstated[i].name);
	columns = lacking_columns(m, &n);
	fill_section(m, "completeness", tr(c, N_("Completeness of the data")),
	    columns, n, &f)->note = tr(c, N_("Recorded and lacking sum up to"
	    " the patients of whom the datum is needed."));
}

void
tables_indicators(struct making *m)
{
	add_indicators(m);
	add_completeness(m);
	add_definitions(m);
}
