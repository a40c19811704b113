-- Revert palreg:grant_read from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

ALTER POLICY role_grant_read ON role_grant
	USING (account_id IN (SELECT id FROM account) OR area_id = ANY ((SELECT areas('user_manage'))::int[]));

COMMIT;
