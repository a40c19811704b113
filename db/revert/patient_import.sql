-- Revert palreg:patient_import from pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

DROP POLICY patient_owner_undo ON patient;
DROP POLICY document_owner_undo ON document;
DROP TRIGGER patient_moved_import ON patient;
DROP TRIGGER import_swept ON session;
DROP FUNCTION import_begin(uuid, int), import_stage(uuid, jsonb), import_try(uuid, int[]), import_apply(uuid, int[]),
	import_documents(uuid, int[]), import_close(uuid), import_settle(uuid), import_cancel(uuid), import_touched(uuid),
	import_undo(uuid), import_left(bigint), import_swept(), import_sweep();
DROP TABLE patient_import_row, patient_import;

COMMIT;
