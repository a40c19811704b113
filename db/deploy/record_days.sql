-- Deploy palreg:record_days to pg
-- requires: prescription_line
-- requires: entry

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- Nothing is given before the birth, nor prescribed more than a year ahead or for more than two years from now. (Whose patient it is, prescription_follow asks.)
CREATE FUNCTION prescription_days() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	PERFORM status_require(NOT EXISTS (SELECT FROM patient WHERE id = NEW.patient_id
	    AND year_of_birth > extract(year FROM NEW.starts_on)), 'prescription_after_birth');
	PERFORM status_require(NEW.starts_on <= CURRENT_DATE + 366, 'prescription_starts_soon');
	PERFORM status_require(NEW.ends_on IS NULL OR NEW.ends_on < greatest(NEW.starts_on, CURRENT_DATE) + 730, 'prescription_ends_soon');
	PERFORM status_require(NEW.review_on IS NULL OR NEW.review_on < greatest(NEW.starts_on, CURRENT_DATE) + 730, 'prescription_review_soon');
	RETURN NEW;
END
$$;
CREATE TRIGGER prescription_days BEFORE INSERT ON prescription
	FOR EACH ROW EXECUTE FUNCTION prescription_days();

-- Who is away is expected back within a year; for longer he is removed. (Steps from before this change stay.)
ALTER TABLE patient_status_event ADD CONSTRAINT patient_status_event_return_soon
	CHECK (expected_return <= effective_on + 366) NOT VALID;

COMMIT;
