-- Revert palreg:security_key from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DROP FUNCTION factor_of(uuid);
DROP FUNCTION factor_own();
DROP FUNCTION key_list(), key_drop(uuid), key_add(bytea, text, bytea, int, bytea, bigint, bytea[]), key_use(uuid, bytea, bigint),
	key_take(uuid, text, bytea), key_ask(uuid, text, bytea);
CREATE OR REPLACE FUNCTION factor_drop() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	PERFORM factor_demand();
	IF factor_needed(current_account()) THEN
		RAISE EXCEPTION 'a role asks for it' USING ERRCODE = '23514', CONSTRAINT = 'factor_needed';
	END IF;
	PERFORM factor_clear(current_account());
END
$$;
CREATE OR REPLACE FUNCTION totp_begin(p_sealed bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	PERFORM factor_demand();
	INSERT INTO totp_key (account_id, pending, pending_at) VALUES (current_account(), p_sealed, now())
	ON CONFLICT (account_id) DO UPDATE SET pending = p_sealed, pending_at = now();
END
$$;
DROP FUNCTION factor_left(), factor_demand_setup(), password_refresh();
CREATE OR REPLACE FUNCTION factor_clear(p_account uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DELETE FROM recovery_code WHERE account_id = p_account;
DELETE FROM totp_key WHERE account_id = p_account
$$;
CREATE OR REPLACE FUNCTION factor_used(p_account uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT EXISTS (SELECT FROM totp_key WHERE account_id = p_account AND used_at = now())
    OR EXISTS (SELECT FROM recovery_code WHERE account_id = p_account AND used_at = now())
$$;
CREATE OR REPLACE FUNCTION factor_has(p_account uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT EXISTS (SELECT FROM totp_key WHERE account_id = p_account AND sealed IS NOT NULL)
$$;
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
CREATE FUNCTION factor_of(p_account uuid) RETURNS TABLE (since timestamptz, codes_left int, needed boolean, asked boolean)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT k.since, (SELECT count(*)::int FROM recovery_code AS c WHERE c.account_id = a.id AND c.used_at IS NULL), factor_needed(a.id),
       EXISTS (SELECT FROM right_request AS r WHERE r.account_id = a.id AND r.factor AND r.state = 'waiting')
  FROM account AS a
  LEFT JOIN totp_key AS k ON k.account_id = a.id AND k.sealed IS NOT NULL
 WHERE a.id = p_account AND a.area_id = ANY (areas('user_manage'))
$$;
REVOKE EXECUTE ON FUNCTION factor_own(), factor_of(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION factor_own() TO palreg_auth;
GRANT EXECUTE ON FUNCTION factor_of(uuid) TO palreg_admin;
ALTER TABLE session DROP COLUMN password_at;
DROP TABLE key_challenge, security_key;

COMMIT;
