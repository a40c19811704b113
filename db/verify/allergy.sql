-- Verify palreg:allergy on pg

BEGIN;

SELECT code, name, name_en, subject, source, ord, valid_from, retired_at FROM palreg.allergen WHERE false;
SELECT id, series_id, version, patient_id, area_id, subject, medicine_id, group_code, allergen_code, reactions, severity,
       certainty, source, noted_on, status, current, author_id, created_at, ended_by, ended_at, name, name_en, rule_subject
  FROM palreg.allergy_entry WHERE false;
SELECT subject, part, name, name_en, note, note_en, atc, offered, ord FROM palreg.allergy_choice WHERE false;
SELECT has_function_privilege('palreg_owner', 'palreg.version_follow()', 'EXECUTE'),
       has_function_privilege('palreg_owner', 'palreg.version_end()', 'EXECUTE');

ROLLBACK;
