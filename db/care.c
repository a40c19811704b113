/* care.c: places of care, preferences, care for the family after a death. */

#include "db/care.h"
#include "db/coded.h"

enum { PLACES, PLACE, PREFERENCES_OF, PREFERENCE, WISHED_DEATH,
	BEREAVEMENT_OF, GLANCE,
	PLACE_SAVE, PREFERENCE_SAVE, BEREAVEMENT_SAVE, PLACE_TAKE_BACK,
	PREFERENCE_TAKE_BACK };

#define WHO(row) \
	"a.name, extract(epoch FROM " row ")::bigint"

/*
 * Kept in step with care_place_read(); lang is a parameter.  A place ends when
 * the next one begins, or when the patient leaves.
 */
#define PLACE_COLUMNS(lang) \
	"c.series_id, c.version, c.patient_id, c.place, " \
	CODED("place_of_care", "c.place", lang) ", c.since," \
	" CASE WHEN c.current THEN coalesce((SELECT min(n.since)" \
	"    FROM care_place n WHERE n.patient_id = c.patient_id AND n.current" \
	"     AND n.since > c.since), p.date_out) END," \
	" c.status = 'entered_in_error', c.current, " WHO("c.created_at")
#define PLACE_JOINS \
	"  FROM care_place c JOIN patient p ON p.id = c.patient_id" \
	"  LEFT JOIN staff a ON a.id = c.author_id"

/* Kept in step with preference_read(). */
#define PREFERENCE_COLUMNS(lang) \
	"c.series_id, c.version, c.patient_id, c.discussed_on," \
	" array_to_string(c.with_whom, ','), " \
	CODED_ALL("conversation_with", "c.with_whom", lang) "," \
	" c.informed_diagnosis, c.informed_prognosis," \
	" array_to_string(c.wishes, ','), " \
	CODED_ALL("wish", "c.wishes", lang) ", c.place_of_care, " \
	CODED("preferred_place", "c.place_of_care", lang) "," \
	" c.place_of_death, " \
	CODED("preferred_place", "c.place_of_death", lang) "," \
	" c.status = 'entered_in_error', c.current, " WHO("c.created_at")
#define PREFERENCE_FROM \
	"  FROM preference c LEFT JOIN staff a ON a.id = c.author_id"

/* The preference that counts of a patient. */
#define LAST_WISH(patient) \
	"  LEFT JOIN LATERAL (SELECT * FROM preference q" \
	"     WHERE q.patient_id = " patient " AND q.current" \
	"     ORDER BY q.discussed_on DESC, q.created_at DESC LIMIT 1) w ON true"

#define BEREAVEMENT_COLUMNS(row) \
	row ".version, " row ".status, " row ".first_on, " row ".second_on," \
	" " row ".risk, " row ".closed_on, " row ".close_reason," \
	" " row ".changed_by, " row ".changed_at"

const struct stmt care_stmts[] = {
	[PLACES] = { "care_places",
	    "SELECT " PLACE_COLUMNS("$3") PLACE_JOINS
	    " WHERE c.patient_id = $1 AND (c.current OR $2::boolean)"
	    " ORDER BY c.since DESC, c.series_id, c.version DESC" },
	[PLACE] = { "care_place",
	    "SELECT " PLACE_COLUMNS("$2") PLACE_JOINS
	    " WHERE c.series_id = $1 ORDER BY c.version DESC LIMIT 1" },
	[PREFERENCES_OF] = { "preferences",
	    "SELECT " PREFERENCE_COLUMNS("$3") PREFERENCE_FROM
	    " WHERE c.patient_id = $1 AND (c.current OR $2::boolean)"
	    " ORDER BY c.discussed_on DESC, c.series_id, c.version DESC" },
	[PREFERENCE] = { "preference",
	    "SELECT " PREFERENCE_COLUMNS("$2") PREFERENCE_FROM
	    " WHERE c.series_id = $1 ORDER BY c.version DESC LIMIT 1" },
	[BEREAVEMENT_OF] = { "bereavement",
	    "SELECT v.version, v.status, b.died_on, b.first_due, v.first_on,"
	    "       b.second_due, v.second_on, v.risk, v.closed_on,"
	    "       v.close_reason, "
	    CODED("bereavement_close", "v.close_reason", "$3") ", "
	    WHO("v.changed_at") ", "
	    CODED("place_of_death", "e.place_of_death", "$3") ","
	    "       e.preferred_place_met, "
	    CODED("preferred_place", "w.place_of_death", "$3")
	    "  FROM bereavement b"
	    " CROSS JOIN LATERAL (SELECT " BEREAVEMENT_COLUMNS("b")
	    "     UNION ALL SELECT " BEREAVEMENT_COLUMNS("o")
	    "       FROM bereavement_version o"
	    "      WHERE o.bereavement_id = b.id AND $2::boolean) v"
	    "  LEFT JOIN LATERAL (SELECT * FROM patient_status_event s"
	    "     WHERE s.patient_id = b.patient_id AND s.reason = 'death'"
	    "     ORDER BY s.seq DESC LIMIT 1) e ON true"
	    LAST_WISH("b.patient_id")
	    "  LEFT JOIN staff a ON a.id = v.changed_by"
	    " WHERE b.patient_id = $1 AND b.status <> 'entered_in_error'"
	    " ORDER BY v.version DESC" },
	[WISHED_DEATH] = { "care_wished_death",
	    "SELECT q.place_of_death, "
	    CODED("preferred_place", "q.place_of_death", "$2")
	    ", q.discussed_on FROM preference q"
	    " WHERE q.patient_id = $1 AND q.current"
	    "   AND q.place_of_death IS NOT NULL"
	    " ORDER BY q.discussed_on DESC, q.created_at DESC LIMIT 1" },
	[GLANCE] = { "care_glance",
	    "SELECT n.series_id, n.planned_on,"
	    "       to_char(n.planned_time, 'HH24:MI'), "
	    IN_LANGUAGE("$2", "nk.name", "nk.name_en") ","
	    "       n.planned_on < current_date, l.done_on, "
	    IN_LANGUAGE("$2", "lk.name", "lk.name_en") ", "
	    CODED("place_of_care", "c.place", "$2") ", c.since, "
	    CODED_ALL("wish", "w.wishes", "$2") ", "
	    CODED("preferred_place", "w.place_of_care", "$2") ", "
	    CODED("preferred_place", "w.place_of_death", "$2")
	    "  FROM patient p"
	    "  LEFT JOIN LATERAL (SELECT * FROM visit v"
	    "     WHERE v.patient_id = p.id AND v.current AND v.status = 'planned'"
	    "     ORDER BY v.day, v.planned_time LIMIT 1) n ON true"
	    "  LEFT JOIN visit_kind nk ON nk.code = n.kind"
	    "  LEFT JOIN LATERAL (SELECT * FROM visit v"
	    "     WHERE v.patient_id = p.id AND v.current AND v.status = 'done'"
	    "     ORDER BY v.day DESC LIMIT 1) l ON true"
	    "  LEFT JOIN visit_kind lk ON lk.code = l.kind"
	    "  LEFT JOIN LATERAL (SELECT * FROM care_place v"
	    "     WHERE v.patient_id = p.id AND v.current"
	    "     ORDER BY v.since DESC LIMIT 1) c ON true"
	    LAST_WISH("p.id")
	    " WHERE p.id = $1" },
	[PLACE_SAVE] = { "care_place_save",
	    "INSERT INTO care_place (series_id, version, patient_id, place, since)"
	    " VALUES ($1, $2::int + 1, $3, $4, $5::date)" },
	[PREFERENCE_SAVE] = { "preference_save",
	    "INSERT INTO preference (series_id, version, patient_id,"
	    "       discussed_on, with_whom, informed_diagnosis,"
	    "       informed_prognosis, wishes, place_of_care, place_of_death)"
	    " VALUES ($1, $2::int + 1, $3, $4::date, coalesce($5::text[], '{}'),"
	    "       $6, $7, coalesce($8::text[], '{}'), $9, $10)" },
	[BEREAVEMENT_SAVE] = { "bereavement_save",
	    "UPDATE bereavement SET first_on = $3::date, second_on = $4::date,"
	    "       risk = $5, closed_on = $6::date, close_reason = $7,"
	    "       status = CASE WHEN $6::date IS NULL THEN 'open'"
	    "                ELSE 'closed' END"
	    " WHERE patient_id = $1 AND version = $2::int"
	    "   AND status <> 'entered_in_error'"
	    " RETURNING id" },
	[PLACE_TAKE_BACK] = { "care_place_take_back",
	    "INSERT INTO care_place (series_id, version, patient_id, place,"
	    "       since, status)"
	    " SELECT series_id, version + 1, patient_id, place, since,"
	    "       'entered_in_error'"
	    "  FROM care_place"
	    " WHERE series_id = $1 AND version = $2::int AND current"
	    " RETURNING id" },
	[PREFERENCE_TAKE_BACK] = { "preference_take_back",
	    "INSERT INTO preference (series_id, version, patient_id,"
	    "       discussed_on, with_whom, informed_diagnosis,"
	    "       informed_prognosis, wishes, place_of_care, place_of_death,"
	    "       status)"
	    " SELECT series_id, version + 1, patient_id, discussed_on,"
	    "       with_whom, informed_diagnosis, informed_prognosis, wishes,"
	    "       place_of_care, place_of_death, 'entered_in_error'"
	    "  FROM preference"
	    " WHERE series_id = $1 AND version = $2::int AND current"
	    " RETURNING id" },
	{ NULL, NULL }
};

const struct stmt *const care_places_stmt = &care_stmts[PLACES];
const struct stmt *const care_place_stmt = &care_stmts[PLACE];
const struct stmt *const preferences_stmt = &care_stmts[PREFERENCES_OF];
const struct stmt *const preference_stmt = &care_stmts[PREFERENCE];
const struct stmt *const bereavement_stmt = &care_stmts[BEREAVEMENT_OF];
const struct stmt *const wished_death_stmt = &care_stmts[WISHED_DEATH];
const struct stmt *const care_glance_stmt = &care_stmts[GLANCE];

void
care_place_read(struct db *db, const struct rows *r, struct care_places *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct care_place){
			.series = row_text(r, i, 0),
			.version = row_long(r, i, 1),
			.patient = row_text(r, i, 2),
			.place = row_text(r, i, 3),
			.place_name = row_text(r, i, 4),
			.since = row_text(r, i, 5),
			.until = row_text(r, i, 6),
			.in_error = row_bool(r, i, 7),
			.current = row_bool(r, i, 8),
			.author_name = row_text(r, i, 9),
			.created = row_text(r, i, 10),
		};
}

void
preference_read(struct db *db, const struct rows *r, struct preferences *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct preference){
			.series = row_text(r, i, 0),
			.version = row_long(r, i, 1),
			.patient = row_text(r, i, 2),
			.discussed_on = row_text(r, i, 3),
			.with_whom = row_text(r, i, 4),
			.with_names = row_text(r, i, 5),
			.informed_diagnosis = row_text(r, i, 6),
			.informed_prognosis = row_text(r, i, 7),
			.wishes = row_text(r, i, 8),
			.wish_names = row_text(r, i, 9),
			.place_of_care = row_text(r, i, 10),
			.place_of_care_name = row_text(r, i, 11),
			.place_of_death = row_text(r, i, 12),
			.place_of_death_name = row_text(r, i, 13),
			.in_error = row_bool(r, i, 14),
			.current = row_bool(r, i, 15),
			.author_name = row_text(r, i, 16),
			.created = row_text(r, i, 17),
		};
}

void
wished_death_read(const struct rows *r, struct wished_death *out)
{
	*out = (struct wished_death){ "", "", "" };
	if (rows_len(r) > 0)
		*out = (struct wished_death){ row_text(r, 0, 0),
		    row_text(r, 0, 1), row_text(r, 0, 2) };
}

void
bereavement_read(struct db *db, const struct rows *r,
    struct bereavements *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct bereavement){
			.version = row_long(r, i, 0),
			.status = row_text(r, i, 1),
			.died_on = row_text(r, i, 2),
			.first_due = row_text(r, i, 3),
			.first_on = row_text(r, i, 4),
			.second_due = row_text(r, i, 5),
			.second_on = row_text(r, i, 6),
			.risk = row_text(r, i, 7),
			.closed_on = row_text(r, i, 8),
			.close_reason = row_text(r, i, 9),
			.close_reason_name = row_text(r, i, 10),
			.author_name = row_text(r, i, 11),
			.created = row_text(r, i, 12),
			.place_of_death = row_text(r, i, 13),
			.preferred_met = row_text(r, i, 14),
			.preferred_place = row_text(r, i, 15),
		};
}

void
care_glance_read(const struct rows *r, struct care_glance *out)
{
	*out = (struct care_glance){
		.next_series = row_text(r, 0, 0),
		.next_on = row_text(r, 0, 1),
		.next_time = row_text(r, 0, 2),
		.next_kind = row_text(r, 0, 3),
		.next_overdue = row_bool(r, 0, 4),
		.last_on = row_text(r, 0, 5),
		.last_kind = row_text(r, 0, 6),
		.place = row_text(r, 0, 7),
		.place_since = row_text(r, 0, 8),
		.wishes = row_text(r, 0, 9),
		.preferred_care = row_text(r, 0, 10),
		.preferred_death = row_text(r, 0, 11),
	};
}

enum status
care_place_save(struct db *db, const struct care_place_entry *in)
{
	struct query q = QUERY(&care_stmts[PLACE_SAVE], { in->series },
	    { in->version }, { in->patient }, { in->place }, { in->since });

	return db_try_all(db, &q, 1);
}

enum status
preference_save(struct db *db, const struct preference_entry *in)
{
	struct query q = QUERY(&care_stmts[PREFERENCE_SAVE], { in->series },
	    { in->version }, { in->patient }, { in->discussed_on },
	    { in->with_whom }, { in->informed_diagnosis },
	    { in->informed_prognosis }, { in->wishes }, { in->place_of_care },
	    { in->place_of_death });

	return db_try_all(db, &q, 1);
}

enum status
bereavement_save(struct db *db, const char *patient, const char *version,
    const struct bereavement_entry *in)
{
	struct query q = QUERY(&care_stmts[BEREAVEMENT_SAVE], { patient },
	    { version }, { in->first_on }, { in->second_on }, { in->risk },
	    { in->closed_on }, { in->close_reason });
	enum status st;

	if ((st = db_try_all(db, &q, 1)) != OK)
		return st;
	return rows_len(q.rows) == 1 ? OK : CONFLICT;
}

static enum status
take_back(struct db *db, int stmt, const char *series, const char *version)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &care_stmts[stmt], ARGS({ series }, { version }),
	    &rows)) != OK)
		return st;
	return rows_len(rows) == 1 ? OK : CONFLICT;
}

enum status
care_place_take_back(struct db *db, const char *series, const char *version)
{
	return take_back(db, PLACE_TAKE_BACK, series, version);
}

enum status
preference_take_back(struct db *db, const char *series, const char *version)
{
	return take_back(db, PREFERENCE_TAKE_BACK, series, version);
}
