-- Revert palreg:patient_list from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DROP INDEX patient_list_changed, patient_list_registry_no, patient_list_year, patient_list_pain, patient_list_seen,
	patient_list_date_in, patient_list_diagnosis;
CREATE INDEX patient_list_changed ON patient (area_id, changed_at DESC, id)
	INCLUDE (status, diagnosis_code, sex, year_of_birth, date_in, institution_id, last_pain, last_seen_on);
CREATE INDEX patient_list_registry_no ON patient (area_id, registry_no, id)
	INCLUDE (status, diagnosis_code, sex, year_of_birth, date_in, institution_id, last_pain, last_seen_on);
CREATE INDEX patient_list_year ON patient (area_id, year_of_birth, id)
	INCLUDE (status, diagnosis_code, sex, date_in, institution_id, last_pain, last_seen_on);
CREATE INDEX patient_list_pain ON patient (area_id, last_pain DESC NULLS LAST, id)
	INCLUDE (status, diagnosis_code, sex, year_of_birth, date_in, institution_id, last_seen_on);
CREATE INDEX patient_list_seen ON patient (area_id, last_seen_on NULLS FIRST, id)
	INCLUDE (status, diagnosis_code, sex, year_of_birth, date_in, institution_id, last_pain);
CREATE INDEX patient_list_date_in ON patient (area_id, date_in DESC, id)
	INCLUDE (status, diagnosis_code, sex, year_of_birth, institution_id, last_pain, last_seen_on);
CREATE INDEX patient_list_diagnosis ON patient (area_id, diagnosis_code, changed_at DESC, id)
	INCLUDE (status, sex, year_of_birth, date_in, institution_id, last_pain, last_seen_on);

COMMIT;
