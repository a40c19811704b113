-- Deploy palreg:security_key to pg
-- requires: factor_setting, session_once
-- Security keys (WebAuthn) as a second factor, several an account, beside the codes of an authenticator. The first factor of
-- an account is set up by its password, given anew.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- public_key: as libfido2 keeps one of that algorithm (ES256, EdDSA, RS256). counter: of the last signature that was taken;
-- copied_at: when a signature came whose counter had gone back, which the key itself does not make.
CREATE TABLE security_key (
	id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	account_id uuid NOT NULL REFERENCES account,
	name text NOT NULL CONSTRAINT security_key_name CHECK (length(name) BETWEEN 1 AND 40),
	credential bytea NOT NULL CONSTRAINT security_key_once UNIQUE
	    CONSTRAINT security_key_credential CHECK (octet_length(credential) BETWEEN 16 AND 1023),
	algorithm int NOT NULL,
	public_key bytea NOT NULL,
	counter bigint NOT NULL CONSTRAINT security_key_counter CHECK (counter BETWEEN 0 AND 4294967295),
	made_at timestamptz NOT NULL DEFAULT now(),
	used_at timestamptz,
	copied_at timestamptz,
	CONSTRAINT security_key_public CHECK (octet_length(public_key) = CASE algorithm WHEN -7 THEN 64 WHEN -8 THEN 32 WHEN -257 THEN 259 ELSE 0 END)
);
CREATE INDEX security_key_account ON security_key (account_id);

-- What a key is asked to sign, by its hash: one of each purpose at a time, each taken once, within five minutes, by the session
-- that asked. Signing in has no session yet.
CREATE TABLE key_challenge (
	account_id uuid NOT NULL REFERENCES account,
	purpose text NOT NULL CONSTRAINT key_challenge_purpose CHECK (purpose IN ('enter', 'fresh', 'add')),
	challenge_hash hash32 NOT NULL,
	session_hash bytea CONSTRAINT key_challenge_session CHECK ((session_hash IS NULL) = (purpose = 'enter')),
	made_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (account_id, purpose)
);
ALTER TABLE security_key ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE key_challenge ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON security_key TO palreg_owner USING (true) WITH CHECK (true);
CREATE POLICY owner_all ON key_challenge TO palreg_owner USING (true) WITH CHECK (true);
CREATE POLICY security_key_login ON security_key FOR SELECT TO palreg_auth USING (true);
GRANT SELECT (account_id, credential, algorithm, public_key) ON security_key TO palreg_auth;

-- When the password was given anew in this session.
ALTER TABLE session ADD COLUMN password_at timestamptz;

-- As before, or a key.
CREATE OR REPLACE FUNCTION factor_has(p_account uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT EXISTS (SELECT FROM totp_key WHERE account_id = p_account AND sealed IS NOT NULL)
    OR EXISTS (SELECT FROM security_key WHERE account_id = p_account)
$$;
CREATE OR REPLACE FUNCTION factor_used(p_account uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT EXISTS (SELECT FROM totp_key WHERE account_id = p_account AND used_at = now())
    OR EXISTS (SELECT FROM security_key WHERE account_id = p_account AND used_at = now())
    OR EXISTS (SELECT FROM recovery_code WHERE account_id = p_account AND used_at = now())
$$;
CREATE OR REPLACE FUNCTION factor_clear(p_account uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DELETE FROM key_challenge WHERE account_id = p_account;
DELETE FROM security_key WHERE account_id = p_account;
DELETE FROM recovery_code WHERE account_id = p_account;
DELETE FROM totp_key WHERE account_id = p_account
$$;
CREATE TRIGGER session_factor_due AFTER INSERT OR DELETE ON security_key
	FOR EACH ROW EXECUTE FUNCTION session_factor_due();

-- The password was right, in this transaction or just before it: palreg-auth judges it.
CREATE FUNCTION password_refresh() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	UPDATE session SET password_at = now() WHERE id_hash = session_key();
	RETURN FOUND;
END
$$;

-- Refuses to set a factor up without a fresh code, or without a fresh password where there is no factor yet: whoever finds
-- an open session makes no key of his own to it.
CREATE FUNCTION factor_demand_setup() RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF factor_has(current_account()) THEN
		PERFORM factor_demand();
	ELSIF (SELECT s.password_at > now() - interval '10 minutes' FROM session AS s WHERE s.id_hash = session_key()) IS NOT TRUE THEN
		RAISE EXCEPTION 'the password is needed' USING ERRCODE = '42501', CONSTRAINT = 'password_fresh';
	END IF;
END
$$;
CREATE OR REPLACE FUNCTION totp_begin(p_sealed bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	PERFORM factor_demand_setup();
	INSERT INTO totp_key (account_id, pending, pending_at) VALUES (current_account(), p_sealed, now())
	ON CONFLICT (account_id) DO UPDATE SET pending = p_sealed, pending_at = now();
END
$$;

-- Something was taken away: the codes go with the last factor, and the last stays while it is asked for.
CREATE FUNCTION factor_left() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	me CONSTANT uuid := current_account();
BEGIN
	IF factor_has(me) THEN
		RETURN;
	END IF;
	IF factor_needed(me) THEN
		RAISE EXCEPTION 'a role asks for it' USING ERRCODE = '23514', CONSTRAINT = 'factor_needed';
	END IF;
	PERFORM factor_clear(me);
END
$$;
-- As before; of the authenticator alone.
CREATE OR REPLACE FUNCTION factor_drop() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	PERFORM factor_demand();
	DELETE FROM totp_key WHERE account_id = current_account();
	PERFORM factor_left();
END
$$;

-- Keeps what a key is asked to sign; the credentials of the account, so that the browser knows which keys.
CREATE FUNCTION key_ask(p_account uuid, p_purpose text, p_hash bytea) RETURNS SETOF bytea
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF p_purpose <> 'enter' AND p_account IS DISTINCT FROM current_account() THEN
		RAISE EXCEPTION 'not one''s own' USING ERRCODE = '42501';
	END IF;
	IF p_purpose = 'add' THEN
		PERFORM factor_demand_setup();
	END IF;
	INSERT INTO key_challenge (account_id, purpose, challenge_hash, session_hash)
	VALUES (p_account, p_purpose, p_hash, CASE WHEN p_purpose <> 'enter' THEN session_key() END)
	ON CONFLICT (account_id, purpose) DO UPDATE
	    SET challenge_hash = EXCLUDED.challenge_hash, session_hash = EXCLUDED.session_hash, made_at = now();
	RETURN QUERY SELECT k.credential FROM security_key AS k WHERE k.account_id = p_account ORDER BY k.made_at, k.id;
END
$$;

-- It is taken: true for the one that was asked for last, in time, by this session.
CREATE FUNCTION key_take(p_account uuid, p_purpose text, p_hash bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	live boolean;
BEGIN
	DELETE FROM key_challenge
	 WHERE account_id = p_account AND purpose = p_purpose AND challenge_hash = p_hash
	RETURNING made_at > now() - interval '5 minutes'
	    AND session_hash IS NOT DISTINCT FROM CASE WHEN p_purpose <> 'enter' THEN session_key() END INTO live;
	RETURN coalesce(live, false);
END
$$;

-- A signature of the key was right: false when its counter has gone back, so that a copy of the key may exist.
CREATE FUNCTION key_use(p_account uuid, p_credential bytea, p_counter bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	UPDATE security_key SET counter = p_counter, used_at = now()
	 WHERE account_id = p_account AND credential = p_credential AND (counter < p_counter OR (counter = 0 AND p_counter = 0));
	IF FOUND THEN
		RETURN true;
	END IF;
	UPDATE security_key SET copied_at = now() WHERE account_id = p_account AND credential = p_credential;
	RETURN false;
END
$$;

-- A new key of one's own, which answered the challenge; with the first factor come recovery codes, and p_hashes are theirs.
CREATE FUNCTION key_add(p_hash bytea, p_name text, p_credential bytea, p_algorithm int, p_public bytea, p_counter bigint,
	p_hashes bytea[]) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	me CONSTANT uuid := current_account();
	first CONSTANT boolean := NOT factor_has(me);
BEGIN
	PERFORM factor_demand_setup();
	IF NOT key_take(me, 'add', p_hash) THEN
		RETURN 'late';
	END IF;
	PERFORM FROM account WHERE id = me FOR UPDATE;
	IF (SELECT count(*) FROM security_key WHERE account_id = me) >= 10 THEN
		RAISE EXCEPTION 'ten keys' USING ERRCODE = '23514', CONSTRAINT = 'security_key_many';
	END IF;
	INSERT INTO security_key (account_id, name, credential, algorithm, public_key, counter)
	VALUES (me, p_name, p_credential, p_algorithm, p_public, p_counter);
	IF first THEN
		PERFORM recovery_put(me, p_hashes);
	END IF;
	RETURN CASE WHEN first THEN 'first' ELSE 'added' END;
END
$$;

-- Takes a key of one's own away; false when there is no such key any more.
CREATE FUNCTION key_drop(p_id uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	PERFORM factor_demand();
	DELETE FROM security_key WHERE id = p_id AND account_id = current_account();
	IF NOT FOUND THEN
		RETURN false;
	END IF;
	PERFORM factor_left();
	RETURN true;
END
$$;

CREATE FUNCTION key_list() RETURNS TABLE (id uuid, name text, made_at timestamptz, used_at timestamptz, copied_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT k.id, k.name, k.made_at, k.used_at, k.copied_at FROM security_key AS k
 WHERE k.account_id = current_account() ORDER BY k.made_at, k.id
$$;

-- As before, with how many keys there are.
DROP FUNCTION factor_own();
CREATE FUNCTION factor_own() RETURNS TABLE (since timestamptz, pending boolean, codes_left int, fresh boolean, keys int)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT k.since, totp_pending() IS NOT NULL,
       (SELECT count(*)::int FROM recovery_code AS r WHERE r.account_id = me.id AND r.used_at IS NULL), factor_fresh(),
       (SELECT count(*)::int FROM security_key AS s WHERE s.account_id = me.id)
  FROM (SELECT current_account() AS id) AS me
  LEFT JOIN totp_key AS k ON k.account_id = me.id
 WHERE me.id IS NOT NULL
$$;
DROP FUNCTION factor_of(uuid);
CREATE FUNCTION factor_of(p_account uuid) RETURNS TABLE (since timestamptz, codes_left int, needed boolean, asked boolean, keys int)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT k.since, (SELECT count(*)::int FROM recovery_code AS c WHERE c.account_id = a.id AND c.used_at IS NULL), factor_needed(a.id),
       EXISTS (SELECT FROM right_request AS r WHERE r.account_id = a.id AND r.factor AND r.state = 'waiting'),
       (SELECT count(*)::int FROM security_key AS s WHERE s.account_id = a.id)
  FROM account AS a
  LEFT JOIN totp_key AS k ON k.account_id = a.id AND k.sealed IS NOT NULL
 WHERE a.id = p_account AND a.area_id = ANY (areas('user_manage'))
$$;

REVOKE EXECUTE ON FUNCTION password_refresh(), factor_demand_setup(), factor_left(), key_ask(uuid, text, bytea),
	key_take(uuid, text, bytea), key_use(uuid, bytea, bigint), key_add(bytea, text, bytea, int, bytea, bigint, bytea[]),
	key_drop(uuid), key_list(), factor_own(), factor_of(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION password_refresh(), key_ask(uuid, text, bytea), key_take(uuid, text, bytea),
	key_use(uuid, bytea, bigint), key_add(bytea, text, bytea, int, bytea, bigint, bytea[]), key_drop(uuid), key_list(),
	factor_own() TO palreg_auth;
GRANT EXECUTE ON FUNCTION factor_of(uuid) TO palreg_admin;

COMMIT;
