-- Verify palreg:report on pg

BEGIN;

SELECT id, registry_no, group_code, by_patient FROM palreg.report_patient WHERE false;
SELECT id, patient_id, medicine_id, by_patient FROM palreg.report_prescription WHERE false;
SELECT id, patient_id, code, value, by_patient FROM palreg.report_observation WHERE false;
SELECT 1 / (NOT has_table_privilege('palreg_report', 'palreg.document', 'SELECT'))::int;
SELECT 1 / (NOT has_table_privilege('palreg_report', 'palreg.account', 'SELECT'))::int;

ROLLBACK;
