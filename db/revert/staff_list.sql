-- Revert palreg:staff_list from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DELETE FROM book_change WHERE book = 'staff_list';
DELETE FROM book_import WHERE book = 'staff_list';
DELETE FROM book WHERE code = 'staff_list';
DROP VIEW staff_list;
DROP FUNCTION staff_list_write();
DROP FUNCTION area_place_name(int);

COMMIT;
