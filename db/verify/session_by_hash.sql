-- Verify palreg:session_by_hash on pg

BEGIN;

SELECT 1 / (to_regclass('palreg.seal_secret') IS NULL AND to_regprocedure('palreg.settings_tag()') IS NULL)::int;
SELECT set_config('palreg.session', repeat('0', 64), true);
SELECT 1 / (palreg.session_key() = decode(repeat('0', 64), 'hex'))::int;
SELECT 1 / (palreg.areas('patient_read') IS NULL AND palreg.current_account() IS NULL AND palreg.current_inst() IS NULL)::int;

ROLLBACK;
