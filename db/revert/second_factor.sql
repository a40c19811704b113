-- Revert palreg:second_factor from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

CREATE OR REPLACE FUNCTION session_open(p_hash bytea, p_account uuid, p_half bytea, p_address inet, p_agent text)
RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	who account;
	until timestamptz;
BEGIN
	SELECT * INTO who FROM account WHERE id = p_account AND state = 'active'
	    AND (valid_until IS NULL OR valid_until >= CURRENT_DATE)
	    AND (starts_on IS NULL OR starts_on <= CURRENT_DATE) FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no such active account' USING ERRCODE = '42501';
	END IF;
	DELETE FROM session WHERE account_id = p_account;
	PERFORM session_sweep(100);
	SELECT least(now() + interval '12 hours', (who.valid_until + 1)::timestamptz, min(g.valid_until + 1)::timestamptz)
	  INTO until
	  FROM role_grant AS g
	 WHERE g.account_id = p_account AND g.valid_until >= CURRENT_DATE;
	INSERT INTO session (id_hash, account_id, server_half, half_until, permissions, areas, inst, expires_at,
	    address, agent)
	VALUES (p_hash, p_account, p_half, CASE WHEN p_half IS NOT NULL THEN now() + interval '10 minutes' END,
	    account_permissions(p_account), account_areas(p_account), area_inst(who.area_id), until,
	    p_address, left(p_agent, 300));
	UPDATE role_grant SET used_at = now() WHERE account_id = p_account AND one_off AND used_at IS NULL;
	RETURN until;
END
$$;
DROP TRIGGER factor_forget ON account;
DROP FUNCTION factor_forget();
DROP FUNCTION factor_own();
DROP FUNCTION factor_drop();
DROP FUNCTION factor_clear(uuid);
DROP FUNCTION recovery_renew(bytea[]);
DROP FUNCTION totp_confirm(bytea, bigint, bytea[]);
DROP FUNCTION recovery_put(uuid, bytea[]);
DROP FUNCTION totp_pending();
DROP FUNCTION totp_begin(bytea);
DROP FUNCTION factor_refresh();
DROP FUNCTION factor_demand();
DROP FUNCTION factor_fresh();
DROP FUNCTION recovery_use(uuid, bytea);
DROP FUNCTION totp_use(uuid, bigint);
DROP FUNCTION factor_used(uuid);
DROP FUNCTION factor_has(uuid);
ALTER TABLE session DROP COLUMN factor_at;
DROP TABLE recovery_code;
DROP TABLE totp_key;

COMMIT;
