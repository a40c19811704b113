/* patient_search.c: patients by everything that is coded of them. */

#include <assert.h>
#include <string.h>

#include "base/str.h"
#include "db/books.h"
#include "db/patient_columns.h"
#include "db/patient_search.h"

/* $1 … $11 in the order of enum patient_part. */
#define FILTER \
	"   ($1::text IS NULL OR p.status = $1)" \
	" AND ($2::text IS NULL OR" \
	"     p.diagnosis_code >= $2 AND p.diagnosis_code < $2 || '~')" \
	" AND ($3::text IS NULL OR p.diagnosis_code = ANY" \
	"     (ARRAY(SELECT code FROM icd10 WHERE group_code = $3)))" \
	" AND ($4::text IS NULL OR p.sex = $4)" \
	" AND ($5::int IS NULL OR p.year_of_birth <=" \
	"     extract(year FROM current_date)::int - $5::int)" \
	" AND ($6::int IS NULL OR p.year_of_birth >=" \
	"     extract(year FROM current_date)::int - $6::int)" \
	" AND ($7::date IS NULL OR p.date_in >= $7::date)" \
	" AND ($8::date IS NULL OR p.date_in <= $8::date)" \
	" AND ($9::int IS NULL OR p.institution_id = $9::int)" \
	" AND ($10::smallint IS NULL OR p.last_pain >= $10::smallint)" \
	" AND ($11::int IS NULL OR" \
	"     coalesce(p.last_seen_on, p.date_in) < current_date - $11::int)"

#define AREAS(perm)	"(SELECT areas('" perm "'))::int[]"

/* Who takes one of the medicines now; row security asks for the areas. */
#define TAKING(medicines) \
	"SELECT l.patient_id FROM prescription l" \
	" WHERE l.current AND l.status = 'active'" \
	"   AND (l.ends_on < current_date) IS NOT TRUE" \
	"   AND l.medicine_id = ANY (" medicines ")"
#define OF_GROUP(code) \
	"ARRAY(SELECT k.id FROM medicine k WHERE k.group_code = " code ")"

#define FOUND(condition) \
	"SELECT f.patient_id FROM patient_finding f WHERE " condition

/*
 * $12 … $26, what no index of the list holds.  A condition that is not asked
 * for is gone before the plan is made, so that each that is asked for is one
 * set of patients, found by an index of its own.
 */
#define MORE \
	" AND ($12::text IS NULL OR" \
	"     p.registry_no >= $12 AND p.registry_no < $12 || '~')" \
	" AND ($13::int IS NULL OR p.district_id = $13::int)" \
	" AND ($14::date IS NULL OR p.date_out >= $14::date)" \
	" AND ($15::date IS NULL OR p.date_out <= $15::date)" \
	" AND ($16::smallint IS NULL OR p.id IN (" \
	FOUND("f.phase = $16::smallint") "))" \
	" AND (coalesce($17, $18) IS NULL OR p.id IN (" \
	FOUND("f.pps BETWEEN coalesce($17::smallint, 0)" \
	" AND coalesce($18::smallint, 100)") "))" \
	" AND ($19::int IS NULL OR p.id IN (" TAKING("ARRAY[$19::int]") "))" \
	" AND ($20::text IS NULL OR p.id IN (" TAKING(OF_GROUP("$20")) "))" \
	" AND ($21::uuid IS NULL OR p.id IN (" \
	"SELECT b.id FROM patient b WHERE b.created_by = $21::uuid" \
	" UNION ALL SELECT l.patient_id FROM prescription l" \
	" WHERE l.author_id = $21::uuid AND l.current" \
	" UNION ALL SELECT v.patient_id FROM assessment v" \
	" WHERE v.author_id = $21::uuid AND v.current" \
	" UNION ALL SELECT w.patient_id FROM visit w" \
	" WHERE w.author_id = $21::uuid AND w.current))" \
	" AND ($22::boolean IS NULL OR p.id IN (" \
	TAKING(OF_GROUP("'opioid_strong'")) ")" \
	" AND p.id NOT IN (" TAKING(OF_GROUP("'laxative'")) "))" \
	" AND ($23::text IS NULL OR p.id IN (SELECT r.patient_id" \
	" FROM device_order r WHERE r.status = ANY" \
	" (CASE $23 WHEN 'issued' THEN ARRAY['issued']" \
	" ELSE ARRAY['needed', 'requested'] END)))" \
	" AND ($24::text IS NULL OR p.id IN (SELECT s.patient_id" \
	" FROM care_place_now s WHERE s.place = $24))" \
	" AND (coalesce($25, $26) IS NULL OR p.id IN (" \
	"SELECT f.patient_id FROM patient_equivalent f WHERE f.ome" \
	" BETWEEN coalesce($25::numeric, 0)" \
	" AND coalesce($26::numeric, 'infinity')))"

/*
 * The first rows of each area by its own index alone, which holds whatever a
 * list shows; merged, then the fifty that are shown with their names.  A code
 * is compared by a range and not by LIKE, which row security would not let
 * near an index.
 */
#define LIST_SQL(lang, filter, order, offset) \
	"SELECT " LIST_COLUMNS(lang) \
	"  FROM (SELECT p.*" \
	"          FROM unnest((SELECT areas('patient_read'))::int[]) u(area)" \
	"         CROSS JOIN LATERAL" \
	"               (SELECT p.id, p.registry_no, p.changed_at," \
	"                       p.year_of_birth, p.sex, p.institution_id," \
	"                       p.diagnosis_code, p.status, p.date_in," \
	"                       p.last_pain, p.last_seen_on" \
	"                  FROM patient p" \
	"                 WHERE p.area_id = u.area AND " filter \
	"                 ORDER BY " order " LIMIT " offset " + 50) p" \
	"         ORDER BY " order " LIMIT 50 OFFSET " offset ") p" \
	LIST_JOINS \
	" ORDER BY " order
#define LIST_BY(order)	LIST_SQL("$12", FILTER, order, "$13::int")

/*
 * The first page of all: without a parameter, so that it is planned once and
 * not at every call, which costs more than running it.
 */
#define FIRST_BY(lang, order)	LIST_SQL(lang, "true", order, "0")

/* Of those who meet every condition the fifty that are shown. */
#define MATCHING \
	"  FROM patient p" \
	" WHERE p.area_id = ANY (" AREAS("patient_read") ") AND " FILTER MORE
#define FIND_BY(order) \
	"SELECT " LIST_COLUMNS("$27") \
	"  FROM (SELECT p.*" MATCHING \
	"         ORDER BY " order " LIMIT 50 OFFSET $28::int) p" \
	LIST_JOINS \
	" ORDER BY " order

#define IDS_BY(order) \
	"SELECT string_agg(p.id::text, ',' ORDER BY " order ")," \
	"       string_agg(p.registry_no, ',' ORDER BY " order ")" \
	MATCHING

/* The orders of enum patient_sort, each served by an index of its own. */
#define BY_CHANGE	"p.changed_at DESC, p.id"
#define BY_NUMBER	"p.registry_no, p.id"
#define BY_AGE		"p.year_of_birth, p.id"
#define BY_PAIN		"p.last_pain DESC NULLS LAST, p.id"
#define BY_SEEN		"p.last_seen_on NULLS FIRST, p.id"
#define BY_DATE_IN	"p.date_in DESC, p.id"

enum {
	LIST,
	FIND = PATIENT_SORT_LEN,
	IDS = 2 * PATIENT_SORT_LEN,
	FIRST_RU = 3 * PATIENT_SORT_LEN,
	FIRST_EN = 4 * PATIENT_SORT_LEN,
	COUNT = 5 * PATIENT_SORT_LEN,
	COUNT_FOUND, COUNT_ALL, EXPORT, PHASES
};

const struct stmt patient_search_stmts[] = {
	[LIST + PATIENT_BY_CHANGE] = { "patient_by_change",
	    LIST_BY(BY_CHANGE) },
	[LIST + PATIENT_BY_NUMBER] = { "patient_by_number",
	    LIST_BY(BY_NUMBER) },
	[LIST + PATIENT_BY_AGE] = { "patient_by_age",
	    LIST_BY(BY_AGE) },
	[LIST + PATIENT_BY_PAIN] = { "patient_by_pain",
	    LIST_BY(BY_PAIN) },
	[LIST + PATIENT_BY_SEEN] = { "patient_by_seen",
	    LIST_BY(BY_SEEN) },
	[LIST + PATIENT_BY_DATE_IN] = { "patient_by_date_in",
	    LIST_BY(BY_DATE_IN) },
	[FIND + PATIENT_BY_CHANGE] = { "patient_find_by_change",
	    FIND_BY(BY_CHANGE) },
	[FIND + PATIENT_BY_NUMBER] = { "patient_find_by_number",
	    FIND_BY(BY_NUMBER) },
	[FIND + PATIENT_BY_AGE] = { "patient_find_by_age",
	    FIND_BY(BY_AGE) },
	[FIND + PATIENT_BY_PAIN] = { "patient_find_by_pain",
	    FIND_BY(BY_PAIN) },
	[FIND + PATIENT_BY_SEEN] = { "patient_find_by_seen",
	    FIND_BY(BY_SEEN) },
	[FIND + PATIENT_BY_DATE_IN] = { "patient_find_by_date_in",
	    FIND_BY(BY_DATE_IN) },
	[IDS + PATIENT_BY_CHANGE] = { "patient_ids_by_change",
	    IDS_BY(BY_CHANGE) },
	[IDS + PATIENT_BY_NUMBER] = { "patient_ids_by_number",
	    IDS_BY(BY_NUMBER) },
	[IDS + PATIENT_BY_AGE] = { "patient_ids_by_age",
	    IDS_BY(BY_AGE) },
	[IDS + PATIENT_BY_PAIN] = { "patient_ids_by_pain",
	    IDS_BY(BY_PAIN) },
	[IDS + PATIENT_BY_SEEN] = { "patient_ids_by_seen",
	    IDS_BY(BY_SEEN) },
	[IDS + PATIENT_BY_DATE_IN] = { "patient_ids_by_date_in",
	    IDS_BY(BY_DATE_IN) },
	[FIRST_RU + PATIENT_BY_CHANGE] = { "patient_first_by_change_ru",
	    FIRST_BY("'ru'", BY_CHANGE) },
	[FIRST_RU + PATIENT_BY_NUMBER] = { "patient_first_by_number_ru",
	    FIRST_BY("'ru'", BY_NUMBER) },
	[FIRST_RU + PATIENT_BY_AGE] = { "patient_first_by_age_ru",
	    FIRST_BY("'ru'", BY_AGE) },
	[FIRST_RU + PATIENT_BY_PAIN] = { "patient_first_by_pain_ru",
	    FIRST_BY("'ru'", BY_PAIN) },
	[FIRST_RU + PATIENT_BY_SEEN] = { "patient_first_by_seen_ru",
	    FIRST_BY("'ru'", BY_SEEN) },
	[FIRST_RU + PATIENT_BY_DATE_IN] = { "patient_first_by_date_in_ru",
	    FIRST_BY("'ru'", BY_DATE_IN) },
	[FIRST_EN + PATIENT_BY_CHANGE] = { "patient_first_by_change_en",
	    FIRST_BY("'en'", BY_CHANGE) },
	[FIRST_EN + PATIENT_BY_NUMBER] = { "patient_first_by_number_en",
	    FIRST_BY("'en'", BY_NUMBER) },
	[FIRST_EN + PATIENT_BY_AGE] = { "patient_first_by_age_en",
	    FIRST_BY("'en'", BY_AGE) },
	[FIRST_EN + PATIENT_BY_PAIN] = { "patient_first_by_pain_en",
	    FIRST_BY("'en'", BY_PAIN) },
	[FIRST_EN + PATIENT_BY_SEEN] = { "patient_first_by_seen_en",
	    FIRST_BY("'en'", BY_SEEN) },
	[FIRST_EN + PATIENT_BY_DATE_IN] = { "patient_first_by_date_in_en",
	    FIRST_BY("'en'", BY_DATE_IN) },
	[COUNT] = { "patient_count",
	    "SELECT count(*) FROM patient p"
	    " WHERE p.area_id = ANY (" AREAS("patient_read") ") AND " FILTER },
	[COUNT_FOUND] = { "patient_count_found",
	    "SELECT count(*)" MATCHING },
	[COUNT_ALL] = { "patient_count_all",
	    "SELECT coalesce(sum(patients), 0) FROM patient_total" },
	[EXPORT] = { "patient_export",
	    "SELECT " LIST_COLUMNS("$27") ","
	    " " IN_LANGUAGE("$27", "d.name", "d.name_en") ","
	    " p.date_in, p.date_out, " IN_LANGUAGE("$27", "r.name", "r.name_en")
	    ", n.pps, n.phase"
	    "  FROM (SELECT p.*" MATCHING
	    "         ORDER BY p.registry_no LIMIT $28::int) p" LIST_JOINS
	    "  LEFT JOIN area d ON d.id = p.district_id"
	    "  LEFT JOIN reason r ON r.kind = 'removal'"
	    "       AND r.code = p.removal_reason"
	    "  LEFT JOIN patient_finding n ON n.patient_id = p.id"
	    " ORDER BY p.registry_no" },
	[PHASES] = { "phase_list",
	    "SELECT value::int, " IN_LANGUAGE("$1", "short", "short_en")
	    ", NULL FROM instrument_answer"
	    " WHERE instrument = 'phase' AND item = 'phase' ORDER BY value" },
	{ NULL, NULL }
};

const struct stmt *const phase_list_stmt = &patient_search_stmts[PHASES];

/* Whether one of the parts from … to is asked for. */
static bool
asks(const struct patient_filter *f, int from, int to)
{
	for (int i = from; i < to; i++)
		if (f->part[i] != NULL)
			return true;
	return false;
}

bool
patient_asks_more(const struct patient_filter *f)
{
	return asks(f, P_LISTED_LEN, NPARTS);
}

/* The parts of the filter up to len, then the two texts. */
static struct query
filtered(struct db *db, int stmt, const struct patient_filter *f, size_t len,
    const char *lang, const char *number)
{
	struct arg args[NPARTS + 2];

	for (size_t i = 0; i < len; i++)
		args[i].text = f->part[i];
	args[len].text = lang;
	args[len + 1].text = number;
	return query_keep(db, &patient_search_stmts[stmt], args,
	    lang != NULL ? len + 2 : len);
}

void
patient_list_queries(struct db *db, const struct patient_filter *f,
    enum patient_sort sort, long page, const char *lang, struct query q[2])
{
	const char *offset = text_printf(db_arena(db), "%ld", page * 50);

	assert(sort < PATIENT_SORT_LEN && page >= 0 && page <= 100000);
	if (patient_asks_more(f)) {
		q[0] = filtered(db, FIND + (int)sort, f, NPARTS, lang, offset);
		q[1] = filtered(db, COUNT_FOUND, f, NPARTS, NULL, NULL);
	} else if (page != 0 || asks(f, 0, P_LISTED_LEN)) {
		q[0] = filtered(db, LIST + (int)sort, f, P_LISTED_LEN, lang,
		    offset);
		q[1] = filtered(db, COUNT, f, P_LISTED_LEN, NULL, NULL);
	} else {
		q[0] = (struct query){ .stmt =
		    &patient_search_stmts[(int)sort +
		    (strcmp(lang, "en") == 0 ? FIRST_EN : FIRST_RU)] };
		q[1] = (struct query){
		    .stmt = &patient_search_stmts[COUNT_ALL] };
	}
}

void
patient_list_read(struct db *db, const struct query q[2],
    struct patient_list *out, long *total)
{
	patient_read_list(db, q[0].rows, out);
	*total = row_long(q[1].rows, 0, 0);
}

struct query
patient_ids_query(struct db *db, const struct patient_filter *f,
    enum patient_sort sort)
{
	return filtered(db, IDS + (int)sort, f, NPARTS, NULL, NULL);
}

void
patient_ids_read(const struct rows *rows, const char **ids,
    const char **numbers)
{
	*ids = row_text(rows, 0, 0);
	*numbers = row_text(rows, 0, 1);
}

void
patient_export_queries(struct db *db, const struct patient_filter *f,
    const char *lang, struct query q[2])
{
	struct query phases = PHASES_QUERY(lang);

	q[0] = filtered(db, EXPORT, f, NPARTS, lang,
	    text_printf(db_arena(db), "%d", PATIENT_EXPORT_MAX));
	q[1] = query_keep(db, phases.stmt, phases.args, phases.args_len);
}

void
patient_export_read(struct db *db, const struct query q[2],
    struct patient_export *out)
{
	const struct rows *rows = q[0].rows;
	struct book phases;

	book_read(db, q[1].rows, &phases);
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++) {
		struct patient_exported *e = &out->item[i];

		patient_read_listed(rows, i, &e->patient);
		e->district = row_text(rows, i, 10);
		e->date_in = row_text(rows, i, 11);
		e->date_out = row_text(rows, i, 12);
		e->removal_reason = row_text(rows, i, 13);
		e->pps = row_text(rows, i, 14);
		e->phase = book_name(&phases, row_text(rows, i, 15));
	}
}
