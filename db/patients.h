/* patients.h: patients as the database knows them: without a name. */
#ifndef PATIENTS_H
#define PATIENTS_H

#include "db/db.h"
#include "db/documents.h"

/* A list fills the first members, up to seen_on. */
struct patient {
	const char	*id;		/* the rec of the sealed passport */
	const char	*registry_no;
	long		 age;		/* whole years by the year of birth */
	const char	*sex;		/* m, f or u */
	const char	*institution_name;
	const char	*diagnosis;	/* ICD-10 code */
	const char	*diagnosis_title;
	const char	*status;	/* draft … declined: patient_statuses */
	const char	*pain;		/* last NRS 0 … 10, or "" when not assessed */
	const char	*seen_on;	/* or "" when never */
	const char	*inst;		/* key institution of the passport */
	long		 year_of_birth;
	const char	*district;	/* area id */
	const char	*district_name;
	const char	*institution;	/* area id */
	const char	*removal_reason; /* code of reason, or "" */
	const char	*date_in;	/* ISO 8601 */
	const char	*date_out;	/* or "" */
	const char	*died_on;	/* or "" */
	long		 unseen_days;	/* since seen_on, or since date_in */
	long		 version;	/* for optimistic locking */
	const char	*area;		/* id: the institution, or a department */
	const char	*department;	/* its name, or "" */
	const char	*allergies;	/* against what, the gravest first; "" none told */
	const char	*no_allergies_on; /* ISO: when none was known; or "" */
};

struct patient_list {
	struct patient	*item;
	size_t		 len;
};

/* What a doctor writes into the open part. */
struct patient_entry {
	const char	*id;
	const char	*year_of_birth;
	const char	*sex;
	const char	*district;
	const char	*institution;	/* area id; of a new patient also a department */
	const char	*diagnosis;
	const char	*date_in;
	const char	*version;	/* of the row that was edited */
	const char	*status;	/* the rest of a new patient only */
	const char	*commission_no;	/* these NULL when not known yet */
	const char	*commission_on;
	const char	*basis;		/* diagnosis group */
	const char	*consent_on;
};

extern const struct stmt patient_stmts[];

/* Those of the comma-separated ids which this user may see. */
enum status patient_rows(struct db *db, const char *ids, const char *lang,
    struct patient_list *out) __attribute__((warn_unused_result));

/* The queries of patient_read_one(), for a pipeline; of whose line. */
extern const struct stmt *const patient_get_stmt, *const patient_of_line_stmt;
#define PATIENT_GET(id, lang)	QUERY(patient_get_stmt, { id }, { lang })
#define PATIENT_OF_LINE(line, lang) \
	QUERY(patient_of_line_stmt, { line }, { lang })

/* NOT_FOUND also when row-level security hides the patient. */
enum status patient_read_one(const struct rows *rows, struct patient *out)
    __attribute__((warn_unused_result));

/* Let nobody else change the patient until this transaction ends. */
enum status patient_lock(struct db *db, const char *id)
    __attribute__((warn_unused_result));

/* A new patient with the first revision of the passport. */
enum status patient_admit(struct db *db, const struct patient_entry *in,
    const struct document *passport) __attribute__((warn_unused_result));

/*
 * CONFLICT when somebody else changed the row or the passport first; passport
 * is NULL where the identity stays as it is.
 */
enum status patient_save(struct db *db, const struct patient_entry *in,
    const struct document *passport) __attribute__((warn_unused_result));

#endif
