-- Verify palreg:strength_en on pg

BEGIN;

SELECT strength_en FROM palreg.medicine_product WHERE false;

ROLLBACK;
