-- Revert palreg:assessment from pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

CREATE OR REPLACE VIEW report_observation WITH (security_invoker) AS
SELECT id, patient_id, area_id, code, value, effective_on, effective_at,
       coalesce(area_id = ANY ((SELECT areas('report_patient'))::int[]), false) AS by_patient
  FROM observation;
DROP TRIGGER observation_seen ON observation;
DROP TRIGGER assessment_moved ON patient;
DROP INDEX observation_event, observation_patient;
ALTER TABLE observation DROP COLUMN assessment_id, DROP COLUMN current;
CREATE INDEX observation_patient ON observation (patient_id, code, effective_at DESC);
CREATE OR REPLACE FUNCTION observation_seen() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	pain smallint;
	seen date;
BEGIN
	SELECT last_pain, greatest(last_seen_on, NEW.effective_on) INTO pain, seen
	  FROM patient
	 WHERE id = NEW.patient_id AND area_id = NEW.area_id
	   FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'an observation belongs to the area of its patient'
		    USING ERRCODE = '23514', CONSTRAINT = 'observation_area_of_patient';
	END IF;
	IF NEW.code = 'pain-nrs' THEN
		SELECT value INTO pain
		  FROM observation
		 WHERE patient_id = NEW.patient_id AND code = 'pain-nrs'
		 ORDER BY effective_at DESC, created_at DESC
		 LIMIT 1;
	END IF;
	UPDATE patient
	   SET last_pain = pain, last_seen_on = seen
	 WHERE id = NEW.patient_id AND (last_pain, last_seen_on) IS DISTINCT FROM (pain, seen);
	RETURN NULL;
END
$$;
CREATE TRIGGER observation_seen AFTER INSERT ON observation
	FOR EACH ROW EXECUTE FUNCTION observation_seen();
DROP TABLE assessment, instrument_answer, instrument_item, instrument;
DROP FUNCTION assessment_follow(), assessment_undo(), assessment_turned(), assessment_moved(), patient_observed(uuid);

COMMIT;
