-- Revert palreg:system from pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

DROP FUNCTION system_roles(), system_facts(), subject_level(bigint), backup_done(text);
DROP TABLE backup;
REVOKE SELECT ON sqitch.changes FROM palreg_owner;
REVOKE USAGE ON SCHEMA sqitch FROM palreg_owner;

COMMIT;
