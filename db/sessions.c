/* sessions.c: whose request this is, as far as any program may know. */

#include "db/sessions.h"

enum { TAKE, BEGIN, END };

const struct stmt session_stmts[] = {
	[TAKE] = { "session_take",
	    "SELECT account_id, login, name, language, area_id, inst,"
	    " permissions, has_half, factor_due"
	    "  FROM session_context($1)" },
	[BEGIN] = { "post_begin", "SELECT post_begin($1)" },
	[END] = { "post_end", "SELECT post_end($1, $2)" },
	{ NULL, NULL }
};

enum status
session_take(struct db *db, const char *hash, const char *form,
    struct session_row *out)
{
	struct query q[] = {
		QUERY(&session_stmts[TAKE], { hash }),
		QUERY(&session_stmts[BEGIN], { form }),
	};
	const struct rows *rows;
	enum status st;

	if ((st = db_run_all(db, q, form != NULL ? 2 : 1)) != OK)
		return st;
	rows = q[0].rows;
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
	out->done = form != NULL ? row_text_or_null(q[1].rows, 0, 0) : NULL;
	return OK;
}

struct query
session_form_done(struct db *db, const char *form, const char *location)
{
	return query_keep(db, &session_stmts[END],
	    ARGS({ form }, { location }));
}
