-- Verify palreg:system_queue on pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

SELECT queued, running, failed, kept, waits_since FROM system_queue();

ROLLBACK;
