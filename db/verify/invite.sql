-- Verify palreg:invite on pg

BEGIN;

SELECT id, inst, account_id, officer_id, login, member_role, exp, created_at, salt, verifier, bundle, sig_pub, enc_pub, proof, tag, taken_at,
       settled_at FROM palreg.invite WHERE false;
SELECT has_function_privilege('palreg_auth', 'palreg.invite_settle(uuid, palreg.roster_text, palreg.grant_text[])', 'EXECUTE');

ROLLBACK;
