/* users.c: accounts and their roles, as the administration sees them. */

#include <string.h>

#include "db/language.h"
#include "db/users.h"

enum { BY_NAME, BY_LOGIN, BY_UNTIL, COUNT, GET, APPLICANT, ADD, GIVE,
	GIVE_BY_JOB, SAVE, STATE, RELEASE, INVITE, END, ROLES, AREAS };

/* Kept in step with read_user(); lang is a parameter. */
#define COLUMNS(lang) \
	"u.id, u.login, u.name, u.job, u.area_id, " \
	IN_LANGUAGE(lang, "a.name", "a.name_en") ", u.state, u.valid_until," \
	" (SELECT string_agg(DISTINCT " IN_LANGUAGE(lang, "r.name", "r.name_en") \
	", ', ') FROM role_grant g JOIN role r ON r.id = g.role_id" \
	" WHERE g.account_id = u.id)," \
	" to_char(s.seen_at, 'YYYY-MM-DD HH24:MI'), u.version," \
	" EXISTS (SELECT FROM crypto_inst k WHERE k.area_id" \
	" = ANY (string_to_array(a.path::text, '.')::int[]))," \
	" NOT EXISTS (SELECT FROM area i WHERE i.path @> a.path" \
	" AND i.kind = 'institution'), u.employment, u.starts_on," \
	" u.held_at IS NOT NULL, u.held_by = current_account()," \
	" account_left(u)"

/* $1 text, $2 state, $3 area. */
#define WANTED \
	" WHERE ($1::text IS NULL OR strpos(u.login, lower($1)) > 0" \
	"        OR strpos(lower(u.name), lower($1)) > 0)" \
	"   AND CASE $2 WHEN 'held' THEN u.held_at IS NOT NULL" \
	"       AND u.state <> 'deleted' WHEN 'left' THEN account_left(u)" \
	"       ELSE u.state = coalesce($2, u.state) END" \
	"   AND ($2::text IS NOT NULL OR u.state <> 'deleted')" \
	"   AND ($3::int IS NULL OR u.area_id IN (SELECT b.id FROM area b" \
	"       JOIN area t ON b.path <@ t.path WHERE t.id = $3::int))"

/* Only the page that is shown is looked at closely. */
#define LIST(name, order) { name, \
	"WITH page AS MATERIALIZED (SELECT u.id FROM account u" WANTED \
	"        ORDER BY " order " LIMIT $5::int OFFSET $6::int)" \
	" SELECT " COLUMNS("$4") \
	"  FROM page JOIN account u ON u.id = page.id" \
	JOINS("ARRAY(SELECT id FROM page)") \
	" ORDER BY " order }

#define JOINS(ids) \
	"  JOIN area a ON a.id = u.area_id" \
	"  LEFT JOIN session_list(" ids ") s ON s.account_id = u.id"

const struct stmt user_stmts[] = {
	[BY_NAME] = LIST("user_list_by_name", "u.name, u.id"),
	[BY_LOGIN] = LIST("user_list_by_login", "u.login, u.id"),
	[BY_UNTIL] = LIST("user_list_by_until", "u.valid_until, u.name, u.id"),
	[COUNT] = { "user_count", "SELECT count(*) FROM account u" WANTED },
	[GET] = { "user_get",
	    "SELECT " COLUMNS("$2")
	    "  FROM account u" JOINS("ARRAY[$1::uuid]")
	    " WHERE u.id = $1::uuid" },
	[APPLICANT] = { "user_applicant",
	    "SELECT sig_pub, enc_pub FROM applicant_above($1)" },
	[ADD] = { "user_add",
	    "INSERT INTO account (id, login, name, job, area_id, employment,"
	    "       starts_on, valid_until)"
	    " VALUES ($1, $2, $3, coalesce($4, ''), $5::int,"
	    "         coalesce($6, 'permanent'), $7::date, $8::date)" },
	[GIVE] = { "user_give",
	    "SELECT grant_give($1::uuid, $2::int, $3::int, NULL, false, '')" },
	[GIVE_BY_JOB] = { "user_give_by_job",
	    "SELECT grant_give($1::uuid, r.role_id, $3::int, NULL, false, '')"
	    "  FROM job j JOIN job_role r ON r.job_id = j.id"
	    " WHERE lower(j.name) = lower($2)" },
	[SAVE] = { "user_save",
	    "UPDATE account SET name = $3, job = coalesce($4, ''),"
	    "       area_id = $5::int, valid_until = $6::date,"
	    "       employment = coalesce($7, employment),"
	    "       starts_on = $8::date"
	    " WHERE id = $1 AND version = $2::int RETURNING id" },
	[STATE] = { "user_set_state",
	    "UPDATE account SET state = $3"
	    " WHERE id = $1 AND version = $2::int RETURNING id" },
	[RELEASE] = { "user_release",
	    "SELECT account_confirm($1::uuid, $2::int)" },
	[INVITE] = { "user_invite",
	    "SELECT join_token_create($1::bytea, $2::uuid, NULL)" },
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
	u->employment = row_text(r, i, 13);
	u->starts_on = row_text(r, i, 14);
	u->held = row_bool(r, i, 15);
	u->held_by_me = row_bool(r, i, 16);
	u->left = row_bool(r, i, 17);
	u->sig_pub = u->enc_pub = "";
}

static const struct stmt *
list_stmt(const char *sort)
{
	if (sort != NULL && strcmp(sort, "login") == 0)
		return &user_stmts[BY_LOGIN];
	if (sort != NULL && strcmp(sort, "until") == 0)
		return &user_stmts[BY_UNTIL];
	return &user_stmts[BY_NAME];
}

enum status
user_list(struct db *db, const struct user_filter *f, const char *lang,
    struct user_accounts *out, long *total)
{
	struct query q[] = {
		QUERY(list_stmt(f->sort), { f->text }, { f->state },
		    { f->area }, { lang }, { f->limit }, { f->offset }),
		QUERY(&user_stmts[COUNT], { f->text }, { f->state },
		    { f->area }),
	};
	enum status st;

	if ((st = db_run_all(db, q, 2)) != OK)
		return st;
	*total = row_long(q[1].rows, 0, 0);
	out->len = rows_len(q[0].rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		read_user(q[0].rows, i, &out->item[i]);
	return OK;
}

enum status
user_get(struct db *db, const char *id, const char *lang,
    struct user_account *out)
{
	struct query q[] = {
		QUERY(&user_stmts[GET], { id }, { lang }),
		QUERY(&user_stmts[APPLICANT], { id }),
	};
	enum status st;

	if ((st = db_run_all(db, q, sizeof(q) / sizeof(q[0]))) != OK)
		return st;
	if (rows_len(q[0].rows) == 0)
		return NOT_FOUND;
	read_user(q[0].rows, 0, out);
	if (rows_len(q[1].rows) == 1) {
		out->sig_pub = row_text(q[1].rows, 0, 0);
		out->enc_pub = row_text(q[1].rows, 0, 1);
	}
	return OK;
}

enum status
user_add(struct db *db, const struct user_entry *in, const char **refusal)
{
	struct query q[] = {
		QUERY(&user_stmts[ADD], { in->id }, { in->login },
		    { in->name }, { in->job }, { in->area },
		    { in->employment }, { in->starts_on },
		    { in->valid_until }),
		QUERY(&user_stmts[in->role != NULL ? GIVE : GIVE_BY_JOB],
		    { in->id }, { in->role != NULL ? in->role : in->job },
		    { in->area }),
	};
	enum status st;

	st = db_try_all(db, q, 2);
	*refusal = st == OK ? "role_none" : db_refusal(db);
	return st == OK && rows_len(q[1].rows) == 0 ? INVALID : st;
}

/* A statement that returns a row when it changed one; rules are judged now. */
static enum status
run_change(struct db *db, struct query change)
{
	struct query q[] = { change, { .stmt = &db_rules_now } };
	enum status st;

	if ((st = db_try_all(db, q, 2)) != OK)
		return st;
	return rows_len(q[0].rows) == 1 ? OK : CONFLICT;
}

enum status
user_save(struct db *db, const struct user_entry *in)
{
	struct query q = QUERY(&user_stmts[SAVE], { in->id }, { in->version },
	    { in->name }, { in->job }, { in->area }, { in->valid_until },
	    { in->employment }, { in->starts_on });

	return run_change(db, q);
}

enum status
user_set_state(struct db *db, const char *id, const char *version,
    const char *state)
{
	struct query q = QUERY(&user_stmts[STATE], { id }, { version },
	    { state });

	return run_change(db, q);
}

enum status
user_release(struct db *db, const char *id, const char *version)
{
	struct query q = QUERY(&user_stmts[RELEASE], { id }, { version });
	enum status st;

	if ((st = db_try_all(db, &q, 1)) != OK)
		return st;
	return row_bool(q.rows, 0, 0) ? OK : CONFLICT;
}

enum status
user_invite(struct db *db, const char *hash, const char *id)
{
	return db_run(db, &user_stmts[INVITE], ARGS({ hash }, { id }), NULL);
}

enum status
user_end_session(struct db *db, const char *id)
{
	return db_run(db, &user_stmts[END], ARGS({ id }), NULL);
}
