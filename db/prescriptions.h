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
	const char	*stop_reason;	/* name of the reason, or "" */
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

struct prescription_filter {
	const char	*medicine;	/* id */
	const char	*since;		/* the line overlaps since … until */
	const char	*until;
	const char	*status;
	const char	*author;
	const char	*institution;
	const char	*patient;
};

/* Matches are counted up to here. */
enum { PRESCRIPTION_COUNT_MAX = 10000 };

extern const struct stmt prescription_stmts[];

/* Lines of one patient, newest first; all versions, or current ones only. */
enum status prescription_history(struct db *db, const char *patient,
    bool current_only, const char *lang, struct prescription_list *out)
    __attribute__((warn_unused_result));

/* The page's own query, for a pipeline; read by prescription_read(). */
extern const struct stmt *const prescription_active_stmt;
#define PRESCRIPTION_ACTIVE(patient, lang) \
	QUERY(prescription_active_stmt, { patient }, { lang })
void prescription_read(struct db *db, const struct rows *rows,
    struct prescription_list *out);

enum status prescription_get(struct db *db, const char *id, const char *lang,
    struct prescription *out) __attribute__((warn_unused_result));

/*
 * The two queries of a page of 50, newest first, for a pipeline with others:
 * rows for prescription_read(), and how many match, at most the limit.
 */
void prescription_search_queries(struct db *db,
    const struct prescription_filter *f, long page, const char *lang,
    struct query q[2]);

#endif
