-- Verify palreg:rule_column on pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

SELECT 1 / count(*) FROM pg_proc WHERE proname = 'book_blame' AND prosrc LIKE '%b.rules->rule->>2%';

ROLLBACK;
