-- Verify palreg:patient on pg

BEGIN;

SELECT id, inst, institution_id, area_id, district_id, registry_no, year_of_birth, sex, diagnosis_code, status,
       removal_reason, date_in, date_out, died_on, last_pain, last_seen_on, created_at, created_by, changed_at,
       changed_by, version
  FROM palreg.patient WHERE false;
SELECT area_id, patients FROM palreg.patient_total WHERE false;
SELECT rec, rev, type, inst, patient_id, area_id, author_id, ts, kep, envelope, doc_hash, seq, current, created_at
  FROM palreg.document WHERE false;
SELECT id, patient_id, area_id, code, value, effective_on, effective_at, author_id, created_at
  FROM palreg.observation WHERE false;
SELECT 1 / (palreg.check_digit('7992739871') = 3)::int;

ROLLBACK;
