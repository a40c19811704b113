-- Deploy palreg:prescription to pg
-- requires: patient

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- One row is one version of one line; lines of one date are a sheet. Names as in FHIR MedicationRequest.
CREATE TABLE prescription (
	id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	series_id uuid NOT NULL,
	version int NOT NULL DEFAULT 1 CONSTRAINT prescription_version CHECK (version >= 1),
	patient_id uuid NOT NULL REFERENCES patient,
	area_id int NOT NULL REFERENCES area,
	institution_id int NOT NULL REFERENCES area,
	sheet_on date NOT NULL,
	medicine_id int NOT NULL REFERENCES medicine,
	product_id int,
	dose numeric(12,4) NOT NULL CONSTRAINT prescription_dose CHECK (dose > 0),
	unit text NOT NULL REFERENCES unit,
	route text NOT NULL REFERENCES route,
	schedule text NOT NULL CONSTRAINT prescription_schedule
		CHECK (schedule IN ('times_per_day', 'every_hours', 'once', 'continuous', 'patch')),
	times_per_day numeric(5,2) CONSTRAINT prescription_times_per_day CHECK (times_per_day > 0 AND times_per_day <= 48),
	interval_hours int CONSTRAINT prescription_interval_hours CHECK (interval_hours BETWEEN 1 AND 720),
	prn boolean NOT NULL DEFAULT false,
	prn_max_per_day int CONSTRAINT prescription_prn_max CHECK (prn_max_per_day BETWEEN 1 AND 48),
	indication text REFERENCES indication,
	starts_on date NOT NULL,
	ends_on date,
	status text NOT NULL DEFAULT 'active' CONSTRAINT prescription_status
		CHECK (status IN ('active', 'on_hold', 'completed', 'stopped', 'replaced', 'entered_in_error')),
	stopped_on date,
	stop_reason text,
	stop_kind text GENERATED ALWAYS AS ('stop') STORED,
	stopped_by uuid REFERENCES account,
	author_id uuid NOT NULL REFERENCES account,
	created_at timestamptz NOT NULL DEFAULT now(),
	change_reason text CONSTRAINT prescription_change_reason CHECK (change_reason ~ '^[a-z_]{2,40}$'),
	current boolean NOT NULL DEFAULT true,
	CONSTRAINT prescription_series_version UNIQUE (series_id, version),
	CONSTRAINT prescription_product FOREIGN KEY (medicine_id, product_id) REFERENCES medicine_product (medicine_id, id),
	CONSTRAINT prescription_stop_reason_known FOREIGN KEY (stop_kind, stop_reason) REFERENCES reason (kind, code),
	CONSTRAINT prescription_end_after_start CHECK (ends_on >= starts_on),
	CONSTRAINT prescription_stop_after_start CHECK (stopped_on >= starts_on),
	CONSTRAINT prescription_schedule_numbers CHECK (
	    (schedule = 'times_per_day' AND times_per_day IS NOT NULL AND interval_hours IS NULL)
	 OR (schedule IN ('every_hours', 'patch') AND interval_hours IS NOT NULL AND times_per_day IS NULL)
	 OR (schedule IN ('once', 'continuous') AND times_per_day IS NULL AND interval_hours IS NULL)
	 OR (prn AND schedule = 'every_hours')),
	CONSTRAINT prescription_prn_needs_max CHECK (prn = (prn_max_per_day IS NOT NULL)),
	CONSTRAINT prescription_stopped CHECK (status <> 'stopped' OR (stopped_on IS NOT NULL AND stop_reason IS NOT NULL))
);
CREATE UNIQUE INDEX prescription_current ON prescription (series_id) WHERE current;
CREATE INDEX prescription_patient ON prescription (patient_id, sheet_on DESC);
-- Newest first, with all the filters of the search in the index; the second for one medicine.
CREATE INDEX prescription_newest ON prescription (area_id, starts_on DESC, id)
	INCLUDE (status, medicine_id, author_id, institution_id, ends_on, stopped_on) WHERE current;
CREATE INDEX prescription_newest_medicine ON prescription (area_id, medicine_id, starts_on DESC, id)
	INCLUDE (status, author_id, institution_id, ends_on, stopped_on) WHERE current;
CREATE INDEX prescription_entered ON prescription (area_id, created_at DESC, id)
	INCLUDE (status, medicine_id, author_id, institution_id, starts_on, ends_on, stopped_on) WHERE current;
CREATE INDEX prescription_author ON prescription (author_id, created_at DESC);
CREATE INDEX prescription_institution ON prescription (institution_id);
CREATE INDEX prescription_area ON prescription (area_id);
CREATE INDEX prescription_medicine ON prescription (medicine_id, product_id);
CREATE INDEX prescription_unit ON prescription (unit);
CREATE INDEX prescription_route ON prescription (route);
CREATE INDEX prescription_indication ON prescription (indication) WHERE indication IS NOT NULL;
CREATE INDEX prescription_stop ON prescription (stop_kind, stop_reason) WHERE stop_reason IS NOT NULL;
CREATE INDEX prescription_stopped_by ON prescription (stopped_by) WHERE stopped_by IS NOT NULL;

-- Versions follow each other without a gap; a new one takes the place of the one before.
CREATE FUNCTION prescription_follow() RETURNS trigger
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

CREATE TRIGGER prescription_follow BEFORE INSERT ON prescription
	FOR EACH ROW EXECUTE FUNCTION prescription_follow();

-- Rows about a patient stand in his area and move with him.
CREATE FUNCTION patient_moved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	UPDATE document SET area_id = NEW.area_id WHERE patient_id = NEW.id;
	UPDATE observation SET area_id = NEW.area_id WHERE patient_id = NEW.id;
	UPDATE prescription SET area_id = NEW.area_id WHERE patient_id = NEW.id;
	RETURN NULL;
END
$$;

CREATE TRIGGER patient_moved AFTER UPDATE ON patient
	FOR EACH ROW WHEN (OLD.area_id <> NEW.area_id) EXECUTE FUNCTION patient_moved();

-- Removal from the register stops what is still given, for the reason of the removal.
CREATE FUNCTION patient_removed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	UPDATE prescription
	   SET status = 'stopped',
	       stopped_on = greatest(starts_on, NEW.date_out),
	       stop_reason = CASE WHEN NEW.removal_reason = 'death' THEN 'death' ELSE 'discharge' END,
	       stopped_by = NEW.changed_by
	 WHERE patient_id = NEW.id AND current AND status IN ('active', 'on_hold');
	RETURN NULL;
END
$$;

CREATE TRIGGER patient_removed AFTER UPDATE ON patient
	FOR EACH ROW WHEN (NEW.status = 'removed' AND OLD.status <> 'removed') EXECUTE FUNCTION patient_removed();

COMMIT;
