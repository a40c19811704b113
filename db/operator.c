/* operator.c: areas, one-time tokens and waiting logins, for palregctl. */

#include "db/operator.h"

enum { AREAS, AREA_ADD, SETUP_TOKEN, JOIN_TOKEN, RECOVERY_TOKEN, ACCOUNT_ADD,
	APPLICANT, CONFIRM, UNLOCK, ROLES };

const struct stmt operator_stmts[] = {
	[AREAS] = { "operator_areas",
	    "SELECT a.id, a.parent_id, a.kind, a.name,"
	    "       EXISTS (SELECT FROM crypto_inst i WHERE i.area_id = a.id)"
	    "  FROM area a"
	    " WHERE a.retired_at IS NULL"
	    " ORDER BY a.path" },
	[AREA_ADD] = { "operator_area_add",
	    "INSERT INTO area (kind, name, parent_id)"
	    " VALUES ($1, $2, $3::int)"
	    " RETURNING id" },
	[SETUP_TOKEN] = { "operator_setup_token",
	    "SELECT setup_token_create($1::bytea, $2::int)" },
	[JOIN_TOKEN] = { "operator_join_token",
	    "WITH who AS (SELECT id, area_id FROM account"
	    "   WHERE login = $2 AND state IN ('invited', 'applied')"
	    "     AND area_institution(area_id) IS NULL),"
	    " gone AS (DELETE FROM setup_token t USING who"
	    "   WHERE t.account_id = who.id AND t.used_at IS NULL)"
	    " INSERT INTO setup_token (token_hash, area_id, purpose, account_id,"
	    "       expires_at)"
	    " SELECT $1::bytea, area_id, 'join', id,"
	    "        now() + interval '72 hours'"
	    "   FROM who"
	    " RETURNING 1" },
	[RECOVERY_TOKEN] = { "operator_recovery_token",
	    "SELECT recovery_token_create($1::bytea, $2)" },
	[ACCOUNT_ADD] = { "operator_account_add",
	    "WITH r AS (SELECT id FROM role WHERE code = $4),"
	    " a AS (INSERT INTO account (login, name, area_id)"
	    "   SELECT $1, $2, $3::int FROM r RETURNING id, area_id)"
	    " INSERT INTO role_grant (account_id, role_id, area_id)"
	    " SELECT a.id, r.id, a.area_id FROM a, r"
	    " RETURNING account_id" },
	[APPLICANT] = { "operator_applicant",
	    "SELECT a.id, k.sig_pub, k.enc_pub"
	    "  FROM account a, applicant_above(a.id) k"
	    " WHERE a.login = $1" },
	[CONFIRM] = { "operator_confirm",
	    "UPDATE account SET state = 'active'"
	    " WHERE id = $1::uuid AND state = 'applied'"
	    "   AND EXISTS (SELECT FROM applicant_above(id)"
	    "                WHERE sig_pub = $2::bytea)"
	    " RETURNING 1" },
	[UNLOCK] = { "operator_unlock",
	    "DELETE FROM login_delay WHERE login_mac = $1::bytea RETURNING 1" },
	[ROLES] = { "operator_roles",
	    "SELECT r.code || ': ' || coalesce("
	    "       string_agg(p.permission, ' ' ORDER BY p.permission), '')"
	    "  FROM role r LEFT JOIN role_permission p ON p.role_id = r.id"
	    " GROUP BY r.id"
	    " ORDER BY r.id" },
	{ NULL, NULL }
};

enum status
operator_areas(struct db *db, struct operator_area_list *out)
{
	struct rows *rows;
	enum status st;

	st = db_run(db, &operator_stmts[AREAS], NULL, 0, &rows);
	if (st != OK)
		return st;
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++) {
		out->item[i].id = row_text(rows, i, 0);
		out->item[i].parent = row_text(rows, i, 1);
		out->item[i].kind = row_text(rows, i, 2);
		out->item[i].name = row_text(rows, i, 3);
		out->item[i].has_keys = row_bool(rows, i, 4);
	}
	return OK;
}

enum status
operator_area_add(struct db *db, const char *kind, const char *name,
    const char *parent, const char **id)
{
	struct rows *rows;
	enum status st;

	st = db_run(db, &operator_stmts[AREA_ADD],
	    ARGS({ kind }, { name }, { parent }), &rows);
	if (st == OK)
		*id = row_text(rows, 0, 0);
	return st;
}

enum status
operator_setup_token(struct db *db, const char *hash, const char *area)
{
	return db_run(db, &operator_stmts[SETUP_TOKEN],
	    ARGS({ hash }, { area }), NULL);
}

enum status
operator_join_token(struct db *db, const char *hash, const char *login)
{
	struct rows *rows;
	enum status st;

	st = db_run(db, &operator_stmts[JOIN_TOKEN],
	    ARGS({ hash }, { login }), &rows);
	if (st != OK)
		return st;
	return rows_len(rows) == 1 ? OK : NOT_FOUND;
}

enum status
operator_recovery_token(struct db *db, const char *hash, const char *login)
{
	return db_run(db, &operator_stmts[RECOVERY_TOKEN],
	    ARGS({ hash }, { login }), NULL);
}

enum status
operator_account_add(struct db *db, const char *login, const char *name,
    const char *area, const char *role, const char **id)
{
	struct rows *rows;
	enum status st;

	st = db_run(db, &operator_stmts[ACCOUNT_ADD],
	    ARGS({ login }, { name }, { area }, { role }), &rows);
	if (st != OK)
		return st;
	if (rows_len(rows) == 0)
		return NOT_FOUND;
	*id = row_text(rows, 0, 0);
	return OK;
}

enum status
operator_applicant(struct db *db, const char *login, const char **id,
    const char **sig_pub, const char **enc_pub)
{
	struct rows *rows;
	enum status st;

	st = db_run(db, &operator_stmts[APPLICANT], ARGS({ login }), &rows);
	if (st != OK)
		return st;
	if (rows_len(rows) == 0)
		return NOT_FOUND;
	*id = row_text(rows, 0, 0);
	*sig_pub = row_text(rows, 0, 1);
	*enc_pub = row_text(rows, 0, 2);
	return OK;
}

enum status
operator_confirm(struct db *db, const char *id, const char *sig_pub)
{
	struct rows *rows;
	enum status st;

	st = db_run(db, &operator_stmts[CONFIRM], ARGS({ id }, { sig_pub }),
	    &rows);
	if (st != OK)
		return st;
	return rows_len(rows) == 1 ? OK : CONFLICT;
}

enum status
operator_unlock(struct db *db, const char *mac, bool *found)
{
	struct rows *rows;
	enum status st;

	st = db_run(db, &operator_stmts[UNLOCK], ARGS({ mac }), &rows);
	if (st == OK)
		*found = rows_len(rows) == 1;
	return st;
}

enum status
operator_roles(struct db *db, struct rows **rows)
{
	return db_run(db, &operator_stmts[ROLES], NULL, 0, rows);
}
