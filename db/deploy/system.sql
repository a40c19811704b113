-- Deploy palreg:system to pg
-- requires: retention
-- What the page about the system tells: the newest change, backups, how many persons there are data of, who is connected.

BEGIN;
GRANT USAGE ON SCHEMA sqitch TO palreg_owner;
GRANT SELECT ON sqitch.changes TO palreg_owner;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- A backup that the operator has finished, noted by his script: SELECT palreg.backup_done('pg_dump').
CREATE TABLE backup (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	at timestamptz NOT NULL DEFAULT now(),
	what text NOT NULL CONSTRAINT backup_what CHECK (length(what) BETWEEN 1 AND 100)
);
ALTER TABLE backup ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON backup TO palreg_owner USING (true) WITH CHECK (true);
CREATE FUNCTION backup_done(p_what text DEFAULT 'pg_dump') RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
INSERT INTO backup (what) VALUES (p_what)
$$;

-- The third level of protection holds for less than 100,000 persons; near it is a tenth before.
CREATE FUNCTION subject_level(p_persons bigint) RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = palreg, pg_temp
RETURN CASE WHEN p_persons >= 100000 THEN 'over' WHEN p_persons >= 90000 THEN 'near' ELSE 'ok' END;

-- For who manages users anywhere: figures of the whole register, of nobody in it.
CREATE FUNCTION system_facts() RETURNS TABLE (change text, changed_at timestamptz, patients bigint, accounts bigint, level text,
	sessions bigint, backup_at timestamptz, backup_what text, archiving boolean, archived_at timestamptz, archive_failed boolean,
	servers bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF (cardinality(areas('user_manage')) > 0) IS NOT TRUE THEN
		RAISE EXCEPTION 'not for you' USING ERRCODE = '42501';
	END IF;
	SELECT c.change, c.committed_at INTO change, changed_at FROM sqitch.changes AS c WHERE c.project = 'palreg'
	 ORDER BY c.committed_at DESC, c.planned_at DESC LIMIT 1;
	SELECT coalesce(sum(t.patients), 0) INTO patients FROM patient_total AS t;
	SELECT count(*) INTO accounts FROM account;
	level := subject_level(patients + accounts);
	SELECT count(*) INTO sessions FROM session AS s WHERE s.expires_at > now() AND s.seen_at > now() - interval '15 minutes';
	SELECT b.at, b.what INTO backup_at, backup_what FROM backup AS b ORDER BY b.at DESC LIMIT 1;
	archiving := current_setting('archive_mode') <> 'off';
	SELECT a.last_archived_time, coalesce(a.last_failed_time > coalesce(a.last_archived_time, '-infinity'), false)
	  INTO archived_at, archive_failed FROM pg_stat_archiver AS a;
	SELECT count(*) INTO servers FROM pg_foreign_server;
	RETURN NEXT;
END
$$;

-- Who is connected to the database of the register, by role.
CREATE FUNCTION system_roles() RETURNS TABLE (role text, connections bigint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT a.usename::text, count(*)
  FROM pg_stat_activity AS a
 WHERE a.datname = current_database() AND a.usename IS NOT NULL AND cardinality(areas('user_manage')) > 0
 GROUP BY a.usename
$$;

REVOKE EXECUTE ON FUNCTION backup_done(text), subject_level(bigint), system_facts(), system_roles() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION system_facts(), system_roles() TO palreg_admin;

COMMIT;
