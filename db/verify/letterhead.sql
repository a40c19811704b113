-- Verify palreg:letterhead on pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

SELECT area_id, name, address, phone, head, version, changed_by, changed_at FROM letterhead WHERE false;
SELECT name, address, phone, head FROM letterhead_of(NULL);

ROLLBACK;
