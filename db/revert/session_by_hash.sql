-- Revert palreg:session_by_hash from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

CREATE TABLE seal_secret (
	id int PRIMARY KEY DEFAULT 1 CONSTRAINT seal_secret_single CHECK (id = 1),
	secret hash32 NOT NULL
);
ALTER TABLE seal_secret ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON seal_secret TO palreg_owner USING (true) WITH CHECK (true);
INSERT INTO seal_secret (secret)
VALUES (sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));

-- The tag of what the settings say in this transaction; its text becomes part of the function that asks.
CREATE FUNCTION settings_tag(key bytea) RETURNS text
LANGUAGE sql STABLE PARALLEL RESTRICTED
RETURN encode(sha256(key || sha256(key || convert_to(concat_ws('|',
    pg_backend_pid(), extract(epoch FROM transaction_timestamp()),
    current_setting('palreg.account', true), current_setting('palreg.inst', true),
    current_setting('palreg.area.user_manage', true),
    current_setting('palreg.area.patient_read', true), current_setting('palreg.area.patient_write', true),
    current_setting('palreg.area.record_read', true), current_setting('palreg.area.record_write', true),
    current_setting('palreg.area.report_patient', true), current_setting('palreg.area.report_summary', true)),
    'UTF8'))), 'hex');

CREATE FUNCTION settings_tag() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = palreg, pg_temp
AS $$
DECLARE
	key bytea;
BEGIN
	SELECT secret INTO key FROM seal_secret WHERE id = 1;
	RETURN settings_tag(key);
END
$$;

CREATE OR REPLACE FUNCTION areas(permission text) RETURNS int[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = palreg, pg_temp
AS $$
DECLARE
	key bytea;
BEGIN
	SELECT secret INTO key FROM seal_secret WHERE id = 1;
	IF current_setting('palreg.tag', true) = settings_tag(key) THEN
		RETURN coalesce(string_to_array(nullif(current_setting('palreg.area.' || permission, true), ''), ',')::int[],
		    '{}');
	END IF;
	RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION current_account() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = palreg, pg_temp
AS $$
DECLARE
	key bytea;
BEGIN
	SELECT secret INTO key FROM seal_secret WHERE id = 1;
	IF current_setting('palreg.tag', true) = settings_tag(key) THEN
		RETURN nullif(current_setting('palreg.account', true), '')::uuid;
	END IF;
	RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION current_inst() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = palreg, pg_temp
AS $$
DECLARE
	key bytea;
BEGIN
	SELECT secret INTO key FROM seal_secret WHERE id = 1;
	IF current_setting('palreg.tag', true) = settings_tag(key) THEN
		RETURN nullif(current_setting('palreg.inst', true), '')::uuid;
	END IF;
	RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION session_context(sid_hash bytea)
RETURNS TABLE (account_id uuid, login text, name text, language text, area_id int, inst uuid, permissions text,
	has_half boolean)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
	s session;
	a account;
	half boolean;
BEGIN
	PERFORM set_config('palreg.tag', '', true);
	SELECT * INTO s FROM session WHERE session.id_hash = sid_hash
	    AND expires_at > now() AND seen_at > now() - interval '15 minutes';
	IF NOT FOUND THEN
		RETURN;
	END IF;
	SELECT * INTO a FROM account WHERE id = s.account_id AND state = 'active'
	    AND (valid_until IS NULL OR valid_until >= CURRENT_DATE);
	IF NOT FOUND THEN
		RETURN;
	END IF;
	half := s.server_half IS NOT NULL AND s.half_until > now();
	IF s.seen_at < now() - interval '60 seconds' THEN
		UPDATE session
		   SET seen_at = now(),
		       server_half = CASE WHEN half THEN server_half END,
		       half_until = CASE WHEN half THEN now() + interval '10 minutes' END
		 WHERE id_hash = sid_hash;
	END IF;
	PERFORM set_config('palreg.account', s.account_id::text, true),
	    set_config('palreg.inst', coalesce(s.inst::text, ''), true),
	    set_config('palreg.area.user_manage', coalesce(s.areas ->> 'user_manage', ''), true),
	    set_config('palreg.area.patient_read', coalesce(s.areas ->> 'patient_read', ''), true),
	    set_config('palreg.area.patient_write', coalesce(s.areas ->> 'patient_write', ''), true),
	    set_config('palreg.area.record_read', coalesce(s.areas ->> 'record_read', ''), true),
	    set_config('palreg.area.record_write', coalesce(s.areas ->> 'record_write', ''), true),
	    set_config('palreg.area.report_patient', coalesce(s.areas ->> 'report_patient', ''), true),
	    set_config('palreg.area.report_summary', coalesce(s.areas ->> 'report_summary', ''), true);
	PERFORM set_config('palreg.tag', settings_tag(), true);
	RETURN QUERY SELECT a.id, a.login, a.name, a.language, a.area_id, s.inst, s.permissions, half;
END
$$;

CREATE OR REPLACE FUNCTION audit_add(p_event text, p_result text, p_subject uuid DEFAULT NULL, p_area int DEFAULT NULL,
	p_request text DEFAULT NULL, p_address inet DEFAULT NULL, p_detail jsonb DEFAULT NULL,
	p_account uuid DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	who uuid := current_account();
BEGIN
	IF p_account IS DISTINCT FROM who AND p_account IS NOT NULL
	    AND session_user IN ('palreg_register', 'palreg_admin', 'palreg_report') THEN
		RAISE EXCEPTION 'an event of another account' USING ERRCODE = '42501';
	END IF;
	who := coalesce(who, p_account);
	INSERT INTO audit_event (program, event, account_id, area_id, subject, result, request_id, address, detail)
	VALUES (replace(session_user, '_', '-'), p_event, who,
	    coalesce(p_area, (SELECT area_id FROM account WHERE id = who)),
	    p_subject, p_result, p_request, p_address, p_detail);
END
$$;

CREATE OR REPLACE FUNCTION areas_widen(p_areas int[]) RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	read int[] := areas('patient_read');
	written int[] := areas('patient_write');
BEGIN
	IF written IS NULL THEN
		RAISE EXCEPTION 'nobody acts' USING ERRCODE = '42501';
	END IF;
	PERFORM set_config('palreg.area.patient_read', array_to_string(read || p_areas, ','), true),
	    set_config('palreg.area.patient_write', array_to_string(written || p_areas, ','), true);
	PERFORM set_config('palreg.tag', settings_tag(), true);
	RETURN ARRAY[array_to_string(read, ','), array_to_string(written, ',')];
END
$$;
CREATE OR REPLACE FUNCTION areas_restore(p_before text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	PERFORM set_config('palreg.area.patient_read', p_before[1], true), set_config('palreg.area.patient_write', p_before[2], true);
	PERFORM set_config('palreg.tag', settings_tag(), true);
END
$$;

DROP TRIGGER session_leave ON session;
DROP FUNCTION session_leave();
DROP TABLE session_left;
DROP FUNCTION session_key();

COMMIT;
