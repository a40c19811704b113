-- Deploy palreg:session_functions to pg
-- requires: account, member

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- What an account may where: {"patient_read": "4,12,13", ...}, areas expanded downwards.
CREATE FUNCTION account_areas(p_account uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT coalesce(jsonb_object_agg(permission, ids), '{}')
  FROM (SELECT lower(p.permission) AS permission,
               string_agg(DISTINCT below.id::text, ',') AS ids
          FROM role_grant AS g
          JOIN role_permission AS p ON p.role_id = g.role_id
          JOIN area AS a ON a.id = g.area_id
          JOIN area AS below ON below.path <@ a.path
         WHERE g.account_id = p_account AND (g.valid_until IS NULL OR g.valid_until >= CURRENT_DATE)
         GROUP BY p.permission) AS t
$$;

CREATE FUNCTION account_permissions(p_account uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT coalesce(string_agg(DISTINCT p.permission, ' '), '')
  FROM role_grant AS g
  JOIN role_permission AS p ON p.role_id = g.role_id
 WHERE g.account_id = p_account AND (g.valid_until IS NULL OR g.valid_until >= CURRENT_DATE)
$$;

-- Opens a session of an active account and ends its others: one device at a time.
-- Ends by itself after 12 hours, or at the end of the day on which the account or one of its roles runs out.
CREATE FUNCTION session_open(p_hash bytea, p_account uuid, p_half bytea, p_address inet, p_agent text)
RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	who account;
	until timestamptz;
BEGIN
	SELECT * INTO who FROM account WHERE id = p_account AND state = 'active'
	    AND (valid_until IS NULL OR valid_until >= CURRENT_DATE) FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no such active account' USING ERRCODE = '42501';
	END IF;
	DELETE FROM session WHERE account_id = p_account;
	DELETE FROM session WHERE seen_at < now() - interval '1 day';
	SELECT least(now() + interval '12 hours', (who.valid_until + 1)::timestamptz, min(g.valid_until + 1)::timestamptz)
	  INTO until
	  FROM role_grant AS g
	 WHERE g.account_id = p_account AND g.valid_until >= CURRENT_DATE;
	INSERT INTO session (id_hash, account_id, server_half, half_until, permissions, areas, inst, expires_at,
	    address, agent)
	VALUES (p_hash, p_account, p_half, CASE WHEN p_half IS NOT NULL THEN now() + interval '10 minutes' END,
	    account_permissions(p_account), account_areas(p_account), area_inst(who.area_id), until,
	    p_address, left(p_agent, 300));
	RETURN until;
END
$$;

-- A live session: not run out, not idle for 15 minutes, its account active.
CREATE FUNCTION session_live(p_hash bytea) RETURNS session
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT s
  FROM session AS s
  JOIN account AS a ON a.id = s.account_id
 WHERE s.id_hash = p_hash
   AND s.expires_at > now()
   AND s.seen_at > now() - interval '15 minutes'
   AND a.state = 'active'
   AND (a.valid_until IS NULL OR a.valid_until >= CURRENT_DATE)
$$;

-- First statement of every request. One row for a live session, none otherwise; sets, for this transaction only,
-- what row level security reads, and a tag that nothing but this function can make.
CREATE FUNCTION session_context(sid_hash bytea)
RETURNS TABLE (account_id uuid, login text, name text, language text, area_id int, inst uuid, permissions text,
	has_half boolean)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
	s session;
	a account;
	half boolean;
BEGIN
	PERFORM set_config('palreg.tag', '', true);
	SELECT * INTO s FROM session WHERE session.id_hash = sid_hash
	    AND expires_at > now() AND seen_at > now() - interval '15 minutes';
	IF NOT FOUND THEN
		RETURN;
	END IF;
	SELECT * INTO a FROM account WHERE id = s.account_id AND state = 'active'
	    AND (valid_until IS NULL OR valid_until >= CURRENT_DATE);
	IF NOT FOUND THEN
		RETURN;
	END IF;
	half := s.server_half IS NOT NULL AND s.half_until > now();
	IF s.seen_at < now() - interval '60 seconds' THEN
		UPDATE session
		   SET seen_at = now(),
		       server_half = CASE WHEN half THEN server_half END,
		       half_until = CASE WHEN half THEN now() + interval '10 minutes' END
		 WHERE id_hash = sid_hash;
	END IF;
	PERFORM set_config('palreg.account', s.account_id::text, true),
	    set_config('palreg.inst', coalesce(s.inst::text, ''), true),
	    set_config('palreg.area.user_manage', coalesce(s.areas ->> 'user_manage', ''), true),
	    set_config('palreg.area.patient_read', coalesce(s.areas ->> 'patient_read', ''), true),
	    set_config('palreg.area.patient_write', coalesce(s.areas ->> 'patient_write', ''), true),
	    set_config('palreg.area.record_read', coalesce(s.areas ->> 'record_read', ''), true),
	    set_config('palreg.area.record_write', coalesce(s.areas ->> 'record_write', ''), true),
	    set_config('palreg.area.report_patient', coalesce(s.areas ->> 'report_patient', ''), true),
	    set_config('palreg.area.report_summary', coalesce(s.areas ->> 'report_summary', ''), true);
	PERFORM set_config('palreg.tag', settings_tag(), true);
	RETURN QUERY SELECT a.id, a.login, a.name, a.language, a.area_id, s.inst, s.permissions, half;
END
$$;

CREATE FUNCTION session_close(p_hash bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DELETE FROM session WHERE id_hash = p_hash
$$;

-- The server's half of a live session's key, or null when it was forgotten: an unlock is needed.
CREATE FUNCTION session_half(p_hash bytea) RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT l.server_half FROM session_live(p_hash) AS l WHERE l.half_until > now()
$$;

-- Keeps a new half after an unlock, or forgets it (null) when the user locks; false when the session is gone.
CREATE FUNCTION session_half_put(p_hash bytea, p_half bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	UPDATE session
	   SET server_half = p_half,
	       half_until = CASE WHEN p_half IS NOT NULL THEN now() + interval '10 minutes' END,
	       seen_at = now()
	 WHERE id_hash = (SELECT l.id_hash FROM session_live(p_hash) AS l);
	RETURN FOUND;
END
$$;

-- Forgets halves whose time is over and sessions nobody can use any more; for a timer.
CREATE FUNCTION session_sweep() RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
UPDATE session SET server_half = NULL, half_until = NULL WHERE half_until < now();
DELETE FROM session WHERE expires_at < now() OR seen_at < now() - interval '15 minutes';
$$;

-- Sessions of accounts the caller manages, without anything that could be used as one.
CREATE FUNCTION session_list() RETURNS TABLE (account_id uuid, login text, name text, created_at timestamptz,
	seen_at timestamptz, expires_at timestamptz, address inet, agent text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT a.id, a.login, a.name, s.created_at, s.seen_at, s.expires_at, s.address, s.agent
  FROM session AS s
  JOIN account AS a ON a.id = s.account_id
 WHERE (a.area_id = ANY (areas('user_manage')) OR a.id = current_account())
   AND s.expires_at > now() AND s.seen_at > now() - interval '15 minutes'
 ORDER BY s.seen_at DESC
$$;

-- Ends the session of an account the caller manages; true when there was one.
CREATE FUNCTION session_kill(p_account uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	DELETE FROM session USING account AS a
	 WHERE a.id = session.account_id AND a.id = p_account
	   AND (a.area_id = ANY (areas('user_manage')) OR a.id = current_account());
	RETURN FOUND;
END
$$;

-- Sessions die when an account is disabled or moved, its secret changes, or its roles do.
CREATE FUNCTION session_end_of() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	CASE TG_TABLE_NAME
	WHEN 'account' THEN
		DELETE FROM session WHERE account_id = NEW.id;
	WHEN 'credential' THEN
		DELETE FROM session WHERE account_id = NEW.account_id;
	WHEN 'role_grant' THEN
		IF TG_OP <> 'INSERT' THEN
			DELETE FROM session WHERE account_id = OLD.account_id;
		END IF;
		IF TG_OP <> 'DELETE' THEN
			DELETE FROM session WHERE account_id = NEW.account_id;
		END IF;
	WHEN 'role_permission' THEN
		DELETE FROM session
		 WHERE account_id IN (SELECT g.account_id FROM role_grant AS g
		    WHERE g.role_id = CASE WHEN TG_OP = 'DELETE' THEN OLD.role_id ELSE NEW.role_id END);
	END CASE;
	RETURN NULL;
END
$$;

CREATE TRIGGER session_end AFTER UPDATE ON account
	FOR EACH ROW WHEN (OLD.state <> NEW.state OR OLD.area_id <> NEW.area_id
	OR OLD.valid_until IS DISTINCT FROM NEW.valid_until)
	EXECUTE FUNCTION session_end_of();
CREATE TRIGGER session_end AFTER UPDATE ON credential
	FOR EACH ROW WHEN (OLD.verifier <> NEW.verifier) EXECUTE FUNCTION session_end_of();
CREATE TRIGGER session_end AFTER INSERT OR UPDATE OR DELETE ON role_grant
	FOR EACH ROW EXECUTE FUNCTION session_end_of();
CREATE TRIGGER session_end AFTER INSERT OR UPDATE OR DELETE ON role_permission
	FOR EACH ROW EXECUTE FUNCTION session_end_of();

-- A new or moved area: open sessions learn what they now hold.
CREATE FUNCTION session_areas_again() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	UPDATE session SET areas = account_areas(account_id);
	RETURN NULL;
END
$$;

CREATE TRIGGER session_areas AFTER INSERT ON area
	FOR EACH STATEMENT EXECUTE FUNCTION session_areas_again();
CREATE TRIGGER session_areas_moved AFTER UPDATE OF path, parent_id ON area
	FOR EACH STATEMENT EXECUTE FUNCTION session_areas_again();

-- A new crypto institution belongs to the sessions of the people at home there.
CREATE FUNCTION session_inst_again() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	UPDATE session SET inst = area_inst(a.area_id) FROM account AS a WHERE a.id = session.account_id;
	RETURN NULL;
END
$$;

CREATE TRIGGER session_inst AFTER INSERT ON crypto_inst
	FOR EACH STATEMENT EXECUTE FUNCTION session_inst_again();

-- Seconds a login name has to wait before its next try; 0 when it may go on.
CREATE FUNCTION login_wait(p_mac bytea) RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT coalesce(max(ceil(extract(epoch FROM next_at - clock_timestamp())))::int, 0)
  FROM login_delay
 WHERE login_mac = p_mac AND next_at > clock_timestamp()
$$;

-- Counts a failure and returns the wait it earns: none for the first four, then 1, 2, 4, 8, 16, and 900 seconds
-- from the tenth on, so that no name is tried more than ten times in a quarter of an hour. A day without a
-- failure forgives. Keeps the table below 100,000 names, the longest unseen going first.
CREATE FUNCTION login_failed(p_mac bytea) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	n int;
	wait int;
BEGIN
	INSERT INTO login_delay AS d (login_mac, failures, next_at, seen_at)
	VALUES (p_mac, 1, clock_timestamp(), clock_timestamp())
	ON CONFLICT (login_mac) DO UPDATE
	   SET failures = CASE WHEN d.seen_at < clock_timestamp() - interval '1 day' THEN 1
	       ELSE least(d.failures + 1, 1000) END,
	       seen_at = clock_timestamp()
	RETURNING failures INTO n;
	wait := CASE WHEN n < 5 THEN 0 WHEN n < 10 THEN (2 ^ (n - 5))::int ELSE 900 END;
	UPDATE login_delay SET next_at = clock_timestamp() + wait * interval '1 second' WHERE login_mac = p_mac;
	IF n = 1 AND (SELECT reltuples FROM pg_class WHERE oid = 'login_delay'::regclass) > 90000 THEN
		PERFORM login_delay_trim(100000);
	END IF;
	RETURN wait;
END
$$;

-- The same before the secret is judged, so that parallel tries cannot outrun the count: returns the seconds to
-- wait, or 0 after having counted this try as a failure, which login_succeeded() takes back. Commit it first.
CREATE FUNCTION login_attempt(p_mac bytea) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	wait int;
BEGIN
	PERFORM FROM login_delay WHERE login_mac = p_mac FOR UPDATE;
	wait := login_wait(p_mac);
	IF wait = 0 THEN
		PERFORM login_failed(p_mac);
	END IF;
	RETURN wait;
END
$$;

CREATE FUNCTION login_succeeded(p_mac bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DELETE FROM login_delay WHERE login_mac = p_mac
$$;

CREATE FUNCTION login_delay_trim(p_keep int) RETURNS bigint
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
WITH gone AS (
	DELETE FROM login_delay
	 WHERE login_mac IN (SELECT login_mac FROM login_delay ORDER BY seen_at DESC OFFSET p_keep)
	RETURNING 1)
SELECT count(*) FROM gone
$$;

GRANT EXECUTE ON FUNCTION session_context(bytea) TO palreg_auth, palreg_register, palreg_admin, palreg_report;
GRANT EXECUTE ON FUNCTION session_open(bytea, uuid, bytea, inet, text), session_close(bytea), session_half(bytea),
	session_half_put(bytea, bytea), session_sweep(), login_wait(bytea), login_failed(bytea), login_attempt(bytea),
	login_succeeded(bytea) TO palreg_auth;
GRANT EXECUTE ON FUNCTION session_list(), session_kill(uuid) TO palreg_auth, palreg_admin;

COMMIT;
