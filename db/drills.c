/* drills.c: custodians prove their shares of the recovery key. */

#include "db/drills.h"

enum { BASE, ADD };

#define ISO(column)	"to_char(" column " AT TIME ZONE 'UTC'," \
	" 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"

const struct stmt drill_stmts[] = {
	[BASE] = { "drill_base",
	    "SELECT set_text, " ISO("last_at") ", due, " ISO("share1_at") ", "
	    ISO("share2_at") ", " ISO("share3_at")
	    "  FROM drill_base()" },
	[ADD] = { "drill_add", "SELECT drill_add($1::int, $2::int)" },
	{ NULL, NULL }
};

enum status
drill_base_get(struct db *db, struct drill_base *out)
{
	struct rows *rows;
	enum status st;

	*out = (struct drill_base){ .last = "" };
	if ((st = db_run(db, &drill_stmts[BASE], NULL, 0, &rows)) != OK)
		return st;
	if (rows_len(rows) == 0)
		return OK;
	out->set = row_text(rows, 0, 0);
	out->last = row_text(rows, 0, 1);
	out->due = row_bool(rows, 0, 2);
	for (int i = 0; i < SHARES; i++)
		out->proved[i] = row_text(rows, 0, 3 + i);
	return OK;
}

enum status
drill_add(struct db *db, const char *first, const char *second)
{
	return db_run(db, &drill_stmts[ADD], ARGS({ first }, { second }), NULL);
}
