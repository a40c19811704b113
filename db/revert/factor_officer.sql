-- Revert palreg:factor_officer from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DROP TRIGGER factor_guard ON roster_entry;
DROP FUNCTION factor_guard_roster();

COMMIT;
