-- Verify palreg:merge_care on pg

BEGIN;

SELECT 1 / count(*) FROM palreg.merge_stay WHERE table_name = 'bereavement_version';

ROLLBACK;
