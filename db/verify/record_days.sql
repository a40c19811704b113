-- Verify palreg:record_days on pg

BEGIN;

SELECT 'palreg.prescription_days()'::regprocedure;
SELECT 1 / count(*) FROM pg_constraint WHERE conname = 'patient_status_event_return_soon';

ROLLBACK;
