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
CREATE OR REPLACE FUNCTION check_digit(p text) RETURNS int
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = palreg, pg_temp
AS $$
SELECT ((10 - sum(CASE WHEN i % 2 = 1 THEN d * 2 / 10 + d * 2 % 10 ELSE d END) % 10) % 10)::int
  FROM regexp_split_to_table(reverse(p), '') WITH ORDINALITY AS t(c, i), LATERAL (SELECT c::int) AS n(d)
$$;

COMMIT;
