-- Verify palreg:care on pg

BEGIN;

SELECT code, name, name_en, seen, remote, ord FROM palreg.visit_kind WHERE false;
SELECT id, series_id, version, patient_id, area_id, status, kind, planned_on, planned_time, done_on, done_time, day, place, team,
       team_roles, decisions, reason, follows, current, author_id, created_at
  FROM palreg.visit WHERE false;
SELECT id, series_id, version, patient_id, area_id, place, since, status, current, author_id, created_at
  FROM palreg.care_place WHERE false;
SELECT id, series_id, version, patient_id, area_id, discussed_on, with_whom, informed_diagnosis, informed_prognosis, wishes,
       place_of_care, place_of_death, status, current, author_id, created_at
  FROM palreg.preference WHERE false;
SELECT close_reason FROM palreg.bereavement WHERE false;
SELECT bereavement_id, version, first_on, second_on FROM palreg.bereavement_version WHERE false;
SELECT kind, step, what, note, wrong FROM palreg.care_event WHERE false;
SELECT kind, label, text FROM palreg.care_fact WHERE false;
SELECT seen, remote FROM palreg.report_visit WHERE false;
SELECT since, until FROM palreg.report_care_place WHERE false;
SELECT wishes FROM palreg.report_preference WHERE false;
SELECT risk FROM palreg.report_bereavement WHERE false;
SELECT 1 / (count(*) > 5)::int FROM palreg.visit_kind;
SELECT 1 / (NOT has_table_privilege('palreg_register', 'palreg.visit', 'UPDATE'))::int;

ROLLBACK;
