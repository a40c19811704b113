-- Deploy palreg:summary_need to pg
-- requires: summary prescription_hold account_right
-- What lines amount to is needed by the days on which they were given: neither on hold nor after they were completed. How
-- small a count may be told is chosen for an area.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

ALTER TABLE setting
	DROP CONSTRAINT setting_code,
	ADD CONSTRAINT setting_code CHECK (code IN ('ome_table', 'doctor_scope', 'small_cells')),
	ADD CONSTRAINT setting_small_cells CHECK (code <> 'small_cells' OR value IN ('3', '5', '7', '10', '15', '20'));

-- The least count that a report tells to who asks, where he may not see single patients.
CREATE FUNCTION small_cells() RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT coalesce((SELECT setting_of('small_cells', a.area_id, current_date) FROM account AS a WHERE a.id = current_account()), '5')::int
$$;
REVOKE EXECUTE ON FUNCTION small_cells() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION small_cells() TO palreg_report;

-- A line that was completed was in force until that step.
CREATE OR REPLACE VIEW report_span WITH (security_invoker) AS
SELECT l.id, l.series_id, l.version, l.patient_id, l.area_id, l.institution_id, l.sheet_on, l.medicine_id, l.product_id, l.dose, l.unit,
       l.route, l.schedule, l.times_per_day, l.interval_hours, l.prn, l.prn_max_per_day, l.indication, l.starts_on, l.ends_on,
       l.status, l.stopped_on, l.stop_reason, l.author_id, l.created_at, l.change_reason, l.current, l.by_patient, l.clock_doses,
       l.weekdays, l.patches, l.hours_per_day, l.pump_id, l.volume_ml, l.rate_ml_h, l.diluent, l.device, l.prn_min_hours, l.basis,
       l.background_series, l.titration_step, l.titration_every_days, l.titration_target, l.titration_by, l.review_on,
       l.instructions, l.quantity, l.packs, l.rx_form, l.rx_valid_days, l.sheet_id, 
       least(coalesce(l.stopped_on, l.ends_on, 'infinity'::date), CASE l.status WHEN 'replaced' THEN (
		SELECT min(n.starts_on) - 1 FROM prescription AS n WHERE n.series_id = l.series_id AND n.version > l.version
		   AND n.status <> 'entered_in_error') WHEN 'completed' THEN (
		SELECT max(e.on_date) FROM prescription_event AS e WHERE e.prescription_id = l.id AND e.to_status = 'completed') END)
		AS last_day
  FROM report_prescription AS l
 WHERE l.status <> 'draft';

-- The spells of days of a period on which a version of a line was given, as entry_history (db/prescription_entry.c) has
-- them of one patient: the day of a hold and that of resuming are days of giving; what is given once has one day.
CREATE FUNCTION report_given(p_since date, p_until date)
RETURNS TABLE (prescription_id uuid, series_id uuid, patient_id uuid, first_on date, last_on date)
LANGUAGE sql STABLE ROWS 100000
SET search_path = palreg, pg_temp
AS $$
WITH step AS (
	SELECT e.prescription_id, e.from_status, e.to_status, e.on_date, lead(e.on_date) OVER w AS next_on, row_number() OVER w = 1 AS first
	  FROM prescription_event AS e
	 WHERE e.to_status = 'active' OR (e.to_status = 'on_hold' AND e.from_status IN ('active', 'replaced'))
	WINDOW w AS (PARTITION BY e.prescription_id ORDER BY e.id)
), hold AS (
	SELECT s.prescription_id, range_agg(CASE
	       WHEN s.to_status = 'on_hold' AND s.next_on IS DISTINCT FROM s.on_date THEN daterange(s.on_date + 1, s.next_on)
	       WHEN s.first AND s.from_status = 'on_hold' THEN daterange(NULL, s.on_date)
	       ELSE 'empty' END) AS days
	  FROM step AS s
	 GROUP BY 1
)
SELECT l.id, l.series_id, l.patient_id, lower(r), upper(r) - 1
  FROM report_span AS l
  JOIN prescription AS v ON v.id = l.id
  LEFT JOIN hold AS h ON h.prescription_id = l.id
 CROSS JOIN LATERAL unnest(
	datemultirange(daterange(greatest(l.starts_on, p_since),
	    least(CASE l.schedule WHEN 'once' THEN l.starts_on ELSE l.last_day END, p_until) + 1))
	- coalesce(h.days, CASE WHEN v.held_on IS NOT NULL OR l.status = 'on_hold'
	    THEN datemultirange(daterange(coalesce(v.held_on, l.starts_on) + 1, NULL)) ELSE '{}' END)) AS r
 WHERE l.starts_on <= p_until AND l.last_day >= greatest(p_since, l.starts_on)
   AND (l.schedule <> 'once' OR l.starts_on >= p_since)
$$;
REVOKE EXECUTE ON FUNCTION report_given(date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION report_given(date, date) TO palreg_report;

COMMIT;
