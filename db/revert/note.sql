-- Revert palreg:note from pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

DROP TRIGGER patient_moved_notes ON patient;
DROP TABLE note;
DROP FUNCTION note_follow(), note_mark();
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
	SELECT * INTO p FROM patient WHERE id = p_patient AND area_id = ANY (areas('patient_write'));
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
	USING (area_id = ANY ((SELECT areas('patient_read'))::int[]));
ALTER POLICY document_owner_read ON document
	USING (area_id = ANY ((SELECT areas('patient_read') || areas('patient_write'))::int[]) OR (SELECT by_operator()));
ALTER POLICY document_owner_add ON document
	WITH CHECK (area_id = ANY ((SELECT areas('patient_write'))::int[]) OR (SELECT by_operator()));
ALTER POLICY document_owner_edit ON document
	USING (area_id = ANY ((SELECT areas('patient_write'))::int[]) OR (SELECT by_operator()));

COMMIT;
