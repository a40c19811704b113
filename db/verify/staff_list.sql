-- Verify palreg:staff_list on pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

SELECT login, name, job, place, employment, starts_on, valid_until, retired_at FROM staff_list WHERE false;
SELECT 1 / (NOT has_table_privilege('palreg_admin', 'staff_list', 'SELECT'))::int;

ROLLBACK;
