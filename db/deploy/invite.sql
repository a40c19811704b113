-- Deploy palreg:invite to pg
-- requires: rotation join_above
-- Nobody becomes a member, and no member gets new keys, without an invitation that an officer's browser has made
-- (ENCRYPTION, 2.7). Its secret never comes here: the tag that answers it is judged in that officer's browser. What is
-- answered waits beside the account; the keys of a member go on working until the officer has signed.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

CREATE TABLE invite (
	id uuid PRIMARY KEY,
	inst uuid NOT NULL REFERENCES crypto_inst,
	account_id uuid NOT NULL REFERENCES account,
	officer_id uuid NOT NULL REFERENCES account,
	login text NOT NULL,
	member_role text NOT NULL CONSTRAINT invite_role CHECK (member_role IN ('officer', 'doctor', 'auditor')),
	exp bigint NOT NULL,
	created_at timestamptz NOT NULL DEFAULT now(),
	salt bytea CONSTRAINT invite_salt CHECK (octet_length(salt) = 16),
	verifier hash32,
	bundle bundle_text,
	sig_pub hash32,
	enc_pub hash32,
	proof bytea CONSTRAINT invite_proof CHECK (octet_length(proof) = 64),
	tag hash32,
	taken_at timestamptz,
	settled_at timestamptz,
	CONSTRAINT invite_not_oneself CHECK (officer_id <> account_id),
	CONSTRAINT invite_whole CHECK (num_nonnulls(salt, verifier, bundle, sig_pub, enc_pub, proof, tag, taken_at) IN (0, 8)),
	CONSTRAINT invite_settled CHECK (settled_at IS NULL OR taken_at IS NOT NULL)
);
CREATE UNIQUE INDEX invite_account ON invite (account_id) WHERE settled_at IS NULL;
CREATE INDEX invite_of ON invite (account_id);
CREATE INDEX invite_officer ON invite (officer_id);
CREATE INDEX invite_inst ON invite (inst);
ALTER TABLE invite ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON invite TO palreg_owner USING (true) WITH CHECK (true);

-- Keeps what an officer's browser has made, but for the secret: for an account of his institution that waits for keys, or
-- for a member who needs new ones. An earlier one for the same account is void.
CREATE FUNCTION invite_add(p_id uuid, p_account uuid, p_login text, p_role text, p_exp bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	home uuid := officer_inst();
	a account;
BEGIN
	IF home IS NULL THEN
		RAISE EXCEPTION 'only an officer invites' USING ERRCODE = '42501';
	END IF;
	SELECT * INTO a FROM account WHERE id = p_account AND area_inst(area_id) = home FOR UPDATE;
	IF NOT FOUND OR a.id = current_account() THEN
		RAISE EXCEPTION 'not an account of his institution' USING ERRCODE = '42501';
	END IF;
	IF a.state NOT IN ('invited', 'applied')
	    AND NOT (a.state = 'active' AND EXISTS (SELECT FROM member WHERE inst = home AND account_id = a.id AND active)) THEN
		RAISE EXCEPTION 'this account cannot be invited now' USING ERRCODE = '40001';
	END IF;
	IF a.login <> p_login OR p_exp NOT BETWEEN extract(epoch FROM now()) AND extract(epoch FROM now()) + 72 * 3600 + 600 THEN
		RAISE EXCEPTION 'the invitation says something else' USING ERRCODE = '22023';
	END IF;
	DELETE FROM invite WHERE account_id = a.id AND settled_at IS NULL;
	INSERT INTO invite (id, inst, account_id, officer_id, login, member_role, exp)
	VALUES (p_id, home, a.id, current_account(), p_login, p_role, p_exp);
END
$$;

-- What an invitation names, while it can be answered.
CREATE FUNCTION invite_live(p_id uuid) RETURNS TABLE (inst uuid, account_id uuid, login text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT i.inst, i.account_id, i.login
  FROM invite AS i
 WHERE i.id = p_id AND i.taken_at IS NULL AND i.exp >= extract(epoch FROM now())
$$;

-- Keeps the answer, once. The program has checked bundle and proof; whose the tag is only the officer can tell.
CREATE FUNCTION invite_take(p_id uuid, p_salt bytea, p_verifier bytea, p_bundle bundle_text, p_sig_pub bytea, p_enc_pub bytea,
	p_proof bytea, p_tag bytea) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	i invite;
BEGIN
	SELECT * INTO i FROM invite WHERE id = p_id FOR UPDATE;
	IF NOT FOUND OR NOT EXISTS (SELECT FROM invite_live(p_id)) THEN
		RAISE EXCEPTION 'the invitation is unknown, used or too old' USING ERRCODE = '42501';
	END IF;
	IF (p_bundle::json ->> 'inst')::uuid <> i.inst OR (p_bundle::json ->> 'user')::uuid <> i.account_id THEN
		RAISE EXCEPTION 'a bundle of somebody else' USING ERRCODE = '22023';
	END IF;
	IF EXISTS (SELECT FROM member WHERE sig_pub = p_sig_pub OR enc_pub = p_enc_pub) THEN
		RAISE EXCEPTION 'keys that somebody has' USING ERRCODE = '22023';
	END IF;
	UPDATE invite SET salt = p_salt, verifier = p_verifier, bundle = p_bundle, sig_pub = p_sig_pub, enc_pub = p_enc_pub,
	    proof = p_proof, tag = p_tag, taken_at = now()
	 WHERE id = p_id;
	UPDATE account SET state = 'applied' WHERE id = i.account_id AND state = 'invited';
	RETURN i.account_id;
END
$$;

-- Invitations that are under way, for an officer; what was answered comes with the answer.
CREATE FUNCTION invites() RETURNS TABLE (id uuid, account_id uuid, login text, name text, member_role text, exp bigint, mine boolean,
	officer text, renews boolean, taken_at timestamptz, sig_pub bytea, enc_pub bytea, proof bytea, tag bytea)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT i.id, i.account_id, i.login, a.name, i.member_role, i.exp, i.officer_id = current_account(), o.name,
       EXISTS (SELECT FROM member AS m WHERE m.inst = i.inst AND m.account_id = i.account_id AND m.active),
       i.taken_at, i.sig_pub, i.enc_pub, i.proof, i.tag
  FROM invite AS i
  JOIN account AS a ON a.id = i.account_id
  JOIN account AS o ON o.id = i.officer_id
 WHERE i.inst = officer_inst() AND i.settled_at IS NULL AND i.exp >= extract(epoch FROM now())
 ORDER BY i.taken_at NULLS LAST, a.name
$$;

-- Whom an officer can invite: who waits for keys, and members, for new ones. An officer's keys take two signatures.
CREATE FUNCTION invitees() RETURNS TABLE (account_id uuid, login text, name text, member_role text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT a.id, a.login, a.name, m.role
  FROM account AS a
  LEFT JOIN member AS m ON m.inst = officer_inst() AND m.account_id = a.id AND m.active
 WHERE area_inst(a.area_id) = officer_inst() AND a.id <> current_account()
   AND CASE WHEN m.role IS NULL THEN a.state IN ('invited', 'applied') ELSE a.state = 'active' AND m.role <> 'officer' END
 ORDER BY m.role IS NOT NULL, a.name
$$;

-- Admits who has answered, or gives a member his new keys: the entry and the grants of the officer who invited him. All that
-- was granted to his old keys goes; the credential is the one he answered with, and his sessions end.
CREATE FUNCTION invite_settle(p_id uuid, p_entry roster_text, p_grants grant_text[]) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	home uuid := officer_inst();
	i invite;
	f roster_fields;
	g grant_text;
	renews boolean;
BEGIN
	IF home IS NULL THEN
		RAISE EXCEPTION 'only an officer admits' USING ERRCODE = '42501';
	END IF;
	SELECT * INTO i FROM invite WHERE id = p_id AND inst = home AND taken_at IS NOT NULL AND settled_at IS NULL
	    AND exp >= extract(epoch FROM now()) FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'nobody has answered this invitation' USING ERRCODE = '40001';
	END IF;
	IF i.officer_id <> current_account() THEN
		RAISE EXCEPTION 'another officer has invited him' USING ERRCODE = '42501';
	END IF;
	renews := EXISTS (SELECT FROM member WHERE inst = home AND account_id = i.account_id AND active);
	f := roster_append(home, p_entry);
	IF f.action <> (CASE WHEN renews THEN 'rekey' ELSE 'add' END) OR f.subject <> i.account_id OR f.login <> i.login
	    OR f.role <> i.member_role OR f.sig_pub <> i.sig_pub OR f.enc_pub <> i.enc_pub THEN
		RAISE EXCEPTION 'the entry does not say what was answered' USING ERRCODE = '22023';
	END IF;
	IF (i.member_role = 'auditor') <> (coalesce(cardinality(p_grants), 0) = 0) THEN
		RAISE EXCEPTION 'grants for everybody but an auditor' USING ERRCODE = '22023';
	END IF;
	DELETE FROM key_grant WHERE inst = home AND recipient = i.account_id;
	FOREACH g IN ARRAY coalesce(p_grants, '{}') LOOP
		PERFORM key_grant_put(home, g, current_account(), i.account_id);
	END LOOP;
	IF i.member_role <> 'auditor' AND NOT EXISTS (SELECT FROM key_grant AS k JOIN crypto_inst AS c
	    ON c.inst = k.inst AND c.epoch = k.e WHERE k.inst = home AND k.recipient = i.account_id) THEN
		RAISE EXCEPTION 'no grant of the current epoch' USING ERRCODE = '22023';
	END IF;
	INSERT INTO credential (account_id, salt, verifier, bundle, sig_pub, enc_pub, proof)
	VALUES (i.account_id, i.salt, i.verifier, i.bundle, i.sig_pub, i.enc_pub, i.proof)
	ON CONFLICT (account_id) DO UPDATE
	   SET salt = EXCLUDED.salt, verifier = EXCLUDED.verifier, bundle = EXCLUDED.bundle,
	       sig_pub = EXCLUDED.sig_pub, enc_pub = EXCLUDED.enc_pub, proof = EXCLUDED.proof, changed_at = now();
	UPDATE account SET state = 'active' WHERE id = i.account_id AND state IN ('invited', 'applied');
	UPDATE invite SET settled_at = now() WHERE id = p_id;
	RETURN i.account_id;
END
$$;

CREATE OR REPLACE FUNCTION key_tasks() RETURNS TABLE (leavers bigint, applicants bigint, wraps bigint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT (SELECT count(*) FROM leavers()), (SELECT count(*) FROM invites() WHERE mine AND taken_at IS NOT NULL),
       CASE WHEN EXISTS (SELECT FROM rotation WHERE inst = i.inst AND finished_at IS NULL) THEN wraps_left(i.inst) ELSE 0 END
  FROM (SELECT officer_inst() AS inst) AS i
$$;

-- Links are for people above the institutions alone.
DROP FUNCTION applicants(), admission(uuid, roster_text, grant_text[]);
DELETE FROM setup_token WHERE member_role IS NOT NULL AND used_at IS NULL;
CREATE OR REPLACE FUNCTION join_token_create(p_hash bytea, p_account uuid, p_member_role text) RETURNS timestamptz
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
	IF p_member_role IS NOT NULL OR area_institution(home) IS NOT NULL THEN
		RAISE EXCEPTION 'an officer invites people of an institution' USING ERRCODE = '22023';
	END IF;
	IF NOT EXISTS (SELECT FROM account WHERE id = p_account AND state IN ('invited', 'applied')) THEN
		RAISE EXCEPTION 'this account cannot be invited now' USING ERRCODE = '40001';
	END IF;
	DELETE FROM setup_token WHERE account_id = p_account AND used_at IS NULL;
	INSERT INTO setup_token (token_hash, area_id, purpose, account_id, expires_at)
	VALUES (p_hash, home, 'join', p_account, now() + interval '72 hours')
	RETURNING expires_at INTO until;
	RETURN until;
END
$$;

-- As before, but who was taken out of the roster may be invited again.
CREATE OR REPLACE FUNCTION account_step() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF NOT (NEW.state = OLD.state
	    OR (OLD.state, NEW.state) IN (('invited', 'applied'), ('invited', 'blocked'), ('applied', 'blocked'),
	        ('active', 'blocked'), ('invited', 'deleted'), ('applied', 'deleted'), ('active', 'deleted'),
	        ('blocked', 'deleted'))
	    OR (OLD.state IN ('applied', 'blocked') AND NEW.state = 'active'
	        AND CASE WHEN area_institution(NEW.area_id) IS NULL
	            THEN EXISTS (SELECT FROM credential WHERE account_id = NEW.id
	                AND (bundle::json ->> 'inst')::uuid = area_keys(NEW.area_id))
	            ELSE EXISTS (SELECT FROM member WHERE account_id = NEW.id AND active) END)
	    OR (OLD.state = 'blocked' AND NEW.state = 'invited'
	        AND NOT EXISTS (SELECT FROM member WHERE account_id = NEW.id AND active))) THEN
		RAISE EXCEPTION 'an account cannot go from % to %', OLD.state, NEW.state
		    USING ERRCODE = '23514', CONSTRAINT = 'account_step';
	END IF;
	NEW.version := OLD.version + 1;
	RETURN NEW;
END
$$;

REVOKE EXECUTE ON FUNCTION invite_add(uuid, uuid, text, text, bigint), invite_live(uuid), invite_take(uuid, bytea, bytea, bundle_text,
	bytea, bytea, bytea, bytea), invites(), invitees(), invite_settle(uuid, roster_text, grant_text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION invite_add(uuid, uuid, text, text, bigint), invite_live(uuid), invite_take(uuid, bytea, bytea, bundle_text,
	bytea, bytea, bytea, bytea), invites(), invitees(), invite_settle(uuid, roster_text, grant_text[]) TO palreg_auth;

COMMIT;
