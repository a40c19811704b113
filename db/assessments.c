/* assessments.c: filled instruments, versioned; their answers are observations. */

#include "base/str.h"
#include "db/assessments.h"
#include "db/language.h"

enum { LAST, SCORES, PAGE, PAGE_VALUES, COUNT, GET, VALUES, STANDING, ADD, CORRECT,
	TAKE_BACK };

/* Kept in step with read_assessment(). */
#define COLUMNS \
	"a.id, a.patient_id, a.instrument, a.version, a.effective_on," \
	" extract(epoch FROM a.effective_at)::bigint, a.completed_by, a.status," \
	" a.current, a.author_id = current_account(), s.name," \
	" extract(epoch FROM a.created_at)::bigint"

/* $1 patient, $2 instrument or the first known, $3 all versions, $4 offset. */
#define OF_PATIENT \
	" a.patient_id = $1 AND a.instrument = coalesce($2, (SELECT i.code" \
	"  FROM instrument i WHERE EXISTS (SELECT FROM assessment b" \
	"   WHERE b.instrument = i.code AND b.patient_id = $1)" \
	" ORDER BY i.ord, i.code LIMIT 1))" \
	" AND (a.current OR $3::boolean)"
#define PAGE_OF \
	"  FROM assessment a WHERE" OF_PATIENT \
	" ORDER BY a.effective_at DESC, a.series_id, a.version DESC" \
	" LIMIT 8 OFFSET $4::int"

/* When it was: $4 day, $5 seconds since 1970, or now. */
#define EFFECTIVE	"coalesce(to_timestamp($5::bigint), now()), $4::date"

/*
 * The answers $7, $8 of the assessment "a", and the totals that are complete:
 * what was not assessed makes no total.
 */
#define OBSERVE \
	", v AS (SELECT * FROM unnest($7::text[], $8::numeric[]) v(code, value))" \
	", t AS (SELECT i.code, sum(v.value) AS value" \
	"          FROM a JOIN instrument_item i ON i.instrument = a.instrument" \
	"          JOIN v ON v.code = ANY (i.parts)" \
	"         GROUP BY i.code, i.parts" \
	"        HAVING count(v.value) = cardinality(i.parts))" \
	"INSERT INTO observation (assessment_id, patient_id, area_id, code," \
	"       value, effective_on, effective_at, author_id)" \
	" SELECT a.id, a.patient_id, a.area_id, o.code, o.value," \
	"       a.effective_on, a.effective_at, a.author_id" \
	"  FROM a, (SELECT * FROM v UNION ALL SELECT * FROM t) o" \
	" RETURNING code"

#define ADDED \
	" RETURNING id, patient_id, area_id, instrument, effective_at," \
	" effective_on, author_id)"
#define ADD_COLUMNS \
	"id, series_id, version, patient_id, area_id, instrument," \
	" instrument_version, effective_at, effective_on, completed_by," \
	" author_id"

const struct stmt assessment_stmts[] = {
	[LAST] = { "assessment_last",
	    "SELECT NULL, k.code, trim_scale(o.value), o.effective_on"
	    "  FROM (SELECT DISTINCT t.code FROM instrument_item t"
	    "          JOIN instrument i ON i.code = t.instrument"
	    "         WHERE i.code = ANY ($2::text[]) OR"
	    "               ($2::text[] = '{}' AND i.visit)) k"
	    " CROSS JOIN LATERAL"
	    "       (SELECT o.value, o.effective_on FROM observation o"
	    "         WHERE o.patient_id = $1 AND o.code = k.code AND o.current"
	    "           AND o.value IS NOT NULL"
	    "           AND o.effective_at < coalesce(to_timestamp($3::bigint), 'infinity')"
	    "         ORDER BY o.effective_at DESC, o.created_at DESC LIMIT 1) o" },
	[SCORES] = { "assessment_scores",
	    "SELECT " IN_LANGUAGE("$2", "i.name", "i.name_en") ", t.code, "
	    IN_LANGUAGE("$2", "t.name", "t.name_en") ", t.kind, t.worse,"
	    "       trim_scale(t.high), trim_scale(n.value), "
	    IN_LANGUAGE("$2", "w.short", "w.short_en") ", n.effective_on,"
	    "       trim_scale(b.value), "
	    IN_LANGUAGE("$2", "x.short", "x.short_en") ", b.effective_on"
	    "  FROM instrument_item t JOIN instrument i ON i.code = t.instrument"
	    " CROSS JOIN LATERAL"
	    "       (SELECT o.value, o.effective_at, o.effective_on FROM observation o"
	    "         WHERE o.patient_id = $1 AND o.code = t.code AND o.current"
	    "         ORDER BY o.effective_at DESC, o.created_at DESC LIMIT 1) n"
	    "  LEFT JOIN LATERAL"
	    "       (SELECT o.value, o.effective_on FROM observation o"
	    "         WHERE o.patient_id = $1 AND o.code = t.code AND o.current"
	    "           AND o.value IS NOT NULL"
	    "           AND o.effective_at < n.effective_at"
	    "         ORDER BY o.effective_at DESC, o.created_at DESC LIMIT 1) b"
	    "       ON true"
	    "  LEFT JOIN instrument_answer w ON w.instrument = t.instrument"
	    "   AND w.item = t.code AND w.value = n.value"
	    "  LEFT JOIN instrument_answer x ON x.instrument = t.instrument"
	    "   AND x.item = t.code AND x.value = b.value"
	    " WHERE t.card"
	    " ORDER BY i.ord, i.code, t.ord" },
	[PAGE] = { "assessment_page",
	    "SELECT " COLUMNS
	    "  FROM (SELECT a.*" PAGE_OF ") a"
	    "  LEFT JOIN staff s ON s.id = a.author_id"
	    " ORDER BY a.effective_at DESC, a.series_id, a.version DESC" },
	[PAGE_VALUES] = { "assessment_page_values",
	    "SELECT o.assessment_id, o.code, trim_scale(o.value), o.effective_on"
	    "  FROM observation o"
	    " WHERE o.assessment_id IN (SELECT a.id" PAGE_OF ")" },
	[COUNT] = { "assessment_count",
	    "SELECT count(*) FROM assessment a WHERE" OF_PATIENT },
	[GET] = { "assessment_get",
	    "SELECT " COLUMNS
	    "  FROM assessment a LEFT JOIN staff s ON s.id = a.author_id"
	    " WHERE a.id = $1" },
	[VALUES] = { "assessment_values",
	    "SELECT o.assessment_id, o.code, trim_scale(o.value), o.effective_on"
	    "  FROM observation o WHERE o.assessment_id = $1" },
	[STANDING] = { "assessment_standing",
	    "SELECT id FROM assessment WHERE current AND series_id ="
	    " (SELECT series_id FROM assessment WHERE id = $1)" },
	[ADD] = { "assessment_add",
	    "WITH a AS (INSERT INTO assessment (" ADD_COLUMNS ")"
	    " SELECT md5($1 || i.code)::uuid, md5($1 || i.code)::uuid, 1, p.id,"
	    "       p.area_id, i.code, i.version, " EFFECTIVE ","
	    "       CASE WHEN i.asks_completed_by THEN $6 END, current_account()"
	    "  FROM patient p, instrument i"
	    " WHERE p.id = $2::uuid AND p.status <> 'removed' AND i.code = $3"
	    ADDED OBSERVE },
	[CORRECT] = { "assessment_correct",
	    "WITH a AS (INSERT INTO assessment (" ADD_COLUMNS ")"
	    " SELECT md5($1 || i.code)::uuid, o.series_id, o.version + 1,"
	    "       o.patient_id, o.area_id, i.code, i.version, " EFFECTIVE ","
	    "       CASE WHEN i.asks_completed_by THEN $6 END, current_account()"
	    "  FROM assessment o JOIN instrument i ON i.code = o.instrument"
	    " WHERE o.id = $2::uuid AND o.current AND i.code = $3"
	    ADDED OBSERVE },
	[TAKE_BACK] = { "assessment_take_back",
	    "UPDATE assessment SET status = 'entered_in_error'"
	    " WHERE id = $1 AND current RETURNING id" },
	{ NULL, NULL }
};

const struct stmt *const assessment_last_stmt = &assessment_stmts[LAST];
const struct stmt *const assessment_scores_stmt = &assessment_stmts[SCORES];

void
observed_read(struct db *db, const struct rows *rows,
    struct observed_list *out)
{
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++) {
		out->item[i].assessment = row_text(rows, i, 0);
		out->item[i].code = row_text(rows, i, 1);
		out->item[i].value = row_text(rows, i, 2);
		out->item[i].on = row_text(rows, i, 3);
	}
}

void
score_read(struct db *db, const struct rows *rows, struct score_list *out)
{
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct score){
			.instrument = row_text(rows, i, 0),
			.code = row_text(rows, i, 1),
			.name = row_text(rows, i, 2),
			.kind = row_text(rows, i, 3),
			.worse = row_text(rows, i, 4),
			.high = row_text(rows, i, 5),
			.value = row_text(rows, i, 6),
			.label = row_text(rows, i, 7),
			.on = row_text(rows, i, 8),
			.was = row_text(rows, i, 9),
			.was_label = row_text(rows, i, 10),
			.was_on = row_text(rows, i, 11),
		};
}

void
assessment_page_queries(struct db *db, const char *patient,
    const char *instrument, bool all, long page, struct query q[3])
{
	const char *versions = all ? "true" : "false";
	const char *offset;

	offset = text_printf(db_arena(db), "%ld", page * ASSESSMENT_PAGE);
	q[0] = query_keep(db, &assessment_stmts[PAGE],
	    ARGS({ patient }, { instrument }, { versions }, { offset }));
	q[1] = query_keep(db, &assessment_stmts[PAGE_VALUES],
	    ARGS({ patient }, { instrument }, { versions }, { offset }));
	q[2] = query_keep(db, &assessment_stmts[COUNT],
	    ARGS({ patient }, { instrument }, { versions }));
}

static struct assessment
read_assessment(const struct rows *r, size_t i)
{
	return (struct assessment){
		.id = row_text(r, i, 0),
		.patient = row_text(r, i, 1),
		.instrument = row_text(r, i, 2),
		.version = row_long(r, i, 3),
		.on = row_text(r, i, 4),
		.moment = row_text(r, i, 5),
		.completed_by = row_text(r, i, 6),
		.status = row_text(r, i, 7),
		.current = row_bool(r, i, 8),
		.mine = row_bool(r, i, 9),
		.author_name = row_text(r, i, 10),
		.created = row_text(r, i, 11),
	};
}

void
assessment_read(struct db *db, const struct rows *rows,
    struct assessment_list *out)
{
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = read_assessment(rows, i);
}

enum status
assessment_get(struct db *db, const char *id, struct assessment *out,
    struct observed_list *answers)
{
	struct query q[] = {
		QUERY(&assessment_stmts[GET], { id }),
		QUERY(&assessment_stmts[VALUES], { id }),
	};
	enum status st;

	if ((st = db_run_all(db, q, 2)) != OK)
		return st;
	if (rows_len(q[0].rows) == 0)
		return NOT_FOUND;
	*out = read_assessment(q[0].rows, 0);
	observed_read(db, q[1].rows, answers);
	return OK;
}

enum status
assessment_standing(struct db *db, const char *id, const char **out)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &assessment_stmts[STANDING], ARGS({ id }),
	    &rows)) != OK)
		return st;
	*out = rows_len(rows) == 1 ? row_text(rows, 0, 0) : NULL;
	return OK;
}

static struct query
entry_query(struct db *db, int stmt, const char *of,
    const struct assessment_entry *in)
{
	return query_keep(db, &assessment_stmts[stmt], ARGS({ in->id }, { of },
	    { in->instrument }, { in->on }, { in->moment }, { in->completed_by },
	    { in->codes }, { in->values }));
}

enum status
assessment_add(struct db *db, const char *patient,
    const struct assessment_entry *in, size_t n)
{
	struct query *q = arena_array(db_arena(db), n, sizeof(*q));
	enum status st;

	for (size_t i = 0; i < n; i++)
		q[i] = entry_query(db, ADD, patient, &in[i]);
	if ((st = db_try_all(db, q, n)) != OK)
		return st;
	for (size_t i = 0; i < n; i++)
		if (rows_len(q[i].rows) == 0)
			return CONFLICT;
	return OK;
}

enum status
assessment_correct(struct db *db, const char *old,
    const struct assessment_entry *in)
{
	struct query q = entry_query(db, CORRECT, old, in);
	enum status st;

	if ((st = db_try_all(db, &q, 1)) != OK)
		return st;
	return rows_len(q.rows) > 0 ? OK : CONFLICT;
}

enum status
assessment_take_back(struct db *db, const char *id)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &assessment_stmts[TAKE_BACK], ARGS({ id }),
	    &rows)) != OK)
		return st;
	return rows_len(rows) == 1 ? OK : CONFLICT;
}
