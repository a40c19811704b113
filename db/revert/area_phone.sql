-- Revert palreg:area_phone from pg

BEGIN;

ALTER TABLE palreg.area DROP CONSTRAINT area_phone_of, DROP COLUMN phone_day, DROP COLUMN phone_night;

COMMIT;
