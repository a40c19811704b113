/* keys.c: what the server keeps of keys: bundles, rosters, grants; all byte for byte. */

#include "base/str.h"
#include "db/keys.h"

enum { BUNDLE, ROSTER, GRANTS };

const struct stmt key_stmts[] = {
	[BUNDLE] = { "key_bundle",
	    "SELECT bundle FROM credential WHERE account_id = $1::uuid" },
	[ROSTER] = { "key_roster",
	    "SELECT entry"
	    "  FROM roster_entry"
	    " WHERE inst = $1::uuid AND seq > $2::int"
	    " ORDER BY seq" },
	[GRANTS] = { "key_grants",
	    "SELECT text"
	    "  FROM key_grant"
	    " WHERE inst = $1::uuid AND recipient = $2::uuid"
	    " ORDER BY e" },
	{ NULL, NULL }
};

void
texts_read(struct db *db, const struct rows *r, struct texts *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = row_text(r, i, 0);
}

enum status
keys_get(struct db *db, const char *account, const char *inst, long after,
    struct keys *out)
{
	struct query q[] = {
		QUERY(&key_stmts[BUNDLE], { account }),
		QUERY(&key_stmts[ROSTER], { inst },
		    { text_printf(db_arena(db), "%ld", after) }),
		QUERY(&key_stmts[GRANTS], { inst }, { account }),
	};
	enum status st;

	if ((st = db_run_all(db, q, sizeof(q) / sizeof(q[0]))) != OK)
		return st;
	out->bundle = rows_len(q[0].rows) == 0 ? NULL :
	    row_text(q[0].rows, 0, 0);
	texts_read(db, q[1].rows, &out->roster);
	texts_read(db, q[2].rows, &out->grants);
	return OK;
}
