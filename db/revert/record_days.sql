-- Revert palreg:record_days from pg

BEGIN;

ALTER TABLE palreg.patient_status_event DROP CONSTRAINT patient_status_event_return_soon;
DROP TRIGGER prescription_days ON palreg.prescription;
DROP FUNCTION palreg.prescription_days();

COMMIT;
