-- Deploy palreg:import_sweep_bound to pg
-- requires: patient_import

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- As before, but the rows are chosen once, as session_sweep chooses its own.
CREATE OR REPLACE FUNCTION import_sweep() RETURNS bigint
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
WITH gone AS (
	DELETE FROM patient_import WHERE id = ANY (ARRAY(SELECT id FROM patient_import WHERE status = 'open'
	    AND touched_at < now() - interval '1 day' ORDER BY touched_at LIMIT 20 FOR UPDATE SKIP LOCKED))
	RETURNING 1)
SELECT count(*) FROM gone
$$;

COMMIT;
