-- Verify palreg:setting_more on pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

SELECT 1 / (count(*) = 2)::int FROM pg_constraint WHERE conrelid = 'setting'::regclass AND conname IN ('setting_session_hours', 'setting_language');
SELECT 1 / (count(*) = 3)::int FROM pg_trigger WHERE tgname IN ('session_shorter', 'session_shorter_now', 'account_language');

ROLLBACK;
