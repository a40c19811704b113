/* clinical.h: diagnoses, allergies and eligibility: records in versions, as cards and forms. */
#ifndef REGISTER_CLINICAL_H
#define REGISTER_CLINICAL_H

#include "db/allergies.h"
#include "db/diagnoses.h"
#include "db/eligibilities.h"
#include "pages/common.h"

/* What a form is about: a new entry of a patient, or one that stands. */
struct target {
	const char	*noun;		/* as paths name it: allergies, diagnoses … */
	const char	*patient;
	const char	*id;		/* of the version to correct, or NULL */
	const char	*series;	/* of that version */
	bool		 none;		/* "none known", of allergies */
};

struct target target_new(const char *noun, const char *patient);
struct target target_of(const char *noun, const struct version *v);

/* Where its form is sent. */
const char *target_action(const struct ctx *c, const struct target *t);

/*
 * After a conflict: the version that stands now is what the form is sent to
 * next, or it makes a new entry.  items of that size begin with a struct version.
 */
void target_move(struct target *t, const void *items, size_t len, size_t size);

/*
 * Entry, author, times and what became of it; endings has the names of all
 * statuses, that of "active" for a version which a newer one replaced.
 */
void show_version(const struct ctx *c, struct view *v,
    const struct version *version, const struct choice *endings);

/*
 * The card of allergies: what stands, or that none is known, or that nobody
 * asked, and what stood before.
 */
void show_allergies(const struct ctx *c, struct view *v,
    const struct allergy_list *list);

/* The card of diagnoses: what stands, and what stood before. */
void show_diagnoses(const struct ctx *c, struct view *v,
    const struct diagnosis_list *list);

/* The card of eligibility: each assessment, and what was corrected. */
void show_eligibilities(const struct ctx *c, struct view *v,
    const struct eligibility_list *list);

#endif
