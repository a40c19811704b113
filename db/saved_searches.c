/* saved_searches.c: searches for patients which an account keeps under a name. */

#include "db/saved_searches.h"

enum { LIST, ADD, RENAME, REMOVE };

const struct stmt saved_search_stmts[] = {
	[LIST] = { "saved_search_list",
	    "SELECT id, name, query, version FROM saved_search"
	    " WHERE account_id = current_account()"
	    " ORDER BY lower(name)" },
	[ADD] = { "saved_search_add",
	    "INSERT INTO saved_search (account_id, name, query)"
	    " VALUES (current_account(), $1, $2)" },
	[RENAME] = { "saved_search_rename",
	    "UPDATE saved_search SET name = $3"
	    " WHERE id = $1 AND version = $2::int"
	    "   AND account_id = current_account()"
	    " RETURNING id" },
	[REMOVE] = { "saved_search_remove",
	    "DELETE FROM saved_search"
	    " WHERE id = $1 AND account_id = current_account() RETURNING id" },
	{ NULL, NULL }
};

const struct stmt *const saved_search_list_stmt = &saved_search_stmts[LIST];

void
saved_search_read(struct db *db, const struct rows *rows,
    struct saved_search_list *out)
{
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct saved_search){
			.id = row_text(rows, i, 0),
			.name = row_text(rows, i, 1),
			.query = row_text(rows, i, 2),
			.version = row_long(rows, i, 3),
		};
}

enum status
saved_search_add(struct db *db, const char *name, const char *query)
{
	struct query q = QUERY(&saved_search_stmts[ADD], { name }, { query });

	return db_try_all(db, &q, 1);
}

enum status
saved_search_rename(struct db *db, const char *id, const char *version,
    const char *name)
{
	struct query q = QUERY(&saved_search_stmts[RENAME], { id },
	    { version }, { name });
	enum status st;

	if ((st = db_try_all(db, &q, 1)) != OK)
		return st;
	return rows_len(q.rows) == 1 ? OK : CONFLICT;
}

enum status
saved_search_remove(struct db *db, const char *id)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &saved_search_stmts[REMOVE], ARGS({ id }),
	    &rows)) != OK)
		return st;
	return rows_len(rows) == 1 ? OK : NOT_FOUND;
}
