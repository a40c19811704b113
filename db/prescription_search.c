/* prescription_search.c: prescription lines by everything that is coded of them. */

#include <assert.h>
#include <string.h>

#include "base/str.h"
#include "db/prescription_columns.h"
#include "db/prescription_search.h"

/* Which index a search begins with. */
enum { BY_AREA, BY_MEDICINE, BY_AUTHOR, BY_INSTITUTION, NBEGINNINGS };
enum {
	SEARCH,
	COUNT = SEARCH + NBEGINNINGS,
	SORTED = COUNT + NBEGINNINGS, FIRST_RU, FIRST_EN, COUNT_ALL
};

/* Drafts are no prescriptions yet. */
#define WRITTEN	"l.current AND l.status <> 'draft'"

/* $1 … $14 in the order of enum search_part. */
#define FILTER \
	WRITTEN \
	" AND ($1::date IS NULL OR" \
	" coalesce(l.stopped_on, l.ends_on, 'infinity') >= $1::date)" \
	" AND ($2::date IS NULL OR l.starts_on <= $2::date)" \
	" AND ($3::text IS NULL OR l.status = $3)" \
	" AND ($4::uuid IS NULL OR l.author_id = $4::uuid)" \
	" AND ($5::int IS NULL OR l.institution_id = $5::int)" \
	" AND ($6::text IS NULL OR l.route = $6)" \
	" AND ($7::text IS NULL OR l.rx_form = $7)" \
	" AND ($8::boolean IS NULL OR l.prn = $8::boolean)" \
	" AND ($9::text IS NULL OR l.indication = $9)" \
	" AND ($10::text IS NULL OR l.stop_reason = $10)" \
	" AND (num_nonnulls($11::int, $12::text, $13::text, $14::text) = 0" \
	" OR l.medicine_id = ANY (ARRAY(" MEDICINES ")))"
#define MEDICINES \
	"SELECT k.id FROM medicine k" \
	" WHERE ($11::int IS NULL OR k.id = $11::int)" \
	" AND ($12::text IS NULL OR k.atc LIKE $12 || '%')" \
	" AND ($13::text IS NULL OR k.group_code = $13)" \
	" AND ($14::text IS NULL OR k.control_class = $14)"

#define AREAS	"(SELECT areas('record_read'))::int[]"

/* The first ids for one beginning, in order. */
#define FIRST_IDS(beginning, filter, offset, limit) \
	"SELECT l.id, l.starts_on FROM prescription l" \
	" WHERE " beginning " AND " filter \
	" ORDER BY l.starts_on DESC, l.id LIMIT " offset " + " limit

/*
 * The first ids of each beginning by an index alone, merged; then the rows
 * that are shown.  Without a parameter the first page of all is planned once.
 */
#define PAGE_OF(lang, ids, offset, limit) \
	"SELECT " COLUMNS_WITH(lang, "false") \
	"  FROM (SELECT l.id FROM " ids \
	"         ORDER BY l.starts_on DESC, l.id" \
	"         LIMIT " limit " OFFSET " offset ") page" \
	"  JOIN prescription l ON l.id = page.id" \
	JOINS \
	" ORDER BY l.starts_on DESC, l.id"
#define OF_AREAS(filter, offset, limit) \
	"unnest(" AREAS ") v(area) CROSS JOIN LATERAL (" \
	FIRST_IDS("l.area_id = v.area", filter, offset, limit) ") l"
#define OF_MEDICINES \
	"unnest(" AREAS ") v(area) CROSS JOIN (" MEDICINES ") d" \
	" CROSS JOIN LATERAL (" \
	FIRST_IDS("l.area_id = v.area AND l.medicine_id = d.id", FILTER, \
	"$16::int", "$17::int") ") l"
#define OF_ONE(beginning) \
	"(" FIRST_IDS(beginning, FILTER, "$16::int", "$17::int") ") l"
#define SEARCH_SQL(ids)	PAGE_OF("$15", ids, "$16::int", "$17::int")
#define COUNT_SQL(beginning, filter) \
	"SELECT count(*) FROM (SELECT 1 FROM prescription l" \
	" WHERE " beginning " AND " filter " LIMIT 10000) n"
#define IN_AREAS	"l.area_id = ANY (" AREAS ")"

/* As needed last; of one schedule the rarest first. */
#define HOW \
	"concat(l.prn, ' ', l.schedule, to_char(coalesce(l.times_per_day," \
	" 24.0 / l.interval_hours, l.prn_max_per_day, 0), ' 000.00'))"

/* $18 names the column; text that sorts as its value does. */
#define SORT_KEY \
	"CASE $18::text" \
	" WHEN 'medicine' THEN " IN_LANGUAGE("$15", "m.inn", "m.inn_en") \
	" WHEN 'dose' THEN to_char(l.dose, '00000000.0000')" \
	" WHEN 'status' THEN l.status" \
	" WHEN 'author' THEN a.name" \
	" WHEN 'patient' THEN p.registry_no" \
	" WHEN 'how' THEN " HOW \
	" ELSE l.starts_on::text END"

const struct stmt search_stmts[] = {
	[SEARCH + BY_AREA] = { "prescription_search",
	    SEARCH_SQL(OF_AREAS(FILTER, "$16::int", "$17::int")) },
	[SEARCH + BY_MEDICINE] = { "prescription_search_medicine",
	    SEARCH_SQL(OF_MEDICINES) },
	[SEARCH + BY_AUTHOR] = { "prescription_search_author",
	    SEARCH_SQL(OF_ONE("l.author_id = $4::uuid")) },
	[SEARCH + BY_INSTITUTION] = { "prescription_search_institution",
	    SEARCH_SQL(OF_ONE("l.institution_id = $5::int")) },
	[COUNT + BY_AREA] = { "prescription_count",
	    COUNT_SQL(IN_AREAS, FILTER) },
	[COUNT + BY_MEDICINE] = { "prescription_count_medicine",
	    COUNT_SQL(IN_AREAS " AND l.medicine_id = ANY (ARRAY(" MEDICINES
	    "))", FILTER) },
	[COUNT + BY_AUTHOR] = { "prescription_count_author",
	    COUNT_SQL("l.author_id = $4::uuid", FILTER) },
	[COUNT + BY_INSTITUTION] = { "prescription_count_institution",
	    COUNT_SQL("l.institution_id = $5::int", FILTER) },
	[SORTED] = { "prescription_sorted",
	    "SELECT " COLUMNS_WITH("$15", "false")
	    "  FROM (SELECT l.id, row_number() OVER () AS n FROM ("
	    "SELECT l.id FROM (SELECT l.id, l.starts_on, " SORT_KEY " AS key"
	    "  FROM prescription l"
	    "  JOIN medicine m ON m.id = l.medicine_id"
	    "  JOIN patient p ON p.id = l.patient_id"
	    "  LEFT JOIN staff a ON a.id = l.author_id"
	    " WHERE " IN_AREAS " AND " FILTER ") l"
	    " ORDER BY CASE WHEN NOT $19::boolean THEN l.key END,"
	    "       CASE WHEN $19::boolean THEN l.key END DESC,"
	    "       l.starts_on DESC, l.id"
	    " LIMIT $17::int OFFSET $16::int) l) page"
	    "  JOIN prescription l ON l.id = page.id" JOINS
	    " ORDER BY page.n" },
	[FIRST_RU] = { "prescription_first_ru",
	    PAGE_OF("'ru'", OF_AREAS(WRITTEN, "0", "50"), "0", "50") },
	[FIRST_EN] = { "prescription_first_en",
	    PAGE_OF("'en'", OF_AREAS(WRITTEN, "0", "50"), "0", "50") },
	[COUNT_ALL] = { "prescription_count_all",
	    COUNT_SQL(IN_AREAS, WRITTEN) },
	{ NULL, NULL }
};

/* The beginning that leaves least. */
static int
beginning_of(const struct prescription_filter *f)
{
	if (f->part[S_AUTHOR] != NULL)
		return BY_AUTHOR;
	for (int i = S_MEDICINE; i <= S_CONTROL; i++)
		if (f->part[i] != NULL)
			return BY_MEDICINE;
	return f->part[S_INSTITUTION] != NULL ? BY_INSTITUTION : BY_AREA;
}

static bool
is_unfiltered(const struct prescription_filter *f)
{
	for (int i = 0; i < NSEARCH; i++)
		if (f->part[i] != NULL)
			return false;
	return f->sort == NULL;
}

/* The rows from offset on, at most limit. */
static struct query
rows_query(struct db *db, const struct prescription_filter *f,
    const char *lang, const char *offset, const char *limit)
{
	struct arg args[NSEARCH + 5] = { { NULL } };

	for (size_t i = 0; i < NSEARCH; i++)
		args[i].text = f->part[i];
	args[NSEARCH].text = lang;
	args[NSEARCH + 1].text = offset;
	args[NSEARCH + 2].text = limit;
	args[NSEARCH + 3].text = f->sort;
	args[NSEARCH + 4].text = f->descending ? "true" : "false";
	if (f->sort != NULL)
		return query_keep(db, &search_stmts[SORTED], args,
		    NSEARCH + 5);
	return query_keep(db, &search_stmts[SEARCH + beginning_of(f)], args,
	    NSEARCH + 3);
}

void
prescription_search_queries(struct db *db,
    const struct prescription_filter *f, long page, const char *lang,
    struct query q[2])
{
	struct arg args[NSEARCH];

	assert(page >= 0 && page <= 100000);
	if (is_unfiltered(f) && page == 0) {
		q[0] = (struct query){ .stmt = &search_stmts[
		    strcmp(lang, "en") == 0 ? FIRST_EN : FIRST_RU] };
		q[1] = (struct query){ .stmt = &search_stmts[COUNT_ALL] };
		return;
	}
	for (size_t i = 0; i < NSEARCH; i++)
		args[i].text = f->part[i];
	q[0] = rows_query(db, f, lang, text_printf(db_arena(db), "%ld",
	    page * 50), "50");
	q[1] = query_keep(db, &search_stmts[COUNT + beginning_of(f)], args,
	    NSEARCH);
}

struct query
prescription_export_query(struct db *db, const struct prescription_filter *f,
    const char *lang)
{
	return rows_query(db, f, lang, "0", text_printf(db_arena(db), "%d",
	    PRESCRIPTION_COUNT_MAX));
}
