-- Revert palreg:entry_version from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DO $$
BEGIN
	EXECUTE 'CREATE OR REPLACE VIEW record_event WITH (security_invoker) AS '
	    || regexp_replace(pg_get_viewdef('record_event'), 'UNION ALL\s+SELECT entry_event\.patient_id,[^;]*?FROM entry_event', '');
	EXECUTE 'CREATE OR REPLACE VIEW record_fact WITH (security_invoker) AS '
	    || regexp_replace(pg_get_viewdef('record_fact'), 'UNION ALL\s+SELECT (entry|order)_fact\.kind,[^;]*?FROM (entry|order)_fact', '', 'g');
END
$$;
DROP VIEW entry_event, entry_fact, order_fact;
DELETE FROM merge_stay WHERE table_name = 'patient_entry_version';
DROP TRIGGER patient_entry_keep ON patient;
DROP TRIGGER patient_moved_entry_version ON patient;
DROP FUNCTION patient_entry_keep();
DROP FUNCTION patient_entry_add(patient, int);
DROP TABLE patient_entry_version;

COMMIT;
