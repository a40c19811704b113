-- Verify palreg:book_titles on pg

BEGIN;
SELECT 1 / (prosrc ~ 'c.name = btrim')::int FROM pg_proc WHERE oid = 'palreg.book_import_begin(uuid,text,text,text)'::regprocedure;
ROLLBACK;
