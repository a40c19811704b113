/* allergies.h: what a patient must not have, in versions. */
#ifndef ALLERGIES_H
#define ALLERGIES_H

#include "db/versions.h"

/*
 * One version of an entry.  Its subject is what it is against: "#7" a
 * medicine, "opioid_strong" a group, "N02AX" ATC codes that begin so,
 * "@latex" another substance, ALLERGY_NONE: none is known.
 */
struct allergy {
	struct version	 v;		/* status: active, disproved, replaced, entered_in_error */
	const char	*subject;
	const char	*name;		/* of the subject */
	const char	*rule_subject;	/* as of struct dose_allergy; "" is no medicine */
	const char	*reactions;	/* codes, comma-separated */
	const char	*reaction_names;
	const char	*severity;	/* mild, moderate, severe, unknown; "" for none known */
	const char	*certainty;	/* suspected, probable, confirmed */
	const char	*source;	/* code */
	const char	*source_name;
	const char	*noted_on;	/* ISO date */
};

#define ALLERGY_NONE	"-"

struct allergy_list {
	struct allergy	*item;
	size_t		 len;
};

/* What a person tells. */
struct allergy_told {
	const char	*subject;
	const char	*reactions;	/* codes, comma-separated, or NULL */
	const char	*severity;	/* or NULL */
	const char	*certainty;	/* or NULL */
	const char	*source;
	const char	*noted_on;
};

extern const struct stmt allergy_stmts[];

/* Queries for a pipeline; the macros live as long as their block. */
extern const struct stmt *const allergy_all_stmt, *const allergy_now_stmt,
    *const allergy_named_stmt;

/* All versions of a patient's entries: those that stand first, then the newest. */
#define ALLERGIES_ALL(patient, lang)	QUERY(allergy_all_stmt, { patient }, { lang })
/* Those that stand, the gravest first; for the rules of prescriptions. */
#define ALLERGIES_NOW(patient, lang)	QUERY(allergy_now_stmt, { patient }, { lang })
void allergy_read(struct db *db, const struct rows *rows,
    struct allergy_list *out);

/* A book with the one entry that a subject names, for book_read(). */
#define ALLERGEN_NAMED(subject, lang)	QUERY(allergy_named_stmt, { subject }, { lang })

enum status allergy_get(struct db *db, const char *id, const char *lang,
    struct allergy *out) __attribute__((warn_unused_result));

/* Up to 20 subjects by a part of a name or the beginning of an ATC code. */
enum status allergen_find(struct db *db, const char *text, const char *lang,
    struct rows **out) __attribute__((warn_unused_result));

/*
 * A new entry; with ALLERGY_NONE "none known", said anew where it stands.
 * INVALID names a rule in db_refusal(); NOT_FOUND: no such patient.
 */
enum status allergy_add(struct db *db, const char *patient,
    const struct allergy_told *in) __attribute__((warn_unused_result));

/* The next version; CONFLICT unless old stands. */
enum status allergy_correct(struct db *db, const char *old,
    const struct allergy_told *in) __attribute__((warn_unused_result));

/* End an entry as disproved or entered_in_error; CONFLICT unless it stands. */
enum status allergy_end(struct db *db, const char *id, const char *status)
    __attribute__((warn_unused_result));

#endif
