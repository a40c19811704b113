-- Deploy palreg:report to pg
-- requires: policy
-- What palreg_report sees: no document, no account. Views run with the rights of who asks, so the policies hold.
-- by_patient: a single patient may be shown; where it is false the row is for sums only and has no register number.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

GRANT SELECT (id, institution_id, area_id, district_id, registry_no, year_of_birth, sex, diagnosis_code, status,
	removal_reason, date_in, date_out, died_on, last_pain, last_seen_on) ON patient TO palreg_report;
GRANT SELECT (id, patient_id, area_id, code, value, effective_on, effective_at) ON observation TO palreg_report;
GRANT SELECT (id, series_id, version, patient_id, area_id, institution_id, sheet_on, medicine_id, product_id, dose,
	unit, route, schedule, times_per_day, interval_hours, prn, prn_max_per_day, indication, starts_on, ends_on, status,
	stopped_on, stop_reason, author_id, created_at, change_reason, current) ON prescription TO palreg_report;

CREATE VIEW report_patient WITH (security_invoker) AS
SELECT p.id, p.area_id, p.institution_id, p.district_id,
       CASE WHEN p.area_id = ANY ((SELECT areas('report_patient'))::int[]) THEN p.registry_no END AS registry_no,
       p.year_of_birth, p.sex, p.diagnosis_code, d.group_code, p.status, p.removal_reason, p.date_in, p.date_out,
       p.died_on, p.last_pain, p.last_seen_on,
       coalesce(p.area_id = ANY ((SELECT areas('report_patient'))::int[]), false) AS by_patient
  FROM patient AS p
  LEFT JOIN icd10 AS d ON d.code = p.diagnosis_code
 WHERE p.status <> 'draft';

CREATE VIEW report_prescription WITH (security_invoker) AS
SELECT id, series_id, version, patient_id, area_id, institution_id, sheet_on, medicine_id, product_id, dose, unit,
       route, schedule, times_per_day, interval_hours, prn, prn_max_per_day, indication, starts_on, ends_on, status,
       stopped_on, stop_reason, author_id, created_at, change_reason, current,
       coalesce(area_id = ANY ((SELECT areas('report_patient'))::int[]), false) AS by_patient
  FROM prescription
 WHERE status <> 'entered_in_error';

CREATE VIEW report_observation WITH (security_invoker) AS
SELECT id, patient_id, area_id, code, value, effective_on, effective_at,
       coalesce(area_id = ANY ((SELECT areas('report_patient'))::int[]), false) AS by_patient
  FROM observation;

GRANT SELECT ON report_patient, report_prescription, report_observation TO palreg_report;

COMMIT;
