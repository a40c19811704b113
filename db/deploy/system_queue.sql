-- Deploy palreg:system_queue to pg
-- requires: disposal_lock report_run
-- The page about the system counts the reports that are being made; stored reports are among what is kept for a time.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

ALTER TABLE retention_rule
	DROP CONSTRAINT retention_rule_itself,
	ADD CONSTRAINT retention_rule_itself CHECK ((way = 'itself') = (code IN ('session', 'sign_in_try', 'open_import', 'report')));

-- For who manages users anywhere: how many reports wait, are made, failed in the last day, and since when the first one waits.
CREATE FUNCTION system_queue() RETURNS TABLE (queued bigint, running bigint, failed bigint, kept bigint, waits_since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT count(*) FILTER (WHERE r.state = 'queued'), count(*) FILTER (WHERE r.state = 'running'),
       count(*) FILTER (WHERE r.state = 'failed' AND r.finished_at > now() - interval '1 day'), count(*) FILTER (WHERE r.state = 'done'),
       min(r.asked_at) FILTER (WHERE r.state = 'queued')
  FROM report_run AS r
 WHERE cardinality(areas('user_manage')) > 0
$$;
REVOKE EXECUTE ON FUNCTION system_queue() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION system_queue() TO palreg_admin;

COMMIT;
