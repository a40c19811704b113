-- Verify palreg:enrolment on pg

BEGIN;

SELECT 1 / (count(*) = 0)::int FROM palreg.join_lookup(decode(repeat('00', 32), 'hex'));
SELECT 1 / (NOT palreg.is_officer())::int;
SELECT 1 / (NOT has_function_privilege('palreg_register',
    'palreg.join_take(bytea, bytea, bytea, palreg.bundle_text, bytea, bytea, bytea)', 'EXECUTE'))::int;

ROLLBACK;
