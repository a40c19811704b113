/* transfers.c: patients who go from one area of an institution to another. */

#include "db/language.h"
#include "db/transfers.h"

enum { HISTORY, AREAS, OFFERS, OFFER, ADD, DECIDE };

/* Kept in step with read_transfer(). */
#define COLUMNS(lang) \
	"t.id, " IN_LANGUAGE(lang, "f.name", "f.name_en") "," \
	" " IN_LANGUAGE(lang, "a.name", "a.name_en") "," \
	" " IN_LANGUAGE(lang, "r.name", "r.name_en") ", t.planned_on," \
	" t.version, s.name, to_char(t.offered_at, 'YYYY-MM-DD HH24:MI')"
#define JOINS \
	"  LEFT JOIN area f ON f.id = t.from_area_id" \
	"  LEFT JOIN area a ON a.id = t.to_area_id" \
	"  LEFT JOIN coded_value r ON r.list = 'transfer_reason'" \
	"       AND r.code = t.reason" \
	"  LEFT JOIN staff s ON s.id = t.offered_by"

/* Kept in step with read_offer(). */
#define OFFER_SQL(id, lang) \
	"SELECT " COLUMNS(lang) ", t.patient_id, t.registry_no," \
	"       extract(year FROM current_date)::int - t.year_of_birth, t.sex," \
	"       t.diagnosis_code, " IN_LANGUAGE(lang, "g.title", "g.title_en") "," \
	"       t.status, t.envelope" \
	"  FROM transfer_offers(" id ") t" JOINS \
	"  LEFT JOIN icd10 g ON g.code = t.diagnosis_code" \
	" ORDER BY t.planned_on, t.offered_at"

const struct stmt transfer_stmts[] = {
	[HISTORY] = { "transfer_history",
	    "SELECT " COLUMNS("$2") ", t.status, "
	    IN_LANGUAGE("$2", "d.name", "d.name_en") ", w.name,"
	    "       to_char(t.decided_at, 'YYYY-MM-DD HH24:MI')"
	    "  FROM patient_transfer t" JOINS
	    "  LEFT JOIN coded_value d ON d.list = 'transfer_decline'"
	    "       AND d.code = t.decline_reason"
	    "  LEFT JOIN staff w ON w.id = t.decided_by"
	    " WHERE t.patient_id = $1"
	    " ORDER BY t.offered_at DESC, t.id" },
	[AREAS] = { "transfer_areas",
	    "SELECT a.id, " IN_LANGUAGE("$2", "a.name", "a.name_en") ", NULL"
	    "  FROM patient p JOIN area i ON i.id = p.institution_id"
	    "  JOIN area a ON a.path <@ i.path"
	    " WHERE p.id = $1 AND a.id <> p.area_id AND a.retired_at IS NULL"
	    " ORDER BY a.path" },
	[OFFERS] = { "transfer_offers", OFFER_SQL("NULL", "$1") },
	[OFFER] = { "transfer_offer", OFFER_SQL("$1::uuid", "$2") },
	[ADD] = { "transfer_add",
	    "INSERT INTO patient_transfer (patient_id, version, to_area_id,"
	    "       reason, planned_on)"
	    " VALUES ($1, $2::int, $3::int, $4, $5::date)" },
	[DECIDE] = { "transfer_decide",
	    "SELECT transfer_decide($1, $2::int, $3, $4)" },
	{ NULL, NULL }
};

const struct stmt *const transfer_history_stmt = &transfer_stmts[HISTORY];
const struct stmt *const transfer_areas_stmt = &transfer_stmts[AREAS];
const struct stmt *const transfer_offers_stmt = &transfer_stmts[OFFERS];
const struct stmt *const transfer_offer_stmt = &transfer_stmts[OFFER];

static struct transfer
read_transfer(const struct rows *r, size_t i)
{
	return (struct transfer){
		.id = row_text(r, i, 0),
		.from = row_text(r, i, 1),
		.to = row_text(r, i, 2),
		.reason = row_text(r, i, 3),
		.planned_on = row_text(r, i, 4),
		.version = row_text(r, i, 5),
		.offered_by = row_text(r, i, 6),
		.offered_on = row_text(r, i, 7),
		.status = "offered",
	};
}

void
transfer_read(struct db *db, const struct rows *r, struct transfer_list *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++) {
		out->item[i] = read_transfer(r, i);
		out->item[i].status = row_text(r, i, 8);
		out->item[i].decline_reason = row_text(r, i, 9);
		out->item[i].decided_by = row_text(r, i, 10);
		out->item[i].decided_on = row_text(r, i, 11);
	}
}

static struct transfer_offer
read_offer(const struct rows *r, size_t i)
{
	return (struct transfer_offer){
		.transfer = read_transfer(r, i),
		.patient = row_text(r, i, 8),
		.registry_no = row_text(r, i, 9),
		.age = row_long(r, i, 10),
		.sex = row_text(r, i, 11),
		.diagnosis = row_text(r, i, 12),
		.diagnosis_title = row_text(r, i, 13),
		.patient_status = row_text(r, i, 14),
		.passport = row_text_or_null(r, i, 15),
	};
}

void
transfer_read_offers(struct db *db, const struct rows *r,
    struct transfer_offers *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = read_offer(r, i);
}

enum status
transfer_add(struct db *db, const char *patient, const char *version,
    const char *to, const char *reason, const char *planned_on)
{
	struct query q = QUERY(&transfer_stmts[ADD], { patient }, { version },
	    { to }, { reason }, { planned_on });

	return db_try_all(db, &q, 1);
}

enum status
transfer_decide(struct db *db, const char *id, const char *version,
    const char *action, const char *reason, const char **patient)
{
	struct query q = QUERY(&transfer_stmts[DECIDE], { id }, { version },
	    { action }, { reason });
	enum status st;

	if ((st = db_try_all(db, &q, 1)) == OK)
		*patient = row_text(q.rows, 0, 0);
	return st;
}
