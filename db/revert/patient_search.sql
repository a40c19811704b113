-- Revert palreg:patient_search from pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

DROP TABLE saved_search, patient_finding;
DROP TRIGGER patient_moved_finding ON patient;
DROP TRIGGER observation_found ON observation;
DROP TRIGGER observation_found_anew ON observation;
DROP FUNCTION saved_search_stamp(), observation_found(), patient_find(uuid[]);
DROP INDEX prescription_taken, prescription_treated, assessment_treated;

COMMIT;
