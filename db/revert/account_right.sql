-- Revert palreg:account_right from pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

REVOKE INSERT (employment, starts_on), UPDATE (employment, starts_on) ON account FROM palreg_admin;
ALTER POLICY role_permission_add ON role_permission
	WITH CHECK (role_in_reach(role_id) AND (SELECT cardinality(areas(lower(permission)))) > 0);
ALTER POLICY role_grant_add ON role_grant WITH CHECK (account_id IN (SELECT id FROM account) AND role_holds(role_id, area_id));
ALTER POLICY role_grant_edit ON role_grant USING (account_id IN (SELECT id FROM account) AND role_holds(role_id, area_id));
DROP POLICY right_request_read ON right_request;
DROP POLICY patient_owner_manage ON patient;
DROP FUNCTION leavers();
DROP FUNCTION account_left(account);
DROP FUNCTION patient_place(uuid, text);
DROP FUNCTION area_why(int);
DROP FUNCTION account_why(uuid);
DROP FUNCTION request_decide(bigint, boolean);
DROP FUNCTION request_in_reach(right_request);
DROP FUNCTION role_write(int, int, text, text, text, text[], text);
DROP FUNCTION grant_give(uuid, int, int, date, boolean, text);
DROP FUNCTION role_may_widen(int, text);
DROP TRIGGER administrator_kept ON account;
DROP TRIGGER administrator_kept ON role_grant;
DROP TRIGGER administrator_kept ON role_permission;
DROP FUNCTION account_confirm(uuid, int);
DROP TRIGGER account_hold ON account;
DROP FUNCTION account_hold();
DROP TRIGGER session_scope ON setting;
DROP FUNCTION session_scope_again();
DROP TRIGGER session_end ON account;
DROP TRIGGER session_end ON role_grant;
CREATE TRIGGER session_end AFTER UPDATE ON account
	FOR EACH ROW WHEN (OLD.state <> NEW.state OR OLD.area_id <> NEW.area_id
	OR OLD.valid_until IS DISTINCT FROM NEW.valid_until)
	EXECUTE FUNCTION session_end_of();
CREATE TRIGGER session_end AFTER INSERT OR UPDATE OR DELETE ON role_grant
	FOR EACH ROW EXECUTE FUNCTION session_end_of();
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
CREATE OR REPLACE FUNCTION account_areas(p_account uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT coalesce(jsonb_object_agg(permission, ids), '{}')
  FROM (SELECT lower(p.permission) AS permission,
               string_agg(DISTINCT below.id::text, ',') AS ids
          FROM role_grant AS g
          JOIN role_permission AS p ON p.role_id = g.role_id
          JOIN area AS a ON a.id = g.area_id
          JOIN area AS below ON below.path <@ a.path
         WHERE g.account_id = p_account AND (g.valid_until IS NULL OR g.valid_until >= CURRENT_DATE)
         GROUP BY p.permission) AS t
$$;
CREATE OR REPLACE FUNCTION account_permissions(p_account uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT coalesce(string_agg(DISTINCT p.permission, ' '), '')
  FROM role_grant AS g
  JOIN role_permission AS p ON p.role_id = g.role_id
 WHERE g.account_id = p_account AND (g.valid_until IS NULL OR g.valid_until >= CURRENT_DATE)
$$;
DROP VIEW account_right;
DROP TABLE right_request, right_denial;
DROP FUNCTION administrator_kept();
DROP FUNCTION session_end_denied();
DROP TRIGGER setting_scope_today ON setting;
DROP FUNCTION setting_scope_today();
ALTER TABLE setting DISABLE ROW LEVEL SECURITY;
DELETE FROM setting WHERE code = 'doctor_scope';
ALTER TABLE setting ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE setting DROP CONSTRAINT setting_scope, DROP CONSTRAINT setting_code,
	ADD CONSTRAINT setting_code CHECK (code IN ('ome_table'));
ALTER TABLE role_grant DROP COLUMN reason, DROP COLUMN one_off, DROP COLUMN used_at, DROP COLUMN given_by,
	DROP COLUMN given_at, DROP COLUMN confirmed_by;
ALTER TABLE role DROP COLUMN version;
DROP TABLE job_role, job;
DROP INDEX account_by_name, account_by_login;
ALTER TABLE account DROP COLUMN employment, DROP COLUMN starts_on, DROP COLUMN held_at, DROP COLUMN held_by;

COMMIT;
