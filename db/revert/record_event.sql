-- Revert palreg:record_event from pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

DROP VIEW record_fact, record_event;
DROP FUNCTION moment_of(date, timestamptz);
DROP INDEX prescription_patient_written, document_patient_written, note_patient_written;

COMMIT;
