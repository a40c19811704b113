-- Verify palreg:assessment on pg

BEGIN;

SELECT code, version, name, name_en, help, help_en, visit, asks_completed_by, source, licence, licence_en, ord, retired_at
  FROM palreg.instrument WHERE false;
SELECT instrument, code, kind, name, name_en, low, high, step, least, least_en, most, most_en, worse, loinc, chart,
       card, parts, ord
  FROM palreg.instrument_item WHERE false;
SELECT instrument, item, value, code, name, name_en, short, short_en, ord FROM palreg.instrument_answer WHERE false;
SELECT id, series_id, version, patient_id, area_id, instrument, instrument_version, effective_at, effective_on, completed_by, status,
       current, author_id, created_at
  FROM palreg.assessment WHERE false;
SELECT assessment_id, current FROM palreg.observation WHERE false;

ROLLBACK;
