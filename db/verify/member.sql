-- Verify palreg:member on pg

BEGIN;

SELECT inst, seq, entry, head, created_at FROM palreg.roster_entry WHERE false;
SELECT inst, account_id, login, role, sig_pub, enc_pub, active, seq FROM palreg.member WHERE false;
SELECT inst, e, recipient, sender, text, created_at FROM palreg.key_grant WHERE false;
SELECT inst, text FROM palreg.recovery_set WHERE false;

ROLLBACK;
