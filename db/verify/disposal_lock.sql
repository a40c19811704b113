-- Verify palreg:disposal_lock on pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

SELECT 1 / count(*) FROM pg_proc WHERE proname = 'record_lock' AND pg_get_userbyid(proowner) = 'palreg_eraser';
SELECT 1 / count(*) FROM pg_proc WHERE proname = 'disposal_run' AND prosrc LIKE '%record_lock%';

ROLLBACK;
