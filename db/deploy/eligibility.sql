-- Deploy palreg:eligibility to pg
-- requires: diagnosis
-- Who needs palliative care: a group and the criteria that apply, assessed on a day. They are met with two general
-- criteria and one of the condition. Every assessment is kept; the newest says how it stands.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- General ones, and those of a condition: of one group, or of every group where none is named.
CREATE TABLE eligibility_criterion (
	code text PRIMARY KEY CONSTRAINT eligibility_criterion_code CHECK (code ~ '^[a-z0-9_]{1,40}$'),
	general boolean NOT NULL,
	group_code text REFERENCES diagnosis_group,
	name text NOT NULL CONSTRAINT eligibility_criterion_name CHECK (length(name) BETWEEN 1 AND 300),
	name_en text NOT NULL CONSTRAINT eligibility_criterion_name_en CHECK (length(name_en) BETWEEN 1 AND 300),
	source text NOT NULL CONSTRAINT eligibility_criterion_source CHECK (source <> ''),
	ord int NOT NULL DEFAULT 0,
	valid_from date NOT NULL DEFAULT '2026-01-01',
	retired_at timestamptz,
	CONSTRAINT eligibility_criterion_general CHECK (NOT general OR group_code IS NULL)
);
CREATE INDEX eligibility_criterion_group ON eligibility_criterion (group_code) WHERE group_code IS NOT NULL;

-- met is what the book said of these criteria when they were assessed.
CREATE TABLE eligibility (
	id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	series_id uuid NOT NULL,
	version int NOT NULL DEFAULT 1 CONSTRAINT eligibility_version CHECK (version >= 1),
	patient_id uuid NOT NULL REFERENCES patient,
	area_id int NOT NULL REFERENCES area,
	group_code text NOT NULL CONSTRAINT eligibility_group_known REFERENCES diagnosis_group,
	criteria text[] NOT NULL DEFAULT '{}',
	assessed_on date NOT NULL,
	met boolean NOT NULL,
	status text NOT NULL DEFAULT 'active' CONSTRAINT eligibility_status CHECK (status IN ('active', 'entered_in_error')),
	current boolean NOT NULL DEFAULT true,
	author_id uuid NOT NULL REFERENCES account,
	created_at timestamptz NOT NULL DEFAULT now(),
	ended_by uuid REFERENCES account,
	ended_at timestamptz,
	CONSTRAINT eligibility_series_version UNIQUE (series_id, version),
	CONSTRAINT eligibility_current_is_active CHECK (NOT current OR status = 'active'),
	CONSTRAINT eligibility_ended CHECK ((status = 'active') = (ended_at IS NULL) AND (ended_by IS NULL) = (ended_at IS NULL))
);
CREATE UNIQUE INDEX eligibility_current ON eligibility (series_id) WHERE current;
CREATE UNIQUE INDEX eligibility_day_once ON eligibility (patient_id, assessed_on) WHERE current;
CREATE INDEX eligibility_patient ON eligibility (patient_id, assessed_on DESC);
CREATE INDEX eligibility_area ON eligibility (area_id);
CREATE INDEX eligibility_group ON eligibility (group_code);
CREATE INDEX eligibility_author ON eligibility (author_id);
CREATE INDEX eligibility_ended_by ON eligibility (ended_by) WHERE ended_by IS NOT NULL;

-- Criteria are those of the book for this group, each once; whether they are met follows from them.
CREATE FUNCTION eligibility_judge() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	known int;
	fit int;
	common int;
	old text[];
BEGIN
	PERFORM status_require(EXISTS (SELECT FROM diagnosis_group WHERE code = NEW.group_code), 'eligibility_group_known');
	SELECT criteria INTO old FROM eligibility WHERE series_id = NEW.series_id AND version = NEW.version - 1;
	NEW.criteria := ARRAY(SELECT DISTINCT c FROM unnest(NEW.criteria) AS c);
	SELECT count(*), count(*) FILTER (WHERE general OR coalesce(group_code, NEW.group_code) = NEW.group_code),
	       count(*) FILTER (WHERE general)
	  INTO known, fit, common
	  FROM eligibility_criterion
	 WHERE code = ANY (NEW.criteria) AND (retired_at IS NULL OR code = ANY (old) OR (SELECT by_operator()));
	PERFORM status_require(known = cardinality(NEW.criteria), 'eligibility_criteria_known');
	PERFORM status_require(fit = known, 'eligibility_criteria_of_group');
	PERFORM status_require(NOT EXISTS (SELECT FROM eligibility WHERE patient_id = NEW.patient_id AND current
	    AND assessed_on = NEW.assessed_on), 'eligibility_once');
	NEW.met := common >= 2 AND known > common;
	RETURN NEW;
END
$$;
CREATE TRIGGER eligibility_follow BEFORE INSERT ON eligibility
	FOR EACH ROW EXECUTE FUNCTION version_follow('assessed_on');
CREATE TRIGGER eligibility_judge BEFORE INSERT ON eligibility
	FOR EACH ROW EXECUTE FUNCTION eligibility_judge();
CREATE TRIGGER eligibility_end BEFORE UPDATE ON eligibility
	FOR EACH ROW WHEN (NEW.status IS DISTINCT FROM OLD.status) EXECUTE FUNCTION version_end();
CREATE TRIGGER patient_moved_eligibility AFTER UPDATE ON patient
	FOR EACH ROW WHEN (OLD.area_id <> NEW.area_id) EXECUTE FUNCTION patient_rows_moved('eligibility');

-- Who sees and writes what.
ALTER TABLE eligibility_criterion ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE eligibility ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY book_read ON eligibility_criterion FOR SELECT USING (true);
CREATE POLICY book_write ON eligibility_criterion TO palreg_admin
	USING ((SELECT cardinality(areas('user_manage'))) > 0)
	WITH CHECK ((SELECT cardinality(areas('user_manage'))) > 0);
GRANT SELECT ON eligibility_criterion TO palreg_register, palreg_admin, palreg_report;
GRANT INSERT, UPDATE, DELETE ON eligibility_criterion TO palreg_admin;
CREATE POLICY eligibility_read ON eligibility FOR SELECT TO palreg_register
	USING (area_id = ANY ((SELECT areas('record_read'))::int[]));
CREATE POLICY eligibility_add ON eligibility FOR INSERT TO palreg_register
	WITH CHECK (area_id = ANY ((SELECT areas('record_write'))::int[]) AND author_id = (SELECT current_account()));
CREATE POLICY eligibility_edit ON eligibility FOR UPDATE TO palreg_register
	USING (area_id = ANY ((SELECT areas('record_write'))::int[]));
CREATE POLICY eligibility_owner ON eligibility TO palreg_owner
	USING (area_id = ANY ((SELECT areas('record_read') || areas('record_write') || areas('patient_write'))::int[])
	    OR (SELECT by_operator()));
GRANT SELECT ON eligibility TO palreg_register;
GRANT INSERT (series_id, version, patient_id, area_id, group_code, criteria, assessed_on, author_id),
	UPDATE (status) ON eligibility TO palreg_register;

COMMIT;
