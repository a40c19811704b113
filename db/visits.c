/* visits.c: visits and contacts, planned and done, in versions. */

#include "base/str.h"
#include "db/coded.h"
#include "db/visits.h"

enum { GET, START, KINDS, PAGE, COUNT, DAY, DAY_COUNT, OVERDUE, TODAY, SAVE,
	TAKE_BACK, OBSERVE, PAIN, OF };

/* Kept in step with read_visit(); lang is a parameter. */
#define COLUMNS(lang) \
	"w.series_id, w.version, w.patient_id, w.status, w.kind, " \
	IN_LANGUAGE(lang, "k.name", "k.name_en") ", w.planned_on," \
	" to_char(w.planned_time, 'HH24:MI'), w.done_on," \
	" to_char(w.done_time, 'HH24:MI'), w.place, " \
	CODED("visit_place", "w.place", lang) "," \
	" array_to_string(w.team, ','), array_to_string(w.team_roles, ',')," \
	" (SELECT string_agg(coalesce(s.name, '—') || ' (' || " \
	CODED("team_role", "t.role", lang) " || ')', ', ' ORDER BY t.n)" \
	"    FROM unnest(w.team, w.team_roles) WITH ORDINALITY t(account, role, n)" \
	"    LEFT JOIN staff s ON s.id = t.account)," \
	" array_to_string(w.decisions, ','), " \
	CODED_ALL("visit_decision", "w.decisions", lang) ", w.reason, " \
	CODED_OF("CASE w.status WHEN 'no_show' THEN 'no_show_reason'" \
	    " ELSE 'cancel_reason' END", "w.reason", lang) "," \
	" w.current, w.status = 'planned' AND w.planned_on < current_date," \
	" a.name, extract(epoch FROM w.created_at)::bigint," \
	" p.registry_no, p.diagnosis_code, " \
	IN_LANGUAGE(lang, "d.name", "d.name_en")
#define JOINS \
	"  JOIN visit_kind k ON k.code = w.kind" \
	"  JOIN patient p ON p.id = w.patient_id" \
	"  LEFT JOIN area d ON d.id = p.district_id" \
	"  LEFT JOIN staff a ON a.id = w.author_id"

/* $1 patient, $2 all versions. */
#define OF_PATIENT	" w.patient_id = $1 AND (w.current OR $2::boolean)"

/* Whose and where: $2 a doctor, $3 a district, or NULL. */
#define MINE \
	" w.area_id = ANY ((SELECT areas('record_read'))::int[]) AND w.current" \
	" AND ($2::uuid IS NULL OR $2::uuid = ANY (w.team))" \
	" AND ($3::int IS NULL OR p.district_id = $3::int)"
#define OF_DAY	" WHERE" MINE " AND w.day = $1::date"

/* The visit of $1 that was planned for the day $2 and is still to be done. */
#define PLANNED_THEN \
	"  LEFT JOIN LATERAL (SELECT * FROM visit v WHERE v.patient_id = p.id" \
	"     AND v.current AND v.status = 'planned' AND v.planned_on = $2::date" \
	"   ORDER BY v.planned_time, v.created_at LIMIT 1) o ON true"

const struct stmt visit_stmts[] = {
	[GET] = { "visit_get",
	    "SELECT " COLUMNS("$2")
	    "  FROM visit w" JOINS
	    " WHERE w.series_id = $1 ORDER BY w.version DESC LIMIT 1" },
	[START] = { "visit_start",
	    "SELECT CASE WHEN l.kind IS NULL THEN 'primary'"
	    "            WHEN l.kind = 'primary' THEN 'repeat'"
	    "            ELSE l.kind END, coalesce(l.place, 'home'),"
	    "       (SELECT w.team_roles[array_position(w.team, current_account())]"
	    "          FROM visit w WHERE w.author_id = current_account()"
	    "           AND current_account() = ANY (w.team)"
	    "         ORDER BY w.created_at DESC LIMIT 1)"
	    "  FROM (SELECT 1) one LEFT JOIN LATERAL"
	    "       (SELECT w.kind, w.place FROM visit w"
	    "         WHERE w.patient_id = $1 AND w.current AND w.status = 'done'"
	    "           AND w.place IS NOT NULL"
	    "         ORDER BY w.day DESC LIMIT 1) l ON true" },
	[KINDS] = { "visit_kinds",
	    "SELECT code, " IN_LANGUAGE("$1", "name", "name_en") ","
	    "       CASE WHEN remote THEN 'remote' END"
	    "  FROM visit_kind ORDER BY ord" },
	[PAGE] = { "visit_page",
	    "SELECT " COLUMNS("$3")
	    "  FROM (SELECT w.* FROM visit w WHERE" OF_PATIENT
	    "         ORDER BY w.day DESC, w.series_id, w.version DESC"
	    "         LIMIT 12 OFFSET $4::int) w" JOINS
	    " ORDER BY w.day DESC, w.series_id, w.version DESC" },
	[COUNT] = { "visit_count",
	    "SELECT count(*) FROM visit w WHERE" OF_PATIENT },
	[DAY] = { "visit_day",
	    "SELECT " COLUMNS("$4")
	    "  FROM visit w" JOINS OF_DAY
	    " ORDER BY coalesce(w.done_time, w.planned_time) NULLS LAST,"
	    "       d.name, p.registry_no, w.series_id"
	    " LIMIT 100 OFFSET $5::int" },
	[DAY_COUNT] = { "visit_day_count",
	    "SELECT count(*)"
	    "  FROM visit w JOIN patient p ON p.id = w.patient_id" OF_DAY },
	[OVERDUE] = { "visit_overdue",
	    "SELECT " COLUMNS("$4")
	    "  FROM visit w" JOINS
	    " WHERE" MINE " AND w.status = 'planned'"
	    "   AND w.planned_on < least($1::date, current_date)"
	    " ORDER BY w.planned_on, d.name, p.registry_no LIMIT 100" },
	[TODAY] = { "visit_today",
	    "SELECT " COLUMNS("$2")
	    "  FROM visit w" JOINS
	    " WHERE w.area_id = ANY ((SELECT areas('record_read'))::int[])"
	    "   AND w.current AND w.status = 'planned'"
	    "   AND w.planned_on = $1::date"
	    " ORDER BY (current_account() = ANY (w.team)) DESC,"
	    "       w.planned_time NULLS LAST, d.name, p.registry_no LIMIT 8" },
	/* What is not asked at a step stays as it was. */
	[SAVE] = { "visit_save",
	    "INSERT INTO visit (series_id, version, patient_id, status, kind,"
	    "       planned_on, planned_time, done_on, done_time, place, team,"
	    "       team_roles, decisions, reason, follows)"
	    " SELECT $1::uuid, $2::int + 1, p.id, n.status, coalesce($5, o.kind),"
	    "       CASE n.status WHEN 'planned' THEN $6::date ELSE o.planned_on END,"
	    "       CASE n.status WHEN 'planned' THEN $7::time ELSE o.planned_time END,"
	    "       $8::date, $9::time,"
	    "       CASE WHEN n.asked THEN (SELECT $10 FROM visit_kind k"
	    "           WHERE k.code = coalesce($5, o.kind) AND NOT k.remote)"
	    "            ELSE o.place END,"
	    "       coalesce(CASE WHEN n.asked THEN $11::uuid[] ELSE o.team END, '{}'),"
	    "       coalesce(CASE WHEN n.asked THEN $12::text[] ELSE o.team_roles END, '{}'),"
	    "       coalesce($13::text[], '{}'), $14, coalesce($15::uuid, o.follows)"
	    "  FROM patient p"
	    " CROSS JOIN (SELECT $4::text AS status,"
	    "             $4::text IN ('planned', 'done') AS asked) n"
	    "  LEFT JOIN visit o ON o.series_id = $1::uuid AND o.current"
	    "       AND o.patient_id = p.id"
	    " WHERE p.id = $3::uuid"
	    " RETURNING id" },
	[TAKE_BACK] = { "visit_take_back",
	    "INSERT INTO visit (series_id, version, patient_id, status, kind,"
	    "       planned_on, planned_time, done_on, done_time, place, team,"
	    "       team_roles, decisions, reason, follows)"
	    " SELECT series_id, version + 1, patient_id, 'entered_in_error', kind,"
	    "       planned_on, planned_time, done_on, done_time, place, team,"
	    "       team_roles, decisions, reason, follows"
	    "  FROM visit WHERE series_id = $1 AND version = $2::int AND current"
	    " RETURNING id" },
	[OBSERVE] = { "visit_observe",
	    "INSERT INTO visit (series_id, version, patient_id, status, kind,"
	    "       planned_on, planned_time, done_on, place, team, team_roles,"
	    "       follows)"
	    " SELECT coalesce(o.series_id, gen_random_uuid()),"
	    "       coalesce(o.version, 0) + 1, p.id, 'done',"
	    "       coalesce(o.kind, CASE WHEN EXISTS (SELECT FROM visit v"
	    "           WHERE v.patient_id = p.id AND v.current"
	    "             AND v.status = 'done') THEN 'repeat' ELSE 'primary' END),"
	    "       o.planned_on, o.planned_time, $2::date,"
	    "       coalesce(o.place, (SELECT v.place FROM visit v"
	    "           WHERE v.patient_id = p.id AND v.current"
	    "             AND v.place IS NOT NULL"
	    "           ORDER BY v.day DESC LIMIT 1), 'unknown'),"
	    "       CASE WHEN o.team <> '{}' THEN o.team"
	    "            ELSE ARRAY[current_account()] END,"
	    "       CASE WHEN o.team <> '{}' THEN o.team_roles"
	    "            ELSE ARRAY['doctor'] END, o.follows"
	    "  FROM patient p" PLANNED_THEN
	    " WHERE p.id = $1 AND NOT EXISTS (SELECT FROM visit v"
	    "   WHERE v.patient_id = p.id AND v.current AND v.status = 'done'"
	    "     AND v.done_on = $2::date AND current_account() = ANY (v.team))" },
	[PAIN] = { "visit_pain",
	    "INSERT INTO observation (patient_id, area_id, code, value,"
	    "       effective_on, effective_at, author_id)"
	    " SELECT p.id, p.area_id, 'pain-nrs', $2::numeric, $3::date,"
	    "       CASE WHEN $3::date = current_date THEN now()"
	    "       ELSE $3::date + time '12:00' END, current_account()"
	    "  FROM patient p WHERE p.id = $1" },
	[OF] = { "visit_of", "SELECT id FROM patient WHERE id = $1" },
	{ NULL, NULL }
};

const struct stmt *const visit_get_stmt = &visit_stmts[GET];
const struct stmt *const visit_start_stmt = &visit_stmts[START];
const struct stmt *const visit_kinds_stmt = &visit_stmts[KINDS];
const struct stmt *const visit_today_stmt = &visit_stmts[TODAY];

static struct visit
read_visit(const struct rows *r, size_t i)
{
	return (struct visit){
		.series = row_text(r, i, 0),
		.version = row_long(r, i, 1),
		.patient = row_text(r, i, 2),
		.status = row_text(r, i, 3),
		.kind = row_text(r, i, 4),
		.kind_name = row_text(r, i, 5),
		.planned_on = row_text(r, i, 6),
		.planned_time = row_text(r, i, 7),
		.done_on = row_text(r, i, 8),
		.done_time = row_text(r, i, 9),
		.place = row_text(r, i, 10),
		.place_name = row_text(r, i, 11),
		.team = row_text(r, i, 12),
		.team_roles = row_text(r, i, 13),
		.team_names = row_text(r, i, 14),
		.decisions = row_text(r, i, 15),
		.decision_names = row_text(r, i, 16),
		.reason = row_text(r, i, 17),
		.reason_name = row_text(r, i, 18),
		.current = row_bool(r, i, 19),
		.overdue = row_bool(r, i, 20),
		.author_name = row_text(r, i, 21),
		.created = row_text(r, i, 22),
		.registry_no = row_text(r, i, 23),
		.diagnosis = row_text(r, i, 24),
		.district_name = row_text(r, i, 25),
	};
}

enum status
visit_read_one(const struct rows *rows, struct visit *out)
{
	if (rows_len(rows) == 0)
		return NOT_FOUND;
	*out = read_visit(rows, 0);
	return OK;
}

void
visit_read_start(const struct rows *rows, struct visit_start *out)
{
	out->kind = row_text(rows, 0, 0);
	out->place = row_text(rows, 0, 1);
	out->role = row_null(rows, 0, 2) ? "doctor" : row_text(rows, 0, 2);
}

void
visit_read(struct db *db, const struct rows *rows, struct visit_list *out)
{
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = read_visit(rows, i);
}

void
visit_page_queries(struct db *db, const char *patient, bool all, long page,
    const char *lang, struct query q[2])
{
	const char *versions = all ? "true" : "false";
	const char *offset;

	offset = text_printf(db_arena(db), "%ld", page * VISIT_PAGE);
	q[0] = query_keep(db, &visit_stmts[PAGE],
	    ARGS({ patient }, { versions }, { lang }, { offset }));
	q[1] = query_keep(db, &visit_stmts[COUNT],
	    ARGS({ patient }, { versions }));
}

void
visit_day_queries(struct db *db, const struct visit_day *d, long page,
    const char *lang, struct query q[DAY_QUERIES])
{
	const char *offset;

	offset = text_printf(db_arena(db), "%ld", page * VISIT_DAY_PAGE);
	q[DAY_VISITS] = query_keep(db, &visit_stmts[DAY], ARGS({ d->day },
	    { d->doctor }, { d->district }, { lang }, { offset }));
	q[DAY_TOTAL] = query_keep(db, &visit_stmts[DAY_COUNT], ARGS({ d->day },
	    { d->doctor }, { d->district }));
	q[DAY_OVERDUE] = query_keep(db, &visit_stmts[OVERDUE], ARGS({ d->day },
	    { d->doctor }, { d->district }, { lang }));
}

static struct query
save_query(struct db *db, const struct visit_entry *in)
{
	return query_keep(db, &visit_stmts[SAVE], ARGS({ in->series },
	    { in->version }, { in->patient }, { in->status }, { in->kind },
	    { in->planned_on }, { in->planned_time }, { in->done_on },
	    { in->done_time }, { in->place }, { in->team },
	    { in->team_roles }, { in->decisions }, { in->reason },
	    { in->follows }));
}

enum status
visit_save(struct db *db, const struct visit_entry *in,
    const struct visit_entry *next)
{
	struct query q[2] = { save_query(db, in) };
	enum status st;

	if (next != NULL)
		q[1] = save_query(db, next);
	if ((st = db_try_all(db, q, next != NULL ? 2 : 1)) != OK)
		return st;
	return rows_len(q[0].rows) == 1 ? OK : NOT_FOUND;
}

enum status
visit_take_back(struct db *db, const char *series, const char *version)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &visit_stmts[TAKE_BACK], ARGS({ series },
	    { version }), &rows)) != OK)
		return st;
	return rows_len(rows) == 1 ? OK : CONFLICT;
}

enum status
visit_observe(struct db *db, const char *patient, const char *pain,
    const char *on)
{
	struct query q[] = {
		QUERY(&visit_stmts[OF], { patient }),
		QUERY(&visit_stmts[OBSERVE], { patient }, { on }),
		QUERY(&visit_stmts[PAIN], { patient }, { pain }, { on }),
	};
	enum status st;

	if ((st = db_try_all(db, q, pain != NULL ? 3 : 2)) != OK)
		return st;
	return rows_len(q[0].rows) == 1 ? OK : NOT_FOUND;
}
