-- Deploy palreg:session_once to pg
-- The key of the session is worked out once a call here too, as areas() does; and who wrote an event is looked for in steps: a
-- join is set up anew each time, which takes longer than what it finds.

BEGIN;
SET LOCAL search_path = palreg, pg_temp;
SET LOCAL ROLE palreg_owner;

CREATE OR REPLACE FUNCTION current_account() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = palreg, pg_temp
AS $$
DECLARE
	key CONSTANT bytea := session_key();
	found uuid;
BEGIN
	SELECT s.account_id INTO found FROM session AS s WHERE s.id_hash = key AND s.expires_at > now();
	RETURN found;
END
$$;

CREATE OR REPLACE FUNCTION current_inst() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = palreg, pg_temp
AS $$
DECLARE
	key CONSTANT bytea := session_key();
	found uuid;
BEGIN
	SELECT s.inst INTO found FROM session AS s WHERE s.id_hash = key AND s.expires_at > now();
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
DECLARE
	key CONSTANT bytea := session_key();
	who uuid;
	place int := p_area;
BEGIN
	IF p_account IS NOT NULL AND p_account IS DISTINCT FROM current_account()
	    AND session_user IN ('palreg_register', 'palreg_admin', 'palreg_report') THEN
		RAISE EXCEPTION 'an event of another account' USING ERRCODE = '42501';
	END IF;
	SELECT account_id INTO who FROM session WHERE id_hash = key AND expires_at > now();
	IF NOT FOUND THEN
		SELECT account_id INTO who FROM session_left WHERE id_hash = key AND left_at = now();
	END IF;
	who := coalesce(who, p_account);
	IF place IS NULL AND who IS NOT NULL THEN
		SELECT area_id INTO place FROM account WHERE id = who;
	END IF;
	INSERT INTO audit_event (program, event, account_id, area_id, subject, result, request_id, address, detail)
	VALUES (replace(session_user, '_', '-'), p_event, who, place, p_subject, p_result, p_request, p_address, p_detail);
END
$$;

COMMIT;
