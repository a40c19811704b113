/* security_keys.c: the security keys of accounts, and what they are asked to sign. */

#include "base/str.h"
#include "db/security_keys.h"

enum { ASK, TAKE, GET, USE, ADD, DROP, OWN };

#define EPOCH(column)	"extract(epoch FROM " column ")::bigint"

const struct stmt security_key_stmts[] = {
	[ASK] = { "key_ask",
	    "SELECT k FROM key_ask($1::uuid, $2, $3::bytea) AS k" },
	[TAKE] = { "key_take", "SELECT key_take($1::uuid, $2, $3::bytea)" },
	[GET] = { "key_get",
	    "SELECT algorithm, public_key"
	    "  FROM security_key"
	    " WHERE account_id = $1::uuid AND credential = $2::bytea" },
	[USE] = { "key_use",
	    "SELECT key_use($1::uuid, $2::bytea, $3::bigint)" },
	[ADD] = { "key_add",
	    "SELECT key_add($1::bytea, $2, $3::bytea, $4::int, $5::bytea,"
	    "       $6::bigint, $7::bytea[])" },
	[DROP] = { "key_drop", "SELECT key_drop($1::uuid)" },
	[OWN] = { "key_list",
	    "SELECT id, name, " EPOCH("made_at") ", " EPOCH("used_at") ","
	    "       " EPOCH("copied_at")
	    "  FROM key_list()" },
	{ NULL, NULL }
};

const struct stmt *const own_keys_stmt = &security_key_stmts[OWN];

static const char *const purposes[] = {
	[KEY_ENTER] = "enter",
	[KEY_FRESH] = "fresh",
	[KEY_ADD]   = "add",
};

enum status
key_ask(struct db *db, const char *account, enum key_purpose purpose,
    const char *hash, const char ***credentials, size_t *n)
{
	struct rows *r;
	enum status st;

	st = db_run(db, &security_key_stmts[ASK], ARGS({ account },
	    { purposes[purpose] }, { hash }), &r);
	if (st != OK)
		return st;
	*n = rows_len(r);
	*credentials = arena_array(db_arena(db), *n, sizeof(**credentials));
	for (size_t i = 0; i < *n; i++)
		(*credentials)[i] = row_text(r, i, 0);
	return OK;
}

/* A function that says yes or no. */
static enum status
ask(struct db *db, int stmt, const struct arg *args, size_t len, bool *yes)
{
	struct rows *r;
	enum status st;

	st = db_run(db, &security_key_stmts[stmt], args, len, &r);
	if (st == OK)
		*yes = row_bool(r, 0, 0);
	return st;
}

enum status
key_take(struct db *db, const char *account, enum key_purpose purpose,
    const char *hash, bool *live)
{
	return ask(db, TAKE, ARGS({ account }, { purposes[purpose] },
	    { hash }), live);
}

enum status
key_get(struct db *db, const char *account, const char *credential,
    struct kept_key *out)
{
	struct rows *r;
	enum status st;

	*out = (struct kept_key){ 0 };
	st = db_run(db, &security_key_stmts[GET],
	    ARGS({ account }, { credential }), &r);
	if (st != OK || rows_len(r) == 0)
		return st;
	out->algorithm = row_long(r, 0, 0);
	out->public_key = row_text(r, 0, 1);
	return OK;
}

enum status
key_use(struct db *db, const char *account, const char *credential,
    long counter, bool *right)
{
	return ask(db, USE, ARGS({ account }, { credential },
	    { text_long(db_arena(db), counter) }), right);
}

enum status
key_add(struct db *db, const struct new_key *in, const char **answer)
{
	struct arena *a = db_arena(db);
	struct rows *r;
	enum status st;

	st = db_run(db, &security_key_stmts[ADD], ARGS({ in->challenge },
	    { in->name }, { in->credential }, { text_long(a, in->algorithm) },
	    { in->public_key }, { text_long(a, in->counter) },
	    { in->hashes }), &r);
	if (st == OK)
		*answer = row_text(r, 0, 0);
	return st;
}

enum status
key_drop(struct db *db, const char *id, bool *gone)
{
	return ask(db, DROP, ARGS({ id }), gone);
}

void
own_keys_read(struct db *db, const struct rows *rows, struct own_key_list *out)
{
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct own_key){
			.id = row_text(rows, i, 0),
			.name = row_text(rows, i, 1),
			.made = row_text(rows, i, 2),
			.used = row_text_or_null(rows, i, 3),
			.copied = row_text_or_null(rows, i, 4),
		};
}
