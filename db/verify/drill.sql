-- Verify palreg:drill on pg

BEGIN;

SELECT inst, at, officer_id, first, second FROM palreg.recovery_drill WHERE false;
SELECT has_function_privilege('palreg_auth', 'palreg.drill_add(int, int)', 'EXECUTE');

ROLLBACK;
