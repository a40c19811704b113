-- Verify palreg:prescription_due on pg

BEGIN;

SELECT 'palreg.prescription_review'::regclass, 'palreg.prescription_ending'::regclass, 'palreg.prescription_patch'::regclass,
       'palreg.prescription_supplied'::regclass;

ROLLBACK;
