-- Verify palreg:change_reason on pg

BEGIN;

SELECT 1 / count(*) FROM pg_constraint WHERE conname = 'prescription_change_reason_known';

ROLLBACK;
