-- Deploy palreg:transfer to pg
-- requires: entry
-- A patient goes from one area of a key institution to another: the area he stands in offers, the other one accepts or
-- declines. Until then nothing changes for him; then all his rows move, and who may see him changes with them.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- area_id is where the patient stands now. document_seq: where, in the order in which browsers fetch sealed documents, the
-- new area gets to know his passport and the old one that he left.
CREATE TABLE patient_transfer (
	id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	patient_id uuid NOT NULL REFERENCES patient,
	area_id int NOT NULL REFERENCES area,
	inst uuid NOT NULL REFERENCES crypto_inst,
	from_area_id int NOT NULL REFERENCES area,
	to_area_id int NOT NULL REFERENCES area,
	reason text NOT NULL,
	planned_on date NOT NULL,
	status text NOT NULL DEFAULT 'offered'
		CONSTRAINT patient_transfer_status CHECK (status IN ('offered', 'accepted', 'declined', 'withdrawn')),
	decline_reason text,
	offered_by uuid NOT NULL REFERENCES account,
	offered_at timestamptz NOT NULL DEFAULT now(),
	decided_by uuid REFERENCES account,
	decided_at timestamptz,
	document_seq bigint,
	version int NOT NULL DEFAULT 1,
	CONSTRAINT patient_transfer_elsewhere CHECK (from_area_id <> to_area_id),
	CONSTRAINT patient_transfer_decided CHECK ((status = 'offered') = (decided_at IS NULL)
	    AND (status = 'offered') = (decided_by IS NULL)),
	CONSTRAINT patient_transfer_declined CHECK ((status = 'declined') = (decline_reason IS NOT NULL)),
	CONSTRAINT patient_transfer_numbered CHECK ((status = 'accepted') = (document_seq IS NOT NULL))
);
CREATE UNIQUE INDEX patient_transfer_one ON patient_transfer (patient_id) WHERE status = 'offered';
CREATE INDEX patient_transfer_patient ON patient_transfer (patient_id, offered_at);
CREATE INDEX patient_transfer_area ON patient_transfer (area_id);
CREATE INDEX patient_transfer_to ON patient_transfer (to_area_id, status);
CREATE INDEX patient_transfer_from ON patient_transfer (from_area_id, status);
CREATE INDEX patient_transfer_left ON patient_transfer (inst, document_seq) WHERE status = 'accepted';
CREATE INDEX patient_transfer_inst ON patient_transfer (inst);
CREATE INDEX patient_transfer_offered_by ON patient_transfer (offered_by);
CREATE INDEX patient_transfer_decided_by ON patient_transfer (decided_by);
CREATE TRIGGER patient_transfer_codes BEFORE INSERT OR UPDATE ON patient_transfer
	FOR EACH ROW EXECUTE FUNCTION coded_check('reason=transfer_reason', 'decline_reason=transfer_decline');
CREATE TRIGGER patient_moved_transfer AFTER UPDATE ON patient
	FOR EACH ROW WHEN (OLD.area_id <> NEW.area_id) EXECUTE FUNCTION patient_rows_moved('patient_transfer');

-- Only somebody on the register is offered, to another area of his institution, for a day that is near.
CREATE FUNCTION patient_transfer_offer() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	p patient;
BEGIN
	SELECT * INTO p FROM patient WHERE id = NEW.patient_id FOR UPDATE;
	IF NOT FOUND OR NOT (p.area_id = ANY (coalesce(areas('patient_write'), '{}')) OR by_operator()) THEN
		RAISE EXCEPTION 'no such patient of yours' USING ERRCODE = '42501';
	END IF;
	IF NEW.version IS DISTINCT FROM p.version AND NOT by_operator() THEN
		RAISE EXCEPTION 'the patient was changed meanwhile' USING ERRCODE = '40001';
	END IF;
	NEW.area_id := p.area_id;
	NEW.from_area_id := p.area_id;
	NEW.inst := p.inst;
	NEW.version := 1;
	NEW.offered_by := coalesce(current_account(), NEW.offered_by);
	PERFORM status_require(p.status NOT IN ('removed', 'refused', 'declined'), 'transfer_patient_on_register');
	PERFORM status_require(EXISTS (SELECT FROM area AS a JOIN area AS i ON i.path @> a.path
	    WHERE a.id = NEW.to_area_id AND i.id = p.institution_id AND a.kind IN ('institution', 'department')
	      AND a.retired_at IS NULL), 'transfer_within_institution');
	PERFORM status_require(NEW.to_area_id <> p.area_id, 'patient_transfer_elsewhere');
	PERFORM status_require(NEW.planned_on BETWEEN CURRENT_DATE AND CURRENT_DATE + 90, 'transfer_planned_soon');
	RETURN NEW;
END
$$;
CREATE TRIGGER patient_transfer_offer BEFORE INSERT ON patient_transfer
	FOR EACH ROW WHEN (NEW.status = 'offered') EXECUTE FUNCTION patient_transfer_offer();

-- Lets the functions of this change reach the areas given beside those of the user, until areas_restore(); what session_context()
-- has said must hold. Returns what the settings were.
CREATE FUNCTION areas_widen(p_areas int[]) RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	read int[] := areas('patient_read');
	written int[] := areas('patient_write');
BEGIN
	IF written IS NULL THEN
		RAISE EXCEPTION 'nobody acts' USING ERRCODE = '42501';
	END IF;
	PERFORM set_config('palreg.area.patient_read', array_to_string(read || p_areas, ','), true),
	    set_config('palreg.area.patient_write', array_to_string(written || p_areas, ','), true);
	PERFORM set_config('palreg.tag', settings_tag(), true);
	RETURN ARRAY[array_to_string(read, ','), array_to_string(written, ',')];
END
$$;
CREATE FUNCTION areas_restore(p_before text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	PERFORM set_config('palreg.area.patient_read', p_before[1], true), set_config('palreg.area.patient_write', p_before[2], true);
	PERFORM set_config('palreg.tag', settings_tag(), true);
END
$$;

-- What is offered to the areas where the user may write: enough to decide, though the patient is not theirs yet.
CREATE FUNCTION transfer_offers(p_id uuid DEFAULT NULL) RETURNS TABLE (id uuid, patient_id uuid, registry_no text,
	year_of_birth int, sex text, diagnosis_code text, status text, envelope text, from_area_id int, to_area_id int, reason text,
	planned_on date, offered_by uuid, offered_at timestamptz, version int)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	mine int[] := areas('patient_write');
	before text[];
BEGIN
	IF NOT EXISTS (SELECT FROM patient_transfer AS t WHERE t.to_area_id = ANY (mine) AND t.status = 'offered') THEN
		RETURN;
	END IF;
	before := areas_widen(ARRAY(SELECT DISTINCT t.from_area_id FROM patient_transfer AS t
	    WHERE t.to_area_id = ANY (mine) AND t.status = 'offered'));
	RETURN QUERY
	SELECT t.id, p.id, p.registry_no, p.year_of_birth, p.sex, p.diagnosis_code, p.status, d.envelope::text, t.from_area_id,
	       t.to_area_id, t.reason, t.planned_on, t.offered_by, t.offered_at, t.version
	  FROM patient_transfer AS t
	  JOIN patient AS p ON p.id = t.patient_id
	  LEFT JOIN document AS d ON d.rec = p.id AND d.current
	 WHERE t.to_area_id = ANY (mine) AND t.status = 'offered' AND (p_id IS NULL OR t.id = p_id)
	 ORDER BY t.planned_on, t.offered_at
	 LIMIT 50;
	PERFORM areas_restore(before);
END
$$;

-- The passport is numbered anew, so that the browsers of the new area fetch it and those of the old one learn that he left.
CREATE FUNCTION transfer_move(p_transfer patient_transfer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	before text[] := areas_widen(ARRAY[p_transfer.from_area_id]);
	p patient;
	number bigint;
BEGIN
	SELECT * INTO p FROM patient WHERE id = p_transfer.patient_id FOR UPDATE;
	PERFORM status_require(p.status NOT IN ('removed', 'refused', 'declined'), 'transfer_patient_on_register');
	IF p.area_id <> p_transfer.from_area_id THEN
		RAISE EXCEPTION 'the patient stands elsewhere meanwhile' USING ERRCODE = '40001';
	END IF;
	UPDATE patient SET area_id = p_transfer.to_area_id WHERE id = p.id;
	UPDATE crypto_inst SET document_seq = document_seq + 1 WHERE inst = p.inst RETURNING document_seq INTO number;
	UPDATE document SET seq = number WHERE rec = p.id AND current;
	PERFORM areas_restore(before);
	RETURN number;
END
$$;

-- accept and decline are for who may write in the area offered to, withdraw for who may where the patient stands. Returns the
-- patient. P0002: no such transfer; 42501: not yours to decide; 40001: decided already.
CREATE FUNCTION transfer_decide(p_id uuid, p_version int, p_action text, p_reason text DEFAULT NULL) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	t patient_transfer;
	decides int;
	seq bigint;
BEGIN
	SELECT * INTO t FROM patient_transfer WHERE id = p_id FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no such transfer' USING ERRCODE = 'P0002';
	END IF;
	decides := CASE WHEN p_action = 'withdraw' THEN t.from_area_id ELSE t.to_area_id END;
	IF NOT decides = ANY (coalesce(areas('patient_write'), '{}')) THEN
		RAISE EXCEPTION 'not yours to decide' USING ERRCODE = '42501';
	END IF;
	IF t.status <> 'offered' OR t.version <> p_version THEN
		RAISE EXCEPTION 'decided meanwhile' USING ERRCODE = '40001';
	END IF;
	PERFORM status_require(p_action <> 'decline' OR p_reason IS NOT NULL, 'transfer_decline_needs_reason');
	IF p_action = 'accept' THEN
		seq := transfer_move(t);
	END IF;
	UPDATE patient_transfer
	   SET status = CASE p_action WHEN 'accept' THEN 'accepted' WHEN 'decline' THEN 'declined' ELSE 'withdrawn' END,
	       decline_reason = CASE WHEN p_action = 'decline' THEN p_reason END,
	       decided_by = current_account(), decided_at = now(), document_seq = seq, version = version + 1
	 WHERE id = t.id;
	RETURN t.patient_id;
END
$$;

-- Who leaves the register is offered to nobody any more.
CREATE FUNCTION transfer_lapsed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	UPDATE patient_transfer
	   SET status = 'withdrawn', decided_by = NEW.changed_by, decided_at = now(), version = version + 1
	 WHERE patient_id = NEW.id AND status = 'offered';
	RETURN NULL;
END
$$;
CREATE TRIGGER transfer_lapsed AFTER UPDATE ON patient
	FOR EACH ROW WHEN (NEW.status IN ('removed', 'refused', 'declined') AND OLD.status <> NEW.status)
	EXECUTE FUNCTION transfer_lapsed();

-- Both sides see a transfer, and wherever the patient stands now.
ALTER TABLE patient_transfer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY transfer_read ON patient_transfer FOR SELECT TO palreg_register
	USING (area_id = ANY ((SELECT areas('patient_read'))::int[]) OR from_area_id = ANY ((SELECT areas('patient_read'))::int[])
	    OR to_area_id = ANY ((SELECT areas('patient_read'))::int[]));
CREATE POLICY transfer_add ON patient_transfer FOR INSERT TO palreg_register
	WITH CHECK (area_id = ANY ((SELECT areas('patient_write'))::int[]) AND offered_by = (SELECT current_account())
	    AND status = 'offered');
CREATE POLICY transfer_owner ON patient_transfer TO palreg_owner
	USING (area_id = ANY ((SELECT areas('patient_write'))::int[]) OR from_area_id = ANY ((SELECT areas('patient_write'))::int[])
	    OR to_area_id = ANY ((SELECT areas('patient_write'))::int[]) OR (SELECT by_operator()));
GRANT SELECT, INSERT (patient_id, to_area_id, reason, planned_on, version) ON patient_transfer TO palreg_register;
GRANT EXECUTE ON FUNCTION transfer_offers(uuid), transfer_decide(uuid, int, text, text) TO palreg_register;

COMMIT;
