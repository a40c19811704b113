/* equivalents.c: searching by what opioids amount to. */

#include "base/str.h"
#include "db/equivalents.h"
#include "pages/dosing.h"
#include "pages/register/equivalents.h"

/* What the lines are computed from: their products. */
static enum status
read_book(struct ctx *c, const struct prescription_source *list, size_t len,
    struct dosing *out)
{
	struct str *products = str_new(c->arena);
	struct query q[DOSES_QUERIES];
	struct doses book;
	enum status st;

	for (size_t i = 0; i < len; i++)
		if (*list[i].part[E_PRODUCT] != '\0')
			str_addf(products, "%s%s", products->len > 0 ? "," : "",
			    list[i].part[E_PRODUCT]);
	doses_queries(c->db, NULL, products->text, c->lang, q);
	if ((st = db_run_all(c->db, q, DOSES_QUERIES)) != OK)
		return st;
	doses_read(c->db, q, &book);
	dosing_read_book(c, &book, NULL, out);
	return OK;
}

/* Of the background, as a decimal; "" without a factor. */
static const char *
equivalent(const struct ctx *c, const struct dosing *d,
    const struct prescription_source *source)
{
	struct dose_opioids sum;
	struct dose_line line;

	if (!dosing_line(d, source->medicine, source->part, &line))
		return "";
	line.starts_on = d->today;
	line.ends_on = DOSE_FOREVER;
	dose_opioids(c->arena, &line, 1, d->today, d->table->code, &sum);
	return sum.lines == sum.napart ? "" :
	    dose_number(c->arena, sum.background, 10, '.');
}

/* Compute what list holds, and put the query that keeps it into *put. */
static enum status
measure(struct ctx *c, const struct prescription_source *list, size_t len,
    struct query *put)
{
	struct str *ids = str_new(c->arena), *omes = str_new(c->arena);
	struct dosing d;
	enum status st;

	if ((st = read_book(c, list, len, &d)) != OK)
		return st;
	if (d.table == NULL)
		return NOT_FOUND;
	for (size_t i = 0; i < len; i++) {
		str_addf(ids, "%s%s", i > 0 ? "," : "", list[i].id);
		str_addf(omes, "%s%s", i > 0 ? "," : "",
		    equivalent(c, &d, &list[i]));
	}
	*put = equivalents_put(c->db, d.table->code, ids->text, omes->text);
	return OK;
}

enum status
run_search(struct ctx *c, const struct patient_filter *f, struct query *q,
    size_t n)
{
	struct query *all = arena_array(c->arena, n + 2, sizeof(*all));
	struct prescription_source *list;
	size_t len, from = 1;
	enum status st;

	if (f->part[P_OME_FROM] == NULL && f->part[P_OME_TO] == NULL)
		return run_last(c, q, n);
	for (size_t i = 0; i < n; i++)
		all[1 + i] = q[i];
	all[1 + n] = (struct query)ENTRY_UNMEASURED;
	for (;; from = 0) {
		if ((st = db_run_all(c->db, &all[from],
		    n + 2 - from)) != OK)
			return st;
		for (size_t i = 0; i < n; i++)
			q[i] = all[1 + i];
		entry_read(c->db, all[1 + n].rows, &list, &len);
		if (len == 0)
			return OK;
		if ((st = measure(c, list, len, &all[0])) != OK)
			return st == NOT_FOUND ? OK : st;
	}
}
