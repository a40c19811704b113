/* prescription_steps.c: from one status of a line to the next. */

#include "db/prescription_steps.h"

enum { STOP, TAKE, UNDO };

const struct stmt step_stmts[] = {
	[STOP] = { "step_stop",
	    "UPDATE prescription SET status = 'stopped', stopped_on = $3::date,"
	    "       stop_reason = $2, stopped_by = current_account()"
	    " WHERE id = $1 AND current AND status IN ('active', 'on_hold')"
	    " RETURNING id" },
	[TAKE] = { "step_take",
	    "UPDATE prescription SET status = $3"
	    " WHERE id = $1 AND current AND status = $2"
	    "   AND ($2 <> 'draft' OR author_id = current_account())"
	    " RETURNING id" },
	[UNDO] = { "step_undo", "SELECT prescription_undo($1)" },
	{ NULL, NULL }
};

static enum status
run_step(struct db *db, struct query *q)
{
	enum status st;

	if ((st = db_try_all(db, q, 1)) != OK)
		return st;
	return rows_len(q->rows) == 1 ? OK : CONFLICT;
}

enum status
step_stop(struct db *db, const char *id, const char *reason, const char *on)
{
	struct query q = QUERY(&step_stmts[STOP], { id }, { reason }, { on });

	return run_step(db, &q);
}

enum status
step_take(struct db *db, const char *id, const char *from, const char *to)
{
	struct query q = QUERY(&step_stmts[TAKE], { id }, { from }, { to });

	return run_step(db, &q);
}

enum status
step_undo(struct db *db, const char *id)
{
	struct query q = QUERY(&step_stmts[UNDO], { id });

	return run_step(db, &q);
}
