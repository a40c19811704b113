/* eligibilities.c: whether criteria of palliative care are met, assessed on a day. */

#include "db/coded.h"
#include "db/eligibilities.h"
#include "db/in_use.h"

enum { ALL, CRITERIA, GROUP, GET, ADD, CORRECT, END };

#define TICKED(general, lang) \
	"(SELECT string_agg(" IN_LANGUAGE(lang, "k.name", "k.name_en") \
	", ' · ' ORDER BY k.ord) FROM eligibility_criterion k" \
	"   WHERE k.code = ANY (e.criteria) AND k.general = " general ")"

/* Kept in step with read_eligibility(); lang is a parameter. */
#define COLUMNS(lang) \
	VERSION_COLUMNS ", e.group_code, " \
	IN_LANGUAGE(lang, "g.name", "g.name_en") "," \
	" array_to_string(e.criteria, ',')," \
	" " TICKED("true", lang) ", " TICKED("false", lang) "," \
	" e.assessed_on, e.met"
#define FROM \
	"  FROM eligibility e" \
	"  LEFT JOIN diagnosis_group g ON g.code = e.group_code" VERSION_JOINS

/* $2 … $4 in the order of struct eligibility_told. */
#define TOLD	"$2, " CODES_TOLD("$3") ", $4::date, current_account()"

const struct stmt eligibility_stmts[] = {
	[ALL] = { "eligibility_all",
	    "SELECT " COLUMNS("$2") FROM
	    " WHERE e.patient_id = $1"
	    " ORDER BY e.current DESC, e.assessed_on DESC, e.version DESC" },
	[CRITERIA] = { "eligibility_criteria",
	    "SELECT k.code, " IN_LANGUAGE("$2", "k.name", "k.name_en") ","
	    "       k.source, k.group_code, "
	    IN_LANGUAGE("$2", "g.name", "g.name_en") ", k.general"
	    "  FROM eligibility_criterion k"
	    "  LEFT JOIN diagnosis_group g ON g.code = k.group_code"
	    " WHERE NOT " OUT_OF_USE("k.", "valid_to")
	    "    OR k.code = ANY (string_to_array($1, ','))"
	    " ORDER BY k.general DESC, g.ord NULLS LAST, k.ord, k.code" },
	[GROUP] = { "eligibility_group",
	    "SELECT coalesce((SELECT e.group_code FROM eligibility e"
	    "   WHERE e.patient_id = p.id AND e.current"
	    "   ORDER BY e.assessed_on DESC LIMIT 1), i.group_code)"
	    "  FROM patient p LEFT JOIN icd10 i ON i.code = p.diagnosis_code"
	    " WHERE p.id = $1" },
	[GET] = { "eligibility_get",
	    "SELECT " COLUMNS("$2") FROM " WHERE e.id = $1" },
	[ADD] = { "eligibility_add",
	    "INSERT INTO eligibility (series_id, patient_id, area_id,"
	    "       group_code, criteria, assessed_on, author_id)"
	    " SELECT gen_random_uuid(), p.id, p.area_id, " TOLD
	    "  FROM patient p WHERE p.id = $1"
	    " RETURNING id" },
	[CORRECT] = { "eligibility_correct",
	    "INSERT INTO eligibility (series_id, version, patient_id, area_id,"
	    "       group_code, criteria, assessed_on, author_id)"
	    " SELECT o.series_id, o.version + 1, o.patient_id, o.area_id, "
	    TOLD
	    "  FROM eligibility o WHERE o.id = $1 AND o.current"
	    " RETURNING id" },
	[END] = { "eligibility_end",
	    "UPDATE eligibility SET status = 'entered_in_error'"
	    " WHERE id = $1 AND current RETURNING id" },
	{ NULL, NULL }
};

const struct stmt *const eligibility_all_stmt = &eligibility_stmts[ALL];
const struct stmt *const eligibility_criteria_stmt =
    &eligibility_stmts[CRITERIA];
const struct stmt *const eligibility_group_stmt = &eligibility_stmts[GROUP];

static struct eligibility
read_eligibility(const struct rows *r, size_t i)
{
	return (struct eligibility){
		.v = version_read(r, i),
		.group = row_text(r, i, VERSION_LEN),
		.group_name = row_text(r, i, VERSION_LEN + 1),
		.criteria = row_text(r, i, VERSION_LEN + 2),
		.general = row_text(r, i, VERSION_LEN + 3),
		.specific = row_text(r, i, VERSION_LEN + 4),
		.on = row_text(r, i, VERSION_LEN + 5),
		.met = row_bool(r, i, VERSION_LEN + 6),
	};
}

void
eligibility_read(struct db *db, const struct rows *rows,
    struct eligibility_list *out)
{
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = read_eligibility(rows, i);
}

void
criterion_read(struct db *db, const struct rows *rows,
    struct criterion_list *out)
{
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct criterion){
			.code = row_text(rows, i, 0),
			.name = row_text(rows, i, 1),
			.source = row_text(rows, i, 2),
			.group = row_text(rows, i, 3),
			.group_name = row_text(rows, i, 4),
			.general = row_bool(rows, i, 5),
		};
}

enum status
eligibility_get(struct db *db, const char *id, const char *lang,
    struct eligibility *out)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &eligibility_stmts[GET], ARGS({ id }, { lang }),
	    &rows)) != OK)
		return st;
	if (rows_len(rows) == 0)
		return NOT_FOUND;
	*out = read_eligibility(rows, 0);
	return OK;
}

enum status
eligibility_add(struct db *db, const char *patient,
    const struct eligibility_told *in)
{
	return db_try_one(db, query_keep(db, &eligibility_stmts[ADD],
	    ARGS({ patient }, { in->group }, { in->criteria }, { in->on })),
	    NOT_FOUND);
}

enum status
eligibility_correct(struct db *db, const char *old,
    const struct eligibility_told *in)
{
	return db_try_one(db, query_keep(db, &eligibility_stmts[CORRECT],
	    ARGS({ old }, { in->group }, { in->criteria }, { in->on })),
	    CONFLICT);
}

enum status
eligibility_end(struct db *db, const char *id)
{
	return db_try_one(db, query_keep(db, &eligibility_stmts[END],
	    ARGS({ id })), CONFLICT);
}
