-- Verify palreg:eligibility on pg

BEGIN;

SELECT code, general, group_code, name, name_en, source, ord, valid_from, retired_at FROM palreg.eligibility_criterion WHERE false;
SELECT id, series_id, version, patient_id, area_id, group_code, criteria, assessed_on, met, status, current, author_id,
       created_at, ended_by, ended_at
  FROM palreg.eligibility WHERE false;

ROLLBACK;
