-- Revert palreg:settings_at_once from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

CREATE OR REPLACE FUNCTION settings_tag() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = palreg, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	key bytea;
BEGIN
	SELECT secret INTO key FROM seal_secret WHERE id = 1;
	RETURN encode(sha256(key || sha256(key || convert_to(concat_ws('|',
	    pg_backend_pid(), extract(epoch FROM transaction_timestamp()),
	    current_setting('palreg.account', true), current_setting('palreg.inst', true),
	    current_setting('palreg.area.user_manage', true),
	    current_setting('palreg.area.patient_read', true), current_setting('palreg.area.patient_write', true),
	    current_setting('palreg.area.record_read', true), current_setting('palreg.area.record_write', true),
	    current_setting('palreg.area.report_patient', true), current_setting('palreg.area.report_summary', true)),
	    'UTF8'))), 'hex');
END
$$;

CREATE OR REPLACE FUNCTION settings_hold() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = palreg, pg_temp
AS $$
BEGIN
	RETURN coalesce(current_setting('palreg.tag', true), '') <> ''
	    AND current_setting('palreg.tag', true) = settings_tag();
END
$$;

-- Areas in which the user of this transaction holds a permission (its name in lower case), expanded downwards;
-- null, so that no row passes, when nobody stands behind the transaction.
CREATE OR REPLACE FUNCTION areas(permission text) RETURNS int[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF settings_hold() THEN
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
BEGIN
	IF settings_hold() THEN
		RETURN nullif(current_setting('palreg.account', true), '')::uuid;
	END IF;
	RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION current_inst() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF settings_hold() THEN
		RETURN nullif(current_setting('palreg.inst', true), '')::uuid;
	END IF;
	RETURN NULL;
END
$$;

DROP FUNCTION settings_tag(bytea);

COMMIT;
