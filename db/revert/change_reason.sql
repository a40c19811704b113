-- Revert palreg:change_reason from pg

BEGIN;

DROP INDEX palreg.prescription_change;
ALTER TABLE palreg.prescription DROP CONSTRAINT prescription_change_reason_known;

COMMIT;
