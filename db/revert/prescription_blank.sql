-- Revert palreg:prescription_blank from pg

BEGIN;

DROP TRIGGER patient_moved_blank ON palreg.patient;
DROP TABLE palreg.prescription_blank;
DROP FUNCTION palreg.prescription_blank_check(), palreg.prescription_blank_mark();

COMMIT;
