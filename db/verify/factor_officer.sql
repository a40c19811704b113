-- Verify palreg:factor_officer on pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

SELECT 1 / count(*) FROM pg_trigger WHERE tgrelid = 'roster_entry'::regclass AND tgname = 'factor_guard';

ROLLBACK;
