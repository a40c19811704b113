-- Verify palreg:prescription_hold on pg

BEGIN;

SELECT hold_kind, hold_reason, held_on FROM palreg.prescription WHERE false;
SELECT reason FROM palreg.prescription_event WHERE false;
SELECT 1 / count(*) FROM pg_trigger WHERE tgname = 'prescription_held';

ROLLBACK;
