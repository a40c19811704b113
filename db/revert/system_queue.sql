-- Revert palreg:system_queue from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DROP FUNCTION system_queue();
DELETE FROM retention_rule WHERE code = 'report';
ALTER TABLE retention_rule
	DROP CONSTRAINT retention_rule_itself,
	ADD CONSTRAINT retention_rule_itself CHECK ((way = 'itself') = (code IN ('session', 'sign_in_try', 'open_import')));

COMMIT;
