-- Verify palreg:summary on pg

BEGIN;

SELECT id, settlement, ready_on, has_commission FROM palreg.report_entry WHERE false;
SELECT patient_id, place_of_death FROM palreg.report_removal WHERE false;
SELECT device, quantity FROM palreg.report_device WHERE false;
SELECT series_id, last_day FROM palreg.report_span WHERE false;
SELECT account_id, hidden FROM palreg.report_asked WHERE false;
SELECT 1 / (NOT has_table_privilege('palreg_report', 'palreg.report_asked', 'INSERT, UPDATE, DELETE'))::int;

ROLLBACK;
