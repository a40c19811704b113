/* sessions.c: whose request this is, as far as any program may know. */

#include "db/sessions.h"

enum { TAKE };

const struct stmt session_stmts[] = {
	[TAKE] = { "session_take",
	    "SELECT account_id, login, name, language, area_id, inst,"
	    " permissions, has_half, factor_due"
	    "  FROM session_context($1)" },
	{ NULL, NULL }
};

enum status
session_take(struct db *db, const char *hash, struct session_row *out)
{
	struct rows *rows;
	enum status st;

	st = db_run(db, &session_stmts[TAKE], ARGS({ hash }), &rows);
	if (st != OK)
		return st;
	if (rows_len(rows) == 0)
		return DENIED;
	out->account = row_text(rows, 0, 0);
	out->login = row_text(rows, 0, 1);
	out->name = row_text(rows, 0, 2);
	out->language = row_text(rows, 0, 3);
	out->area = row_long(rows, 0, 4);
	out->inst = row_text_or_null(rows, 0, 5);
	out->permissions = row_text(rows, 0, 6);
	out->has_half = row_bool(rows, 0, 7);
	out->factor_due = row_bool(rows, 0, 8);
	return OK;
}
