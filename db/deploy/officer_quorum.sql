-- Deploy palreg:officer_quorum to pg
-- requires: drill factor_officer session_once report_run
-- What takes two officers (ENCRYPTION, 2.5): one proposes an entry of the roster that bears his signature, another one, or
-- two custodians with the root's key, add theirs. And what two custodians do when no officer is left: an officer restored by
-- root (6). The programs check signatures; here entry, grants, account and credential must agree.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- One proposal at a time: an entry names the one before it, so what is added meanwhile makes it void.
CREATE TABLE proposal (
	id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	inst uuid NOT NULL REFERENCES crypto_inst,
	kind text NOT NULL CONSTRAINT proposal_kind CHECK (kind IN ('admit', 'renew', 'role', 'remove', 'root')),
	subject uuid NOT NULL,
	officer_id uuid NOT NULL REFERENCES account,
	entry roster_text NOT NULL,
	invite_id uuid REFERENCES invite ON DELETE CASCADE,
	set_text recovery_set_text,
	created_at timestamptz NOT NULL DEFAULT now(),
	settled_by uuid REFERENCES account,
	settled_at timestamptz,
	CONSTRAINT proposal_invite CHECK ((kind IN ('admit', 'renew')) = (invite_id IS NOT NULL)),
	CONSTRAINT proposal_set CHECK ((kind = 'root') = (set_text IS NOT NULL)),
	CONSTRAINT proposal_settled CHECK ((settled_by IS NULL) = (settled_at IS NULL))
);
CREATE UNIQUE INDEX proposal_open ON proposal (inst) WHERE settled_at IS NULL;
CREATE INDEX proposal_inst ON proposal (inst);
CREATE INDEX proposal_officer ON proposal (officer_id);
CREATE INDEX proposal_settler ON proposal (settled_by);
CREATE INDEX proposal_invite ON proposal (invite_id);
ALTER TABLE proposal ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON proposal TO palreg_owner USING (true) WITH CHECK (true);
-- A first signature wants a fresh code as the second does, which writes into the roster.
CREATE TRIGGER factor_guard BEFORE INSERT ON proposal FOR EACH STATEMENT EXECUTE FUNCTION factor_guard_roster();

-- Another set of shares has to be proved, however young the last drill is.
ALTER TABLE recovery_set ADD COLUMN made_at timestamptz NOT NULL DEFAULT '-infinity';
ALTER TABLE recovery_set ALTER COLUMN made_at SET DEFAULT now();

-- Where in the roster a grant was given, and to whom.
CREATE FUNCTION grant_item(p_grant grant_text, p_nth int) RETURNS bytea
LANGUAGE sql IMMUTABLE
SET search_path = palreg, pg_temp
AS $$
SELECT (tup_items('rpp/v1/grant', base64url_decode(p_grant::json ->> 'info')))[p_nth]
$$;

-- Nobody who remains is without the key of now, no grant is to who is no member, and none is by who is no officer any more,
-- or had other keys when he gave it (ENCRYPTION, 2.6).
CREATE FUNCTION grants_check(p_inst uuid) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF EXISTS (SELECT FROM member AS m JOIN crypto_inst AS c ON c.inst = m.inst WHERE m.inst = p_inst AND m.active AND m.role <> 'auditor'
	    AND NOT EXISTS (SELECT FROM key_grant AS k WHERE k.inst = p_inst AND k.e = c.epoch AND k.recipient = m.account_id)) THEN
		RAISE EXCEPTION 'a member without a grant of the current epoch' USING ERRCODE = '22023';
	END IF;
	IF EXISTS (SELECT FROM key_grant AS k WHERE k.inst = p_inst AND NOT EXISTS (SELECT FROM member AS m WHERE m.inst = p_inst
	    AND m.account_id = k.recipient AND m.active AND m.role <> 'auditor')) THEN
		RAISE EXCEPTION 'a grant to somebody who is no member' USING ERRCODE = '22023';
	END IF;
	IF EXISTS (SELECT FROM key_grant AS k WHERE k.inst = p_inst AND NOT EXISTS (SELECT FROM member AS m WHERE m.inst = p_inst
	    AND m.account_id = k.sender AND m.active AND m.role IN ('officer', 'root') AND m.seq <= tup_integer(grant_item(k.text, 8)))) THEN
		RAISE EXCEPTION 'a grant by somebody who is no officer any more' USING ERRCODE = '22023';
	END IF;
END
$$;

-- As before; with where each was given.
DROP FUNCTION grants_given();
CREATE FUNCTION grants_given() RETURNS TABLE (e int, recipient uuid, sender uuid, seq bigint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT k.e, k.recipient, k.sender, tup_integer(grant_item(k.text, 8)) FROM key_grant AS k WHERE k.inst = officer_inst()
 ORDER BY k.e, k.recipient
$$;

-- As before; a grant that an officer gave under keys he has no more does not stay either.
CREATE OR REPLACE FUNCTION rotation_begin(p_entries roster_text[], p_grants grant_text[]) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
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
		PERFORM key_grant_put(home, g, current_account(), tup_uuid(grant_item(g, 6)));
	END LOOP;
	PERFORM grants_check(home);
	INSERT INTO rotation (inst, e, reason, officer_id) VALUES (home, f.e, f.reason, current_account());
	PERFORM rotation_settle(home);
	RETURN f.e;
END
$$;

-- Who signed an entry.
CREATE FUNCTION entry_signers(p_entry roster_text) RETURNS uuid[]
LANGUAGE sql IMMUTABLE
SET search_path = palreg, pg_temp
AS $$
SELECT array_agg((s ->> 'by')::uuid) FROM json_array_elements(p_entry::json -> 'sigs') AS s
$$;

-- What an entry is, if it takes two signatures; null if one is enough or it is none of these.
CREATE FUNCTION proposal_kind(p_inst uuid, f roster_fields) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT CASE
	WHEN f.action = 'add' AND m.account_id IS NULL AND f.role = 'officer' THEN 'admit'
	WHEN f.action = 'rekey' AND m.role = 'root' THEN 'root'
	WHEN f.action = 'rekey' AND 'officer' IN (m.role, f.role) THEN CASE WHEN f.sig_pub = m.sig_pub THEN 'role' ELSE 'renew' END
	WHEN f.action = 'remove' AND m.role = 'officer' THEN 'remove' END
  FROM (SELECT) AS one
  LEFT JOIN member AS m ON m.inst = p_inst AND m.account_id = f.subject AND m.active
$$;

-- Keeps an officer's proposal and says whom it is about. It must follow the roster of now (40001), bear his signature, and be what it is said to be.
CREATE FUNCTION proposal_add(p_entry roster_text, p_invite uuid, p_set recovery_set_text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	home uuid := officer_inst();
	me uuid := current_account();
	f roster_fields := roster_read(p_entry);
	what text;
	recset bytea[];
BEGIN
	IF home IS NULL THEN
		RAISE EXCEPTION 'only an officer proposes' USING ERRCODE = '42501';
	END IF;
	PERFORM FROM crypto_inst WHERE inst = home FOR UPDATE;
	IF f.inst <> home OR me <> ALL (entry_signers(p_entry)) THEN
		RAISE EXCEPTION 'not an entry of his own' USING ERRCODE = '22023';
	END IF;
	IF (f.seq - 1, f.prev_head::bytea) IS DISTINCT FROM
	    (SELECT (r.seq::bigint, r.head::bytea) FROM roster_entry AS r WHERE r.inst = home ORDER BY r.seq DESC LIMIT 1) THEN
		RAISE EXCEPTION 'the roster has moved on' USING ERRCODE = '40001';
	END IF;
	what := proposal_kind(home, f);
	IF what IS NULL OR (f.subject = me AND what <> 'remove') THEN
		RAISE EXCEPTION 'nothing that two officers sign' USING ERRCODE = '22023';
	END IF;
	IF what IN ('admit', 'renew') AND NOT EXISTS (SELECT FROM invite AS i WHERE i.id = p_invite AND i.inst = home AND i.officer_id = me
	    AND i.taken_at IS NOT NULL AND i.settled_at IS NULL AND i.exp >= extract(epoch FROM now()) AND i.account_id = f.subject
	    AND i.login = f.login AND i.member_role = f.role AND i.sig_pub = f.sig_pub AND i.enc_pub = f.enc_pub) THEN
		RAISE EXCEPTION 'the entry does not say what was answered' USING ERRCODE = '22023';
	END IF;
	IF what = 'remove' AND f.subject <> me AND NOT EXISTS (SELECT FROM account AS a WHERE a.id = f.subject AND account_left(a)) THEN
		RAISE EXCEPTION 'nobody is removed who has not left' USING ERRCODE = '22023';
	END IF;
	IF what = 'root' THEN
		recset := tup_items('rpp/v1/recset', base64url_decode(p_set::json ->> 'body'));
		IF cardinality(recset) <> 7 OR tup_uuid(recset[1]) IS DISTINCT FROM home OR recset[3] <> f.enc_pub THEN
			RAISE EXCEPTION 'a recovery set of another root' USING ERRCODE = '22023';
		END IF;
	END IF;
	DELETE FROM proposal WHERE id = (SELECT w.id FROM proposal_waiting() AS w WHERE w.void);
	IF EXISTS (SELECT FROM proposal AS p WHERE p.inst = home AND p.settled_at IS NULL) THEN
		RAISE EXCEPTION 'another proposal waits' USING ERRCODE = '40001';
	END IF;
	INSERT INTO proposal (inst, kind, subject, officer_id, entry, invite_id, set_text)
	VALUES (home, what, f.subject, me, p_entry, CASE WHEN what IN ('admit', 'renew') THEN p_invite END, CASE what WHEN 'root' THEN p_set END);
	RETURN f.subject;
END
$$;

-- The proposal that waits, for an officer. Void: the roster has moved on, or the invitation is too old.
CREATE FUNCTION proposal_waiting() RETURNS TABLE (id uuid, kind text, subject uuid, name text, officer text, mine boolean, entry text,
	set_text text, created_at timestamptz, void boolean, area_name text, area_name_en text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT p.id, p.kind, p.subject, coalesce(s.name, ''), o.name, p.officer_id = current_account(), p.entry, p.set_text, p.created_at,
       (roster_read(p.entry)).seq <= (SELECT max(r.seq) FROM roster_entry AS r WHERE r.inst = p.inst)
       OR coalesce(i.exp < extract(epoch FROM now()), false), h.name, h.name_en
  FROM proposal AS p
  JOIN crypto_inst AS c ON c.inst = p.inst
  JOIN area AS h ON h.id = c.area_id
  JOIN account AS o ON o.id = p.officer_id
  LEFT JOIN account AS s ON s.id = p.subject
  LEFT JOIN invite AS i ON i.id = p.invite_id
 WHERE p.inst = officer_inst() AND p.settled_at IS NULL
$$;

-- Any officer may take it from the table: it has changed nothing yet.
CREATE FUNCTION proposal_drop(p_id uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	who uuid;
BEGIN
	IF officer_inst() IS NULL THEN
		RAISE EXCEPTION 'only an officer withdraws a proposal' USING ERRCODE = '42501';
	END IF;
	DELETE FROM proposal WHERE id = p_id AND inst = officer_inst() AND settled_at IS NULL RETURNING subject INTO who;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no such proposal waits' USING ERRCODE = '40001';
	END IF;
	RETURN who;
END
$$;

-- New keys of an account come into force: those it has answered an invitation with.
CREATE FUNCTION invite_close(p_id uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
INSERT INTO credential (account_id, salt, verifier, bundle, sig_pub, enc_pub, proof)
SELECT account_id, salt, verifier, bundle, sig_pub, enc_pub, proof FROM invite WHERE id = p_id
ON CONFLICT (account_id) DO UPDATE
   SET salt = EXCLUDED.salt, verifier = EXCLUDED.verifier, bundle = EXCLUDED.bundle,
       sig_pub = EXCLUDED.sig_pub, enc_pub = EXCLUDED.enc_pub, proof = EXCLUDED.proof, changed_at = now();
UPDATE account SET state = 'active' WHERE id = (SELECT account_id FROM invite WHERE id = p_id) AND state IN ('invited', 'applied');
UPDATE invite SET settled_at = now() WHERE id = p_id
$$;

-- What the entry of a proposal brings about, but for who goes: grants of his own to who has new keys, the set of a new root.
CREATE FUNCTION proposal_apply(p proposal, p_entry roster_text, p_grants grant_text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	g grant_text;
	epochs int[] := ARRAY(SELECT e FROM key_grant WHERE inst = p.inst AND recipient = p.subject);
BEGIN
	PERFORM roster_append(p.inst, p_entry);
	IF p.kind <> 'role' THEN
		DELETE FROM key_grant WHERE inst = p.inst AND recipient = p.subject;
	END IF;
	FOREACH g IN ARRAY coalesce(p_grants, '{}') LOOP
		PERFORM key_grant_put(p.inst, g, current_account(), tup_uuid(grant_item(g, 6)));
	END LOOP;
	IF p.kind = 'root' THEN
		IF EXISTS (SELECT unnest(epochs) EXCEPT SELECT e FROM key_grant WHERE inst = p.inst AND recipient = p.subject) THEN
			RAISE EXCEPTION 'a key that the new recovery key does not open' USING ERRCODE = '22023';
		END IF;
		UPDATE recovery_set SET text = p.set_text, made_at = now() WHERE inst = p.inst;
	ELSIF p.kind <> 'role' THEN
		PERFORM invite_close(p.invite_id);
	END IF;
	PERFORM grants_check(p.inst);
END
$$;

-- The second signature: the same body, by an officer who stays and is not the subject. An officer who has signed himself out
-- is blocked with it.
CREATE FUNCTION proposal_settle(p_id uuid, p_entries roster_text[], p_grants grant_text[]) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	p proposal;
BEGIN
	SELECT * INTO p FROM proposal WHERE id = p_id AND inst = officer_inst() AND settled_at IS NULL FOR UPDATE;
	IF officer_inst() IS NULL OR p.subject = current_account() THEN
		RAISE EXCEPTION 'only another officer signs' USING ERRCODE = '42501';
	END IF;
	IF p.id IS NULL THEN
		RAISE EXCEPTION 'no such proposal waits' USING ERRCODE = '40001';
	END IF;
	IF p_entries[1]::json ->> 'body' IS DISTINCT FROM p.entry::json ->> 'body'
	    OR cardinality(p_entries) <> (CASE p.kind WHEN 'remove' THEN 2 ELSE 1 END) THEN
		RAISE EXCEPTION 'another entry than was proposed' USING ERRCODE = '22023';
	END IF;
	IF EXISTS (SELECT FROM invite WHERE id = p.invite_id AND exp < extract(epoch FROM now())) THEN
		RAISE EXCEPTION 'the invitation is too old' USING ERRCODE = '40001';
	END IF;
	IF p.kind = 'remove' THEN
		UPDATE account SET state = 'blocked' WHERE id = p.subject AND p.officer_id = p.subject AND state = 'active';
		PERFORM rotation_begin(p_entries, p_grants);
	ELSE
		PERFORM proposal_apply(p, p_entries[1], p_grants);
	END IF;
	UPDATE proposal SET settled_by = current_account(), settled_at = now() WHERE id = p_id;
	RETURN p.subject;
END
$$;

-- Whom officers may propose for something: the members of now, with the consent that stands in the roster.
CREATE FUNCTION proposal_members() RETURNS TABLE (account_id uuid, login text, name text, role text, gone boolean, own boolean, proof text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT m.account_id, m.login, a.name, m.role, account_left(a), a.id = current_account(), s.item ->> 'sig'
  FROM member AS m
  JOIN account AS a ON a.id = m.account_id
  JOIN roster_entry AS r ON r.inst = m.inst AND r.seq = m.seq
  CROSS JOIN LATERAL json_array_elements(r.entry::json -> 'sigs') AS s (item)
 WHERE m.inst = officer_inst() AND m.active AND m.role <> 'auditor' AND (s.item ->> 'by')::uuid = m.account_id
 ORDER BY m.role <> 'officer', a.name
$$;

-- As before, and officers: their new keys take two signatures.
CREATE OR REPLACE FUNCTION invitees() RETURNS TABLE (account_id uuid, login text, name text, member_role text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT a.id, a.login, a.name, m.role
  FROM account AS a
  LEFT JOIN member AS m ON m.inst = officer_inst() AND m.account_id = a.id AND m.active
 WHERE area_inst(a.area_id) = officer_inst() AND a.id <> current_account()
   AND CASE WHEN m.role IS NULL THEN a.state IN ('invited', 'applied') ELSE a.state = 'active' END
 ORDER BY m.role IS NOT NULL, a.name
$$;

-- As before; a set made since the last drill was not proved yet. With when each share was, as far as it is of this set.
DROP FUNCTION key_tasks();
DROP FUNCTION drill_base();
CREATE FUNCTION drill_base() RETURNS TABLE (set_text text, last_at timestamptz, due boolean, share1_at timestamptz, share2_at timestamptz,
	share3_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT s.text, d.at, coalesce(d.at < now() - interval '1 year', true), d.at1, d.at2, d.at3
  FROM recovery_set AS s
  LEFT JOIN LATERAL (SELECT max(at) AS at, max(at) FILTER (WHERE first = 1) AS at1, max(at) FILTER (WHERE 2 IN (first, second)) AS at2,
      max(at) FILTER (WHERE second = 3) AS at3 FROM recovery_drill WHERE inst = s.inst AND at >= s.made_at) AS d ON true
 WHERE s.inst = officer_inst()
$$;
-- As before, and whether a proposal waits for this officer's signature.
CREATE FUNCTION key_tasks() RETURNS TABLE (leavers bigint, applicants bigint, wraps bigint, drill boolean, proposals bigint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT (SELECT count(*) FROM leavers()), (SELECT count(*) FROM invites() AS i WHERE i.mine AND i.taken_at IS NOT NULL
           AND NOT EXISTS (SELECT FROM proposal_waiting() AS p JOIN proposal AS q ON q.id = p.id WHERE q.invite_id = i.id AND NOT p.void)),
       CASE WHEN EXISTS (SELECT FROM rotation WHERE inst = i.inst AND finished_at IS NULL) THEN wraps_left(i.inst) ELSE 0 END,
       EXISTS (SELECT FROM drill_base() WHERE due),
       (SELECT count(*) FROM proposal_waiting() WHERE NOT mine AND NOT void AND subject <> current_account())
  FROM (SELECT officer_inst() AS inst) AS i
$$;

-- The operator's link for two custodians: whom they restore as an officer, or make one.
ALTER TABLE setup_token DROP CONSTRAINT setup_token_purpose, DROP CONSTRAINT setup_token_account,
	ADD CONSTRAINT setup_token_purpose CHECK (purpose IN ('setup', 'join', 'recovery')),
	ADD CONSTRAINT setup_token_account CHECK (CASE purpose WHEN 'setup' THEN account_id IS NULL AND member_role IS NULL
	    ELSE account_id IS NOT NULL END);
CREATE FUNCTION recovery_token_create(p_hash bytea, p_login text) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	a account;
	until timestamptz;
BEGIN
	IF NOT by_operator() THEN
		RAISE EXCEPTION 'only the operator makes this link' USING ERRCODE = '42501';
	END IF;
	SELECT * INTO a FROM account WHERE login = p_login AND state IN ('invited', 'applied', 'active') AND area_inst(area_id) IS NOT NULL FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no account of an institution with keys' USING ERRCODE = '22023';
	END IF;
	DELETE FROM setup_token WHERE account_id = a.id AND purpose = 'recovery' AND used_at IS NULL;
	INSERT INTO setup_token (token_hash, area_id, purpose, account_id, expires_at)
	VALUES (p_hash, a.area_id, 'recovery', a.id, now() + interval '72 hours')
	RETURNING expires_at INTO until;
	RETURN until;
END
$$;

-- What the ceremony needs; no row when the token is no good.
CREATE FUNCTION recovery_papers(p_token bytea) RETURNS TABLE (inst uuid, account_id uuid, login text, name text, area_name text,
	area_name_en text, origin text, set_text text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT c.inst, a.id, a.login, a.name, h.name, h.name_en, c.origin, s.text
  FROM setup_token AS t
  JOIN account AS a ON a.id = t.account_id AND a.state IN ('invited', 'applied', 'active')
  JOIN crypto_inst AS c ON c.inst = area_inst(a.area_id)
  JOIN area AS h ON h.id = c.area_id
  JOIN recovery_set AS s ON s.inst = c.inst
 WHERE t.token_hash = p_token AND t.purpose = 'recovery' AND t.used_at IS NULL AND t.expires_at > now()
$$;
CREATE FUNCTION recovery_roster(p_token bytea) RETURNS TABLE (entry roster_text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT r.entry FROM recovery_papers(p_token) AS p JOIN roster_entry AS r ON r.inst = p.inst ORDER BY r.seq
$$;
CREATE FUNCTION recovery_grants(p_token bytea) RETURNS TABLE (text grant_text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT k.text
  FROM recovery_papers(p_token) AS p
  JOIN key_grant AS k ON k.inst = p.inst AND k.recipient = '00000000-0000-0000-0000-000000000000'
 ORDER BY k.e
$$;
CREATE FUNCTION recovery_given(p_token bytea) RETURNS TABLE (e int, recipient uuid, sender uuid, seq bigint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT k.e, k.recipient, k.sender, tup_integer(grant_item(k.text, 8))
  FROM recovery_papers(p_token) AS p JOIN key_grant AS k ON k.inst = p.inst
 ORDER BY k.e, k.recipient
$$;

-- What two custodians have made: the officer's entry with root's signature, and root's grants to him and to whom the one
-- before had given. His second factor is gone with all else that was lost.
CREATE FUNCTION recovery_take(p_token bytea, p_salt bytea, p_verifier bytea, p_bundle bundle_text, p_entry roster_text,
	p_grants grant_text[]) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	nil uuid := '00000000-0000-0000-0000-000000000000';
	t setup_token := setup_token_live(p_token, 'recovery');
	a account;
	home uuid;
	f roster_fields;
	g grant_text;
BEGIN
	SELECT * INTO a FROM account WHERE id = t.account_id AND state IN ('invited', 'applied', 'active') FOR UPDATE;
	home := area_inst(a.area_id);
	IF a.id IS NULL OR home IS NULL THEN
		RAISE EXCEPTION 'the account cannot be restored now' USING ERRCODE = '40001';
	END IF;
	f := roster_append(home, p_entry);
	IF f.action NOT IN ('add', 'rekey') OR f.reason <> 'recovery' OR f.subject <> a.id OR f.login <> a.login OR f.role <> 'officer'
	    OR nil <> ALL (entry_signers(p_entry)) THEN
		RAISE EXCEPTION 'the entry does not restore this account' USING ERRCODE = '22023';
	END IF;
	IF (p_bundle::json ->> 'inst')::uuid <> home OR (p_bundle::json ->> 'user')::uuid <> a.id THEN
		RAISE EXCEPTION 'a bundle of somebody else' USING ERRCODE = '22023';
	END IF;
	DELETE FROM key_grant WHERE inst = home AND recipient = a.id;
	FOREACH g IN ARRAY p_grants LOOP
		PERFORM key_grant_put(home, g, nil, tup_uuid(grant_item(g, 6)));
	END LOOP;
	PERFORM grants_check(home);
	INSERT INTO credential (account_id, salt, verifier, bundle, sig_pub, enc_pub, proof)
	SELECT a.id, p_salt, p_verifier, p_bundle, f.sig_pub, f.enc_pub, base64url_decode(s ->> 'sig')
	  FROM json_array_elements(p_entry::json -> 'sigs') AS s WHERE (s ->> 'by')::uuid = a.id
	ON CONFLICT (account_id) DO UPDATE
	   SET salt = EXCLUDED.salt, verifier = EXCLUDED.verifier, bundle = EXCLUDED.bundle,
	       sig_pub = EXCLUDED.sig_pub, enc_pub = EXCLUDED.enc_pub, proof = EXCLUDED.proof, changed_at = now();
	IF NOT FOUND THEN
		RAISE EXCEPTION 'keys without proof' USING ERRCODE = '22023';
	END IF;
	UPDATE account SET state = 'applied' WHERE id = a.id AND state = 'invited';
	UPDATE account SET state = 'active' WHERE id = a.id AND state = 'applied';
	PERFORM factor_clear(a.id);
	DELETE FROM session WHERE account_id = a.id;
	UPDATE setup_token SET used_at = now() WHERE token_hash = p_token;
	RETURN a.id;
END
$$;

REVOKE EXECUTE ON FUNCTION grant_item(grant_text, int), grants_check(uuid), grants_given(), entry_signers(roster_text),
	proposal_kind(uuid, roster_fields), proposal_add(roster_text, uuid, recovery_set_text), proposal_waiting(), proposal_drop(uuid),
	invite_close(uuid), proposal_apply(proposal, roster_text, grant_text[]), proposal_settle(uuid, roster_text[], grant_text[]),
	proposal_members(), drill_base(), key_tasks(), recovery_token_create(bytea, text), recovery_papers(bytea), recovery_roster(bytea), recovery_grants(bytea),
	recovery_given(bytea),
	recovery_take(bytea, bytea, bytea, bundle_text, roster_text, grant_text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION grants_given(), proposal_add(roster_text, uuid, recovery_set_text), proposal_waiting(), proposal_drop(uuid),
	proposal_settle(uuid, roster_text[], grant_text[]), proposal_members(), drill_base(), recovery_papers(bytea), recovery_roster(bytea), recovery_grants(bytea),
	recovery_given(bytea),
	recovery_take(bytea, bytea, bytea, bundle_text, roster_text, grant_text[]) TO palreg_auth;
GRANT EXECUTE ON FUNCTION key_tasks() TO palreg_register;

COMMIT;
