-- Deploy palreg:grant_read to pg
-- requires: right_scale
-- Grants in one's own places are seen without looking at every account first.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

ALTER POLICY role_grant_read ON role_grant
	USING (area_id = ANY ((SELECT areas('user_manage'))::int[]) OR account_id IN (SELECT id FROM account));

COMMIT;
