-- Verify palreg:prescription_clock on pg

BEGIN;

SELECT clock_times FROM palreg.prescription_favourite WHERE false;
SELECT clock_times, hold_reason, held_on FROM palreg.report_prescription WHERE false;
SELECT 1 / (position('clock_fact' IN pg_get_viewdef('palreg.record_fact')) > 0)::int;

ROLLBACK;
