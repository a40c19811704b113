-- Verify palreg:settings_at_once on pg

BEGIN;

SELECT 1 / (to_regprocedure('palreg.settings_hold()') IS NULL)::int;
SELECT 1 / (palreg.areas('patient_read') IS NULL AND palreg.current_account() IS NULL AND palreg.current_inst() IS NULL)::int;

ROLLBACK;
