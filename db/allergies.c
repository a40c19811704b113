/* allergies.c: what a patient must not have, in versions. */

#include "db/allergies.h"
#include "db/coded.h"

enum { ALL, NOW, NAMED, GET, FIND, ADD, ADD_NONE, CORRECT, END };

/* Kept in step with read_allergy(); lang is a parameter. */
#define COLUMNS(lang) \
	VERSION_COLUMNS ", e.subject, " \
	IN_LANGUAGE(lang, "e.name", "e.name_en") ", e.rule_subject," \
	" array_to_string(e.reactions, ',')," \
	" " CODED_ALL("allergy_reaction", "e.reactions", lang) "," \
	" e.severity, e.certainty, e.source, " \
	CODED("allergy_source", "e.source", lang) ", e.noted_on"
#define FROM	"  FROM allergy_entry e" VERSION_JOINS

/* The gravest first; what is not known may be grave. */
#define BY_GRAVITY \
	"array_position(ARRAY['severe', 'unknown', 'moderate', 'mild']," \
	" e.severity)"

const struct stmt allergy_stmts[] = {
	[ALL] = { "allergy_all",
	    "SELECT " COLUMNS("$2") FROM
	    " WHERE e.patient_id = $1"
	    " ORDER BY e.current DESC, CASE WHEN e.current THEN "
	    BY_GRAVITY " END,"
	    "       coalesce(e.ended_at, e.created_at) DESC, e.version DESC" },
	[NOW] = { "allergy_now",
	    "SELECT " COLUMNS("$2") FROM
	    " WHERE e.patient_id = $1 AND e.current"
	    " ORDER BY " BY_GRAVITY ", e.name" },
	[NAMED] = { "allergy_named",
	    "SELECT subject, " IN_LANGUAGE("$2", "name", "name_en") ", NULL"
	    "  FROM allergy_choice WHERE subject = $1" },
	[GET] = { "allergy_get",
	    "SELECT " COLUMNS("$2") FROM
	    " WHERE e.id = $1" },
	[FIND] = { "allergy_find",
	    "SELECT subject, " IN_LANGUAGE("$2", "name", "name_en") ", "
	    IN_LANGUAGE("$2", "note", "note_en")
	    "  FROM allergy_choice"
	    " WHERE offered AND"
	    "       (part < 4 AND"
	    "        lower(name || ' ' || name_en) LIKE '%' || lower($1) || '%'"
	    "        OR length($1) >= 3 AND atc LIKE upper($1) || '%')"
	    " ORDER BY atc <> upper($1), NOT lower("
	    IN_LANGUAGE("$2", "name", "name_en") ") LIKE lower($1) || '%',"
	    "       part, ord, 2"
	    " LIMIT 20" },
	[ADD] = { "allergy_add",
	    "INSERT INTO allergy (series_id, patient_id, area_id, subject,"
	    "       reactions, severity, certainty, source, noted_on, author_id)"
	    " SELECT gen_random_uuid(), p.id, p.area_id, $2, " CODES_TOLD("$3") ","
	    "       $4, $5, $6, $7::date, current_account()"
	    "  FROM patient p WHERE p.id = $1"
	    " RETURNING id" },
	[ADD_NONE] = { "allergy_add_none",
	    "INSERT INTO allergy (series_id, version, patient_id, area_id,"
	    "       subject, source, noted_on, author_id)"
	    " SELECT coalesce(o.series_id, gen_random_uuid()),"
	    "       coalesce(o.version, 0) + 1, p.id, p.area_id, '-', $2,"
	    "       $3::date, current_account()"
	    "  FROM patient p LEFT JOIN allergy o ON o.patient_id = p.id"
	    "   AND o.current AND o.subject = '-'"
	    " WHERE p.id = $1"
	    " RETURNING id" },
	[CORRECT] = { "allergy_correct",
	    "INSERT INTO allergy (series_id, version, patient_id, area_id,"
	    "       subject, reactions, severity, certainty, source, noted_on,"
	    "       author_id)"
	    " SELECT o.series_id, o.version + 1, o.patient_id, o.area_id, $2, "
	    CODES_TOLD("$3") ", $4, $5, $6, $7::date, current_account()"
	    "  FROM allergy o WHERE o.id = $1 AND o.current"
	    " RETURNING id" },
	[END] = { "allergy_end",
	    "UPDATE allergy SET status = $2 WHERE id = $1 AND current"
	    " RETURNING id" },
	{ NULL, NULL }
};

const struct stmt *const allergy_all_stmt = &allergy_stmts[ALL];
const struct stmt *const allergy_now_stmt = &allergy_stmts[NOW];
const struct stmt *const allergy_named_stmt = &allergy_stmts[NAMED];

static struct allergy
read_allergy(const struct rows *r, size_t i)
{
	return (struct allergy){
		.v = version_read(r, i),
		.subject = row_text(r, i, VERSION_LEN),
		.name = row_text(r, i, VERSION_LEN + 1),
		.rule_subject = row_text(r, i, VERSION_LEN + 2),
		.reactions = row_text(r, i, VERSION_LEN + 3),
		.reaction_names = row_text(r, i, VERSION_LEN + 4),
		.severity = row_text(r, i, VERSION_LEN + 5),
		.certainty = row_text(r, i, VERSION_LEN + 6),
		.source = row_text(r, i, VERSION_LEN + 7),
		.source_name = row_text(r, i, VERSION_LEN + 8),
		.noted_on = row_text(r, i, VERSION_LEN + 9),
	};
}

void
allergy_read(struct db *db, const struct rows *rows, struct allergy_list *out)
{
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = read_allergy(rows, i);
}

enum status
allergy_get(struct db *db, const char *id, const char *lang,
    struct allergy *out)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &allergy_stmts[GET], ARGS({ id }, { lang }),
	    &rows)) != OK)
		return st;
	if (rows_len(rows) == 0)
		return NOT_FOUND;
	*out = read_allergy(rows, 0);
	return OK;
}

enum status
allergen_find(struct db *db, const char *text, const char *lang,
    struct rows **out)
{
	return db_run(db, &allergy_stmts[FIND], ARGS({ text }, { lang }), out);
}

enum status
allergy_add(struct db *db, const char *patient, const struct allergy_told *in)
{
	if (in->subject[0] == '-')
		return db_try_one(db, query_keep(db, &allergy_stmts[ADD_NONE],
		    ARGS({ patient }, { in->source }, { in->noted_on })),
		    NOT_FOUND);
	return db_try_one(db, query_keep(db, &allergy_stmts[ADD],
	    ARGS({ patient }, { in->subject }, { in->reactions },
	    { in->severity }, { in->certainty }, { in->source },
	    { in->noted_on })), NOT_FOUND);
}

enum status
allergy_correct(struct db *db, const char *old, const struct allergy_told *in)
{
	return db_try_one(db, query_keep(db, &allergy_stmts[CORRECT],
	    ARGS({ old }, { in->subject }, { in->reactions },
	    { in->severity }, { in->certainty }, { in->source },
	    { in->noted_on })), CONFLICT);
}

enum status
allergy_end(struct db *db, const char *id, const char *status)
{
	return db_try_one(db, query_keep(db, &allergy_stmts[END],
	    ARGS({ id }, { status })), CONFLICT);
}
