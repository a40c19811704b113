-- Verify palreg:audit_words on pg

BEGIN;
SELECT 1 / (count(*) = 4)::int FROM pg_attribute
 WHERE attrelid = 'palreg.audit_event'::regclass AND atttypid IN ('palreg.audit_event_name'::regtype,
    'palreg.audit_result'::regtype, 'palreg.request_name'::regtype, 'palreg.audit_detail'::regtype);
ROLLBACK;
