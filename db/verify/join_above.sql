-- Verify palreg:join_above on pg

BEGIN;

SELECT 1 / (palreg.area_keys(-1) = '00000000-0000-0000-0000-000000000000')::int;
SELECT 1 / (NOT has_function_privilege('palreg_register', 'palreg.applicant_above(uuid)', 'EXECUTE'))::int;

ROLLBACK;
