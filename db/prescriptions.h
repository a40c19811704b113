/* prescriptions.h: prescription lines, versioned; nothing is overwritten. */
#ifndef PRESCRIPTIONS_H
#define PRESCRIPTIONS_H

#include "db/timing.h"

/* A line as it is shown; names are in the language asked for. */
struct prescription {
	const char	*id;		/* of this version */
	const char	*series;	/* of all versions of the line */
	long		 version;
	const char	*patient;
	const char	*product;
	const char	*medicine;	/* INN */
	const char	*atc;
	const char	*form;
	const char	*strength;
	const char	*dose;		/* canonical decimal */
	const char	*unit;		/* UCUM */
	const char	*unit_name;
	const char	*route;
	const char	*route_name;
	struct timing	 timing;
	const char	*starts_on;
	const char	*ends_on;	/* or "" */
	const char	*review_on;	/* or "" */
	const char	*basis;		/* background, breakthrough or "" */
	const char	*indication;	/* name, or "" */
	const char	*pump;		/* shared by the lines of a mix, or "" */
	const char	*sheet;		/* shared by lines of a sitting, or "" */
	const char	*sheet_on;
	const char	*quantity;	/* to dispense, or "" */
	const char	*packs;
	const char	*rx_form;	/* or "" */
	bool		 controlled;
	const char	*status;	/* as FHIR MedicationRequest */
	const char	*stopped_on;	/* or "" */
	const char	*stop_reason;	/* or of a hold: its name, or "" */
	const char	*held_on;	/* on hold since, or "" */
	const char	*author_name;
	const char	*created_at;
	const char	*institution_name;
	const char	*registry_no;	/* of the patient */
	bool		 current;
	bool		 own_step;	/* the user took its last step today */
};

struct prescription_list {
	struct prescription	*item;
	size_t			 len;
};

extern const struct stmt prescription_stmts[];

/*
 * Queries for a pipeline, read by prescription_read(): lines of one patient,
 * newest first, all versions or current ones only; what is given now; what a
 * new sheet may renew, then the user's drafts; one version; what
 * its series says now.
 */
extern const struct stmt *const prescription_history_stmt;
extern const struct stmt *const prescription_sheet_stmt;
#define PRESCRIPTION_HISTORY(patient, lang, current_only) \
	QUERY(prescription_history_stmt, { patient }, { lang }, \
	    { (current_only) ? "true" : "false" })
#define PRESCRIPTION_SHEET(patient, lang) \
	QUERY(prescription_sheet_stmt, { patient }, { lang })
extern const struct stmt *const prescription_active_stmt;
#define PRESCRIPTION_ACTIVE(patient, lang) \
	QUERY(prescription_active_stmt, { patient }, { lang })
extern const struct stmt *const prescription_get_stmt,
    *const prescription_now_stmt;
#define PRESCRIPTION_GET(id, lang) \
	QUERY(prescription_get_stmt, { id }, { lang })
#define PRESCRIPTION_NOW(series, lang) \
	QUERY(prescription_now_stmt, { series }, { lang })
void prescription_read(struct db *db, const struct rows *rows,
    struct prescription_list *out);

enum status prescription_get(struct db *db, const char *id, const char *lang,
    struct prescription *out) __attribute__((warn_unused_result));

#endif
