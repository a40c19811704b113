-- Deploy palreg:rotation to pg
-- requires: enrolment account_right note
-- Another key for an institution (ENCRYPTION, 5): members who left go out of the roster, an epoch begins, everybody who
-- remains is granted its key, and the content keys are wrapped again, batch by batch, while others go on working.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- e is the epoch that began. finished_at: every content key is wrapped for it. closed_at: another member's browser has opened
-- every record that was wrapped again, and the old wraps are gone.
CREATE TABLE rotation (
	inst uuid NOT NULL REFERENCES crypto_inst,
	e int NOT NULL CONSTRAINT rotation_e CHECK (e >= 2),
	reason text NOT NULL CONSTRAINT rotation_reason CHECK (reason IN ('leaver', 'periodic', 'compromise')),
	officer_id uuid NOT NULL REFERENCES account,
	started_at timestamptz NOT NULL DEFAULT now(),
	finished_at timestamptz,
	closed_at timestamptz,
	PRIMARY KEY (inst, e),
	CONSTRAINT rotation_order CHECK (closed_at IS NULL OR finished_at IS NOT NULL)
);
CREATE INDEX rotation_officer ON rotation (officer_id);

-- What a record was wrapped with before, until the epoch is closed. by_id wrapped it again.
CREATE TABLE document_wrap (
	rec uuid NOT NULL,
	rev int NOT NULL,
	kep int NOT NULL CONSTRAINT document_wrap_kep CHECK (kep >= 1),
	inst uuid NOT NULL REFERENCES crypto_inst,
	wn text NOT NULL CONSTRAINT document_wrap_wn CHECK (wn ~ '^[A-Za-z0-9_-]{16}$'),
	wk text NOT NULL CONSTRAINT document_wrap_wk CHECK (wk ~ '^[A-Za-z0-9_-]{64}$'),
	by_id uuid NOT NULL REFERENCES account,
	created_at timestamptz NOT NULL DEFAULT now(),
	checked_by uuid REFERENCES account,
	PRIMARY KEY (rec, rev, kep),
	CONSTRAINT document_wrap_of FOREIGN KEY (rec, rev) REFERENCES document (rec, rev) ON DELETE CASCADE,
	CONSTRAINT document_wrap_other CHECK (checked_by <> by_id)
);
CREATE INDEX document_wrap_open ON document_wrap (inst, rec, rev) WHERE checked_by IS NULL;
CREATE INDEX document_wrap_inst ON document_wrap (inst);
CREATE INDEX document_wrap_by ON document_wrap (by_id);
CREATE INDEX document_wrap_checked ON document_wrap (checked_by);
CREATE INDEX document_kep ON document (inst, kep, rec, rev);

-- The institution of the session, if its account is an officer there.
CREATE FUNCTION officer_inst() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT current_inst() WHERE is_officer()
$$;

-- An officer wraps what he has no right to read: he moves keys from epoch to epoch, and sees no more than them.
CREATE POLICY document_owner_wrap ON document FOR SELECT TO palreg_owner USING (inst = (SELECT officer_inst()));
CREATE POLICY document_owner_rewrap ON document FOR UPDATE TO palreg_owner USING (inst = (SELECT officer_inst()));
ALTER TABLE rotation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE document_wrap ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON rotation TO palreg_owner USING (true) WITH CHECK (true);
CREATE POLICY owner_all ON document_wrap TO palreg_owner USING (true) WITH CHECK (true);
CREATE POLICY document_wrap_read ON document_wrap FOR SELECT TO palreg_register USING (inst = (SELECT current_inst()));
GRANT SELECT (rec, rev, kep, inst, by_id, checked_by) ON document_wrap TO palreg_register;

-- Who gave which grant, for an officer: what a leaver gave has to be given again. Empty for anybody else.
CREATE FUNCTION grants_given() RETURNS TABLE (e int, recipient uuid, sender uuid)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT k.e, k.recipient, k.sender FROM key_grant AS k WHERE k.inst = officer_inst() ORDER BY k.e, k.recipient
$$;

-- Takes leavers out of the roster and begins an epoch: the entries in their order, the epoch last, and grants to all who
-- remain. The program checks signatures; here who is removed must have left, nobody who remains is forgotten, and no grant
-- stays that somebody gave who is no officer any more (ENCRYPTION, 2.6).
CREATE FUNCTION rotation_begin(p_entries roster_text[], p_grants grant_text[]) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	nil uuid := '00000000-0000-0000-0000-000000000000';
	home uuid := officer_inst();
	f roster_fields;
	entry roster_text;
	g grant_text;
BEGIN
	IF home IS NULL THEN
		RAISE EXCEPTION 'only an officer changes the key' USING ERRCODE = '42501';
	END IF;
	FOREACH entry IN ARRAY p_entries LOOP
		IF f.action = 'epoch' THEN
			RAISE EXCEPTION 'the epoch is the last entry' USING ERRCODE = '22023';
		END IF;
		f := roster_append(home, entry);
		IF f.action = 'remove' THEN
			IF NOT EXISTS (SELECT FROM account AS a WHERE a.id = f.subject AND (a.state IN ('blocked', 'deleted')
			    OR a.valid_until < CURRENT_DATE OR area_inst(a.area_id) IS DISTINCT FROM home)) THEN
				RAISE EXCEPTION 'nobody is removed who has not left' USING ERRCODE = '22023';
			END IF;
			DELETE FROM key_grant WHERE inst = home AND recipient = f.subject;
		ELSIF f.action IS DISTINCT FROM 'epoch' THEN
			RAISE EXCEPTION 'entries that do not make a rotation' USING ERRCODE = '22023';
		END IF;
	END LOOP;
	IF f.action IS DISTINCT FROM 'epoch' OR f.e < 2 THEN
		RAISE EXCEPTION 'a rotation begins an epoch' USING ERRCODE = '22023';
	END IF;
	FOREACH g IN ARRAY p_grants LOOP
		PERFORM key_grant_put(home, g, current_account(),
		    tup_uuid((tup_items('rpp/v1/grant', base64url_decode(g::json ->> 'info')))[6]));
	END LOOP;
	IF EXISTS (SELECT FROM member AS m WHERE m.inst = home AND m.active AND m.role <> 'auditor'
	    AND NOT EXISTS (SELECT FROM key_grant AS k WHERE k.inst = home AND k.e = f.e AND k.recipient = m.account_id)) THEN
		RAISE EXCEPTION 'a member without a grant of the new epoch' USING ERRCODE = '22023';
	END IF;
	IF EXISTS (SELECT FROM key_grant AS k WHERE k.inst = home AND NOT EXISTS (SELECT FROM member AS m WHERE m.inst = home
	    AND m.account_id = k.recipient AND m.active AND m.role <> 'auditor')) THEN
		RAISE EXCEPTION 'a grant to somebody who is no member' USING ERRCODE = '22023';
	END IF;
	IF EXISTS (SELECT FROM key_grant AS k WHERE k.inst = home AND NOT EXISTS (SELECT FROM member AS m WHERE m.inst = home
	    AND m.account_id = k.sender AND m.active AND m.role IN ('officer', 'root'))) THEN
		RAISE EXCEPTION 'a grant by somebody who is no officer any more' USING ERRCODE = '22023';
	END IF;
	INSERT INTO rotation (inst, e, reason, officer_id) VALUES (home, f.e, f.reason, current_account());
	PERFORM rotation_settle(home);
	RETURN f.e;
END
$$;

-- Finished when no content key is left under an older epoch, which only an officer sees; closed when every old wrap was checked, and then they go.
CREATE FUNCTION rotation_settle(p_inst uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF p_inst = officer_inst() AND EXISTS (SELECT FROM rotation WHERE inst = p_inst AND finished_at IS NULL)
	    AND wraps_left(p_inst) = 0 THEN
		UPDATE rotation SET finished_at = now() WHERE inst = p_inst AND finished_at IS NULL;
	END IF;
	IF EXISTS (SELECT FROM rotation WHERE inst = p_inst AND closed_at IS NULL AND finished_at IS NOT NULL)
	    AND NOT EXISTS (SELECT FROM rotation WHERE inst = p_inst AND finished_at IS NULL)
	    AND NOT EXISTS (SELECT FROM document_wrap WHERE inst = p_inst AND checked_by IS NULL) THEN
		DELETE FROM document_wrap WHERE inst = p_inst;
		UPDATE rotation SET closed_at = now() WHERE inst = p_inst AND closed_at IS NULL;
	END IF;
END
$$;

-- How many content keys are wrapped for an older epoch, as far as the user sees records: an officer sees all of them here.
CREATE FUNCTION wraps_left(p_inst uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT count(*) FROM document AS d JOIN crypto_inst AS c ON c.inst = d.inst WHERE d.inst = p_inst AND d.kep < c.epoch
$$;

-- The next content keys to be wrapped again, for an officer: record, revision, hash, epoch, wn, wk. They stand at the end of
-- an envelope, wk of 64 and wn of 16 signs.
CREATE FUNCTION wraps_next(p_limit int) RETURNS TABLE (line text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT concat_ws(' ', d.rec, d.rev, translate(rtrim(encode(d.doc_hash, 'base64'), '='), '+/', '-_'), d.kep,
       left(right(d.envelope, 90), 16), left(right(d.envelope, 66), 64))
  FROM document AS d
  JOIN crypto_inst AS c ON c.inst = d.inst
 WHERE d.inst = officer_inst() AND d.kep < c.epoch
 ORDER BY d.kep, d.rec, d.rev
 LIMIT p_limit
$$;

CREATE TYPE wrap_fields AS (rec uuid, rev int, doc_hash bytea, kep int, wn text, wk text);
CREATE FUNCTION wrap_read(p_line text) RETURNS wrap_fields
LANGUAGE plpgsql IMMUTABLE
SET search_path = palreg, pg_temp
AS $$
DECLARE
	i text[] := regexp_match(p_line, '^([0-9a-f-]{36}) ([1-9][0-9]{0,8}) ([A-Za-z0-9_-]{43}) ([1-9][0-9]{0,8})'
	    '(?: ([A-Za-z0-9_-]{16}) ([A-Za-z0-9_-]{64}))?$');
BEGIN
	IF i IS NULL THEN
		RAISE EXCEPTION 'not a wrapped key' USING ERRCODE = '22023';
	END IF;
	RETURN ROW(i[1]::uuid, i[2]::int, base64url_decode(i[3]), i[4]::int, i[5], i[6]);
END
$$;

-- Takes content keys wrapped again. The hash stands for everything of an envelope but kep, wn and wk: another one is no
-- record of the institution (22023). Not the current epoch: 40001. One that is current already is left as it is.
CREATE FUNCTION wraps_put(p_lines text[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	home uuid := officer_inst();
	now_e int;
	wraps wrap_fields[];
BEGIN
	IF home IS NULL THEN
		RAISE EXCEPTION 'only an officer wraps keys' USING ERRCODE = '42501';
	END IF;
	SELECT epoch INTO now_e FROM crypto_inst WHERE inst = home FOR SHARE;
	wraps := ARRAY(SELECT wrap_read(l) FROM unnest(p_lines) AS l);
	IF EXISTS (SELECT FROM unnest(wraps) AS w WHERE w.wn IS NULL) THEN
		RAISE EXCEPTION 'not a wrapped key' USING ERRCODE = '22023';
	END IF;
	PERFORM FROM document AS d JOIN unnest(wraps) AS w ON d.rec = w.rec AND d.rev = w.rev ORDER BY d.rec, d.rev FOR UPDATE OF d;
	IF EXISTS (SELECT FROM unnest(wraps) AS w WHERE NOT EXISTS (SELECT FROM document AS d WHERE d.rec = w.rec AND d.rev = w.rev
	    AND d.inst = home AND d.doc_hash = w.doc_hash)) THEN
		RAISE EXCEPTION 'no such record' USING ERRCODE = '22023';
	END IF;
	IF EXISTS (SELECT FROM unnest(wraps) AS w WHERE w.kep <> now_e) THEN
		RAISE EXCEPTION 'the key of the institution was changed meanwhile' USING ERRCODE = '40001';
	END IF;
	INSERT INTO document_wrap (rec, rev, kep, inst, wn, wk, by_id)
	SELECT d.rec, d.rev, d.kep, home, left(right(d.envelope, 90), 16), left(right(d.envelope, 66), 64), current_account()
	  FROM document AS d JOIN unnest(wraps) AS w ON d.rec = w.rec AND d.rev = w.rev
	 WHERE d.kep < now_e;
	UPDATE document AS d
	   SET kep = now_e, envelope = left(d.envelope, length(d.envelope) - length(format(',"kep":%s', d.kep)) - 97)
	       || format(',"kep":%s,"wn":"%s","wk":"%s"}', now_e, w.wn, w.wk)
	  FROM unnest(wraps) AS w
	 WHERE d.rec = w.rec AND d.rev = w.rev AND d.kep < now_e;
	PERFORM rotation_settle(home);
	RETURN wraps_left(home);
END
$$;

-- Takes what another member's browser has opened under the new epoch: record, revision, hash, epoch. What was wrapped again
-- meanwhile, or by himself, is left as it is.
CREATE FUNCTION wraps_check(p_lines text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	home uuid := current_inst();
BEGIN
	IF NOT EXISTS (SELECT FROM member WHERE inst = home AND account_id = current_account() AND active AND role <> 'auditor') THEN
		RAISE EXCEPTION 'who has no key opens nothing' USING ERRCODE = '42501';
	END IF;
	UPDATE document_wrap AS old
	   SET checked_by = current_account()
	  FROM unnest(p_lines) AS l, wrap_read(l) AS w, document AS d, crypto_inst AS c
	 WHERE d.rec = w.rec AND d.rev = w.rev AND d.inst = home AND d.doc_hash = w.doc_hash AND d.kep = w.kep
	   AND c.inst = home AND c.epoch = w.kep
	   AND old.rec = d.rec AND old.rev = d.rev AND old.checked_by IS NULL AND old.by_id <> current_account();
	PERFORM rotation_settle(home);
END
$$;

-- What waits for an officer: leavers, people who want to join, content keys to be wrapped again; zeros for anybody else.
CREATE FUNCTION key_tasks() RETURNS TABLE (leavers bigint, applicants bigint, wraps bigint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT (SELECT count(*) FROM leavers()), (SELECT count(*) FROM applicants()),
       CASE WHEN EXISTS (SELECT FROM rotation WHERE inst = i.inst AND finished_at IS NULL) THEN wraps_left(i.inst) ELSE 0 END
  FROM (SELECT officer_inst() AS inst) AS i
$$;

-- The last change of the key, for the members of the institution.
CREATE FUNCTION rotation_last() RETURNS TABLE (e int, reason text, officer text, started_at timestamptz, finished_at timestamptz,
	closed_at timestamptz, unchecked bigint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT r.e, r.reason, a.name, r.started_at, r.finished_at, r.closed_at,
       (SELECT count(*) FROM document_wrap AS w WHERE w.inst = r.inst AND w.checked_by IS NULL)
  FROM rotation AS r
  JOIN account AS a ON a.id = r.officer_id
 WHERE r.inst = current_inst()
 ORDER BY r.e DESC
 LIMIT 1
$$;

REVOKE EXECUTE ON FUNCTION officer_inst(), grants_given(), rotation_begin(roster_text[], grant_text[]), rotation_settle(uuid),
	wraps_left(uuid), wraps_next(int), wrap_read(text), wraps_put(text[]), wraps_check(text[]), key_tasks(), rotation_last() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION officer_inst(), grants_given(), rotation_begin(roster_text[], grant_text[]), rotation_last() TO palreg_auth;
GRANT EXECUTE ON FUNCTION officer_inst(), wraps_left(uuid), wraps_next(int), wraps_put(text[]), wraps_check(text[]), key_tasks()
	TO palreg_register;

COMMIT;
