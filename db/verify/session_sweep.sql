-- Verify palreg:session_sweep on pg

BEGIN;

SELECT palreg.session_sweep(0);
SELECT 1 / (NOT has_function_privilege('palreg_register', 'palreg.session_sweep(int)', 'EXECUTE'))::int;
SELECT 1 / (to_regclass('palreg.session_half') IS NOT NULL)::int;

ROLLBACK;
