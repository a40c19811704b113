/* book_entries.c: the reference books as their editor sees them. */

#include "db/book_entries.h"

enum { BOOKS, HEAD, COLUMNS, LIST, FIELDS, OPTIONS, CHANGES, EXPORT, SAVE,
	TURN };

/* What books are stands in the tables book and book_column alone. */
const struct stmt book_entry_stmts[] = {
	[BOOKS] = { "book_items",
	    "SELECT part, code, name, entries, retired,"
	    "       to_char(changed_at, 'YYYY-MM-DD')"
	    "  FROM book_list($1)" },
	[HEAD] = { "book_head",
	    "SELECT name, title, version, may_write, retired, may_delete"
	    "  FROM book_about($1, $2, $3)" },
	[COLUMNS] = { "book_columns",
	    "SELECT name, label, shown, is_number FROM book_columns($1, $2)" },
	[LIST] = { "entry_list",
	    "SELECT key, cells, retired, total"
	    "  FROM book_entries($1, $2, $3, $4::boolean, $5, $6, $7::int,"
	    "       $8::int)" },
	[FIELDS] = { "entry_fields",
	    "SELECT name, kind, label, help, value, shown, max, required, fixed"
	    "  FROM book_entry($1, $2, $3)" },
	[OPTIONS] = { "entry_options",
	    "SELECT name, code, title, retired FROM book_options($1, $2)" },
	[CHANGES] = { "entry_changes",
	    "SELECT id, key, action, who, to_char(at, 'YYYY-MM-DD HH24:MI'),"
	    "       import_id, label, before, after, total"
	    "  FROM book_history($1, $2, $3, $4::int, $5::int)" },
	[EXPORT] = { "book_export",
	    "SELECT NULL, cells, false FROM book_export($1, $2)" },
	[SAVE] = { "entry_save",
	    "SELECT name, why, detail FROM book_save($1, $2, $3::int,"
	    "       ARRAY(SELECT key FROM jsonb_each_text($4::jsonb) ORDER BY key),"
	    "       ARRAY(SELECT value FROM jsonb_each_text($4::jsonb)"
	    "              ORDER BY key), $5)" },
	[TURN] = { "entry_turn",
	    "SELECT book_turn($1, $2, $3::int, $4)" },
	{ NULL, NULL }
};

const struct stmt *const book_head_stmt = &book_entry_stmts[HEAD];
const struct stmt *const book_columns_stmt = &book_entry_stmts[COLUMNS];
const struct stmt *const entry_list_stmt = &book_entry_stmts[LIST];
const struct stmt *const entry_fields_stmt = &book_entry_stmts[FIELDS];
const struct stmt *const entry_options_stmt = &book_entry_stmts[OPTIONS];
const struct stmt *const entry_changes_stmt = &book_entry_stmts[CHANGES];

void
book_head_read(const struct rows *r, struct book_head *out)
{
	*out = (struct book_head){
		.name = row_text(r, 0, 0),
		.title = row_text(r, 0, 1),
		.version = row_text(r, 0, 2),
		.may_write = row_bool(r, 0, 3),
		.retired = row_bool(r, 0, 4),
		.may_delete = row_bool(r, 0, 5),
	};
}

void
book_columns_read(struct db *db, const struct rows *r, struct book_columns *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct book_column){
			.name = row_text(r, i, 0),
			.label = row_text(r, i, 1),
			.shown = row_bool(r, i, 2),
			.is_number = row_bool(r, i, 3),
		};
}

static void
read_entries(struct db *db, const struct rows *r, struct entry_items *out)
{
	out->len = rows_len(r);
	out->total = 0;
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct entry_item){
			.key = row_text(r, i, 0),
			.cells = row_text(r, i, 1),
			.retired = row_bool(r, i, 2),
		};
}

void
entry_list_read(struct db *db, const struct rows *r, struct entry_items *out)
{
	read_entries(db, r, out);
	out->total = out->len > 0 ? row_long(r, 0, 3) : 0;
}

void
entry_fields_read(struct db *db, const struct rows *r, struct entry_fields *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct entry_field){
			.name = row_text(r, i, 0),
			.kind = row_text(r, i, 1),
			.label = row_text(r, i, 2),
			.help = row_text(r, i, 3),
			.value = row_text(r, i, 4),
			.shown = row_text(r, i, 5),
			.max = row_long(r, i, 6),
			.required = row_bool(r, i, 7),
			.fixed = row_bool(r, i, 8),
		};
}

void
entry_options_read(struct db *db, const struct rows *r,
    struct entry_options *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct entry_option){
			.name = row_text(r, i, 0),
			.code = row_text(r, i, 1),
			.title = row_text(r, i, 2),
			.retired = row_bool(r, i, 3),
		};
}

void
entry_changes_read(struct db *db, const struct rows *r,
    struct entry_changes *out)
{
	out->len = rows_len(r);
	out->total = out->len > 0 ? row_long(r, 0, 9) : 0;
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct entry_change){
			.id = row_text(r, i, 0),
			.key = row_text(r, i, 1),
			.action = row_text(r, i, 2),
			.who = row_text(r, i, 3),
			.at = row_text(r, i, 4),
			.import = row_text(r, i, 5),
			.label = row_text(r, i, 6),
			.before = row_text(r, i, 7),
			.after = row_text(r, i, 8),
		};
}

enum status
book_items(struct db *db, const char *lang, struct book_items *out)
{
	struct rows *r;
	enum status st;

	if ((st = db_run(db, &book_entry_stmts[BOOKS], ARGS({ lang }), &r)) != OK)
		return st;
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct book_item){
			.part = row_text(r, i, 0),
			.code = row_text(r, i, 1),
			.name = row_text(r, i, 2),
			.entries = row_text(r, i, 3),
			.retired = row_long(r, i, 4),
			.changed_at = row_text(r, i, 5),
		};
	return OK;
}

enum status
book_export(struct db *db, const char *book, const char *lang,
    struct book_columns *columns, struct entry_items *out)
{
	struct query q[] = {
		BOOK_COLUMNS_QUERY(book, lang),
		QUERY(&book_entry_stmts[EXPORT], { book }, { lang }),
	};
	enum status st;

	if ((st = db_run_all(db, q, 2)) != OK)
		return st;
	book_columns_read(db, q[0].rows, columns);
	read_entries(db, q[1].rows, out);
	return OK;
}

enum status
entry_save(struct db *db, const char *book, const char *key,
    const char *version, const char *values, const char *lang,
    struct entry_faults *out)
{
	struct query q = QUERY(&book_entry_stmts[SAVE], { book }, { key },
	    { version }, { values }, { lang });
	enum status st;

	*out = (struct entry_faults){ 0 };
	if ((st = db_try_all(db, &q, 1)) != OK)
		return st;
	out->len = rows_len(q.rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct entry_fault){
			.name = row_text(q.rows, i, 0),
			.why = row_text(q.rows, i, 1),
			.detail = row_text(q.rows, i, 2),
		};
	return out->len > 0 ? INVALID : OK;
}

enum status
entry_turn(struct db *db, const char *book, const char *key,
    const char *version, const char *action, const char **why)
{
	struct query q = QUERY(&book_entry_stmts[TURN], { book }, { key },
	    { version }, { action });
	enum status st;

	*why = "";
	if ((st = db_try_all(db, &q, 1)) != OK)
		return st;
	*why = row_text(q.rows, 0, 0);
	return **why != '\0' ? INVALID : OK;
}
