-- Deploy palreg:care to pg
-- requires: record_event
-- Visits and contacts, planned and done; where the patient is cared for; what he wishes; care for the family after a death.
-- Rows are only added: a change is the next version of its series, and what was entered in error is a last version that
-- says so.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- seen: by such a contact the patient himself is seen; remote: it has no place.
CREATE TABLE visit_kind (
	code text PRIMARY KEY CONSTRAINT visit_kind_code CHECK (code ~ '^[a-z_]{2,20}$'),
	name text NOT NULL,
	name_en text NOT NULL,
	seen boolean NOT NULL,
	remote boolean NOT NULL,
	ord int NOT NULL
);
INSERT INTO visit_kind (code, name, name_en, seen, remote, ord) VALUES
('primary', 'первичный осмотр врача', 'first visit of a doctor', true, false, 10),
('repeat', 'повторный осмотр врача', 'follow-up visit of a doctor', true, false, 20),
('nurse', 'визит медицинской сестры', 'visit of a nurse', true, false, 30),
('support', 'визит психолога или социального работника', 'visit of a psychologist or social worker', true, false, 40),
('video', 'видеоконсультация врач — пациент', 'video, doctor and patient', true, true, 50),
('phone', 'телефонный звонок', 'phone call', false, true, 60),
('consult', 'консультация врач — врач', 'consultation between doctors', false, true, 70);

-- The next version of a series follows the last one, of the same patient, and stands instead of it; nothing follows
-- what was entered in error.
CREATE FUNCTION series_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	last record;
	who uuid := current_account();
BEGIN
	SELECT area_id INTO NEW.area_id FROM patient WHERE id = NEW.patient_id;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no such patient' USING ERRCODE = '42501';
	END IF;
	EXECUTE format('SELECT version, patient_id, status FROM %I WHERE series_id = $1 ORDER BY version DESC LIMIT 1 FOR UPDATE',
	    TG_TABLE_NAME) INTO last USING NEW.series_id;
	IF NEW.version <> coalesce(last.version, 0) + 1 OR last.status = 'entered_in_error' THEN
		RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = '40001', CONSTRAINT = TG_TABLE_NAME || '_version_follows';
	END IF;
	IF last.patient_id <> NEW.patient_id THEN
		RAISE EXCEPTION 'a series stays with its patient'
		    USING ERRCODE = '23514', CONSTRAINT = TG_TABLE_NAME || '_same_patient';
	END IF;
	IF last.version IS NOT NULL THEN
		EXECUTE format('UPDATE %I SET current = false WHERE series_id = $1 AND current', TG_TABLE_NAME) USING NEW.series_id;
	END IF;
	NEW.current := NEW.status <> 'entered_in_error';
	NEW.created_at := CASE WHEN who IS NULL THEN NEW.created_at ELSE now() END;
	NEW.author_id := coalesce(who, NEW.author_id);
	RETURN NEW;
END
$$;

-- What happened on a day: not in the future (wherever the clinic is: the program knows its clock), not before the birth, not
-- after the patient has left. The rules' names begin with the trigger's table; its argument is the column with the day.
CREATE FUNCTION day_of_record() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	day date := (to_jsonb(NEW) ->> TG_ARGV[0])::date;
	who patient;
BEGIN
	SELECT * INTO who FROM patient WHERE id = NEW.patient_id;
	IF day IS NULL THEN
		RETURN NEW;
	END IF;
	PERFORM status_require(day <= (now() AT TIME ZONE 'UTC' + interval '12 hours')::date, TG_TABLE_NAME || '_not_in_future');
	PERFORM status_require(extract(year FROM day) >= who.year_of_birth, TG_TABLE_NAME || '_after_birth');
	PERFORM status_require(day <= coalesce(who.died_on, who.date_out, 'infinity'), TG_TABLE_NAME || '_before_end');
	RETURN NEW;
END
$$;

-- team and team_roles go in pairs: an account, and what it does there.
CREATE TABLE visit (
	id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	series_id uuid NOT NULL,
	version int NOT NULL CONSTRAINT visit_version CHECK (version >= 1),
	patient_id uuid NOT NULL REFERENCES patient,
	area_id int NOT NULL REFERENCES area,
	status text NOT NULL
		CONSTRAINT visit_status CHECK (status IN ('planned', 'done', 'cancelled', 'no_show', 'entered_in_error')),
	kind text NOT NULL REFERENCES visit_kind,
	planned_on date,
	planned_time time,
	done_on date,
	done_time time,
	day date GENERATED ALWAYS AS (coalesce(done_on, planned_on)) STORED,
	place text,
	team uuid[] NOT NULL DEFAULT '{}',
	team_roles text[] NOT NULL DEFAULT '{}',
	decisions text[] NOT NULL DEFAULT '{}',
	reason text,
	follows uuid,
	current boolean NOT NULL DEFAULT true,
	author_id uuid NOT NULL REFERENCES account,
	created_at timestamptz NOT NULL DEFAULT now(),
	CONSTRAINT visit_series_version UNIQUE (series_id, version),
	CONSTRAINT visit_has_day CHECK (day IS NOT NULL),
	CONSTRAINT visit_planned_has_day CHECK (status <> 'planned' OR planned_on IS NOT NULL),
	CONSTRAINT visit_done_has_day CHECK (status <> 'done' OR done_on IS NOT NULL),
	CONSTRAINT visit_done_has_team CHECK (status <> 'done' OR cardinality(team) > 0),
	CONSTRAINT visit_done_alone CHECK (status IN ('done', 'entered_in_error')
	    OR (done_on IS NULL AND decisions = '{}')),
	CONSTRAINT visit_time_of_day CHECK ((planned_time IS NULL OR planned_on IS NOT NULL)
	    AND (done_time IS NULL OR done_on IS NOT NULL)),
	CONSTRAINT visit_reason_given CHECK (status NOT IN ('cancelled', 'no_show') OR reason IS NOT NULL),
	CONSTRAINT visit_reason_alone CHECK (status NOT IN ('planned', 'done') OR reason IS NULL),
	CONSTRAINT visit_team_in_pairs CHECK (cardinality(team) = cardinality(team_roles) AND cardinality(team) <= 8)
);
CREATE UNIQUE INDEX visit_current ON visit (series_id) WHERE current;
CREATE INDEX visit_patient ON visit (patient_id, day DESC, series_id, version DESC);
CREATE INDEX visit_area_day ON visit (area_id, day) WHERE current;
CREATE INDEX visit_waiting ON visit (area_id, planned_on) WHERE current AND status = 'planned';
CREATE INDEX visit_of_kind ON visit (kind);
CREATE INDEX visit_author ON visit (author_id);

-- The visits that were observations without a value.
INSERT INTO visit (series_id, version, patient_id, area_id, status, kind, done_on, place, team, team_roles, author_id, created_at)
SELECT id, 1, patient_id, area_id, 'done', 'repeat', effective_on, 'unknown', ARRAY[author_id], ARRAY['doctor'], author_id, created_at
  FROM observation
 WHERE code = 'visit' AND assessment_id IS NULL;
RESET ROLE;
DELETE FROM observation WHERE code = 'visit' AND assessment_id IS NULL;
SET LOCAL ROLE palreg_owner;

CREATE TRIGGER visit_codes BEFORE INSERT ON visit
	FOR EACH ROW EXECUTE FUNCTION coded_check('place=visit_place', 'team_roles=team_role', 'decisions=visit_decision');
CREATE TRIGGER visit_codes_cancelled BEFORE INSERT ON visit
	FOR EACH ROW WHEN (NEW.status = 'cancelled') EXECUTE FUNCTION coded_check('reason=cancel_reason');
CREATE TRIGGER visit_codes_no_show BEFORE INSERT ON visit
	FOR EACH ROW WHEN (NEW.status = 'no_show') EXECUTE FUNCTION coded_check('reason=no_show_reason');
CREATE TRIGGER visit_when BEFORE INSERT ON visit
	FOR EACH ROW WHEN (NEW.status = 'done') EXECUTE FUNCTION day_of_record('done_on');
CREATE TRIGGER visit_follow BEFORE INSERT ON visit FOR EACH ROW EXECUTE FUNCTION series_follow();

-- Planned, then done, cancelled or nobody was met; what is not done yet may be planned anew; what is done stays done. A plan
-- is for who is cared for, and for today or later; an operator brings in what was.
CREATE FUNCTION visit_rules() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	was visit;
BEGIN
	SELECT * INTO was FROM visit WHERE series_id = NEW.series_id AND version = NEW.version - 1;
	PERFORM status_require(CASE was.status WHEN 'done' THEN NEW.status IN ('done', 'entered_in_error')
	    ELSE was.status IS NOT NULL OR NEW.status IN ('planned', 'done') END, 'visit_step_allowed');
	PERFORM status_require(cardinality(NEW.team) = (SELECT count(DISTINCT m) FROM unnest(NEW.team) AS m), 'visit_team_once');
	PERFORM status_require(NOT EXISTS (SELECT FROM unnest(NEW.team) AS m
	    WHERE NOT EXISTS (SELECT FROM account AS a WHERE a.id = m AND a.state <> 'invited')), 'visit_team_known');
	IF NEW.status = 'done' THEN
		PERFORM status_require(NEW.place IS NOT NULL OR NOT EXISTS (SELECT FROM visit_kind WHERE code = NEW.kind AND NOT remote),
		    'visit_has_place');
	ELSIF NEW.status = 'planned' AND current_account() IS NOT NULL THEN
		PERFORM status_require(EXISTS (SELECT FROM patient WHERE id = NEW.patient_id
		    AND status NOT IN ('removed', 'refused', 'declined')), 'visit_patient_on_register');
		PERFORM status_require((NEW.planned_on < CURRENT_DATE) IS NOT TRUE
		    OR (was.status = 'planned' AND was.planned_on = NEW.planned_on), 'visit_plan_not_past');
		PERFORM status_require((NEW.planned_on > CURRENT_DATE + 366) IS NOT TRUE, 'visit_plan_within_a_year');
	END IF;
	RETURN NEW;
END
$$;
CREATE TRIGGER visit_rules BEFORE INSERT ON visit FOR EACH ROW EXECUTE FUNCTION visit_rules();

-- The last day on which somebody saw the patient.
CREATE FUNCTION patient_last_seen(p_patient uuid) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
RETURN greatest((SELECT max(o.effective_on) FROM observation AS o WHERE o.patient_id = p_patient AND o.current),
    (SELECT max(v.done_on) FROM visit AS v JOIN visit_kind AS k ON k.code = v.kind
      WHERE v.patient_id = p_patient AND v.current AND v.status = 'done' AND k.seen));

CREATE OR REPLACE FUNCTION patient_observed(p_patient uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
UPDATE patient AS p
   SET last_pain = n.pain, last_seen_on = n.seen
  FROM (SELECT (SELECT o.value FROM observation AS o
                 WHERE o.patient_id = p_patient AND o.code = 'pain-nrs' AND o.current
                 ORDER BY o.effective_at DESC, o.created_at DESC LIMIT 1) AS pain,
               patient_last_seen(p_patient) AS seen) AS n
 WHERE p.id = p_patient AND (p.last_pain, p.last_seen_on) IS DISTINCT FROM (n.pain, n.seen)
$$;

CREATE FUNCTION visit_seen() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	UPDATE patient AS p SET last_seen_on = n.seen
	  FROM (SELECT f.patient_id, patient_last_seen(f.patient_id) AS seen
	          FROM (SELECT DISTINCT patient_id FROM fresh WHERE status IN ('done', 'entered_in_error')) AS f) AS n
	 WHERE p.id = n.patient_id AND p.last_seen_on IS DISTINCT FROM n.seen;
	RETURN NULL;
END
$$;
CREATE TRIGGER visit_seen AFTER INSERT ON visit REFERENCING NEW TABLE AS fresh
	FOR EACH STATEMENT EXECUTE FUNCTION visit_seen();

-- Nobody is visited who has left.
CREATE FUNCTION visit_cancel_all() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	INSERT INTO visit (series_id, version, patient_id, status, kind, planned_on, planned_time, place, team, team_roles, reason,
	    follows, author_id)
	SELECT series_id, version + 1, patient_id, 'cancelled', kind, planned_on, planned_time, place, team, team_roles,
	       CASE WHEN NEW.died_on IS NOT NULL THEN 'died' ELSE 'left' END, follows, NEW.changed_by
	  FROM visit
	 WHERE patient_id = NEW.id AND current AND status = 'planned';
	RETURN NULL;
END
$$;
CREATE TRIGGER visit_cancel_all AFTER UPDATE ON patient
	FOR EACH ROW WHEN (OLD.status <> NEW.status AND NEW.status IN ('removed', 'refused', 'declined'))
	EXECUTE FUNCTION visit_cancel_all();

-- Where the patient is cared for from a day on, until the next one begins: so there is no overlap and one current place.
CREATE TABLE care_place (
	id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	series_id uuid NOT NULL,
	version int NOT NULL CONSTRAINT care_place_version CHECK (version >= 1),
	patient_id uuid NOT NULL REFERENCES patient,
	area_id int NOT NULL REFERENCES area,
	place text NOT NULL,
	since date NOT NULL,
	status text NOT NULL DEFAULT 'stated' CONSTRAINT care_place_status CHECK (status IN ('stated', 'entered_in_error')),
	current boolean NOT NULL DEFAULT true,
	author_id uuid NOT NULL REFERENCES account,
	created_at timestamptz NOT NULL DEFAULT now(),
	CONSTRAINT care_place_series_version UNIQUE (series_id, version)
);
CREATE UNIQUE INDEX care_place_current ON care_place (series_id) WHERE current;
CREATE UNIQUE INDEX care_place_day ON care_place (patient_id, since) WHERE current;
CREATE INDEX care_place_patient ON care_place (patient_id, since DESC);
CREATE INDEX care_place_area ON care_place (area_id, place) WHERE current;
CREATE INDEX care_place_author ON care_place (author_id);
CREATE TRIGGER care_place_codes BEFORE INSERT ON care_place
	FOR EACH ROW EXECUTE FUNCTION coded_check('place=place_of_care');
CREATE TRIGGER care_place_when BEFORE INSERT ON care_place
	FOR EACH ROW WHEN (NEW.status = 'stated') EXECUTE FUNCTION day_of_record('since');
CREATE TRIGGER care_place_follow BEFORE INSERT ON care_place FOR EACH ROW EXECUTE FUNCTION series_follow();

CREATE FUNCTION care_place_rules() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	PERFORM status_require(NOT EXISTS (SELECT FROM care_place WHERE patient_id = NEW.patient_id AND since = NEW.since AND current
	    AND series_id <> NEW.series_id), 'care_place_one_a_day');
	RETURN NEW;
END
$$;
CREATE TRIGGER care_place_rules BEFORE INSERT ON care_place
	FOR EACH ROW WHEN (NEW.status = 'stated') EXECUTE FUNCTION care_place_rules();

-- What the patient knows and wishes, as he said it in one conversation; the newest one counts.
CREATE TABLE preference (
	id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	series_id uuid NOT NULL,
	version int NOT NULL CONSTRAINT preference_version CHECK (version >= 1),
	patient_id uuid NOT NULL REFERENCES patient,
	area_id int NOT NULL REFERENCES area,
	discussed_on date NOT NULL,
	with_whom text[] NOT NULL CONSTRAINT preference_with_somebody CHECK (cardinality(with_whom) > 0),
	informed_diagnosis text CONSTRAINT preference_informed_diagnosis
		CHECK (informed_diagnosis IN ('yes', 'partly', 'no', 'unwanted')),
	informed_prognosis text CONSTRAINT preference_informed_prognosis
		CHECK (informed_prognosis IN ('yes', 'partly', 'no', 'unwanted')),
	wishes text[] NOT NULL DEFAULT '{}' CONSTRAINT preference_wishes_agree
		CHECK (cardinality(wishes) < 2 OR NOT wishes && ARRAY['full', 'undecided']),
	place_of_care text,
	place_of_death text,
	status text NOT NULL DEFAULT 'stated' CONSTRAINT preference_status CHECK (status IN ('stated', 'entered_in_error')),
	current boolean NOT NULL DEFAULT true,
	author_id uuid NOT NULL REFERENCES account,
	created_at timestamptz NOT NULL DEFAULT now(),
	CONSTRAINT preference_series_version UNIQUE (series_id, version),
	CONSTRAINT preference_says_something CHECK (wishes <> '{}'
	    OR coalesce(informed_diagnosis, informed_prognosis, place_of_care, place_of_death) IS NOT NULL)
);
CREATE UNIQUE INDEX preference_current ON preference (series_id) WHERE current;
CREATE INDEX preference_patient ON preference (patient_id, discussed_on DESC);
CREATE INDEX preference_area ON preference (area_id);
CREATE INDEX preference_author ON preference (author_id);
CREATE TRIGGER preference_codes BEFORE INSERT ON preference
	FOR EACH ROW EXECUTE FUNCTION coded_check('with_whom=conversation_with', 'wishes=wish', 'place_of_care=preferred_place',
	    'place_of_death=preferred_place');
CREATE TRIGGER preference_when BEFORE INSERT ON preference
	FOR EACH ROW WHEN (NEW.status = 'stated') EXECUTE FUNCTION day_of_record('discussed_on');
CREATE TRIGGER preference_follow BEFORE INSERT ON preference FOR EACH ROW EXECUTE FUNCTION series_follow();

-- Care for the family ends after both contacts, or for a reason; what it was before each change is kept.
ALTER TABLE bereavement
	ADD COLUMN close_reason text,
	ADD CONSTRAINT bereavement_closed_why CHECK (status <> 'closed' OR second_on IS NOT NULL OR close_reason IS NOT NULL),
	ADD CONSTRAINT bereavement_reason_of_closing CHECK (close_reason IS NULL OR closed_on IS NOT NULL),
	ADD CONSTRAINT bereavement_closed_last CHECK (closed_on >= greatest(first_on, second_on));
CREATE INDEX bereavement_second ON bereavement (area_id, second_due) WHERE status = 'open';
CREATE TRIGGER bereavement_codes BEFORE UPDATE OF close_reason ON bereavement
	FOR EACH ROW EXECUTE FUNCTION coded_check('close_reason=bereavement_close');

CREATE TABLE bereavement_version (
	bereavement_id uuid NOT NULL REFERENCES bereavement,
	version int NOT NULL,
	patient_id uuid NOT NULL REFERENCES patient,
	area_id int NOT NULL REFERENCES area,
	status text NOT NULL,
	first_on date,
	second_on date,
	risk text,
	closed_on date,
	close_reason text,
	changed_by uuid NOT NULL REFERENCES account,
	changed_at timestamptz NOT NULL,
	PRIMARY KEY (bereavement_id, version)
);
CREATE INDEX bereavement_version_patient ON bereavement_version (patient_id);
CREATE INDEX bereavement_version_area ON bereavement_version (area_id);
CREATE INDEX bereavement_version_changed_by ON bereavement_version (changed_by);

CREATE FUNCTION bereavement_keep() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	INSERT INTO bereavement_version (bereavement_id, version, patient_id, area_id, status, first_on, second_on, risk, closed_on,
	    close_reason, changed_by, changed_at)
	VALUES (OLD.id, OLD.version, OLD.patient_id, OLD.area_id, OLD.status, OLD.first_on, OLD.second_on, OLD.risk, OLD.closed_on,
	    OLD.close_reason, OLD.changed_by, OLD.changed_at);
	RETURN NULL;
END
$$;
CREATE TRIGGER bereavement_keep AFTER UPDATE ON bereavement
	FOR EACH ROW WHEN (OLD.version <> NEW.version) EXECUTE FUNCTION bereavement_keep();

CREATE TRIGGER patient_moved_care AFTER UPDATE ON patient
	FOR EACH ROW WHEN (OLD.area_id <> NEW.area_id)
	EXECUTE FUNCTION patient_rows_moved('visit', 'care_place', 'preference', 'bereavement_version');

-- Who sees and writes what.
DO $$
DECLARE
	t regclass;
BEGIN
	FOREACH t IN ARRAY ARRAY['visit_kind', 'visit', 'care_place', 'preference', 'bereavement_version']::regclass[] LOOP
		EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
	END LOOP;
	FOREACH t IN ARRAY ARRAY['visit', 'care_place', 'preference', 'bereavement_version']::regclass[] LOOP
		EXECUTE format('CREATE POLICY care_read ON %s FOR SELECT TO palreg_register'
		    ' USING (area_id = ANY ((SELECT areas(''record_read''))::int[]))', t);
		EXECUTE format('CREATE POLICY care_owner ON %s TO palreg_owner USING (area_id = ANY ((SELECT areas(''patient_read'')'
		    ' || areas(''patient_write'') || areas(''record_write''))::int[]) OR (SELECT by_operator()))', t);
		EXECUTE format('GRANT SELECT ON %s TO palreg_register', t);
	END LOOP;
	FOREACH t IN ARRAY ARRAY['visit', 'care_place', 'preference']::regclass[] LOOP
		EXECUTE format('CREATE POLICY care_add ON %s FOR INSERT TO palreg_register WITH CHECK (author_id = (SELECT current_account())'
		    ' AND area_id = ANY ((SELECT areas(''record_write''))::int[]))', t);
	END LOOP;
	FOREACH t IN ARRAY ARRAY['visit', 'care_place', 'preference', 'bereavement']::regclass[] LOOP
		EXECUTE format('CREATE POLICY care_report ON %s FOR SELECT TO palreg_report'
		    ' USING (area_id = ANY ((SELECT areas(''report_patient'') || areas(''report_summary''))::int[]))', t);
	END LOOP;
END
$$;
CREATE POLICY book_read ON visit_kind FOR SELECT USING (true);
GRANT SELECT ON visit_kind TO palreg_register, palreg_report;
GRANT INSERT (series_id, version, patient_id, status, kind, planned_on, planned_time, done_on, done_time, place, team, team_roles,
	decisions, reason, follows) ON visit TO palreg_register;
GRANT INSERT (series_id, version, patient_id, place, since, status) ON care_place TO palreg_register;
GRANT INSERT (series_id, version, patient_id, discussed_on, with_whom, informed_diagnosis, informed_prognosis, wishes,
	place_of_care, place_of_death, status) ON preference TO palreg_register;
GRANT UPDATE (close_reason) ON bereavement TO palreg_register;

-- What reports may count: what stands, without who did it.
GRANT SELECT (series_id, patient_id, area_id, status, kind, planned_on, done_on, day, place, decisions, reason, current) ON visit
	TO palreg_report;
GRANT SELECT (patient_id, area_id, place, since, current) ON care_place TO palreg_report;
GRANT SELECT (patient_id, area_id, discussed_on, informed_diagnosis, informed_prognosis, wishes, place_of_care, place_of_death,
	current) ON preference TO palreg_report;
GRANT SELECT (patient_id, area_id, died_on, status, first_due, first_on, second_due, second_on, risk, closed_on, close_reason)
	ON bereavement TO palreg_report;
CREATE VIEW report_visit WITH (security_invoker) AS
SELECT v.series_id, v.patient_id, v.area_id, v.status, v.kind, k.seen, k.remote, v.planned_on, v.done_on, v.day, v.place,
       v.decisions, v.reason
  FROM visit AS v
  JOIN visit_kind AS k ON k.code = v.kind
 WHERE v.current;
CREATE VIEW report_care_place WITH (security_invoker) AS
SELECT patient_id, area_id, place, since, lead(since) OVER (PARTITION BY patient_id ORDER BY since) AS until
  FROM care_place
 WHERE current;
CREATE VIEW report_preference WITH (security_invoker) AS
SELECT patient_id, area_id, discussed_on, informed_diagnosis, informed_prognosis, wishes, place_of_care, place_of_death
  FROM preference
 WHERE current;
CREATE VIEW report_bereavement WITH (security_invoker) AS
SELECT patient_id, area_id, died_on, status, first_due, first_on, second_due, second_on, risk, closed_on, close_reason
  FROM bereavement
 WHERE status <> 'entered_in_error';
GRANT SELECT ON report_visit, report_care_place, report_preference, report_bereavement TO palreg_report;

-- What happened, in the list of all events: two views beside those of before.
CREATE VIEW care_event WITH (security_invoker) AS
SELECT v.patient_id, 'visit' AS kind, CASE WHEN v.status = 'entered_in_error' THEN 'error' WHEN v.status = w.status THEN 'changed' ELSE v.status END AS step,
       v.series_id AS series, v.version,
       CASE WHEN v.status = 'done' AND w.status IS DISTINCT FROM 'done' THEN coalesce(v.done_on + v.done_time, moment_of(v.done_on, v.created_at))
       ELSE v.created_at END AS at, v.created_at AS written, v.author_id AS who, k.name AS what, k.name_en AS what_en,
       r.name AS note, r.name_en AS note_en,
       v.status <> 'entered_in_error' AND EXISTS (SELECT FROM visit AS x WHERE x.series_id = v.series_id AND x.status = 'entered_in_error') AS wrong
  FROM visit AS v
  JOIN visit_kind AS k ON k.code = v.kind
  LEFT JOIN visit AS w ON w.series_id = v.series_id AND w.version = v.version - 1
  LEFT JOIN coded_value AS r ON r.list = CASE v.status WHEN 'no_show' THEN 'no_show_reason' ELSE 'cancel_reason' END AND r.code = v.reason
UNION ALL
SELECT c.patient_id, 'place', CASE WHEN c.status = 'entered_in_error' THEN 'error' WHEN c.version = 1 THEN 'added' ELSE 'changed' END, c.series_id,
       c.version, CASE c.version WHEN 1 THEN moment_of(c.since, c.created_at) ELSE c.created_at END, c.created_at, c.author_id, v.name, v.name_en,
       NULL, NULL, false
  FROM care_place AS c
  LEFT JOIN coded_value AS v ON v.list = 'place_of_care' AND v.code = c.place
UNION ALL
SELECT c.patient_id, 'preference', CASE WHEN c.status = 'entered_in_error' THEN 'error' WHEN c.version = 1 THEN 'added' ELSE 'changed' END, c.series_id,
       c.version, CASE c.version WHEN 1 THEN moment_of(c.discussed_on, c.created_at) ELSE c.created_at END, c.created_at, c.author_id,
       (SELECT string_agg(v.name, ', ' ORDER BY v.ord) FROM coded_value AS v WHERE v.list = 'wish' AND v.code = ANY (c.wishes)),
       (SELECT string_agg(v.name_en, ', ' ORDER BY v.ord) FROM coded_value AS v WHERE v.list = 'wish' AND v.code = ANY (c.wishes)), NULL, NULL, false
  FROM preference AS c;

CREATE VIEW care_fact WITH (security_invoker) AS
SELECT 'visit' AS kind, c.series_id AS series, c.version, f.ord, f.label, NULL::text AS name, NULL::text AS name_en, f.text, f.text_en
  FROM visit AS c
 CROSS JOIN LATERAL (VALUES
	(1, 'visit_kind', (SELECT k.name FROM visit_kind AS k WHERE k.code = c.kind), (SELECT k.name_en FROM visit_kind AS k WHERE k.code = c.kind)),
	(2, 'planned_on', c.planned_on || coalesce(' ' || to_char(c.planned_time, 'HH24:MI'), ''), NULL),
	(3, 'done_on', c.done_on || coalesce(' ' || to_char(c.done_time, 'HH24:MI'), ''), NULL),
	(4, 'visit_place', (SELECT v.name FROM coded_value AS v WHERE v.list = 'visit_place' AND v.code = c.place),
	    (SELECT v.name_en FROM coded_value AS v WHERE v.list = 'visit_place' AND v.code = c.place)),
	(5, 'team', (SELECT string_agg(s.name, ', ' ORDER BY t.n) FROM unnest(c.team) WITH ORDINALITY AS t(id, n) JOIN staff AS s ON s.id = t.id), NULL),
	(6, 'decisions', (SELECT string_agg(v.name, ', ' ORDER BY v.ord) FROM coded_value AS v WHERE v.list = 'visit_decision' AND v.code = ANY (c.decisions)),
	    (SELECT string_agg(v.name_en, ', ' ORDER BY v.ord) FROM coded_value AS v WHERE v.list = 'visit_decision' AND v.code = ANY (c.decisions)))
       ) AS f(ord, label, text, text_en)
 WHERE f.text <> ''
UNION ALL
SELECT 'place', c.series_id, c.version, f.ord, f.label, NULL, NULL, f.text, f.text_en
  FROM care_place AS c
 CROSS JOIN LATERAL (VALUES
	(1, 'care_place', (SELECT v.name FROM coded_value AS v WHERE v.list = 'place_of_care' AND v.code = c.place),
	    (SELECT v.name_en FROM coded_value AS v WHERE v.list = 'place_of_care' AND v.code = c.place)),
	(2, 'starts_on', c.since::text, NULL)) AS f(ord, label, text, text_en)
UNION ALL
SELECT 'preference', c.series_id, c.version, f.ord, f.label, NULL, NULL, f.text, f.text_en
  FROM preference AS c
 CROSS JOIN LATERAL (VALUES
	(1, 'noted_on', c.discussed_on::text, NULL),
	(2, 'informed_diagnosis', c.informed_diagnosis, NULL),
	(3, 'informed_prognosis', c.informed_prognosis, NULL),
	(4, 'wishes', (SELECT string_agg(v.name, ', ' ORDER BY v.ord) FROM coded_value AS v WHERE v.list = 'wish' AND v.code = ANY (c.wishes)),
	    (SELECT string_agg(v.name_en, ', ' ORDER BY v.ord) FROM coded_value AS v WHERE v.list = 'wish' AND v.code = ANY (c.wishes))),
	(5, 'preferred_care', (SELECT v.name FROM coded_value AS v WHERE v.list = 'preferred_place' AND v.code = c.place_of_care),
	    (SELECT v.name_en FROM coded_value AS v WHERE v.list = 'preferred_place' AND v.code = c.place_of_care)),
	(6, 'preferred_death', (SELECT v.name FROM coded_value AS v WHERE v.list = 'preferred_place' AND v.code = c.place_of_death),
	    (SELECT v.name_en FROM coded_value AS v WHERE v.list = 'preferred_place' AND v.code = c.place_of_death))) AS f(ord, label, text, text_en)
 WHERE f.text <> '';

ALTER VIEW record_event RENAME TO record_event_before_care;
ALTER VIEW record_fact RENAME TO record_fact_before_care;
CREATE VIEW record_event WITH (security_invoker) AS
SELECT * FROM record_event_before_care UNION ALL SELECT * FROM care_event;
CREATE VIEW record_fact WITH (security_invoker) AS
SELECT * FROM record_fact_before_care UNION ALL SELECT * FROM care_fact;
GRANT SELECT ON record_event, record_fact, care_event, care_fact TO palreg_register;

COMMIT;
