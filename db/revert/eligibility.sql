-- Revert palreg:eligibility from pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

DROP TRIGGER patient_moved_eligibility ON patient;
DROP TABLE eligibility, eligibility_criterion;
DROP FUNCTION eligibility_judge();

COMMIT;
