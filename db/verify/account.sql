-- Verify palreg:account on pg

BEGIN;

SELECT id, login, name, job, area_id, state, language, valid_until, created_at, version FROM palreg.account WHERE false;
SELECT account_id, salt, verifier, bundle, sig_pub, enc_pub, proof, changed_at FROM palreg.credential WHERE false;
SELECT login_mac, failures, next_at, seen_at FROM palreg.login_delay WHERE false;
SELECT id_hash, account_id, server_half, half_until, created_at, seen_at, expires_at FROM palreg.session WHERE false;
SELECT token_hash, area_id, purpose, account_id, expires_at, used_at FROM palreg.setup_token WHERE false;
SELECT id, account_id, role_id, area_id, valid_until FROM palreg.role_grant WHERE false;
SELECT id, name, job, area_id FROM palreg.staff WHERE false;
SELECT 1 / (count(*) >= 2)::int FROM palreg.role WHERE code IN ('administrator', 'user');

ROLLBACK;
