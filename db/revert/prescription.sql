-- Revert palreg:prescription from pg

BEGIN;

DROP TRIGGER patient_removed ON palreg.patient;
DROP TRIGGER patient_moved ON palreg.patient;
DROP TABLE palreg.prescription;
DROP FUNCTION palreg.patient_removed(), palreg.patient_moved(), palreg.prescription_follow();

COMMIT;
