-- Deploy palreg:note to pg
-- requires: entry policy document_put
-- Notes: free text only as sealed documents of type note; beside each revision stand its kind and its day, which are
-- coded and open, and are bound to the text by standing in it too.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

CREATE TABLE note (
	rec uuid NOT NULL,
	rev int NOT NULL,
	patient_id uuid NOT NULL REFERENCES patient,
	area_id int NOT NULL REFERENCES area,
	kind text NOT NULL,
	noted_on date NOT NULL,
	status text NOT NULL DEFAULT 'completed' CONSTRAINT note_status CHECK (status IN ('completed', 'entered_in_error')),
	current boolean NOT NULL DEFAULT true,
	author_id uuid NOT NULL REFERENCES account,
	created_at timestamptz NOT NULL DEFAULT now(),
	marked_by uuid REFERENCES account,
	marked_at timestamptz,
	PRIMARY KEY (rec, rev),
	CONSTRAINT note_of_document FOREIGN KEY (rec, rev) REFERENCES document (rec, rev),
	CONSTRAINT note_marked CHECK ((status = 'entered_in_error') = (marked_at IS NOT NULL)
	    AND (marked_by IS NULL) = (marked_at IS NULL))
);
CREATE UNIQUE INDEX note_current ON note (rec) WHERE current;
CREATE INDEX note_patient ON note (patient_id, noted_on DESC, created_at DESC);
CREATE INDEX note_area ON note (area_id);
CREATE INDEX note_author ON note (author_id);
CREATE INDEX note_marked_by ON note (marked_by) WHERE marked_by IS NOT NULL;
CREATE TRIGGER note_codes BEFORE INSERT ON note
	FOR EACH ROW EXECUTE FUNCTION coded_check('kind=note_kind');

-- A row stands beside the newest revision of its document and says the same of patient, author and time; nothing is
-- written before birth or tomorrow, and nobody is visited after his death; what was entered in error is not changed.
CREATE FUNCTION note_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	d document;
	p patient;
BEGIN
	SELECT * INTO d FROM document WHERE rec = NEW.rec AND rev = NEW.rev AND type = 'note' AND current;
	IF NOT FOUND OR d.patient_id <> NEW.patient_id THEN
		RAISE EXCEPTION 'a note has its sealed document' USING ERRCODE = '23514', CONSTRAINT = 'note_has_document';
	END IF;
	SELECT * INTO p FROM patient WHERE id = d.patient_id;
	IF NEW.noted_on > CURRENT_DATE THEN
		RAISE EXCEPTION 'a note of tomorrow' USING ERRCODE = '23514', CONSTRAINT = 'note_not_in_future';
	END IF;
	IF extract(year FROM NEW.noted_on) < p.year_of_birth THEN
		RAISE EXCEPTION 'a note before birth' USING ERRCODE = '23514', CONSTRAINT = 'note_after_birth';
	END IF;
	IF NEW.noted_on > p.died_on AND NEW.kind IN ('visit', 'consultation', 'plan') THEN
		RAISE EXCEPTION 'nobody is seen after his death' USING ERRCODE = '23514', CONSTRAINT = 'note_before_death';
	END IF;
	IF EXISTS (SELECT FROM note WHERE rec = NEW.rec AND current AND status = 'entered_in_error') THEN
		RAISE EXCEPTION 'the note was entered in error' USING ERRCODE = '40001', CONSTRAINT = 'note_stands';
	END IF;
	UPDATE note SET current = false WHERE rec = NEW.rec AND current;
	NEW.area_id := d.area_id;
	NEW.author_id := d.author_id;
	NEW.created_at := d.created_at;
	RETURN NEW;
END
$$;
CREATE TRIGGER note_follow BEFORE INSERT ON note
	FOR EACH ROW EXECUTE FUNCTION note_follow();

-- Entered in error: said once, of the newest revision, by who wrote one of them.
CREATE FUNCTION note_mark() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF NOT OLD.current OR OLD.status <> 'completed' THEN
		RAISE EXCEPTION 'the note was changed meanwhile' USING ERRCODE = '40001', CONSTRAINT = 'note_mark_current';
	END IF;
	IF NOT EXISTS (SELECT FROM note WHERE rec = OLD.rec AND author_id = current_account()) THEN
		RAISE EXCEPTION 'who wrote none of it cannot say so' USING ERRCODE = '42501';
	END IF;
	NEW.marked_by := current_account();
	NEW.marked_at := now();
	RETURN NEW;
END
$$;
CREATE TRIGGER note_mark BEFORE UPDATE OF status ON note
	FOR EACH ROW EXECUTE FUNCTION note_mark();
CREATE TRIGGER patient_moved_notes AFTER UPDATE ON patient
	FOR EACH ROW WHEN (OLD.area_id <> NEW.area_id) EXECUTE FUNCTION patient_rows_moved('note');

-- A note belongs to the record, a passport to the register entry: each is put by who may write there.
CREATE OR REPLACE FUNCTION document_put(p_envelope envelope_text, p_rec uuid, p_inst uuid, p_type text, p_by uuid, p_rev int,
	p_ts bigint, p_kep int, p_prev bytea, p_doc_hash bytea, p_patient uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	head text := format('{"v":1,"suite":"A1","t":"%s","inst":"%s","rec":"%s","rev":%s,"by":"%s","ts":%s,"prev":"%s",',
	    p_type, p_inst, p_rec, p_rev, p_by, p_ts,
	    translate(rtrim(encode(p_prev, 'base64'), '='), '+/', '-_'));
	p patient;
	last document;
	counter crypto_inst;
BEGIN
	IF p_by IS DISTINCT FROM current_account() THEN
		RAISE EXCEPTION 'another author than the user' USING ERRCODE = '42501';
	END IF;
	IF left(p_envelope, length(head)) <> head OR strpos(right(p_envelope, 200), format(',"kep":%s,"wn":"', p_kep)) = 0 THEN
		RAISE EXCEPTION 'the envelope says something else' USING ERRCODE = '22023';
	END IF;
	SELECT * INTO p FROM patient WHERE id = p_patient
	   AND area_id = ANY (areas(CASE WHEN p_type = 'note' THEN 'record_write' ELSE 'patient_write' END));
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no such patient of yours' USING ERRCODE = '42501';
	END IF;
	IF p_inst <> p.inst OR (p_type = 'passport') <> (p_rec = p.id) THEN
		RAISE EXCEPTION 'the document belongs elsewhere' USING ERRCODE = '22023';
	END IF;
	UPDATE crypto_inst SET document_seq = document_seq + 1 WHERE inst = p.inst RETURNING * INTO counter;
	SELECT * INTO last FROM document WHERE rec = p_rec AND current;
	IF last.rec IS NOT NULL AND (last.patient_id <> p.id OR last.type <> p_type) THEN
		RAISE EXCEPTION 'the document belongs elsewhere' USING ERRCODE = '22023';
	END IF;
	IF p_rev <> coalesce(last.rev, 0) + 1
	    OR p_prev <> coalesce(last.doc_hash, decode(repeat('00', 32), 'hex'))
	    OR p_kep <> counter.epoch THEN
		RAISE EXCEPTION 'the document was changed meanwhile' USING ERRCODE = '40001';
	END IF;
	UPDATE document SET current = false WHERE rec = p_rec AND current;
	INSERT INTO document (rec, rev, type, inst, patient_id, area_id, author_id, ts, kep, envelope, doc_hash, seq, current)
	VALUES (p_rec, p_rev, p_type, p_inst, p.id, p.area_id, p_by, p_ts, p_kep, p_envelope, p_doc_hash,
	    counter.document_seq, true);
	RETURN counter.document_seq;
END
$$;

ALTER POLICY document_read ON document
	USING (area_id = ANY ((SELECT areas('patient_read'))::int[])
	    AND (type <> 'note' OR area_id = ANY ((SELECT areas('record_read'))::int[])));
ALTER POLICY document_owner_read ON document
	USING (area_id = ANY ((SELECT areas('patient_read') || areas('patient_write') || areas('record_write'))::int[])
	    OR (SELECT by_operator()));
ALTER POLICY document_owner_add ON document
	WITH CHECK (area_id = ANY ((SELECT areas('patient_write') || areas('record_write'))::int[]) OR (SELECT by_operator()));
ALTER POLICY document_owner_edit ON document
	USING (area_id = ANY ((SELECT areas('patient_write') || areas('record_write'))::int[]) OR (SELECT by_operator()));

-- Who sees and writes what.
ALTER TABLE note ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY note_read ON note FOR SELECT TO palreg_register
	USING (area_id = ANY ((SELECT areas('record_read'))::int[]));
CREATE POLICY note_add ON note FOR INSERT TO palreg_register
	WITH CHECK (area_id = ANY ((SELECT areas('record_write'))::int[]) AND author_id = (SELECT current_account()));
CREATE POLICY note_say ON note FOR UPDATE TO palreg_register
	USING (area_id = ANY ((SELECT areas('record_write'))::int[]));
CREATE POLICY note_owner ON note TO palreg_owner
	USING (area_id = ANY ((SELECT areas('record_read') || areas('record_write') || areas('patient_write'))::int[])
	    OR (SELECT by_operator()))
	WITH CHECK (area_id = ANY ((SELECT areas('record_write') || areas('patient_write'))::int[]) OR (SELECT by_operator()));
GRANT SELECT ON note TO palreg_register;
GRANT INSERT (rec, rev, patient_id, kind, noted_on), UPDATE (status) ON note TO palreg_register;

COMMIT;
