/* browsers.c: browsers that remember an account. */

#include "db/browsers.h"

enum { OWN, ENROL, HALF, REMOVE };

#define ISO	"'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'"

const struct stmt browser_stmts[] = {
	[OWN] = { "browser_own",
	    "SELECT id, agent,"
	    "       to_char(enrolled_at AT TIME ZONE 'UTC', " ISO "),"
	    "       to_char(used_at AT TIME ZONE 'UTC', " ISO ")"
	    "  FROM own_browsers()" },
	[ENROL] = { "browser_enrol",
	    "SELECT browser_enrol($1::uuid, $2::bytea, $3::bytea, $4,"
	    "       $5::uuid)" },
	[HALF] = { "browser_half",
	    "SELECT browser_half($1::uuid, $2::bytea)" },
	[REMOVE] = { "browser_remove", "SELECT browser_remove($1::uuid)" },
	{ NULL, NULL }
};

enum status
browser_own(struct db *db, struct browser_list *out)
{
	struct rows *r;
	enum status st;

	if ((st = db_run(db, &browser_stmts[OWN], NULL, 0, &r)) != OK)
		return st;
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct browser){
			.id = row_text(r, i, 0),
			.agent = row_text(r, i, 1),
			.enrolled = row_text(r, i, 2),
			.used = row_text(r, i, 3),
		};
	return OK;
}

enum status
browser_enrol(struct db *db, const struct browser *b, const char *hash,
    const char *half, const char *former)
{
	return db_run(db, &browser_stmts[ENROL], ARGS({ b->id }, { hash },
	    { half }, { b->agent }, { former }), NULL);
}

enum status
browser_half(struct db *db, const char *id, const char *hash,
    const char **half)
{
	struct rows *r;
	enum status st;

	st = db_run(db, &browser_stmts[HALF], ARGS({ id }, { hash }), &r);
	if (st != OK)
		return st;
	*half = row_text_or_null(r, 0, 0);
	return *half == NULL ? NOT_FOUND : OK;
}

enum status
browser_remove(struct db *db, const char *id)
{
	struct rows *r;
	enum status st;

	st = db_run(db, &browser_stmts[REMOVE], ARGS({ id }), &r);
	if (st != OK)
		return st;
	return row_bool(r, 0, 0) ? OK : NOT_FOUND;
}
