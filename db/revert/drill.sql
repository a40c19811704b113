-- Revert palreg:drill from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DROP FUNCTION key_tasks();
CREATE FUNCTION key_tasks() RETURNS TABLE (leavers bigint, applicants bigint, wraps bigint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT (SELECT count(*) FROM leavers()), (SELECT count(*) FROM invites() WHERE mine AND taken_at IS NOT NULL),
       CASE WHEN EXISTS (SELECT FROM rotation WHERE inst = i.inst AND finished_at IS NULL) THEN wraps_left(i.inst) ELSE 0 END
  FROM (SELECT officer_inst() AS inst) AS i
$$;
REVOKE EXECUTE ON FUNCTION key_tasks() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION key_tasks() TO palreg_register;
DROP FUNCTION drill_base(), drill_add(int, int);
DROP TABLE recovery_drill;

COMMIT;
