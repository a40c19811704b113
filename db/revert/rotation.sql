-- Revert palreg:rotation from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DROP FUNCTION grants_given(), rotation_begin(roster_text[], grant_text[]), rotation_settle(uuid), wraps_left(uuid), wraps_next(int),
	wraps_put(text[]), wraps_check(text[]), key_tasks(), rotation_last();
DROP FUNCTION wrap_read(text);
DROP TYPE wrap_fields;
DROP POLICY document_owner_wrap ON document;
DROP POLICY document_owner_rewrap ON document;
DROP FUNCTION officer_inst();
DROP INDEX document_kep;
DROP TABLE document_wrap, rotation;

COMMIT;
