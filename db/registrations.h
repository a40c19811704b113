/* registrations.h: the open part of a register entry, and its states. */
#ifndef REGISTRATIONS_H
#define REGISTRATIONS_H

#include "db/db.h"

/* Every member is a text, "" when unknown; dates are ISO 8601. */
struct registration {
	const char	*referral_source;
	const char	*referral_source_name;
	const char	*referred_on;
	const char	*ready_on;
	const char	*first_contact_on;
	const char	*commission_no;
	const char	*commission_on;
	const char	*basis;
	const char	*basis_name;
	const char	*consent_on;
	const char	*settlement;	/* urban, rural or "" */
	const char	*care_institution;
	const char	*care_institution_name;
	const char	*expected_return;
};

/* One step of the states, as it was taken. */
struct state_event {
	const char	*id;
	const char	*action;	/* code; enter, undo or one of a step */
	const char	*action_name;	/* "" for enter and undo */
	const char	*to;
	const char	*on;
	const char	*reason;
	const char	*commission_no;
	const char	*commission_on;
	const char	*basis;
	const char	*expected_return;
	const char	*place_of_death;
	const char	*cause;
	const char	*preferred_place_met;	/* code */
	const char	*last_pain;
	const char	*author;
	const char	*at;		/* "YYYY-MM-DD HH:MM" */
	bool		 undone;
	bool		 undoable;
};

struct state_events {
	struct state_event	*item;
	size_t			 len;
};

/* A step this user may take now. */
struct state_step {
	const char	*action;
	const char	*from;
	const char	*to;
	const char	*name;
	bool		 asks_commission;
	bool		 asks_consent;
	bool		 asks_reason;
	bool		 asks_return;
	bool		 may_be_death;
};

struct state_steps {
	struct state_step	*item;
	size_t			 len;
};

/* What is told of a step; NULL where it is not asked. */
struct state_entry {
	const char	*patient;
	const char	*action;
	const char	*from;
	const char	*to;
	const char	*on;
	const char	*reason;
	const char	*commission_no;
	const char	*commission_on;
	const char	*basis;
	const char	*consent_on;
	const char	*expected_return;
	const char	*place_of_death;
	const char	*cause;
	const char	*preferred_place_met;
	const char	*last_pain;
};

extern const struct stmt registration_stmts[];

/* Queries for a pipeline, each with its reader. */
extern const struct stmt *const registration_get_stmt,
    *const state_events_stmt, *const state_steps_stmt,
    *const state_reasons_stmt;
#define REGISTRATION_GET(id, lang) \
	QUERY(registration_get_stmt, { id }, { lang })
#define STATE_EVENTS(id, lang)	QUERY(state_events_stmt, { id }, { lang })
#define STATE_STEPS(id, lang)	QUERY(state_steps_stmt, { id }, { lang })
/* What may be the reason of a step; read by book_read(). */
#define STATE_REASONS(id, action, lang) \
	QUERY(state_reasons_stmt, { id }, { action }, { lang })

void registration_read(const struct rows *rows, struct registration *out);
void state_read_events(struct db *db, const struct rows *rows,
    struct state_events *out);
void state_read_steps(struct db *db, const struct rows *rows,
    struct state_steps *out);

/* CONFLICT when version is not the patient's any more; INVALID: a rule. */
enum status registration_save(struct db *db, const char *patient,
    const char *version, const struct registration *in)
    __attribute__((warn_unused_result));

/*
 * Take a step, or with the action "undo" take back the last one.  CONFLICT
 * when the state is not the one told; INVALID names a rule in db_refusal().
 */
enum status state_add(struct db *db, const struct state_entry *in)
    __attribute__((warn_unused_result));

#endif
