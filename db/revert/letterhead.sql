-- Revert palreg:letterhead from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DROP FUNCTION letterhead_of(int);
DROP TABLE letterhead;

COMMIT;
