/* record.c: the revisions of a patient's passport. */

#include "db/record.h"

enum { REVISIONS };

const struct stmt record_stmts[] = {
	[REVISIONS] = { "record_revisions",
	    "SELECT d.rev, to_char(d.created_at, 'YYYY-MM-DD HH24:MI'), a.name"
	    "  FROM document d LEFT JOIN staff a ON a.id = d.author_id"
	    " WHERE d.rec = $1 ORDER BY d.rev DESC" },
	{ NULL, NULL }
};

enum status
record_revisions(struct db *db, const char *patient,
    struct record_revisions *out)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &record_stmts[REVISIONS], ARGS({ patient }),
	    &rows)) != OK)
		return st;
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++) {
		out->item[i].rev = row_text(rows, i, 0);
		out->item[i].at = row_text(rows, i, 1);
		out->item[i].author = row_text(rows, i, 2);
	}
	return OK;
}
