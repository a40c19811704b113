-- Verify palreg:document_put on pg

BEGIN;

SELECT 1 / has_function_privilege('palreg_register', 'palreg.document_put(uuid, palreg.envelope_text, bytea)',
    'EXECUTE')::int;
SELECT 1 / (NOT has_function_privilege('palreg_report', 'palreg.document_put(uuid, palreg.envelope_text, bytea)',
    'EXECUTE'))::int;

ROLLBACK;
