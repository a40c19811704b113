-- Revert palreg:setting_more from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DROP TRIGGER account_language ON account;
DROP TRIGGER session_shorter_now ON setting;
DROP TRIGGER session_shorter ON session;
DROP FUNCTION account_language(), session_shorter_now(), session_shorter();
DELETE FROM setting WHERE code IN ('session_hours', 'language');
ALTER TABLE setting
	DROP CONSTRAINT setting_session_hours,
	DROP CONSTRAINT setting_language,
	DROP CONSTRAINT setting_code,
	ADD CONSTRAINT setting_code CHECK (code IN ('ome_table', 'doctor_scope', 'small_cells', 'second_factor', 'record_years', 'report_days'));

COMMIT;
