-- Revert palreg:import_sweep_bound from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

CREATE OR REPLACE FUNCTION import_sweep() RETURNS bigint
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
WITH gone AS (
	DELETE FROM patient_import WHERE id IN (SELECT id FROM patient_import WHERE status = 'open'
	    AND touched_at < now() - interval '1 day' ORDER BY touched_at LIMIT 20 FOR UPDATE SKIP LOCKED)
	RETURNING 1)
SELECT count(*) FROM gone
$$;

COMMIT;
