-- Deploy palreg:prescription_line to pg
-- requires: prescription, policy, report
-- Every kind of schedule, drafts and steps between statuses, titration, pumps, favourites.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- Books of codes a line may carry: what an infusion is diluted in and given by, who decides on the next step of a
-- titration, what the family is told.
DO $$
DECLARE
	book text;
BEGIN
	FOREACH book IN ARRAY ARRAY['diluent', 'infusion_device', 'titration_decider', 'line_instruction'] LOOP
		EXECUTE format('CREATE TABLE %1$I ('
		    ' code text PRIMARY KEY CONSTRAINT %2$I CHECK (code ~ ''^[a-z0-9_]{2,40}$''),'
		    ' name text NOT NULL, name_en text NOT NULL, source text NOT NULL DEFAULT '''', ord int NOT NULL DEFAULT 0,'
		    ' valid_from date, retired_at timestamptz)', book, book || '_code');
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', book);
		EXECUTE format('CREATE POLICY book_read ON %I FOR SELECT USING (true)', book);
		EXECUTE format('CREATE POLICY book_write ON %I TO palreg_admin'
		    ' USING ((SELECT cardinality(areas(''user_manage''))) > 0)'
		    ' WITH CHECK ((SELECT cardinality(areas(''user_manage''))) > 0)', book);
		EXECUTE format('GRANT SELECT ON %I TO palreg_register, palreg_admin, palreg_report', book);
		EXECUTE format('GRANT INSERT, UPDATE, DELETE ON %I TO palreg_admin', book);
	END LOOP;
END
$$;

-- Written and printed apart from the others.
ALTER TABLE control_class ADD controlled boolean NOT NULL DEFAULT false;
UPDATE control_class SET controlled = true WHERE code ~ '^(narcotic|psychotropic|prohibited)_';

ALTER TABLE prescription
	ADD clock_doses numeric(8,2)[],
	ADD weekdays int CONSTRAINT prescription_weekdays CHECK (weekdays BETWEEN 1 AND 127),
	ADD patches int CONSTRAINT prescription_patches CHECK (patches BETWEEN 1 AND 10),
	ADD hours_per_day numeric(4,2) CONSTRAINT prescription_hours_per_day CHECK (hours_per_day > 0 AND hours_per_day <= 24),
	ADD pump_id uuid,
	ADD volume_ml numeric(8,2) CONSTRAINT prescription_volume CHECK (volume_ml > 0),
	ADD rate_ml_h numeric(8,3) CONSTRAINT prescription_rate CHECK (rate_ml_h > 0),
	ADD diluent text REFERENCES diluent,
	ADD device text REFERENCES infusion_device,
	ADD prn_min_hours numeric(4,1) CONSTRAINT prescription_prn_min CHECK (prn_min_hours > 0 AND prn_min_hours <= 72),
	ADD basis text CONSTRAINT prescription_basis CHECK (basis IN ('background', 'breakthrough')),
	ADD background_series uuid,
	ADD titration_step numeric(12,4),
	ADD titration_every_days int CONSTRAINT prescription_titration_every CHECK (titration_every_days BETWEEN 1 AND 90),
	ADD titration_target numeric(12,4) CONSTRAINT prescription_titration_target CHECK (titration_target > 0),
	ADD titration_by text REFERENCES titration_decider,
	ADD review_on date CONSTRAINT prescription_review_after_start CHECK (review_on >= starts_on),
	ADD instructions text[] NOT NULL DEFAULT '{}',
	ADD quantity numeric(10,2) CONSTRAINT prescription_quantity CHECK (quantity > 0),
	ADD packs int CONSTRAINT prescription_packs CHECK (packs BETWEEN 1 AND 999),
	ADD rx_form text REFERENCES rx_form,
	ADD rx_valid_days int CONSTRAINT prescription_rx_valid CHECK (rx_valid_days BETWEEN 1 AND 366),
	ADD sheet_id uuid,
	ADD signed_at timestamptz,
	DROP CONSTRAINT prescription_schedule,
	DROP CONSTRAINT prescription_schedule_numbers,
	DROP CONSTRAINT prescription_status;
COMMENT ON COLUMN prescription.clock_doses IS 'morning, day, evening, night: multiples of the dose';
COMMENT ON COLUMN prescription.weekdays IS 'bits: 1 Monday … 64 Sunday';
COMMENT ON COLUMN prescription.patches IS 'how many at once; the dose is the strength per hour of one';
COMMENT ON COLUMN prescription.pump_id IS 'shared by the lines mixed in one pump';
COMMENT ON COLUMN prescription.volume_ml IS 'given in 24 hours';
COMMENT ON COLUMN prescription.background_series IS 'the line this one rescues';
COMMENT ON COLUMN prescription.sheet_id IS 'shared by the lines signed at one sitting';
COMMENT ON COLUMN prescription.signed_at IS 'when a draft became active; NULL where the line was signed as it was written';

-- An as-needed line has no times but a maximum; what went on continuously was an infusion or oxygen.
UPDATE prescription
   SET prn_min_hours = CASE WHEN schedule = 'every_hours' THEN least(interval_hours, 72) END,
       schedule = 'every_hours', times_per_day = NULL, interval_hours = NULL
 WHERE prn AND schedule IN ('times_per_day', 'every_hours', 'once');
UPDATE prescription SET prn = false, prn_max_per_day = NULL WHERE prn AND schedule IN ('patch', 'continuous');
UPDATE prescription SET patches = 1 WHERE schedule = 'patch';
UPDATE prescription SET schedule = 'infusion' WHERE schedule = 'continuous' AND unit = 'mg/(24.h)';
UPDATE prescription SET schedule = 'oxygen', hours_per_day = 24 WHERE schedule = 'continuous' AND unit = 'L/min';
UPDATE prescription SET schedule = 'times_per_day', times_per_day = 1 WHERE schedule = 'continuous';

ALTER TABLE prescription
	ADD CONSTRAINT prescription_status CHECK (status IN ('draft', 'active', 'on_hold', 'completed', 'stopped', 'replaced',
	    'entered_in_error')),
	ADD CONSTRAINT prescription_schedule CHECK (schedule IN ('times_per_day', 'every_hours', 'clock', 'weekly', 'once',
	    'patch', 'infusion', 'oxygen')),
	ADD CONSTRAINT prescription_as_needed CHECK (NOT prn OR schedule = 'every_hours'),
	ADD CONSTRAINT prescription_prn_min_of_prn CHECK (prn OR prn_min_hours IS NULL),
	ADD CONSTRAINT prescription_times_of_schedule CHECK (
	    (times_per_day IS NOT NULL) = (schedule IN ('times_per_day', 'weekly'))),
	ADD CONSTRAINT prescription_interval_of_schedule CHECK (
	    (interval_hours IS NOT NULL) = (schedule = 'patch' OR (schedule = 'every_hours' AND NOT prn))),
	ADD CONSTRAINT prescription_clock_of_schedule CHECK ((clock_doses IS NOT NULL) = (schedule = 'clock')),
	ADD CONSTRAINT prescription_clock_doses CHECK (cardinality(clock_doses) = 4 AND array_position(clock_doses, NULL) IS NULL
	    AND 0 <= ALL (clock_doses) AND 0 < ANY (clock_doses)),
	ADD CONSTRAINT prescription_weekdays_of_schedule CHECK ((weekdays IS NOT NULL) = (schedule = 'weekly')),
	ADD CONSTRAINT prescription_patches_of_schedule CHECK ((patches IS NOT NULL) = (schedule = 'patch')),
	ADD CONSTRAINT prescription_infusion_unit CHECK ((unit IN ('mg/(24.h)', 'ug/(24.h)')) = (schedule = 'infusion')),
	ADD CONSTRAINT prescription_pump_of_infusion CHECK (schedule = 'infusion' OR (pump_id IS NULL AND volume_ml IS NULL
	    AND rate_ml_h IS NULL AND diluent IS NULL AND device IS NULL)),
	-- What runs in 24 hours is the volume, as nearly as a rate set to 0.1 mL/h can be.
	ADD CONSTRAINT prescription_rate_of_volume CHECK (abs(rate_ml_h * 24 - volume_ml) <= greatest(1.2, volume_ml * 0.05)),
	ADD CONSTRAINT prescription_oxygen CHECK ((schedule = 'oxygen') = (unit = 'L/min')
	    AND (schedule = 'oxygen') = (hours_per_day IS NOT NULL)),
	ADD CONSTRAINT prescription_background CHECK (background_series IS NULL OR basis = 'breakthrough'),
	ADD CONSTRAINT prescription_titration CHECK (
	    num_nonnulls(titration_step, titration_every_days, titration_target, titration_by) IN (0, 4)),
	ADD CONSTRAINT prescription_titration_direction CHECK (titration_step <> 0
	    AND sign(titration_step) = sign(titration_target - dose));
CREATE INDEX prescription_pump ON prescription (pump_id) WHERE pump_id IS NOT NULL;
CREATE INDEX prescription_background ON prescription (background_series) WHERE background_series IS NOT NULL;
CREATE INDEX prescription_diluent ON prescription (diluent) WHERE diluent IS NOT NULL;
CREATE INDEX prescription_device ON prescription (device) WHERE device IS NOT NULL;
CREATE INDEX prescription_titration_by ON prescription (titration_by) WHERE titration_by IS NOT NULL;
CREATE INDEX prescription_rx_form ON prescription (rx_form) WHERE rx_form IS NOT NULL;
CREATE INDEX prescription_sheet ON prescription (sheet_id) WHERE sheet_id IS NOT NULL;

-- Versions follow each other without a gap; a new one takes the place of the current one. A draft that is written
-- again was never in force.
CREATE OR REPLACE FUNCTION prescription_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	last prescription;
	state text;
BEGIN
	SELECT status INTO state FROM patient WHERE id = NEW.patient_id AND area_id = NEW.area_id;
	IF state IS NULL THEN
		RAISE EXCEPTION 'a prescription belongs to the area of its patient'
		    USING ERRCODE = '23514', CONSTRAINT = 'prescription_area_of_patient';
	END IF;
	IF state = 'removed' AND NEW.status IN ('draft', 'active', 'on_hold') AND NOT by_operator() THEN
		RAISE EXCEPTION 'the patient was removed from the register'
		    USING ERRCODE = '23514', CONSTRAINT = 'prescription_patient_present';
	END IF;
	IF EXISTS (SELECT FROM unnest(NEW.instructions) AS i(code)
	           WHERE NOT EXISTS (SELECT FROM line_instruction AS k WHERE k.code = i.code)) THEN
		RAISE EXCEPTION 'an unknown instruction' USING ERRCODE = '23503', CONSTRAINT = 'prescription_instructions';
	END IF;
	IF NEW.background_series IS NOT NULL AND NOT EXISTS (SELECT FROM prescription
	    WHERE series_id = NEW.background_series AND patient_id = NEW.patient_id AND series_id <> NEW.series_id) THEN
		RAISE EXCEPTION 'the background is another line of the same patient'
		    USING ERRCODE = '23514', CONSTRAINT = 'prescription_background_of_patient';
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
		       status = CASE WHEN status IN ('active', 'on_hold') THEN 'replaced'
		                     WHEN status = 'draft' THEN 'entered_in_error' ELSE status END
		 WHERE series_id = NEW.series_id AND current;
	END IF;
	RETURN NEW;
END
$$;

-- What may follow what. by_author: only by who made the last step, on the same day (undo).
CREATE TABLE prescription_step (
	from_status text NOT NULL,
	to_status text NOT NULL,
	by_author boolean NOT NULL DEFAULT false,
	PRIMARY KEY (from_status, to_status)
);
INSERT INTO prescription_step (from_status, to_status, by_author) VALUES
	('draft', 'active', false), ('draft', 'entered_in_error', false),
	('active', 'on_hold', false), ('on_hold', 'active', false),
	('active', 'completed', false), ('on_hold', 'completed', false),
	('active', 'stopped', false), ('on_hold', 'stopped', false),
	('active', 'replaced', false), ('on_hold', 'replaced', false),
	('active', 'entered_in_error', true), ('on_hold', 'entered_in_error', true),
	('stopped', 'active', true), ('stopped', 'on_hold', true),
	('completed', 'active', true), ('completed', 'on_hold', true),
	('replaced', 'active', true), ('replaced', 'on_hold', true);

-- The trace of every step but the first and the replacement, which are rows themselves.
CREATE TABLE prescription_event (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	prescription_id uuid NOT NULL REFERENCES prescription,
	patient_id uuid NOT NULL REFERENCES patient,
	area_id int NOT NULL REFERENCES area,
	from_status text NOT NULL,
	to_status text NOT NULL,
	on_date date NOT NULL DEFAULT current_date,
	at timestamptz NOT NULL DEFAULT now(),
	account_id uuid REFERENCES account
);
CREATE INDEX prescription_event_line ON prescription_event (prescription_id, id);
CREATE INDEX prescription_event_patient ON prescription_event (patient_id, id);
CREATE INDEX prescription_event_area ON prescription_event (area_id);
CREATE INDEX prescription_event_account ON prescription_event (account_id) WHERE account_id IS NOT NULL;

-- Whether the one who asks made the last step of this line today.
CREATE FUNCTION prescription_own_step(p prescription) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	e prescription_event;
	next prescription;
BEGIN
	IF p.status = 'replaced' THEN
		SELECT * INTO next FROM prescription WHERE series_id = p.series_id AND version > p.version ORDER BY version DESC LIMIT 1;
		RETURN next.status = 'entered_in_error';
	END IF;
	IF p.status IN ('stopped', 'completed') THEN
		SELECT * INTO e FROM prescription_event WHERE prescription_id = p.id ORDER BY id DESC LIMIT 1;
		RETURN coalesce(e.account_id = current_account() AND e.at::date = current_date, false);
	END IF;
	RETURN p.author_id = current_account() AND coalesce(p.signed_at, p.created_at)::date = current_date;
END
$$;

CREATE FUNCTION prescription_stepped() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	step prescription_step;
BEGIN
	SELECT * INTO step FROM prescription_step WHERE from_status = OLD.status AND to_status = NEW.status;
	IF step.to_status IS NULL THEN
		RAISE EXCEPTION 'a line cannot go from % to %', OLD.status, NEW.status
		    USING ERRCODE = '23514', CONSTRAINT = 'prescription_step';
	END IF;
	IF step.by_author AND NOT prescription_own_step(OLD) THEN
		RAISE EXCEPTION 'only the author may take back a step, on its day'
		    USING ERRCODE = '23514', CONSTRAINT = 'prescription_step_by_author';
	END IF;
	IF NEW.status IN ('active', 'on_hold') AND EXISTS (SELECT FROM patient WHERE id = NEW.patient_id AND status = 'removed') THEN
		RAISE EXCEPTION 'the patient was removed from the register'
		    USING ERRCODE = '23514', CONSTRAINT = 'prescription_patient_present';
	END IF;
	IF NEW.status <> 'replaced' THEN
		INSERT INTO prescription_event (prescription_id, patient_id, area_id, from_status, to_status, account_id)
		VALUES (NEW.id, NEW.patient_id, NEW.area_id, OLD.status, NEW.status, current_account());
	END IF;
	RETURN NEW;
END
$$;
CREATE TRIGGER prescription_stepped BEFORE UPDATE OF status ON prescription
	FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION prescription_stepped();

-- One pump is one mix of one patient: every line in it says the same of volume, rate, diluent, device and route, and
-- no medicine is in it twice. Checked at the end, for a mix is changed line by line.
CREATE FUNCTION prescription_one_mix() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM prescription WHERE id = NEW.id AND current AND status IN ('active', 'on_hold')) THEN
		RETURN NULL;
	END IF;
	IF EXISTS (SELECT FROM prescription AS l
	     WHERE l.pump_id = NEW.pump_id AND l.current AND l.status IN ('active', 'on_hold') AND l.id <> NEW.id
	       AND ((l.patient_id, l.route) <> (NEW.patient_id, NEW.route) OR l.medicine_id = NEW.medicine_id
	         OR (l.volume_ml, l.rate_ml_h, l.diluent, l.device) IS DISTINCT FROM
	            (NEW.volume_ml, NEW.rate_ml_h, NEW.diluent, NEW.device))) THEN
		RAISE EXCEPTION 'two mixes in one pump'
		    USING ERRCODE = '23514', CONSTRAINT = 'prescription_one_mix';
	END IF;
	RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER prescription_one_mix AFTER INSERT OR UPDATE OF status ON prescription
	DEFERRABLE INITIALLY DEFERRED
	FOR EACH ROW WHEN (NEW.pump_id IS NOT NULL) EXECUTE FUNCTION prescription_one_mix();

-- Steps move with the patient as the lines do.
CREATE FUNCTION prescription_event_moved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	UPDATE prescription_event SET area_id = NEW.area_id WHERE patient_id = NEW.id;
	RETURN NULL;
END
$$;
CREATE TRIGGER prescription_event_moved AFTER UPDATE ON patient
	FOR EACH ROW WHEN (OLD.area_id <> NEW.area_id) EXECUTE FUNCTION prescription_event_moved();

-- Drafts of a removed patient are dropped, as his lines are stopped.
CREATE FUNCTION prescription_drafts_dropped() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	UPDATE prescription SET status = 'entered_in_error' WHERE patient_id = NEW.id AND current AND status = 'draft';
	RETURN NULL;
END
$$;
CREATE TRIGGER prescription_drafts_dropped AFTER UPDATE ON patient
	FOR EACH ROW WHEN (NEW.status = 'removed' AND OLD.status <> 'removed') EXECUTE FUNCTION prescription_drafts_dropped();

-- Take back what this user did to the line today: a new line or version becomes "entered in error", the version before
-- is in force again; a stop is lifted.
CREATE FUNCTION prescription_undo(p_id uuid) RETURNS uuid
LANGUAGE plpgsql
SET search_path = palreg, pg_temp
AS $$
DECLARE
	line prescription;
	before uuid;
	state text;
BEGIN
	SELECT * INTO line FROM prescription WHERE id = p_id FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no such line' USING ERRCODE = 'P0002';
	END IF;
	IF NOT line.current OR line.status IN ('replaced', 'entered_in_error') THEN
		RAISE EXCEPTION 'the line was changed meanwhile' USING ERRCODE = '40001';
	END IF;
	IF line.status IN ('stopped', 'completed') THEN
		SELECT from_status INTO state FROM prescription_event WHERE prescription_id = p_id ORDER BY id DESC LIMIT 1;
		UPDATE prescription SET status = state, stopped_on = NULL, stop_reason = NULL, stopped_by = NULL WHERE id = p_id;
		RETURN p_id;
	END IF;
	SELECT id INTO before FROM prescription
	 WHERE series_id = line.series_id AND version < line.version AND status = 'replaced' ORDER BY version DESC LIMIT 1;
	UPDATE prescription SET status = 'entered_in_error', current = before IS NULL WHERE id = p_id;
	IF before IS NOT NULL THEN
		UPDATE prescription SET status = line.status, current = true WHERE id = before;
	END IF;
	RETURN coalesce(before, p_id);
END
$$;
GRANT EXECUTE ON FUNCTION prescription_undo(uuid) TO palreg_register;

-- A doctor's own lines to write again.
CREATE TABLE prescription_favourite (
	id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	account_id uuid NOT NULL REFERENCES account,
	medicine_id int NOT NULL REFERENCES medicine,
	product_id int NOT NULL,
	dose numeric(12,4) NOT NULL CONSTRAINT prescription_favourite_dose CHECK (dose > 0),
	unit text NOT NULL REFERENCES unit,
	route text NOT NULL REFERENCES route,
	schedule text NOT NULL,
	times_per_day numeric(5,2),
	interval_hours int,
	clock_doses numeric(8,2)[],
	weekdays int,
	patches int,
	hours_per_day numeric(4,2),
	volume_ml numeric(8,2),
	rate_ml_h numeric(8,3),
	diluent text REFERENCES diluent,
	device text REFERENCES infusion_device,
	prn boolean NOT NULL,
	prn_max_per_day int,
	prn_min_hours numeric(4,1),
	basis text,
	indication text REFERENCES indication,
	instructions text[] NOT NULL,
	days int CONSTRAINT prescription_favourite_days CHECK (days BETWEEN 1 AND 730),
	created_at timestamptz NOT NULL DEFAULT now(),
	CONSTRAINT prescription_favourite_product FOREIGN KEY (medicine_id, product_id) REFERENCES medicine_product (medicine_id, id),
	CONSTRAINT prescription_favourite_once UNIQUE NULLS NOT DISTINCT (account_id, product_id, dose, unit, route, schedule,
	    times_per_day, interval_hours, clock_doses, weekdays, prn, prn_max_per_day)
);
CREATE INDEX prescription_favourite_medicine ON prescription_favourite (medicine_id, product_id);
CREATE INDEX prescription_favourite_only_medicine ON prescription_favourite (medicine_id);
CREATE INDEX prescription_favourite_account ON prescription_favourite (account_id);
CREATE INDEX prescription_favourite_unit ON prescription_favourite (unit);
CREATE INDEX prescription_favourite_route ON prescription_favourite (route);
CREATE INDEX prescription_favourite_diluent ON prescription_favourite (diluent);
CREATE INDEX prescription_favourite_device ON prescription_favourite (device);
CREATE INDEX prescription_favourite_indication ON prescription_favourite (indication);

-- Rights.
ALTER TABLE prescription_step ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE prescription_event ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE prescription_favourite ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY step_read ON prescription_step FOR SELECT USING (true);
GRANT SELECT ON prescription_step TO palreg_register, palreg_admin, palreg_report;
CREATE POLICY prescription_event_read ON prescription_event FOR SELECT TO palreg_register
	USING (area_id = ANY ((SELECT areas('record_read'))::int[]));
CREATE POLICY prescription_event_report ON prescription_event FOR SELECT TO palreg_report
	USING (area_id = ANY ((SELECT areas('report_patient') || areas('report_summary'))::int[]));
CREATE POLICY prescription_event_owner ON prescription_event TO palreg_owner
	USING (area_id = ANY ((SELECT areas('record_read') || areas('record_write') || areas('patient_write'))::int[])
	    OR (SELECT by_operator()))
	WITH CHECK (area_id = ANY ((SELECT areas('record_write') || areas('patient_write'))::int[]) OR (SELECT by_operator()));
GRANT SELECT ON prescription_event TO palreg_register;
GRANT SELECT (id, prescription_id, patient_id, area_id, from_status, to_status, on_date, at) ON prescription_event TO palreg_report;
CREATE POLICY prescription_favourite_own ON prescription_favourite TO palreg_register
	USING (account_id = (SELECT current_account())) WITH CHECK (account_id = (SELECT current_account()));
GRANT SELECT, DELETE ON prescription_favourite TO palreg_register;
GRANT INSERT (account_id, medicine_id, product_id, dose, unit, route, schedule, times_per_day, interval_hours, clock_doses,
	weekdays, patches, hours_per_day, volume_ml, rate_ml_h, diluent, device, prn, prn_max_per_day, prn_min_hours, basis,
	indication, instructions, days) ON prescription_favourite TO palreg_register;
GRANT INSERT (clock_doses, weekdays, patches, hours_per_day, pump_id, volume_ml, rate_ml_h, diluent, device, prn_min_hours,
	basis, background_series, titration_step, titration_every_days, titration_target, titration_by, review_on,
	instructions, quantity, packs, rx_form, rx_valid_days, sheet_id, signed_at),
	UPDATE (sheet_on, sheet_id, signed_at) ON prescription TO palreg_register;
GRANT SELECT (clock_doses, weekdays, patches, hours_per_day, pump_id, volume_ml, rate_ml_h, diluent, device, prn_min_hours,
	basis, background_series, titration_step, titration_every_days, titration_target, titration_by, review_on,
	instructions, quantity, packs, rx_form, rx_valid_days, sheet_id, signed_at) ON prescription TO palreg_report;

-- A draft is no prescription yet.
CREATE OR REPLACE VIEW report_prescription WITH (security_invoker) AS
SELECT id, series_id, version, patient_id, area_id, institution_id, sheet_on, medicine_id, product_id, dose, unit,
       route, schedule, times_per_day, interval_hours, prn, prn_max_per_day, indication, starts_on, ends_on, status,
       stopped_on, stop_reason, author_id, created_at, change_reason, current,
       coalesce(area_id = ANY ((SELECT areas('report_patient'))::int[]), false) AS by_patient,
       clock_doses, weekdays, patches, hours_per_day, pump_id, volume_ml, rate_ml_h, diluent, device, prn_min_hours,
       basis, background_series, titration_step, titration_every_days, titration_target, titration_by, review_on,
       instructions, quantity, packs, rx_form, rx_valid_days, sheet_id
  FROM prescription
 WHERE status NOT IN ('entered_in_error', 'draft');

COMMIT;
