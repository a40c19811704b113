/* record.c: what was observed of a patient, and the list of all that happened. */

#include "db/language.h"
#include "db/record.h"

enum { OBSERVE, EVENTS, REVISIONS };

#define LINES \
	"  FROM prescription l" \
	"  JOIN medicine m ON m.id = l.medicine_id" \
	"  LEFT JOIN reason s ON s.kind = 'stop' AND s.code = l.stop_reason" \
	" WHERE l.patient_id = $1"

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
	[EVENTS] = { "record_events",
	    "SELECT e.at::date, e.kind, e.what, e.note, a.name FROM ("
	    "SELECT d.created_at AS at, 'passport' AS kind, d.rev::text AS what,"
	    "       '' AS note, d.author_id AS who"
	    "  FROM document d WHERE d.rec = $1"
	    " UNION ALL "
	    "(SELECT o.effective_at,"
	    "       CASE WHEN o.code = 'pain-nrs' THEN 'pain' ELSE 'visit' END,"
	    "       trim_scale(o.value)::text, '', o.author_id"
	    "  FROM observation o"
	    " WHERE o.patient_id = $1 AND o.assessment_id IS NULL"
	    " ORDER BY o.effective_at DESC LIMIT 12)"
	    " UNION ALL "
	    "(SELECT t.effective_at, 'assessed', "
	    IN_LANGUAGE("$2", "i.name", "i.name_en") ", '', t.author_id"
	    "  FROM assessment t JOIN instrument i ON i.code = t.instrument"
	    " WHERE t.patient_id = $1 AND t.current"
	    " ORDER BY t.effective_at DESC LIMIT 12)"
	    " UNION ALL "
	    "SELECT l.created_at,"
	    "       CASE WHEN l.version = 1 THEN 'prescribed' ELSE 'changed' END, "
	    IN_LANGUAGE("$2", "m.inn", "m.inn_en") ", '', l.author_id" LINES
	    " UNION ALL "
	    "SELECT l.stopped_on + time '23:59', 'stopped', "
	    IN_LANGUAGE("$2", "m.inn", "m.inn_en") ", "
	    IN_LANGUAGE("$2", "s.name", "s.name_en") ", l.stopped_by" LINES
	    "   AND l.status = 'stopped'"
	    " UNION ALL "
	    "(SELECT o.created_at, 'ordered', "
	    IN_LANGUAGE("$2", "o.name", "o.name_en") ", '', o.author_id"
	    "  FROM care_order o WHERE o.patient_id = $1"
	    "   AND o.status NOT IN ('draft', 'entered_in_error'))"
	    " UNION ALL "
	    "(SELECT o.issued_on + time '12:00', 'issued', "
	    IN_LANGUAGE("$2", "o.name", "o.name_en") ", '', NULL::uuid"
	    "  FROM care_order o"
	    " WHERE o.patient_id = $1 AND o.issued_on IS NOT NULL)"
	    ") e LEFT JOIN staff a ON a.id = e.who"
	    " ORDER BY e.at DESC LIMIT 12" },
	[REVISIONS] = { "record_revisions",
	    "SELECT d.rev, to_char(d.created_at, 'YYYY-MM-DD HH24:MI'), a.name"
	    "  FROM document d LEFT JOIN staff a ON a.id = d.author_id"
	    " WHERE d.rec = $1 ORDER BY d.rev DESC" },
	{ NULL, NULL }
};

const struct stmt *const record_events_stmt = &record_stmts[EVENTS];

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

void
record_read_events(struct db *db, const struct rows *rows,
    struct record_events *out)
{
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++) {
		out->item[i].at = row_text(rows, i, 0);
		out->item[i].kind = row_text(rows, i, 1);
		out->item[i].what = row_text(rows, i, 2);
		out->item[i].note = row_text(rows, i, 3);
		out->item[i].who = row_text(rows, i, 4);
	}
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
