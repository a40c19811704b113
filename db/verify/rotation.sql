-- Verify palreg:rotation on pg

BEGIN;

SELECT inst, e, reason, officer_id, started_at, finished_at, closed_at FROM palreg.rotation WHERE false;
SELECT rec, rev, kep, inst, wn, wk, by_id, created_at, checked_by FROM palreg.document_wrap WHERE false;
SELECT has_function_privilege('palreg_auth', 'palreg.rotation_begin(palreg.roster_text[], palreg.grant_text[])', 'EXECUTE');
SELECT has_function_privilege('palreg_register', 'palreg.wraps_put(text[])', 'EXECUTE');

ROLLBACK;
