-- Deploy palreg:second_factor to pg
-- requires: account_right, staff_list
-- The second factor of an account: codes of an authenticator (RFC 6238), whose secret only palreg-auth can open, and
-- recovery codes. A session of an account that has one is opened only in the transaction that used it.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- sealed: the secret under the pepper, and under whose account. pending: one that no code has confirmed yet.
-- used_step: the last step of time whose code was taken; none before it, nor itself, is taken again.
CREATE TABLE totp_key (
	account_id uuid PRIMARY KEY REFERENCES account,
	sealed bytea CONSTRAINT totp_key_sealed CHECK (octet_length(sealed) = 48),
	since timestamptz,
	used_step bigint NOT NULL DEFAULT 0,
	used_at timestamptz,
	pending bytea CONSTRAINT totp_key_pending CHECK (octet_length(pending) = 48),
	pending_at timestamptz,
	CONSTRAINT totp_key_something CHECK (sealed IS NOT NULL OR pending IS NOT NULL),
	CONSTRAINT totp_key_since CHECK ((sealed IS NULL) = (since IS NULL)),
	CONSTRAINT totp_key_pending_since CHECK ((pending IS NULL) = (pending_at IS NULL))
);
CREATE TABLE recovery_code (
	account_id uuid NOT NULL REFERENCES account,
	code_hash hash32 NOT NULL,
	made_at timestamptz NOT NULL DEFAULT now(),
	used_at timestamptz,
	PRIMARY KEY (account_id, code_hash)
);
ALTER TABLE totp_key ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE recovery_code ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON totp_key TO palreg_owner USING (true) WITH CHECK (true);
CREATE POLICY owner_all ON recovery_code TO palreg_owner USING (true) WITH CHECK (true);
CREATE POLICY totp_key_login ON totp_key FOR SELECT TO palreg_auth USING (true);
GRANT SELECT (account_id, sealed) ON totp_key TO palreg_auth;

-- When a code was last right in this session; null where none was asked for.
ALTER TABLE session ADD COLUMN factor_at timestamptz;

CREATE FUNCTION factor_has(p_account uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT EXISTS (SELECT FROM totp_key WHERE account_id = p_account AND sealed IS NOT NULL)
$$;

-- Whether a factor of the account was used in this very transaction.
CREATE FUNCTION factor_used(p_account uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT EXISTS (SELECT FROM totp_key WHERE account_id = p_account AND used_at = now())
    OR EXISTS (SELECT FROM recovery_code WHERE account_id = p_account AND used_at = now())
$$;

-- A code is taken once: false when its step, or a later one, was used before.
CREATE FUNCTION totp_use(p_account uuid, p_step bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	UPDATE totp_key SET used_step = p_step, used_at = now()
	 WHERE account_id = p_account AND sealed IS NOT NULL AND used_step < p_step;
	RETURN FOUND;
END
$$;

CREATE FUNCTION recovery_use(p_account uuid, p_hash bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	UPDATE recovery_code SET used_at = now()
	 WHERE account_id = p_account AND code_hash = p_hash AND used_at IS NULL AND factor_has(p_account);
	RETURN FOUND;
END
$$;

-- Whether who acts gave a code in the last ten minutes; true for who has no second factor.
CREATE FUNCTION factor_fresh() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT coalesce((SELECT s.factor_at > now() - interval '10 minutes' OR NOT factor_has(s.account_id)
                   FROM session AS s WHERE s.id_hash = session_key()), false)
$$;

-- Refuses what needs a fresh code; the router then asks for one.
CREATE FUNCTION factor_demand() RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF factor_fresh() IS NOT TRUE THEN
		RAISE EXCEPTION 'a fresh code is needed' USING ERRCODE = '42501', CONSTRAINT = 'factor_fresh';
	END IF;
END
$$;

-- The session has its fresh code, if one was used in this transaction.
CREATE FUNCTION factor_refresh() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	UPDATE session SET factor_at = now() WHERE id_hash = session_key() AND factor_used(account_id);
	RETURN FOUND;
END
$$;

-- Keeps a new secret until a code confirms it; one that is in force stays so until then.
CREATE FUNCTION totp_begin(p_sealed bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	PERFORM factor_demand();
	INSERT INTO totp_key (account_id, pending, pending_at) VALUES (current_account(), p_sealed, now())
	ON CONFLICT (account_id) DO UPDATE SET pending = p_sealed, pending_at = now();
END
$$;

-- The secret of one's own that waits to be confirmed, for a quarter of an hour.
CREATE FUNCTION totp_pending() RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT pending FROM totp_key WHERE account_id = current_account() AND pending_at > now() - interval '15 minutes'
$$;

CREATE FUNCTION recovery_put(p_account uuid, p_hashes bytea[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF cardinality(p_hashes) IS DISTINCT FROM 10 THEN
		RAISE EXCEPTION 'ten recovery codes' USING ERRCODE = '22023';
	END IF;
	DELETE FROM recovery_code WHERE account_id = p_account;
	INSERT INTO recovery_code (account_id, code_hash) SELECT p_account, unnest(p_hashes);
END
$$;

-- The secret that waits is in force, by a code of that step; with it come new recovery codes. False when it is no
-- longer the one that was judged.
CREATE FUNCTION totp_confirm(p_pending bytea, p_step bigint, p_hashes bytea[]) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	me uuid := current_account();
BEGIN
	PERFORM factor_demand();
	UPDATE totp_key SET sealed = pending, since = now(), used_step = p_step, used_at = now(), pending = NULL, pending_at = NULL
	 WHERE account_id = me AND pending = p_pending AND pending_at > now() - interval '15 minutes';
	IF NOT FOUND THEN
		RETURN false;
	END IF;
	PERFORM recovery_put(me, p_hashes), factor_refresh();
	RETURN true;
END
$$;

-- New recovery codes of one's own; those before are void.
CREATE FUNCTION recovery_renew(p_hashes bytea[]) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	PERFORM factor_demand();
	IF NOT factor_has(current_account()) THEN
		RETURN false;
	END IF;
	PERFORM recovery_put(current_account(), p_hashes);
	RETURN true;
END
$$;

-- Takes the second factor of an account away. Not for programs.
CREATE FUNCTION factor_clear(p_account uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DELETE FROM recovery_code WHERE account_id = p_account;
DELETE FROM totp_key WHERE account_id = p_account
$$;

-- Takes one's own away.
CREATE FUNCTION factor_drop() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	PERFORM factor_demand();
	PERFORM factor_clear(current_account());
END
$$;

-- What one's own page tells; never a secret.
CREATE FUNCTION factor_own() RETURNS TABLE (since timestamptz, pending boolean, codes_left int, fresh boolean)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT k.since, totp_pending() IS NOT NULL,
       (SELECT count(*)::int FROM recovery_code AS r WHERE r.account_id = me.id AND r.used_at IS NULL), factor_fresh()
  FROM (SELECT current_account() AS id) AS me
  LEFT JOIN totp_key AS k ON k.account_id = me.id
 WHERE me.id IS NOT NULL
$$;

-- As before; of an account with a second factor only after it was used, in the same transaction.
CREATE OR REPLACE FUNCTION session_open(p_hash bytea, p_account uuid, p_half bytea, p_address inet, p_agent text)
RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	who account;
	until timestamptz;
	used boolean := factor_used(p_account);
BEGIN
	SELECT * INTO who FROM account WHERE id = p_account AND state = 'active'
	    AND (valid_until IS NULL OR valid_until >= CURRENT_DATE)
	    AND (starts_on IS NULL OR starts_on <= CURRENT_DATE) FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no such active account' USING ERRCODE = '42501';
	END IF;
	IF factor_has(p_account) AND NOT used THEN
		RAISE EXCEPTION 'the second factor was not used' USING ERRCODE = '42501', CONSTRAINT = 'session_factor';
	END IF;
	DELETE FROM session WHERE account_id = p_account;
	PERFORM session_sweep(100);
	SELECT least(now() + interval '12 hours', (who.valid_until + 1)::timestamptz, min(g.valid_until + 1)::timestamptz)
	  INTO until
	  FROM role_grant AS g
	 WHERE g.account_id = p_account AND g.valid_until >= CURRENT_DATE;
	INSERT INTO session (id_hash, account_id, server_half, half_until, permissions, areas, inst, expires_at,
	    address, agent, factor_at)
	VALUES (p_hash, p_account, p_half, CASE WHEN p_half IS NOT NULL THEN now() + interval '10 minutes' END,
	    account_permissions(p_account), account_areas(p_account), area_inst(who.area_id), until,
	    p_address, left(p_agent, 300), CASE WHEN used THEN now() END);
	UPDATE role_grant SET used_at = now() WHERE account_id = p_account AND one_off AND used_at IS NULL;
	RETURN until;
END
$$;

-- A deleted account keeps no secret.
CREATE FUNCTION factor_forget() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	PERFORM factor_clear(NEW.id);
	RETURN NULL;
END
$$;
CREATE TRIGGER factor_forget AFTER UPDATE OF state ON account
	FOR EACH ROW WHEN (NEW.state = 'deleted') EXECUTE FUNCTION factor_forget();

REVOKE EXECUTE ON FUNCTION factor_has(uuid), factor_used(uuid), totp_use(uuid, bigint), recovery_use(uuid, bytea),
	factor_fresh(), factor_demand(), factor_refresh(), totp_begin(bytea), totp_pending(), recovery_put(uuid, bytea[]),
	totp_confirm(bytea, bigint, bytea[]), recovery_renew(bytea[]), factor_clear(uuid), factor_drop(), factor_own(),
	factor_forget() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION totp_use(uuid, bigint), recovery_use(uuid, bytea), factor_refresh(), totp_begin(bytea),
	totp_pending(), totp_confirm(bytea, bigint, bytea[]), recovery_renew(bytea[]), factor_drop(), factor_own() TO palreg_auth;

COMMIT;
