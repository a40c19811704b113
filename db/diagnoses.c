/* diagnoses.c: diagnoses of a patient by role, in versions. */

#include "db/coded.h"
#include "db/diagnoses.h"

enum { ALL, NOW, GET, ADD, CORRECT, END };

/* Kept in step with read_diagnosis(); lang is a parameter. */
#define COLUMNS(lang) \
	VERSION_COLUMNS ", e.role, e.code, " \
	IN_LANGUAGE(lang, "i.title", "i.title_en") ", e.diagnosed_on, e.stage," \
	" e.tnm, e.clinical_group, array_to_string(e.metastases, ',')," \
	" " CODED_ALL("metastasis_site", "e.metastases", lang) ", e.morphology"
#define FROM \
	"  FROM diagnosis e LEFT JOIN icd10 i ON i.code = e.code" VERSION_JOINS

#define BY_ROLE \
	"array_position(ARRAY['main', 'complication', 'concomitant'], e.role)"

/* $2 … $9 in the order of struct diagnosis_told. */
#define TOLD_COLUMNS \
	"role, code, diagnosed_on, stage, tnm, clinical_group, metastases," \
	" morphology, author_id"
#define TOLD \
	"$2, $3, $4::date, $5, $6, $7, " CODES_TOLD("$8") ", $9," \
	" current_account()"
#define TOLD_ARGS(in) \
	{ (in)->role }, { (in)->code }, { (in)->on }, { (in)->stage }, \
	{ (in)->tnm }, { (in)->clinical_group }, { (in)->metastases }, \
	{ (in)->morphology }

const struct stmt diagnosis_stmts[] = {
	[ALL] = { "diagnosis_all",
	    "SELECT " COLUMNS("$2") FROM
	    " WHERE e.patient_id = $1"
	    " ORDER BY e.current DESC, CASE WHEN e.current THEN " BY_ROLE " END,"
	    "       coalesce(e.ended_at, e.created_at) DESC, e.version DESC" },
	[NOW] = { "diagnosis_now",
	    "SELECT " COLUMNS("$2") FROM
	    " WHERE e.patient_id = $1 AND e.current"
	    " ORDER BY " BY_ROLE ", e.code" },
	[GET] = { "diagnosis_get",
	    "SELECT " COLUMNS("$2") FROM " WHERE e.id = $1" },
	[ADD] = { "diagnosis_add",
	    "INSERT INTO diagnosis (series_id, patient_id, area_id, "
	    TOLD_COLUMNS ")"
	    " SELECT gen_random_uuid(), p.id, p.area_id, " TOLD
	    "  FROM patient p WHERE p.id = $1"
	    " RETURNING id" },
	[CORRECT] = { "diagnosis_correct",
	    "INSERT INTO diagnosis (series_id, version, patient_id, area_id, "
	    TOLD_COLUMNS ")"
	    " SELECT o.series_id, o.version + 1, o.patient_id, o.area_id, "
	    TOLD
	    "  FROM diagnosis o WHERE o.id = $1 AND o.current"
	    " RETURNING id" },
	[END] = { "diagnosis_end",
	    "UPDATE diagnosis SET status = $2 WHERE id = $1 AND current"
	    " RETURNING id" },
	{ NULL, NULL }
};

const struct stmt *const diagnosis_all_stmt = &diagnosis_stmts[ALL];
const struct stmt *const diagnosis_now_stmt = &diagnosis_stmts[NOW];

static struct diagnosis
read_diagnosis(const struct rows *r, size_t i)
{
	return (struct diagnosis){
		.v = version_read(r, i),
		.role = row_text(r, i, VERSION_LEN),
		.code = row_text(r, i, VERSION_LEN + 1),
		.title = row_text(r, i, VERSION_LEN + 2),
		.on = row_text(r, i, VERSION_LEN + 3),
		.stage = row_text(r, i, VERSION_LEN + 4),
		.tnm = row_text(r, i, VERSION_LEN + 5),
		.clinical_group = row_text(r, i, VERSION_LEN + 6),
		.metastases = row_text(r, i, VERSION_LEN + 7),
		.metastasis_names = row_text(r, i, VERSION_LEN + 8),
		.morphology = row_text(r, i, VERSION_LEN + 9),
	};
}

void
diagnosis_read(struct db *db, const struct rows *rows,
    struct diagnosis_list *out)
{
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = read_diagnosis(rows, i);
}

enum status
diagnosis_get(struct db *db, const char *id, const char *lang,
    struct diagnosis *out)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &diagnosis_stmts[GET], ARGS({ id }, { lang }),
	    &rows)) != OK)
		return st;
	if (rows_len(rows) == 0)
		return NOT_FOUND;
	*out = read_diagnosis(rows, 0);
	return OK;
}

enum status
diagnosis_add(struct db *db, const char *patient,
    const struct diagnosis_told *in)
{
	return db_try_one(db, query_keep(db, &diagnosis_stmts[ADD],
	    ARGS({ patient }, TOLD_ARGS(in))), NOT_FOUND);
}

enum status
diagnosis_correct(struct db *db, const char *old,
    const struct diagnosis_told *in)
{
	return db_try_one(db, query_keep(db, &diagnosis_stmts[CORRECT],
	    ARGS({ old }, TOLD_ARGS(in))), CONFLICT);
}

enum status
diagnosis_end(struct db *db, const char *id, const char *status)
{
	return db_try_one(db, query_keep(db, &diagnosis_stmts[END],
	    ARGS({ id }, { status })), CONFLICT);
}
