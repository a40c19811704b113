/* record.c: what was observed of a patient; the revisions of his passport. */

#include "db/record.h"

enum { OBSERVE, REVISIONS };

const struct stmt record_stmts[] = {
	[OBSERVE] = { "record_observe",
	    "INSERT INTO observation (patient_id, area_id, code, value,"
	    "       effective_on, effective_at, author_id)"
	    " SELECT p.id, p.area_id,"
	    "       CASE WHEN $2::numeric IS NULL THEN 'visit' ELSE 'pain-nrs' END,"
	    "       $2::numeric, $3::date,"
	    "       CASE WHEN $3::date = current_date THEN now()"
	    "       ELSE $3::date + time '12:00' END, current_account()"
	    "  FROM patient p WHERE p.id = $1"
	    " RETURNING id" },
	[REVISIONS] = { "record_revisions",
	    "SELECT d.rev, to_char(d.created_at, 'YYYY-MM-DD HH24:MI'), a.name"
	    "  FROM document d LEFT JOIN staff a ON a.id = d.author_id"
	    " WHERE d.rec = $1 ORDER BY d.rev DESC" },
	{ NULL, NULL }
};

enum status
record_observe(struct db *db, const char *patient, const char *pain,
    const char *on)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &record_stmts[OBSERVE], ARGS({ patient },
	    { pain }, { on }), &rows)) != OK)
		return st;
	return rows_len(rows) == 1 ? OK : NOT_FOUND;
}

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
