-- Revert palreg:schema from pg

BEGIN;

ALTER DEFAULT PRIVILEGES FOR ROLE palreg_owner GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE palreg_owner GRANT USAGE ON TYPES TO PUBLIC;
DROP FUNCTION palreg.by_operator(), palreg.current_inst(), palreg.current_account(), palreg.areas(text), palreg.settings_hold(),
	palreg.settings_tag(), palreg.tup_uuid(bytea), palreg.tup_integer(bytea), palreg.tup_items(text, bytea),
	palreg.base64url_decode(text);
DROP TABLE palreg.seal_secret;
DROP DOMAIN palreg.recovery_set_text, palreg.roster_text, palreg.grant_text, palreg.bundle_text,
	palreg.envelope_text, palreg.hash32;
DROP EXTENSION pg_trgm;
DROP EXTENSION ltree;
DROP SCHEMA palreg;
GRANT USAGE ON SCHEMA public TO PUBLIC;
DO $$
BEGIN
	EXECUTE format('REVOKE ALL ON DATABASE %I FROM palreg_owner, palreg_auth, palreg_register, palreg_admin, palreg_report',
	    current_database());
	EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO PUBLIC', current_database());
END
$$;

COMMIT;
