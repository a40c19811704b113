/* dose_show.c: how computed doses are put into views. */

#include <string.h>

#include "base/str.h"
#include "pages/register/dose_show.h"
#include "pages/register/words.h"
#include "web/i18n.h"

/* "60 tablets" for so many days, whole ones; "" where it is not known. */
static const char *
count_text(const struct ctx *c, const struct dosing *d,
    const struct dosing_figures *f)
{
	const char *word;
	int64_t n;

	if (!ratio_known(f->count) || f->count.over <= 0)
		return "";
	n = ratio_ceiling(f->count);
	word = counted_word(c, (unsigned long)n, f->counted_in);
	return text_printf(c->arena, "%lld %s", (long long)n,
	    word != NULL ? word : dosing_name(d, f->counted_in));
}

static const char *
number_or_dash(const struct dosing *d, struct ratio r, int places)
{
	return ratio_known(r) ? dosing_number(d, r, places) : "—";
}

void
show_figures(const struct ctx *c, struct view *v, const struct dosing *d,
    const struct dose_line *line, long days)
{
	struct dosing_figures f;

	view_flag(v, "has_figures", line != NULL);
	if (line == NULL)
		return;
	f = dosing_figures(d, line, days);
	view_text(v, "day_dose", dosing_amount(d, f.maximum));
	view_flag(v, "up_to", line->prn);
	view_text(v, "ddd", number_or_dash(d, f.ddd, 2));
	view_flag(v, "is_opioid", dose_is_opioid(line->medicine));
	view_text(v, "ome", dosing_amount(d, (struct dose_amount){ f.ome,
	    "mg" }));
	view_text(v, "count", count_text(c, d, &f));
	view_text(v, "pack_count", f.packs > 0 ?
	    text_printf(c->arena, "%ld", f.packs) : NULL);
	view_long(v, "pack_days", f.days);
	view_text(v, "left", f.days_left >= 0 ? text_printf(c->arena,
	    trn(c, "%ld day", "%ld days", (unsigned long)f.days_left),
	    f.days_left) : NULL);
	view_flag(v, "left_soon", f.days_left >= 0 && f.days_left <= 7);
}

/* Does it stand apart from a sum: of the background, or of all? */
static bool
is_apart(const struct dose_apart *a, bool background)
{
	return !background || a->background.value.over != 0 ||
	    !ratio_known(a->background.value);
}

/* Of those that stand apart: a medicine by two routes is one. */
static size_t
count_medicines(const struct dose_opioids *sum, bool background)
{
	size_t n = 0, k;

	for (size_t i = 0; i < sum->napart; i++) {
		for (k = 0; k < i; k++)
			if (sum->apart[k].medicine == sum->apart[i].medicine &&
			    is_apart(&sum->apart[k], background))
				break;
		n += k == i && is_apart(&sum->apart[i], background);
	}
	return n;
}

/* "60 mg"; "≥ 60 mg + 2 medicines without a factor"; "—" with none. */
static const char *
sum_text(const struct ctx *c, const struct dosing *d,
    const struct dose_opioids *sum, bool background)
{
	struct ratio value = background ? sum->background : sum->maximum;
	const char *mg = dosing_name(d, "mg"), *apart;
	size_t len = count_medicines(sum, background);

	if (len == 0)
		return text_printf(c->arena, "%s %s",
		    number_or_dash(d, value, 1), mg);
	apart = text_printf(c->arena, trn(c, "%zu medicine without a factor",
	    "%zu medicines without a factor", len), len);
	if (value.over == 0)
		return text_printf(c->arena, "— (%s)", apart);
	return text_printf(c->arena, "≥ %s %s + %s",
	    number_or_dash(d, value, 1), mg, apart);
}

/* "trimeperidine subcutaneous 40 mg; …": what stands apart, a day. */
static const char *
apart_text(const struct ctx *c, const struct dosing *d,
    const struct dose_opioids *sum)
{
	struct str *s = str_new(c->arena);

	for (size_t i = 0; i < sum->napart; i++) {
		const struct dose_apart *a = &sum->apart[i];

		str_addf(s, "%s%s %s %s", s->len > 0 ? "; " : "",
		    a->medicine->name, dosing_name(d, a->route),
		    dosing_amount(d, a->maximum));
	}
	return s->text;
}

static const char *
range_text(const struct ctx *c, const struct dosing *d,
    const struct dose_range *range)
{
	const char *least = dosing_number(d, range->least, 1);
	const char *most = dosing_number(d, range->most, 1);

	if (range->tables < 2)
		return "";
	if (strcmp(least, most) == 0)
		return text_printf(c->arena, "%s %s", least,
		    dosing_name(d, "mg"));
	return text_printf(c->arena, "%s–%s %s", least, most,
	    dosing_name(d, "mg"));
}

const char *
ome_background_text(const struct ctx *c, const struct dosing *d,
    const struct dose_line *lines, size_t n, long day)
{
	struct dosing_opioids o;

	dosing_opioids(d, lines, n, day, &o);
	return sum_text(c, d, &o.sum, true);
}

void
show_opioids(const struct ctx *c, struct view *v, const struct dosing *d,
    const struct dose_line *lines, size_t n, long day)
{
	struct dosing_opioids o;

	dosing_opioids(d, lines, n, day, &o);
	view_flag(v, "has_opioids", o.sum.lines > 0);
	view_text(v, "ome_background", sum_text(c, d, &o.sum, true));
	view_text(v, "ome_maximum", sum_text(c, d, &o.sum, false));
	view_text(v, "ome_range", range_text(c, d, &o.range));
	view_text(v, "ome_tables", text_printf(c->arena, "%zu",
	    o.range.tables));
	view_text(v, "ome_apart", apart_text(c, d, &o.sum));
	view_text(v, "ome_table", d->table == NULL ? "—" :
	    text_printf(c->arena, tr(c, "%s, version %s"), d->table->name,
	    d->table->version));
	view_text(v, "ome_source", d->table == NULL ? NULL :
	    d->table->source);
}

void
show_tables(struct view *v, const struct dosing *d)
{
	view_list(v, "tables");
	for (size_t i = 0; i < d->ntables; i++) {
		struct view *o = view_item(v, "tables");

		view_text(o, "code", d->tables[i].code);
		view_text(o, "name", d->tables[i].name);
		view_flag(o, "selected", &d->tables[i] == d->table);
	}
}
