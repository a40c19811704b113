-- Verify palreg:enrolled_browser on pg

BEGIN;

SELECT id, account_id, token_hash, half, agent, enrolled_at, used_at, removed_at FROM palreg.enrolled_browser WHERE false;
SELECT has_function_privilege('palreg_auth', 'palreg.browser_half(uuid, bytea)', 'EXECUTE');

ROLLBACK;
