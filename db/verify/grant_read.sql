-- Verify palreg:grant_read on pg

BEGIN;

SELECT 1 / count(*) FROM pg_policies
 WHERE schemaname = 'palreg' AND policyname = 'role_grant_read' AND qual ~ '^\(\(area_id = ANY';

ROLLBACK;
