-- Verify palreg:patient_import on pg

BEGIN;

SELECT id, total, status, document_seq FROM palreg.patient_import WHERE false;
SELECT row_no, patient_id, envelope, kep FROM palreg.patient_import_row WHERE false;
SELECT 1 / has_function_privilege('palreg_register', 'palreg.import_undo(uuid)', 'EXECUTE')::int;
SELECT 1 / (NOT has_table_privilege('palreg_register', 'palreg.patient', 'DELETE'))::int;

ROLLBACK;
