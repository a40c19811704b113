-- Revert palreg:session_once from pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;
SET LOCAL ROLE palreg_owner;

CREATE OR REPLACE FUNCTION current_account() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = palreg, pg_temp
AS $$
DECLARE
	found uuid;
BEGIN
	SELECT s.account_id INTO found FROM session AS s WHERE s.id_hash = session_key() AND s.expires_at > now();
	RETURN found;
END
$$;

CREATE OR REPLACE FUNCTION current_inst() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = palreg, pg_temp
AS $$
DECLARE
	found uuid;
BEGIN
	SELECT s.inst INTO found FROM session AS s WHERE s.id_hash = session_key() AND s.expires_at > now();
	RETURN found;
END
$$;

CREATE OR REPLACE FUNCTION audit_add(p_event text, p_result text, p_subject uuid DEFAULT NULL, p_area int DEFAULT NULL,
    p_request text DEFAULT NULL, p_address inet DEFAULT NULL, p_detail jsonb DEFAULT NULL, p_account uuid DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	IF p_account IS NOT NULL AND p_account IS DISTINCT FROM current_account()
	    AND session_user IN ('palreg_register', 'palreg_admin', 'palreg_report') THEN
		RAISE EXCEPTION 'an event of another account' USING ERRCODE = '42501';
	END IF;
	INSERT INTO audit_event (program, event, account_id, area_id, subject, result, request_id, address, detail)
	SELECT replace(session_user, '_', '-'), p_event, coalesce(s.account_id, p_account), coalesce(p_area, a.area_id),
	       p_subject, p_result, p_request, p_address, p_detail
	  FROM (SELECT) AS one
	  LEFT JOIN LATERAL (SELECT account_id FROM session WHERE id_hash = session_key() AND expires_at > now()
	     UNION ALL SELECT account_id FROM session_left WHERE id_hash = session_key() AND left_at = now()) AS s ON true
	  LEFT JOIN account AS a ON a.id = coalesce(s.account_id, p_account);
END
$$;

COMMIT;
