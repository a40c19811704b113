-- Deploy palreg:schema to pg
-- Needs the roles of roles.sql and a superuser.

BEGIN;

DO $$
BEGIN
	EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
	EXECUTE format('GRANT CONNECT ON DATABASE %I TO palreg_auth, palreg_register, palreg_admin, palreg_report',
	    current_database());
	EXECUTE format('GRANT CREATE ON DATABASE %I TO palreg_owner', current_database());
END
$$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;

CREATE SCHEMA palreg AUTHORIZATION palreg_owner;
REVOKE ALL ON SCHEMA palreg FROM PUBLIC;
GRANT USAGE ON SCHEMA palreg TO palreg_auth, palreg_register, palreg_admin, palreg_report;
CREATE EXTENSION ltree SCHEMA palreg;
CREATE EXTENSION pg_trgm SCHEMA palreg;
ALTER DEFAULT PRIVILEGES FOR ROLE palreg_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE palreg_owner REVOKE USAGE ON TYPES FROM PUBLIC;

SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

CREATE DOMAIN hash32 AS bytea
	CONSTRAINT hash32_length CHECK (octet_length(VALUE) = 32);

-- Sealed texts: the exact shape of ENCRYPTION.md, so that plaintext is refused by the database itself.
CREATE DOMAIN envelope_text AS text
	CONSTRAINT envelope_length CHECK (length(VALUE) BETWEEN 1800 AND 131072)
	CONSTRAINT envelope_shape CHECK (VALUE ~ (
	    '^\{"v":1,"suite":"A1","t":"(passport|note)"'
	    ',"inst":"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"'
	    ',"rec":"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"'
	    ',"rev":[1-9][0-9]{0,15}'
	    ',"by":"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"'
	    ',"ts":[1-9][0-9]{0,15},"prev":"[A-Za-z0-9_-]{43}","n":"[A-Za-z0-9_-]{16}"'
	    ',"c":"[A-Za-z0-9_-]+","sig":"[A-Za-z0-9_-]{86}","kep":[1-9][0-9]{0,8}'
	    ',"wn":"[A-Za-z0-9_-]{16}","wk":"[A-Za-z0-9_-]{64}"\}$'));

CREATE DOMAIN bundle_text AS text
	CONSTRAINT bundle_length CHECK (length(VALUE) BETWEEN 400 AND 4096)
	CONSTRAINT bundle_shape CHECK (VALUE ~ (
	    '^\{"v":1,"suite":"A1"'
	    ',"inst":"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"'
	    ',"user":"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"'
	    ',"methods":\[\{"m":"pwkf","id":"0","commit":"[A-Za-z0-9_-]{43}"'
	    ',"n":"[A-Za-z0-9_-]{16}","c":"[A-Za-z0-9_-]{64}"\}'
	    '(,\{"m":"prf","id":"[A-Za-z0-9_-]{1,255}","commit":"[A-Za-z0-9_-]{43}"'
	    ',"n":"[A-Za-z0-9_-]{16}","c":"[A-Za-z0-9_-]{64}"\}){0,3}\]'
	    ',"privs":\{"n":"[A-Za-z0-9_-]{16}","c":"[A-Za-z0-9_-]{150}"\}\}$'));

CREATE DOMAIN grant_text AS text
	CONSTRAINT grant_length CHECK (length(VALUE) BETWEEN 300 AND 4096)
	CONSTRAINT grant_shape CHECK (VALUE ~ (
	    '^\{"v":1,"suite":"A1","info":"[A-Za-z0-9_-]+","enc":"[A-Za-z0-9_-]{43}"'
	    ',"ct":"[A-Za-z0-9_-]{64}","sig":"[A-Za-z0-9_-]{86}"\}$'));

CREATE DOMAIN roster_text AS text
	CONSTRAINT roster_length CHECK (length(VALUE) BETWEEN 200 AND 8192)
	CONSTRAINT roster_shape CHECK (VALUE ~ (
	    '^\{"body":"[A-Za-z0-9_-]+","sigs":\['
	    '\{"by":"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}","sig":"[A-Za-z0-9_-]{86}"\}'
	    '(,\{"by":"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}","sig":"[A-Za-z0-9_-]{86}"\}){0,3}'
	    '\]\}$'));

CREATE DOMAIN recovery_set_text AS text
	CONSTRAINT recovery_set_length CHECK (length(VALUE) BETWEEN 200 AND 2048)
	CONSTRAINT recovery_set_shape CHECK (VALUE ~ (
	    '^\{"body":"[A-Za-z0-9_-]+","sigs":\['
	    '\{"by":"00000000-0000-0000-0000-000000000000","sig":"[A-Za-z0-9_-]{86}"\}\]\}$'));

GRANT USAGE ON TYPE hash32, envelope_text, bundle_text, grant_text, roster_text, recovery_set_text
	TO palreg_auth, palreg_register, palreg_admin, palreg_report;

-- Bytes of an unpadded base64url text.
CREATE FUNCTION base64url_decode(p text) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = palreg, pg_temp
RETURN decode(translate(p, '-_', '+/') || repeat('=', (4 - length(p) % 4) % 4), 'base64');

-- Items of a TUP after its label, which must be the given one (ENCRYPTION, 1).
CREATE FUNCTION tup_items(p_label text, p bytea) RETURNS bytea[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = palreg, pg_temp
AS $$
DECLARE
	label bytea := convert_to(p_label, 'UTF8');
	size int := octet_length(p);
	at int := 4 + octet_length(label);
	items int;
	len bigint;
	result bytea[] := '{}';
BEGIN
	IF size < at + 4 OR substr(p, 1, at) <> int4send(octet_length(label)) || label THEN
		RAISE EXCEPTION 'not a % tuple', p_label USING ERRCODE = '22023';
	END IF;
	items := get_byte(p, at + 3);
	IF substr(p, at + 1, 3) <> '\x000000' THEN
		RAISE EXCEPTION 'too many items in a % tuple', p_label USING ERRCODE = '22023';
	END IF;
	at := at + 4;
	FOR i IN 1 .. items LOOP
		IF size < at + 4 THEN
			RAISE EXCEPTION 'a % tuple ends early', p_label USING ERRCODE = '22023';
		END IF;
		len := (get_byte(p, at)::bigint << 24) + (get_byte(p, at + 1) << 16)
		    + (get_byte(p, at + 2) << 8) + get_byte(p, at + 3);
		IF size < at + 4 + len THEN
			RAISE EXCEPTION 'a % tuple ends early', p_label USING ERRCODE = '22023';
		END IF;
		result := result || substr(p, at + 5, len::int);
		at := at + 4 + len::int;
	END LOOP;
	IF at <> size THEN
		RAISE EXCEPTION 'bytes left after a % tuple', p_label USING ERRCODE = '22023';
	END IF;
	RETURN result;
END
$$;

-- Number of an 8-byte big-endian item.
CREATE FUNCTION tup_integer(p bytea) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = palreg, pg_temp
RETURN CASE WHEN octet_length(p) = 8 THEN ('x' || encode(p, 'hex'))::bit(64)::bigint END;

-- UUID of a 16-byte item.
CREATE FUNCTION tup_uuid(p bytea) RETURNS uuid
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = palreg, pg_temp
RETURN CASE WHEN octet_length(p) = 16 THEN encode(p, 'hex')::uuid END;

-- What a program says about who acts is believed only when session_context() said it in this very transaction:
-- the settings carry a tag made with this secret, which no program can read.
CREATE TABLE seal_secret (
	id int PRIMARY KEY DEFAULT 1 CONSTRAINT seal_secret_single CHECK (id = 1),
	secret hash32 NOT NULL
);
ALTER TABLE seal_secret ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON seal_secret TO palreg_owner USING (true) WITH CHECK (true);
INSERT INTO seal_secret (secret)
VALUES (sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));

CREATE FUNCTION settings_tag() RETURNS text
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

CREATE FUNCTION settings_hold() RETURNS boolean
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
CREATE FUNCTION areas(permission text) RETURNS int[]
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

CREATE FUNCTION current_account() RETURNS uuid
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

CREATE FUNCTION current_inst() RETURNS uuid
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

-- Whether whoever is connected may act as the owner of all this: an operator, never a program.
CREATE FUNCTION by_operator() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
SET search_path = palreg, pg_temp
RETURN pg_has_role(session_user, 'palreg_owner', 'MEMBER');

GRANT EXECUTE ON FUNCTION areas(text), current_account(), current_inst()
	TO palreg_auth, palreg_register, palreg_admin, palreg_report;

COMMIT;
