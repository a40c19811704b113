-- Verify palreg:entry_version on pg

BEGIN;

SELECT patient_id, version, changed_by, changed_at FROM palreg.patient_entry_version WHERE false;
SELECT 1 / (position('entry_event' IN pg_get_viewdef('palreg.record_event')) > 0)::int;
SELECT 1 / (position('entry_fact' IN pg_get_viewdef('palreg.record_fact')) > 0)::int;

ROLLBACK;
