-- Verify palreg:setting on pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

SELECT id, area_id, code, value, valid_from, follows, account_id, at FROM setting WHERE false;
SELECT has_function_privilege('palreg_register', 'ome_table_in_use()', 'EXECUTE');
SELECT setting_of('ome_table', 0, current_date);

ROLLBACK;
