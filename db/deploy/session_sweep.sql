-- Deploy palreg:session_sweep to pg
-- requires: session_functions

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

CREATE INDEX session_half ON session (half_until) WHERE half_until IS NOT NULL;

-- Wipes halves whose time is over and drops sessions nobody can use any more, at most p_most of each, the oldest
-- first. Rows that somebody else has in hand are left for the next time. A session past its last hour is no longer
-- seen, and goes with the idle ones.
DROP FUNCTION session_sweep();
CREATE FUNCTION session_sweep(p_most int) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
UPDATE session SET server_half = NULL, half_until = NULL
 WHERE id_hash IN (SELECT id_hash FROM session WHERE half_until < now()
                    ORDER BY half_until LIMIT p_most FOR UPDATE SKIP LOCKED);
DELETE FROM session
 WHERE id_hash IN (SELECT id_hash FROM session WHERE seen_at < now() - interval '15 minutes'
                    ORDER BY seen_at LIMIT p_most FOR UPDATE SKIP LOCKED);
$$;

GRANT EXECUTE ON FUNCTION session_sweep(int) TO palreg_auth;

-- As before, and every sign-in sweeps up after others.
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
	    AND (valid_until IS NULL OR valid_until >= CURRENT_DATE) FOR UPDATE;
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
	RETURN until;
END
$$;

COMMIT;
