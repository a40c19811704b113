-- Verify palreg:summary_need on pg

BEGIN;

SELECT prescription_id, first_on, last_on FROM palreg.report_given('2026-01-01', '2026-01-31') WHERE false;
SELECT 1 / has_function_privilege('palreg_report', 'palreg.small_cells()', 'EXECUTE')::int;
SELECT 1 / (NOT has_function_privilege('palreg_register', 'palreg.small_cells()', 'EXECUTE'))::int;

ROLLBACK;
