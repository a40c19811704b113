-- Deploy palreg:allergy to pg
-- requires: entry
-- Allergies and intolerances. subject is what safety rules read: "#7" a medicine, "opioid_strong" a group, "N02AX" how an
-- ATC code begins, "@latex" another substance, "-" none known. A correction is the next version of its series.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- A trigger of a table of versions, its argument the column of the day: a row belongs to the area of its patient, its day
-- lies within his life, it follows the version that stands; who is not on the register gets nothing new.
CREATE FUNCTION version_follow() RETURNS trigger
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

-- The version that stands ends, once: by whom and when is the database's to say.
CREATE FUNCTION version_end() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF NOT OLD.current THEN
		RAISE EXCEPTION 'ended meanwhile' USING ERRCODE = '40001', CONSTRAINT = TG_TABLE_NAME || '_end_current';
	END IF;
	NEW.current := false;
	NEW.ended_by := coalesce(current_account(), NEW.author_id);
	NEW.ended_at := now();
	RETURN NEW;
END
$$;

-- Substances beside the medicines of the book. subject: which medicines a rule must warn of, as a rule names them; '' none.
CREATE TABLE allergen (
	code text PRIMARY KEY CONSTRAINT allergen_code CHECK (code ~ '^[a-z0-9_]{1,40}$'),
	name text NOT NULL CONSTRAINT allergen_name CHECK (length(name) BETWEEN 1 AND 200),
	name_en text NOT NULL CONSTRAINT allergen_name_en CHECK (length(name_en) BETWEEN 1 AND 200),
	subject text NOT NULL DEFAULT '' CONSTRAINT allergen_subject
		CHECK (subject ~ '^(([A-Z][0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?|[a-z_]{2,30})(,|$))*$'),
	source text NOT NULL DEFAULT '',
	ord int NOT NULL DEFAULT 0,
	valid_from date NOT NULL DEFAULT '2026-01-01',
	retired_at timestamptz
);

-- status: disproved, when it was no allergy after all; replaced, for "none known" that an entry contradicts.
CREATE TABLE allergy (
	id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	series_id uuid NOT NULL,
	version int NOT NULL DEFAULT 1 CONSTRAINT allergy_version CHECK (version >= 1),
	patient_id uuid NOT NULL REFERENCES patient,
	area_id int NOT NULL REFERENCES area,
	subject text NOT NULL CONSTRAINT allergy_subject
		CHECK (subject ~ '^(-|#[0-9]{1,9}|@[a-z0-9_]{1,40}|[a-z_]{2,30}|[A-Z][0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?)$'),
	medicine_id int GENERATED ALWAYS AS (CASE WHEN subject ~ '^#[0-9]{1,9}$' THEN substr(subject, 2)::int END) STORED
		CONSTRAINT allergy_medicine REFERENCES medicine,
	group_code text GENERATED ALWAYS AS (CASE WHEN subject ~ '^[a-z_]{2,30}$' THEN subject END) STORED
		CONSTRAINT allergy_group REFERENCES medicine_group,
	allergen_code text GENERATED ALWAYS AS (CASE WHEN subject ~ '^@' THEN substr(subject, 2) END) STORED
		CONSTRAINT allergy_allergen REFERENCES allergen,
	reactions text[] NOT NULL DEFAULT '{}',
	severity text CONSTRAINT allergy_severity CHECK (severity IN ('mild', 'moderate', 'severe', 'unknown')),
	certainty text CONSTRAINT allergy_certainty CHECK (certainty IN ('suspected', 'probable', 'confirmed')),
	source text NOT NULL,
	noted_on date NOT NULL,
	status text NOT NULL DEFAULT 'active'
		CONSTRAINT allergy_status CHECK (status IN ('active', 'disproved', 'replaced', 'entered_in_error')),
	current boolean NOT NULL DEFAULT true,
	author_id uuid NOT NULL REFERENCES account,
	created_at timestamptz NOT NULL DEFAULT now(),
	ended_by uuid REFERENCES account,
	ended_at timestamptz,
	CONSTRAINT allergy_series_version UNIQUE (series_id, version),
	CONSTRAINT allergy_current_is_active CHECK (NOT current OR status = 'active'),
	CONSTRAINT allergy_ended CHECK ((status = 'active') = (ended_at IS NULL) AND (ended_by IS NULL) = (ended_at IS NULL)),
	CONSTRAINT allergy_none_bare CHECK (subject <> '-' OR (severity IS NULL AND certainty IS NULL AND reactions = '{}')),
	CONSTRAINT allergy_needs_severity CHECK (subject = '-' OR severity IS NOT NULL),
	CONSTRAINT allergy_needs_certainty CHECK (subject = '-' OR certainty IS NOT NULL),
	CONSTRAINT allergy_needs_reaction CHECK (subject = '-' OR cardinality(reactions) >= 1),
	CONSTRAINT allergy_reaction_or_unknown CHECK (NOT 'unknown' = ANY (reactions) OR cardinality(reactions) = 1)
);
CREATE UNIQUE INDEX allergy_current ON allergy (series_id) WHERE current;
CREATE UNIQUE INDEX allergy_subject_once ON allergy (patient_id, subject) WHERE current;
CREATE INDEX allergy_patient ON allergy (patient_id, created_at DESC);
CREATE INDEX allergy_area ON allergy (area_id);
CREATE INDEX allergy_medicine_of ON allergy (medicine_id) WHERE medicine_id IS NOT NULL;
CREATE INDEX allergy_group_of ON allergy (group_code) WHERE group_code IS NOT NULL;
CREATE INDEX allergy_allergen_of ON allergy (allergen_code) WHERE allergen_code IS NOT NULL;
CREATE INDEX allergy_author ON allergy (author_id);
CREATE INDEX allergy_ended_by ON allergy (ended_by) WHERE ended_by IS NOT NULL;

CREATE TRIGGER allergy_codes BEFORE INSERT ON allergy
	FOR EACH ROW EXECUTE FUNCTION coded_check('reactions=allergy_reaction', 'source=allergy_source');
CREATE TRIGGER allergy_follow BEFORE INSERT ON allergy
	FOR EACH ROW EXECUTE FUNCTION version_follow('noted_on');

-- "None known" contradicts any entry: it cannot be said beside one, and ends when one is made. A substance stands once.
-- (The patient is locked: what is read here holds.)
CREATE FUNCTION allergy_stand() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	PERFORM status_require(NOT EXISTS (SELECT FROM allergy WHERE series_id = NEW.series_id
	    AND (subject = '-') <> (NEW.subject = '-')), 'allergy_none_stays');
	IF NEW.subject = '-' THEN
		PERFORM status_require(NOT EXISTS (SELECT FROM allergy WHERE patient_id = NEW.patient_id AND current
		    AND subject <> '-'), 'allergy_none_contradicts');
	ELSE
		UPDATE allergy SET status = 'replaced' WHERE patient_id = NEW.patient_id AND current AND subject = '-';
	END IF;
	PERFORM status_require(NOT EXISTS (SELECT FROM allergy WHERE patient_id = NEW.patient_id AND current
	    AND subject = NEW.subject), 'allergy_once');
	PERFORM status_require(NEW.subject !~ '^[A-Z]' OR EXISTS (SELECT FROM medicine WHERE starts_with(atc, NEW.subject)),
	    'allergy_atc_known');
	RETURN NEW;
END
$$;
CREATE TRIGGER allergy_stand BEFORE INSERT ON allergy
	FOR EACH ROW EXECUTE FUNCTION allergy_stand();
CREATE TRIGGER allergy_end BEFORE UPDATE ON allergy
	FOR EACH ROW WHEN (NEW.status IS DISTINCT FROM OLD.status) EXECUTE FUNCTION version_end();
CREATE TRIGGER patient_moved_allergy AFTER UPDATE ON patient
	FOR EACH ROW WHEN (OLD.area_id <> NEW.area_id) EXECUTE FUNCTION patient_rows_moved('allergy');

-- What an allergy may be against; ATC codes in the steps which the medicines of the book have.
CREATE VIEW allergy_choice WITH (security_invoker) AS
SELECT '@' || code AS subject, 1 AS part, name, name_en, ''::text AS note, ''::text AS note_en, '' AS atc,
       retired_at IS NULL AS offered, ord
  FROM allergen
UNION ALL
SELECT code, 2, name, name_en, 'группа препаратов', 'group of medicines', '', true, ord
  FROM medicine_group
UNION ALL
SELECT '#' || id, 3, inn, inn_en, coalesce(atc, ''), coalesce(atc, ''), coalesce(atc, ''), retired_at IS NULL, 0
  FROM medicine
UNION ALL
SELECT left(m.atc, n), 4, 'АТХ ' || left(m.atc, n), 'ATC ' || left(m.atc, n), string_agg(m.inn, ', ' ORDER BY m.inn),
       string_agg(coalesce(nullif(m.inn_en, ''), m.inn), ', ' ORDER BY m.inn), left(m.atc, n), true, n
  FROM medicine AS m, unnest(ARRAY[3, 4, 5]) AS n
 WHERE length(m.atc) >= n
 GROUP BY left(m.atc, n), n;

-- Allergies with their names and with what a rule checks prescriptions against ('' is no medicine).
CREATE VIEW allergy_entry WITH (security_invoker) AS
SELECT a.*, coalesce(o.name, m.inn, g.name, 'АТХ ' || a.subject) AS name,
       coalesce(o.name_en, nullif(m.inn_en, ''), m.inn, g.name_en, 'ATC ' || a.subject) AS name_en,
       CASE WHEN a.subject = '-' THEN '' WHEN o.code IS NOT NULL THEN o.subject ELSE a.subject END AS rule_subject
  FROM allergy AS a
  LEFT JOIN medicine AS m ON m.id = a.medicine_id
  LEFT JOIN medicine_group AS g ON g.code = a.group_code
  LEFT JOIN allergen AS o ON o.code = a.allergen_code;

-- Who sees and writes what.
ALTER TABLE allergen ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE allergy ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY book_read ON allergen FOR SELECT USING (true);
CREATE POLICY book_write ON allergen TO palreg_admin
	USING ((SELECT cardinality(areas('user_manage'))) > 0)
	WITH CHECK ((SELECT cardinality(areas('user_manage'))) > 0);
GRANT SELECT ON allergen TO palreg_register, palreg_admin, palreg_report;
GRANT INSERT, UPDATE, DELETE ON allergen TO palreg_admin;
CREATE POLICY allergy_read ON allergy FOR SELECT TO palreg_register
	USING (area_id = ANY ((SELECT areas('record_read'))::int[]));
CREATE POLICY allergy_add ON allergy FOR INSERT TO palreg_register
	WITH CHECK (area_id = ANY ((SELECT areas('record_write'))::int[]) AND author_id = (SELECT current_account()));
CREATE POLICY allergy_edit ON allergy FOR UPDATE TO palreg_register
	USING (area_id = ANY ((SELECT areas('record_write'))::int[]));
CREATE POLICY allergy_owner ON allergy TO palreg_owner
	USING (area_id = ANY ((SELECT areas('record_read') || areas('record_write') || areas('patient_write'))::int[])
	    OR (SELECT by_operator()));
GRANT SELECT ON allergy TO palreg_register;
GRANT INSERT (series_id, version, patient_id, area_id, subject, reactions, severity, certainty, source, noted_on, author_id),
	UPDATE (status) ON allergy TO palreg_register;
GRANT SELECT ON allergy_choice, allergy_entry TO palreg_register;

COMMIT;
