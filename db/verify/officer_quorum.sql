-- Verify palreg:officer_quorum on pg

BEGIN;

SELECT id, inst, kind, subject, officer_id, entry, invite_id, set_text, created_at, settled_by, settled_at FROM palreg.proposal WHERE false;
SELECT inst, text, made_at FROM palreg.recovery_set WHERE false;
SELECT has_function_privilege('palreg_auth', 'palreg.proposal_settle(uuid, palreg.roster_text[], palreg.grant_text[])', 'EXECUTE'),
       has_function_privilege('palreg_auth', 'palreg.recovery_papers(bytea)', 'EXECUTE');

ROLLBACK;
