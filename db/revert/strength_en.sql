-- Revert palreg:strength_en from pg

BEGIN;

ALTER TABLE palreg.medicine_product DROP COLUMN strength_en;

COMMIT;
