-- Revert palreg:area from pg

BEGIN;

DROP FUNCTION palreg.area_inst(int), palreg.area_institution(int);
DROP TABLE palreg.crypto_inst, palreg.area;
DROP FUNCTION palreg.area_moved(), palreg.area_place(), palreg.area_rank(text);

COMMIT;
