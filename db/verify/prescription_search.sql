-- Verify palreg:prescription_search on pg

BEGIN;

SELECT 'palreg.prescription_newest_author'::regclass, 'palreg.prescription_newest_institution'::regclass,
       'palreg.prescription_newest'::regclass, 'palreg.prescription_newest_medicine'::regclass;

ROLLBACK;
