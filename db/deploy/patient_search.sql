-- Deploy palreg:patient_search to pg
-- requires: prescription_search, assessment, entry
-- What patients are searched by beyond their own row: the last PPS and phase, what they take, who treats them; and the
-- searches that somebody keeps under a name.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- The last value of what is asked for in a search; kept by the trigger of observation.
CREATE TABLE patient_finding (
	patient_id uuid PRIMARY KEY REFERENCES patient,
	area_id int NOT NULL REFERENCES area,
	pps smallint,
	phase smallint
);
CREATE INDEX patient_finding_pps ON patient_finding (area_id, pps) INCLUDE (patient_id) WHERE pps IS NOT NULL;
CREATE INDEX patient_finding_phase ON patient_finding (area_id, phase) INCLUDE (patient_id) WHERE phase IS NOT NULL;
CREATE INDEX patient_finding_area ON patient_finding (area_id);

CREATE FUNCTION patient_find(p_patients uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
INSERT INTO patient_finding AS f (patient_id, area_id, pps, phase)
SELECT p.id, p.area_id,
       (SELECT o.value FROM observation AS o WHERE o.patient_id = p.id AND o.code = 'pps' AND o.current
         ORDER BY o.effective_at DESC, o.created_at DESC LIMIT 1),
       (SELECT o.value FROM observation AS o WHERE o.patient_id = p.id AND o.code = 'phase' AND o.current
         ORDER BY o.effective_at DESC, o.created_at DESC LIMIT 1)
  FROM patient AS p
 WHERE p.id = ANY (p_patients)
 ORDER BY p.id
    ON CONFLICT (patient_id) DO UPDATE SET area_id = EXCLUDED.area_id, pps = EXCLUDED.pps, phase = EXCLUDED.phase
 WHERE (f.area_id, f.pps, f.phase) IS DISTINCT FROM (EXCLUDED.area_id, EXCLUDED.pps, EXCLUDED.phase)
$$;

CREATE FUNCTION observation_found() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	patients uuid[] := ARRAY(SELECT DISTINCT patient_id FROM fresh WHERE code IN ('pps', 'phase'));
BEGIN
	IF TG_OP = 'UPDATE' THEN
		patients := patients || ARRAY(SELECT DISTINCT patient_id FROM stale WHERE code IN ('pps', 'phase'));
	END IF;
	IF cardinality(patients) > 0 THEN
		PERFORM patient_find(patients);
	END IF;
	RETURN NULL;
END
$$;
CREATE TRIGGER observation_found AFTER INSERT ON observation REFERENCING NEW TABLE AS fresh
	FOR EACH STATEMENT EXECUTE FUNCTION observation_found();
CREATE TRIGGER observation_found_anew AFTER UPDATE ON observation REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
	FOR EACH STATEMENT EXECUTE FUNCTION observation_found();
CREATE TRIGGER patient_moved_finding AFTER UPDATE ON patient
	FOR EACH ROW WHEN (OLD.area_id <> NEW.area_id) EXECUTE FUNCTION patient_rows_moved('patient_finding');
SELECT patient_find(ARRAY(SELECT DISTINCT patient_id FROM observation WHERE code IN ('pps', 'phase')));

-- Who takes what now, and whom somebody treats, by the index alone.
CREATE INDEX prescription_taken ON prescription (medicine_id, area_id) INCLUDE (patient_id, ends_on)
	WHERE current AND status = 'active';
CREATE INDEX prescription_treated ON prescription (author_id, patient_id) WHERE current;
CREATE INDEX assessment_treated ON assessment (author_id, patient_id) WHERE current;

-- A search under a name: the open conditions only, as the address of the list holds them. Nothing in a name may be a
-- number of a person; the browser besides refuses the surname of a patient.
CREATE TABLE saved_search (
	id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	account_id uuid NOT NULL REFERENCES account,
	name text NOT NULL,
	query text NOT NULL CONSTRAINT saved_search_query CHECK (length(query) <= 1000
	    AND query ~ '^[a-z_]+=[A-Za-z0-9._%-]+(&[a-z_]+=[A-Za-z0-9._%-]+)*$'),
	version int NOT NULL DEFAULT 1,
	changed_at timestamptz NOT NULL DEFAULT now(),
	CONSTRAINT saved_search_name CHECK (length(name) BETWEEN 1 AND 60 AND name = btrim(name) AND name !~ '[[:cntrl:]]'),
	CONSTRAINT saved_search_name_no_number CHECK (regexp_replace(name, '[^0-9]+', '', 'g') !~ '[0-9]{6}')
);
CREATE UNIQUE INDEX saved_search_once ON saved_search (account_id, lower(name));

CREATE FUNCTION saved_search_stamp() RETURNS trigger
LANGUAGE plpgsql
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF (SELECT count(*) FROM saved_search WHERE account_id = NEW.account_id) >= 50 AND TG_OP = 'INSERT' THEN
		RAISE EXCEPTION 'enough searches are kept' USING ERRCODE = '23514', CONSTRAINT = 'saved_search_most';
	END IF;
	IF TG_OP = 'UPDATE' THEN
		NEW.version := OLD.version + 1;
		NEW.changed_at := now();
	END IF;
	RETURN NEW;
END
$$;
CREATE TRIGGER saved_search_stamp BEFORE INSERT OR UPDATE ON saved_search
	FOR EACH ROW EXECUTE FUNCTION saved_search_stamp();

-- Who sees and writes what.
ALTER TABLE patient_finding ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE saved_search ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY patient_finding_read ON patient_finding FOR SELECT TO palreg_register
	USING (area_id = ANY ((SELECT areas('record_read'))::int[]));
CREATE POLICY patient_finding_owner ON patient_finding TO palreg_owner
	USING (area_id = ANY ((SELECT areas('record_read') || areas('record_write') || areas('patient_write'))::int[])
	    OR (SELECT by_operator()))
	WITH CHECK (area_id = ANY ((SELECT areas('record_write') || areas('patient_write'))::int[]) OR (SELECT by_operator()));
CREATE POLICY saved_search_own ON saved_search TO palreg_register
	USING (account_id = (SELECT current_account())) WITH CHECK (account_id = (SELECT current_account()));
GRANT SELECT ON patient_finding TO palreg_register;
GRANT SELECT, DELETE, INSERT (account_id, name, query), UPDATE (name) ON saved_search TO palreg_register;

COMMIT;
