-- Verify palreg:posted on pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

SELECT account_id, key, at, location FROM posted WHERE false;
SELECT has_function_privilege('palreg_register', 'post_begin(bytea)', 'EXECUTE'), has_function_privilege('palreg_register', 'post_end(bytea, text)', 'EXECUTE');

ROLLBACK;
