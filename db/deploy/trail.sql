-- Deploy palreg:trail to pg
-- requires: account_right
-- Reading the audit trail: of a patient by who manages his area, whoever opened him; of oneself.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

CREATE POLICY audit_event_manage ON audit_event FOR SELECT TO palreg_owner USING (session_user = 'palreg_admin');

CREATE FUNCTION patient_trail(p_patient uuid, p_before bigint, p_limit int) RETURNS SETOF audit_event
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT e.* FROM audit_event AS e
 WHERE e.subject = p_patient AND e.id < coalesce(p_before, 9223372036854775807)
   AND EXISTS (SELECT FROM patient_place(p_patient, NULL))
 ORDER BY e.id DESC LIMIT p_limit
$$;

CREATE FUNCTION own_trail(p_before bigint, p_limit int) RETURNS SETOF audit_event
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT e.* FROM audit_event AS e
 WHERE e.account_id = current_account() AND e.id < coalesce(p_before, 9223372036854775807)
 ORDER BY e.id DESC LIMIT p_limit
$$;

REVOKE EXECUTE ON FUNCTION patient_trail(uuid, bigint, int), own_trail(bigint, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION patient_trail(uuid, bigint, int) TO palreg_admin;
GRANT EXECUTE ON FUNCTION own_trail(bigint, int) TO palreg_auth;

COMMIT;
