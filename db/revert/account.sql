-- Revert palreg:account from pg

BEGIN;

DROP VIEW palreg.staff;
DROP TABLE palreg.role_grant, palreg.role_permission, palreg.role, palreg.setup_token, palreg.session,
	palreg.login_delay, palreg.credential, palreg.account;
DROP FUNCTION palreg.account_role_kept();

COMMIT;
