-- Deploy palreg:setting_more to pg
-- requires: staff_own
-- A region or an institution chooses how long a session lasts at most, and the language in which a new user begins.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

ALTER TABLE setting
	DROP CONSTRAINT setting_code,
	ADD CONSTRAINT setting_code CHECK (code IN ('ome_table', 'doctor_scope', 'small_cells', 'second_factor', 'record_years', 'report_days', 'session_hours', 'language')),
	ADD CONSTRAINT setting_session_hours CHECK (code <> 'session_hours' OR value IN ('12', '8', '4', '2')),
	ADD CONSTRAINT setting_language CHECK (code <> 'language' OR value IN ('ru', 'en'));

-- Never longer than without a choice.
CREATE FUNCTION session_shorter() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	NEW.expires_at := least(NEW.expires_at, now() + make_interval(hours =>
	    setting_of('session_hours', (SELECT area_id FROM account WHERE id = NEW.account_id), CURRENT_DATE)::int));
	RETURN NEW;
END
$$;
CREATE TRIGGER session_shorter BEFORE INSERT ON session FOR EACH ROW EXECUTE FUNCTION session_shorter();

-- Sessions that last already longer than was chosen today end then, too.
CREATE FUNCTION session_shorter_now() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	UPDATE session SET expires_at = least(expires_at, created_at + make_interval(hours => NEW.value::int))
	 WHERE account_id IN (SELECT a.id FROM account AS a JOIN area AS r ON r.id = a.area_id
	    WHERE r.path <@ (SELECT path FROM area WHERE id = NEW.area_id)
	      AND setting_of('session_hours', a.area_id, CURRENT_DATE) = NEW.value);
	RETURN NULL;
END
$$;
CREATE TRIGGER session_shorter_now AFTER INSERT ON setting
	FOR EACH ROW WHEN (NEW.code = 'session_hours' AND NEW.value IS NOT NULL) EXECUTE FUNCTION session_shorter_now();

-- Whom an administrator enters begins in the language of his place; he changes it himself.
CREATE FUNCTION account_language() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	NEW.language := coalesce(setting_of('language', NEW.area_id, CURRENT_DATE), NEW.language);
	RETURN NEW;
END
$$;
CREATE TRIGGER account_language BEFORE INSERT ON account
	FOR EACH ROW WHEN (session_user = 'palreg_admin') EXECUTE FUNCTION account_language();

REVOKE EXECUTE ON FUNCTION session_shorter(), session_shorter_now(), account_language() FROM PUBLIC;

COMMIT;
