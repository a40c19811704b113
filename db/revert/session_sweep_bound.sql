-- Revert palreg:session_sweep_bound from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

CREATE OR REPLACE FUNCTION session_sweep(p_most int) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
UPDATE session SET server_half = NULL, half_until = NULL
 WHERE id_hash IN (SELECT id_hash FROM session WHERE half_until < now()
                    ORDER BY half_until LIMIT p_most FOR UPDATE SKIP LOCKED);
DELETE FROM session
 WHERE id_hash IN (SELECT id_hash FROM session WHERE seen_at < now() - interval '15 minutes'
                    ORDER BY seen_at LIMIT p_most FOR UPDATE SKIP LOCKED);
$$;

COMMIT;
