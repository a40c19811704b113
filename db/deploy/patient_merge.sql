-- Deploy palreg:patient_merge to pg
-- requires: patient_search, transfer, allergy, note, care_order, patient_import
-- Entries of one person: pairs that were found to be two people, and merging, which moves the rows of one patient to
-- another and can be undone. Which tables hang on a patient is read from their foreign keys; merge_stay names those whose
-- rows stay where they are.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- Two entries that look alike and are two people, until somebody thinks otherwise.
CREATE TABLE duplicate_dismissed (
	id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	patient_id uuid NOT NULL REFERENCES patient,
	other_id uuid NOT NULL REFERENCES patient,
	area_id int NOT NULL REFERENCES area,
	author_id uuid NOT NULL REFERENCES account,
	created_at timestamptz NOT NULL DEFAULT now(),
	withdrawn_by uuid REFERENCES account,
	withdrawn_at timestamptz,
	CONSTRAINT duplicate_dismissed_order CHECK (patient_id < other_id),
	CONSTRAINT duplicate_dismissed_withdrawn CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL))
);
CREATE UNIQUE INDEX duplicate_dismissed_once ON duplicate_dismissed (patient_id, other_id) WHERE withdrawn_at IS NULL;
CREATE INDEX duplicate_dismissed_patient ON duplicate_dismissed (patient_id);
CREATE INDEX duplicate_dismissed_other ON duplicate_dismissed (other_id);
CREATE INDEX duplicate_dismissed_area ON duplicate_dismissed (area_id);
CREATE INDEX duplicate_dismissed_author ON duplicate_dismissed (author_id);
CREATE INDEX duplicate_dismissed_withdrawn_by ON duplicate_dismissed (withdrawn_by) WHERE withdrawn_by IS NOT NULL;

-- One merge: other_id was removed as a duplicate, its rows went to patient_id. open: the open fields which the survivor
-- took over, each with what stood there before and what since. The revisions are those of the passports before.
CREATE TABLE patient_merge (
	id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	patient_id uuid NOT NULL REFERENCES patient,
	other_id uuid NOT NULL REFERENCES patient,
	area_id int NOT NULL REFERENCES area,
	removal_event uuid REFERENCES patient_status_event,
	open jsonb NOT NULL,
	patient_rev int NOT NULL,
	other_rev int NOT NULL,
	author_id uuid NOT NULL REFERENCES account,
	merged_at timestamptz NOT NULL DEFAULT now(),
	undone_by uuid REFERENCES account,
	undone_at timestamptz,
	CONSTRAINT patient_merge_two CHECK (patient_id <> other_id),
	CONSTRAINT patient_merge_undone CHECK ((undone_by IS NULL) = (undone_at IS NULL))
);
CREATE UNIQUE INDEX patient_merge_once ON patient_merge (other_id) WHERE undone_at IS NULL;
CREATE INDEX patient_merge_patient ON patient_merge (patient_id);
CREATE INDEX patient_merge_other ON patient_merge (other_id);
CREATE INDEX patient_merge_area ON patient_merge (area_id);
CREATE INDEX patient_merge_removal ON patient_merge (removal_event) WHERE removal_event IS NOT NULL;
CREATE INDEX patient_merge_author ON patient_merge (author_id);
CREATE INDEX patient_merge_undone_by ON patient_merge (undone_by) WHERE undone_by IS NOT NULL;

-- Which rows of a table went over, and how many stayed because the survivor has such a row already.
CREATE TABLE patient_merge_rows (
	merge_id uuid NOT NULL REFERENCES patient_merge,
	table_name text NOT NULL,
	ids text[] NOT NULL,
	stayed int NOT NULL,
	PRIMARY KEY (merge_id, table_name)
);

CREATE TABLE merge_stay (
	table_name text PRIMARY KEY,
	why text NOT NULL
);
INSERT INTO merge_stay (table_name, why) VALUES
	('document', 'a sealed document says whose it is; it is read where it stands'),
	('note', 'a sealed document says whose it is; it is read where it stands'),
	('patient_import_row', 'what a file said before there was an entry'),
	('patient_status_event', 'the states are those of the entry'),
	('patient_transfer', 'a transfer is one of the entry'),
	('bereavement', 'follows the death of the entry'),
	('patient_finding', 'computed from the observations'),
	('duplicate_dismissed', 'said of the entry'),
	('patient_merge', 'said of the entry');

CREATE TRIGGER patient_moved_merge AFTER UPDATE ON patient
	FOR EACH ROW WHEN (OLD.area_id <> NEW.area_id) EXECUTE FUNCTION patient_rows_moved('duplicate_dismissed', 'patient_merge');

-- Former states of an order hang on the patient as the order does.
ALTER TABLE service_order_past ADD CONSTRAINT service_order_past_patient_of FOREIGN KEY (patient_id) REFERENCES patient;
ALTER TABLE device_order_past ADD CONSTRAINT device_order_past_patient_of FOREIGN KEY (patient_id) REFERENCES patient;

-- Keys that hold a row to the patient of another row are checked when all rows have moved.
DO $$
DECLARE
	f record;
BEGIN
	FOR f IN SELECT c.conrelid::regclass AS t, c.conname
	           FROM pg_constraint AS c
	           JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey) AND a.attname = 'patient_id'
	          WHERE c.contype = 'f' AND c.connamespace = 'palreg'::regnamespace AND cardinality(c.conkey) > 1 AND NOT c.condeferrable LOOP
		EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I DEFERRABLE INITIALLY IMMEDIATE', f.t, f.conname);
	END LOOP;
END
$$;

-- The tables whose rows move with a merge: key is what tells its rows apart, grouped what tells apart those that stay
-- together, both as text; exclusive, whether a patient may have only one of something in it.
CREATE VIEW merge_table AS
SELECT c.conrelid::regclass::text AS name, k.key,
       CASE WHEN EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.conrelid AND attname = 'series_id') THEN 'series_id::text' ELSE k.key END
           AS grouped,
       EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = c.conrelid AND i.indisunique AND a.attnum = ANY (i.indkey)
           AND NOT i.indkey::int2[] @> p.indkey::int2[]) AS exclusive
  FROM pg_constraint AS c
  JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] AND a.attname = 'patient_id'
  JOIN pg_index AS p ON p.indrelid = c.conrelid AND p.indisprimary
 CROSS JOIN LATERAL (SELECT string_agg(format('%I::text', attname), ' || ''/'' || ' ORDER BY attnum) AS key
                       FROM pg_attribute WHERE attrelid = c.conrelid AND attnum = ANY (p.indkey)) AS k
 WHERE c.contype = 'f' AND c.confrelid = 'patient'::regclass AND cardinality(c.conkey) = 1
   AND NOT EXISTS (SELECT FROM merge_stay AS s WHERE s.table_name = c.conrelid::regclass::text);

CREATE FUNCTION patient_rows_count(p_patient uuid) RETURNS TABLE (name text, rows bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	FOR name IN SELECT t.name FROM merge_table AS t ORDER BY t.name LOOP
		EXECUTE format('SELECT count(*) FROM %I WHERE patient_id = $1', name) INTO rows USING p_patient;
		IF rows > 0 THEN
			RETURN NEXT;
		END IF;
	END LOOP;
END
$$;

-- Moves what hangs on one patient to another, and notes it. What only one of can stand stays, with its versions.
CREATE FUNCTION patient_rows_give(p_merge uuid, p_from uuid, p_to uuid, p_area int) RETURNS void
LANGUAGE plpgsql
SET search_path = palreg, pg_temp
AS $$
DECLARE
	t merge_table;
	one text;
	given text[];
	went text[];
	kept int;
BEGIN
	FOR t IN SELECT * FROM merge_table ORDER BY name LOOP
		given := '{}';
		kept := 0;
		IF NOT t.exclusive THEN
			EXECUTE format('WITH u AS (UPDATE %I SET patient_id = $1, area_id = $2 WHERE patient_id = $3 RETURNING %s AS key)'
			    ' SELECT coalesce(array_agg(key), ''{}'') FROM u', t.name, t.key) INTO given USING p_to, p_area, p_from;
		ELSE
			FOR one IN EXECUTE format('SELECT DISTINCT %s FROM %I WHERE patient_id = $1', t.grouped, t.name) USING p_from LOOP
				BEGIN
					EXECUTE format('WITH u AS (UPDATE %I SET patient_id = $1, area_id = $2 WHERE patient_id = $3'
					    ' AND %s = $4 RETURNING %s AS key) SELECT array_agg(key) FROM u', t.name, t.grouped, t.key)
					    INTO went USING p_to, p_area, p_from, one;
					given := given || went;
				EXCEPTION WHEN unique_violation THEN
					kept := kept + 1;
				END;
			END LOOP;
		END IF;
		IF given <> '{}' OR kept > 0 THEN
			INSERT INTO patient_merge_rows (merge_id, table_name, ids, stayed) VALUES (p_merge, t.name, given, kept);
		END IF;
	END LOOP;
END
$$;

-- Both are the user's to write, and locked.
CREATE FUNCTION merge_lock(p_id uuid, p_other uuid) RETURNS void
LANGUAGE plpgsql
SET search_path = palreg, pg_temp
AS $$
BEGIN
	PERFORM FROM patient WHERE id IN (p_id, p_other) ORDER BY id FOR UPDATE;
	IF (SELECT count(*) FROM patient WHERE id IN (p_id, p_other) AND area_id = ANY (areas('patient_write'))) <> 2 THEN
		RAISE EXCEPTION 'not two patients of yours' USING ERRCODE = '42501';
	END IF;
END
$$;

-- Merges other into id: open fields named in p_take come from the other, year and sex from the merged passport. The
-- passports themselves are put beside this by document_put().
CREATE FUNCTION patient_merge_do(p_id uuid, p_version int, p_other uuid, p_other_version int, p_take text[], p_year int,
	p_sex text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	registered CONSTANT text[] := '{draft,awaiting,active,suspended}';
	p patient;
	o patient;
	now_is patient;
	fields jsonb;
	event uuid;
	merge CONSTANT uuid := gen_random_uuid();
BEGIN
	PERFORM merge_lock(p_id, p_other);
	SELECT * INTO p FROM patient WHERE id = p_id;
	SELECT * INTO o FROM patient WHERE id = p_other;
	IF (p.version, o.version) IS DISTINCT FROM (p_version, p_other_version) THEN
		RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = '40001';
	END IF;
	PERFORM status_require(p.inst = o.inst, 'merge_same_institution');
	PERFORM status_require(NOT EXISTS (SELECT FROM patient_merge WHERE other_id IN (p.id, o.id) AND undone_at IS NULL),
	    'merge_not_merged');
	PERFORM status_require(o.died_on IS NULL OR p.died_on IS NOT NULL, 'merge_death_stays');
	PERFORM status_require(p.status = ANY (registered) OR p.died_on IS NOT NULL OR NOT o.status = ANY (registered),
	    'merge_into_registered');
	PERFORM status_require(NOT EXISTS (SELECT FROM allergy AS a JOIN allergy AS b ON (a.subject = '-') <> (b.subject = '-')
	    WHERE a.patient_id = p.id AND b.patient_id = o.id AND a.current AND b.current), 'merge_allergies_agree');
	SELECT jsonb_object_agg(k, to_jsonb(o) -> k) INTO fields
	  FROM unnest(p_take) AS n(take)
	 CROSS JOIN LATERAL unnest(CASE take WHEN 'commission' THEN ARRAY['commission_no', 'commission_on', 'basis_code'] ELSE ARRAY[take] END) AS k
	 WHERE take IN ('district_id', 'diagnosis_code', 'date_in', 'referral_source', 'referred_on', 'ready_on', 'first_contact_on',
	       'commission', 'consent_on', 'settlement', 'care_institution_id');
	fields := coalesce(fields, '{}') || jsonb_build_object('year_of_birth', p_year, 'sex', p_sex);
	now_is := jsonb_populate_record(p, fields);
	UPDATE patient AS q
	   SET district_id = now_is.district_id, diagnosis_code = now_is.diagnosis_code, date_in = now_is.date_in,
	       referral_source = now_is.referral_source, referred_on = now_is.referred_on, ready_on = now_is.ready_on,
	       first_contact_on = now_is.first_contact_on, commission_no = now_is.commission_no,
	       commission_on = now_is.commission_on, basis_code = now_is.basis_code, consent_on = now_is.consent_on,
	       settlement = now_is.settlement, care_institution_id = now_is.care_institution_id,
	       year_of_birth = now_is.year_of_birth, sex = now_is.sex
	 WHERE id = p.id;
	INSERT INTO patient_merge (id, patient_id, other_id, area_id, open, patient_rev, other_rev, author_id)
	VALUES (merge, p.id, o.id, p.area_id, (SELECT coalesce(jsonb_object_agg(k, jsonb_build_array(to_jsonb(p) -> k, v)), '{}')
	    FROM jsonb_each(fields) AS f(k, v) WHERE to_jsonb(p) -> k IS DISTINCT FROM v),
	    coalesce((SELECT rev FROM document WHERE rec = p.id AND current), 0),
	    coalesce((SELECT rev FROM document WHERE rec = o.id AND current), 0), current_account());
	SET CONSTRAINTS ALL DEFERRED;
	IF p.status = ANY (registered) THEN
		PERFORM patient_rows_give(merge, o.id, p.id, p.area_id);
	END IF;
	IF o.status = ANY (registered) THEN
		INSERT INTO patient_status_event (patient_id, action, from_status, to_status, effective_on, reason)
		VALUES (o.id, 'remove', o.status, 'removed', CURRENT_DATE, 'duplicate') RETURNING id INTO event;
		UPDATE patient_merge SET removal_event = event WHERE id = merge;
	END IF;
	-- Who is not on the register any more gets the lines as the removal has stopped them.
	IF NOT p.status = ANY (registered) THEN
		PERFORM patient_rows_give(merge, o.id, p.id, p.area_id);
	END IF;
	SET CONSTRAINTS ALL IMMEDIATE;
	PERFORM patient_observed(p.id), patient_observed(o.id);
	RETURN merge;
END
$$;

-- Rows of the survivor that belong to rows which go back: later versions, and whatever refers to them.
CREATE FUNCTION patient_rows_follow(p_from uuid, p_to uuid, p_area int) RETURNS void
LANGUAGE plpgsql
SET search_path = palreg, pg_temp
AS $$
DECLARE
	t merge_table;
	f record;
BEGIN
	FOR t IN SELECT * FROM merge_table WHERE grouped = 'series_id::text' LOOP
		EXECUTE format('UPDATE %I SET patient_id = $1, area_id = $2 WHERE patient_id = $3 AND series_id IN'
		    ' (SELECT series_id FROM %1$I WHERE patient_id = $1)', t.name) USING p_to, p_area, p_from;
	END LOOP;
	FOR i IN 1 .. 3 LOOP
		FOR f IN SELECT child.name AS child, a.attname AS refers, parent.name AS parent, b.attname AS referred
		           FROM pg_constraint AS c
		           JOIN merge_table AS child ON child.name = c.conrelid::regclass::text
		           JOIN merge_table AS parent ON parent.name = c.confrelid::regclass::text
		           JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey) AND a.attname <> 'patient_id'
		           JOIN pg_attribute AS b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[array_position(c.conkey, a.attnum)]
		          WHERE c.contype = 'f' LOOP
			EXECUTE format('UPDATE %I SET patient_id = $1, area_id = $2 WHERE patient_id = $3 AND %I IN'
			    ' (SELECT %I FROM %I WHERE patient_id = $1)', f.child, f.refers, f.referred, f.parent) USING p_to, p_area, p_from;
		END LOOP;
	END LOOP;
END
$$;

-- Takes a merge back: every row that went over returns, with what was made of it since; the open fields return unless
-- somebody has changed them since; the other is again what it was. Passports are put beside this.
CREATE FUNCTION patient_merge_undo(p_merge uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	m patient_merge;
	p patient;
	o patient;
	r record;
	t merge_table;
	n bigint;
	was patient;
BEGIN
	SELECT * INTO m FROM patient_merge WHERE id = p_merge FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no such merge' USING ERRCODE = 'P0002';
	END IF;
	PERFORM merge_lock(m.patient_id, m.other_id);
	SELECT * INTO p FROM patient WHERE id = m.patient_id;
	SELECT * INTO o FROM patient WHERE id = m.other_id;
	PERFORM status_require(m.undone_at IS NULL, 'unmerge_once');
	PERFORM status_require(NOT EXISTS (SELECT FROM patient_merge WHERE other_id = p.id AND undone_at IS NULL),
	    'unmerge_survivor_merged');
	PERFORM status_require(m.removal_event IS NULL OR m.removal_event = (SELECT id FROM patient_status_event
	    WHERE patient_id = o.id ORDER BY seq DESC LIMIT 1), 'unmerge_other_unchanged');
	SET CONSTRAINTS ALL DEFERRED;
	FOR r IN SELECT * FROM patient_merge_rows WHERE merge_id = m.id AND ids <> '{}' LOOP
		SELECT * INTO t FROM merge_table WHERE name = r.table_name;
		PERFORM status_require(FOUND, 'unmerge_rows_here');
		EXECUTE format('WITH u AS (UPDATE %I SET patient_id = $1, area_id = $2 WHERE patient_id = $3 AND %s = ANY ($4)'
		    ' RETURNING 1) SELECT count(*) FROM u', t.name, t.key) INTO n USING o.id, o.area_id, p.id, r.ids;
		PERFORM status_require(n = cardinality(r.ids), 'unmerge_rows_here');
	END LOOP;
	PERFORM patient_rows_follow(p.id, o.id, o.area_id);
	SET CONSTRAINTS ALL IMMEDIATE;
	was := jsonb_populate_record(p, (SELECT coalesce(jsonb_object_agg(k, v -> 0), '{}')
	    FROM jsonb_each(m.open) AS f(k, v) WHERE to_jsonb(p) -> k IS NOT DISTINCT FROM v -> 1));
	UPDATE patient
	   SET district_id = was.district_id, diagnosis_code = was.diagnosis_code, date_in = was.date_in,
	       referral_source = was.referral_source, referred_on = was.referred_on, ready_on = was.ready_on,
	       first_contact_on = was.first_contact_on, commission_no = was.commission_no, commission_on = was.commission_on,
	       basis_code = was.basis_code, consent_on = was.consent_on, settlement = was.settlement,
	       care_institution_id = was.care_institution_id, year_of_birth = was.year_of_birth, sex = was.sex
	 WHERE id = p.id;
	UPDATE patient_merge SET undone_at = now(), undone_by = current_account() WHERE id = m.id;
	IF m.removal_event IS NOT NULL THEN
		INSERT INTO patient_status_event (patient_id, action, from_status, to_status, effective_on)
		VALUES (o.id, 'undo', 'removed', 'removed', CURRENT_DATE);
	END IF;
	PERFORM patient_observed(p.id), patient_observed(o.id);
	RETURN o.id;
END
$$;

-- The removal of a merge is taken back by taking back the merge, whenever that is, and in no other way.
CREATE OR REPLACE FUNCTION status_undoable(p_event patient_status_event) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
RETURN p_event.from_status IS NOT NULL AND p_event.action NOT IN ('undo', 'revive')
   AND p_event.reason IS DISTINCT FROM 'death'
   AND NOT EXISTS (SELECT FROM patient_status_event AS e WHERE e.patient_id = p_event.patient_id AND e.seq > p_event.seq)
   AND CASE WHEN EXISTS (SELECT FROM patient_merge AS m WHERE m.removal_event = p_event.id)
       THEN EXISTS (SELECT FROM patient_merge AS m WHERE m.removal_event = p_event.id AND m.undone_at IS NOT NULL)
       ELSE (p_event.author_id = current_account() AND p_event.created_at::date = CURRENT_DATE)
            OR p_event.area_id = ANY (areas('user_manage')) OR by_operator() END;

-- Who sees and writes what.
DO $$
DECLARE
	t regclass;
BEGIN
	FOREACH t IN ARRAY ARRAY['duplicate_dismissed', 'patient_merge', 'patient_merge_rows', 'merge_stay']::regclass[] LOOP
		EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
	END LOOP;
	FOREACH t IN ARRAY ARRAY['duplicate_dismissed', 'patient_merge']::regclass[] LOOP
		EXECUTE format('CREATE POLICY merge_read ON %s FOR SELECT TO palreg_register'
		    ' USING (area_id = ANY ((SELECT areas(''patient_read''))::int[]))', t);
		EXECUTE format('CREATE POLICY merge_owner ON %s TO palreg_owner USING (area_id = ANY ((SELECT areas(''patient_read'')'
		    ' || areas(''patient_write''))::int[]) OR (SELECT by_operator()))', t);
		EXECUTE format('GRANT SELECT ON %s TO palreg_register', t);
	END LOOP;
END
$$;
CREATE POLICY merge_stay_read ON merge_stay FOR SELECT USING (true);
CREATE POLICY merge_rows_owner ON patient_merge_rows TO palreg_owner USING (true) WITH CHECK (true);
CREATE POLICY merge_rows_read ON patient_merge_rows FOR SELECT TO palreg_register
	USING (merge_id IN (SELECT id FROM patient_merge));
GRANT SELECT ON patient_merge_rows TO palreg_register;
CREATE POLICY duplicate_dismiss ON duplicate_dismissed FOR INSERT TO palreg_register
	WITH CHECK (area_id = ANY ((SELECT areas('patient_write'))::int[]) AND author_id = (SELECT current_account())
	    AND other_id IN (SELECT id FROM patient WHERE area_id = ANY ((SELECT areas('patient_write'))::int[])));
CREATE POLICY duplicate_withdraw ON duplicate_dismissed FOR UPDATE TO palreg_register
	USING (area_id = ANY ((SELECT areas('patient_write'))::int[]))
	WITH CHECK (withdrawn_by = (SELECT current_account()));
GRANT INSERT (patient_id, other_id, area_id, author_id), UPDATE (withdrawn_by, withdrawn_at) ON duplicate_dismissed TO palreg_register;
GRANT EXECUTE ON FUNCTION patient_rows_count(uuid), patient_merge_do(uuid, int, uuid, int, text[], int, text),
	patient_merge_undo(uuid) TO palreg_register;

COMMIT;
