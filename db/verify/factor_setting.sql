-- Verify palreg:factor_setting on pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

SELECT 1 / count(*) FROM pg_constraint WHERE conrelid = 'setting'::regclass AND conname = 'setting_second_factor';
SELECT 1 / count(*) FROM pg_trigger WHERE tgrelid = 'setting'::regclass AND tgname = 'session_factor_due';

ROLLBACK;
