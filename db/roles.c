/* roles.c: roles, which are sets of permissions, and what waits for a second person. */

#include "db/language.h"
#include "db/roles.h"

enum { LIST, COUNT, GET, WRITE, REMOVE, REQUESTS, DECIDE };

/* Kept in step with read_role(); lang is a parameter. */
#define COLUMNS(lang) \
	"SELECT r.id, r.code, r.name, r.name_en, " \
	IN_LANGUAGE(lang, "r.name", "r.name_en") "," \
	"       (SELECT string_agg(permission, ',' ORDER BY permission)" \
	"          FROM role_permission WHERE role_id = r.id)," \
	"       (SELECT count(DISTINCT account_id) FROM role_grant" \
	"         WHERE role_id = r.id)," \
	"       r.version, role_in_reach(r.id), r.needs_factor" \
	"  FROM role r"

#define WANTED \
	" WHERE ($1::text IS NULL OR strpos(lower(r.name), lower($1)) > 0" \
	"        OR strpos(lower(r.name_en), lower($1)) > 0" \
	"        OR strpos(r.code, lower($1)) > 0)"

const struct stmt role_stmts[] = {
	[LIST] = { "role_list",
	    COLUMNS("$2") WANTED " ORDER BY r.id LIMIT $3::int OFFSET $4::int" },
	[COUNT] = { "role_count", "SELECT count(*) FROM role r" WANTED },
	[GET] = { "role_get", COLUMNS("$2") " WHERE r.id = $1::int" },
	[WRITE] = { "role_write",
	    "SELECT id, answer = 'asked' FROM role_write($1::int, $2::int, $3,"
	    "       $4, $5, $6::text[], $7, $8::boolean)" },
	[REMOVE] = { "role_remove",
	    "DELETE FROM role WHERE id = $1::int RETURNING id" },
	[REQUESTS] = { "request_list",
	    "SELECT q.id, q.account_id, u.name, "
	    IN_LANGUAGE("$1", "r.name", "r.name_en") ", "
	    IN_LANGUAGE("$1", "a.name", "a.name_en") ", q.permissions,"
	    "       q.valid_until, q.reason, q.state, b.name,"
	    "       extract(epoch FROM q.asked_at)::bigint, d.name, q.one_off,"
	    "       q.asked_by = current_account(),"
	    "       current_account() <> q.asked_by"
	    "       AND current_account() IS DISTINCT FROM q.account_id, q.factor,"
	    "       q.disposal_id, " IN_LANGUAGE("$1", "t.name", "t.name_en")
	    "  FROM right_request q"
	    "  LEFT JOIN role r ON r.id = q.role_id"
	    "  LEFT JOIN area a ON a.id = q.area_id"
	    "  LEFT JOIN account u ON u.id = q.account_id"
	    "  LEFT JOIN disposal o ON o.id = q.disposal_id"
	    "  LEFT JOIN retention_rule t ON t.code = o.rule"
	    "  LEFT JOIN staff b ON b.id = q.asked_by"
	    "  LEFT JOIN staff d ON d.id = q.decided_by"
	    " ORDER BY q.state <> 'waiting', q.id DESC LIMIT 200" },
	[DECIDE] = { "request_decide",
	    "SELECT request_decide($1::bigint, $2::boolean)" },
	{ NULL, NULL }
};

static void
read_role(const struct rows *r, size_t i, struct role *out)
{
	*out = (struct role){
		.id = row_text(r, i, 0),
		.code = row_text(r, i, 1),
		.name = row_text(r, i, 2),
		.name_en = row_text(r, i, 3),
		.shown = row_text(r, i, 4),
		.permissions = row_text(r, i, 5),
		.people = row_long(r, i, 6),
		.version = row_long(r, i, 7),
		.may_edit = row_bool(r, i, 8),
		.needs_factor = row_bool(r, i, 9),
	};
}

enum status
role_list(struct db *db, const char *text, const char *lang,
    const char *limit, const char *offset, struct roles *out, long *total)
{
	struct query q[] = {
		QUERY(&role_stmts[LIST], { text }, { lang }, { limit },
		    { offset }),
		QUERY(&role_stmts[COUNT], { text }),
	};
	enum status st;

	if ((st = db_run_all(db, q, 2)) != OK)
		return st;
	*total = row_long(q[1].rows, 0, 0);
	out->len = rows_len(q[0].rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		read_role(q[0].rows, i, &out->item[i]);
	return OK;
}

enum status
role_get(struct db *db, const char *id, const char *lang, struct role *out)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &role_stmts[GET], ARGS({ id }, { lang }), &rows))
	    != OK)
		return st;
	if (rows_len(rows) == 0)
		return NOT_FOUND;
	read_role(rows, 0, out);
	return OK;
}

enum status
role_write(struct db *db, const struct role_entry *in, const char **id,
    bool *asked)
{
	struct query q[] = {
		QUERY(&role_stmts[WRITE], { in->id }, { in->version },
		    { in->code }, { in->name }, { in->name_en },
		    { in->permissions }, { in->reason },
		    { in->needs_factor ? "true" : "false" }),
		{ .stmt = &db_rules_now },
	};
	enum status st;

	if ((st = db_try_all(db, q, 2)) != OK)
		return st;
	*id = row_text(q[0].rows, 0, 0);
	*asked = row_bool(q[0].rows, 0, 1);
	return OK;
}

enum status
role_remove(struct db *db, const char *id)
{
	struct query q = QUERY(&role_stmts[REMOVE], { id });

	return db_try_one(db, q, NOT_FOUND);
}

static void
read_request(const struct rows *r, size_t i, struct right_request *out)
{
	*out = (struct right_request){
		.id = row_text(r, i, 0),
		.account = row_text(r, i, 1),
		.account_name = row_text(r, i, 2),
		.role = row_text(r, i, 3),
		.area_name = row_text(r, i, 4),
		.permissions = row_text(r, i, 5),
		.valid_until = row_text(r, i, 6),
		.reason = row_text(r, i, 7),
		.state = row_text(r, i, 8),
		.asked_by = row_text(r, i, 9),
		.asked_at = row_text(r, i, 10),
		.decided_by = row_text(r, i, 11),
		.one_off = row_bool(r, i, 12),
		.mine = row_bool(r, i, 13),
		.may_confirm = row_bool(r, i, 14),
		.factor = row_bool(r, i, 15),
		.disposal = row_text(r, i, 16),
		.kind = row_text(r, i, 17),
	};
}

enum status
request_list(struct db *db, const char *lang, struct right_requests *out)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &role_stmts[REQUESTS], ARGS({ lang }), &rows))
	    != OK)
		return st;
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		read_request(rows, i, &out->item[i]);
	return OK;
}

enum status
request_decide(struct db *db, const char *id, bool confirm,
    const char **result)
{
	struct query q[] = {
		QUERY(&role_stmts[DECIDE], { id },
		    { confirm ? "true" : "false" }),
		{ .stmt = &db_rules_now },
	};
	enum status st;

	if ((st = db_try_all(db, q, 2)) == OK)
		*result = row_text(q[0].rows, 0, 0);
	return st;
}
