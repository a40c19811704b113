-- Verify palreg:account_right on pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

SELECT employment, starts_on, held_at, held_by FROM account WHERE false;
SELECT reason, one_off, used_at, given_by, given_at, confirmed_by FROM role_grant WHERE false;
SELECT account_id, permission, area_id, grant_id, widened FROM account_right WHERE false;
SELECT id, account_id, permission, area_id, valid_until, reason, given_by, given_at FROM right_denial WHERE false;
SELECT id, account_id, role_id, area_id, permissions, valid_until, one_off, reason, state, asked_by, decided_by FROM right_request WHERE false;
SELECT id, name, name_en, version FROM job WHERE false;
SELECT job_id, role_id FROM job_role WHERE false;
SELECT has_function_privilege('palreg_admin', 'grant_give(uuid, int, int, date, boolean, text)', 'EXECUTE');
SELECT has_function_privilege('palreg_auth', 'leavers()', 'EXECUTE');

ROLLBACK;
