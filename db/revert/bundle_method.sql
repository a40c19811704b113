-- Revert palreg:bundle_method from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DROP FUNCTION bundle_methods(bundle_text);

COMMIT;
