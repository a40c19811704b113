/* patient_report.h: what the report on one patient tells beside his lines. */
#ifndef PATIENT_REPORT_H
#define PATIENT_REPORT_H

#include "db/reports.h"

/* Texts in the user's language; NULL where nothing is known. */
struct report_state {
	const char	*allergies;
	const char	*pps_first;
	const char	*pps_last;
	const char	*phase_first;	/* 1 … 4 */
	const char	*phase_last;
	const char	*pain_first;
	const char	*pain_last;
	const char	*pain_worst;
};

/* The worst pain of a day. */
struct report_pain {
	const char	*day;		/* ISO */
	const char	*value;
};

struct report_service {
	const char	*name;
	const char	*starts_on;
	const char	*ends_on;	/* or NULL */
	const char	*status;	/* code of service_order.status */
	long		 planned;	/* within the period */
	long		 done;
};

struct report_device {
	const char	*name;
	const char	*quantity;
	const char	*needed_on;
	const char	*issued_on;	/* these or NULL */
	const char	*returned_on;
	const char	*ended_on;
};

/* A warning that was kept. */
struct report_warning {
	const char	*day;
	const char	*medicine;
	const char	*title;
	const char	*reason;
};

/* A numbered form that was written. */
struct report_blank {
	const char	*line;		/* id of the version */
	const char	*number;	/* with its series */
	const char	*issued_on;
	const char	*quantity;	/* or NULL */
};

struct report_record {
	struct report_state	 state;
	struct report_pain	*pains;
	size_t			 npains;
	struct report_service	*services;
	size_t			 nservices;
	struct report_device	*devices;
	size_t			 ndevices;
	struct report_warning	*warnings;
	size_t			 nwarnings;
	struct report_blank	*blanks;
	size_t			 nblanks;
};

extern const struct stmt patient_report_stmts[];

enum { PATIENT_REPORT_QUERIES = 6 };
void patient_report_queries(struct db *db, const char *id,
    const struct report_scope *scope, const char *lang,
    struct query q[PATIENT_REPORT_QUERIES]);
void patient_report_read(struct db *db,
    const struct query q[PATIENT_REPORT_QUERIES], struct report_record *out);

#endif
