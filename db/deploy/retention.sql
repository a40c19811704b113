-- Deploy palreg:retention to pg
-- requires: session_once
-- The life of data: how long each kind is kept, what is over, its release by two persons, the deletion and its certificate.
-- What is deleted of a patient is deleted by a role of its own, which nobody is and which may do nothing else.

BEGIN;
DO $$
BEGIN
	IF to_regrole('palreg_eraser') IS NULL THEN
		CREATE ROLE palreg_eraser NOLOGIN;
	END IF;
END
$$;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- One kind of data. least_months: what no administrator may go below. way: released by two persons, swept by the programs
-- themselves, or on hold. The contents are of db/reference/retention_rule.csv; the book changes how long and in which way.
CREATE TABLE retention_rule (
	code text PRIMARY KEY CONSTRAINT retention_rule_code CHECK (code ~ '^[a-z0-9_]{2,40}$'),
	name text NOT NULL,
	name_en text NOT NULL,
	since text NOT NULL CONSTRAINT retention_rule_since CHECK (since IN ('death', 'removal', 'end', 'event', 'decision', 'never')),
	months int NOT NULL CONSTRAINT retention_rule_months CHECK (months BETWEEN 0 AND 1200),
	least_months int NOT NULL,
	way text NOT NULL CONSTRAINT retention_rule_way CHECK (way IN ('release', 'itself', 'hold')),
	source text NOT NULL DEFAULT '',
	source_en text NOT NULL DEFAULT '',
	ord int NOT NULL DEFAULT 0,
	valid_from date,
	valid_to date,
	retired_at timestamptz,
	CONSTRAINT retention_rule_validity CHECK (valid_to >= valid_from),
	CONSTRAINT retention_rule_least CHECK (months >= least_months),
	CONSTRAINT retention_rule_itself CHECK ((way = 'itself') = (code IN ('session', 'sign_in_try', 'open_import'))),
	CONSTRAINT retention_rule_never CHECK (since <> 'never' OR way = 'hold')
);

-- The same as a reference book: how long, in which way and by what source is chosen by who manages the top; which kinds there
-- are, from when they count and the least time are the program's.
CREATE VIEW retention_book AS
SELECT code, name, name_en, months, way, source, source_en, ord, valid_from, valid_to, retired_at FROM retention_rule;
CREATE FUNCTION retention_book_write() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF TG_OP = 'INSERT' THEN
		RAISE EXCEPTION 'no other kind of data' USING ERRCODE = '23514', CONSTRAINT = 'retention_rule_fixed';
	END IF;
	UPDATE retention_rule SET name = NEW.name, name_en = NEW.name_en, months = NEW.months, way = NEW.way, source = NEW.source, source_en = NEW.source_en, ord = NEW.ord,
	       valid_from = NEW.valid_from, valid_to = NEW.valid_to, retired_at = NEW.retired_at
	 WHERE code = OLD.code;
	RETURN NEW;
END
$$;
CREATE TRIGGER retention_book_write INSTEAD OF INSERT OR UPDATE ON retention_book
	FOR EACH ROW EXECUTE FUNCTION retention_book_write();

-- A list of what is over, as one person saw it on a day and asked to have it deleted; list_hash tells whether it is still the
-- same. What it was called and for how long it was kept is written down with the deletion.
CREATE TABLE disposal (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	rule text NOT NULL REFERENCES retention_rule,
	area_id int NOT NULL REFERENCES area,
	as_of date NOT NULL,
	entries int NOT NULL CONSTRAINT disposal_entries CHECK (entries BETWEEN 1 AND 200000),
	list_hash hash32 NOT NULL,
	certificate int CONSTRAINT disposal_certificate UNIQUE,
	done_at timestamptz,
	months int,
	source text,
	source_en text,
	deleted jsonb,
	CONSTRAINT disposal_done CHECK (num_nonnulls(certificate, done_at, months, source, source_en, deleted) IN (0, 6))
);
CREATE INDEX disposal_rule ON disposal (rule);
CREATE INDEX disposal_area ON disposal (area_id);

-- Records that are no more. Browsers are told, so that none raises an alarm; nothing else of a patient is kept here.
CREATE TABLE patient_erased (
	rec uuid PRIMARY KEY,
	inst uuid NOT NULL REFERENCES crypto_inst,
	area_id int NOT NULL REFERENCES area,
	document_seq bigint NOT NULL,
	disposal_id bigint NOT NULL REFERENCES disposal
);
CREATE INDEX patient_erased_left ON patient_erased (inst, document_seq);
CREATE INDEX patient_erased_area ON patient_erased (area_id);
CREATE INDEX patient_erased_disposal ON patient_erased (disposal_id);

DO $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['retention_rule', 'disposal', 'patient_erased'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY book_write ON %I TO palreg_owner USING (true) WITH CHECK (true)', t);
	END LOOP;
END
$$;
CREATE POLICY book_read ON retention_rule FOR SELECT USING (true);
GRANT SELECT ON retention_rule TO palreg_admin;
CREATE POLICY disposal_read ON disposal FOR SELECT TO palreg_admin USING (area_id = ANY ((SELECT areas('user_manage'))::int[]));
GRANT SELECT ON disposal TO palreg_admin;

-- Institutions may keep records longer than the rule says: a number of years.
ALTER TABLE setting
	DROP CONSTRAINT setting_code,
	ADD CONSTRAINT setting_code CHECK (code IN ('ome_table', 'doctor_scope', 'small_cells', 'second_factor', 'record_years')),
	ADD CONSTRAINT setting_record_years CHECK (code <> 'record_years' OR value IN ('25', '30', '40', '50', '75'));

-- For how many months a kind is kept in an area.
CREATE FUNCTION retention_months(p_rule retention_rule, p_area int, p_day date) RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT greatest(p_rule.months, CASE WHEN p_rule.code IN ('record_death', 'record_removal')
       THEN 12 * setting_of('record_years', p_area, p_day)::int END)
$$;
-- The last day of what is over in an area, on a day; null while nothing is deleted by the rule.
CREATE FUNCTION retention_last(p_rule retention_rule, p_area int, p_day date) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT (p_day - make_interval(months => retention_months(p_rule, p_area, p_day)))::date
 WHERE p_rule.way = 'release' AND p_rule.retired_at IS NULL
   AND p_day BETWEEN coalesce(p_rule.valid_from, '-infinity') AND coalesce(p_rule.valid_to, 'infinity')
$$;

-- The tables that hang on a patient, in the order in which their rows go; tests/db/retention.t.sql compares it with the
-- foreign keys. What only names a record goes first.
CREATE FUNCTION erase_order() RETURNS text[]
LANGUAGE sql IMMUTABLE
SET search_path = palreg, pg_temp
RETURN ARRAY['prescription_override', 'prescription_event', 'prescription_blank', 'prescription', 'patient_finding', 'observation',
	'assessment', 'service_done', 'service_order_past', 'service_order', 'device_order_past', 'device_order', 'bereavement_version',
	'bereavement', 'care_place', 'preference', 'visit', 'eligibility', 'diagnosis', 'allergy', 'patient_transfer',
	'patient_status_event', 'patient_entry_version', 'note', 'document', 'patient_import_row'];

-- Records which ended by the given day of their area: who died, who left the register, what was entered in error. An entry that
-- was merged into another belongs to that one, and ends with it.
CREATE FUNCTION record_due(p_since text, p_areas int[], p_last date[]) RETURNS TABLE (id uuid, root uuid, registry_no text, area_id int, ended_on date)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
WITH RECURSIVE over AS (
	SELECT p.id, p.area_id, coalesce(p.died_on, p.date_out, (SELECT max(e.effective_on) FROM patient_status_event AS e
	           WHERE e.patient_id = p.id AND e.to_status = p.status)) AS ended_on,
	       CASE WHEN p.removal_reason = 'death' THEN 'death' WHEN p.removal_reason IN ('error', 'duplicate') THEN 'error'
	           ELSE 'removal' END AS since
	  FROM patient AS p
	 WHERE p.status IN ('removed', 'refused', 'declined') AND p.area_id = ANY (p_areas)
	   AND NOT EXISTS (SELECT FROM patient_merge AS m WHERE m.other_id = p.id AND m.undone_at IS NULL)
), root AS (
	SELECT o.* FROM over AS o
	  JOIN unnest(p_areas, p_last) AS l(area_id, last) USING (area_id)
	 WHERE o.since = p_since AND o.ended_on <= l.last
), whole AS (
	SELECT r.id AS root, r.id, r.ended_on FROM root AS r
	UNION
	SELECT w.root, m.other_id, w.ended_on FROM whole AS w JOIN patient_merge AS m ON m.patient_id = w.id AND m.undone_at IS NULL
)
SELECT w.id, w.root, p.registry_no, p.area_id, w.ended_on
  FROM whole AS w JOIN patient AS p ON p.id = w.id
 WHERE NOT EXISTS (SELECT FROM whole AS o JOIN patient AS q ON q.id = o.id WHERE o.root = w.root AND NOT q.area_id = ANY (p_areas))
$$;

-- What is over by a rule in an area and those under it, as far as who asks manages them; what belongs to no place is for who
-- manages the top. As text: id, its place, the day it ended, and what it is called in a list.
CREATE FUNCTION disposal_due(p_rule text, p_area int, p_day date) RETURNS TABLE (id text, area_id int, ended_on date, called text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	r retention_rule;
	top int := (SELECT o.id FROM area AS o WHERE o.id = p_area AND o.parent_id IS NULL);
	placed int[];
	lasts date[];
BEGIN
	SELECT * INTO r FROM retention_rule WHERE code = p_rule;
	SELECT array_agg(a.id ORDER BY a.id), array_agg(retention_last(r, a.id, p_day) ORDER BY a.id) INTO placed, lasts
	  FROM area AS a JOIN area AS o ON o.path @> a.path
	 WHERE o.id = p_area AND a.id = ANY (areas('user_manage'));
	IF placed IS NULL OR lasts[1] IS NULL THEN
		RETURN;
	END IF;
	CASE p_rule
	WHEN 'record_death', 'record_removal', 'record_error' THEN
		RETURN QUERY SELECT d.id::text, d.area_id, d.ended_on, d.registry_no
		  FROM record_due(replace(p_rule, 'record_', ''), placed, lasts) AS d;
	WHEN 'audit_event' THEN
		RETURN QUERY SELECT e.id::text, coalesce(e.area_id, top), e.at::date, e.event::text
		  FROM audit_event AS e
		 WHERE e.at < lasts[1] + 1 AND (e.area_id = ANY (placed) OR (e.area_id IS NULL AND top IS NOT NULL));
	WHEN 'invitation' THEN
		RETURN QUERY SELECT i.id::text, c.area_id, to_timestamp(i.exp)::date, i.login
		  FROM invite AS i JOIN crypto_inst AS c USING (inst) JOIN unnest(placed, lasts) AS l(area_id, last) USING (area_id)
		 WHERE to_timestamp(i.exp)::date <= l.last AND (i.settled_at IS NOT NULL OR i.taken_at IS NULL);
	WHEN 'grant' THEN
		RETURN QUERY SELECT g.id::text, a.area_id, coalesce(g.used_at::date, g.valid_until), a.login
		  FROM role_grant AS g JOIN account AS a ON a.id = g.account_id JOIN unnest(placed, lasts) AS l(area_id, last) ON l.area_id = a.area_id
		 WHERE (g.valid_until < p_day OR g.used_at IS NOT NULL) AND coalesce(g.used_at::date, g.valid_until) <= l.last
		   AND g.account_id <> current_account()
		   AND (a.state IN ('blocked', 'deleted') OR EXISTS (SELECT FROM role_grant AS o WHERE o.account_id = a.id
		       AND o.used_at IS NULL AND (o.valid_until IS NULL OR o.valid_until >= p_day)));
	WHEN 'request' THEN
		RETURN QUERY SELECT q.id::text, q.area_id, q.decided_at::date, coalesce(a.login, '')
		  FROM right_request AS q JOIN unnest(placed, lasts) AS l(area_id, last) USING (area_id) LEFT JOIN account AS a ON a.id = q.account_id
		 WHERE q.state <> 'waiting' AND q.decided_at::date <= l.last AND q.disposal_id IS NULL;
	WHEN 'patient_import' THEN
		RETURN QUERY SELECT i.id::text, i.area_id, coalesce(i.undone_at, i.committed_at)::date, i.total::text
		  FROM patient_import AS i JOIN unnest(placed, lasts) AS l(area_id, last) USING (area_id)
		 WHERE i.status <> 'open' AND coalesce(i.undone_at, i.committed_at)::date <= l.last;
	ELSE
		RETURN;
	END CASE;
END
$$;

-- The hash of a list: of its ids in order, one a line, each with its end.
CREATE FUNCTION disposal_hash(p_rule text, p_area int, p_day date, OUT entries int, OUT list_hash bytea)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT count(*)::int, sha256(convert_to(coalesce(string_agg(d.id || E'\n', '' ORDER BY d.id COLLATE "C"), ''), 'UTF8'))
  FROM disposal_due(p_rule, p_area, p_day) AS d
$$;

-- All rules, each with what is over today in the areas managed, by place.
CREATE FUNCTION retention_count() RETURNS TABLE (rule text, area_id int, entries bigint, oldest date)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT r.code, d.area_id, count(*), min(d.ended_on)
  FROM retention_rule AS r
 CROSS JOIN (SELECT a.id FROM area AS a WHERE a.id = ANY (areas('user_manage'))
               AND NOT EXISTS (SELECT FROM area AS o WHERE o.id = a.parent_id AND o.id = ANY (areas('user_manage')))) AS top
 CROSS JOIN LATERAL disposal_due(r.code, top.id, CURRENT_DATE) AS d
 WHERE r.way = 'release'
 GROUP BY r.code, d.area_id
$$;

-- Requests of this kind stand among the others that wait for a second person.
ALTER TABLE right_request
	ADD COLUMN disposal_id bigint REFERENCES disposal,
	DROP CONSTRAINT right_request_kind,
	ADD CONSTRAINT right_request_kind CHECK (CASE
	    WHEN disposal_id IS NOT NULL THEN area_id IS NOT NULL AND NOT factor AND num_nonnulls(account_id, role_id, permissions) = 0
	    WHEN factor THEN account_id IS NOT NULL AND area_id IS NOT NULL AND role_id IS NULL AND permissions IS NULL
	    WHEN permissions IS NULL THEN account_id IS NOT NULL AND area_id IS NOT NULL AND role_id IS NOT NULL
	    ELSE account_id IS NULL AND area_id IS NULL AND role_id IS NOT NULL END);
CREATE UNIQUE INDEX right_request_disposal ON right_request (disposal_id);

-- One person asks to have deleted what he saw: a list of so many entries with this hash. 40001: it is another one by now.
CREATE FUNCTION disposal_ask(p_rule text, p_area int, p_hash bytea, p_reason text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	found_ record;
	made bigint;
BEGIN
	IF (p_area = ANY (areas('user_manage'))) IS NOT TRUE THEN
		RAISE EXCEPTION 'not an area of yours' USING ERRCODE = '42501';
	END IF;
	PERFORM FROM retention_rule WHERE code = p_rule FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no such rule' USING ERRCODE = 'P0002';
	END IF;
	IF (SELECT retention_last(r, p_area, CURRENT_DATE) IS NULL FROM retention_rule AS r WHERE r.code = p_rule) THEN
		RAISE EXCEPTION 'nothing is deleted by this rule' USING ERRCODE = '23514', CONSTRAINT = 'disposal_hold';
	END IF;
	IF EXISTS (SELECT FROM disposal AS d JOIN right_request AS q ON q.disposal_id = d.id AND q.state = 'waiting'
	    JOIN area AS a ON a.id = d.area_id JOIN area AS o ON o.path @> a.path OR o.path <@ a.path
	    WHERE d.rule = p_rule AND o.id = p_area) THEN
		RAISE EXCEPTION 'asked already' USING ERRCODE = '23514', CONSTRAINT = 'disposal_once';
	END IF;
	SELECT * INTO found_ FROM disposal_hash(p_rule, p_area, CURRENT_DATE);
	IF found_.list_hash IS DISTINCT FROM p_hash THEN
		RAISE EXCEPTION 'the list is another one' USING ERRCODE = '40001', CONSTRAINT = 'disposal_changed';
	END IF;
	IF found_.entries = 0 THEN
		RAISE EXCEPTION 'nothing is over' USING ERRCODE = '23514', CONSTRAINT = 'disposal_entries';
	END IF;
	INSERT INTO disposal (rule, area_id, as_of, entries, list_hash)
	VALUES (p_rule, p_area, CURRENT_DATE, found_.entries, found_.list_hash) RETURNING id INTO made;
	INSERT INTO right_request (area_id, disposal_id, reason, asked_by) VALUES (p_area, made, coalesce(p_reason, ''), current_account());
	RETURN made;
END
$$;

-- Removes the records with all that hangs on them and tells how many rows of each table went. Only disposal_run() calls it.
CREATE FUNCTION record_erase(p_ids uuid[], p_disposal bigint) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	gone jsonb := '{}';
	n bigint;
	t text;
BEGIN
	PERFORM FROM patient WHERE id = ANY (p_ids) FOR UPDATE;
	WITH place AS (
		UPDATE crypto_inst SET document_seq = document_seq + 1 WHERE inst IN (SELECT inst FROM patient WHERE id = ANY (p_ids))
		RETURNING inst, document_seq)
	INSERT INTO patient_erased (rec, inst, area_id, document_seq, disposal_id)
	SELECT p.id, p.inst, p.area_id, s.document_seq, p_disposal FROM patient AS p JOIN place AS s USING (inst) WHERE p.id = ANY (p_ids);
	DELETE FROM patient_merge_rows WHERE merge_id IN (SELECT id FROM patient_merge WHERE patient_id = ANY (p_ids) OR other_id = ANY (p_ids));
	DELETE FROM patient_merge WHERE patient_id = ANY (p_ids) OR other_id = ANY (p_ids);
	DELETE FROM duplicate_dismissed WHERE patient_id = ANY (p_ids) OR other_id = ANY (p_ids);
	DELETE FROM document_wrap WHERE rec IN (SELECT rec FROM document WHERE patient_id = ANY (p_ids));
	UPDATE patient_import AS i SET total = i.total - r.gone
	  FROM (SELECT import_id, count(*) AS gone FROM patient_import_row WHERE patient_id = ANY (p_ids) GROUP BY 1) AS r
	 WHERE i.id = r.import_id AND i.total > r.gone;
	FOREACH t IN ARRAY erase_order() LOOP
		EXECUTE format('DELETE FROM %I WHERE patient_id = ANY ($1)', t) USING p_ids;
		GET DIAGNOSTICS n = ROW_COUNT;
		IF n > 0 THEN
			gone := gone || jsonb_build_object(t, n);
		END IF;
	END LOOP;
	DELETE FROM patient_import AS i WHERE i.status <> 'open' AND NOT EXISTS (SELECT FROM patient_import_row AS r WHERE r.import_id = i.id);
	DELETE FROM patient WHERE id = ANY (p_ids);
	GET DIAGNOSTICS n = ROW_COUNT;
	IF n <> cardinality(p_ids) THEN
		RAISE EXCEPTION 'a record is another one by now' USING ERRCODE = '40001', CONSTRAINT = 'disposal_changed';
	END IF;
	RETURN gone || jsonb_build_object('patient', n);
END
$$;
-- Imports are kept to be taken back; when they go, browsers that have not heard of one that was keep its records as gone.
CREATE FUNCTION import_erase(p_ids uuid[], p_disposal bigint) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	n bigint;
	entries bigint;
BEGIN
	INSERT INTO patient_erased (rec, inst, area_id, document_seq, disposal_id)
	SELECT r.patient_id, i.inst, r.area_id, i.document_seq, p_disposal
	  FROM patient_import AS i JOIN patient_import_row AS r ON r.import_id = i.id
	 WHERE i.id = ANY (p_ids) AND i.status = 'undone' ON CONFLICT DO NOTHING;
	DELETE FROM patient_import_row WHERE import_id = ANY (p_ids);
	GET DIAGNOSTICS n = ROW_COUNT;
	DELETE FROM patient_import WHERE id = ANY (p_ids);
	GET DIAGNOSTICS entries = ROW_COUNT;
	RETURN jsonb_build_object('patient_import', entries, 'patient_import_row', n);
END
$$;
CREATE FUNCTION audit_erase(p_ids bigint[]) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	n bigint;
BEGIN
	DELETE FROM audit_event WHERE id = ANY (p_ids);
	GET DIAGNOSTICS n = ROW_COUNT;
	RETURN jsonb_build_object('audit_event', n);
END
$$;

-- Records that are gone since a place in the order of sealed documents, from where the user would see them.
CREATE FUNCTION record_left(p_after bigint) RETURNS TABLE (rec uuid)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT e.rec FROM patient_erased AS e
 WHERE e.inst = current_inst() AND e.document_seq > p_after AND e.area_id = ANY (areas('patient_read'))
$$;

-- Deletes what a disposal lists, with an event of the trail for each record, and makes the certificate. 40001 when the list is
-- not the one that was asked for. Only request_decide() calls it.
CREATE FUNCTION disposal_run(p_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	d disposal;
	r retention_rule;
	ids text[];
	gone jsonb;
	n bigint;
BEGIN
	SELECT * INTO d FROM disposal WHERE id = p_id FOR UPDATE;
	SELECT * INTO r FROM retention_rule WHERE code = d.rule FOR UPDATE;
	IF retention_last(r, d.area_id, d.as_of) IS NULL THEN
		RAISE EXCEPTION 'nothing is deleted by this rule' USING ERRCODE = '23514', CONSTRAINT = 'disposal_hold';
	END IF;
	IF d.list_hash IS DISTINCT FROM (SELECT list_hash FROM disposal_hash(d.rule, d.area_id, d.as_of)) THEN
		RAISE EXCEPTION 'the list is another one' USING ERRCODE = '40001', CONSTRAINT = 'disposal_changed';
	END IF;
	ids := ARRAY(SELECT x.id FROM disposal_due(d.rule, d.area_id, d.as_of) AS x);
	CASE
	WHEN d.rule LIKE 'record\_%' THEN
		PERFORM audit_add('RECORD_ERASED', 'OK', p_subject => x.id::uuid, p_area => x.area_id, p_detail => jsonb_build_object('disposal', d.id))
		   FROM disposal_due(d.rule, d.area_id, d.as_of) AS x;
		gone := record_erase(ids::uuid[], d.id);
	WHEN d.rule = 'patient_import' THEN
		gone := import_erase(ids::uuid[], d.id);
	WHEN d.rule = 'audit_event' THEN
		gone := audit_erase(ids::bigint[]);
	WHEN d.rule = 'invitation' THEN
		DELETE FROM invite WHERE id = ANY (ids::uuid[]);
		GET DIAGNOSTICS n = ROW_COUNT;
		gone := jsonb_build_object('invite', n);
	WHEN d.rule = 'grant' THEN
		DELETE FROM role_grant WHERE id = ANY (ids::bigint[]);
		GET DIAGNOSTICS n = ROW_COUNT;
		gone := jsonb_build_object('role_grant', n);
	WHEN d.rule = 'request' THEN
		DELETE FROM right_request WHERE id = ANY (ids::bigint[]);
		GET DIAGNOSTICS n = ROW_COUNT;
		gone := jsonb_build_object('right_request', n);
	END CASE;
	LOCK TABLE disposal IN SHARE ROW EXCLUSIVE MODE;
	UPDATE disposal SET certificate = (SELECT coalesce(max(certificate), 0) + 1 FROM disposal), done_at = now(), deleted = gone,
	       months = retention_months(r, d.area_id, d.as_of), source = r.source, source_en = r.source_en
	 WHERE id = d.id;
END
$$;

-- As before; or what is over is deleted.
CREATE OR REPLACE FUNCTION request_decide(p_id bigint, p_confirm boolean) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	r right_request;
	me uuid := current_account();
	result text := CASE WHEN p_confirm THEN 'confirmed' ELSE 'refused' END;
BEGIN
	SELECT * INTO r FROM right_request WHERE id = p_id FOR UPDATE;
	IF NOT FOUND OR request_in_reach(r) IS NOT TRUE THEN
		RAISE EXCEPTION 'no request of yours' USING ERRCODE = 'P0002';
	END IF;
	IF r.state <> 'waiting' THEN
		RAISE EXCEPTION 'decided meanwhile' USING ERRCODE = '40001';
	END IF;
	IF NOT p_confirm AND me = r.asked_by THEN
		result := 'withdrawn';
	ELSIF me IN (r.asked_by, r.account_id) THEN
		RAISE EXCEPTION 'a second person decides' USING ERRCODE = '23514', CONSTRAINT = 'right_request_two_persons';
	END IF;
	UPDATE right_request SET state = result, decided_by = me, decided_at = now() WHERE id = p_id;
	IF result <> 'confirmed' THEN
		RETURN result;
	END IF;
	IF r.disposal_id IS NOT NULL THEN
		PERFORM disposal_run(r.disposal_id);
	ELSIF r.factor THEN
		IF NOT EXISTS (SELECT FROM account WHERE id = r.account_id AND area_id = ANY (areas('user_manage'))) THEN
			RAISE EXCEPTION 'not an account of yours any more' USING ERRCODE = '42501';
		END IF;
		PERFORM factor_clear(r.account_id);
		DELETE FROM session WHERE account_id = r.account_id;
		PERFORM audit_add('FACTOR_RESET', 'OK', p_subject => r.account_id, p_area => r.area_id);
	ELSIF r.permissions IS NULL THEN
		INSERT INTO role_grant (account_id, role_id, area_id, valid_until, one_off, reason, given_by, confirmed_by)
		VALUES (r.account_id, r.role_id, r.area_id, r.valid_until, r.one_off, r.reason, r.asked_by, me)
		ON CONFLICT (account_id, role_id, area_id) DO UPDATE SET valid_until = EXCLUDED.valid_until, one_off = EXCLUDED.one_off,
		    used_at = NULL, reason = EXCLUDED.reason, given_by = EXCLUDED.given_by, given_at = now(), confirmed_by = EXCLUDED.confirmed_by;
	ELSE
		INSERT INTO role_permission (role_id, permission) SELECT r.role_id, unnest(r.permissions) ON CONFLICT DO NOTHING;
	END IF;
	RETURN result;
END
$$;

-- The trail is only added to, but for what a disposal takes out of it.
CREATE OR REPLACE FUNCTION audit_frozen() RETURNS trigger
LANGUAGE plpgsql
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF TG_OP = 'DELETE' AND current_user = 'palreg_eraser' THEN
		RETURN NULL;
	END IF;
	RAISE EXCEPTION 'audit events are only added' USING ERRCODE = '42501';
END
$$;

-- What the eraser may: look at and delete rows that hang on a patient, imports and the trail; nothing is written but that a
-- record is gone.
DO $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY erase_order() || ARRAY['patient', 'patient_merge', 'patient_merge_rows', 'duplicate_dismissed', 'document_wrap',
	    'patient_import', 'audit_event'] LOOP
		EXECUTE format('CREATE POLICY eraser_all ON %I TO palreg_eraser USING (true)', t);
		EXECUTE format('GRANT SELECT, DELETE ON %I TO palreg_eraser', t);
	END LOOP;
	FOREACH t IN ARRAY ARRAY['crypto_inst', 'patient_erased'] LOOP
		EXECUTE format('CREATE POLICY eraser_all ON %I TO palreg_eraser USING (true) WITH CHECK (true)', t);
	END LOOP;
END
$$;
-- A row is locked by who may update it.
GRANT UPDATE (version) ON patient TO palreg_eraser;
GRANT UPDATE (total) ON patient_import TO palreg_eraser;
GRANT SELECT, UPDATE (document_seq) ON crypto_inst TO palreg_eraser;
GRANT SELECT, INSERT ON patient_erased TO palreg_eraser;
GRANT USAGE ON SCHEMA palreg TO palreg_eraser;

REVOKE EXECUTE ON FUNCTION retention_book_write(), retention_months(retention_rule, int, date), retention_last(retention_rule, int, date), erase_order(), record_due(text, int[], date[]),
	disposal_due(text, int, date), disposal_hash(text, int, date), retention_count(), disposal_ask(text, int, bytea, text),
	record_erase(uuid[], bigint), import_erase(uuid[], bigint), audit_erase(bigint[]), record_left(bigint), disposal_run(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_order() TO palreg_eraser;
GRANT EXECUTE ON FUNCTION disposal_due(text, int, date), disposal_hash(text, int, date), retention_count(),
	retention_months(retention_rule, int, date), retention_last(retention_rule, int, date), disposal_ask(text, int, bytea, text) TO palreg_admin;
GRANT EXECUTE ON FUNCTION record_left(bigint) TO palreg_register;
RESET ROLE;
ALTER FUNCTION palreg.record_due(text, int[], date[]) OWNER TO palreg_eraser;
ALTER FUNCTION palreg.record_erase(uuid[], bigint) OWNER TO palreg_eraser;
ALTER FUNCTION palreg.import_erase(uuid[], bigint) OWNER TO palreg_eraser;
ALTER FUNCTION palreg.audit_erase(bigint[]) OWNER TO palreg_eraser;
GRANT EXECUTE ON FUNCTION palreg.record_due(text, int[], date[]), palreg.record_erase(uuid[], bigint), palreg.import_erase(uuid[], bigint),
	palreg.audit_erase(bigint[]) TO palreg_owner;

COMMIT;
