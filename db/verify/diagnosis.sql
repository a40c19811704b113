-- Verify palreg:diagnosis on pg

BEGIN;

SELECT id, series_id, version, patient_id, area_id, role, code, diagnosed_on, stage, tnm, clinical_group, metastases, morphology,
       status, current, author_id, created_at, ended_by, ended_at
  FROM palreg.diagnosis WHERE false;
SELECT 1 / (count(*) = 3)::int FROM pg_trigger WHERE tgrelid = 'palreg.patient'::regclass
   AND tgname IN ('patient_diagnosed', 'patient_diagnosed_first', 'patient_moved_diagnosis');

ROLLBACK;
