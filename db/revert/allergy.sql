-- Revert palreg:allergy from pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

DROP TRIGGER patient_moved_allergy ON patient;
DROP VIEW allergy_entry, allergy_choice;
DROP TABLE allergy, allergen;
DROP FUNCTION allergy_stand(), version_end(), version_follow();

COMMIT;
