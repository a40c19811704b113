/* reports.h: the figures of reports, from views without any identity. */
#ifndef REPORTS_DB_H
#define REPORTS_DB_H

#include "db/timing.h"

/* Whom and when a report is about; institution NULL is all that one may see. */
struct report_scope {
	const char	*from;		/* ISO, both days included */
	const char	*to;
	const char	*institution;	/* area id, or NULL */
};

struct report_patient {
	const char	*registry_no;
	long		 year_of_birth;
	const char	*sex;
	const char	*diagnosis;
	const char	*diagnosis_title;
	const char	*institution_name;
};

/* One line of the patient's report; as struct prescription of the register. */
struct report_line {
	const char	*medicine;
	const char	*form;
	const char	*strength;
	const char	*dose;
	const char	*unit;
	const char	*route;
	struct timing	 timing;
	const char	*starts_on;
	const char	*ends_on;
	const char	*status;
	const char	*stop_reason;
	const char	*author;
};

struct report_lines {
	struct report_line	*item;
	size_t			 len;
};

/* A key, its name, and up to three counts. */
struct report_count {
	const char	*key;
	const char	*label;
	long		 n;
	long		 n2;
	long		 n3;
};

struct report_counts {
	struct report_count	*item;
	size_t			 len;
};

struct report_figures {
	long			at_start;
	long			in;
	long			out;
	long			at_end;
	long			total;		/* on the register at any time */
	struct report_counts	institutions;	/* n at the end */
	struct report_counts	statuses;	/* key: status */
	struct report_counts	ages;		/* key: band 0 … 4; m, f, u */
	struct report_counts	diagnoses;	/* key: group */
	struct report_counts	medicines;	/* n patients, n2 lines */
	struct report_counts	medicine_total;	/* one row, likewise */
	struct report_counts	months;		/* in, out, at the end */
	const char		*made_at;	/* "YYYY-MM-DD HH:MM" */
};

extern const struct stmt report_stmts[];

/* NOT_FOUND unless single patients of this area may be reported on. */
enum status report_patient_get(struct db *db, const char *id,
    const char *lang, struct report_patient *out)
    __attribute__((warn_unused_result));

/* Lines in force on any day from … to, oldest first. */
enum status report_patient_lines(struct db *db, const char *id,
    const struct report_scope *scope, const char *lang,
    struct report_lines *out) __attribute__((warn_unused_result));

/* All figures of the summary in one round trip. */
enum status report_figures_get(struct db *db, const struct report_scope *scope,
    const char *lang, struct report_figures *out)
    __attribute__((warn_unused_result));

/* Now, "YYYY-MM-DD HH:MM", by the clock of the database. */
enum status report_now(struct db *db, const char **out)
    __attribute__((warn_unused_result));

/* Institutions for which perm holds, as choices: read by book_read(). */
extern const struct stmt *const report_institutions_stmt;
#define REPORT_INSTITUTIONS_QUERY(perm, lang) \
	QUERY(report_institutions_stmt, { perm }, { lang })

#endif
