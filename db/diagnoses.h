/* diagnoses.h: diagnoses of a patient by role, in versions. */
#ifndef DIAGNOSES_H
#define DIAGNOSES_H

#include "db/versions.h"

/* Every text but the first three may be "": not told. */
struct diagnosis {
	struct version	 v;		/* status: active, resolved, replaced, entered_in_error */
	const char	*role;		/* main, complication, concomitant */
	const char	*code;		/* ICD-10 */
	const char	*title;
	const char	*on;		/* ISO date */
	const char	*stage;		/* I … IV */
	const char	*tnm;		/* canonical: pT2a N1 M0 */
	const char	*clinical_group; /* Ia, Ib, II, IIa, III, IV */
	const char	*metastases;	/* codes, comma-separated */
	const char	*metastasis_names;
	const char	*morphology;	/* ICD-O: 8140/3 */
};

struct diagnosis_list {
	struct diagnosis	*item;
	size_t			 len;
};

/* What a person tells; NULL where nothing is told. */
struct diagnosis_told {
	const char	*role;
	const char	*code;
	const char	*on;
	const char	*stage;
	const char	*tnm;
	const char	*clinical_group;
	const char	*metastases;
	const char	*morphology;
};

extern const struct stmt diagnosis_stmts[];

/* Queries for a pipeline; the macros live as long as their block. */
extern const struct stmt *const diagnosis_all_stmt, *const diagnosis_now_stmt;

/* All versions: those that stand first, the main one before all, then the newest. */
#define DIAGNOSES_ALL(patient, lang)	QUERY(diagnosis_all_stmt, { patient }, { lang })
/* Those that stand: main, complications, concomitant. */
#define DIAGNOSES_NOW(patient, lang)	QUERY(diagnosis_now_stmt, { patient }, { lang })
void diagnosis_read(struct db *db, const struct rows *rows,
    struct diagnosis_list *out);

enum status diagnosis_get(struct db *db, const char *id, const char *lang,
    struct diagnosis *out) __attribute__((warn_unused_result));

/*
 * A new entry; a main one replaces the former, also as the patient's diagnosis
 * in lists.  INVALID names a rule in db_refusal(); NOT_FOUND: no such patient.
 */
enum status diagnosis_add(struct db *db, const char *patient,
    const struct diagnosis_told *in) __attribute__((warn_unused_result));

/* The next version; CONFLICT unless old stands. */
enum status diagnosis_correct(struct db *db, const char *old,
    const struct diagnosis_told *in) __attribute__((warn_unused_result));

/*
 * End an entry as resolved or entered_in_error; CONFLICT unless it stands,
 * INVALID for the main one, which only another one replaces.
 */
enum status diagnosis_end(struct db *db, const char *id, const char *status)
    __attribute__((warn_unused_result));

#endif
