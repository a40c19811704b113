-- Verify palreg:summary_once on pg

BEGIN;

SELECT series_id, last_day, held_on, clock_times FROM palreg.report_span WHERE false;
SELECT prescription_id, dose, prn_max_per_day FROM palreg.report_given('2026-01-01', '2026-01-31') WHERE false;
SELECT 1 / (count(*) = 2)::int FROM pg_proc WHERE pronamespace = 'palreg'::regnamespace AND proname IN ('report_given', 'report_steps')
   AND proconfig IS NULL;

ROLLBACK;
