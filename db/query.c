/* query.c: what is put together from the words of db.c. */

#include "db/db.h"

struct query
query_keep(struct db *db, const struct stmt *stmt, const struct arg *args,
    size_t len)
{
	struct arg *kept = arena_array(db_arena(db), len, sizeof(*kept));

	for (size_t i = 0; i < len; i++)
		kept[i] = args[i];
	return (struct query){ .stmt = stmt, .args = kept, .args_len = len };
}

enum status
db_try_one(struct db *db, struct query query, enum status none)
{
	enum status st;

	if ((st = db_try_all(db, &query, 1)) != OK)
		return st;
	return rows_len(query.rows) == 1 ? OK : none;
}
