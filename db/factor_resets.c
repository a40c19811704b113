/* factor_resets.c: somebody's second factor as his administrator sees it; its reset. */

#include "db/factor_resets.h"

enum { DEMAND, OF, ASK };

const struct stmt factor_reset_stmts[] = {
	[DEMAND] = { "factor_demand", "SELECT factor_demand()" },
	[OF] = { "factor_of",
	    "SELECT extract(epoch FROM since)::bigint, codes_left, needed, asked,"
	    "       keys"
	    "  FROM factor_of($1::uuid)" },
	[ASK] = { "factor_reset_ask",
	    "SELECT factor_reset_ask($1::uuid, $2)" },
	{ NULL, NULL }
};

enum status
factor_demand(struct db *db)
{
	return db_run(db, &factor_reset_stmts[DEMAND], NULL, 0, NULL);
}

enum status
factor_of(struct db *db, const char *account, struct factor_state *out)
{
	struct rows *r;
	enum status st;

	if ((st = db_run(db, &factor_reset_stmts[OF], ARGS({ account }), &r))
	    != OK)
		return st;
	if (rows_len(r) == 0)
		return NOT_FOUND;
	*out = (struct factor_state){
		.since = row_text_or_null(r, 0, 0),
		.codes_left = row_long(r, 0, 1),
		.needed = row_bool(r, 0, 2),
		.asked = row_bool(r, 0, 3),
		.keys = row_long(r, 0, 4),
	};
	return OK;
}

enum status
factor_reset_ask(struct db *db, const char *account, const char *reason)
{
	struct query q = QUERY(&factor_reset_stmts[ASK], { account },
	    { reason });

	return db_try_all(db, &q, 1);
}
