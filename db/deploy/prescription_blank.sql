-- Deploy palreg:prescription_blank to pg
-- requires: entry, prescription_line
-- The numbered forms that were written for a line: series, number and day; one that was spoilt or wrong is marked so.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

CREATE TABLE prescription_blank (
	id uuid PRIMARY KEY,
	prescription_id uuid NOT NULL REFERENCES prescription,
	patient_id uuid NOT NULL REFERENCES patient,
	area_id int NOT NULL REFERENCES area,
	rx_form text NOT NULL REFERENCES rx_form,
	series text NOT NULL DEFAULT '' CONSTRAINT prescription_blank_series CHECK (series ~ '^[0-9A-ZА-ЯЁ]{0,10}$'),
	number text NOT NULL CONSTRAINT prescription_blank_number CHECK (number ~ '^[0-9]{1,20}$'),
	issued_on date NOT NULL,
	valid_days int NOT NULL CONSTRAINT prescription_blank_valid CHECK (valid_days BETWEEN 1 AND 366),
	quantity numeric(10,2) CONSTRAINT prescription_blank_quantity CHECK (quantity > 0),
	author_id uuid NOT NULL REFERENCES account,
	created_at timestamptz NOT NULL DEFAULT now(),
	error_by uuid REFERENCES account,
	error_at timestamptz,
	CONSTRAINT prescription_blank_error CHECK ((error_by IS NULL) = (error_at IS NULL))
);
CREATE UNIQUE INDEX prescription_blank_once ON prescription_blank (rx_form, series, number) WHERE error_at IS NULL;
CREATE INDEX prescription_blank_line ON prescription_blank (prescription_id, issued_on DESC);
CREATE INDEX prescription_blank_patient ON prescription_blank (patient_id, issued_on DESC);
CREATE INDEX prescription_blank_area ON prescription_blank (area_id);
CREATE INDEX prescription_blank_author ON prescription_blank (author_id);
CREATE INDEX prescription_blank_error_by ON prescription_blank (error_by) WHERE error_by IS NOT NULL;

-- It is written for a line in force, of its patient, from the day the line was written to today.
CREATE FUNCTION prescription_blank_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	line prescription;
BEGIN
	SELECT * INTO line FROM prescription WHERE id = NEW.prescription_id FOR SHARE;
	PERFORM status_require(line.patient_id = NEW.patient_id AND line.area_id = NEW.area_id, 'prescription_blank_of_line');
	PERFORM status_require(line.current AND line.status = 'active', 'prescription_blank_in_force');
	PERFORM status_require(NEW.issued_on >= line.sheet_on, 'prescription_blank_before_line');
	PERFORM status_require(NEW.issued_on <= CURRENT_DATE, 'prescription_blank_in_future');
	RETURN NEW;
END
$$;
CREATE TRIGGER prescription_blank_check BEFORE INSERT ON prescription_blank
	FOR EACH ROW EXECUTE FUNCTION prescription_blank_check();

-- Marked once, by whom and when is the database's to say.
CREATE FUNCTION prescription_blank_mark() RETURNS trigger
LANGUAGE plpgsql
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF OLD.error_at IS NOT NULL THEN
		RAISE EXCEPTION 'marked meanwhile' USING ERRCODE = '40001', CONSTRAINT = 'prescription_blank_marked';
	END IF;
	NEW.error_by := current_account();
	NEW.error_at := now();
	RETURN NEW;
END
$$;
CREATE TRIGGER prescription_blank_mark BEFORE UPDATE OF error_at ON prescription_blank
	FOR EACH ROW EXECUTE FUNCTION prescription_blank_mark();
CREATE TRIGGER patient_moved_blank AFTER UPDATE ON patient
	FOR EACH ROW WHEN (OLD.area_id <> NEW.area_id) EXECUTE FUNCTION patient_rows_moved('prescription_blank');

ALTER TABLE prescription_blank ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY blank_read ON prescription_blank FOR SELECT TO palreg_register
	USING (area_id = ANY ((SELECT areas('record_read'))::int[]));
CREATE POLICY blank_add ON prescription_blank FOR INSERT TO palreg_register
	WITH CHECK (area_id = ANY ((SELECT areas('record_write'))::int[]) AND author_id = (SELECT current_account()));
CREATE POLICY blank_mark ON prescription_blank FOR UPDATE TO palreg_register
	USING (area_id = ANY ((SELECT areas('record_write'))::int[])) WITH CHECK (area_id = ANY ((SELECT areas('record_write'))::int[]));
CREATE POLICY blank_owner ON prescription_blank TO palreg_owner
	USING (area_id = ANY ((SELECT areas('record_write') || areas('patient_write'))::int[]) OR (SELECT by_operator()))
	WITH CHECK (area_id = ANY ((SELECT areas('record_write') || areas('patient_write'))::int[]) OR (SELECT by_operator()));
GRANT SELECT ON prescription_blank TO palreg_register;
GRANT INSERT (id, prescription_id, patient_id, area_id, rx_form, series, number, issued_on, valid_days, quantity, author_id),
	UPDATE (error_at) ON prescription_blank TO palreg_register;

COMMIT;
