-- Revert palreg:factor_setting from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DROP TRIGGER session_factor_due ON setting;
CREATE OR REPLACE FUNCTION session_factor_due() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF TG_TABLE_NAME = 'role' THEN
		UPDATE session SET factor_due = factor_due(account_id)
		 WHERE account_id IN (SELECT account_id FROM role_grant WHERE role_id = NEW.id);
	ELSE
		UPDATE session SET factor_due = factor_due(account_id) WHERE account_id = coalesce(NEW.account_id, OLD.account_id);
	END IF;
	RETURN NULL;
END
$$;
CREATE OR REPLACE FUNCTION factor_needed(p_account uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT EXISTS (SELECT FROM role_grant AS g JOIN role AS r ON r.id = g.role_id AND r.needs_factor
                WHERE g.account_id = p_account AND (g.valid_until IS NULL OR g.valid_until >= CURRENT_DATE))
$$;
DELETE FROM setting WHERE code = 'second_factor';
ALTER TABLE setting
	DROP CONSTRAINT setting_second_factor,
	DROP CONSTRAINT setting_code,
	ADD CONSTRAINT setting_code CHECK (code IN ('ome_table', 'doctor_scope', 'small_cells'));

COMMIT;
