-- Verify palreg:patient_merge on pg

BEGIN;

SELECT patient_id, other_id, withdrawn_at FROM palreg.duplicate_dismissed WHERE false;
SELECT patient_id, other_id, removal_event, open, undone_at FROM palreg.patient_merge WHERE false;
SELECT merge_id, table_name, ids, stayed FROM palreg.patient_merge_rows WHERE false;
SELECT 1 / (count(*) > 3)::int FROM palreg.merge_table;

ROLLBACK;
