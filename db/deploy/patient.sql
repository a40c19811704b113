-- Deploy palreg:patient to pg
-- requires: member, book

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- Every number ever given out: none is given twice.
CREATE TABLE registry_number (
	no text PRIMARY KEY CONSTRAINT registry_number_shape CHECK (no ~ '^П-[0-9]{4,9}-[0-9]$')
);

-- Check digit (Luhn) of a string of digits.
CREATE FUNCTION check_digit(p text) RETURNS int
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = palreg, pg_temp
AS $$
SELECT ((10 - sum(CASE WHEN i % 2 = 1 THEN d * 2 / 10 + d * 2 % 10 ELSE d END) % 10) % 10)::int
  FROM regexp_split_to_table(reverse(p), '') WITH ORDINALITY AS t(c, i), LATERAL (SELECT c::int) AS n(d)
$$;

-- A random register number, longer when the short ones are getting scarce.
CREATE FUNCTION registry_no_make() RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	digits text;
	result text;
BEGIN
	FOR i IN 0 .. 59 LOOP
		digits := lpad(floor(random() * 10 ^ (4 + i / 4))::bigint::text, 4 + i / 4, '0');
		EXIT WHEN length(digits) > 9;
		INSERT INTO registry_number (no)
		VALUES ('П-' || digits || '-' || check_digit(digits))
		ON CONFLICT DO NOTHING
		RETURNING no INTO result;
		IF result IS NOT NULL THEN
			RETURN result;
		END IF;
	END LOOP;
	RAISE EXCEPTION 'no register number is left';
END
$$;

-- last_pain and last_seen_on are kept by the trigger of observation.
CREATE TABLE patient (
	id uuid PRIMARY KEY,
	inst uuid NOT NULL,
	institution_id int NOT NULL REFERENCES area,
	area_id int NOT NULL REFERENCES area,
	district_id int REFERENCES area,
	registry_no text NOT NULL CONSTRAINT patient_registry_no_key UNIQUE
		CONSTRAINT patient_registry_no_given REFERENCES registry_number,
	year_of_birth int NOT NULL,
	sex text NOT NULL CONSTRAINT patient_sex CHECK (sex IN ('m', 'f', 'u')),
	diagnosis_code text REFERENCES icd10,
	status text NOT NULL DEFAULT 'draft'
		CONSTRAINT patient_status CHECK (status IN ('draft', 'awaiting', 'active', 'suspended', 'removed')),
	removal_reason text,
	removal_kind text GENERATED ALWAYS AS ('removal') STORED,
	date_in date NOT NULL DEFAULT CURRENT_DATE,
	date_out date,
	died_on date,
	last_pain smallint CONSTRAINT patient_last_pain CHECK (last_pain BETWEEN 0 AND 10),
	last_seen_on date,
	created_at timestamptz NOT NULL DEFAULT now(),
	created_by uuid NOT NULL REFERENCES account,
	changed_at timestamptz NOT NULL DEFAULT now(),
	changed_by uuid NOT NULL REFERENCES account,
	version int NOT NULL DEFAULT 1,
	CONSTRAINT patient_inst_of_institution FOREIGN KEY (inst, institution_id) REFERENCES crypto_inst (inst, area_id),
	CONSTRAINT patient_removal_reason_known FOREIGN KEY (removal_kind, removal_reason) REFERENCES reason (kind, code),
	CONSTRAINT patient_out_after_in CHECK (date_out >= date_in),
	CONSTRAINT patient_removed CHECK ((status = 'removed') = (date_out IS NOT NULL)
	    AND (status = 'removed') = (removal_reason IS NOT NULL)),
	CONSTRAINT patient_year_of_birth CHECK (year_of_birth BETWEEN 1900 AND 2100),
	CONSTRAINT patient_born_before_in CHECK (year_of_birth <= extract(year FROM date_in)),
	CONSTRAINT patient_died CHECK (died_on IS NULL OR (status = 'removed' AND extract(year FROM died_on) >= year_of_birth)),
	CONSTRAINT patient_active_diagnosis CHECK (status NOT IN ('active', 'suspended') OR diagnosis_code IS NOT NULL)
);
-- The list reads the first rows of every area of the user in the wanted order and merges them; the included
-- columns let the index alone judge every filter of the list, and the counts be made, without a visit to the table.
CREATE INDEX patient_list_changed ON patient (area_id, changed_at DESC, id)
	INCLUDE (status, diagnosis_code, sex, year_of_birth, date_in, institution_id, last_pain, last_seen_on);
CREATE INDEX patient_list_registry_no ON patient (area_id, registry_no, id)
	INCLUDE (status, diagnosis_code, sex, year_of_birth, date_in, institution_id, last_pain, last_seen_on);
CREATE INDEX patient_list_year ON patient (area_id, year_of_birth, id)
	INCLUDE (status, diagnosis_code, sex, date_in, institution_id, last_pain, last_seen_on);
CREATE INDEX patient_list_pain ON patient (area_id, last_pain DESC NULLS LAST, id)
	INCLUDE (status, diagnosis_code, sex, year_of_birth, date_in, institution_id, last_seen_on);
CREATE INDEX patient_list_seen ON patient (area_id, last_seen_on NULLS FIRST, id)
	INCLUDE (status, diagnosis_code, sex, year_of_birth, date_in, institution_id, last_pain);
CREATE INDEX patient_list_date_in ON patient (area_id, date_in DESC, id)
	INCLUDE (status, diagnosis_code, sex, year_of_birth, institution_id, last_pain, last_seen_on);
CREATE INDEX patient_list_diagnosis ON patient (area_id, diagnosis_code, changed_at DESC, id)
	INCLUDE (status, sex, year_of_birth, date_in, institution_id, last_pain, last_seen_on);
CREATE INDEX patient_institution ON patient (institution_id, inst);
CREATE INDEX patient_inst ON patient (inst, institution_id);
CREATE INDEX patient_district ON patient (district_id);
CREATE INDEX patient_diagnosis ON patient (diagnosis_code);
CREATE INDEX patient_removal ON patient (removal_kind, removal_reason) WHERE removal_reason IS NOT NULL;
CREATE INDEX patient_created_by ON patient (created_by);
CREATE INDEX patient_changed_by ON patient (changed_by);

-- How many patients stand in an area: told without counting thousands of rows for every list.
CREATE TABLE patient_total (
	area_id int PRIMARY KEY REFERENCES area,
	patients int NOT NULL
);

-- Once a statement, whatever it did; the row of an area is locked until the transaction ends.
CREATE FUNCTION patient_counted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF TG_OP = 'INSERT' THEN
		INSERT INTO patient_total AS t (area_id, patients)
		SELECT area_id, count(*) FROM fresh GROUP BY area_id ORDER BY area_id
		ON CONFLICT (area_id) DO UPDATE SET patients = t.patients + EXCLUDED.patients;
	ELSIF TG_OP = 'DELETE' THEN
		UPDATE patient_total AS t SET patients = t.patients - s.n
		  FROM (SELECT area_id, count(*) AS n FROM stale GROUP BY area_id) AS s
		 WHERE t.area_id = s.area_id;
	ELSE
		INSERT INTO patient_total AS t (area_id, patients)
		SELECT area_id, sum(n)
		  FROM (SELECT area_id, 1 AS n FROM fresh UNION ALL SELECT area_id, -1 FROM stale) AS d
		 GROUP BY area_id HAVING sum(n) <> 0 ORDER BY area_id
		ON CONFLICT (area_id) DO UPDATE SET patients = t.patients + EXCLUDED.patients;
	END IF;
	RETURN NULL;
END
$$;

CREATE TRIGGER patient_counted_in AFTER INSERT ON patient REFERENCING NEW TABLE AS fresh
	FOR EACH STATEMENT EXECUTE FUNCTION patient_counted();
CREATE TRIGGER patient_counted_out AFTER DELETE ON patient REFERENCING OLD TABLE AS stale
	FOR EACH STATEMENT EXECUTE FUNCTION patient_counted();
CREATE TRIGGER patient_counted_over AFTER UPDATE ON patient REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
	FOR EACH STATEMENT EXECUTE FUNCTION patient_counted();

-- Sealed documents, every revision; of type passport, rec is the patient's id. author_id is no account of a
-- foreign key's strictness: the roster, not the server, says who a member is.
CREATE TABLE document (
	rec uuid NOT NULL,
	rev int NOT NULL CONSTRAINT document_rev CHECK (rev >= 1),
	type text NOT NULL CONSTRAINT document_type CHECK (type IN ('passport', 'note')),
	inst uuid NOT NULL REFERENCES crypto_inst,
	patient_id uuid NOT NULL CONSTRAINT document_patient REFERENCES patient DEFERRABLE INITIALLY DEFERRED,
	area_id int NOT NULL REFERENCES area,
	author_id uuid NOT NULL REFERENCES account,
	ts bigint NOT NULL,
	kep int NOT NULL,
	envelope envelope_text NOT NULL,
	doc_hash hash32 NOT NULL,
	seq bigint NOT NULL,
	current boolean NOT NULL,
	created_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (rec, rev),
	CONSTRAINT document_seq_once UNIQUE (inst, seq),
	CONSTRAINT document_passport CHECK (type <> 'passport' OR rec = patient_id)
);
CREATE UNIQUE INDEX document_current ON document (rec) WHERE current;
CREATE INDEX document_sync ON document (inst, seq) INCLUDE (area_id, type) WHERE current;
CREATE INDEX document_patient_of ON document (patient_id, type);
CREATE INDEX document_area ON document (area_id);
CREATE INDEX document_author ON document (author_id);

CREATE TABLE observation (
	id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	patient_id uuid NOT NULL REFERENCES patient,
	area_id int NOT NULL REFERENCES area,
	code text NOT NULL CONSTRAINT observation_code CHECK (code ~ '^[a-z][a-z0-9-]{1,39}$'),
	value numeric(10,3),
	effective_on date NOT NULL,
	effective_at timestamptz NOT NULL DEFAULT now(),
	author_id uuid NOT NULL REFERENCES account,
	created_at timestamptz NOT NULL DEFAULT now(),
	CONSTRAINT observation_pain CHECK (code <> 'pain-nrs' OR value IS NULL OR (value BETWEEN 0 AND 10 AND value = trunc(value)))
);
CREATE INDEX observation_patient ON observation (patient_id, code, effective_at DESC);
CREATE INDEX observation_area ON observation (area_id, effective_on);
CREATE INDEX observation_author ON observation (author_id);

-- A patient's area lies in his institution, district_id is a district, nothing lies in the future;
-- who and when are the database's to say.
CREATE FUNCTION patient_stamp() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	who uuid := current_account();
BEGIN
	IF TG_OP = 'UPDATE' AND (NEW.last_pain, NEW.last_seen_on) IS DISTINCT FROM (OLD.last_pain, OLD.last_seen_on) THEN
		RETURN NEW;
	END IF;
	IF NOT EXISTS (SELECT FROM area AS a JOIN area AS i ON i.path @> a.path
	    WHERE a.id = NEW.area_id AND i.id = NEW.institution_id AND i.kind = 'institution'
	    AND a.kind IN ('institution', 'department')) THEN
		RAISE EXCEPTION 'the area of a patient lies in his institution'
		    USING ERRCODE = '23514', CONSTRAINT = 'patient_area_in_institution';
	END IF;
	IF NEW.district_id IS NOT NULL
	    AND NOT EXISTS (SELECT FROM area WHERE id = NEW.district_id AND kind = 'district') THEN
		RAISE EXCEPTION 'not a district' USING ERRCODE = '23514', CONSTRAINT = 'patient_district_is_district';
	END IF;
	IF NEW.died_on > CURRENT_DATE OR NEW.date_out > CURRENT_DATE OR NEW.date_in > CURRENT_DATE THEN
		RAISE EXCEPTION 'a date lies in the future' USING ERRCODE = '23514', CONSTRAINT = 'patient_not_in_future';
	END IF;
	IF TG_OP = 'INSERT' THEN
		NEW.registry_no := coalesce(NEW.registry_no, registry_no_make());
		NEW.created_at := coalesce(CASE WHEN who IS NULL THEN NEW.created_at END, now());
		NEW.created_by := coalesce(who, NEW.created_by);
		NEW.version := 1;
	ELSE
		NEW.version := OLD.version + 1;
	END IF;
	NEW.changed_at := CASE WHEN who IS NULL AND TG_OP = 'INSERT' THEN NEW.changed_at ELSE now() END;
	NEW.changed_by := coalesce(who, NEW.changed_by);
	RETURN NEW;
END
$$;

CREATE TRIGGER patient_stamp BEFORE INSERT OR UPDATE ON patient
	FOR EACH ROW EXECUTE FUNCTION patient_stamp();

CREATE FUNCTION observation_seen() RETURNS trigger
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

COMMIT;
