-- Deploy palreg:merge_care to pg
-- requires: patient_merge, care

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

CREATE POLICY merge_stay_owner ON merge_stay TO palreg_owner USING (true) WITH CHECK (true);
INSERT INTO merge_stay (table_name, why) VALUES ('bereavement_version', 'former states of what stays');

COMMIT;
