-- Revert palreg:document_put from pg

BEGIN;

DROP FUNCTION palreg.document_put(uuid, palreg.envelope_text, bytea);

COMMIT;
