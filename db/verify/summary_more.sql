-- Verify palreg:summary_more on pg

BEGIN;

SELECT adults, children, need_adults, need_children, child_beds, teams FROM palreg.area WHERE false;
SELECT 1 / (has_function_privilege('palreg_report', 'palreg.report_forms(date, date)', 'EXECUTE'))::int;
SELECT 1 / (NOT has_function_privilege('palreg_register', 'palreg.report_forms(date, date)', 'EXECUTE'))::int;
SELECT 1 / (count(*) = 3)::int FROM pg_policy WHERE polname = 'summary_report';

ROLLBACK;
