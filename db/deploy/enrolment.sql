-- Deploy palreg:enrolment to pg
-- requires: member, session_functions
-- The programs check signatures and seals; here the texts must agree with each other and with the rows.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- Fields of a roster entry (ENCRYPTION, 2.5), with the head that follows from it.
CREATE TYPE roster_fields AS (
	inst uuid, seq bigint, prev_head bytea, at bigint, action text, reason text, subject uuid, login text, role text,
	sig_pub bytea, enc_pub bytea, e bigint, ik_id bytea, head bytea
);

CREATE FUNCTION roster_read(p_entry roster_text) RETURNS roster_fields
LANGUAGE plpgsql IMMUTABLE
SET search_path = palreg, pg_temp
AS $$
DECLARE
	body bytea := base64url_decode(p_entry::json ->> 'body');
	i bytea[] := tup_items('rpp/v1/roster', body);
	f roster_fields;
BEGIN
	IF cardinality(i) <> 13 OR octet_length(i[1]) <> 16 OR octet_length(i[2]) <> 8 OR octet_length(i[3]) <> 32
	    OR octet_length(i[4]) <> 8 OR octet_length(i[7]) <> 16 OR octet_length(i[12]) <> 8
	    OR octet_length(i[10]) NOT IN (0, 32) OR octet_length(i[11]) NOT IN (0, 32)
	    OR octet_length(i[13]) NOT IN (0, 16) THEN
		RAISE EXCEPTION 'not a roster entry' USING ERRCODE = '22023';
	END IF;
	f := ROW(tup_uuid(i[1]), tup_integer(i[2]), i[3], tup_integer(i[4]), convert_from(i[5], 'UTF8'),
	    convert_from(i[6], 'UTF8'), tup_uuid(i[7]), convert_from(i[8], 'UTF8'), convert_from(i[9], 'UTF8'),
	    i[10], i[11], tup_integer(i[12]), i[13], sha256(body));
	RETURN f;
END
$$;

-- Appends the next entry of a chain: its number and its link must be the next, else 40001.
CREATE FUNCTION roster_append(p_inst uuid, p_entry roster_text) RETURNS roster_fields
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	f roster_fields := roster_read(p_entry);
	last roster_entry;
BEGIN
	PERFORM FROM crypto_inst WHERE inst = p_inst FOR UPDATE;
	IF NOT FOUND OR f.inst <> p_inst THEN
		RAISE EXCEPTION 'a roster entry of another institution' USING ERRCODE = '22023';
	END IF;
	SELECT * INTO last FROM roster_entry WHERE inst = p_inst ORDER BY seq DESC LIMIT 1;
	IF f.seq <> coalesce(last.seq + 1, 0)
	    OR f.prev_head <> coalesce(last.head, decode(repeat('00', 32), 'hex')) THEN
		RAISE EXCEPTION 'the roster has moved on' USING ERRCODE = '40001';
	END IF;
	INSERT INTO roster_entry (inst, seq, entry, head) VALUES (p_inst, f.seq, p_entry, f.head);
	CASE f.action
	WHEN 'genesis', 'add', 'rekey' THEN
		INSERT INTO member (inst, account_id, login, role, sig_pub, enc_pub, active, seq)
		VALUES (p_inst, f.subject, f.login, f.role, f.sig_pub, f.enc_pub, true, f.seq)
		ON CONFLICT (inst, account_id) DO UPDATE
		   SET login = EXCLUDED.login, role = EXCLUDED.role, sig_pub = EXCLUDED.sig_pub,
		       enc_pub = EXCLUDED.enc_pub, active = true, seq = EXCLUDED.seq;
	WHEN 'remove' THEN
		UPDATE member SET active = false, seq = f.seq WHERE inst = p_inst AND account_id = f.subject;
	WHEN 'epoch' THEN
		UPDATE crypto_inst SET epoch = f.e WHERE inst = p_inst AND epoch = f.e - 1;
		IF NOT FOUND THEN
			RAISE EXCEPTION 'not the next epoch' USING ERRCODE = '40001';
		END IF;
	ELSE
		RAISE EXCEPTION 'unknown roster action' USING ERRCODE = '22023';
	END CASE;
	RETURN f;
END
$$;

-- Keeps a grant after comparing whom it is from, for whom, and for which epoch.
CREATE FUNCTION key_grant_put(p_inst uuid, p_grant grant_text, p_sender uuid, p_recipient uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	i bytea[] := tup_items('rpp/v1/grant', base64url_decode(p_grant::json ->> 'info'));
BEGIN
	IF cardinality(i) <> 8 OR tup_uuid(i[1]) IS DISTINCT FROM p_inst OR tup_integer(i[2]) IS NULL
	    OR tup_uuid(i[4]) IS DISTINCT FROM p_sender OR tup_uuid(i[6]) IS DISTINCT FROM p_recipient THEN
		RAISE EXCEPTION 'a grant from or for somebody else' USING ERRCODE = '22023';
	END IF;
	IF NOT EXISTS (SELECT FROM roster_entry AS r, roster_read(r.entry) AS f
	    WHERE r.inst = p_inst AND f.action = 'epoch' AND f.e = tup_integer(i[2]) AND f.ik_id = i[3]) THEN
		RAISE EXCEPTION 'a grant of an unknown epoch' USING ERRCODE = '22023';
	END IF;
	INSERT INTO key_grant (inst, e, recipient, sender, text)
	VALUES (p_inst, tup_integer(i[2]), p_recipient, p_sender, p_grant)
	ON CONFLICT (inst, e, recipient) DO UPDATE
	   SET sender = EXCLUDED.sender, text = EXCLUDED.text, created_at = now();
END
$$;

-- A set-up token for an institution that has no members yet; valid 72 hours. Called by the operator, or by an
-- administrator who manages the area.
CREATE FUNCTION setup_token_create(p_hash bytea, p_area int) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	until timestamptz;
BEGIN
	IF NOT by_operator()
	    AND (p_area = ANY (areas('user_manage'))) IS NOT TRUE THEN
		RAISE EXCEPTION 'not an area of yours' USING ERRCODE = '42501';
	END IF;
	IF NOT EXISTS (SELECT FROM area WHERE id = p_area AND kind = 'institution' AND retired_at IS NULL) THEN
		RAISE EXCEPTION 'not an institution' USING ERRCODE = '22023';
	END IF;
	IF EXISTS (SELECT FROM crypto_inst WHERE area_id = p_area) THEN
		RAISE EXCEPTION 'the institution is set up already' USING ERRCODE = '40001';
	END IF;
	DELETE FROM setup_token WHERE area_id = p_area AND purpose = 'setup' AND used_at IS NULL;
	INSERT INTO setup_token (token_hash, area_id, purpose, expires_at)
	VALUES (p_hash, p_area, 'setup', now() + interval '72 hours')
	RETURNING expires_at INTO until;
	RETURN until;
END
$$;

-- A token with which an invited account uploads its keys; replaces an earlier one.
CREATE FUNCTION join_token_create(p_hash bytea, p_account uuid, p_member_role text) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	home int;
	until timestamptz;
BEGIN
	SELECT area_id INTO home FROM account WHERE id = p_account AND area_id = ANY (areas('user_manage')) FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'not an account of yours' USING ERRCODE = '42501';
	END IF;
	IF area_inst(home) IS NULL
	    OR NOT EXISTS (SELECT FROM account WHERE id = p_account AND state IN ('invited', 'applied')) THEN
		RAISE EXCEPTION 'this account cannot be invited now' USING ERRCODE = '40001';
	END IF;
	DELETE FROM setup_token WHERE account_id = p_account AND used_at IS NULL;
	INSERT INTO setup_token (token_hash, area_id, purpose, account_id, member_role, expires_at)
	VALUES (p_hash, home, 'join', p_account, p_member_role, now() + interval '72 hours')
	RETURNING expires_at INTO until;
	RETURN until;
END
$$;

-- A token that may be used now, locked; one answer for every reason why not.
CREATE FUNCTION setup_token_live(p_hash bytea, p_purpose text) RETURNS setup_token
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	t setup_token;
BEGIN
	SELECT * INTO t FROM setup_token
	 WHERE token_hash = p_hash AND purpose = p_purpose AND used_at IS NULL AND expires_at > now()
	   FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'the token is unknown, used or too old' USING ERRCODE = '42501';
	END IF;
	RETURN t;
END
$$;

-- What the set-up page may know before the keys are made; no row when the token is no good.
CREATE FUNCTION setup_lookup(p_token bytea) RETURNS TABLE (area_id int, area_name text, area_name_en text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT a.id, a.name, a.name_en
  FROM setup_token AS t
  JOIN area AS a ON a.id = t.area_id
 WHERE t.token_hash = p_token AND t.purpose = 'setup' AND t.used_at IS NULL AND t.expires_at > now()
$$;

-- Sets up an institution in one transaction: crypto institution, genesis, first officer, epoch 1, his account
-- (administrator and user there) and credential, the recovery set, grants to him and to recovery.
CREATE FUNCTION setup_take(p_token bytea, p_inst uuid, p_user uuid, p_login text, p_name text, p_language text,
	p_origin text, p_salt bytea, p_verifier bytea, p_bundle bundle_text, p_genesis roster_text, p_add roster_text,
	p_epoch roster_text, p_grant_user grant_text, p_grant_recovery grant_text,
	p_recovery_set recovery_set_text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	nil uuid := '00000000-0000-0000-0000-000000000000';
	t setup_token := setup_token_live(p_token, 'setup');
	genesis roster_fields;
	adding roster_fields;
	epoch roster_fields;
	recset bytea[] := tup_items('rpp/v1/recset', base64url_decode(p_recovery_set::json ->> 'body'));
BEGIN
	IF EXISTS (SELECT FROM crypto_inst WHERE area_id = t.area_id) THEN
		RAISE EXCEPTION 'the institution is set up already' USING ERRCODE = '40001';
	END IF;
	INSERT INTO crypto_inst (inst, area_id, origin) VALUES (p_inst, t.area_id, p_origin);
	genesis := roster_append(p_inst, p_genesis);
	adding := roster_append(p_inst, p_add);
	epoch := roster_append(p_inst, p_epoch);
	IF genesis.action <> 'genesis' OR genesis.subject <> nil OR genesis.role <> 'root'
	    OR adding.action <> 'add' OR adding.subject <> p_user OR adding.login <> p_login OR adding.role <> 'officer'
	    OR epoch.action <> 'epoch' OR epoch.subject <> nil OR epoch.e <> 1
	    OR p_user = nil OR p_inst = nil THEN
		RAISE EXCEPTION 'the entries do not make a set-up' USING ERRCODE = '22023';
	END IF;
	IF (p_bundle::json ->> 'inst')::uuid <> p_inst OR (p_bundle::json ->> 'user')::uuid <> p_user THEN
		RAISE EXCEPTION 'a bundle of somebody else' USING ERRCODE = '22023';
	END IF;
	IF cardinality(recset) <> 7 OR tup_uuid(recset[1]) IS DISTINCT FROM p_inst OR recset[3] <> genesis.enc_pub THEN
		RAISE EXCEPTION 'a recovery set of another institution' USING ERRCODE = '22023';
	END IF;
	INSERT INTO account (id, login, name, area_id, state, language)
	VALUES (p_user, p_login, p_name, t.area_id, 'active', p_language);
	INSERT INTO credential (account_id, salt, verifier, bundle, sig_pub, enc_pub)
	VALUES (p_user, p_salt, p_verifier, p_bundle, adding.sig_pub, adding.enc_pub);
	INSERT INTO role_grant (account_id, role_id, area_id)
	SELECT p_user, id, t.area_id FROM role WHERE code IN ('administrator', 'user');
	PERFORM key_grant_put(p_inst, p_grant_user, p_user, p_user);
	PERFORM key_grant_put(p_inst, p_grant_recovery, p_user, nil);
	INSERT INTO recovery_set (inst, text) VALUES (p_inst, p_recovery_set);
	UPDATE setup_token SET used_at = now() WHERE token_hash = p_token;
END
$$;

-- What an invited person's browser needs to make its keys; no row when the token is no good.
CREATE FUNCTION join_lookup(p_token bytea) RETURNS TABLE (inst uuid, account_id uuid, login text, name text,
	language text, member_role text, root bytea, roster_seq int, roster_head bytea, origin text, expires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT c.inst, a.id, a.login, a.name, a.language, t.member_role, first.head, last.seq, last.head, c.origin, t.expires_at
  FROM setup_token AS t
  JOIN account AS a ON a.id = t.account_id AND a.state IN ('invited', 'applied')
  JOIN crypto_inst AS c ON c.inst = area_inst(a.area_id)
  JOIN roster_entry AS first ON first.inst = c.inst AND first.seq = 0
  CROSS JOIN LATERAL (SELECT seq, head FROM roster_entry WHERE inst = c.inst ORDER BY seq DESC LIMIT 1) AS last
 WHERE t.token_hash = p_token AND t.purpose = 'join' AND t.used_at IS NULL AND t.expires_at > now()
$$;

-- Keeps an invited account's keys: the account has then applied and waits for an officer.
CREATE FUNCTION join_take(p_token bytea, p_salt bytea, p_verifier bytea, p_bundle bundle_text, p_sig_pub bytea,
	p_enc_pub bytea, p_proof bytea) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	t setup_token := setup_token_live(p_token, 'join');
	a account;
BEGIN
	SELECT * INTO a FROM account WHERE id = t.account_id AND state IN ('invited', 'applied') FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'the account waits for no keys' USING ERRCODE = '40001';
	END IF;
	IF (p_bundle::json ->> 'inst')::uuid IS DISTINCT FROM area_inst(a.area_id)
	    OR (p_bundle::json ->> 'user')::uuid <> a.id THEN
		RAISE EXCEPTION 'a bundle of somebody else' USING ERRCODE = '22023';
	END IF;
	IF p_proof IS NULL
	    OR EXISTS (SELECT FROM member WHERE account_id <> a.id AND (sig_pub = p_sig_pub OR enc_pub = p_enc_pub)) THEN
		RAISE EXCEPTION 'keys of somebody else, or without proof' USING ERRCODE = '22023';
	END IF;
	INSERT INTO credential (account_id, salt, verifier, bundle, sig_pub, enc_pub, proof)
	VALUES (a.id, p_salt, p_verifier, p_bundle, p_sig_pub, p_enc_pub, p_proof)
	ON CONFLICT (account_id) DO UPDATE
	   SET salt = EXCLUDED.salt, verifier = EXCLUDED.verifier, bundle = EXCLUDED.bundle,
	       sig_pub = EXCLUDED.sig_pub, enc_pub = EXCLUDED.enc_pub, proof = EXCLUDED.proof, changed_at = now();
	UPDATE account SET state = 'applied' WHERE id = a.id;
	UPDATE setup_token SET used_at = now() WHERE token_hash = p_token;
	RETURN a.id;
END
$$;

-- Whether the session's account is an officer of its institution now.
CREATE FUNCTION is_officer() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT EXISTS (SELECT FROM member WHERE inst = current_inst() AND account_id = current_account()
   AND role = 'officer' AND active)
$$;

-- People who applied at the officer's institution; empty for anybody else.
CREATE FUNCTION applicants() RETURNS TABLE (account_id uuid, login text, name text, member_role text, sig_pub bytea,
	enc_pub bytea, proof bytea, applied_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT a.id, a.login, a.name, t.member_role, c.sig_pub, c.enc_pub, c.proof, c.changed_at
  FROM account AS a
  JOIN credential AS c ON c.account_id = a.id
  CROSS JOIN LATERAL (SELECT member_role FROM setup_token WHERE account_id = a.id AND used_at IS NOT NULL
                       ORDER BY used_at DESC LIMIT 1) AS t
 WHERE a.state = 'applied' AND area_inst(a.area_id) = current_inst() AND is_officer()
 ORDER BY c.changed_at
$$;

-- Admits an applicant: the officer's roster entry and his grants, and the account becomes active.
CREATE FUNCTION admission(p_user uuid, p_entry roster_text, p_grants grant_text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	who record;
	f roster_fields;
	g grant_text;
BEGIN
	IF NOT is_officer() THEN
		RAISE EXCEPTION 'only an officer admits' USING ERRCODE = '42501';
	END IF;
	SELECT * INTO who FROM applicants() WHERE account_id = p_user;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'nobody has applied under this id' USING ERRCODE = '40001';
	END IF;
	f := roster_append(current_inst(), p_entry);
	IF f.action <> 'add' OR f.subject <> p_user OR f.login <> who.login OR f.role <> who.member_role
	    OR f.sig_pub <> who.sig_pub OR f.enc_pub <> who.enc_pub THEN
		RAISE EXCEPTION 'the entry does not say what was applied for' USING ERRCODE = '22023';
	END IF;
	IF (who.member_role = 'auditor') <> (coalesce(cardinality(p_grants), 0) = 0) THEN
		RAISE EXCEPTION 'grants for everybody but an auditor' USING ERRCODE = '22023';
	END IF;
	FOREACH g IN ARRAY coalesce(p_grants, '{}') LOOP
		PERFORM key_grant_put(current_inst(), g, current_account(), p_user);
	END LOOP;
	IF who.member_role <> 'auditor' AND NOT EXISTS (SELECT FROM key_grant AS k JOIN crypto_inst AS c
	    ON c.inst = k.inst AND c.epoch = k.e WHERE k.inst = current_inst() AND k.recipient = p_user) THEN
		RAISE EXCEPTION 'no grant of the current epoch' USING ERRCODE = '22023';
	END IF;
	UPDATE account SET state = 'active' WHERE id = p_user AND state = 'applied';
END
$$;

-- Replaces the caller's verifier and bundle after the program has judged the old secret. Ends his sessions.
CREATE FUNCTION credential_change(p_salt bytea, p_verifier bytea, p_bundle bundle_text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF (p_bundle::json ->> 'inst')::uuid IS DISTINCT FROM current_inst()
	    OR (p_bundle::json ->> 'user')::uuid IS DISTINCT FROM current_account() THEN
		RAISE EXCEPTION 'a bundle of somebody else' USING ERRCODE = '22023';
	END IF;
	UPDATE credential
	   SET salt = p_salt, verifier = p_verifier, bundle = p_bundle, changed_at = now()
	 WHERE account_id = current_account();
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no session' USING ERRCODE = '42501';
	END IF;
END
$$;

CREATE FUNCTION account_language(p_language text) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
UPDATE account SET language = p_language WHERE id = current_account()
$$;

GRANT EXECUTE ON FUNCTION setup_token_create(bytea, int), join_token_create(bytea, uuid, text) TO palreg_admin;
GRANT EXECUTE ON FUNCTION setup_lookup(bytea), join_lookup(bytea), is_officer(), applicants(),
	setup_take(bytea, uuid, uuid, text, text, text, text, bytea, bytea, bundle_text, roster_text, roster_text,
	roster_text, grant_text, grant_text, recovery_set_text),
	join_take(bytea, bytea, bytea, bundle_text, bytea, bytea, bytea),
	admission(uuid, roster_text, grant_text[]), credential_change(bytea, bytea, bundle_text),
	account_language(text) TO palreg_auth;

COMMIT;
