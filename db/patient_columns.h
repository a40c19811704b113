/* patient_columns.h: what a list shows of a patient, for the modules that read one. */
#ifndef PATIENT_COLUMNS_H
#define PATIENT_COLUMNS_H

#include "db/language.h"
#include "db/patients.h"

/* Kept in step with patient_read_listed(); lang is a parameter. */
#define LIST_COLUMNS(lang) \
	"p.id, p.registry_no," \
	" (SELECT extract(year FROM current_date)::int) - p.year_of_birth, p.sex," \
	" " IN_LANGUAGE(lang, "i.name", "i.name_en") "," \
	" p.diagnosis_code, " IN_LANGUAGE(lang, "g.title", "g.title_en") "," \
	" p.status, p.last_pain, p.last_seen_on"

#define LIST_JOINS \
	"  LEFT JOIN area i ON i.id = p.institution_id" \
	"  LEFT JOIN icd10 g ON g.code = p.diagnosis_code"

/* What LIST_COLUMNS brought, into the first members. */
void patient_read_listed(const struct rows *r, size_t i, struct patient *out);
void patient_read_list(struct db *db, const struct rows *r,
    struct patient_list *out);

#endif
