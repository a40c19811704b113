-- Deploy palreg:patient_import to pg
-- requires: transfer, diagnosis
-- Patients from a spreadsheet. The browser reads, checks and seals; what arrives here batch by batch is kept apart until
-- one request takes it all in, so that an import is there as a whole or not at all. While nothing has happened to its patients
-- it can be taken back: they are gone from the register, and what was brought in stays here, sealed as it was.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- As before, planned once for a connection and not at each call: a register number is made for every patient.
CREATE OR REPLACE FUNCTION check_digit(p text) RETURNS int
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = palreg, pg_temp
AS $$
DECLARE
	digit int;
	total int := 0;
BEGIN
	FOR i IN 1 .. length(p) LOOP
		digit := substr(p, length(p) + 1 - i, 1)::int * CASE WHEN i % 2 = 1 THEN 2 ELSE 1 END;
		total := total + digit / 10 + digit % 10;
	END LOOP;
	RETURN (10 - total % 10) % 10;
END
$$;

CREATE TABLE patient_import (
	id uuid PRIMARY KEY,
	inst uuid NOT NULL REFERENCES crypto_inst,
	area_id int NOT NULL REFERENCES area,
	author_id uuid NOT NULL REFERENCES account,
	total int NOT NULL CONSTRAINT patient_import_total CHECK (total BETWEEN 1 AND 20000),
	status text NOT NULL DEFAULT 'open' CONSTRAINT patient_import_status CHECK (status IN ('open', 'committed', 'undone')),
	touched_at timestamptz NOT NULL DEFAULT now(),
	committed_at timestamptz,
	undone_at timestamptz,
	undone_by uuid REFERENCES account,
	document_seq bigint,
	CONSTRAINT patient_import_committed CHECK ((status = 'open') = (committed_at IS NULL)),
	CONSTRAINT patient_import_undone CHECK ((status = 'undone') = (undone_at IS NOT NULL)
	    AND (status = 'undone') = (undone_by IS NOT NULL) AND (status = 'undone') = (document_seq IS NOT NULL))
);
CREATE INDEX patient_import_open ON patient_import (touched_at) WHERE status = 'open';
CREATE INDEX patient_import_left ON patient_import (inst, document_seq) WHERE status = 'undone';
CREATE INDEX patient_import_inst ON patient_import (inst);
CREATE INDEX patient_import_area ON patient_import (area_id, committed_at DESC);
CREATE INDEX patient_import_author ON patient_import (author_id, committed_at DESC);
CREATE INDEX patient_import_undone_by ON patient_import (undone_by);

-- One line of the spreadsheet: the open part of an admission, and the members of its envelope. The envelope stands here while
-- the patient does not stand in the register.
CREATE TABLE patient_import_row (
	import_id uuid NOT NULL REFERENCES patient_import ON DELETE CASCADE,
	row_no int NOT NULL CONSTRAINT patient_import_row_no CHECK (row_no BETWEEN 1 AND 1000000),
	patient_id uuid NOT NULL CONSTRAINT patient_import_row_patient UNIQUE,
	area_id int NOT NULL REFERENCES area,
	district_id int NOT NULL REFERENCES area,
	year_of_birth int NOT NULL,
	sex text NOT NULL,
	diagnosis_code text NOT NULL,
	date_in date NOT NULL,
	status text NOT NULL,
	commission_no text,
	commission_on date,
	basis_code text,
	consent_on date,
	envelope envelope_text,
	author_id uuid NOT NULL REFERENCES account,
	ts bigint NOT NULL,
	kep int NOT NULL,
	doc_hash hash32 NOT NULL,
	PRIMARY KEY (import_id, row_no)
);
CREATE TRIGGER patient_moved_import AFTER UPDATE ON patient
	FOR EACH ROW WHEN (OLD.area_id <> NEW.area_id) EXECUTE FUNCTION patient_rows_moved('patient_import_row');
CREATE INDEX patient_import_row_area ON patient_import_row (area_id);
CREATE INDEX patient_import_row_district ON patient_import_row (district_id);
CREATE INDEX patient_import_row_author ON patient_import_row (author_id);

-- Drops what was begun and left: no batch has come for a day.
CREATE FUNCTION import_sweep() RETURNS bigint
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
WITH gone AS (
	DELETE FROM patient_import WHERE id IN (SELECT id FROM patient_import WHERE status = 'open'
	    AND touched_at < now() - interval '1 day' ORDER BY touched_at LIMIT 20 FOR UPDATE SKIP LOCKED)
	RETURNING 1)
SELECT count(*) FROM gone
$$;
CREATE FUNCTION import_swept() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	PERFORM import_sweep();
	RETURN NULL;
END
$$;
CREATE TRIGGER import_swept AFTER INSERT ON session FOR EACH STATEMENT EXECUTE FUNCTION import_swept();

-- Begins an import; begun once, it goes on.
CREATE FUNCTION import_begin(p_id uuid, p_total int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF current_inst() IS NULL OR cardinality(areas('patient_write')) = 0 THEN
		RAISE EXCEPTION 'no institution to import into' USING ERRCODE = '42501';
	END IF;
	INSERT INTO patient_import (id, inst, area_id, author_id, total)
	SELECT p_id, current_inst(), a.area_id, a.id, p_total FROM account AS a WHERE a.id = current_account()
	ON CONFLICT (id) DO NOTHING;
	IF NOT EXISTS (SELECT FROM patient_import WHERE id = p_id AND author_id = current_account() AND status = 'open'
	    AND total = p_total) THEN
		RAISE EXCEPTION 'another import has this number' USING ERRCODE = '40001';
	END IF;
END
$$;

-- Keeps rows that the program has checked as it checks one admission; a row that is there already stays as it is.
CREATE FUNCTION import_stage(p_id uuid, p_rows jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	UPDATE patient_import SET touched_at = now() WHERE id = p_id AND author_id = current_account() AND status = 'open';
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no such import of yours' USING ERRCODE = 'P0002';
	END IF;
	IF EXISTS (SELECT FROM jsonb_to_recordset(p_rows) AS r(area_id int) WHERE NOT r.area_id = ANY (areas('patient_write'))) THEN
		RAISE EXCEPTION 'not an area of yours' USING ERRCODE = '42501';
	END IF;
	INSERT INTO patient_import_row
	SELECT p_id, r.row_no, r.patient_id, r.area_id, r.district_id, r.year_of_birth, r.sex, r.diagnosis_code, r.date_in, r.status,
	       r.commission_no, r.commission_on, r.basis_code, r.consent_on, r.envelope, current_account(), r.ts, r.kep,
	       decode(r.doc_hash, 'hex')
	  FROM jsonb_to_recordset(p_rows) AS r(row_no int, patient_id uuid, area_id int, district_id int, year_of_birth int, sex text,
	    diagnosis_code text, date_in date, status text, commission_no text, commission_on date, basis_code text, consent_on date,
	    envelope text, ts bigint, kep int, doc_hash text)
	ON CONFLICT (import_id, row_no) DO NOTHING;
END
$$;

-- The rows of an import as patients and passports; run by the program in its own name, so that its policies hold. The
-- passports' envelopes were read by the program; what they say must be what the rows say, under the key of now.
CREATE FUNCTION import_documents(p_id uuid, p_rows int[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	who uuid := current_account();
	counter crypto_inst;
	put bigint;
	wanted bigint;
BEGIN
	SELECT count(*) INTO wanted FROM patient_import_row WHERE import_id = p_id AND (p_rows IS NULL OR row_no = ANY (p_rows));
	UPDATE crypto_inst SET document_seq = document_seq + wanted WHERE inst = current_inst() RETURNING * INTO counter;
	INSERT INTO document (rec, rev, type, inst, patient_id, area_id, author_id, ts, kep, envelope, doc_hash, seq, current)
	SELECT r.patient_id, 1, 'passport', p.inst, p.id, p.area_id, who, r.ts, r.kep, r.envelope, r.doc_hash,
	       counter.document_seq - wanted + row_number() OVER (ORDER BY r.row_no), true
	  FROM patient_import_row AS r
	  JOIN patient AS p ON p.id = r.patient_id AND p.inst = counter.inst
	 WHERE r.import_id = p_id AND (p_rows IS NULL OR r.row_no = ANY (p_rows)) AND r.author_id = who
	   AND p.area_id = ANY (areas('patient_write'))
	   AND left(r.envelope, 300) LIKE format('{"v":1,"suite":"A1","t":"passport","inst":"%s","rec":"%s","rev":1,"by":"%s","ts":%s,%%',
	        p.inst, r.patient_id, who, r.ts)
	   AND strpos(right(r.envelope, 200), format(',"kep":%s,"wn":"', r.kep)) > 0;
	GET DIAGNOSTICS put = ROW_COUNT;
	IF put <> wanted THEN
		RAISE EXCEPTION 'an envelope says something else' USING ERRCODE = '22023';
	END IF;
	IF EXISTS (SELECT FROM patient_import_row WHERE import_id = p_id AND (p_rows IS NULL OR row_no = ANY (p_rows))
	    AND kep <> counter.epoch) THEN
		RAISE EXCEPTION 'the key of the institution was changed meanwhile' USING ERRCODE = '40001';
	END IF;
	RETURN put;
END
$$;
CREATE FUNCTION import_apply(p_id uuid, p_rows int[] DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql
SET search_path = palreg, pg_temp
AS $$
BEGIN
	INSERT INTO patient (id, inst, institution_id, area_id, district_id, year_of_birth, sex, diagnosis_code, date_in, status,
	    commission_no, commission_on, basis_code, consent_on, created_by, changed_by)
	SELECT r.patient_id, w.inst, i.id, r.area_id, r.district_id, r.year_of_birth, r.sex, r.diagnosis_code, r.date_in, r.status,
	       r.commission_no, r.commission_on, r.basis_code, r.consent_on, w.account, w.account
	  FROM (SELECT current_inst() AS inst, current_account() AS account OFFSET 0) AS w
	 CROSS JOIN patient_import_row AS r
	  JOIN area AS a ON a.id = r.area_id
	  LEFT JOIN area AS i ON i.path @> a.path AND i.kind = 'institution'
	 WHERE r.import_id = p_id AND (p_rows IS NULL OR r.row_no = ANY (p_rows))
	 ORDER BY r.row_no;
	RETURN import_documents(p_id, p_rows);
END
$$;

-- What the register would refuse of these rows: all together, and each by itself where they are not taken together; nothing of
-- the trial stays.
CREATE FUNCTION import_try(p_id uuid, p_rows int[]) RETURNS TABLE (row_no int, code text, rule text)
LANGUAGE plpgsql
SET search_path = palreg, pg_temp
AS $$
BEGIN
	BEGIN
		PERFORM import_apply(p_id, p_rows);
		RAISE EXCEPTION 'tried' USING ERRCODE = 'PR000';
	EXCEPTION WHEN OTHERS THEN
		IF SQLSTATE = 'PR000' THEN
			RETURN;
		END IF;
	END;
	FOREACH row_no IN ARRAY p_rows LOOP
		BEGIN
			PERFORM import_apply(p_id, ARRAY[row_no]);
			RAISE EXCEPTION 'tried' USING ERRCODE = 'PR000';
		EXCEPTION WHEN OTHERS THEN
			IF SQLSTATE <> 'PR000' THEN
				GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, rule = CONSTRAINT_NAME;
				RETURN NEXT;
			END IF;
		END;
	END LOOP;
END
$$;

-- Closes an import that is whole; the caller then applies it in the same transaction. From then on the register holds the
-- envelopes.
CREATE FUNCTION import_close(p_id uuid) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	i patient_import;
BEGIN
	SELECT * INTO i FROM patient_import WHERE id = p_id AND author_id = current_account() FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no such import of yours' USING ERRCODE = 'P0002';
	END IF;
	IF i.status <> 'open' OR i.total <> (SELECT count(*) FROM patient_import_row WHERE import_id = p_id) THEN
		RAISE EXCEPTION 'closed already, or not whole' USING ERRCODE = '40001';
	END IF;
	UPDATE patient_import SET status = 'committed', committed_at = now(), touched_at = now() WHERE id = p_id;
	-- What follows in this transaction may be long.
	PERFORM set_config('statement_timeout', '50s', true);
	RETURN i.total;
END
$$;
CREATE FUNCTION import_settle(p_id uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
UPDATE patient_import_row SET envelope = NULL WHERE import_id = p_id
$$;

-- Drops an import that was not taken in.
CREATE FUNCTION import_cancel(p_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	DELETE FROM patient_import WHERE id = p_id AND author_id = current_account() AND status = 'open';
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no such import of yours' USING ERRCODE = 'P0002';
	END IF;
END
$$;

-- How many patients of an import somebody has touched since: other versions, documents, events. What else refers to them,
-- the foreign keys tell when they are to go.
CREATE FUNCTION import_touched(p_id uuid) RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT count(*)::int
  FROM patient_import_row AS r
  LEFT JOIN patient AS p ON p.id = r.patient_id
 WHERE r.import_id = p_id
   AND (p.id IS NULL OR p.version > 1 OR p.last_seen_on IS NOT NULL
        OR EXISTS (SELECT FROM document AS d WHERE d.patient_id = p.id AND (d.rev > 1 OR d.rec <> p.id))
        OR EXISTS (SELECT FROM prescription AS l WHERE l.patient_id = p.id)
        OR EXISTS (SELECT FROM diagnosis AS g WHERE g.patient_id = p.id AND (g.version > 1 OR g.role <> 'main'))
        OR EXISTS (SELECT FROM assessment AS s WHERE s.patient_id = p.id)
        OR EXISTS (SELECT FROM patient_transfer AS t WHERE t.patient_id = p.id)
        OR EXISTS (SELECT FROM patient_status_event AS e WHERE e.patient_id = p.id AND e.seq > 1))
$$;

-- Takes an import back: for who made it, or an administrator, who may write wherever its patients stand. The envelopes come
-- back here, nothing is destroyed; browsers are told that the records are gone.
CREATE FUNCTION import_undo(p_id uuid) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	i patient_import;
	ids uuid[];
	gone bigint;
	number bigint;
BEGIN
	SELECT * INTO i FROM patient_import WHERE id = p_id FOR UPDATE;
	IF NOT FOUND OR NOT (i.author_id = current_account() OR i.area_id = ANY (areas('user_manage'))) IS TRUE THEN
		RAISE EXCEPTION 'no such import of yours' USING ERRCODE = 'P0002';
	END IF;
	IF i.status <> 'committed' THEN
		RAISE EXCEPTION 'nothing to take back' USING ERRCODE = '40001';
	END IF;
	PERFORM FROM patient WHERE id IN (SELECT patient_id FROM patient_import_row WHERE import_id = p_id) FOR UPDATE;
	PERFORM status_require(import_touched(p_id) = 0, 'import_untouched');
	ids := ARRAY(SELECT patient_id FROM patient_import_row WHERE import_id = p_id);
	UPDATE patient_import_row AS r SET envelope = d.envelope
	  FROM document AS d WHERE r.import_id = p_id AND d.rec = r.patient_id AND d.rev = 1;
	DELETE FROM patient_status_event WHERE patient_id = ANY (ids);
	DELETE FROM diagnosis WHERE patient_id = ANY (ids);
	DELETE FROM document WHERE patient_id = ANY (ids);
	DELETE FROM patient WHERE id = ANY (ids);
	GET DIAGNOSTICS gone = ROW_COUNT;
	IF gone <> i.total THEN
		RAISE EXCEPTION 'not every patient is yours' USING ERRCODE = '42501';
	END IF;
	UPDATE crypto_inst SET document_seq = document_seq + 1 WHERE inst = i.inst RETURNING document_seq INTO number;
	UPDATE patient_import SET status = 'undone', undone_at = now(), undone_by = current_account(), document_seq = number
	 WHERE id = p_id;
	RETURN gone;
END
$$;

-- Records that are gone since a place in the order of sealed documents, from where the user would see them.
CREATE FUNCTION import_left(p_after bigint) RETURNS TABLE (patient_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT r.patient_id
  FROM patient_import AS i
  JOIN patient_import_row AS r ON r.import_id = i.id
 WHERE i.inst = current_inst() AND i.status = 'undone' AND i.document_seq > p_after
   AND r.area_id = ANY (areas('patient_read'))
$$;

DO $$
DECLARE
	t regclass;
BEGIN
	FOREACH t IN ARRAY ARRAY['patient_import', 'patient_import_row']::regclass[] LOOP
		EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY owner_all ON %s TO palreg_owner USING (true) WITH CHECK (true)', t);
		EXECUTE format('CREATE POLICY import_read ON %s FOR SELECT TO palreg_register USING (author_id = (SELECT current_account())'
		    ' OR area_id = ANY ((SELECT areas(''patient_read''))::int[]))', t);
		EXECUTE format('GRANT SELECT ON %s TO palreg_register', t);
	END LOOP;
END
$$;
-- Only import_undo() deletes; no program may.
CREATE POLICY patient_owner_undo ON patient FOR DELETE TO palreg_owner
	USING (area_id = ANY ((SELECT areas('patient_write'))::int[]));
CREATE POLICY document_owner_undo ON document FOR DELETE TO palreg_owner
	USING (area_id = ANY ((SELECT areas('patient_write'))::int[]));
GRANT EXECUTE ON FUNCTION import_begin(uuid, int), import_stage(uuid, jsonb), import_documents(uuid, int[]), import_apply(uuid, int[]),
	import_try(uuid, int[]), import_close(uuid), import_settle(uuid), import_cancel(uuid), import_touched(uuid), import_undo(uuid), import_left(bigint)
	TO palreg_register;

COMMIT;
