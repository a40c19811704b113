-- Revert palreg:enrolled_browser from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DROP FUNCTION browser_half(uuid, bytea), browser_enrol(uuid, bytea, bytea, text, uuid), browser_remove(uuid), own_browsers();
DROP TABLE enrolled_browser;

COMMIT;
