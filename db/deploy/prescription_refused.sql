-- Deploy palreg:prescription_refused to pg
-- requires: prescription_hold
-- Who is refused by the commission, or declines, is not cared for: what was written meanwhile ends, as with a removal.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

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
	IF NEW.status IN ('active', 'on_hold') AND EXISTS (SELECT FROM patient WHERE id = NEW.patient_id
	    AND status IN ('removed', 'refused', 'declined')) THEN
		RAISE EXCEPTION 'the patient is not on the register'
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

CREATE FUNCTION patient_not_taken() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	UPDATE prescription SET status = 'entered_in_error' WHERE patient_id = NEW.id AND current AND status = 'draft';
	UPDATE prescription SET status = 'stopped', stopped_on = greatest(starts_on, current_date), stop_reason = 'discharge', stopped_by = NEW.changed_by
	 WHERE patient_id = NEW.id AND current AND status IN ('active', 'on_hold');
	RETURN NULL;
END
$$;
CREATE TRIGGER patient_not_taken AFTER UPDATE ON patient
	FOR EACH ROW WHEN (NEW.status IN ('refused', 'declined') AND OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION patient_not_taken();

-- Of those refused before.
UPDATE prescription AS l SET status = 'stopped', stopped_on = greatest(l.starts_on, current_date), stop_reason = 'discharge', stopped_by = p.changed_by
  FROM patient AS p
 WHERE p.id = l.patient_id AND p.status IN ('refused', 'declined') AND l.current AND l.status IN ('active', 'on_hold');

COMMIT;
