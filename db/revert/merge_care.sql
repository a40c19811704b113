-- Revert palreg:merge_care from pg

BEGIN;

DELETE FROM palreg.merge_stay WHERE table_name = 'bereavement_version';
DROP POLICY merge_stay_owner ON palreg.merge_stay;

COMMIT;
