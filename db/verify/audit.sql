-- Verify palreg:audit on pg

BEGIN;

SELECT id, at, program, event, account_id, area_id, subject, result, request_id, address, detail
  FROM palreg.audit_event WHERE false;
SELECT 1 / has_function_privilege('palreg_report',
    'palreg.audit_add(text, text, uuid, int, text, inet, jsonb, uuid)', 'EXECUTE')::int;

ROLLBACK;
