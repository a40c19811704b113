-- Verify palreg:document_put on pg

BEGIN;

SELECT 1 / has_function_privilege('palreg_register', 'palreg.document_put(palreg.envelope_text, uuid, uuid, text, uuid, int, bigint, int, bytea, bytea, uuid)',
    'EXECUTE')::int;
SELECT 1 / (NOT has_function_privilege('palreg_report', 'palreg.document_put(palreg.envelope_text, uuid, uuid, text, uuid, int, bigint, int, bytea, bytea, uuid)',
    'EXECUTE'))::int;
SELECT 1 / (count(*) = 0)::int FROM palreg.document_author(gen_random_uuid());

ROLLBACK;
