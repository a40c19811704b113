-- Deploy palreg:factor_setting to pg
-- requires: factor_policy, summary_need
-- A region or an institution may ask everybody for a second factor, not those alone whose roles do.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

ALTER TABLE setting
	DROP CONSTRAINT setting_code,
	ADD CONSTRAINT setting_code CHECK (code IN ('ome_table', 'doctor_scope', 'small_cells', 'second_factor')),
	ADD CONSTRAINT setting_second_factor CHECK (code <> 'second_factor' OR value IN ('roles', 'everybody'));

-- As before, or where one works everybody is asked.
CREATE OR REPLACE FUNCTION factor_needed(p_account uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT EXISTS (SELECT FROM role_grant AS g JOIN role AS r ON r.id = g.role_id AND r.needs_factor
                WHERE g.account_id = p_account AND (g.valid_until IS NULL OR g.valid_until >= CURRENT_DATE))
    OR coalesce(setting_of('second_factor', (SELECT area_id FROM account WHERE id = p_account), CURRENT_DATE) = 'everybody', false)
$$;

-- As before; so do the sessions of those who work where it was chosen.
CREATE OR REPLACE FUNCTION session_factor_due() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF TG_TABLE_NAME = 'role' THEN
		UPDATE session SET factor_due = factor_due(account_id)
		 WHERE account_id IN (SELECT account_id FROM role_grant WHERE role_id = NEW.id);
	ELSIF TG_TABLE_NAME = 'setting' THEN
		UPDATE session SET factor_due = factor_due(account_id)
		 WHERE account_id IN (SELECT a.id FROM account AS a JOIN area AS r ON r.id = a.area_id
		    WHERE r.path <@ (SELECT path FROM area WHERE id = NEW.area_id));
	ELSE
		UPDATE session SET factor_due = factor_due(account_id) WHERE account_id = coalesce(NEW.account_id, OLD.account_id);
	END IF;
	RETURN NULL;
END
$$;
CREATE TRIGGER session_factor_due AFTER INSERT ON setting
	FOR EACH ROW WHEN (NEW.code = 'second_factor') EXECUTE FUNCTION session_factor_due();

COMMIT;
