-- Revert palreg:diagnosis from pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

DROP TRIGGER patient_moved_diagnosis ON patient;
DROP TRIGGER patient_diagnosed_first ON patient;
DROP TRIGGER patient_diagnosed ON patient;
DROP TABLE diagnosis;
DROP FUNCTION patient_diagnosed_first(), patient_diagnosed(), diagnosis_of_patient(), diagnosis_end_main(), diagnosis_stand();
CREATE OR REPLACE FUNCTION version_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	rule CONSTANT text := TG_TABLE_NAME || '_';
	day CONSTANT date := to_jsonb(NEW) ->> TG_ARGV[0];
	who patient;
	last record;
BEGIN
	SELECT * INTO who FROM patient WHERE id = NEW.patient_id AND area_id = NEW.area_id FOR UPDATE;
	PERFORM status_require(FOUND, rule || 'area_of_patient');
	PERFORM status_require(extract(year FROM day) >= who.year_of_birth, rule || 'after_birth');
	PERFORM status_require(day <= CURRENT_DATE, rule || 'not_in_future');
	PERFORM status_require(day <= coalesce(who.died_on, who.date_out, day), rule || 'before_end');
	EXECUTE format('SELECT id, version, patient_id, current FROM %I WHERE series_id = $1 ORDER BY version DESC LIMIT 1',
	    TG_TABLE_NAME) INTO last USING NEW.series_id;
	IF NEW.version <> coalesce(last.version, 0) + 1 OR NOT coalesce(last.current, true) THEN
		RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = '40001', CONSTRAINT = rule || 'version_follows';
	END IF;
	IF last.id IS NULL THEN
		PERFORM status_require(current_account() IS NULL OR who.status NOT IN ('removed', 'refused', 'declined'),
		    rule || 'patient_on_register');
	ELSE
		PERFORM status_require(last.patient_id = NEW.patient_id, rule || 'same_patient');
		EXECUTE format('UPDATE %I SET current = false WHERE id = $1', TG_TABLE_NAME) USING last.id;
	END IF;
	RETURN NEW;
END
$$;

COMMIT;
