-- Verify palreg:order_event on pg

BEGIN;

SELECT patient_id, kind, step, series, version, at, written, who, what, what_en, note, note_en, wrong FROM palreg.order_event WHERE false;
SELECT 1 / (pg_get_viewdef('palreg.record_event') LIKE '%order%')::int;

ROLLBACK;
