/* clinical.h: diagnoses, allergies and eligibility: records in versions, as cards and forms. */
#ifndef REGISTER_CLINICAL_H
#define REGISTER_CLINICAL_H

#include "db/allergies.h"
#include "db/diagnoses.h"
#include "db/eligibilities.h"
#include "pages/register/versioned.h"

/* As open() of struct versioned leaves it, but for "none known". */
void target_at(struct target *t, const struct version *v);

/* What a form is headed with, where it is sent, whether it corrects. */
void show_target(const struct ctx *c, struct view *v, const struct target *t,
    const char *heading, enum status answer);

/* The form of an end: one of codes, else MALFORMED. */
enum status ending_read(struct ctx *c, const char *const *codes,
    const char **status) __attribute__((warn_unused_result));

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
