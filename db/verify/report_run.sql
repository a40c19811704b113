-- Verify palreg:report_run on pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;
SELECT kind, version, valid_from, sections FROM report_template WHERE false;
SELECT id, state, progress, act_hash, expires_at FROM report_run WHERE false;
SELECT run_id, kind, bytes, sha256 FROM report_file WHERE false;
SELECT 'report_run_take(int, timestamptz)'::regprocedure, 'report_run_finish(text, text, jsonb, bytea, bytea, bytea)'::regprocedure;
ROLLBACK;
