-- Verify palreg:patient_search on pg

BEGIN;

SELECT patient_id, area_id, pps, phase FROM palreg.patient_finding WHERE false;
SELECT id, account_id, name, query, version FROM palreg.saved_search WHERE false;
SELECT 1 / (NOT has_any_column_privilege('palreg_report', 'palreg.saved_search', 'SELECT'))::int;

ROLLBACK;
