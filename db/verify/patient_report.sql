-- Verify palreg:patient_report on pg

BEGIN;

SELECT 1 / has_column_privilege('palreg_report', 'palreg.allergy', 'subject', 'SELECT')::int;
SELECT 1 / has_column_privilege('palreg_report', 'palreg.service_done', 'done_on', 'SELECT')::int;
SELECT 1 / (NOT has_column_privilege('palreg_report', 'palreg.allergy', 'author_id', 'SELECT'))::int;

ROLLBACK;
