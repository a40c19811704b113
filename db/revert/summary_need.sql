-- Revert palreg:summary_need from pg

BEGIN;

DROP FUNCTION palreg.report_given(date, date);
DROP FUNCTION palreg.small_cells();
DELETE FROM palreg.setting WHERE code = 'small_cells';
ALTER TABLE palreg.setting
	DROP CONSTRAINT setting_small_cells,
	DROP CONSTRAINT setting_code,
	ADD CONSTRAINT setting_code CHECK (code IN ('ome_table', 'doctor_scope'));
SET LOCAL search_path = palreg, pg_temp;
CREATE OR REPLACE VIEW report_span WITH (security_invoker) AS
SELECT l.id, l.series_id, l.version, l.patient_id, l.area_id, l.institution_id, l.sheet_on, l.medicine_id, l.product_id, l.dose, l.unit,
       l.route, l.schedule, l.times_per_day, l.interval_hours, l.prn, l.prn_max_per_day, l.indication, l.starts_on, l.ends_on,
       l.status, l.stopped_on, l.stop_reason, l.author_id, l.created_at, l.change_reason, l.current, l.by_patient, l.clock_doses,
       l.weekdays, l.patches, l.hours_per_day, l.pump_id, l.volume_ml, l.rate_ml_h, l.diluent, l.device, l.prn_min_hours, l.basis,
       l.background_series, l.titration_step, l.titration_every_days, l.titration_target, l.titration_by, l.review_on,
       l.instructions, l.quantity, l.packs, l.rx_form, l.rx_valid_days, l.sheet_id, 
       least(coalesce(l.stopped_on, l.ends_on, 'infinity'::date), CASE WHEN l.status = 'replaced' THEN (
		SELECT min(n.starts_on) - 1 FROM prescription AS n WHERE n.series_id = l.series_id AND n.version > l.version
		   AND n.status <> 'entered_in_error') END) AS last_day
  FROM report_prescription AS l
 WHERE l.status <> 'draft';

COMMIT;
