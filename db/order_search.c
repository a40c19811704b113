/* order_search.c: ordered services and devices of the institutions in reach. */

#include <assert.h>
#include <string.h>

#include "base/str.h"
#include "db/order_columns.h"
#include "db/order_search.h"

enum { SEARCH, COUNT, FIRST_RU, FIRST_EN, COUNT_WAITING };

#define IN_AREAS \
	"o.area_id = ANY ((SELECT areas('record_read'))::int[])" \
	" AND o.status <> 'draft'"

/* What somebody is to do something about; each kind has an index for it. */
#define WAITING \
	"(o.kind = 'service' AND o.status IN ('requested', 'active')" \
	" AND o.due_on <= current_date" \
	" OR o.kind = 'device' AND (o.status IN ('needed', 'requested')" \
	" OR o.status = 'issued' AND o.return_due_on IS NOT NULL))"

/* $1 … $6 in the order of enum order_part. */
#define FILTER \
	IN_AREAS \
	" AND ($1::text IS NULL OR o.kind = $1)" \
	" AND (num_nonnulls($2::text, $3::text) = 0" \
	" OR o.kind = 'service' AND o.code = $2" \
	" OR o.kind = 'device' AND o.code = $3)" \
	" AND CASE WHEN $4::text IS NULL THEN " WAITING \
	" ELSE $4 = 'all' OR $4 IN (o.state, o.status) END" \
	" AND ($5::int IS NULL OR p.district_id = $5::int)" \
	" AND ($6::int IS NULL OR o.institution_id = $6::int)"

/* $10 names the column; text that sorts as its value does. */
#define SORT_KEY \
	"CASE $10::text" \
	" WHEN 'name' THEN " IN_LANGUAGE("$7", "o.name", "o.name_en") \
	" WHEN 'patient' THEN p.registry_no" \
	" WHEN 'state' THEN o.state" \
	" WHEN 'since' THEN o.since::text" \
	" WHEN 'district' THEN d.name" \
	" ELSE to_char(coalesce(o.days, -1), 'S00000') END"

#define FIRST(lang) \
	"SELECT " ORDER_COLUMNS(lang) \
	"  FROM care_order o" ORDER_JOINS \
	" WHERE " IN_AREAS " AND " WAITING \
	" ORDER BY o.days DESC NULLS LAST, o.since, o.id LIMIT 50"

const struct stmt order_search_stmts[] = {
	[SEARCH] = { "order_search",
	    "SELECT " ORDER_COLUMNS("$7")
	    "  FROM care_order o" ORDER_JOINS
	    " WHERE " FILTER
	    " ORDER BY CASE WHEN NOT $11::boolean THEN " SORT_KEY " END,"
	    "       CASE WHEN $11::boolean THEN " SORT_KEY " END DESC,"
	    "       o.since, o.id"
	    " LIMIT $9::int OFFSET $8::int" },
	[COUNT] = { "order_count",
	    "SELECT count(*) FROM (SELECT 1 FROM care_order o"
	    "  JOIN patient p ON p.id = o.patient_id"
	    " WHERE " FILTER " LIMIT 10000) n" },
	[FIRST_RU] = { "order_first_ru", FIRST("'ru'") },
	[FIRST_EN] = { "order_first_en", FIRST("'en'") },
	[COUNT_WAITING] = { "order_count_waiting",
	    "SELECT count(*) FROM (SELECT 1 FROM care_order o"
	    " WHERE " IN_AREAS " AND " WAITING " LIMIT 10000) n" },
	{ NULL, NULL }
};

static bool
is_unfiltered(const struct order_filter *f)
{
	for (int i = 0; i < NORDER; i++)
		if (f->part[i] != NULL)
			return false;
	return f->sort == NULL;
}

/* The rows from offset on, at most limit. */
static struct query
rows_query(struct db *db, const struct order_filter *f, const char *lang,
    const char *offset, const char *limit)
{
	struct arg args[NORDER + 5] = { { NULL } };

	for (size_t i = 0; i < NORDER; i++)
		args[i].text = f->part[i];
	args[NORDER].text = lang;
	args[NORDER + 1].text = offset;
	args[NORDER + 2].text = limit;
	args[NORDER + 3].text = f->sort != NULL ? f->sort : "days";
	args[NORDER + 4].text = f->sort == NULL || f->descending ? "true" :
	    "false";
	return query_keep(db, &order_search_stmts[SEARCH], args, NORDER + 5);
}

void
order_search_queries(struct db *db, const struct order_filter *f, long page,
    const char *lang, struct query q[2])
{
	struct arg args[NORDER];

	assert(page >= 0 && page <= 100000);
	if (is_unfiltered(f) && page == 0) {
		q[0] = (struct query){ .stmt = &order_search_stmts[
		    strcmp(lang, "en") == 0 ? FIRST_EN : FIRST_RU] };
		q[1] = (struct query){ .stmt =
		    &order_search_stmts[COUNT_WAITING] };
		return;
	}
	for (size_t i = 0; i < NORDER; i++)
		args[i].text = f->part[i];
	q[0] = rows_query(db, f, lang, text_printf(db_arena(db), "%ld",
	    page * 50), "50");
	q[1] = query_keep(db, &order_search_stmts[COUNT], args, NORDER);
}

struct query
order_export_query(struct db *db, const struct order_filter *f,
    const char *lang)
{
	return rows_query(db, f, lang, "0", text_printf(db_arena(db), "%d",
	    ORDER_COUNT_MAX));
}
