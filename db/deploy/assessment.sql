-- Deploy palreg:assessment to pg
-- requires: policy report

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- What is asked, in which steps, and what the answers mean: one file of db/reference/instrument each.
-- worse: the direction in which a change is a change for the worse; '' where there is none.
CREATE TABLE instrument (
	code text PRIMARY KEY CONSTRAINT instrument_code CHECK (code ~ '^[a-z][a-z0-9-]{1,39}$'),
	version text NOT NULL CONSTRAINT instrument_version CHECK (length(version) BETWEEN 1 AND 20),
	name text NOT NULL CONSTRAINT instrument_name CHECK (length(name) BETWEEN 1 AND 200),
	name_en text NOT NULL CONSTRAINT instrument_name_en CHECK (length(name_en) BETWEEN 1 AND 200),
	help text NOT NULL DEFAULT '',
	help_en text NOT NULL DEFAULT '',
	visit boolean NOT NULL DEFAULT false,
	asks_completed_by boolean NOT NULL DEFAULT false,
	source text NOT NULL CONSTRAINT instrument_source CHECK (source <> ''),
	licence text NOT NULL CONSTRAINT instrument_licence CHECK (licence <> ''),
	licence_en text NOT NULL CONSTRAINT instrument_licence_en CHECK (licence_en <> ''),
	ord int NOT NULL DEFAULT 0,
	retired_at timestamptz
);

-- code is the code of the observation; two instruments may ask for the same one.
-- A scale goes from low to high in steps; a choice has answers; a number is typed; a total is the sum of its parts.
CREATE TABLE instrument_item (
	instrument text NOT NULL REFERENCES instrument,
	code text NOT NULL CONSTRAINT instrument_item_code CHECK (code ~ '^[a-z][a-z0-9-]{1,39}$'),
	kind text NOT NULL CONSTRAINT instrument_item_kind CHECK (kind IN ('scale', 'choice', 'number', 'total')),
	name text NOT NULL CONSTRAINT instrument_item_name CHECK (length(name) BETWEEN 1 AND 200),
	name_en text NOT NULL CONSTRAINT instrument_item_name_en CHECK (length(name_en) BETWEEN 1 AND 200),
	low numeric(10,3) NOT NULL,
	high numeric(10,3) NOT NULL,
	step numeric(10,3) NOT NULL DEFAULT 1 CONSTRAINT instrument_item_step CHECK (step > 0),
	least text NOT NULL DEFAULT '',
	least_en text NOT NULL DEFAULT '',
	most text NOT NULL DEFAULT '',
	most_en text NOT NULL DEFAULT '',
	worse text NOT NULL CONSTRAINT instrument_item_worse CHECK (worse IN ('high', 'low', '')),
	loinc text CONSTRAINT instrument_item_loinc CHECK (loinc ~ '^[0-9]{1,7}-[0-9]$'),
	chart text NOT NULL DEFAULT ''
		CONSTRAINT instrument_item_chart CHECK (chart IN ('', 'symptom', 'total', 'performance', 'weight', 'phase')),
	card boolean NOT NULL DEFAULT false,
	parts text[],
	ord int NOT NULL,
	PRIMARY KEY (instrument, code),
	CONSTRAINT instrument_item_range CHECK (low <= high),
	CONSTRAINT instrument_item_parts CHECK ((kind = 'total') = (parts IS NOT NULL) AND cardinality(parts) > 1)
);
CREATE INDEX instrument_item_of_code ON instrument_item (code);

CREATE TABLE instrument_answer (
	instrument text NOT NULL,
	item text NOT NULL,
	value numeric(10,3) NOT NULL,
	code text CONSTRAINT instrument_answer_code CHECK (code ~ '^[a-z][a-z0-9_-]{0,39}$'),
	name text NOT NULL CONSTRAINT instrument_answer_name CHECK (length(name) BETWEEN 1 AND 200),
	name_en text NOT NULL CONSTRAINT instrument_answer_name_en CHECK (length(name_en) BETWEEN 1 AND 200),
	short text NOT NULL DEFAULT '',
	short_en text NOT NULL DEFAULT '',
	ord int NOT NULL,
	PRIMARY KEY (instrument, item, value),
	CONSTRAINT instrument_answer_item FOREIGN KEY (instrument, item) REFERENCES instrument_item (instrument, code)
);

-- One filled instrument in one version; its answers are observations. A correction is the next version of the series.
CREATE TABLE assessment (
	id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	series_id uuid NOT NULL,
	version int NOT NULL DEFAULT 1 CONSTRAINT assessment_version CHECK (version >= 1),
	patient_id uuid NOT NULL REFERENCES patient,
	area_id int NOT NULL REFERENCES area,
	instrument text NOT NULL REFERENCES instrument,
	instrument_version text NOT NULL,
	effective_at timestamptz NOT NULL,
	effective_on date NOT NULL,
	completed_by text CONSTRAINT assessment_completed_by
		CHECK (completed_by IN ('patient', 'caregiver', 'professional', 'assisted')),
	status text NOT NULL DEFAULT 'completed' CONSTRAINT assessment_status CHECK (status IN ('completed', 'entered_in_error')),
	current boolean NOT NULL DEFAULT true,
	author_id uuid NOT NULL REFERENCES account,
	created_at timestamptz NOT NULL DEFAULT now(),
	CONSTRAINT assessment_series_version UNIQUE (series_id, version),
	CONSTRAINT assessment_of_patient UNIQUE (id, patient_id),
	CONSTRAINT assessment_day_of_moment CHECK (abs(effective_on - (effective_at AT TIME ZONE 'UTC')::date) <= 1),
	CONSTRAINT assessment_current_is_right CHECK (NOT current OR status = 'completed')
);
CREATE UNIQUE INDEX assessment_current ON assessment (series_id) WHERE current;
CREATE INDEX assessment_patient ON assessment (patient_id, effective_at DESC);
CREATE INDEX assessment_area ON assessment (area_id);
CREATE INDEX assessment_instrument ON assessment (instrument, patient_id);
CREATE INDEX assessment_author ON assessment (author_id);

-- current: not replaced by a correction and not entered in error.
ALTER TABLE observation ADD COLUMN assessment_id uuid, ADD COLUMN current boolean NOT NULL DEFAULT true,
	ADD CONSTRAINT observation_of_assessment FOREIGN KEY (assessment_id, patient_id) REFERENCES assessment (id, patient_id);
CREATE UNIQUE INDEX observation_assessment ON observation (assessment_id, code) WHERE assessment_id IS NOT NULL;
CREATE INDEX observation_assessment_of ON observation (assessment_id, patient_id) WHERE assessment_id IS NOT NULL;
-- The last values of a code, and all of them, by the index alone.
DROP INDEX observation_patient;
CREATE INDEX observation_patient ON observation (patient_id, code, effective_at DESC, created_at DESC)
	INCLUDE (value, effective_on, current, area_id);
-- Newest events which are no part of an assessment.
CREATE INDEX observation_event ON observation (patient_id, effective_at DESC) WHERE assessment_id IS NULL;

-- Versions follow each other; nothing is observed before birth, after the end of the register entry or tomorrow.
CREATE FUNCTION assessment_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	last assessment;
	who patient;
BEGIN
	SELECT * INTO who FROM patient WHERE id = NEW.patient_id AND area_id = NEW.area_id;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'an assessment belongs to the area of its patient'
		    USING ERRCODE = '23514', CONSTRAINT = 'assessment_area_of_patient';
	END IF;
	IF extract(year FROM NEW.effective_on) < who.year_of_birth THEN
		RAISE EXCEPTION 'assessed before birth' USING ERRCODE = '23514', CONSTRAINT = 'assessment_after_birth';
	END IF;
	IF NEW.effective_at > now() + interval '1 minute' THEN
		RAISE EXCEPTION 'assessed in the future' USING ERRCODE = '23514', CONSTRAINT = 'assessment_not_in_future';
	END IF;
	IF NEW.effective_on > coalesce(who.died_on, who.date_out) THEN
		RAISE EXCEPTION 'assessed after the patient left' USING ERRCODE = '23514', CONSTRAINT = 'assessment_before_end';
	END IF;
	SELECT * INTO last FROM assessment WHERE series_id = NEW.series_id ORDER BY version DESC LIMIT 1 FOR UPDATE;
	IF NEW.version <> coalesce(last.version, 0) + 1 THEN
		RAISE EXCEPTION 'the assessment was changed meanwhile'
		    USING ERRCODE = '40001', CONSTRAINT = 'assessment_version_follows';
	END IF;
	IF last.version IS NOT NULL THEN
		IF (last.patient_id, last.instrument) IS DISTINCT FROM (NEW.patient_id, NEW.instrument) THEN
			RAISE EXCEPTION 'an assessment stays with its patient and its instrument'
			    USING ERRCODE = '23514', CONSTRAINT = 'assessment_same_subject';
		END IF;
		UPDATE assessment SET current = false WHERE series_id = NEW.series_id AND current;
	END IF;
	RETURN NEW;
END
$$;
CREATE TRIGGER assessment_follow BEFORE INSERT ON assessment
	FOR EACH ROW EXECUTE FUNCTION assessment_follow();

-- Entered in error: said once, by its author, of the newest version; the version before it counts again.
CREATE FUNCTION assessment_undo() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF NOT OLD.current OR OLD.status <> 'completed' THEN
		RAISE EXCEPTION 'only the current version is taken back'
		    USING ERRCODE = '40001', CONSTRAINT = 'assessment_undo_current';
	END IF;
	NEW.current := false;
	RETURN NEW;
END
$$;
CREATE TRIGGER assessment_undo BEFORE UPDATE ON assessment
	FOR EACH ROW WHEN (NEW.status IS DISTINCT FROM OLD.status) EXECUTE FUNCTION assessment_undo();

-- The pain that counts is the newest, and whoever was observed was seen.
CREATE FUNCTION patient_observed(p_patient uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
UPDATE patient AS p
   SET last_pain = n.pain, last_seen_on = n.seen
  FROM (SELECT (SELECT o.value FROM observation AS o
                 WHERE o.patient_id = p_patient AND o.code = 'pain-nrs' AND o.current
                 ORDER BY o.effective_at DESC, o.created_at DESC LIMIT 1) AS pain,
               (SELECT max(o.effective_on) FROM observation AS o WHERE o.patient_id = p_patient AND o.current) AS seen) AS n
 WHERE p.id = p_patient AND (p.last_pain, p.last_seen_on) IS DISTINCT FROM (n.pain, n.seen)
$$;

CREATE FUNCTION assessment_turned() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	UPDATE observation SET current = NEW.current WHERE assessment_id = NEW.id;
	IF NEW.status <> OLD.status THEN
		UPDATE assessment SET current = true
		 WHERE id = (SELECT id FROM assessment WHERE series_id = NEW.series_id AND status = 'completed'
		              ORDER BY version DESC LIMIT 1);
	END IF;
	PERFORM patient_observed(NEW.patient_id);
	RETURN NULL;
END
$$;
CREATE TRIGGER assessment_turned AFTER UPDATE ON assessment
	FOR EACH ROW WHEN (NEW.current IS DISTINCT FROM OLD.current) EXECUTE FUNCTION assessment_turned();

-- Assessments stand in the area of their patient and move with him.
CREATE FUNCTION assessment_moved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	UPDATE assessment SET area_id = NEW.area_id WHERE patient_id = NEW.id;
	RETURN NULL;
END
$$;
CREATE TRIGGER assessment_moved AFTER UPDATE ON patient
	FOR EACH ROW WHEN (OLD.area_id <> NEW.area_id) EXECUTE FUNCTION assessment_moved();

-- Observations of one statement together: they stand in the area of the patient; what an instrument asked for is one of
-- its answers, at the time of the assessment; a total is the sum of all its parts; the patient was seen.
DROP TRIGGER observation_seen ON observation;
CREATE OR REPLACE FUNCTION observation_seen() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	wrong text;
BEGIN
	PERFORM FROM patient WHERE id IN (SELECT patient_id FROM fresh) ORDER BY id FOR UPDATE;
	IF EXISTS (SELECT FROM fresh AS f WHERE NOT EXISTS
	    (SELECT FROM patient AS p WHERE p.id = f.patient_id AND p.area_id = f.area_id)) THEN
		RAISE EXCEPTION 'an observation belongs to the area of its patient'
		    USING ERRCODE = '23514', CONSTRAINT = 'observation_area_of_patient';
	END IF;
	SELECT f.code INTO wrong
	  FROM fresh AS f
	  JOIN assessment AS a ON a.id = f.assessment_id
	  LEFT JOIN instrument_item AS i ON i.instrument = a.instrument AND i.code = f.code
	 WHERE i.code IS NULL OR (f.effective_at, f.effective_on) <> (a.effective_at, a.effective_on)
	    OR f.value NOT BETWEEN i.low AND i.high
	    OR (f.value - i.low) % i.step <> 0
	    OR (i.kind = 'choice' AND f.value IS NOT NULL AND NOT EXISTS (SELECT FROM instrument_answer AS v
	        WHERE v.instrument = i.instrument AND v.item = i.code AND v.value = f.value))
	 LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION '% cannot have this value', wrong USING ERRCODE = '23514', CONSTRAINT = 'observation_value_of_item';
	END IF;
	SELECT f.code INTO wrong
	  FROM fresh AS f
	  JOIN assessment AS a ON a.id = f.assessment_id
	  JOIN instrument_item AS i ON i.instrument = a.instrument AND i.code = f.code AND i.kind = 'total'
	 WHERE f.value IS DISTINCT FROM (SELECT sum(o.value) FROM observation AS o
	        WHERE o.assessment_id = a.id AND o.code = ANY (i.parts) HAVING count(o.value) = cardinality(i.parts))
	 LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION '% is not the sum of its parts', wrong USING ERRCODE = '23514', CONSTRAINT = 'observation_total';
	END IF;
	UPDATE patient AS p
	   SET last_pain = n.pain, last_seen_on = n.seen
	  FROM (SELECT f.patient_id, max(f.effective_on) AS seen_on, bool_or(f.code = 'pain-nrs') AS asked
	          FROM fresh AS f GROUP BY f.patient_id) AS f
	 CROSS JOIN LATERAL (
	       SELECT q.last_pain, greatest(q.last_seen_on, f.seen_on) AS seen,
	              CASE WHEN f.asked THEN (SELECT o.value FROM observation AS o
	                    WHERE o.patient_id = f.patient_id AND o.code = 'pain-nrs' AND o.current
	                    ORDER BY o.effective_at DESC, o.created_at DESC LIMIT 1)
	              ELSE q.last_pain END AS pain
	         FROM patient AS q WHERE q.id = f.patient_id) AS n
	 WHERE p.id = f.patient_id AND (p.last_pain, p.last_seen_on) IS DISTINCT FROM (n.pain, n.seen);
	RETURN NULL;
END
$$;
CREATE TRIGGER observation_seen AFTER INSERT ON observation REFERENCING NEW TABLE AS fresh
	FOR EACH STATEMENT EXECUTE FUNCTION observation_seen();

-- Who sees and writes what.
DO $$
DECLARE
	t regclass;
BEGIN
	FOREACH t IN ARRAY ARRAY['instrument', 'instrument_item', 'instrument_answer', 'assessment']::regclass[] LOOP
		EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
	END LOOP;
	FOREACH t IN ARRAY ARRAY['instrument', 'instrument_item', 'instrument_answer']::regclass[] LOOP
		EXECUTE format('CREATE POLICY book_read ON %s FOR SELECT USING (true)', t);
		EXECUTE format('CREATE POLICY book_write ON %s TO palreg_admin'
		    ' USING ((SELECT cardinality(areas(''user_manage''))) > 0)'
		    ' WITH CHECK ((SELECT cardinality(areas(''user_manage''))) > 0)', t);
		EXECUTE format('GRANT SELECT ON %s TO palreg_register, palreg_admin, palreg_report', t);
		EXECUTE format('GRANT INSERT, UPDATE, DELETE ON %s TO palreg_admin', t);
	END LOOP;
END
$$;
CREATE POLICY assessment_read ON assessment FOR SELECT TO palreg_register
	USING (area_id = ANY ((SELECT areas('record_read'))::int[]));
CREATE POLICY assessment_add ON assessment FOR INSERT TO palreg_register
	WITH CHECK (area_id = ANY ((SELECT areas('record_write'))::int[]) AND author_id = (SELECT current_account()));
CREATE POLICY assessment_take_back ON assessment FOR UPDATE TO palreg_register
	USING (area_id = ANY ((SELECT areas('record_write'))::int[]) AND author_id = (SELECT current_account()));
CREATE POLICY assessment_owner_read ON assessment FOR SELECT TO palreg_owner
	USING (area_id = ANY ((SELECT areas('record_read') || areas('record_write') || areas('patient_write'))::int[]) OR (SELECT by_operator()));
CREATE POLICY assessment_owner_edit ON assessment FOR UPDATE TO palreg_owner
	USING (area_id = ANY ((SELECT areas('record_write') || areas('patient_write'))::int[]) OR (SELECT by_operator()));
GRANT SELECT ON assessment TO palreg_register;
GRANT INSERT (id, series_id, version, patient_id, area_id, instrument, instrument_version, effective_at, effective_on,
	completed_by, author_id), UPDATE (status) ON assessment TO palreg_register;
GRANT INSERT (assessment_id) ON observation TO palreg_register;
GRANT SELECT (current) ON observation TO palreg_report;

-- Reports count what stands.
CREATE OR REPLACE VIEW report_observation WITH (security_invoker) AS
SELECT id, patient_id, area_id, code, value, effective_on, effective_at,
       coalesce(area_id = ANY ((SELECT areas('report_patient'))::int[]), false) AS by_patient
  FROM observation
 WHERE current;

COMMIT;
