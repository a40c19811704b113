-- Deploy palreg:report_run to pg
-- requires: session_once retention summary_more system
-- Reports that take long are made apart from the request that asks for them, by workers of palreg-report; what was issued is
-- kept for a time, byte for byte. A worker acts for who asked by a key of the run, as a request does by that of a session:
-- with the rights the account has at that moment, and those to reports alone. He who makes a run holds an advisory lock by
-- his connection: where the run is being made and nobody holds it, its worker died.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- How a report is laid out from which day on: by the last day of its period. sections: the codes of those that stand in it, in
-- their order; null: all that the program has. title: of the first page; null: the program's.
CREATE TABLE report_template (
	kind text NOT NULL CONSTRAINT report_template_kind CHECK (kind IN ('summary')),
	version text NOT NULL CONSTRAINT report_template_version CHECK (version ~ '^[0-9]{4}-[0-9]{2}[a-z]?$'),
	valid_from date NOT NULL,
	title text CONSTRAINT report_template_title CHECK (length(title) BETWEEN 1 AND 200),
	title_en text CONSTRAINT report_template_title_en CHECK (length(title_en) BETWEEN 1 AND 200),
	sections text[] CONSTRAINT report_template_sections CHECK (cardinality(sections) > 0),
	PRIMARY KEY (kind, version),
	CONSTRAINT report_template_day UNIQUE (kind, valid_from)
);
INSERT INTO report_template (kind, version, valid_from) VALUES ('summary', '2026-11', '2000-01-01');
ALTER TABLE report_template ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY report_template_read ON report_template FOR SELECT USING (true);
GRANT SELECT ON report_template TO palreg_report;

-- For how long a report is kept.
ALTER TABLE setting
	DROP CONSTRAINT setting_code,
	ADD CONSTRAINT setting_code CHECK (code IN ('ome_table', 'doctor_scope', 'small_cells', 'second_factor', 'record_years', 'report_days')),
	ADD CONSTRAINT setting_report_days CHECK (code <> 'report_days' OR value IN ('30', '90', '365', '1825'));

-- One report that was asked for. query: as in the address of its page. act_hash: by which its worker acts, while it is made;
-- areas: what the account might see then. A report that was made within its request begins as done.
CREATE TABLE report_run (
	id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	account_id uuid NOT NULL REFERENCES account,
	kind text NOT NULL CONSTRAINT report_run_kind CHECK (kind IN ('summary')),
	query text NOT NULL CONSTRAINT report_run_query CHECK (length(query) BETWEEN 1 AND 4000),
	language text NOT NULL CONSTRAINT report_run_language CHECK (language IN ('ru', 'en')),
	since date NOT NULL,
	until date NOT NULL,
	state text NOT NULL DEFAULT 'queued'
		CONSTRAINT report_run_state CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
	progress real NOT NULL DEFAULT 0 CONSTRAINT report_run_progress CHECK (progress BETWEEN 0 AND 1),
	phase text NOT NULL DEFAULT 'waiting' CONSTRAINT report_run_phase CHECK (phase IN ('waiting', 'counting', 'writing', 'storing')),
	tries int NOT NULL DEFAULT 0 CONSTRAINT report_run_tries CHECK (tries BETWEEN 0 AND 3),
	reason text CONSTRAINT report_run_reason CHECK (reason IN ('tries', 'rights', 'choice', 'refused')),
	word text CONSTRAINT report_run_word CHECK (length(word) <= 1000),
	template text,
	books jsonb,
	areas jsonb,
	act_hash hash32 CONSTRAINT report_run_act UNIQUE,
	worker_pid int,
	worker_since timestamptz,
	asked_at timestamptz NOT NULL DEFAULT now(),
	started_at timestamptz,
	finished_at timestamptz,
	seen_at timestamptz,
	expires_at timestamptz,
	CONSTRAINT report_run_period CHECK (until >= since),
	CONSTRAINT report_run_acts CHECK ((state = 'running') = (act_hash IS NOT NULL)),
	CONSTRAINT report_run_over CHECK ((state IN ('done', 'failed', 'cancelled')) = (finished_at IS NOT NULL AND expires_at IS NOT NULL)),
	CONSTRAINT report_run_failed CHECK ((state = 'failed') = (reason IS NOT NULL)),
	CONSTRAINT report_run_made CHECK (state <> 'done' OR (template IS NOT NULL AND areas IS NOT NULL AND progress = 1))
);
CREATE INDEX report_run_account ON report_run (account_id, asked_at DESC);
CREATE INDEX report_run_open ON report_run (asked_at) WHERE state IN ('queued', 'running');
CREATE INDEX report_run_expires ON report_run (expires_at);

-- page: the figures as templates/part_section.html shows them.
CREATE TABLE report_file (
	run_id uuid NOT NULL REFERENCES report_run ON DELETE CASCADE,
	kind text NOT NULL CONSTRAINT report_file_kind CHECK (kind IN ('pdf', 'csv', 'page')),
	bytes bytea NOT NULL,
	sha256 hash32 NOT NULL,
	PRIMARY KEY (run_id, kind),
	CONSTRAINT report_file_hash CHECK (sha256 = sha256(bytes))
);

-- From state to state; what is over stays as it is, but for being seen.
CREATE FUNCTION report_run_step() RETURNS trigger
LANGUAGE plpgsql
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF TG_OP = 'INSERT' THEN
		IF NEW.state NOT IN ('queued', 'done') THEN
			RAISE EXCEPTION 'a run does not begin so' USING ERRCODE = '23514', CONSTRAINT = 'report_run_begins';
		END IF;
	ELSIF (OLD.state = 'queued' AND NEW.state = 'done') OR (OLD.state NOT IN ('queued', 'running')
	    AND (to_jsonb(NEW) - 'seen_at') IS DISTINCT FROM (to_jsonb(OLD) - 'seen_at')) THEN
		RAISE EXCEPTION 'a run does not go from % to %', OLD.state, NEW.state
		    USING ERRCODE = '40001', CONSTRAINT = 'report_run_step';
	END IF;
	RETURN NEW;
END
$$;
CREATE TRIGGER report_run_step BEFORE INSERT OR UPDATE ON report_run FOR EACH ROW EXECUTE FUNCTION report_run_step();

-- Who acts in this transaction may be a run, after a session.
CREATE OR REPLACE FUNCTION areas(permission text) RETURNS int[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = palreg, pg_temp
AS $$
DECLARE
	key CONSTANT bytea := session_key();
	found uuid;
	result int[];
BEGIN
	SELECT s.account_id, CASE WHEN s.factor_due THEN '{}' ELSE coalesce(string_to_array(s.areas ->> permission, ',')::int[], '{}') END
	  INTO found, result
	  FROM session AS s WHERE s.id_hash = key AND s.expires_at > now();
	IF found IS NULL AND key IS NOT NULL THEN
		SELECT coalesce(string_to_array(r.areas ->> permission, ',')::int[], '{}') INTO result
		  FROM report_run AS r WHERE r.act_hash = key;
	END IF;
	RETURN result;
END
$$;
CREATE OR REPLACE FUNCTION current_account() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = palreg, pg_temp
AS $$
DECLARE
	key CONSTANT bytea := session_key();
	found uuid;
BEGIN
	SELECT s.account_id INTO found FROM session AS s WHERE s.id_hash = key AND s.expires_at > now();
	IF found IS NULL AND key IS NOT NULL THEN
		SELECT r.account_id INTO found FROM report_run AS r WHERE r.act_hash = key;
	END IF;
	RETURN found;
END
$$;

-- What an account may see in reports now: {"report_summary": "4,12", ...}.
CREATE FUNCTION report_rights(p_account uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT coalesce(jsonb_object_agg(key, value), '{}')
  FROM jsonb_each(account_areas(p_account)) WHERE key IN ('report_summary', 'report_patient') AND NOT factor_due(p_account)
$$;

-- Does the user still hold what a report was made with? Areas that are gone are not asked for.
CREATE FUNCTION report_areas_held(p_areas jsonb) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT coalesce(bool_and(ARRAY(SELECT a.id FROM area AS a WHERE a.id = ANY (string_to_array(h.value, ',')::int[])) <@ areas(h.key)), true)
  FROM jsonb_each_text(p_areas) AS h
$$;

CREATE FUNCTION report_expiry(p_account uuid) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT now() + make_interval(days => coalesce((SELECT setting_of('report_days', a.area_id, CURRENT_DATE)
                                                 FROM account AS a WHERE a.id = p_account), '90')::int)
$$;

-- What became of a run, in the name of who asked for it.
CREATE FUNCTION report_note(r report_run, p_event text, p_result text, p_detail jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
INSERT INTO audit_event (program, event, account_id, area_id, subject, result, detail)
SELECT replace(session_user, '_', '-'), p_event, r.account_id, a.area_id, r.id, p_result,
       p_detail || jsonb_build_object('kind', r.kind, 'since', r.since, 'until', r.until)
  FROM account AS a WHERE a.id = r.account_id
$$;

CREATE FUNCTION report_lock(p_run uuid) RETURNS bigint
LANGUAGE sql IMMUTABLE
RETURN hashtextextended('palreg report_run ' || p_run, 0);

-- Those whose time is over go, at most so many.
CREATE FUNCTION report_sweep(p_most int) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DELETE FROM report_run WHERE id IN (SELECT id FROM report_run WHERE expires_at < now() ORDER BY expires_at LIMIT p_most FOR UPDATE SKIP LOCKED)
$$;

-- Asks for a run; one that waits already for the same is the one.
CREATE FUNCTION report_run_ask(p_kind text, p_query text, p_language text, p_since date, p_until date) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	who CONSTANT uuid := current_account();
	run uuid;
BEGIN
	IF coalesce(cardinality(areas('report_summary')), 0) = 0 THEN
		RAISE EXCEPTION 'no right to summaries' USING ERRCODE = '42501';
	END IF;
	PERFORM pg_advisory_xact_lock(hashtextextended('palreg report_run_ask ' || who, 0));
	PERFORM report_sweep(100);
	SELECT id INTO run FROM report_run
	 WHERE account_id = who AND state IN ('queued', 'running') AND (kind, query, language) = (p_kind, p_query, p_language);
	IF FOUND THEN
		RETURN run;
	END IF;
	IF (SELECT count(*) FROM report_run WHERE account_id = who AND state IN ('queued', 'running')) >= 20 THEN
		RAISE EXCEPTION 'too many runs wait' USING ERRCODE = '23514', CONSTRAINT = 'report_run_many';
	END IF;
	INSERT INTO report_run (account_id, kind, query, language, since, until)
	VALUES (who, p_kind, p_query, p_language, p_since, p_until) RETURNING id INTO run;
	PERFORM pg_notify('report_run', '');
	RETURN run;
END
$$;

-- The next run for a worker whose other connection, the one that counts, is named: id and key are null where there is none to
-- take; others: some are being made or wait for such a one. Of each account one at a time, because the day's reports of a
-- user are judged by those before. A run whose worker died is taken up again, three times in all.
CREATE FUNCTION report_run_take(p_pid int, p_since timestamptz, OUT id uuid, OUT key text, OUT others boolean)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	candidate uuid;
	r report_run;
	rights jsonb;
	why text;
BEGIN
	others := false;
	PERFORM pg_advisory_xact_lock(hashtextextended('palreg report_run_take', 0));
	FOR candidate IN SELECT c.id FROM report_run AS c WHERE c.state IN ('queued', 'running') ORDER BY c.asked_at, c.id LOOP
		SELECT * INTO r FROM report_run AS c WHERE c.id = candidate AND c.state IN ('queued', 'running') FOR UPDATE SKIP LOCKED;
		IF NOT FOUND OR (r.state = 'queued' AND EXISTS (SELECT FROM report_run AS o
		    WHERE o.account_id = r.account_id AND o.state = 'running')) OR NOT pg_try_advisory_lock(report_lock(candidate)) THEN
			others := true;
			CONTINUE;
		END IF;
		rights := report_rights(r.account_id);
		why := CASE WHEN coalesce(rights ->> 'report_summary', '') = '' THEN 'rights' WHEN r.tries >= 3 THEN 'tries' END;
		IF why IS NOT NULL THEN
			UPDATE report_run AS c SET state = 'failed', reason = why, act_hash = NULL, areas = NULL, finished_at = now(),
			       expires_at = report_expiry(r.account_id) WHERE c.id = candidate;
			PERFORM report_note(r, 'REPORT_FAIL', CASE why WHEN 'rights' THEN 'DENIED' ELSE 'REFUSED' END, jsonb_build_object('reason', why)),
			    pg_advisory_unlock(report_lock(candidate));
			CONTINUE;
		END IF;
		key := encode(sha256((gen_random_uuid()::text || gen_random_uuid())::bytea), 'hex');
		UPDATE report_run AS c SET state = 'running', tries = c.tries + 1, progress = 0, phase = 'counting', areas = rights,
		       act_hash = decode(key, 'hex'), worker_pid = p_pid, worker_since = p_since, started_at = now()
		 WHERE c.id = candidate;
		id := candidate;
		RETURN;
	END LOOP;
END
$$;

-- Acts by the key of a run for the rest of the transaction; one row, or none where it is no longer to be made. Statements may
-- take longer than a page's, and end with who waits for them.
CREATE FUNCTION report_run_act(p_key text) RETURNS TABLE (kind text, query text, language text, account_id uuid, login text, name text,
	area_id int, permissions text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
#variable_conflict use_column
BEGIN
	PERFORM set_config('palreg.session', p_key, true), set_config('statement_timeout', '10min', true),
	    set_config('lock_timeout', '1min', true), set_config('idle_in_transaction_session_timeout', '10min', true),
	    set_config('client_connection_check_interval', '1s', true);
	RETURN QUERY
	SELECT r.kind, r.query, r.language, a.id, a.login, a.name, a.area_id,
	       (SELECT string_agg(upper(k), ' ') FROM jsonb_object_keys(r.areas) AS k)
	  FROM report_run AS r JOIN account AS a ON a.id = r.account_id
	 WHERE r.act_hash = decode(p_key, 'hex');
END
$$;

-- How far a run has come; false where it was cancelled.
CREATE FUNCTION report_run_progress(p_key text, p_progress real, p_phase text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	UPDATE report_run SET progress = p_progress, phase = p_phase WHERE act_hash = decode(p_key, 'hex');
	RETURN FOUND;
END
$$;

-- Keeps what was made, unless the rights of who asked are others by now; the hashes go into the audit trail.
CREATE FUNCTION report_run_finish(p_key text, p_template text, p_books jsonb, p_page bytea, p_csv bytea, p_pdf bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	r report_run;
BEGIN
	SELECT * INTO r FROM report_run WHERE act_hash = decode(p_key, 'hex') FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'the run is no longer to be made' USING ERRCODE = '40001', CONSTRAINT = 'report_run_gone';
	END IF;
	IF report_rights(r.account_id) IS DISTINCT FROM r.areas THEN
		RAISE EXCEPTION 'the rights were changed meanwhile' USING ERRCODE = '40001', CONSTRAINT = 'report_run_rights';
	END IF;
	INSERT INTO report_file (run_id, kind, bytes, sha256)
	SELECT r.id, f.kind, f.bytes, sha256(f.bytes) FROM (VALUES ('page', p_page), ('csv', p_csv), ('pdf', p_pdf)) AS f(kind, bytes);
	UPDATE report_run
	   SET state = 'done', act_hash = NULL, progress = 1, phase = 'storing', template = p_template, books = p_books,
	       finished_at = now(), expires_at = report_expiry(r.account_id)
	 WHERE id = r.id;
	PERFORM report_note(r, 'REPORT_ISSUE', 'OK', jsonb_build_object('template', p_template, 'pdf', encode(sha256(p_pdf), 'hex'),
	    'csv', encode(sha256(p_csv), 'hex')));
END
$$;

-- A try that came to nothing: without a reason the run waits for another, with one it has failed for good.
CREATE FUNCTION report_run_fail(p_key text, p_reason text, p_word text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	r report_run;
	why text;
BEGIN
	SELECT * INTO r FROM report_run WHERE act_hash = decode(p_key, 'hex') FOR UPDATE;
	IF NOT FOUND THEN
		RETURN;
	END IF;
	why := coalesce(p_reason, CASE WHEN r.tries >= 3 THEN 'tries' END);
	IF why IS NULL THEN
		UPDATE report_run SET state = 'queued', act_hash = NULL, progress = 0, phase = 'waiting' WHERE id = r.id;
		RETURN;
	END IF;
	UPDATE report_run SET state = 'failed', reason = why, word = left(p_word, 1000), act_hash = NULL, areas = NULL,
	       finished_at = now(), expires_at = report_expiry(r.account_id) WHERE id = r.id;
	PERFORM report_note(r, 'REPORT_FAIL', 'REFUSED', jsonb_build_object('reason', why));
END
$$;

-- Lets go of a run that was taken.
CREATE FUNCTION report_run_release(p_run uuid) RETURNS boolean
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT pg_advisory_unlock(report_lock(p_run))
$$;

-- Ends a run of one's own that is not over; the connection that works at it, to be told, while the row is held.
CREATE FUNCTION report_run_cancel(p_run uuid) RETURNS TABLE (pid int, since timestamptz)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	r report_run;
BEGIN
	SELECT * INTO r FROM report_run WHERE id = p_run AND account_id = current_account() FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no such run' USING ERRCODE = 'P0002';
	END IF;
	IF r.state NOT IN ('queued', 'running') THEN
		RAISE EXCEPTION 'the run is over' USING ERRCODE = '40001', CONSTRAINT = 'report_run_over';
	END IF;
	UPDATE report_run SET state = 'cancelled', act_hash = NULL, areas = NULL, finished_at = now(), seen_at = now(),
	       expires_at = report_expiry(r.account_id)
	 WHERE id = p_run;
	RETURN QUERY SELECT r.worker_pid, r.worker_since WHERE r.state = 'running';
END
$$;

-- Takes a run of one's own that is over away, with what was kept of it.
CREATE FUNCTION report_run_drop(p_run uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	PERFORM FROM report_run WHERE id = p_run AND account_id = current_account() FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no such run' USING ERRCODE = 'P0002';
	END IF;
	DELETE FROM report_run WHERE id = p_run AND state NOT IN ('queued', 'running');
	IF NOT FOUND THEN
		RAISE EXCEPTION 'the run is not over' USING ERRCODE = '40001', CONSTRAINT = 'report_run_not_over';
	END IF;
END
$$;

CREATE FUNCTION report_run_seen(p_run uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
UPDATE report_run SET seen_at = now() WHERE id = p_run AND account_id = current_account() AND seen_at IS NULL AND finished_at IS NOT NULL
$$;

-- Keeps a report that was made within its request; its id and hash for the event of that.
CREATE FUNCTION report_issue(p_kind text, p_query text, p_language text, p_since date, p_until date, p_template text, p_books jsonb,
	p_pdf bytea) RETURNS TABLE (run uuid, hash text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	who CONSTANT uuid := current_account();
BEGIN
	IF coalesce(cardinality(areas('report_summary')), 0) = 0 THEN
		RAISE EXCEPTION 'no right to summaries' USING ERRCODE = '42501';
	END IF;
	PERFORM report_sweep(100);
	INSERT INTO report_run (account_id, kind, query, language, since, until, state, progress, phase, template, books, areas, started_at,
		finished_at, seen_at, expires_at)
	VALUES (who, p_kind, p_query, p_language, p_since, p_until, 'done', 1, 'storing', p_template, p_books,
		jsonb_build_object('report_summary', array_to_string(areas('report_summary'), ','),
		    'report_patient', array_to_string(areas('report_patient'), ',')), now(), now(), now(), report_expiry(who))
	RETURNING id INTO run;
	hash := encode(sha256(p_pdf), 'hex');
	INSERT INTO report_file (run_id, kind, bytes, sha256) VALUES (run, 'pdf', p_pdf, sha256(p_pdf));
	RETURN NEXT;
END
$$;

-- How many patients a summary may have to look at: of all areas of the user, or of the institutions chosen.
CREATE FUNCTION report_size(p_institutions int[]) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT coalesce(sum(t.patients), 0)::bigint
  FROM patient_total AS t
  JOIN area AS a ON a.id = t.area_id
 WHERE t.area_id = ANY ((SELECT areas('report_summary'))::int[])
   AND (p_institutions IS NULL OR EXISTS (SELECT FROM area AS i WHERE i.id = ANY (p_institutions) AND a.path <@ i.path))
$$;

ALTER TABLE report_run ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE report_file ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON report_run TO palreg_owner USING (true) WITH CHECK (true);
CREATE POLICY owner_all ON report_file TO palreg_owner USING (true) WITH CHECK (true);
CREATE POLICY report_run_own ON report_run FOR SELECT TO palreg_report, palreg_register
	USING (account_id = (SELECT current_account()) AND coalesce(expires_at > now(), true) AND report_areas_held(areas));
CREATE POLICY report_file_own ON report_file FOR SELECT TO palreg_report USING (run_id IN (SELECT id FROM report_run));
GRANT SELECT (id, account_id, kind, query, language, since, until, state, progress, phase, tries, reason, word, template, books, areas,
	asked_at, started_at, finished_at, seen_at, expires_at) ON report_run TO palreg_report;
GRANT SELECT (id, account_id, kind, since, until, state, areas, finished_at, seen_at, expires_at) ON report_run TO palreg_register;
GRANT SELECT ON report_file TO palreg_report;

REVOKE EXECUTE ON FUNCTION report_run_step(), report_rights(uuid), report_areas_held(jsonb), report_expiry(uuid),
	report_note(report_run, text, text, jsonb), report_lock(uuid), report_sweep(int), report_run_ask(text, text, text, date, date),
	report_run_take(int, timestamptz), report_run_act(text), report_run_progress(text, real, text),
	report_run_finish(text, text, jsonb, bytea, bytea, bytea), report_run_fail(text, text, text), report_run_release(uuid),
	report_run_cancel(uuid), report_run_drop(uuid), report_run_seen(uuid),
	report_issue(text, text, text, date, date, text, jsonb, bytea), report_size(int[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION report_areas_held(jsonb) TO palreg_report, palreg_register;
GRANT EXECUTE ON FUNCTION report_run_ask(text, text, text, date, date), report_run_take(int, timestamptz), report_run_act(text),
	report_run_progress(text, real, text), report_run_finish(text, text, jsonb, bytea, bytea, bytea),
	report_run_fail(text, text, text), report_run_release(uuid), report_run_cancel(uuid), report_run_drop(uuid),
	report_run_seen(uuid), report_issue(text, text, text, date, date, text, jsonb, bytea), report_size(int[]) TO palreg_report;

COMMIT;
