-- Revert palreg:prescription_refused from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DROP TRIGGER patient_not_taken ON patient;
DROP FUNCTION patient_not_taken();

CREATE OR REPLACE FUNCTION prescription_stepped() RETURNS trigger
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
	IF OLD.status = 'active' AND NEW.status = 'on_hold' THEN
		IF NEW.hold_reason IS NULL AND NOT by_operator() THEN
			RAISE EXCEPTION 'a line is put on hold for a reason'
			    USING ERRCODE = '23514', CONSTRAINT = 'prescription_hold_reason';
		END IF;
		NEW.held_on := coalesce(NEW.held_on, current_date);
	ELSIF OLD.status = 'replaced' AND NEW.status = 'on_hold' AND NEW.hold_reason IS NULL THEN
		-- The version that is taken back was held, not this one.
		SELECT v.hold_reason, v.held_on INTO NEW.hold_reason, NEW.held_on FROM prescription AS v
		 WHERE v.series_id = NEW.series_id AND v.hold_reason IS NOT NULL ORDER BY v.version DESC LIMIT 1;
	ELSIF NEW.status = 'active' THEN
		NEW.hold_reason := NULL;
		NEW.held_on := NULL;
	END IF;
	IF NEW.status <> 'replaced' THEN
		INSERT INTO prescription_event (prescription_id, patient_id, area_id, from_status, to_status, account_id, reason)
		VALUES (NEW.id, NEW.patient_id, NEW.area_id, OLD.status, NEW.status, current_account(),
		    CASE NEW.status WHEN 'on_hold' THEN NEW.hold_reason END);
	END IF;
	RETURN NEW;
END
$$;

COMMIT;
