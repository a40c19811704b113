/* wraps.c: content keys wrapped for an older epoch, and those that were wrapped again. */

#include "db/wraps.h"

enum { NEXT, LEFT, PUT, UNCHECKED, CHECK, TASKS };

const struct stmt wrap_stmts[] = {
	[NEXT] = { "wraps_next", "SELECT line FROM wraps_next($1::int)" },
	[LEFT] = { "wraps_left",
	    "SELECT coalesce(wraps_left(officer_inst()), 0), coalesce("
	    "       (SELECT epoch FROM crypto_inst WHERE inst = current_inst()),"
	    "       0)" },
	[PUT] = { "wraps_put",
	    "SELECT wraps_put(string_to_array($1, E'\\n'))" },
	/* A request's worth: 200 of them, and no more than a megabyte. */
	[UNCHECKED] = { "wraps_unchecked",
	    "SELECT 0, area_id, rec, envelope"
	    "  FROM (SELECT d.area_id, d.rec, d.rev, d.envelope,"
	    "               sum(length(d.envelope)) OVER (ORDER BY d.rec, d.rev)"
	    "               - length(d.envelope) AS before"
	    "          FROM (SELECT DISTINCT w.rec, w.rev"
	    "                  FROM document_wrap w"
	    "                 WHERE w.inst = current_inst()"
	    "                   AND w.checked_by IS NULL"
	    "                   AND w.by_id <> current_account()"
	    "                   AND (w.rec, w.rev) > ($1::uuid, $2::int)"
	    "                 ORDER BY w.rec, w.rev LIMIT 200) w"
	    "          JOIN document d ON d.rec = w.rec AND d.rev = w.rev) u"
	    " WHERE before < 1000000"
	    " ORDER BY rec, rev" },
	[CHECK] = { "wraps_check",
	    "SELECT wraps_check(string_to_array($1, E'\\n'))" },
	[TASKS] = { "key_tasks",
	    "SELECT leavers, applicants, wraps, drill, proposals"
	    "  FROM key_tasks()" },
	{ NULL, NULL }
};

const struct stmt *const key_tasks_stmt = &wrap_stmts[TASKS];

enum status
wraps_next(struct db *db, const char *limit, struct wrap_list *out)
{
	struct query q[] = {
		QUERY(&wrap_stmts[NEXT], { limit }),
		{ .stmt = &wrap_stmts[LEFT] },
	};
	enum status st;

	if ((st = db_run_all(db, q, sizeof(q) / sizeof(q[0]))) != OK)
		return st;
	out->len = rows_len(q[0].rows);
	out->line = arena_array(db_arena(db), out->len, sizeof(*out->line));
	for (size_t i = 0; i < out->len; i++)
		out->line[i] = row_text(q[0].rows, i, 0);
	out->left = row_long(q[1].rows, 0, 0);
	out->epoch = row_long(q[1].rows, 0, 1);
	return OK;
}

enum status
wraps_put(struct db *db, const char *lines, long *left)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &wrap_stmts[PUT], ARGS({ lines }), &rows)) != OK)
		return st;
	*left = row_long(rows, 0, 0);
	return OK;
}

enum status
wraps_unchecked(struct db *db, const char *rec, const char *rev,
    struct revision_list *out)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &wrap_stmts[UNCHECKED], ARGS({ rec }, { rev }),
	    &rows)) != OK)
		return st;
	document_read_list(db, rows, out);
	return OK;
}

enum status
wraps_check(struct db *db, const char *lines)
{
	return db_run(db, &wrap_stmts[CHECK], ARGS({ lines }), NULL);
}

void
key_tasks_read(const struct rows *rows, struct key_tasks *out)
{
	out->leavers = row_long(rows, 0, 0);
	out->applicants = row_long(rows, 0, 1);
	out->wraps = row_long(rows, 0, 2);
	out->drill = row_bool(rows, 0, 3);
	out->proposals = row_long(rows, 0, 4);
}
