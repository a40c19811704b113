-- Revert palreg:audit from pg

BEGIN;

DROP FUNCTION palreg.audit_add(text, text, uuid, int, text, inet, jsonb, uuid);
DROP TABLE palreg.audit_event;
DROP FUNCTION palreg.audit_frozen();

COMMIT;
