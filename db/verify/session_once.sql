-- Verify palreg:session_once on pg

BEGIN;
SELECT 1 / (count(*) = 3)::int FROM pg_proc
 WHERE pronamespace = 'palreg'::regnamespace AND proname IN ('current_account', 'current_inst', 'audit_add')
   AND prosrc ~ 'key CONSTANT bytea := session_key\(\)';
ROLLBACK;
