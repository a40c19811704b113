/* logins.c: credentials, the delay after failures, sessions opened and closed. */

#include "db/logins.h"

enum {
	ATTEMPT, GET, SUCCEEDED, OPEN, ENTER, HALF, HALF_PUT, SWEEP, CLOSE,
	END_OWN, OWN, AUDIT
};

#define ISO	"'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'"

const struct stmt login_stmts[] = {
	[ATTEMPT] = { "login_attempt", "SELECT login_attempt($1::bytea)" },
	[GET] = { "login_get",
	    "SELECT a.id, a.login, a.name, a.language, a.area_id, c.salt,"
	    "       c.verifier, t.sealed,"
	    "       EXISTS (SELECT FROM security_key k"
	    "                WHERE k.account_id = a.id)"
	    "  FROM account a"
	    "  JOIN credential c ON c.account_id = a.id"
	    "  LEFT JOIN totp_key t ON t.account_id = a.id"
	    " WHERE a.login = $1"
	    "   AND a.state = 'active'"
	    "   AND (a.valid_until IS NULL OR a.valid_until >= CURRENT_DATE)"
	    "   AND (a.starts_on IS NULL OR a.starts_on <= CURRENT_DATE)" },
	[SUCCEEDED] = { "login_succeeded", "SELECT login_succeeded($1::bytea)" },
	[OPEN] = { "session_open",
	    "SELECT extract(epoch FROM session_open($1::bytea, $2::uuid,"
	    "       $3::bytea, $4::inet, $5))::bigint" },
	[ENTER] = { "session_enter",
	    "SELECT inst FROM session_context($1::bytea)" },
	[HALF] = { "session_half",
	    "SELECT session_half($1::bytea),"
	    "       extract(epoch FROM s.expires_at)::bigint"
	    "  FROM session_list(ARRAY[$2::uuid]) s" },
	[HALF_PUT] = { "session_half_put",
	    "SELECT session_half_put($1::bytea, $2::bytea)" },
	[SWEEP] = { "session_sweep", "SELECT session_sweep(100)" },
	[CLOSE] = { "session_close", "SELECT session_close($1::bytea)" },
	[END_OWN] = { "session_end_own", "SELECT session_kill($1::uuid)" },
	[OWN] = { "session_own",
	    "SELECT to_char(s.created_at AT TIME ZONE 'UTC', " ISO "),"
	    "       to_char(s.seen_at AT TIME ZONE 'UTC', " ISO "),"
	    "       host(s.address), s.agent"
	    "  FROM session_list(ARRAY[$1::uuid]) s" },
	[AUDIT] = { "login_audit",
	    "SELECT audit_add($1, $2, p_subject => $3::uuid, p_request => $4,"
	    "       p_address => $5::inet)" },
	{ NULL, NULL }
};

static void
read_login(const struct rows *r, struct login *out)
{
	*out = (struct login){ 0 };
	if (rows_len(r) == 0)
		return;
	out->id = row_text(r, 0, 0);
	out->login = row_text(r, 0, 1);
	out->name = row_text(r, 0, 2);
	out->language = row_text(r, 0, 3);
	out->area = row_long(r, 0, 4);
	out->salt = row_text(r, 0, 5);
	out->verifier = row_text(r, 0, 6);
	out->totp = row_text_or_null(r, 0, 7);
	out->keys = row_bool(r, 0, 8);
	out->factor = out->totp != NULL || out->keys;
}

enum status
login_attempt(struct db *db, const char *mac, const char *login, long *wait,
    struct login *out)
{
	struct query q[] = {
		QUERY(&login_stmts[ATTEMPT], { mac }),
		{ .stmt = &db_commit },
		{ .stmt = &db_begin },
		QUERY(&login_stmts[GET], { login }),
	};
	enum status st;

	if ((st = db_run_all(db, q, sizeof(q) / sizeof(q[0]))) != OK)
		return st;
	*wait = row_long(q[0].rows, 0, 0);
	read_login(q[3].rows, out);
	return OK;
}

enum status
session_open(struct db *db, const struct new_session *in, long *expires,
    const char **inst)
{
	struct query q[] = {
		QUERY(&login_stmts[OPEN], { in->hash }, { in->account },
		    { in->half }, { in->address }, { in->agent }),
		QUERY(&login_stmts[SUCCEEDED], { in->mac }),
		QUERY(&login_stmts[ENTER], { in->hash }),
	};
	enum status st;

	if ((st = db_run_all(db, q, sizeof(q) / sizeof(q[0]))) != OK)
		return st;
	if (rows_len(q[2].rows) == 0)
		return DENIED;
	*expires = row_long(q[0].rows, 0, 0);
	*inst = row_text_or_null(q[2].rows, 0, 0);
	return OK;
}

enum status
session_enter(struct db *db, const char *hash)
{
	struct rows *rows;
	enum status st;

	st = db_run(db, &login_stmts[ENTER], ARGS({ hash }), &rows);
	if (st != OK)
		return st;
	return rows_len(rows) == 1 ? OK : DENIED;
}

enum status
session_half_put(struct db *db, const char *hash, const char *half,
    const char *mac)
{
	struct query q[] = {
		QUERY(&login_stmts[HALF_PUT], { hash }, { half }),
		QUERY(&login_stmts[SUCCEEDED], { mac }),
	};
	enum status st;

	if ((st = db_run_all(db, q, sizeof(q) / sizeof(q[0]))) != OK)
		return st;
	return row_bool(q[0].rows, 0, 0) ? OK : NOT_FOUND;
}

enum status
session_half(struct db *db, const char *hash, const char *account,
    const char **half, long *expires)
{
	struct query q[] = {
		{ .stmt = &login_stmts[SWEEP] },
		QUERY(&login_stmts[HALF], { hash }, { account }),
	};
	enum status st;

	if ((st = db_run_all(db, q, sizeof(q) / sizeof(q[0]))) != OK)
		return st;
	if (rows_len(q[1].rows) == 0)
		return NOT_FOUND;
	*half = row_text_or_null(q[1].rows, 0, 0);
	*expires = row_long(q[1].rows, 0, 1);
	return OK;
}

enum status
session_close(struct db *db, const char *hash)
{
	return db_run(db, &login_stmts[CLOSE], ARGS({ hash }), NULL);
}

enum status
session_end_own(struct db *db, const char *account)
{
	return db_run(db, &login_stmts[END_OWN], ARGS({ account }), NULL);
}

enum status
session_own(struct db *db, const char *account, struct own_session *out,
    struct own_factor *factor)
{
	struct query q[] = {
		QUERY(&login_stmts[OWN], { account }),
		{ .stmt = factor_own_stmt },
	};
	const struct rows *rows;
	enum status st;

	if ((st = db_run_all(db, q, 2)) != OK)
		return st;
	rows = q[0].rows;
	if (rows_len(rows) == 0)
		return NOT_FOUND;
	out->created = row_text(rows, 0, 0);
	out->seen = row_text(rows, 0, 1);
	out->address = row_text(rows, 0, 2);
	out->agent = row_text(rows, 0, 3);
	return factor_own_read(q[1].rows, factor);
}

enum status
login_audit(struct db *db, const struct audit *a)
{
	return db_run(db, &login_stmts[AUDIT],
	    ARGS({ a->event }, { a->result }, { a->subject }, { a->request },
	    { a->address }), NULL);
}
