/* prescription_steps.c: from one status of a line to the next. */

#include "db/prescription_steps.h"

enum { STOP, HOLD, TAKE, UNDO, SIGN };

const struct stmt step_stmts[] = {
	[STOP] = { "step_stop",
	    "UPDATE prescription SET status = 'stopped', stopped_on = $3::date,"
	    "       stop_reason = $2, stopped_by = current_account()"
	    " WHERE id = $1 AND current AND status IN ('active', 'on_hold')"
	    " RETURNING patient_id" },
	[HOLD] = { "step_hold",
	    "UPDATE prescription SET status = 'on_hold', hold_reason = $2"
	    " WHERE id = $1 AND current AND status = 'active'"
	    " RETURNING patient_id" },
	[TAKE] = { "step_take",
	    "UPDATE prescription SET status = $3"
	    " WHERE id = $1 AND current AND status = $2"
	    "   AND ($2 <> 'draft' OR author_id = current_account())"
	    " RETURNING patient_id" },
	[UNDO] = { "step_undo",
	    "SELECT l.patient_id FROM (SELECT prescription_undo($1) AS id) u"
	    "  JOIN prescription l ON l.id = u.id" },
	[SIGN] = { "step_sign",
	    "UPDATE prescription SET status = 'active', sheet_id = $2::uuid,"
	    "       sheet_on = current_date, signed_at = now()"
	    " WHERE id = ANY (string_to_array($1, ',')::uuid[])"
	    "   AND status = 'draft' AND current"
	    "   AND author_id = current_account()"
	    " RETURNING id" },
	{ NULL, NULL }
};

/* The step is the first of n queries. */
static enum status
run_step(struct db *db, struct query *q, size_t n, const char **patient)
{
	enum status st;

	if ((st = db_try_all(db, q, n)) != OK)
		return st;
	if (rows_len(q->rows) != 1)
		return CONFLICT;
	*patient = row_text(q->rows, 0, 0);
	return OK;
}

enum status
step_stop(struct db *db, const char *id, const char *reason, const char *on)
{
	struct query q = QUERY(&step_stmts[STOP], { id }, { reason }, { on });
	const char *patient;

	return run_step(db, &q, 1, &patient);
}

enum status
step_hold(struct db *db, const char *id, const char *reason)
{
	struct query q = QUERY(&step_stmts[HOLD], { id }, { reason });
	const char *patient;

	return run_step(db, &q, 1, &patient);
}

enum status
step_take(struct db *db, const char *id, const char *from, const char *to,
    const struct override_entries *kept, const char **patient)
{
	struct query q[2] = {
		QUERY(&step_stmts[TAKE], { id }, { from }, { to }) };
	size_t n = 1;

	if (kept->len > 0)
		q[n++] = override_query(db, kept);
	return run_step(db, q, n, patient);
}

enum status
step_undo(struct db *db, const char *id, const char **patient)
{
	struct query q = QUERY(&step_stmts[UNDO], { id });

	return run_step(db, &q, 1, patient);
}

enum status
sheet_sign(struct db *db, const struct sheet *sheet)
{
	struct query q = QUERY(&step_stmts[SIGN], { sheet->drafts },
	    { sheet->id });
	enum status st;

	if ((st = entry_change_all(db, sheet->drafts_len > 0 ? &q : NULL,
	    sheet->old, sheet->entry, sheet->len, &sheet->kept)) != OK)
		return st;
	return sheet->drafts_len == 0 ||
	    rows_len(q.rows) == sheet->drafts_len ? OK : CONFLICT;
}
