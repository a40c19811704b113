/* book_imports.c: files taken into a reference book, as a whole or not at all. */

#include "db/book_imports.h"

enum { LIST, ROWS, PROBLEMS, BEGIN, STAGE, CHECK, COMMIT, UNDO, DROP };

const struct stmt book_import_stmts[] = {
	[LIST] = { "book_import_list",
	    "SELECT id, book, name, file, status, who,"
	    "       to_char(at, 'YYYY-MM-DD HH24:MI'),"
	    "       to_char(undone_at, 'YYYY-MM-DD HH24:MI'), undone_by,"
	    "       ignored, created, edited, same, problems, skipped, may_write"
	    "  FROM book_imports($1, $2, $3)" },
	[ROWS] = { "book_import_rows",
	    "SELECT row_no, key, action, label, before, after, total"
	    "  FROM book_import_rows($1, $2, $3::int, $4::int)" },
	[PROBLEMS] = { "book_import_problems",
	    "SELECT row_no, label, value, why, detail"
	    "  FROM book_import_problems($1, $2, $3::int)" },
	[BEGIN] = { "book_import_begin",
	    "SELECT book_import_begin($1, $2, $3, $4)" },
	[STAGE] = { "book_import_stage",
	    "SELECT book_import_stage($1, $2)" },
	[CHECK] = { "book_import_check",
	    "SELECT book_import_check($1)" },
	[COMMIT] = { "book_import_commit",
	    "SELECT book_import_commit($1)" },
	[UNDO] = { "book_import_undo",
	    "SELECT why, entry FROM book_import_undo($1)" },
	[DROP] = { "book_import_drop",
	    "SELECT book_import_drop($1)" },
	{ NULL, NULL }
};

const struct stmt *const book_import_list_stmt = &book_import_stmts[LIST];
const struct stmt *const book_import_rows_stmt = &book_import_stmts[ROWS];
const struct stmt *const book_import_problems_stmt =
    &book_import_stmts[PROBLEMS];

void
book_import_list_read(struct db *db, const struct rows *r,
    struct book_import_list *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct book_import){
			.id = row_text(r, i, 0),
			.book = row_text(r, i, 1),
			.book_name = row_text(r, i, 2),
			.file = row_text(r, i, 3),
			.status = row_text(r, i, 4),
			.who = row_text(r, i, 5),
			.at = row_text(r, i, 6),
			.undone_at = row_text(r, i, 7),
			.undone_by = row_text(r, i, 8),
			.ignored = row_text(r, i, 9),
			.created = row_long(r, i, 10),
			.edited = row_long(r, i, 11),
			.same = row_long(r, i, 12),
			.problems = row_long(r, i, 13),
			.skipped = row_long(r, i, 14),
			.may_write = row_bool(r, i, 15),
		};
}

void
book_import_rows_read(struct db *db, const struct rows *r,
    struct book_import_rows *out)
{
	out->len = rows_len(r);
	out->total = out->len > 0 ? row_long(r, 0, 6) : 0;
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct book_import_row){
			.row = row_text(r, i, 0),
			.key = row_text(r, i, 1),
			.action = row_text(r, i, 2),
			.label = row_text(r, i, 3),
			.before = row_text(r, i, 4),
			.after = row_text(r, i, 5),
		};
}

void
book_import_problems_read(struct db *db, const struct rows *r,
    struct book_import_problems *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct book_import_problem){
			.row = row_long(r, i, 0),
			.label = row_text(r, i, 1),
			.value = row_text(r, i, 2),
			.why = row_text(r, i, 3),
			.detail = row_text(r, i, 4),
		};
}

enum status
book_import_begin(struct db *db, const char *id, const char *book,
    const char *file, const char *titles)
{
	return db_run(db, &book_import_stmts[BEGIN],
	    ARGS({ id }, { book }, { file }, { titles }), NULL);
}

enum status
book_import_stage(struct db *db, const char *id, const char *lines, long *total)
{
	struct rows *r;
	enum status st;

	if ((st = db_run(db, &book_import_stmts[STAGE],
	    ARGS({ id }, { lines }), &r)) != OK)
		return st;
	*total = row_long(r, 0, 0);
	return OK;
}

enum status
book_import_check(struct db *db, const char *id)
{
	return db_run(db, &book_import_stmts[CHECK], ARGS({ id }), NULL);
}

enum status
book_import_commit(struct db *db, const char *id, const char **why)
{
	struct rows *r;
	enum status st;

	if ((st = db_run(db, &book_import_stmts[COMMIT], ARGS({ id }), &r)) != OK)
		return st;
	*why = row_text(r, 0, 0);
	return OK;
}

enum status
book_import_undo(struct db *db, const char *id, const char **why,
    const char **entry)
{
	struct rows *r;
	enum status st;

	if ((st = db_run(db, &book_import_stmts[UNDO], ARGS({ id }), &r)) != OK)
		return st;
	*why = row_text(r, 0, 0);
	*entry = row_text(r, 0, 1);
	return **why != '\0' ? INVALID : OK;
}

enum status
book_import_drop(struct db *db, const char *id, const char **out)
{
	struct rows *r;
	enum status st;

	if ((st = db_run(db, &book_import_stmts[DROP], ARGS({ id }), &r)) != OK)
		return st;
	*out = row_text(r, 0, 0);
	return OK;
}
