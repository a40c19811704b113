-- Verify palreg:session_functions on pg

BEGIN;

SELECT 1 / (count(*) = 0)::int FROM palreg.session_context(decode(repeat('00', 32), 'hex'));
SELECT palreg.login_wait(decode(repeat('00', 32), 'hex'));
SELECT 1 / (NOT has_function_privilege('palreg_register', 'palreg.session_open(bytea, uuid, bytea, inet, text)',
    'EXECUTE'))::int;

ROLLBACK;
