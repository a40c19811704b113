-- Verify palreg:prescription_refused on pg

BEGIN;
SELECT 1 / (prosrc ~ 'declined')::int FROM pg_proc WHERE oid = 'palreg.prescription_stepped()'::regprocedure;
SELECT 1 / count(*) FROM pg_trigger WHERE tgname = 'patient_not_taken' AND tgrelid = 'palreg.patient'::regclass;
ROLLBACK;
