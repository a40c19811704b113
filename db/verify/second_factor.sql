-- Verify palreg:second_factor on pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

SELECT account_id, sealed, since, used_step, used_at, pending, pending_at FROM totp_key WHERE false;
SELECT account_id, code_hash, made_at, used_at FROM recovery_code WHERE false;
SELECT factor_at FROM session WHERE false;
SELECT 1 / has_function_privilege('palreg_auth', 'totp_use(uuid, bigint)', 'EXECUTE')::int;
SELECT 1 / (NOT has_function_privilege('palreg_admin', 'totp_use(uuid, bigint)', 'EXECUTE'))::int;
SELECT 1 / (NOT has_table_privilege('palreg_admin', 'totp_key', 'SELECT'))::int;

ROLLBACK;
