/* dosing.c: what a patient's lines amount to and what speaks against them. */

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "pages/dosing.h"

static const char *
text_of(const char *text)
{
	return text != NULL ? text : "";
}

static int
whole_of(const char *text)
{
	return (int)strtol(text_of(text), NULL, 10);
}

static long
day_of(const char *text, long otherwise)
{
	long day;

	return date_parse(text_of(text), &day) == OK ? day : otherwise;
}

void
dosing_queries(const struct ctx *c, const char *patient,
    const char *products, struct query q[DOSING_QUERIES])
{
	struct query lines = ENTRY_IN_FORCE(patient);
	struct query allergies = ALLERGIES_NOW(patient, c->lang);

	doses_queries(c->db, patient, products, c->lang, q);
	q[DOSING_LINES] = query_keep(c->db, lines.stmt, lines.args,
	    lines.args_len);
	q[DOSING_ALLERGIES] = query_keep(c->db, allergies.stmt,
	    allergies.args, allergies.args_len);
}

static void
read_allergies(const struct ctx *c, const struct rows *rows,
    struct dosing *d)
{
	struct allergy_list list;

	allergy_read(c->db, rows, &list);
	d->nallergies = list.len;
	d->allergies = arena_array(d->arena, list.len, sizeof(*d->allergies));
	for (size_t i = 0; i < list.len; i++)
		d->allergies[i] = (struct dose_allergy){
		    list.item[i].rule_subject, list.item[i].name };
}

/* Drafts to the user's drafts, all others to what is in force. */
static void
sort_lines(struct dosing *d, const struct prescription_source *list,
    size_t len)
{
	struct prescription_source *some =
	    arena_array(d->arena, len, sizeof(*some));
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		if (strcmp(list[i].status, "draft") != 0)
			some[n++] = list[i];
	dosing_lines(d, some, n, &d->lines, &d->nlines);
	n = 0;
	for (size_t i = 0; i < len; i++)
		if (strcmp(list[i].status, "draft") == 0)
			some[n++] = list[i];
	dosing_lines(d, some, n, &d->drafts, &d->ndrafts);
}

void
dosing_read(const struct ctx *c, const struct query q[DOSING_QUERIES],
    const char *table, struct dosing *out)
{
	struct prescription_source *list;
	struct doses book;
	size_t len;

	doses_read(c->db, q, &book);
	dosing_read_book(c, &book, table, out);
	entry_read(c->db, q[DOSING_LINES].rows, &list, &len);
	sort_lines(out, list, len);
	read_allergies(c, q[DOSING_ALLERGIES].rows, out);
}

/* What is given out, counted; by the packs where only these are said. */
static struct decimal
quantity_of(const char *const part[NENTRY], const struct dose_product *p)
{
	struct decimal n = dosing_decimal(part[E_QUANTITY]);

	if (n.digits == 0 && p != NULL)
		n = (struct decimal){ (int64_t)whole_of(part[E_PACKS]) *
		    p->pack, 0 };
	return n;
}

bool
dosing_line(const struct dosing *d, const char *medicine,
    const char *const part[NENTRY], struct dose_line *out)
{
	const struct dosing_product *p =
	    dosing_product(d, text_of(part[E_PRODUCT]));

	*out = (struct dose_line){
		.id = "",
		.series = "",
		.medicine = p != NULL ? p->medicine :
		    dosing_medicine(d, text_of(medicine)),
		.product = p != NULL ? &p->product : NULL,
		.dose = dosing_decimal(part[E_DOSE]),
		.unit = text_of(part[E_UNIT]),
		.route = text_of(part[E_ROUTE]),
		.times_per_day = dosing_decimal(part[E_TIMES]),
		.interval_hours = whole_of(part[E_INTERVAL]),
		.weekdays = whole_of(part[E_WEEKDAYS]),
		.patches = whole_of(part[E_PATCHES]),
		.hours_per_day = dosing_decimal(part[E_HOURS]),
		.prn = *text_of(part[E_PRN]) == 't',
		.prn_max_per_day = whole_of(part[E_PRN_MAX]),
		.prn_min_hours = dosing_decimal(part[E_PRN_MIN]),
		.basis = strcmp(text_of(part[E_BASIS]), "breakthrough") == 0 ?
		    DOSE_BREAKTHROUGH : DOSE_BACKGROUND,
		.background_series = text_of(part[E_BACKGROUND]),
		.pump_id = text_of(part[E_PUMP]),
		.indication = text_of(part[E_INDICATION]),
		.rx_form = text_of(part[E_RX_FORM]),
		.starts_on = day_of(part[E_STARTS], d->today),
		.ends_on = day_of(part[E_ENDS], DOSE_FOREVER),
		.quantity = quantity_of(part, p != NULL ? &p->product : NULL),
	};
	dose_clock_read(text_of(part[E_CLOCK]), out);
	return out->medicine != NULL && dose_schedule_read(
	    text_of(part[E_SCHEDULE]), &out->schedule) == OK;
}

void
dosing_lines(const struct dosing *d, const struct prescription_source *list,
    size_t len, struct dose_line **out, size_t *n)
{
	struct dose_line *line = arena_array(d->arena, len, sizeof(*line));

	*out = line;
	*n = 0;
	for (size_t i = 0; i < len; i++) {
		if (!dosing_line(d, list[i].medicine, list[i].part,
		    &line[*n]))
			continue;
		line[*n].id = list[i].id;
		line[*n].series = list[i].series;
		(*n)++;
	}
}

static const struct dose_line *
find_line(const struct dose_line *lines, size_t n, const char *id)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(lines[i].id, id) == 0)
			return &lines[i];
	return NULL;
}

const struct dose_line *
dosing_line_of(const struct dosing *d, const char *id)
{
	return find_line(d->lines, d->nlines, id);
}

const struct dose_line *
dosing_draft_of(const struct dosing *d, const char *id)
{
	return find_line(d->drafts, d->ndrafts, id);
}

const char *
dosing_table_code(const struct dosing *d)
{
	return d->table != NULL ? d->table->code : "";
}

struct dosing_figures
dosing_figures(const struct dosing *d, const struct dose_line *line,
    long days)
{
	struct dosing_figures f = {
		.single = dose_single(line),
		.background = dose_background(line),
		.maximum = dose_maximum(line),
		.counted_in = line->product != NULL ?
		    dose_counted_in(line->product) : "",
		.count = RATIO_NONE,
		.days = days,
		.packs = -1,
		.days_left = dose_days_left(line, d->today),
	};

	f.ddd = dose_ddd(line, f.maximum);
	f.ome = dose_ome(line, f.maximum, dosing_table_code(d));
	if (line->product != NULL && line->schedule != DOSE_ONCE) {
		f.count = dose_count(line, days);
		f.packs = dose_packs(line, days);
	}
	return f;
}

void
dosing_opioids(const struct dosing *d, const struct dose_line *lines,
    size_t n, long day, struct dosing_opioids *out)
{
	const char **codes = arena_array(d->arena, d->ntables,
	    sizeof(*codes));

	for (size_t i = 0; i < d->ntables; i++)
		codes[i] = d->tables[i].code;
	dose_opioids(d->arena, lines, n, day, dosing_table_code(d), &out->sum);
	out->range = dose_opioid_range(d->arena, lines, n, day, codes,
	    d->ntables);
}

/* What is left of a line once the fresh ones are written; false: nothing. */
static bool
cut(struct dose_line *line, const struct dose_line *fresh, size_t nfresh)
{
	for (size_t i = 0; i < nfresh; i++)
		if (*line->series != '\0' &&
		    strcmp(line->series, fresh[i].series) == 0 &&
		    line->ends_on >= fresh[i].starts_on)
			line->ends_on = fresh[i].starts_on - 1;
	return line->ends_on >= line->starts_on;
}

void
dosing_beside(const struct dosing *d, const struct dose_line *fresh,
    size_t nfresh, struct dose_line **out, size_t *n)
{
	struct dose_line *all = arena_array(d->arena, nfresh + d->nlines,
	    sizeof(*all));
	struct dose_line line;

	if (nfresh > 0)
		memcpy(all, fresh, nfresh * sizeof(*all));
	*n = nfresh;
	for (size_t i = 0; i < d->nlines; i++) {
		line = d->lines[i];
		if (cut(&line, fresh, nfresh) && line.ends_on >= d->today)
			all[(*n)++] = line;
	}
	*out = all;
}

void
dosing_check(const struct dosing *d, const struct dose_line *fresh,
    size_t nfresh, struct dose_findings *out)
{
	struct dose_line *lines;
	size_t n;

	dosing_beside(d, fresh, nfresh, &lines, &n);
	dose_check(d->arena, &(struct dose_case){
	    .lines = lines, .nlines = n, .nfresh = nfresh,
	    .rules = d->rules, .nrules = d->nrules,
	    .allergies = d->allergies, .nallergies = d->nallergies,
	    .rx_limits = d->rx_limits, .nrx_limits = d->nrx_limits,
	    .names = d->names, .nnames = d->nnames,
	    .table = dosing_table_code(d), .point = d->point,
	}, out);
}

const char *
dosing_name(const struct dosing *d, const char *code)
{
	for (size_t i = 0; i < d->nnames; i++)
		if (strcmp(d->names[i].code, code) == 0)
			return d->names[i].name;
	return code;
}

const char *
dosing_number(const struct dosing *d, struct ratio r, int places)
{
	return dose_number(d->arena, r, places, d->point);
}

const char *
dosing_amount(const struct dosing *d, struct dose_amount amount)
{
	if (!ratio_known(amount.value))
		return "—";
	return text_printf(d->arena, "%s %s",
	    dosing_number(d, amount.value, 2), dosing_name(d, amount.unit));
}
