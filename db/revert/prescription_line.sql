-- Revert palreg:prescription_line from pg
-- What only the new kinds could say is lost: rows fall back to the nearest old kind.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DROP VIEW report_prescription;
DROP TABLE prescription_favourite;
DROP FUNCTION prescription_undo(uuid);
DROP TRIGGER prescription_drafts_dropped ON patient;
DROP TRIGGER prescription_event_moved ON patient;
DROP TRIGGER prescription_one_mix ON prescription;
DROP TRIGGER prescription_stepped ON prescription;
DROP FUNCTION prescription_drafts_dropped(), prescription_event_moved(), prescription_one_mix(), prescription_stepped(),
	prescription_own_step(prescription);
DROP TABLE prescription_event, prescription_step;

ALTER TABLE prescription
	DROP CONSTRAINT prescription_status,
	DROP CONSTRAINT prescription_schedule,
	DROP CONSTRAINT prescription_as_needed,
	DROP CONSTRAINT prescription_times_of_schedule,
	DROP CONSTRAINT prescription_interval_of_schedule,
	DROP CONSTRAINT prescription_infusion_unit,
	DROP CONSTRAINT prescription_oxygen;
UPDATE prescription SET status = 'entered_in_error' WHERE status = 'draft';
UPDATE prescription SET schedule = 'continuous' WHERE schedule IN ('infusion', 'oxygen');
UPDATE prescription SET schedule = 'times_per_day', times_per_day = coalesce(times_per_day, 1) WHERE schedule IN ('clock', 'weekly');
UPDATE prescription SET interval_hours = ceil(prn_min_hours) WHERE prn;
ALTER TABLE prescription
	DROP clock_doses, DROP weekdays, DROP patches, DROP hours_per_day, DROP pump_id, DROP volume_ml, DROP rate_ml_h,
	DROP diluent, DROP device, DROP prn_min_hours, DROP basis, DROP background_series, DROP titration_step,
	DROP titration_every_days, DROP titration_target, DROP titration_by, DROP review_on, DROP instructions,
	DROP quantity, DROP packs, DROP rx_form, DROP rx_valid_days, DROP sheet_id, DROP signed_at,
	ADD CONSTRAINT prescription_status CHECK (status IN ('active', 'on_hold', 'completed', 'stopped', 'replaced',
	    'entered_in_error')),
	ADD CONSTRAINT prescription_schedule CHECK (schedule IN ('times_per_day', 'every_hours', 'once', 'continuous', 'patch')),
	ADD CONSTRAINT prescription_schedule_numbers CHECK (
	    (schedule = 'times_per_day' AND times_per_day IS NOT NULL AND interval_hours IS NULL)
	 OR (schedule IN ('every_hours', 'patch') AND interval_hours IS NOT NULL AND times_per_day IS NULL)
	 OR (schedule IN ('once', 'continuous') AND times_per_day IS NULL AND interval_hours IS NULL)
	 OR (prn AND schedule = 'every_hours'));
ALTER TABLE control_class DROP controlled;
DROP TABLE diluent, infusion_device, titration_decider, line_instruction;

CREATE OR REPLACE FUNCTION prescription_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	last prescription;
BEGIN
	IF NOT EXISTS (SELECT FROM patient WHERE id = NEW.patient_id AND area_id = NEW.area_id) THEN
		RAISE EXCEPTION 'a prescription belongs to the area of its patient'
		    USING ERRCODE = '23514', CONSTRAINT = 'prescription_area_of_patient';
	END IF;
	SELECT * INTO last FROM prescription WHERE series_id = NEW.series_id ORDER BY version DESC LIMIT 1 FOR UPDATE;
	IF NEW.version <> coalesce(last.version, 0) + 1 THEN
		RAISE EXCEPTION 'the line was changed meanwhile'
		    USING ERRCODE = '40001', CONSTRAINT = 'prescription_version_follows';
	END IF;
	IF last.version IS NOT NULL THEN
		IF last.patient_id <> NEW.patient_id THEN
			RAISE EXCEPTION 'a line stays with its patient'
			    USING ERRCODE = '23514', CONSTRAINT = 'prescription_same_patient';
		END IF;
		UPDATE prescription
		   SET current = false,
		       status = CASE WHEN status IN ('active', 'on_hold') THEN 'replaced' ELSE status END
		 WHERE id = last.id;
	END IF;
	RETURN NEW;
END
$$;

CREATE VIEW report_prescription WITH (security_invoker) AS
SELECT id, series_id, version, patient_id, area_id, institution_id, sheet_on, medicine_id, product_id, dose, unit,
       route, schedule, times_per_day, interval_hours, prn, prn_max_per_day, indication, starts_on, ends_on, status,
       stopped_on, stop_reason, author_id, created_at, change_reason, current,
       coalesce(area_id = ANY ((SELECT areas('report_patient'))::int[]), false) AS by_patient
  FROM prescription
 WHERE status <> 'entered_in_error';
GRANT SELECT ON report_prescription TO palreg_report;

COMMIT;
