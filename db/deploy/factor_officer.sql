-- Deploy palreg:factor_officer to pg
-- requires: factor_policy, rotation
-- What an officer writes into the roster (members let in or taken out, another key) wants a fresh code, too.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- The entries of a first-time set-up are nobody's session's.
CREATE FUNCTION factor_guard_roster() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF session_user = 'palreg_auth' AND current_account() IS NOT NULL THEN
		PERFORM factor_demand();
	END IF;
	RETURN NULL;
END
$$;
CREATE TRIGGER factor_guard BEFORE INSERT ON roster_entry FOR EACH STATEMENT EXECUTE FUNCTION factor_guard_roster();
REVOKE EXECUTE ON FUNCTION factor_guard_roster() FROM PUBLIC;

COMMIT;
