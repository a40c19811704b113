/* tables_indicators.c: the indicators of the summary, their targets and definitions. */

#include <string.h>

#include "base/str.h"
#include "pages/report/filling.h"
#include "pages/timing.h"
#include "web/i18n.h"

static const char *
target_text(const struct ctx *c, const struct indicator *of,
    const struct outcome *o)
{
	if (o->target == 0)
		return NULL;
	return text_printf(c->arena, "%s %ld", of->down ? "≤" : "≥",
	    o->target);
}

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

/* Whether the target is reached; a dash where there is none. */
static const char *
reached_text(const struct ctx *c, const struct indicator *of,
    const struct outcome *o)
{
	long base = o->n[YES] + o->n[NO];
	bool high;

	if (o->target == 0 || !is_told(o) || base == 0)
		return NULL;
	high = o->n[YES] * 100 >= o->target * base;
	return high != of->down ? tr(c, N_("reached")) :
	    tr(c, N_("not reached"));
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
	fill_cell(f, target_text(c, &indicators[i], o));
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
		fill_row(&f, ROW_PLAIN, tr(c, indicators[i].name));
		fill_cell(&f, tr(c, indicators[i].definition));
		fill_cell(&f, tr(c, indicators[i].source));
	}
	fill_section(m, "definitions", tr(c, N_("Definitions")),
	    fill_columns(c, columns, 3), 3, &f);
}

void
tables_indicators(struct making *m)
{
	add_indicators(m);
	add_definitions(m);
}
