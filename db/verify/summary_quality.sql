-- Verify palreg:summary_quality on pg

BEGIN;

SELECT 1 / (position('has_basis' IN prosrc) > 0)::int FROM pg_proc WHERE pronamespace = 'palreg'::regnamespace AND proname = 'report_outcomes';

ROLLBACK;
