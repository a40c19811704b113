-- Verify palreg:register_annex on pg

BEGIN;

SELECT id, registry_no, commission_no, date_out FROM palreg.report_register WHERE false;
SELECT 1 / has_column_privilege('palreg_report', 'palreg.diagnosis', 'code', 'SELECT')::int;
SELECT 1 / (NOT has_table_privilege('palreg_admin', 'palreg.report_register', 'SELECT'))::int;

ROLLBACK;
