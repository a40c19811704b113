-- Verify palreg:book_more on pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

SELECT facility, beds, source FROM area WHERE false;
SELECT code, name, name_en, schedule, times_per_day, interval_hours, clock, source, ord, valid_from, valid_to, retired_at FROM frequency WHERE false;
SELECT code, target, source, ord, valid_from, valid_to, retired_at FROM indicator_target WHERE false;
SELECT 1 / (NOT has_table_privilege('palreg_admin', 'area', 'UPDATE'))::int;

ROLLBACK;
