-- events.t.sql: the record as one list: what is in it, who sees it, and what versions say.
\ir fixture.sql
SELECT plan(21);
\set pat '\'a1000000-0000-4000-8000-000000000001\'::uuid'
\set far '\'b1000000-0000-4000-8000-000000000001\'::uuid'
CREATE FUNCTION t.events(p_patient uuid) RETURNS text LANGUAGE sql STABLE SET search_path = palreg, tap, pg_temp AS $$
SELECT string_agg(kind || ' ' || step, ', ' ORDER BY kind, step, version) FROM record_event WHERE patient_id = p_patient $$;
GRANT EXECUTE ON FUNCTION t.events(uuid) TO PUBLIC;

SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT matches(t.events(:pat), $m$prescription added, state enter, visit pain$m$, 'what the fixture holds');
SELECT is(t.events(:far), NULL, 'nothing of another institution');
SELECT is_empty($$ SELECT FROM record_fact WHERE kind = 'prescription' AND series = 'b1000000-0000-4000-8000-000000000001' $$, 'nor what it says');
SELECT is((SELECT who FROM record_event WHERE patient_id = :pat AND kind = 'state'), t.id('doc.a'), 'who is told');

-- A change of the dose, a note in two versions, a step of the state and its undoing.
INSERT INTO prescription (series_id, version, patient_id, area_id, institution_id, sheet_on, medicine_id, product_id, dose, unit, route,
	schedule, times_per_day, starts_on, author_id)
SELECT series_id, 2, patient_id, area_id, institution_id, CURRENT_DATE, medicine_id, product_id, 20, unit, route, schedule, 3, starts_on,
       current_account() FROM prescription WHERE patient_id = :pat;
SELECT results_eq($$ SELECT n.label, b.text, n.text FROM record_fact AS n JOIN record_fact AS b USING (kind, series, label)
	WHERE n.kind = 'prescription' AND n.version = 2 AND b.version = 1 AND n.text <> b.text ORDER BY n.ord $$,
	$$ VALUES ('dose', '10 мг', '20 мг'), ('times_per_day', '2', '3') $$, 'two facts differ');
SELECT results_eq($$ SELECT text_en FROM record_fact WHERE kind = 'prescription' AND version = 2 AND label = 'dose' $$, $$ VALUES ('20 mg') $$, 'in English too');
SELECT is((SELECT step FROM record_event WHERE kind = 'prescription' AND version = 2 AND patient_id = :pat), 'changed', 'it is a change');
INSERT INTO prescription (series_id, version, patient_id, area_id, institution_id, sheet_on, medicine_id, product_id, dose, unit, route,
	schedule, clock_doses, clock_times, starts_on, author_id)
SELECT series_id, 3, patient_id, area_id, institution_id, CURRENT_DATE, medicine_id, product_id, 20, unit, route, 'clock', '{1,1}',
       '{08:00,20:30}', starts_on, current_account() FROM prescription WHERE patient_id = :pat AND current;
SELECT results_eq($$ SELECT label, text FROM record_fact WHERE kind = 'prescription' AND version = 3 AND label ~ 'clock' ORDER BY label $$,
	$$ VALUES ('clock', '1-1'), ('clock_times', '08:00, 20:30') $$, 'hours of the clock are told');
SELECT lives_ok($$ UPDATE prescription SET status = 'on_hold', hold_reason = 'tests' WHERE patient_id = 'a1000000-0000-4000-8000-000000000001' AND current $$, 'put on hold');
SELECT matches(t.events(:pat), 'prescription on_hold', 'a step is an event');
SELECT results_eq($$ SELECT r.name_en FROM record_event AS e JOIN record_name AS r ON r.book = e.note_book AND r.code = e.note WHERE e.step = 'on_hold' $$,
	$$ VALUES ('waiting for tests or an answer') $$, 'with its reason');
SELECT t.put('note', 'c1000000-0000-4000-8000-000000000001', 1, t.zero(), :pat);
INSERT INTO note (rec, rev, patient_id, kind, noted_on) VALUES ('c1000000-0000-4000-8000-000000000001', 1, :pat, 'family', CURRENT_DATE - 3);
SELECT results_eq($$ SELECT n.name, e.at::date, e.at::time, e.written = now() FROM record_event AS e JOIN record_name AS n ON n.book = e.book AND n.code = e.what WHERE e.kind = 'note' $$,
	$$ VALUES ('разговор с близкими', CURRENT_DATE - 3, time '12:00', true) $$, 'a note stands on its day, and when it was written is told');
UPDATE note SET status = 'entered_in_error' WHERE current;
SELECT results_eq($$ SELECT step, wrong FROM record_event WHERE kind = 'note' ORDER BY step $$, $$ VALUES ('added', true), ('error', false) $$, 'so is its error');
INSERT INTO patient_status_event (patient_id, action, from_status, to_status, effective_on, reason, expected_return)
VALUES (:pat, 'suspend', 'active', 'suspended', CURRENT_DATE, 'away', CURRENT_DATE + 7);
SELECT results_eq($$ SELECT n.name, r.name IS NOT NULL FROM record_event AS e JOIN record_name AS n ON n.book = e.book AND n.code = e.what JOIN record_name AS r ON r.book = e.note_book AND r.code = e.note WHERE e.kind = 'state' AND e.step = 'step' $$,
	$$ VALUES ('Приостановить наблюдение', true) $$, 'a step of the state has its name and its reason');
SELECT is((SELECT count(*) FROM record_event AS e WHERE patient_id = :pat)::int,
	(SELECT count(DISTINCT (at, kind, series, version, step)) FROM record_event WHERE patient_id = :pat)::int, 'the key of the list is one');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('dep.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is(t.events(:pat), NULL, 'the department does not see the institution''s own');
RESET SESSION AUTHORIZATION;
-- Who may read the entry and not the record sees its states alone.
DELETE FROM role_permission WHERE role_id = 90002 AND permission = 'RECORD_READ';
SELECT t.act_as('read.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is(t.events(:pat), 'state enter, state step', 'without the right to the record its events are hidden');
RESET SESSION AUTHORIZATION;
SELECT is_empty($$ SELECT r FROM unnest(ARRAY['palreg_auth', 'palreg_admin', 'palreg_report']) AS r
	WHERE has_table_privilege(r, 'record_event', 'SELECT') OR has_table_privilege(r, 'record_fact', 'SELECT') $$, 'the list is for palreg_register alone');
SELECT is_empty($$ SELECT relname FROM pg_class WHERE relname IN ('record_event', 'record_fact') AND NOT 'security_invoker=true' = ANY (reloptions) $$,
	'and asks as who asks');
SELECT is_empty($$ SELECT DISTINCT kind FROM record_fact EXCEPT SELECT DISTINCT kind FROM record_event $$, 'what has versions has events');
SELECT is_empty($$ SELECT DISTINCT book FROM record_event WHERE book <> '' EXCEPT SELECT book FROM record_name $$, 'every book of events has names');
SELECT * FROM finish();
ROLLBACK;
