-- Revert palreg:session_once from pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;
SET LOCAL ROLE palreg_owner;

CREATE OR REPLACE FUNCTION areas(permission text) RETURNS int[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = palreg, pg_temp
AS $$
DECLARE
	found int[];
BEGIN
	SELECT CASE WHEN s.factor_due THEN '{}' ELSE coalesce(string_to_array(s.areas ->> permission, ',')::int[], '{}') END INTO found
	  FROM session AS s WHERE s.id_hash = session_key() AND s.expires_at > now();
	RETURN found;
END
$$;

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

CREATE OR REPLACE FUNCTION session_context(sid_hash bytea)
RETURNS TABLE (account_id uuid, login text, name text, language text, area_id int, inst uuid, permissions text,
	has_half boolean, factor_due boolean)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
	seen timestamptz;
BEGIN
	SELECT a.id, a.login, a.name, a.language, a.area_id, s.inst,
	       CASE WHEN s.factor_due THEN '' ELSE s.permissions END,
	       s.server_half IS NOT NULL AND s.half_until > now(), s.factor_due, s.seen_at
	  INTO account_id, login, name, language, area_id, inst, permissions, has_half, factor_due, seen
	  FROM session AS s
	  JOIN account AS a ON a.id = s.account_id
	 WHERE s.id_hash = sid_hash AND s.expires_at > now() AND s.seen_at > now() - interval '15 minutes'
	   AND a.state = 'active' AND (a.valid_until IS NULL OR a.valid_until >= CURRENT_DATE);
	IF NOT FOUND THEN
		PERFORM set_config('palreg.session', '', true);
		RETURN;
	END IF;
	PERFORM set_config('palreg.session', encode(sid_hash, 'hex'), true);
	IF seen < now() - interval '60 seconds' THEN
		UPDATE session AS s
		   SET seen_at = now(),
		       server_half = CASE WHEN has_half THEN s.server_half END,
		       half_until = CASE WHEN has_half THEN now() + interval '10 minutes' END
		 WHERE s.id_hash = sid_hash;
	END IF;
	RETURN NEXT;
END
$$;

COMMIT;
