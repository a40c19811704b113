-- Verify palreg:policy on pg

BEGIN;

SELECT 1 / (count(*) = 0)::int
  FROM pg_class
 WHERE relnamespace = 'palreg'::regnamespace AND relkind = 'r' AND NOT (relrowsecurity AND relforcerowsecurity);
SELECT 1 / (NOT has_table_privilege('palreg_register', 'palreg.credential', 'SELECT'))::int;
SELECT 1 / has_table_privilege('palreg_register', 'palreg.patient', 'SELECT')::int;

ROLLBACK;
