/* imports.c: patients from a spreadsheet, kept apart until all are there. */

#include "db/imports.h"

enum { LIST, STATUS, BEGIN, STAGE, TRY, CLOSE, APPLY, SETTLE, CANCEL, UNDO };

const struct stmt import_stmts[] = {
	[LIST] = { "import_list",
	    "SELECT i.id, to_char(i.committed_at, 'YYYY-MM-DD HH24:MI'), s.name,"
	    "       i.total, to_char(i.undone_at, 'YYYY-MM-DD HH24:MI'), u.name,"
	    "       i.author_id = current_account()"
	    "       OR i.area_id = ANY (areas('user_manage'))"
	    "  FROM patient_import i"
	    "  LEFT JOIN staff s ON s.id = i.author_id"
	    "  LEFT JOIN staff u ON u.id = i.undone_by"
	    " WHERE i.committed_at IS NOT NULL"
	    " ORDER BY i.committed_at DESC LIMIT 20" },
	[STATUS] = { "import_status",
	    "SELECT status FROM patient_import WHERE id = $1" },
	[BEGIN] = { "import_begin",
	    "SELECT import_begin($1, $2::int)" },
	[STAGE] = { "import_stage",
	    "SELECT import_stage($1, $2::jsonb)" },
	[TRY] = { "import_try",
	    "SELECT row_no, code, rule FROM import_try($1, $2::int[])" },
	[CLOSE] = { "import_close",
	    "SELECT import_close($1)" },
	[APPLY] = { "import_apply",
	    "SELECT import_apply($1)" },
	[SETTLE] = { "import_settle",
	    "SELECT import_settle($1)" },
	[CANCEL] = { "import_cancel",
	    "SELECT import_cancel($1)" },
	[UNDO] = { "import_undo",
	    "SELECT import_undo($1)" },
	{ NULL, NULL }
};

const struct stmt *const import_list_stmt = &import_stmts[LIST];

void
import_read_list(struct db *db, const struct rows *r, struct import_list *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct import){
			.id = row_text(r, i, 0),
			.committed_at = row_text(r, i, 1),
			.author = row_text(r, i, 2),
			.total = row_text(r, i, 3),
			.undone_at = row_text(r, i, 4),
			.undone_by = row_text(r, i, 5),
			.own = row_bool(r, i, 6),
		};
}

enum status
import_begin(struct db *db, const char *id, const char *total)
{
	return db_run(db, &import_stmts[BEGIN], ARGS({ id }, { total }), NULL);
}

static void
read_refusals(struct db *db, const struct rows *r, struct import_refusals *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct import_refusal){
			.row = row_long(r, i, 0),
			.code = row_text(r, i, 1),
			.rule = row_text(r, i, 2),
		};
}

enum status
import_stage(struct db *db, const char *id, const char *rows,
    const char *numbers, struct import_refusals *out)
{
	struct query q[] = {
		QUERY(&import_stmts[STAGE], { id }, { rows }),
		QUERY(&import_stmts[TRY], { id }, { numbers }),
	};
	enum status st;

	if ((st = db_run_all(db, q, 2)) != OK)
		return st;
	read_refusals(db, q[1].rows, out);
	return OK;
}

enum status
import_commit(struct db *db, const char *id, const char **total)
{
	struct query q[] = {
		QUERY(&import_stmts[CLOSE], { id }),
		QUERY(&import_stmts[APPLY], { id }),
		QUERY(&import_stmts[SETTLE], { id }),
	};
	enum status st;

	if ((st = db_run_all(db, q, 3)) == OK)
		*total = row_text(q[0].rows, 0, 0);
	return st;
}

enum status
import_status(struct db *db, const char *id, const char **out)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &import_stmts[STATUS], ARGS({ id }), &rows)) != OK)
		return st;
	if (rows_len(rows) == 0)
		return NOT_FOUND;
	*out = row_text(rows, 0, 0);
	return OK;
}

enum status
import_cancel(struct db *db, const char *id)
{
	return db_run(db, &import_stmts[CANCEL], ARGS({ id }), NULL);
}

enum status
import_undo(struct db *db, const char *id, const char **total)
{
	struct query q = QUERY(&import_stmts[UNDO], { id });
	enum status st;

	if ((st = db_try_all(db, &q, 1)) == OK)
		*total = row_text(q.rows, 0, 0);
	return st;
}
