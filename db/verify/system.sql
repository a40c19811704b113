-- Verify palreg:system on pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

SELECT id, at, what FROM backup WHERE false;
SELECT has_function_privilege('palreg_admin', 'system_facts()', 'EXECUTE'), has_function_privilege('palreg_admin', 'system_roles()', 'EXECUTE');
SELECT 1 / (subject_level(100000) = 'over')::int;

ROLLBACK;
