-- Verify palreg:security_key on pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

SELECT id, account_id, name, credential, algorithm, public_key, counter, made_at, used_at, copied_at FROM security_key WHERE false;
SELECT account_id, purpose, challenge_hash, session_hash, made_at FROM key_challenge WHERE false;
SELECT password_at FROM session WHERE false;
SELECT 1 / has_function_privilege('palreg_auth', 'key_use(uuid, bytea, bigint)', 'EXECUTE')::int;
SELECT 1 / (NOT has_function_privilege('palreg_admin', 'key_use(uuid, bytea, bigint)', 'EXECUTE'))::int;
SELECT 1 / (NOT has_table_privilege('palreg_admin', 'security_key', 'SELECT'))::int;

ROLLBACK;
