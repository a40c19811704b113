-- Revert palreg:session_functions from pg

BEGIN;

DROP TRIGGER session_inst ON palreg.crypto_inst;
DROP TRIGGER session_areas ON palreg.area;
DROP TRIGGER session_areas_moved ON palreg.area;
DROP TRIGGER session_end ON palreg.role_permission;
DROP TRIGGER session_end ON palreg.role_grant;
DROP TRIGGER session_end ON palreg.credential;
DROP TRIGGER session_end ON palreg.account;
DROP FUNCTION palreg.login_delay_trim(int), palreg.login_succeeded(bytea), palreg.login_attempt(bytea),
	palreg.login_failed(bytea), palreg.login_wait(bytea), palreg.session_inst_again(), palreg.session_areas_again(),
	palreg.session_end_of(), palreg.session_kill(uuid), palreg.session_list(), palreg.session_sweep(),
	palreg.session_half_put(bytea, bytea), palreg.session_half(bytea), palreg.session_close(bytea),
	palreg.session_context(bytea), palreg.session_live(bytea),
	palreg.session_open(bytea, uuid, bytea, inet, text), palreg.account_permissions(uuid), palreg.account_areas(uuid);

COMMIT;
