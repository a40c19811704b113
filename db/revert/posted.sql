-- Revert palreg:posted from pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

DROP FUNCTION post_begin(bytea), post_end(bytea, text);
DROP TABLE posted;

COMMIT;
