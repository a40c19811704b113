-- Verify palreg:factor_policy on pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

SELECT needs_factor FROM role WHERE false;
SELECT factor_due FROM session WHERE false;
SELECT factor FROM right_request WHERE false;
SELECT 1 / has_function_privilege('palreg_admin', 'factor_reset_ask(uuid, text)', 'EXECUTE')::int;
SELECT 1 / (NOT has_function_privilege('palreg_admin', 'factor_clear(uuid)', 'EXECUTE'))::int;

ROLLBACK;
