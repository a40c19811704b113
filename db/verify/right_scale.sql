-- Verify palreg:right_scale on pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

SELECT id, path FROM scope_open WHERE false;
SELECT account_id, permission, area_id, grant_id, widened FROM account_right WHERE false;
SELECT 1 / has_function_privilege('palreg_admin', 'session_list(uuid[])', 'EXECUTE')::int;
SELECT 1 / (NOT has_table_privilege('palreg_admin', 'scope_open', 'SELECT'))::int;

ROLLBACK;
