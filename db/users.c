/* users.c: accounts and their roles, as the administration sees them. */

#include "db/language.h"
#include "db/users.h"

enum { LIST, GET, GRANTS, APPLICANT, ADD, GRANT, SAVE, STATE, DROP, INVITE, END, ROLES,
	AREAS };

/* Kept in step with read_user(); lang is a parameter. */
#define COLUMNS(lang) \
	"u.id, u.login, u.name, u.job, u.area_id, " \
	IN_LANGUAGE(lang, "a.name", "a.name_en") ", u.state, u.valid_until," \
	" (SELECT string_agg(DISTINCT " IN_LANGUAGE(lang, "r.name", "r.name_en") \
	", ', ') FROM role_grant g JOIN role r ON r.id = g.role_id" \
	" WHERE g.account_id = u.id)," \
	" to_char(s.seen_at, 'YYYY-MM-DD HH24:MI'), u.version," \
	" EXISTS (SELECT FROM crypto_inst k JOIN area i ON i.id = k.area_id" \
	" WHERE i.path @> a.path)," \
	" NOT EXISTS (SELECT FROM area i WHERE i.path @> a.path" \
	" AND i.kind = 'institution')"

#define JOINS \
	"  JOIN area a ON a.id = u.area_id" \
	"  LEFT JOIN session_list() s ON s.account_id = u.id"

const struct stmt user_stmts[] = {
	[LIST] = { "user_list",
	    "SELECT " COLUMNS("$3")
	    "  FROM account u" JOINS
	    " WHERE ($1::text IS NULL OR u.login LIKE '%' || lower($1) || '%'"
	    "        OR lower(u.name) LIKE '%' || lower($1) || '%')"
	    "   AND ($2::text IS NULL OR u.state = $2)"
	    "   AND ($2::text IS NOT NULL OR u.state <> 'deleted')"
	    " ORDER BY u.name, u.login LIMIT 500" },
	[GET] = { "user_get",
	    "SELECT " COLUMNS("$2")
	    "  FROM account u" JOINS
	    " WHERE u.id = $1" },
	[GRANTS] = { "user_grants",
	    "SELECT g.id, " IN_LANGUAGE("$2", "r.name", "r.name_en") ", "
	    IN_LANGUAGE("$2", "a.name", "a.name_en") ", g.valid_until"
	    "  FROM role_grant g JOIN role r ON r.id = g.role_id"
	    "  JOIN area a ON a.id = g.area_id"
	    " WHERE g.account_id = $1 ORDER BY r.id, a.path" },
	[APPLICANT] = { "user_applicant",
	    "SELECT sig_pub, enc_pub FROM applicant_above($1)" },
	[ADD] = { "user_add",
	    "INSERT INTO account (id, login, name, job, area_id, valid_until)"
	    " VALUES ($1, $2, $3, coalesce($4, ''), $5::int, $6::date)" },
	[GRANT] = { "user_grant_add",
	    "INSERT INTO role_grant (account_id, role_id, area_id)"
	    " VALUES ($1, $2::int, $3::int)" },
	[SAVE] = { "user_save",
	    "UPDATE account SET name = $3, job = coalesce($4, ''),"
	    "       area_id = $5::int, valid_until = $6::date"
	    " WHERE id = $1 AND version = $2::int RETURNING id" },
	[STATE] = { "user_set_state",
	    "UPDATE account SET state = $3"
	    " WHERE id = $1 AND version = $2::int RETURNING id" },
	[DROP] = { "user_grant_drop",
	    "DELETE FROM role_grant g WHERE account_id = $1 AND id = $2::bigint"
	    "   AND (EXISTS (SELECT FROM role_grant o WHERE o.account_id = $1"
	    "                AND o.id <> g.id)"
	    "        OR NOT EXISTS (SELECT FROM account a WHERE a.id = $1"
	    "                AND a.state = 'active'))"
	    " RETURNING id" },
	[INVITE] = { "user_invite",
	    "SELECT join_token_create($1::bytea, $2::uuid, $3)" },
	[END] = { "user_end_session", "SELECT session_kill($1::uuid)" },
	[ROLES] = { "user_roles",
	    "SELECT id, " IN_LANGUAGE("$1", "name", "name_en") ", code"
	    "  FROM role ORDER BY id" },
	[AREAS] = { "user_areas",
	    "SELECT a.id, repeat('· ', nlevel(a.path) - 1) || "
	    IN_LANGUAGE("$1", "a.name", "a.name_en") ", a.kind"
	    "  FROM area a"
	    " WHERE a.id = ANY ((SELECT areas('user_manage'))::int[])"
	    "   AND a.retired_at IS NULL"
	    " ORDER BY a.path" },
	{ NULL, NULL }
};

const struct stmt *const user_roles_stmt = &user_stmts[ROLES];
const struct stmt *const user_areas_stmt = &user_stmts[AREAS];

static void
read_user(const struct rows *r, size_t i, struct user_account *u)
{
	u->id = row_text(r, i, 0);
	u->login = row_text(r, i, 1);
	u->name = row_text(r, i, 2);
	u->job = row_text(r, i, 3);
	u->area = row_text(r, i, 4);
	u->area_name = row_text(r, i, 5);
	u->state = row_text(r, i, 6);
	u->valid_until = row_text(r, i, 7);
	u->roles = row_text(r, i, 8);
	u->seen_at = row_text(r, i, 9);
	u->version = row_long(r, i, 10);
	u->has_keys = row_bool(r, i, 11);
	u->above = row_bool(r, i, 12);
	u->sig_pub = u->enc_pub = "";
}

enum status
user_list(struct db *db, const char *text, const char *state,
    const char *lang, struct user_accounts *out)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &user_stmts[LIST], ARGS({ text }, { state },
	    { lang }), &rows)) != OK)
		return st;
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		read_user(rows, i, &out->item[i]);
	return OK;
}

enum status
user_get(struct db *db, const char *id, const char *lang,
    struct user_account *out, struct user_grants *grants)
{
	struct query q[] = {
		QUERY(&user_stmts[GET], { id }, { lang }),
		QUERY(&user_stmts[GRANTS], { id }, { lang }),
		QUERY(&user_stmts[APPLICANT], { id }),
	};
	const struct rows *r;
	enum status st;

	if ((st = db_run_all(db, q, sizeof(q) / sizeof(q[0]))) != OK)
		return st;
	if (rows_len(q[0].rows) == 0)
		return NOT_FOUND;
	read_user(q[0].rows, 0, out);
	if (rows_len(q[2].rows) == 1) {
		out->sig_pub = row_text(q[2].rows, 0, 0);
		out->enc_pub = row_text(q[2].rows, 0, 1);
	}
	r = q[1].rows;
	grants->len = rows_len(r);
	grants->item = arena_array(db_arena(db), grants->len,
	    sizeof(*grants->item));
	for (size_t i = 0; i < grants->len; i++)
		grants->item[i] = (struct user_grant){
			.id = row_text(r, i, 0),
			.role = row_text(r, i, 1),
			.area_name = row_text(r, i, 2),
			.valid_until = row_text(r, i, 3),
		};
	return OK;
}

enum status
user_add(struct db *db, const struct user_entry *in)
{
	struct query q[] = {
		QUERY(&user_stmts[ADD], { in->id }, { in->login },
		    { in->name }, { in->job }, { in->area },
		    { in->valid_until }),
		QUERY(&user_stmts[GRANT], { in->id }, { in->role },
		    { in->area }),
	};

	return db_try_all(db, q, 2);
}

/* A statement that returns a row when it changed one. */
static enum status
run_change(struct db *db, const struct stmt *stmt, const struct arg *args,
    size_t len, enum status none)
{
	struct query q = { .stmt = stmt, .args = args, .args_len = len };
	enum status st;

	if ((st = db_try_all(db, &q, 1)) != OK)
		return st;
	return rows_len(q.rows) == 1 ? OK : none;
}

enum status
user_save(struct db *db, const struct user_entry *in)
{
	return run_change(db, &user_stmts[SAVE], ARGS({ in->id },
	    { in->version }, { in->name }, { in->job }, { in->area },
	    { in->valid_until }), CONFLICT);
}

enum status
user_set_state(struct db *db, const char *id, const char *version,
    const char *state)
{
	return run_change(db, &user_stmts[STATE], ARGS({ id }, { version },
	    { state }), CONFLICT);
}

enum status
user_grant_add(struct db *db, const char *id, const char *role,
    const char *area)
{
	struct query q = QUERY(&user_stmts[GRANT], { id }, { role }, { area });

	return db_try_all(db, &q, 1);
}

enum status
user_grant_drop(struct db *db, const char *id, const char *grant)
{
	return run_change(db, &user_stmts[DROP], ARGS({ id }, { grant }),
	    INVALID);
}

enum status
user_invite(struct db *db, const char *hash, const char *id,
    const char *member)
{
	return db_run(db, &user_stmts[INVITE], ARGS({ hash }, { id },
	    { member }), NULL);
}

enum status
user_end_session(struct db *db, const char *id)
{
	return db_run(db, &user_stmts[END], ARGS({ id }), NULL);
}
