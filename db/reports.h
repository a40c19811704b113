/* reports.h: the figures of reports, from views without any identity. */
#ifndef REPORTS_DB_H
#define REPORTS_DB_H

#include "db/timing.h"

/* The days a report is about. */
struct report_scope {
	const char	*from;		/* ISO, both days included */
	const char	*to;
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
	const char	*stop_reason;	/* or that of a hold */
	const char	*author;
	const char	*id;		/* of the version */
	const char	*series;	/* of its line */
	const char	*indication;
	bool		 controlled;
	const char	*rx_form;
	const char	*quantity;	/* written on the prescription */
	const char	*packs;
	const char	*change_reason;	/* why this version was made */
};

struct report_lines {
	struct report_line	*item;
	size_t			 len;
};

extern const struct stmt report_stmts[];

/* NOT_FOUND unless single patients of this area may be reported on. */
enum status report_patient_get(struct db *db, const char *id,
    const char *lang, struct report_patient *out)
    __attribute__((warn_unused_result));

/*
 * Versions in force on any day from … to; those of a line stand together.
 * which: all, in_force, controlled, pain.
 */
enum status report_patient_lines(struct db *db, const char *id,
    const struct report_scope *scope, const char *which, const char *lang,
    struct report_lines *out) __attribute__((warn_unused_result));

/* When a report is made, and under which letterhead. */
struct report_made {
	const char	*at;		/* "YYYY-MM-DD HH:MM+HH:MM" of the database */
	const char	*letter[4];	/* name, address, telephone, head */
};

enum status report_now(struct db *db, struct report_made *out)
    __attribute__((warn_unused_result));

#endif
