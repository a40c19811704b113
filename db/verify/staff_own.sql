-- Verify palreg:staff_own on pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

SELECT own FROM book WHERE false;
SELECT 1 / count(*) FROM pg_proc WHERE proname = 'book_take' AND prosrc LIKE '%book_may(b, p_write)%';

ROLLBACK;
