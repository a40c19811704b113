/* registrations.c: the open part of a register entry, and its states. */

#include "db/coded.h"
#include "db/in_use.h"
#include "db/registrations.h"

enum { GET, SAVE, EVENTS, STEPS, REASONS, ADD };

/* Of a death the way back depends on whether there was a conclusion. */
#define STEP_OPEN \
	" t.from_status = p.status" \
	" AND (t.after = '{}' OR p.removal_reason = ANY (t.after))" \
	" AND (t.action <> 'revive' OR" \
	"     (t.to_status = 'active') = (p.commission_no IS NOT NULL))" \
	" AND p.area_id = ANY (areas(t.permission))"

const struct stmt registration_stmts[] = {
	[GET] = { "registration_get",
	    "SELECT p.referral_source, "
	    CODED("referral_source", "p.referral_source", "$2") ","
	    "       p.referred_on, p.ready_on, p.first_contact_on,"
	    "       p.commission_no, p.commission_on, p.basis_code, "
	    IN_LANGUAGE("$2", "g.name", "g.name_en") ","
	    "       p.consent_on, p.settlement, p.care_institution_id, "
	    IN_LANGUAGE("$2", "a.name", "a.name_en") ", p.expected_return"
	    "  FROM patient p"
	    "  LEFT JOIN diagnosis_group g ON g.code = p.basis_code"
	    "  LEFT JOIN area a ON a.id = p.care_institution_id"
	    " WHERE p.id = $1" },
	[SAVE] = { "registration_save",
	    "UPDATE patient SET referral_source = $3, referred_on = $4::date,"
	    "       ready_on = $5::date, first_contact_on = $6::date,"
	    "       commission_no = $7, commission_on = $8::date,"
	    "       basis_code = $9, consent_on = $10::date, settlement = $11,"
	    "       care_institution_id = $12::int"
	    " WHERE id = $1 AND version = $2::int"
	    " RETURNING id" },
	[EVENTS] = { "state_events",
	    "SELECT e.id, e.action, "
	    IN_LANGUAGE("$2", "t.name", "t.name_en") ","
	    "       e.to_status, e.effective_on, "
	    IN_LANGUAGE("$2", "r.name", "r.name_en") ","
	    "       e.commission_no, e.commission_on, "
	    IN_LANGUAGE("$2", "g.name", "g.name_en") ","
	    "       e.expected_return, "
	    CODED("place_of_death", "e.place_of_death", "$2") ","
	    "       e.cause_code, e.preferred_place_met, e.last_pain, s.name,"
	    "       to_char(e.created_at, 'YYYY-MM-DD HH24:MI'),"
	    "       EXISTS (SELECT FROM patient_status_event u"
	    "                WHERE u.undoes = e.id),"
	    "       status_undoable(e)"
	    "  FROM patient_status_event e"
	    "  LEFT JOIN status_transition t ON t.action = e.action"
	    "       AND t.from_status = e.from_status"
	    "       AND t.to_status = e.to_status"
	    "  LEFT JOIN reason r ON r.kind = e.reason_kind AND r.code = e.reason"
	    "  LEFT JOIN diagnosis_group g ON g.code = e.basis_code"
	    "  LEFT JOIN staff s ON s.id = e.author_id"
	    " WHERE e.patient_id = $1"
	    " ORDER BY e.seq DESC" },
	[STEPS] = { "state_steps",
	    "SELECT t.action, t.from_status, t.to_status, "
	    IN_LANGUAGE("$2", "t.name", "t.name_en") ","
	    "       'commission' = ANY (t.asks),"
	    "       'consent' = ANY (t.asks) AND p.consent_on IS NULL,"
	    "       'reason' = ANY (t.asks), 'expected_return' = ANY (t.asks),"
	    "       t.reason_kind = 'removal'"
	    "  FROM patient p JOIN status_transition t ON" STEP_OPEN
	    " WHERE p.id = $1"
	    " ORDER BY t.ord, t.action" },
	[REASONS] = { "state_reasons",
	    "SELECT r.code, " IN_LANGUAGE("$3", "r.name", "r.name_en") ", NULL"
	    "  FROM patient p JOIN status_transition t ON" STEP_OPEN
	    "  JOIN reason r ON r.kind = t.reason_kind"
	    "       AND (t.reasons = '{}' OR r.code = ANY (t.reasons))"
	    "       AND NOT " OUT_OF_USE("r.", "valid_to")
	    " WHERE p.id = $1 AND t.action = $2"
	    " ORDER BY r.ord, r.code" },
	[ADD] = { "state_add",
	    "INSERT INTO patient_status_event (patient_id, action,"
	    "       from_status, to_status, effective_on, reason,"
	    "       commission_no, commission_on, basis_code, consent_on,"
	    "       expected_return, place_of_death, cause_code,"
	    "       preferred_place_met, last_pain)"
	    " VALUES ($1, $2, $3, $4, $5::date, $6, $7, $8::date, $9,"
	    "       $10::date, $11::date, $12, $13, $14, $15::smallint)" },
	{ NULL, NULL }
};

const struct stmt *const registration_get_stmt = &registration_stmts[GET];
const struct stmt *const state_events_stmt = &registration_stmts[EVENTS];
const struct stmt *const state_steps_stmt = &registration_stmts[STEPS];
const struct stmt *const state_reasons_stmt = &registration_stmts[REASONS];

void
registration_read(const struct rows *rows, struct registration *out)
{
	*out = (struct registration){
		.referral_source = row_text(rows, 0, 0),
		.referral_source_name = row_text(rows, 0, 1),
		.referred_on = row_text(rows, 0, 2),
		.ready_on = row_text(rows, 0, 3),
		.first_contact_on = row_text(rows, 0, 4),
		.commission_no = row_text(rows, 0, 5),
		.commission_on = row_text(rows, 0, 6),
		.basis = row_text(rows, 0, 7),
		.basis_name = row_text(rows, 0, 8),
		.consent_on = row_text(rows, 0, 9),
		.settlement = row_text(rows, 0, 10),
		.care_institution = row_text(rows, 0, 11),
		.care_institution_name = row_text(rows, 0, 12),
		.expected_return = row_text(rows, 0, 13),
	};
}

void
state_read_events(struct db *db, const struct rows *r,
    struct state_events *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct state_event){
			.id = row_text(r, i, 0),
			.action = row_text(r, i, 1),
			.action_name = row_text(r, i, 2),
			.to = row_text(r, i, 3),
			.on = row_text(r, i, 4),
			.reason = row_text(r, i, 5),
			.commission_no = row_text(r, i, 6),
			.commission_on = row_text(r, i, 7),
			.basis = row_text(r, i, 8),
			.expected_return = row_text(r, i, 9),
			.place_of_death = row_text(r, i, 10),
			.cause = row_text(r, i, 11),
			.preferred_place_met = row_text(r, i, 12),
			.last_pain = row_text(r, i, 13),
			.author = row_text(r, i, 14),
			.at = row_text(r, i, 15),
			.undone = row_bool(r, i, 16),
			.undoable = row_bool(r, i, 17),
		};
}

void
state_read_steps(struct db *db, const struct rows *r, struct state_steps *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct state_step){
			.action = row_text(r, i, 0),
			.from = row_text(r, i, 1),
			.to = row_text(r, i, 2),
			.name = row_text(r, i, 3),
			.asks_commission = row_bool(r, i, 4),
			.asks_consent = row_bool(r, i, 5),
			.asks_reason = row_bool(r, i, 6),
			.asks_return = row_bool(r, i, 7),
			.may_be_death = row_bool(r, i, 8),
		};
}

enum status
registration_save(struct db *db, const char *patient, const char *version,
    const struct registration *in)
{
	struct query q = QUERY(&registration_stmts[SAVE], { patient },
	    { version }, { in->referral_source }, { in->referred_on },
	    { in->ready_on }, { in->first_contact_on }, { in->commission_no },
	    { in->commission_on }, { in->basis }, { in->consent_on },
	    { in->settlement }, { in->care_institution });
	enum status st;

	if ((st = db_try_all(db, &q, 1)) != OK)
		return st;
	return rows_len(q.rows) == 1 ? OK : CONFLICT;
}

enum status
state_add(struct db *db, const struct state_entry *in)
{
	struct query q = QUERY(&registration_stmts[ADD], { in->patient },
	    { in->action }, { in->from }, { in->to }, { in->on },
	    { in->reason }, { in->commission_no }, { in->commission_on },
	    { in->basis }, { in->consent_on }, { in->expected_return },
	    { in->place_of_death }, { in->cause },
	    { in->preferred_place_met }, { in->last_pain });

	return db_try_all(db, &q, 1);
}
