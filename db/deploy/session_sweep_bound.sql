-- Deploy palreg:session_sweep_bound to pg
-- requires: session_sweep

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- As before, but the rows are chosen once: a subquery under IN may be run again for each row of a nested loop, and,
-- since it skips what is locked, choose others each time.
CREATE OR REPLACE FUNCTION session_sweep(p_most int) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
UPDATE session SET server_half = NULL, half_until = NULL
 WHERE id_hash = ANY (ARRAY(SELECT id_hash FROM session WHERE half_until < now()
                             ORDER BY half_until LIMIT p_most FOR UPDATE SKIP LOCKED));
DELETE FROM session
 WHERE id_hash = ANY (ARRAY(SELECT id_hash FROM session WHERE seen_at < now() - interval '15 minutes'
                             ORDER BY seen_at LIMIT p_most FOR UPDATE SKIP LOCKED));
$$;

COMMIT;
