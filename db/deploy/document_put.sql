-- Deploy palreg:document_put to pg
-- requires: patient, session_functions

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- Keeps the next revision of a sealed document of a patient the user may write, and returns its number in the
-- institution's sequence, which has no gaps and runs in the order of commits (the counter's row stays locked until
-- then). The members of the envelope say what it is; the program has checked its signature, time and hash.
-- 42501: the author is not the user, or the patient is none of his. 40001: not the next revision, another
-- predecessor, not the current epoch. 22023: the envelope belongs elsewhere.
CREATE FUNCTION document_put(p_patient uuid, p_envelope envelope_text, p_doc_hash bytea) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	j json := p_envelope::json;
	rec_id uuid := (j ->> 'rec')::uuid;
	revision bigint := (j ->> 'rev')::bigint;
	p patient;
	last document;
	counter crypto_inst;
BEGIN
	IF (j ->> 'by')::uuid IS DISTINCT FROM current_account() THEN
		RAISE EXCEPTION 'another author than the user' USING ERRCODE = '42501';
	END IF;
	SELECT * INTO p FROM patient WHERE id = p_patient AND area_id = ANY (areas('patient_write'));
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no such patient of yours' USING ERRCODE = '42501';
	END IF;
	IF (j ->> 'inst')::uuid <> p.inst OR (j ->> 't' = 'passport') <> (rec_id = p.id) THEN
		RAISE EXCEPTION 'the document belongs elsewhere' USING ERRCODE = '22023';
	END IF;
	UPDATE crypto_inst SET document_seq = document_seq + 1 WHERE inst = p.inst RETURNING * INTO counter;
	SELECT * INTO last FROM document WHERE rec = rec_id AND current;
	IF last.rec IS NOT NULL AND (last.patient_id <> p.id OR last.type <> j ->> 't') THEN
		RAISE EXCEPTION 'the document belongs elsewhere' USING ERRCODE = '22023';
	END IF;
	IF revision <> coalesce(last.rev, 0) + 1
	    OR base64url_decode(j ->> 'prev') <> coalesce(last.doc_hash, decode(repeat('00', 32), 'hex'))
	    OR (j ->> 'kep')::int <> counter.epoch THEN
		RAISE EXCEPTION 'the document was changed meanwhile' USING ERRCODE = '40001';
	END IF;
	UPDATE document SET current = false WHERE rec = rec_id AND current;
	INSERT INTO document (rec, rev, type, inst, patient_id, area_id, author_id, ts, kep, envelope, doc_hash, seq, current)
	VALUES (rec_id, revision, j ->> 't', p.inst, p.id, p.area_id, current_account(), (j ->> 'ts')::bigint,
	    (j ->> 'kep')::int, p_envelope, p_doc_hash, counter.document_seq, true);
	RETURN counter.document_seq;
END
$$;

GRANT EXECUTE ON FUNCTION document_put(uuid, envelope_text, bytea) TO palreg_register;

COMMIT;
