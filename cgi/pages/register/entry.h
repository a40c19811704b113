/* entry.h: what pages about one patient begin with. */
#ifndef REGISTER_ENTRY_H
#define REGISTER_ENTRY_H

#include "db/patients.h"
#include "db/registrations.h"
#include "web/ctx.h"

/*
 * The patient and the sealed passport (NULL when there is none), in one round
 * trip; the audit event of this request becomes about this patient.
 */
enum status patient_open(struct ctx *c, const char *id, struct patient *out,
    const char **passport) __attribute__((warn_unused_result));

/* The open fields of the entry, for part_entry_pairs.html. */
void show_registration(const struct ctx *c, struct view *v,
    const struct registration *r);

#endif
