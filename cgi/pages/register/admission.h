/* admission.h: what is checked of a new patient, one by one or by the file. */
#ifndef REGISTER_ADMISSION_H
#define REGISTER_ADMISSION_H

#include "db/patients.h"
#include "pages/inputs.h"
#include "seal/envelope.h"
#include "web/ctx.h"
#include "web/form.h"

/* Fields of an admission, in the order of admission_form. */
enum { ID, ROW_VERSION, PASSPORT, YEAR, SEX, DISTRICT, INSTITUTION, DIAGNOSIS,
	DATE_IN, COMMISSION_NO, COMMISSION_ON, BASIS, CONSENT, DRAFT,
	NADMISSION };

extern const struct field admission_form[NADMISSION];

/* Rules of the database about an admission, and how to say them. */
extern const struct rule admission_rules[];

/* The message at a diagnosis that is not in the reference book. */
extern const char admission_no_diagnosis[];

/* What the form said, for the database. */
struct patient_entry admission_entry(const char *id, const struct value *in);

/* Taken in with the commission's conclusion; before it the entry waits. */
const char *admission_status(const struct value *in);

/* False, and the field is marked, for a day that is still to come. */
bool admission_days_hold(struct ctx *c, struct value *in);

#endif
