/* trail.c: who saw or changed what, when, from where. */

#include "db/language.h"
#include "db/trail.h"

enum { LIST, PATIENT, PLACE, VIEWERS };

/* Kept in step with read_trail(). */
#define COLUMNS \
	"SELECT e.id, extract(epoch FROM e.at)::bigint, e.event, e.result," \
	"       u.login, coalesce(u.name, s.name), e.subject, o.name," \
	"       host(e.address), e.program"

#define NAMES \
	"  LEFT JOIN account u ON u.id = e.account_id" \
	"  LEFT JOIN staff s ON s.id = e.account_id" \
	"  LEFT JOIN account o ON o.id = e.subject"

const struct stmt trail_stmts[] = {
	/* The newest of each area by its index, merged. */
	[LIST] = { "trail_list",
	    COLUMNS
	    "  FROM (SELECT x.* FROM unnest((SELECT areas('user_manage'))::int[])"
	    "          AS m(area) CROSS JOIN LATERAL (SELECT * FROM audit_event e"
	    "         WHERE e.area_id = m.area"
	    "           AND ($1::text IS NULL OR e.account_id ="
	    "               (SELECT id FROM account WHERE login = lower($1)))"
	    "           AND ($2::uuid IS NULL OR e.subject = $2)"
	    "           AND ($3::text IS NULL OR starts_with(e.event, upper($3)))"
	    "           AND ($4::text IS NULL OR e.result = $4)"
	    "           AND ($5::date IS NULL OR e.at >= $5::date)"
	    "           AND ($6::date IS NULL OR e.at < $6::date + 1)"
	    "           AND ($7::bigint IS NULL OR e.id < $7)"
	    "         ORDER BY e.id DESC LIMIT $8::int) x"
	    "         ORDER BY x.id DESC LIMIT $8::int) e" NAMES
	    " ORDER BY e.id DESC" },
	[PATIENT] = { "trail_patient",
	    COLUMNS "  FROM patient_trail($1::uuid, $2::bigint, $3::int) e" NAMES
	    " ORDER BY e.id DESC" },
	[PLACE] = { "patient_place",
	    "SELECT id, registry_no, area_id FROM patient_place($1::uuid, $2)" },
	[VIEWERS] = { "viewer_list",
	    "SELECT w.account_id, s.name, s.job, w.permissions, "
	    IN_LANGUAGE("$2", "w.role", "w.role_en") ", "
	    IN_LANGUAGE("$2", "w.given_for", "w.given_for_en") ","
	    "       w.valid_until, w.reason, w.widened, w.opens, w.within"
	    "  FROM area_why($1::int) w"
	    "  JOIN staff s ON s.id = w.account_id"
	    " ORDER BY s.name, w.grant_id LIMIT 1000" },
	{ NULL, NULL }
};

const struct stmt own_trail_stmts[] = {
	{ "own_trail",
	    "SELECT e.id, extract(epoch FROM e.at)::bigint, e.event, e.result,"
	    "       NULL, NULL, NULL, NULL, host(e.address), e.program"
	    "  FROM own_trail($1::bigint, $2::int) e ORDER BY e.id DESC" },
	{ NULL, NULL }
};

static enum status
read_trail(struct db *db, const struct stmt *stmt, const struct arg *args,
    size_t len, struct trail *out)
{
	struct rows *r;
	enum status st;

	if ((st = db_run(db, stmt, args, len, &r)) != OK)
		return st;
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct trail_event){
			.id = row_text(r, i, 0),
			.at = row_text(r, i, 1),
			.event = row_text(r, i, 2),
			.result = row_text(r, i, 3),
			.login = row_text(r, i, 4),
			.name = row_text(r, i, 5),
			.subject = row_text(r, i, 6),
			.subject_name = row_text(r, i, 7),
			.address = row_text(r, i, 8),
			.program = row_text(r, i, 9),
		};
	return OK;
}

enum status
trail_list(struct db *db, const struct trail_filter *f, struct trail *out)
{
	return read_trail(db, &trail_stmts[LIST], ARGS({ f->login },
	    { f->subject }, { f->event }, { f->result }, { f->since },
	    { f->until }, { f->before }, { f->limit }), out);
}

enum status
trail_patient(struct db *db, const char *patient, const char *before,
    const char *limit, struct trail *out)
{
	return read_trail(db, &trail_stmts[PATIENT], ARGS({ patient },
	    { before }, { limit }), out);
}

enum status
trail_own(struct db *db, const char *before, const char *limit,
    struct trail *out)
{
	return read_trail(db, &own_trail_stmts[0], ARGS({ before }, { limit }),
	    out);
}

enum status
place_get(struct db *db, const char *id, const char *number,
    struct place *out)
{
	struct rows *r;
	enum status st;

	if ((st = db_run(db, &trail_stmts[PLACE], ARGS({ id }, { number }),
	    &r)) != OK)
		return st;
	if (rows_len(r) == 0)
		return NOT_FOUND;
	out->id = row_text(r, 0, 0);
	out->registry_no = row_text(r, 0, 1);
	out->area = row_text(r, 0, 2);
	return OK;
}

enum status
viewer_list(struct db *db, const char *area, const char *lang,
    struct viewers *out)
{
	struct rows *r;
	enum status st;

	if ((st = db_run(db, &trail_stmts[VIEWERS], ARGS({ area }, { lang }),
	    &r)) != OK)
		return st;
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct viewer){
			.account = row_text(r, i, 0),
			.name = row_text(r, i, 1),
			.job = row_text(r, i, 2),
			.permissions = row_text(r, i, 3),
			.role = row_text(r, i, 4),
			.area_name = row_text(r, i, 5),
			.valid_until = row_text(r, i, 6),
			.reason = row_text(r, i, 7),
			.widened = row_bool(r, i, 8),
			.opens = row_bool(r, i, 9),
			.within = row_bool(r, i, 10),
		};
	return OK;
}
