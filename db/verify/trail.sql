-- Verify palreg:trail on pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

SELECT has_function_privilege('palreg_admin', 'patient_trail(uuid, bigint, int)', 'EXECUTE');
SELECT has_function_privilege('palreg_auth', 'own_trail(bigint, int)', 'EXECUTE');

ROLLBACK;
