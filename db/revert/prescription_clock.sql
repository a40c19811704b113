-- Revert palreg:prescription_clock from pg
-- Hours are lost: rows fall back to as many times a day.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DROP VIEW report_span, report_prescription;
CREATE VIEW report_prescription WITH (security_invoker) AS
SELECT id, series_id, version, patient_id, area_id, institution_id, sheet_on, medicine_id, product_id, dose, unit,
       route, schedule, times_per_day, interval_hours, prn, prn_max_per_day, indication, starts_on, ends_on, status,
       stopped_on, stop_reason, author_id, created_at, change_reason, current,
       coalesce(area_id = ANY ((SELECT areas('report_patient'))::int[]), false) AS by_patient,
       clock_doses, weekdays, patches, hours_per_day, pump_id, volume_ml, rate_ml_h, diluent, device, prn_min_hours,
       basis, background_series, titration_step, titration_every_days, titration_target, titration_by, review_on,
       instructions, quantity, packs, rx_form, rx_valid_days, sheet_id
  FROM prescription
 WHERE status NOT IN ('entered_in_error', 'draft');
CREATE VIEW report_span WITH (security_invoker) AS
SELECT l.*, least(coalesce(l.stopped_on, l.ends_on, 'infinity'::date), CASE WHEN l.status = 'replaced' THEN (
		SELECT min(n.starts_on) - 1 FROM prescription AS n WHERE n.series_id = l.series_id AND n.version > l.version
		   AND n.status <> 'entered_in_error') END) AS last_day
  FROM report_prescription AS l
 WHERE l.status <> 'draft';
GRANT SELECT ON report_prescription, report_span TO palreg_report;

DO $$
BEGIN
	EXECUTE 'CREATE OR REPLACE VIEW record_fact WITH (security_invoker) AS '
	    || regexp_replace(pg_get_viewdef('record_fact'), 'UNION ALL\s+SELECT clock_fact\.kind,[^;]*?FROM clock_fact', '');
END
$$;
DROP VIEW clock_fact;

UPDATE prescription SET schedule = 'times_per_day', times_per_day = cardinality(clock_times), clock_doses = NULL, clock_times = NULL
 WHERE clock_times IS NOT NULL;
DELETE FROM prescription_favourite WHERE clock_times IS NOT NULL;
ALTER TABLE prescription_favourite
	DROP CONSTRAINT prescription_favourite_once,
	DROP clock_times,
	ADD CONSTRAINT prescription_favourite_once UNIQUE NULLS NOT DISTINCT (account_id, product_id, dose, unit, route, schedule,
	    times_per_day, interval_hours, clock_doses, weekdays, prn, prn_max_per_day);
ALTER TABLE prescription
	DROP CONSTRAINT prescription_clock_doses,
	DROP clock_times,
	ADD CONSTRAINT prescription_clock_doses CHECK (cardinality(clock_doses) = 4 AND array_position(clock_doses, NULL) IS NULL
	    AND 0 <= ALL (clock_doses) AND 0 < ANY (clock_doses));
DROP FUNCTION times_fit(time[]);
COMMENT ON COLUMN prescription.clock_doses IS 'morning, day, evening, night: multiples of the dose';

COMMIT;
