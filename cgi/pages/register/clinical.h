/* clinical.h: the cards of a patient's page of diagnoses and allergies. */
#ifndef REGISTER_CLINICAL_H
#define REGISTER_CLINICAL_H

#include "db/allergies.h"
#include "pages/common.h"

/*
 * The card of allergies: what stands, or that none is known, or that nobody
 * asked, and what stood before.
 */
void show_allergies(const struct ctx *c, struct view *v,
    const struct allergy_list *list);

#endif
