-- Verify palreg:area_why on pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

SELECT role, given_for, reason, within FROM area_why(0);
SELECT 1 / (in_use(NULL, NULL, CURRENT_DATE) AND NOT in_use(now(), NULL, NULL))::int;

ROLLBACK;
