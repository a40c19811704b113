-- Verify palreg:transfer on pg

BEGIN;

SELECT patient_id, from_area_id, to_area_id, status, document_seq FROM palreg.patient_transfer WHERE false;
SELECT 1 / has_function_privilege('palreg_register', 'palreg.transfer_decide(uuid, int, text, text)', 'EXECUTE')::int;
SELECT 1 / (NOT has_function_privilege('palreg_register', 'palreg.areas_widen(int[])', 'EXECUTE'))::int;
SELECT 1 / (NOT has_table_privilege('palreg_register', 'palreg.patient_transfer', 'UPDATE'))::int;

ROLLBACK;
