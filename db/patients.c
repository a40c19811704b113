/* patients.c: the patient table and the passports sealed beside it. */

#include <assert.h>
#include <string.h>

#include "base/str.h"
#include "db/language.h"
#include "db/patients.h"

/* Kept in step with read_listed(); lang is a parameter. */
#define LIST_COLUMNS(lang) \
	"p.id, p.registry_no," \
	" (SELECT extract(year FROM current_date)::int) - p.year_of_birth, p.sex," \
	" " IN_LANGUAGE(lang, "i.name", "i.name_en") "," \
	" p.diagnosis_code, " IN_LANGUAGE(lang, "g.title", "g.title_en") "," \
	" p.status, p.last_pain, p.last_seen_on"

/* Whoever prescribes sees them on every page of the patient. */
#define ALLERGIES(lang) \
	"(SELECT string_agg(" IN_LANGUAGE(lang, "y.name", "y.name_en") "," \
	"        ', ' ORDER BY array_position(" \
	"        ARRAY['severe', 'unknown', 'moderate'], y.severity), y.name)" \
	"   FROM allergy_entry y WHERE y.patient_id = p.id AND y.current" \
	"    AND y.subject <> '-')"

/* Kept in step with read_patient(). */
#define COLUMNS(lang) \
	LIST_COLUMNS(lang) ", p.inst, p.year_of_birth, p.district_id," \
	" " IN_LANGUAGE(lang, "d.name", "d.name_en") ", p.institution_id," \
	" p.removal_reason, p.date_in, p.date_out, p.died_on," \
	" current_date - coalesce(p.last_seen_on, p.date_in), p.version," \
	" p.area_id, " IN_LANGUAGE(lang, "b.name", "b.name_en") "," \
	" " ALLERGIES(lang) ","\
	" (SELECT y.noted_on FROM allergy y WHERE y.patient_id = p.id" \
	"   AND y.current AND y.subject = '-')"

#define LIST_JOINS \
	"  LEFT JOIN area i ON i.id = p.institution_id" \
	"  LEFT JOIN icd10 g ON g.code = p.diagnosis_code"
#define JOINS	LIST_JOINS "  LEFT JOIN area d ON d.id = p.district_id" \
	"  LEFT JOIN area b ON b.id = p.area_id AND b.kind = 'department'"

/* $1 … $11 in the order of struct patient_filter. */
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

#define FILTER_ARGS(f) \
	{ (f)->status }, { (f)->diagnosis }, { (f)->group }, { (f)->sex }, \
	{ (f)->age_from }, { (f)->age_to }, { (f)->since }, { (f)->until }, \
	{ (f)->institution }, { (f)->pain_from }, { (f)->unseen }

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

#define IDS_BY(order) \
	"SELECT string_agg(p.id::text, ',' ORDER BY " order ")," \
	"       string_agg(p.registry_no, ',' ORDER BY " order ")" \
	"  FROM patient p" \
	" WHERE p.area_id = ANY ((SELECT areas('patient_read'))::int[])" \
	"   AND " FILTER

/* The institution of an area: itself, or the one it is a department of. */
#define INSTITUTION_OF(area) \
	"(SELECT i.id FROM area a JOIN area i ON i.path @> a.path" \
	"  WHERE a.id = " area " AND i.kind = 'institution')"

/* The orders of enum patient_sort, each served by an index of its own. */
#define BY_CHANGE	"p.changed_at DESC, p.id"
#define BY_NUMBER	"p.registry_no, p.id"
#define BY_AGE		"p.year_of_birth, p.id"
#define BY_PAIN		"p.last_pain DESC NULLS LAST, p.id"
#define BY_SEEN		"p.last_seen_on NULLS FIRST, p.id"
#define BY_DATE_IN	"p.date_in DESC, p.id"

enum {
	LIST,
	IDS = PATIENT_SORT_LEN,
	FIRST_RU = 2 * PATIENT_SORT_LEN,
	FIRST_EN = 3 * PATIENT_SORT_LEN,
	COUNT = 4 * PATIENT_SORT_LEN,
	COUNT_ALL, ROWS, GET, LOCK, ADMIT, SAVE
};

const struct stmt patient_stmts[] = {
	[LIST + PATIENT_BY_CHANGE] = { "patient_by_change", LIST_BY(BY_CHANGE) },
	[LIST + PATIENT_BY_NUMBER] = { "patient_by_number", LIST_BY(BY_NUMBER) },
	[LIST + PATIENT_BY_AGE] = { "patient_by_age", LIST_BY(BY_AGE) },
	[LIST + PATIENT_BY_PAIN] = { "patient_by_pain", LIST_BY(BY_PAIN) },
	[LIST + PATIENT_BY_SEEN] = { "patient_by_seen", LIST_BY(BY_SEEN) },
	[LIST + PATIENT_BY_DATE_IN] = { "patient_by_date_in", LIST_BY(BY_DATE_IN) },
	[IDS + PATIENT_BY_CHANGE] = { "patient_ids_by_change", IDS_BY(BY_CHANGE) },
	[IDS + PATIENT_BY_NUMBER] = { "patient_ids_by_number", IDS_BY(BY_NUMBER) },
	[IDS + PATIENT_BY_AGE] = { "patient_ids_by_age", IDS_BY(BY_AGE) },
	[IDS + PATIENT_BY_PAIN] = { "patient_ids_by_pain", IDS_BY(BY_PAIN) },
	[IDS + PATIENT_BY_SEEN] = { "patient_ids_by_seen", IDS_BY(BY_SEEN) },
	[IDS + PATIENT_BY_DATE_IN] = { "patient_ids_by_date_in", IDS_BY(BY_DATE_IN) },
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
	    " WHERE p.area_id = ANY ((SELECT areas('patient_read'))::int[])"
	    "   AND " FILTER },
	[COUNT_ALL] = { "patient_count_all",
	    "SELECT coalesce(sum(patients), 0) FROM patient_total" },
	[ROWS] = { "patient_rows",
	    "SELECT " LIST_COLUMNS("$2")
	    "  FROM patient p" LIST_JOINS
	    " WHERE p.id = ANY (string_to_array($1, ',')::uuid[])" },
	[GET] = { "patient_get",
	    "SELECT " COLUMNS("$2")
	    "  FROM patient p" JOINS
	    " WHERE p.id = $1" },
	[LOCK] = { "patient_lock",
	    "SELECT version FROM patient WHERE id = $1 FOR UPDATE" },
	[ADMIT] = { "patient_admit",
	    "INSERT INTO patient (id, inst, institution_id, area_id,"
	    "       district_id, year_of_birth, sex, diagnosis_code, date_in,"
	    "       commission_no, commission_on, basis_code, consent_on,"
	    "       status, created_by, changed_by)"
	    " VALUES ($1, $2, " INSTITUTION_OF("$3::int") ", $3::int, $4::int,"
	    "       $5::int, $6, $7, $8::date, $9, $10::date, $11, $12::date,"
	    "       $13, current_account(), current_account())" },
	[SAVE] = { "patient_save",
	    "UPDATE patient SET district_id = $3::int,"
	    "       year_of_birth = $4::int, sex = $5, diagnosis_code = $6,"
	    "       date_in = $7::date"
	    " WHERE id = $1 AND version = $2::int"
	    " RETURNING id" },
	{ NULL, NULL }
};

const struct stmt *const patient_get_stmt = &patient_stmts[GET];

static void
read_listed(const struct rows *r, size_t i, struct patient *p)
{
	p->id = row_text(r, i, 0);
	p->registry_no = row_text(r, i, 1);
	p->age = row_long(r, i, 2);
	p->sex = row_text(r, i, 3);
	p->institution_name = row_text(r, i, 4);
	p->diagnosis = row_text(r, i, 5);
	p->diagnosis_title = row_text(r, i, 6);
	p->status = row_text(r, i, 7);
	p->pain = row_text(r, i, 8);
	p->seen_on = row_text(r, i, 9);
}

static void
read_patient(const struct rows *r, size_t i, struct patient *p)
{
	read_listed(r, i, p);
	p->inst = row_text(r, i, 10);
	p->year_of_birth = row_long(r, i, 11);
	p->district = row_text(r, i, 12);
	p->district_name = row_text(r, i, 13);
	p->institution = row_text(r, i, 14);
	p->removal_reason = row_text(r, i, 15);
	p->date_in = row_text(r, i, 16);
	p->date_out = row_text(r, i, 17);
	p->died_on = row_text(r, i, 18);
	p->unseen_days = row_long(r, i, 19);
	p->version = row_long(r, i, 20);
	p->area = row_text(r, i, 21);
	p->department = row_text(r, i, 22);
	p->allergies = row_text(r, i, 23);
	p->no_allergies_on = row_text(r, i, 24);
}

static void
read_patients(struct db *db, const struct rows *r, struct patient_list *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		read_listed(r, i, &out->item[i]);
}

static bool
is_unfiltered(const struct patient_filter *f)
{
	return f->status == NULL && f->diagnosis == NULL && f->group == NULL &&
	    f->sex == NULL && f->age_from == NULL && f->age_to == NULL &&
	    f->since == NULL && f->until == NULL && f->institution == NULL &&
	    f->pain_from == NULL && f->unseen == NULL;
}

void
patient_list_queries(struct db *db, const struct patient_filter *f,
    enum patient_sort sort, long page, const char *lang, struct query q[2])
{
	const char *offset;

	assert(sort < PATIENT_SORT_LEN && page >= 0 && page <= 100000);
	if (is_unfiltered(f) && page == 0) {
		q[0] = (struct query){ .stmt = &patient_stmts[(size_t)sort +
		    (strcmp(lang, "en") == 0 ? FIRST_EN : FIRST_RU)] };
		q[1] = (struct query){ .stmt = &patient_stmts[COUNT_ALL] };
		return;
	}
	offset = text_printf(db_arena(db), "%ld", page * 50);
	q[0] = query_keep(db, &patient_stmts[LIST + (size_t)sort],
	    ARGS(FILTER_ARGS(f), { lang }, { offset }));
	q[1] = query_keep(db, &patient_stmts[COUNT], ARGS(FILTER_ARGS(f)));
}

void
patient_list_read(struct db *db, const struct query q[2],
    struct patient_list *out, long *total)
{
	read_patients(db, q[0].rows, out);
	*total = row_long(q[1].rows, 0, 0);
}

enum status
patient_ids(struct db *db, const struct patient_filter *f,
    enum patient_sort sort, const char **ids, const char **numbers)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &patient_stmts[IDS + (size_t)sort],
	    ARGS(FILTER_ARGS(f)), &rows)) != OK)
		return st;
	*ids = row_text(rows, 0, 0);
	*numbers = row_text(rows, 0, 1);
	return OK;
}

enum status
patient_rows(struct db *db, const char *ids, const char *lang,
    struct patient_list *out)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &patient_stmts[ROWS], ARGS({ ids }, { lang }),
	    &rows)) != OK)
		return st;
	read_patients(db, rows, out);
	return OK;
}

enum status
patient_read_one(const struct rows *rows, struct patient *out)
{
	if (rows_len(rows) == 0)
		return NOT_FOUND;
	read_patient(rows, 0, out);
	return OK;
}

enum status
patient_lock(struct db *db, const char *id)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &patient_stmts[LOCK], ARGS({ id }), &rows)) != OK)
		return st;
	return rows_len(rows) == 1 ? OK : NOT_FOUND;
}

enum status
patient_admit(struct db *db, const struct patient_entry *in,
    const struct document *passport)
{
	struct query q[] = {
		QUERY(&patient_stmts[ADMIT], { in->id }, { passport->inst },
		    { in->institution }, { in->district },
		    { in->year_of_birth }, { in->sex }, { in->diagnosis },
		    { in->date_in }, { in->commission_no },
		    { in->commission_on }, { in->basis }, { in->consent_on },
		    { in->status }),
		DOCUMENT_PUT(passport, in->id),
	};

	return db_try_all(db, q, 2);
}

enum status
patient_save(struct db *db, const struct patient_entry *in,
    const struct document *passport)
{
	static const struct document none;
	const struct document *d = passport != NULL ? passport : &none;
	struct query q[] = {
		QUERY(&patient_stmts[SAVE], { in->id }, { in->version },
		    { in->district }, { in->year_of_birth }, { in->sex },
		    { in->diagnosis }, { in->date_in }),
		DOCUMENT_PUT(d, in->id),
	};
	enum status st;

	if ((st = db_run_all(db, q, passport != NULL ? 2 : 1)) != OK)
		return st;
	return rows_len(q[0].rows) == 1 ? OK : CONFLICT;
}
