-- Revert palreg:setting from pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

DROP FUNCTION ome_table_in_use();
DROP FUNCTION setting_of(text, int, date);
DROP TABLE setting;
DROP FUNCTION setting_check();

COMMIT;
