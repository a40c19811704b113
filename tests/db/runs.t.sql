-- runs.t.sql: reports made apart: whose they are, from state to state, in whose name, and what is kept.
\ir fixture.sql
SELECT plan(64);

-- Connections of workers are told apart by their session: here all are one, which holds the lock of what it took.
CREATE TABLE t.run (name text PRIMARY KEY, id uuid, key text);
GRANT SELECT, INSERT, UPDATE ON t.run TO PUBLIC;
CREATE FUNCTION t.run(p_name text) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER AS $$ SELECT id FROM t.run WHERE name = p_name $$;
CREATE FUNCTION t.key(p_name text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER AS $$ SELECT key FROM t.run WHERE name = p_name $$;
CREATE FUNCTION t.state(p_name text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = palreg, pg_temp
AS $$ SELECT concat_ws(' ', r.state, r.reason, r.tries) FROM report_run AS r WHERE r.id = t.run(p_name) $$;
CREATE FUNCTION t.ask(p_name text, p_query text DEFAULT 'since=2026-07-01') RETURNS uuid LANGUAGE sql AS $$
INSERT INTO t.run (name, id) VALUES (p_name, report_run_ask('summary', p_query, 'ru', '2026-07-01', '2026-09-30')) RETURNING id $$;
-- Takes the next; the name of what was asked for, or null.
CREATE FUNCTION t.take() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	taken record;
	found text;
BEGIN
	SELECT * INTO taken FROM report_run_take(1, now());
	UPDATE t.run SET key = taken.key WHERE id = taken.id RETURNING name INTO found;
	RETURN coalesce(found, CASE WHEN taken.others THEN 'others' END);
END
$$;
CREATE FUNCTION t.finish(p_name text) RETURNS void LANGUAGE sql AS $$
SELECT report_run_finish(t.key(p_name), '2026-11', '{"icd10": 1}', 'page', 'csv', 'pdf') $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA t TO PUBLIC;

-- Who may ask.
SET LOCAL SESSION AUTHORIZATION palreg_report;
SELECT throws_ok($$ SELECT t.ask('nobody') $$, '42501', NULL, 'nobody asks for nothing');
RESET SESSION AUTHORIZATION;
SELECT is(t.act_as('read.a'), 'read.a', 'a reader without reports');
SET LOCAL SESSION AUTHORIZATION palreg_report;
SELECT throws_ok($$ SELECT t.ask('reader') $$, '42501', NULL, 'asks for none either');
SELECT throws_ok($$ SELECT report_issue('summary', 'x', 'ru', '2026-07-01', '2026-09-30', '2026-11', '{}', 'pdf') $$, '42501', NULL, 'nor is he issued one');
RESET SESSION AUTHORIZATION;
SELECT is(t.act_as('ministry'), 'ministry', 'the ministry');
SET LOCAL SESSION AUTHORIZATION palreg_report;
SELECT isnt(t.ask('first'), NULL, 'is given a run');
SELECT is(report_run_ask('summary', 'since=2026-07-01', 'ru', '2026-07-01', '2026-09-30'), t.run('first'), 'the same for the same');
SELECT isnt(t.ask('second', 'since=2026-07-02'), t.run('first'), 'another for another');
SELECT throws_ok($$ INSERT INTO report_run (account_id, kind, query, language, since, until) VALUES (current_account(), 'summary', 'x', 'ru',
	'2026-07-01', '2026-07-02') $$, '42501', NULL, 'rows are written by the functions alone');
SELECT throws_ok($$ UPDATE report_run SET state = 'done' $$, '42501', NULL, 'and changed by them');
SELECT throws_ok($$ DELETE FROM report_run $$, '42501', NULL, 'and taken away');
SELECT throws_ok($$ INSERT INTO report_file SELECT id, 'pdf', '', sha256('') FROM report_run $$, '42501', NULL, 'so are files');
SELECT throws_ok($$ SELECT act_hash FROM report_run $$, '42501', NULL, 'keys of runs are out of reach');
SELECT t.refuses('report_run_many', format('SELECT %s', string_agg(format('report_run_ask(''summary'', ''q=%s'', ''ru'', ''2026-07-01'', ''2026-09-30'')', n), ', ')))
  FROM generate_series(1, 19) AS n;
RESET SESSION AUTHORIZATION;

-- Whose they are.
SELECT is(t.act_as('doc.a'), 'doc.a', 'a doctor');
SET LOCAL SESSION AUTHORIZATION palreg_report;
SELECT is_empty('SELECT id FROM report_run', 'sees no run of the ministry');
SELECT throws_ok($$ SELECT report_run_cancel(t.run('first')) $$, 'P0002', NULL, 'cancels none');
SELECT throws_ok($$ SELECT report_run_drop(t.run('first')) $$, 'P0002', NULL, 'and removes none');
SELECT isnt(t.ask('doctor'), t.run('first'), 'the same choice of another is another run');
RESET SESSION AUTHORIZATION;

-- One transaction has one time: they were asked for one after another.
UPDATE report_run AS r SET asked_at = now() - CASE q.name WHEN 'first' THEN interval '3 min' WHEN 'second' THEN interval '2 min' ELSE interval '1 min' END
  FROM t.run AS q WHERE q.id = r.id;

-- A worker: without a session, by the key of the run.
SELECT t.nobody();
SET LOCAL SESSION AUTHORIZATION palreg_report;
SELECT is_empty('SELECT id FROM report_run', 'a worker alone sees no run');
SELECT is(t.take(), 'first', 'it takes the one that was asked for first');
SELECT is(t.state('first'), 'running 1', 'which is being made for the first time');
SELECT is(t.take(), 'first', 'a worker of the same connection holds it himself');
SELECT is(t.state('first'), 'running 2', 'and begins anew');
SELECT throws_ok($$ SELECT report_run_act('zz') $$, '22023', NULL, 'a key is hexadecimal');
SELECT is_empty($$ SELECT kind FROM report_run_act(repeat('0', 64)) $$, 'one that is of no run is none');
SELECT is(current_account(), NULL, 'and nobody acts by it');
SELECT results_eq($$ SELECT login, permissions, area_id FROM report_run_act(t.key('first')) $$, $$ VALUES ('ministry', 'REPORT_SUMMARY', 9001) $$,
	'by the key the ministry acts');
SELECT is(current_account(), t.id('ministry'), 'in its name');
SELECT ok(areas('report_summary') @> ARRAY[9001, 9010, 9021], 'with its areas');
SELECT is(areas('report_patient'), '{}'::int[], 'and no right beside');
SELECT is(areas('user_manage'), '{}'::int[], 'nor one that reports do not need');
SELECT is((SELECT count(*) FROM report_patient)::int, 3, 'it counts the patients of the region');
SELECT is((SELECT count(*) FROM report_patient WHERE registry_no IS NOT NULL)::int, 0, 'without their numbers');
SELECT ok(report_run_progress(t.key('first'), 0.5, 'counting'), 'it says how far it is');
SELECT ok(NOT report_run_progress(repeat('0', 64), 0.5, 'counting'), 'and hears where the run is gone');
SELECT t.refuses('report_run_gone', $$ SELECT report_run_finish(repeat('0', 64), '2026-11', '{}', '', '', '') $$, 'nothing is kept for no run');
SELECT lives_ok($$ SELECT t.finish('first') $$, 'what was made is kept');
SELECT t.refuses('report_run_gone', $$ SELECT t.finish('first') $$, 'once');
SELECT is(current_account(), NULL, 'then nobody acts by its key');
RESET SESSION AUTHORIZATION;
SELECT is(t.state('first'), 'done 2', 'the run is done');
SELECT results_eq($$ SELECT account_id, detail ->> 'pdf' FROM audit_event WHERE subject = t.run('first') AND event = 'REPORT_ISSUE' $$,
	$$ SELECT t.id('ministry'), encode(sha256('pdf'), 'hex') $$, 'its hash is in the trail, in the name of who asked');
SELECT t.refuses('report_run_step', $$ UPDATE report_run SET state = 'queued', finished_at = NULL, expires_at = NULL WHERE id = t.run('first') $$);
SELECT t.refuses('report_run_step', $$ UPDATE report_run SET word = 'x' WHERE id = t.run('first') $$, 'nor is it written anew');
SELECT t.refuses('report_run_step', $$ UPDATE report_run SET state = 'done' WHERE id = t.run('second') $$, 'from waiting to done');
SELECT t.refuses('report_run_begins', $$ INSERT INTO report_run (account_id, kind, query, language, since, until, state)
	VALUES (t.id('doc.a'), 'summary', 'x', 'ru', '2026-07-01', '2026-07-02', 'running') $$);
SELECT t.refuses('report_file_hash', $$ UPDATE report_file SET bytes = 'other' WHERE run_id = t.run('first') AND kind = 'pdf' $$);

-- Tries, a choice at fault, rights that are gone.
SET LOCAL SESSION AUTHORIZATION palreg_report;
SELECT is(t.take(), 'second', 'the second is taken');
SELECT lives_ok($$ SELECT report_run_fail(t.key('second'), NULL, NULL) $$, 'and comes to nothing');
SELECT is(t.state('second'), 'queued 1', 'so that it waits again');
SELECT is(t.take(), 'second', 'is taken again');
SELECT lives_ok($$ SELECT report_run_fail(t.key('second'), NULL, NULL) $$, 'and again');
SELECT is(t.take(), 'second', 'a third time');
SELECT lives_ok($$ SELECT report_run_fail(t.key('second'), NULL, NULL) $$, 'for nothing');
SELECT is(t.state('second'), 'failed tries 3', 'after three tries it has failed');
SELECT is(t.take(), 'doctor', 'the doctor''s is next');
RESET SESSION AUTHORIZATION;
UPDATE account SET state = 'blocked' WHERE login = 'doc.a';
SET LOCAL SESSION AUTHORIZATION palreg_report;
SELECT t.refuses('report_run_rights', $$ SELECT t.finish('doctor') $$, 'who was blocked meanwhile is kept nothing');
SELECT lives_ok($$ SELECT report_run_fail(t.key('doctor'), NULL, NULL) $$, 'it waits');
SELECT is(t.take(), NULL, 'and is not begun again');
SELECT is(t.state('doctor'), 'failed rights 1', 'it has failed');
RESET SESSION AUTHORIZATION;

-- What is kept: by who may still see what it was made of, and for its time.
SELECT is(t.act_as('ministry'), 'ministry', 'the ministry again');
SET LOCAL SESSION AUTHORIZATION palreg_report;
SELECT is((SELECT count(*) FROM report_file WHERE run_id = t.run('first'))::int, 3, 'fetches its files');
RESET SESSION AUTHORIZATION;
UPDATE session SET areas = '{"report_summary": "9010,9011"}' WHERE account_id = t.id('ministry');
SET LOCAL SESSION AUTHORIZATION palreg_report;
SELECT is_empty($$ SELECT kind FROM report_file $$, 'not without a right to all areas they tell of');
RESET SESSION AUTHORIZATION;
UPDATE session SET areas = account_areas(account_id) WHERE account_id = t.id('ministry');
SET LOCAL session_replication_role = replica;
UPDATE report_run SET expires_at = now() - interval '1 second' WHERE id = t.run('first');
SET LOCAL session_replication_role = origin;
SET LOCAL SESSION AUTHORIZATION palreg_report;
SELECT is_empty($$ SELECT kind FROM report_file $$, 'nor when their time is over');
RESET SESSION AUTHORIZATION;
SELECT * FROM finish();
ROLLBACK;
