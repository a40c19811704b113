-- Revert palreg:right_scale from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DROP FUNCTION session_list(uuid[]);
CREATE FUNCTION session_list() RETURNS TABLE (account_id uuid, login text, name text, created_at timestamptz,
	seen_at timestamptz, expires_at timestamptz, address inet, agent text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT a.id, a.login, a.name, s.created_at, s.seen_at, s.expires_at, s.address, s.agent
  FROM session AS s
  JOIN account AS a ON a.id = s.account_id
 WHERE (a.area_id = ANY (areas('user_manage')) OR a.id = current_account())
   AND s.expires_at > now() AND s.seen_at > now() - interval '15 minutes'
 ORDER BY s.seen_at DESC
$$;
REVOKE EXECUTE ON FUNCTION session_list() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION session_list() TO palreg_auth, palreg_admin;
CREATE OR REPLACE FUNCTION area_why(p_area int) RETURNS TABLE (account_id uuid, grant_id bigint, widened boolean, permissions text, opens boolean,
	role text, role_en text, given_for text, given_for_en text, valid_until date, reason text, within boolean)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT w.account_id, w.grant_id, w.widened, w.permissions,
       EXISTS (SELECT FROM member AS m WHERE m.account_id = w.account_id AND m.inst = area_inst(p_area)
           AND m.active AND m.role IN ('officer', 'doctor')),
       r.name, r.name_en, a.name, a.name_en, g.valid_until, g.reason, u.area_id = ANY (areas('user_manage'))
  FROM (SELECT x.account_id, x.grant_id, x.widened, string_agg(x.permission, ' ' ORDER BY x.permission) AS permissions
          FROM account_right AS x
         WHERE x.area_id = p_area AND x.permission IN ('PATIENT_READ', 'PATIENT_WRITE', 'RECORD_READ', 'RECORD_WRITE', 'REPORT_PATIENT')
           AND p_area = ANY (areas('user_manage'))
         GROUP BY x.account_id, x.grant_id, x.widened) AS w
  JOIN role_grant AS g ON g.id = w.grant_id
  JOIN role AS r ON r.id = g.role_id
  JOIN area AS a ON a.id = g.area_id
  JOIN account AS u ON u.id = w.account_id
$$;
CREATE OR REPLACE FUNCTION account_why(p_account uuid) RETURNS TABLE (grant_id bigint, permission text, widened boolean, areas_held int)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT r.grant_id, r.permission, r.widened, count(*)::int
  FROM account_right AS r
 WHERE r.account_id = p_account AND EXISTS (SELECT FROM account AS a WHERE a.id = p_account
       AND (a.area_id = ANY (areas('user_manage')) OR a.id = current_account()))
 GROUP BY r.grant_id, r.permission, r.widened
$$;
CREATE OR REPLACE FUNCTION role_in_reach(p_role int) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT cardinality(areas('user_manage')) > 0
   AND NOT EXISTS (SELECT FROM role_grant WHERE role_id = p_role AND NOT area_id = ANY (areas('user_manage')))
$$;
CREATE OR REPLACE VIEW account_right WITH (security_barrier = false) AS
SELECT g.account_id, p.permission, below.id AS area_id, g.id AS grant_id, reach.widened
  FROM role_grant AS g
  JOIN account AS u ON u.id = g.account_id
  JOIN role_permission AS p ON p.role_id = g.role_id
  JOIN (SELECT own.id AS given_for, own.path AS root, NULL::ltree AS but, false AS widened FROM area AS own
        UNION ALL
        SELECT own.id, i.path, own.path, true
          FROM area AS own
          JOIN area AS i ON i.path @> own.path AND i.kind = 'institution' AND own.kind = 'department'
           AND setting_of('doctor_scope', i.id, CURRENT_DATE) = 'institution') AS reach
    ON reach.given_for = g.area_id
   AND (NOT reach.widened OR p.permission IN ('PATIENT_READ', 'RECORD_READ', 'REPORT_PATIENT'))
  JOIN area AS below ON below.path <@ reach.root AND (reach.but IS NULL OR NOT below.path <@ reach.but)
 WHERE u.state = 'active' AND u.held_at IS NULL
   AND (u.starts_on IS NULL OR u.starts_on <= CURRENT_DATE)
   AND (u.valid_until IS NULL OR u.valid_until >= CURRENT_DATE)
   AND (g.valid_until IS NULL OR g.valid_until >= CURRENT_DATE)
   AND (g.used_at IS NULL OR EXISTS (SELECT FROM session AS s WHERE s.account_id = g.account_id AND s.created_at = g.used_at))
   AND NOT EXISTS (SELECT FROM right_denial AS d JOIN area AS a ON a.id = d.area_id
                    WHERE d.account_id = g.account_id AND (d.permission IS NULL OR d.permission = p.permission)
                      AND a.path @> below.path AND (d.valid_until IS NULL OR d.valid_until >= CURRENT_DATE));
DROP VIEW scope_open;

COMMIT;
