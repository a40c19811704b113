-- Revert palreg:trail from pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

DROP FUNCTION own_trail(bigint, int);
DROP FUNCTION patient_trail(uuid, bigint, int);
DROP POLICY audit_event_manage ON audit_event;

COMMIT;
