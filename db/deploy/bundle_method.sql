-- Deploy palreg:bundle_method to pg
-- requires: enrolled_browser
-- Another way to unlock is one more method of a bundle. Password, key file and keys stay as they are, and so does the session.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

CREATE FUNCTION bundle_methods(p_bundle bundle_text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	given CONSTANT json := p_bundle::json;
	kept json;
BEGIN
	SELECT bundle::json INTO kept FROM credential WHERE account_id = current_account() FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no session' USING ERRCODE = '42501';
	END IF;
	IF (given ->> 'inst', given ->> 'user', given ->> 'privs', given -> 'methods' ->> 0)
	    IS DISTINCT FROM (kept ->> 'inst', kept ->> 'user', kept ->> 'privs', kept -> 'methods' ->> 0) THEN
		RAISE EXCEPTION 'another bundle' USING ERRCODE = '22023';
	END IF;
	UPDATE credential SET bundle = p_bundle, changed_at = now() WHERE account_id = current_account();
END
$$;
REVOKE EXECUTE ON FUNCTION bundle_methods(bundle_text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bundle_methods(bundle_text) TO palreg_auth;

COMMIT;
