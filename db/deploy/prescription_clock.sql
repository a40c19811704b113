-- Deploy palreg:prescription_clock to pg
-- requires: prescription_hold equivalent entry_version
-- A line is given at hours of the clock; reports know why it is on hold.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- Whole minutes of a day, each once, in order.
CREATE FUNCTION times_fit(p_times time[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = palreg, pg_temp
AS $$
SELECT cardinality(p_times) BETWEEN 1 AND 24 AND array_position(p_times, NULL) IS NULL
   AND p_times = ARRAY(SELECT DISTINCT t FROM unnest(p_times) AS t WHERE t < '24:00' AND extract(second FROM t) = 0 ORDER BY t)
$$;

-- A dose at each hour, so that all that counts the doses of a day goes on counting them.
ALTER TABLE prescription
	ADD clock_times time[] CONSTRAINT prescription_clock_times CHECK (times_fit(clock_times)),
	DROP CONSTRAINT prescription_clock_doses,
	ADD CONSTRAINT prescription_clock_doses CHECK (array_position(clock_doses, NULL) IS NULL AND CASE WHEN clock_times IS NULL
	    THEN cardinality(clock_doses) = 4 AND 0 <= ALL (clock_doses) AND 0 < ANY (clock_doses)
	    ELSE cardinality(clock_doses) = cardinality(clock_times) AND 1 = ALL (clock_doses) END),
	ADD CONSTRAINT prescription_clock_times_of_schedule CHECK (clock_times IS NULL OR clock_doses IS NOT NULL);
COMMENT ON COLUMN prescription.clock_doses IS 'morning, day, evening, night: multiples of the dose; or one at each of clock_times';
COMMENT ON COLUMN prescription.clock_times IS 'exact hours of the day';

ALTER TABLE prescription_favourite
	ADD clock_times time[],
	DROP CONSTRAINT prescription_favourite_once,
	ADD CONSTRAINT prescription_favourite_once UNIQUE NULLS NOT DISTINCT (account_id, product_id, dose, unit, route, schedule,
	    times_per_day, interval_hours, clock_doses, clock_times, weekdays, prn, prn_max_per_day);

GRANT EXECUTE ON FUNCTION times_fit(time[]) TO palreg_register;
GRANT INSERT (clock_times) ON prescription, prescription_favourite TO palreg_register;
GRANT SELECT (clock_times) ON prescription TO palreg_report;

CREATE VIEW clock_fact WITH (security_invoker) AS
SELECT 'prescription' AS kind, l.series_id AS series, l.version, 8 AS ord, 'clock_times' AS label, NULL::text AS name, NULL::text AS name_en,
       array_to_string(l.clock_times::varchar(5)[], ', ') AS text, NULL::text AS text_en
  FROM prescription AS l
 WHERE l.clock_times IS NOT NULL;
GRANT SELECT ON clock_fact TO palreg_register;

DO $$
BEGIN
	EXECUTE 'CREATE OR REPLACE VIEW record_fact WITH (security_invoker) AS ' || rtrim(pg_get_viewdef('record_fact'), '; ')
	    || ' UNION ALL SELECT * FROM clock_fact';
END
$$;

CREATE OR REPLACE VIEW report_prescription WITH (security_invoker) AS
SELECT id, series_id, version, patient_id, area_id, institution_id, sheet_on, medicine_id, product_id, dose, unit,
       route, schedule, times_per_day, interval_hours, prn, prn_max_per_day, indication, starts_on, ends_on, status,
       stopped_on, stop_reason, author_id, created_at, change_reason, current,
       coalesce(area_id = ANY ((SELECT areas('report_patient'))::int[]), false) AS by_patient,
       clock_doses, weekdays, patches, hours_per_day, pump_id, volume_ml, rate_ml_h, diluent, device, prn_min_hours,
       basis, background_series, titration_step, titration_every_days, titration_target, titration_by, review_on,
       instructions, quantity, packs, rx_form, rx_valid_days, sheet_id, clock_times, hold_reason, held_on
  FROM prescription
 WHERE status NOT IN ('entered_in_error', 'draft');

COMMIT;
