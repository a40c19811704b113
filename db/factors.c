/* factors.c: the second factor of accounts; secrets come sealed, codes as hashes. */

#include "base/str.h"
#include "db/factors.h"

enum {
	USE, USE_RECOVERY, REFRESH, FORGIVE, OWN, BEGIN, PENDING, CONFIRM, RENEW,
	DROP, PASSWORD
};

const struct stmt factor_stmts[] = {
	[USE] = { "totp_use", "SELECT totp_use($1::uuid, $2::bigint)" },
	[USE_RECOVERY] = { "recovery_use",
	    "SELECT recovery_use($1::uuid, $2::bytea)" },
	[REFRESH] = { "factor_refresh", "SELECT factor_refresh()" },
	[FORGIVE] = { "factor_forgive", "SELECT login_succeeded($1::bytea)" },
	[OWN] = { "factor_own",
	    "SELECT extract(epoch FROM since)::bigint, pending, codes_left,"
	    "       fresh, keys"
	    "  FROM factor_own()" },
	[BEGIN] = { "totp_begin", "SELECT totp_begin($1::bytea)" },
	[PENDING] = { "totp_pending", "SELECT totp_pending()" },
	[CONFIRM] = { "totp_confirm",
	    "SELECT totp_confirm($1::bytea, $2::bigint, $3::bytea[])" },
	[RENEW] = { "recovery_renew", "SELECT recovery_renew($1::bytea[])" },
	[DROP] = { "factor_drop", "SELECT factor_drop()" },
	[PASSWORD] = { "password_refresh", "SELECT password_refresh()" },
	{ NULL, NULL }
};

const struct stmt *const factor_own_stmt = &factor_stmts[OWN];

/* A function that says yes or no. */
static enum status
ask(struct db *db, int stmt, const struct arg *args, size_t len, bool *yes)
{
	struct rows *rows;
	enum status st;

	st = db_run(db, &factor_stmts[stmt], args, len, &rows);
	if (st == OK)
		*yes = row_bool(rows, 0, 0);
	return st;
}

enum status
totp_use(struct db *db, const char *account, long step, bool *right)
{
	return ask(db, USE, ARGS({ account },
	    { text_long(db_arena(db), step) }), right);
}

enum status
recovery_use(struct db *db, const char *account, const char *hash,
    bool *right)
{
	return ask(db, USE_RECOVERY, ARGS({ account }, { hash }), right);
}

/* What says that the session has proved something anew. */
static enum status
refresh(struct db *db, int stmt, const char *mac)
{
	struct query q[] = {
		{ .stmt = &factor_stmts[stmt] },
		QUERY(&factor_stmts[FORGIVE], { mac }),
	};
	enum status st;

	if ((st = db_run_all(db, q, sizeof(q) / sizeof(q[0]))) != OK)
		return st;
	return row_bool(q[0].rows, 0, 0) ? OK : DENIED;
}

enum status
factor_refresh(struct db *db, const char *mac)
{
	return refresh(db, REFRESH, mac);
}

enum status
password_refresh(struct db *db, const char *mac)
{
	return refresh(db, PASSWORD, mac);
}

enum status
factor_own(struct db *db, struct own_factor *out)
{
	struct rows *r;
	enum status st;

	if ((st = db_run(db, factor_own_stmt, NULL, 0, &r)) != OK)
		return st;
	return factor_own_read(r, out);
}

enum status
factor_own_read(const struct rows *r, struct own_factor *out)
{
	if (rows_len(r) == 0)
		return NOT_FOUND;
	*out = (struct own_factor){
		.since = row_text_or_null(r, 0, 0),
		.pending = row_bool(r, 0, 1),
		.codes_left = row_long(r, 0, 2),
		.fresh = row_bool(r, 0, 3),
		.keys = row_long(r, 0, 4),
	};
	out->any = out->since != NULL || out->keys > 0;
	return OK;
}

enum status
totp_begin(struct db *db, const char *sealed)
{
	return db_run(db, &factor_stmts[BEGIN], ARGS({ sealed }), NULL);
}

enum status
totp_pending(struct db *db, const char **sealed)
{
	struct rows *r;
	enum status st;

	if ((st = db_run(db, &factor_stmts[PENDING], NULL, 0, &r)) != OK)
		return st;
	*sealed = row_text_or_null(r, 0, 0);
	return OK;
}

enum status
totp_confirm(struct db *db, const char *pending, long step,
    const char *hashes, bool *done)
{
	return ask(db, CONFIRM, ARGS({ pending },
	    { text_long(db_arena(db), step) }, { hashes }), done);
}

enum status
recovery_renew(struct db *db, const char *hashes, bool *done)
{
	return ask(db, RENEW, ARGS({ hashes }), done);
}

enum status
factor_drop(struct db *db)
{
	return db_run(db, &factor_stmts[DROP], NULL, 0, NULL);
}
