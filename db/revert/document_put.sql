-- Revert palreg:document_put from pg

BEGIN;

DROP FUNCTION palreg.document_put(palreg.envelope_text, uuid, uuid, text, uuid, int, bigint, int,
    bytea, bytea, uuid);
DROP FUNCTION palreg.document_author(uuid);

COMMIT;
