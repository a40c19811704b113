-- Revert palreg:prescription_due from pg

BEGIN;

DROP INDEX palreg.prescription_review, palreg.prescription_ending, palreg.prescription_patch, palreg.prescription_supplied;

COMMIT;
