-- Verify palreg:bundle_method on pg

BEGIN;

SELECT has_function_privilege('palreg_auth', 'palreg.bundle_methods(palreg.bundle_text)', 'EXECUTE');

ROLLBACK;
