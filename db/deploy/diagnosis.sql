-- Deploy palreg:diagnosis to pg
-- requires: allergy
-- Diagnoses: the main one, complications, concomitant ones. The main one and patient.diagnosis_code, which lists use, are
-- one thing told twice: whichever is written, the other follows.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- As before; a day that is not known is not judged.
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
	PERFORM status_require(day IS NULL OR extract(year FROM day) >= who.year_of_birth, rule || 'after_birth');
	PERFORM status_require(day IS NULL OR day <= CURRENT_DATE, rule || 'not_in_future');
	PERFORM status_require(day IS NULL OR day <= coalesce(who.died_on, who.date_out, day), rule || 'before_end');
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

-- status: replaced, for a main diagnosis after which another became the main one; resolved, for what has passed.
CREATE TABLE diagnosis (
	id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	series_id uuid NOT NULL,
	version int NOT NULL DEFAULT 1 CONSTRAINT diagnosis_version CHECK (version >= 1),
	patient_id uuid NOT NULL REFERENCES patient,
	area_id int NOT NULL REFERENCES area,
	role text NOT NULL CONSTRAINT diagnosis_role CHECK (role IN ('main', 'complication', 'concomitant')),
	code text NOT NULL CONSTRAINT diagnosis_code_known REFERENCES icd10,
	diagnosed_on date,
	stage text CONSTRAINT diagnosis_stage CHECK (stage IN ('I', 'II', 'III', 'IV')),
	tnm text CONSTRAINT diagnosis_tnm CHECK (tnm ~ ('^[yra]{0,2}[cp]?T(X|0|is|a|1mi|[1-4][a-d]?[1-3]?)'
	    ' [cp]?N(X|0|1mi|[1-3][a-c]?) [cp]?M(X|0|1[a-c]?)$')),
	clinical_group text CONSTRAINT diagnosis_clinical_group CHECK (clinical_group IN ('Ia', 'Ib', 'II', 'IIa', 'III', 'IV')),
	metastases text[] NOT NULL DEFAULT '{}',
	morphology text CONSTRAINT diagnosis_morphology CHECK (morphology ~ '^[89][0-9]{3}/[0123689]$'),
	status text NOT NULL DEFAULT 'active'
		CONSTRAINT diagnosis_status CHECK (status IN ('active', 'resolved', 'replaced', 'entered_in_error')),
	current boolean NOT NULL DEFAULT true,
	author_id uuid NOT NULL REFERENCES account,
	created_at timestamptz NOT NULL DEFAULT now(),
	ended_by uuid REFERENCES account,
	ended_at timestamptz,
	CONSTRAINT diagnosis_series_version UNIQUE (series_id, version),
	CONSTRAINT diagnosis_current_is_active CHECK (NOT current OR status = 'active'),
	CONSTRAINT diagnosis_ended CHECK ((status = 'active') = (ended_at IS NULL) AND (ended_by IS NULL) = (ended_at IS NULL)),
	CONSTRAINT diagnosis_tumour_fields CHECK (code ~ '^(C|D[0-3]|D4[0-8])'
	    OR (tnm IS NULL AND clinical_group IS NULL AND metastases = '{}' AND morphology IS NULL)),
	CONSTRAINT diagnosis_metastases_or_none CHECK (NOT 'none' = ANY (metastases) OR cardinality(metastases) = 1),
	CONSTRAINT diagnosis_metastases_of_m CHECK (tnm IS NULL OR metastases = '{}'
	    OR CASE WHEN metastases = '{none}' THEN tnm !~ 'M1' ELSE tnm !~ 'M0' END)
);
CREATE UNIQUE INDEX diagnosis_current ON diagnosis (series_id) WHERE current;
CREATE UNIQUE INDEX diagnosis_one_main ON diagnosis (patient_id) WHERE current AND role = 'main';
CREATE UNIQUE INDEX diagnosis_code_once ON diagnosis (patient_id, code) WHERE current;
CREATE INDEX diagnosis_patient ON diagnosis (patient_id, created_at DESC);
CREATE INDEX diagnosis_area ON diagnosis (area_id);
CREATE INDEX diagnosis_code ON diagnosis (code);
CREATE INDEX diagnosis_author ON diagnosis (author_id);
CREATE INDEX diagnosis_ended_by ON diagnosis (ended_by) WHERE ended_by IS NOT NULL;

-- What a person writes (at the depth 0) is judged; what follows the patient's row is right by how it is made.
CREATE TRIGGER diagnosis_codes BEFORE INSERT ON diagnosis
	FOR EACH ROW WHEN (NEW.metastases <> '{}') EXECUTE FUNCTION coded_check('metastases=metastasis_site');
CREATE TRIGGER diagnosis_follow BEFORE INSERT ON diagnosis
	FOR EACH ROW WHEN (pg_trigger_depth() < 1) EXECUTE FUNCTION version_follow('diagnosed_on');

-- A code that is written anew is in force and the most exact one; it stands once; a main diagnosis ends by the next one.
CREATE FUNCTION diagnosis_stand() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	last diagnosis;
	book icd10;
BEGIN
	SELECT * INTO last FROM diagnosis WHERE series_id = NEW.series_id AND version = NEW.version - 1;
	SELECT * INTO book FROM icd10 WHERE code = NEW.code;
	IF FOUND AND NEW.code IS DISTINCT FROM last.code AND current_account() IS NOT NULL THEN
		PERFORM status_require(book.actual, 'diagnosis_code_in_force');
		PERFORM status_require(book.leaf, 'diagnosis_code_exact');
	END IF;
	PERFORM status_require(NOT EXISTS (SELECT FROM diagnosis WHERE patient_id = NEW.patient_id AND current
	    AND code = NEW.code), 'diagnosis_once');
	PERFORM status_require(NEW.role = 'main' OR last.role IS DISTINCT FROM 'main', 'diagnosis_main_stays');
	IF NEW.role = 'main' THEN
		UPDATE diagnosis SET status = 'replaced' WHERE patient_id = NEW.patient_id AND current AND role = 'main';
	END IF;
	RETURN NEW;
END
$$;
CREATE TRIGGER diagnosis_stand BEFORE INSERT ON diagnosis
	FOR EACH ROW WHEN (pg_trigger_depth() < 1) EXECUTE FUNCTION diagnosis_stand();

CREATE FUNCTION diagnosis_end_main() RETURNS trigger
LANGUAGE plpgsql
SET search_path = palreg, pg_temp
AS $$
BEGIN
	RAISE EXCEPTION 'another main diagnosis replaces it' USING ERRCODE = '23514', CONSTRAINT = 'diagnosis_main_stays';
END
$$;
CREATE TRIGGER diagnosis_end BEFORE UPDATE ON diagnosis
	FOR EACH ROW WHEN (NEW.status IS DISTINCT FROM OLD.status) EXECUTE FUNCTION version_end();
CREATE TRIGGER diagnosis_end_main BEFORE UPDATE ON diagnosis
	FOR EACH ROW WHEN (NEW.status IS DISTINCT FROM OLD.status AND OLD.current AND OLD.role = 'main' AND pg_trigger_depth() < 1)
	EXECUTE FUNCTION diagnosis_end_main();

-- The patient's row says what the main diagnosis is.
CREATE FUNCTION diagnosis_of_patient() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	UPDATE patient SET diagnosis_code = NEW.code WHERE id = NEW.patient_id AND diagnosis_code IS DISTINCT FROM NEW.code;
	RETURN NULL;
END
$$;
CREATE TRIGGER diagnosis_of_patient AFTER INSERT ON diagnosis
	FOR EACH ROW WHEN (NEW.role = 'main' AND pg_trigger_depth() < 1) EXECUTE FUNCTION diagnosis_of_patient();

-- And the main diagnosis is what the patient's row says. A more exact code of the same disease keeps what was told of it.
CREATE FUNCTION patient_diagnosed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	last diagnosis;
	same boolean;
BEGIN
	SELECT * INTO last FROM diagnosis WHERE patient_id = NEW.id AND current AND role = 'main';
	IF last.code IS NOT DISTINCT FROM NEW.diagnosis_code THEN
		RETURN NULL;
	END IF;
	same := coalesce(left(last.code, 3) = left(NEW.diagnosis_code, 3), false);
	UPDATE diagnosis SET status = 'replaced' WHERE patient_id = NEW.id AND current
	   AND (code = NEW.diagnosis_code OR (role = 'main' AND NEW.diagnosis_code IS NULL));
	UPDATE diagnosis SET current = false WHERE id = last.id AND current;
	INSERT INTO diagnosis (series_id, version, patient_id, area_id, role, code, diagnosed_on, stage, tnm, clinical_group,
	    metastases, morphology, author_id)
	SELECT coalesce(last.series_id, gen_random_uuid()), coalesce(last.version, 0) + 1, NEW.id, NEW.area_id, 'main',
	       NEW.diagnosis_code, CASE WHEN same THEN last.diagnosed_on END, CASE WHEN same THEN last.stage END,
	       CASE WHEN same THEN last.tnm END, CASE WHEN same THEN last.clinical_group END,
	       CASE WHEN same THEN last.metastases ELSE '{}' END, CASE WHEN same THEN last.morphology END, NEW.changed_by
	 WHERE NEW.diagnosis_code IS NOT NULL;
	RETURN NULL;
END
$$;
CREATE TRIGGER patient_diagnosed AFTER UPDATE ON patient
	FOR EACH ROW WHEN (NEW.diagnosis_code IS DISTINCT FROM OLD.diagnosis_code) EXECUTE FUNCTION patient_diagnosed();

CREATE FUNCTION patient_diagnosed_first() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	INSERT INTO diagnosis (series_id, patient_id, area_id, role, code, author_id, created_at)
	SELECT gen_random_uuid(), id, area_id, 'main', diagnosis_code, created_by, created_at FROM fresh WHERE diagnosis_code IS NOT NULL;
	RETURN NULL;
END
$$;
CREATE TRIGGER patient_diagnosed_first AFTER INSERT ON patient REFERENCING NEW TABLE AS fresh
	FOR EACH STATEMENT EXECUTE FUNCTION patient_diagnosed_first();
CREATE TRIGGER patient_moved_diagnosis AFTER UPDATE ON patient
	FOR EACH ROW WHEN (OLD.area_id <> NEW.area_id) EXECUTE FUNCTION patient_rows_moved('diagnosis');

-- Who sees and writes what.
ALTER TABLE diagnosis ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY diagnosis_read ON diagnosis FOR SELECT TO palreg_register
	USING (area_id = ANY ((SELECT areas('record_read'))::int[]));
CREATE POLICY diagnosis_add ON diagnosis FOR INSERT TO palreg_register
	WITH CHECK (area_id = ANY ((SELECT areas('record_write'))::int[]) AND author_id = (SELECT current_account()));
CREATE POLICY diagnosis_edit ON diagnosis FOR UPDATE TO palreg_register
	USING (area_id = ANY ((SELECT areas('record_write'))::int[]));
CREATE POLICY diagnosis_owner ON diagnosis TO palreg_owner
	USING (area_id = ANY ((SELECT areas('record_read') || areas('record_write') || areas('patient_write'))::int[])
	    OR (SELECT by_operator()));
GRANT SELECT ON diagnosis TO palreg_register;
GRANT INSERT (series_id, version, patient_id, area_id, role, code, diagnosed_on, stage, tnm, clinical_group, metastases,
	morphology, author_id), UPDATE (status) ON diagnosis TO palreg_register;

-- Patients of before.
ALTER TABLE diagnosis DISABLE TRIGGER USER;
INSERT INTO diagnosis (series_id, patient_id, area_id, role, code, author_id, created_at)
SELECT gen_random_uuid(), id, area_id, 'main', diagnosis_code, created_by, created_at FROM patient WHERE diagnosis_code IS NOT NULL;
ALTER TABLE diagnosis ENABLE TRIGGER USER;

COMMIT;
