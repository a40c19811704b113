-- Verify palreg:note on pg

BEGIN;

SELECT rec, rev, patient_id, area_id, kind, noted_on, status, current, author_id, created_at, marked_by, marked_at
  FROM palreg.note WHERE false;

ROLLBACK;
