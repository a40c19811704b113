-- Verify palreg:retention on pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

SELECT code, since, months, least_months, way FROM retention_rule WHERE false;
SELECT rule, area_id, as_of, entries, list_hash, certificate, done_at, deleted FROM disposal WHERE false;
SELECT rec, inst, document_seq, disposal_id FROM patient_erased WHERE false;
SELECT 1 / count(*) FROM pg_proc WHERE proname = 'record_erase' AND pg_get_userbyid(proowner) = 'palreg_eraser';
SELECT 1 / count(*) FROM pg_proc WHERE proname = 'request_decide' AND prosrc LIKE '%disposal_run%';

ROLLBACK;
