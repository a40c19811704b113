-- orders.t.sql: services and devices: steps, dates, counts, versions, what a removal does, and who sees it.
\ir fixture.sql
SELECT plan(119);
\set pat '\'a1000000-0000-4000-8000-000000000001\'::uuid'
\set svc '\'d1000000-0000-4000-8000-000000000001\'::uuid'
\set dev '\'d2000000-0000-4000-8000-000000000001\'::uuid'

-- Runs a statement and says which rule refuses it.
CREATE FUNCTION t.rule(p_sql text) RETURNS text LANGUAGE plpgsql SET search_path = palreg, tap, pg_temp AS $$
DECLARE
	rule text := 'taken';
BEGIN
	BEGIN
		EXECUTE p_sql;
		RAISE EXCEPTION 'undo' USING ERRCODE = 'ZZ001';
	EXCEPTION WHEN SQLSTATE 'ZZ001' THEN NULL;
	WHEN OTHERS THEN
		GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME;
		rule := coalesce(nullif(rule, ''), SQLSTATE);
	END;
	RETURN rule;
END
$$;
CREATE FUNCTION t.service(p_id uuid, p_more jsonb DEFAULT '{}', p_patient uuid DEFAULT 'a1000000-0000-4000-8000-000000000001') RETURNS void
LANGUAGE sql SET search_path = palreg, tap, pg_temp AS $$
INSERT INTO service_order (id, patient_id, area_id, institution_id, service, times, per, performer, place, starts_on, ends_on, indication, status,
	renews, author_id, changed_by)
SELECT p_id, p.id, p.area_id, p.institution_id, coalesce(m.service, 'nurse_visit'), coalesce(m.times, 2), coalesce(m.per, 'week'), coalesce(m.performer, 'nurse'),
       coalesce(m.place, 'home'), coalesce(m.starts_on, CURRENT_DATE - 6), m.ends_on, m.indication, coalesce(m.status, 'requested'), m.renews,
       coalesce(m.author_id, current_account()), current_account()
  FROM patient AS p, jsonb_populate_record(NULL::service_order, p_more) AS m WHERE p.id = p_patient $$;
CREATE FUNCTION t.device(p_id uuid, p_more jsonb DEFAULT '{}', p_patient uuid DEFAULT 'a1000000-0000-4000-8000-000000000001') RETURNS void
LANGUAGE sql SET search_path = palreg, tap, pg_temp AS $$
INSERT INTO device_order (id, patient_id, area_id, institution_id, device, model, quantity, needed_on, commission_no, commission_on, source, status,
	author_id, changed_by)
SELECT p_id, p.id, p.area_id, p.institution_id, coalesce(m.device, 'wheelchair'), m.model, coalesce(m.quantity, 1), coalesce(m.needed_on, CURRENT_DATE - 8),
       m.commission_no, m.commission_on, m.source, coalesce(m.status, 'needed'), current_account(), current_account()
  FROM patient AS p, jsonb_populate_record(NULL::device_order, p_more) AS m WHERE p.id = p_patient $$;
CREATE FUNCTION t.done(p_on date, p_by text DEFAULT 'doc.a') RETURNS void LANGUAGE sql SET search_path = palreg, tap, pg_temp AS $$
INSERT INTO service_done (order_id, patient_id, area_id, done_on, done_by, author_id)
SELECT id, patient_id, area_id, p_on, t.id(p_by), current_account() FROM service_order WHERE id = 'd1000000-0000-4000-8000-000000000001' $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA t TO PUBLIC;

-- What is planned is what falls due.
SELECT is_empty($$ SELECT times, per, u FROM (VALUES (3, 'day'), (2, 'week'), (7, 'week'), (10, 'week'), (5, 'month'), (30, 'month'), (1, 'once')) AS p(times, per),
	(VALUES ('2026-01-31'::date), ('2026-02-01'), ('2028-02-29')) AS s(day), generate_series(0, 100, 9) AS u
	WHERE service_planned(day, times, per, day + u) <> (SELECT count(*) FROM generate_series(0, 400) AS n WHERE service_due(day, times, per, n) <= day + u) $$,
	'planned to a day: as many as are due by then');
SELECT is(service_planned('2026-01-01', 2, 'week', '2026-01-14'), 4, 'twice a week in two weeks: four');
SELECT is(service_planned('2026-01-01', 2, 'week', NULL), NULL, 'without an end: not known');
SELECT is(service_planned('2026-01-10', 2, 'week', '2026-01-09'), 0, 'before the start: none');

-- The books.
SELECT is_empty($$ SELECT code FROM service WHERE name_en ~ '[А-я]' UNION ALL SELECT code FROM device WHERE name_en ~ '[А-я]' $$, 'each has an English name');
SELECT is((SELECT national_code FROM service WHERE code = 'paracentesis'), 'A11.30.001', 'a national code where it is sure');
SELECT is((SELECT string_agg(code || ' ' || years, ', ' ORDER BY code) FROM device WHERE years IS NOT NULL),
	'nebuliser 2, portable_monitor 5, ventilator_invasive 5, ventilator_niv 5', 'norms of use');
SELECT is(t.rule($$ INSERT INTO service (code, name, name_en, group_code, source) VALUES ('x1', 'xx', 'xx', 'magic', 'x') $$), 'service_group_code_known', 'a group is a known one');
SELECT is(t.rule($$ UPDATE device SET years = 3 WHERE code = 'diapers' $$), 'device_consumable_years', 'what is used up has no years');
SELECT is_empty($$ SELECT from_status FROM order_step AS s WHERE kind = 'device' AND action <> 'undo' AND (from_status, to_status) NOT IN
	(('draft', 'needed'), ('draft', 'entered_in_error'), ('needed', 'requested'), ('requested', 'issued'), ('issued', 'returned'), ('needed', 'refused'),
	 ('requested', 'refused'), ('needed', 'not_needed'), ('requested', 'not_needed'), ('needed', 'entered_in_error'), ('requested', 'entered_in_error')) $$,
	'the steps of a device are these');

SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;

-- What an order of a service must be.
SELECT is(t.rule(format('SELECT t.service(gen_random_uuid(), %L)', v.more)), v.rule, 'service: ' || v.rule || ' ' || v.more)
  FROM (VALUES ('{"service": "magic"}', 'service_order_service_valid'), ('{"performer": "magician"}', 'service_order_performer_known'),
	('{"place": "moon"}', 'service_order_place_known'), ('{"times": 0}', 'service_order_times'), ('{"times": 22}', 'service_order_times'),
	('{"times": 2, "per": "once"}', 'service_order_times'), ('{"per": "year"}', 'service_order_per'), ('{"indication": "magic"}', 'service_order_indication_fkey'),
	('{"starts_on": "1949-12-31"}', 'service_order_after_birth'), ('{"starts_on": "2126-12-31"}', 'service_order_starts_within_year'),
	('{"ends_on": "2020-01-01"}', 'service_order_period'), ('{"ends_on": "2096-01-01"}', 'service_order_period'), ('{"status": "done"}', 'order_step_allowed'),
	('{"status": "nonsense"}', 'order_step_allowed'), ('{}', 'taken')) AS v(more, rule);
SELECT is(t.rule(format('SELECT t.device(gen_random_uuid(), %L)', v.more)), v.rule, 'device: ' || v.rule || ' ' || v.more)
  FROM (VALUES ('{"device": "magic"}', 'device_order_device_valid'), ('{"model": "Иванов Иван"}', 'device_model_form'), ('{"model": "Иванов"}', 'device_model_form'),
	('{"model": "123-456-789 00"}', 'device_model_form'), ('{"model": "123-456-789-00"}', 'device_model_nobody'), ('{"model": "89211234567"}', 'device_model_nobody'),
	('{"quantity": 0}', 'device_order_quantity'), ('{"quantity": 1000}', 'device_order_quantity'), ('{"needed_on": "1949-12-31"}', 'device_order_after_birth'),
	('{"needed_on": "2126-12-31"}', 'device_order_not_in_future'), ('{"commission_no": "12"}', 'device_order_commission_whole'),
	('{"commission_no": "Иванов", "commission_on": "2026-01-01"}', 'device_order_commission_no'), ('{"source": "moon"}', 'device_order_source_known'),
	('{"status": "issued"}', 'order_step_allowed'), ('{"model": "BASE-100", "commission_no": "12/П", "commission_on": "2026-01-01"}', 'taken')) AS v(more, rule);

-- A service: counted, under way by the first time, done.
SELECT t.service(:svc, jsonb_build_object('ends_on', CURRENT_DATE + 7));
SELECT is((SELECT due_on || ' ' || done_count FROM service_order WHERE id = :svc), (CURRENT_DATE - 6) || ' 0', 'the first time is due at the start');
SELECT is((SELECT state || ' ' || days FROM care_order WHERE id = :svc), 'due 6', 'for six days');
SELECT is(t.rule($$ SELECT t.done(CURRENT_DATE - 7) $$), 'service_done_in_period', 'nothing is done before the start');
SELECT is(t.rule($$ SELECT t.done(CURRENT_DATE + 1) $$), 'service_done_not_in_future', 'nor tomorrow');
SELECT t.done(CURRENT_DATE - 6);
SELECT t.done(CURRENT_DATE - 3, 'read.a');
SELECT is((SELECT status || ' ' || done_count || ' ' || due_on || ' ' || version FROM service_order WHERE id = :svc), 'active 2 ' || CURRENT_DATE + 1 || ' 2',
	'two are done, it is under way, the third is due tomorrow');
SELECT is((SELECT status FROM service_order_past WHERE id = :svc), 'requested', 'the former row is kept');
SELECT is(t.rule($$ UPDATE service_order SET status = 'entered_in_error' WHERE id = 'd1000000-0000-4000-8000-000000000001' $$), 'service_order_was_done', 'what was done was no mistake');
UPDATE service_done SET taken_back_by = current_account() WHERE order_id = :svc AND done_on = CURRENT_DATE - 3;
SELECT is((SELECT done_count || ' ' || due_on FROM service_order WHERE id = :svc), '1 ' || CURRENT_DATE - 3, 'one taken back counts no more');
SELECT is(t.rule($$ UPDATE service_done SET taken_back_by = current_account() WHERE taken_back_by IS NOT NULL $$), 'service_done_once', 'and is taken back once');
SELECT is(t.rule(format('UPDATE service_order SET %s WHERE id = %L', v.what, 'd1000000-0000-4000-8000-000000000001')), v.rule, 'service: ' || v.what || ' ' || v.rule)
  FROM (VALUES ($$status = 'done'$$, 'service_order_ended'), ($$status = 'stopped', ended_on = CURRENT_DATE$$, 'service_order_reason'),
	($$status = 'stopped', ended_on = CURRENT_DATE, reason = 'because'$$, 'service_order_reason_known'),
	($$status = 'stopped', ended_on = CURRENT_DATE + 1, reason = 'patient_wish'$$, 'service_order_ended_not_in_future'),
	($$status = 'done', ended_on = CURRENT_DATE - 7$$, 'service_order_ended_after_start'), ($$status = 'cancelled', ended_on = CURRENT_DATE, reason = 'patient_wish'$$, 'order_step_allowed'),
	($$status = 'draft'$$, 'order_step_allowed'), ($$starts_on = CURRENT_DATE + 1$$, 'service_order_active_started'),
	($$status = 'stopped', ended_on = CURRENT_DATE, reason = 'patient_wish'$$, 'taken')) AS v(what, rule);
UPDATE service_order SET status = 'done', ended_on = CURRENT_DATE WHERE id = :svc;
SELECT is((SELECT due_on FROM service_order WHERE id = :svc), NULL, 'nothing is due of what has ended');
SELECT is(t.rule($$ UPDATE service_order SET times = 3 WHERE id = 'd1000000-0000-4000-8000-000000000001' $$), 'order_change_open', 'nor is it changed');
SELECT is(order_undo(:svc), :pat, 'its author takes the step back');
SELECT is((SELECT status || ' ' || (ended_on IS NULL) || ' ' || version FROM service_order WHERE id = :svc), 'active true 4', 'as it was, by a new version');
SELECT t.service('d1000000-0000-4000-8000-000000000002', jsonb_build_object('renews', :svc, 'status', 'active', 'starts_on', CURRENT_DATE));
SELECT is((SELECT status || ' ' || ended_on FROM service_order WHERE id = :svc), 'done ' || CURRENT_DATE - 1, 'an order that is renewed ends the day before');
SELECT is(t.rule($$ SELECT t.service(gen_random_uuid(), '{"renews": "d1000000-0000-4000-8000-000000000001"}') $$), 'service_order_renews', 'and is renewed once');

-- A device: needed, requested, issued, back.
SELECT t.device(:dev, '{"commission_no": "12", "commission_on": "2026-01-02"}');
SELECT is((SELECT state || ' ' || days FROM care_order WHERE id = :dev), 'waiting 8', 'waited for since eight days');
SELECT is(t.rule(format('UPDATE device_order SET %s WHERE id = %L', v.what, 'd2000000-0000-4000-8000-000000000001')), v.rule, 'device: ' || v.what || ' ' || v.rule)
  FROM (VALUES ($$status = 'issued', issued_on = CURRENT_DATE, source = 'own'$$, 'order_step_allowed'), ($$status = 'returned', returned_on = CURRENT_DATE$$, 'order_step_allowed'),
	($$status = 'requested', requested_on = CURRENT_DATE$$, 'device_order_source_asked'), ($$status = 'requested', source = 'own'$$, 'device_order_requested'),
	($$status = 'requested', source = 'own', requested_on = CURRENT_DATE - 9$$, 'device_order_requested_after_need'),
	($$status = 'requested', source = 'own', requested_on = CURRENT_DATE + 1$$, 'device_order_not_in_future'),
	($$status = 'refused', ended_on = CURRENT_DATE$$, 'device_order_reason'), ($$status = 'refused', reason = 'not_available'$$, 'device_order_ended'),
	($$status = 'refused', reason = 'not_available', ended_on = CURRENT_DATE - 9$$, 'device_order_ended_after_need'),
	($$serial_no = 'A-1'$$, 'device_order_serial_of_issued'), ($$needed_on = NULL$$, '23502')) AS v(what, rule);
UPDATE device_order SET status = 'requested', requested_on = CURRENT_DATE - 6, source = 'regional' WHERE id = :dev;
SELECT is(t.rule(format('UPDATE device_order SET %s WHERE id = %L', v.what, 'd2000000-0000-4000-8000-000000000001')), v.rule, 'device: ' || v.what || ' ' || v.rule)
  FROM (VALUES ($$status = 'issued', issued_on = CURRENT_DATE - 9$$, 'device_order_issued_after_need'), ($$status = 'issued', issued_on = CURRENT_DATE - 7$$, 'device_order_issued_after_request'),
	($$status = 'issued', issued_on = CURRENT_DATE + 1$$, 'device_order_not_in_future'), ($$status = 'issued'$$, 'device_order_issued'),
	($$status = 'issued', issued_on = CURRENT_DATE, serial_no = 'Иванов'$$, 'device_serial_form'),
	($$status = 'issued', issued_on = CURRENT_DATE, serial_no = '123-456-789-00'$$, 'device_serial_nobody')) AS v(what, rule);
UPDATE device_order SET status = 'issued', issued_on = CURRENT_DATE - 3, serial_no = 'SN-77/1' WHERE id = :dev;
SELECT is((SELECT state || ' ' || days FROM care_order WHERE id = :dev), 'issued 5', 'it was waited for five days');
SELECT is(t.rule($$ UPDATE device_order SET status = 'returned', returned_on = CURRENT_DATE - 4 WHERE id = 'd2000000-0000-4000-8000-000000000001' $$), 'device_order_returned_after_issue', 'it comes back after it went');
SELECT is(t.rule($$ UPDATE device_order SET status = 'returned', returned_on = CURRENT_DATE + 1 WHERE id = 'd2000000-0000-4000-8000-000000000001' $$), 'device_order_end_not_in_future', 'and not tomorrow');
SELECT order_undo(:dev);
SELECT is((SELECT status || coalesce(serial_no, '') || coalesce(issued_on::text, '') FROM device_order WHERE id = :dev), 'requested', 'an issue taken back leaves nothing of it');
UPDATE device_order SET status = 'issued', issued_on = CURRENT_DATE - 3, serial_no = 'SN-77/1' WHERE id = :dev;
SELECT is((SELECT count(*)::int FROM device_order_past WHERE id = :dev), 4, 'all former rows are kept');
SELECT is((SELECT string_agg(step, ' ' ORDER BY version) FROM record_event WHERE kind = 'order' AND series = :dev), 'ordered requested issued requested issued', 'each step is an event');
SELECT is((SELECT string_agg(step || ' ' || wrong, ' ' ORDER BY step, at) FROM record_event WHERE kind = 'order' AND series = :svc AND step IN ('ordered', 'carried_out')),
	'carried_out false carried_out true ordered false', 'and so is what was done, and what was not');
SELECT t.device('d2000000-0000-4000-8000-000000000002', '{"device": "diapers", "quantity": 60, "source": "own"}');
UPDATE device_order SET status = 'requested', requested_on = CURRENT_DATE WHERE id = 'd2000000-0000-4000-8000-000000000002';
UPDATE device_order SET status = 'issued', issued_on = CURRENT_DATE WHERE id = 'd2000000-0000-4000-8000-000000000002';
SELECT is(t.rule($$ UPDATE device_order SET status = 'returned', returned_on = CURRENT_DATE WHERE id = 'd2000000-0000-4000-8000-000000000002' $$), 'device_order_consumable_stays', 'what is used up is not handed back');
SELECT t.device('d2000000-0000-4000-8000-000000000003', '{"device": "commode"}');
SELECT t.device('d2000000-0000-4000-8000-000000000004', '{"device": "aspirator", "status": "draft"}');
SELECT t.service('d1000000-0000-4000-8000-000000000004', '{"status": "draft"}');
SELECT t.service('d1000000-0000-4000-8000-000000000005', jsonb_build_object('starts_on', CURRENT_DATE + 5));

-- What the program may not do.
SELECT is(t.rule(v.what), '42501', 'not for the program: ' || v.what)
  FROM (VALUES ('UPDATE device_order SET return_due_on = CURRENT_DATE'), ('UPDATE device_order SET version = 9'), ('UPDATE service_order SET done_count = 9'),
	('DELETE FROM service_done'), ('DELETE FROM device_order'), ('UPDATE device_order_past SET status = status'), ('INSERT INTO order_step (kind) VALUES (''device'')'),
	('SELECT t.service(gen_random_uuid(), ''{}'', ''b1000000-0000-4000-8000-000000000001'')')) AS v(what)
 WHERE v.what NOT LIKE 'SELECT%';
SELECT is(t.rule($$ INSERT INTO service_order (patient_id, area_id, institution_id, service, times, per, performer, place, starts_on, author_id, changed_by)
	VALUES ('b1000000-0000-4000-8000-000000000001', 9010, 9010, 'nurse_visit', 1, 'day', 'nurse', 'home', CURRENT_DATE, current_account(), current_account()) $$),
	'service_order_area_of_patient', 'nobody of another institution under a false area');
SELECT is(t.rule($$ INSERT INTO device_order (patient_id, area_id, institution_id, device, needed_on, author_id, changed_by)
	VALUES ('a1000000-0000-4000-8000-000000000001', 9010, 9010, 'commode', CURRENT_DATE, t.id('doc.b'), current_account()) $$), '42501', 'nor in the name of another');
RESET SESSION AUTHORIZATION;

-- A colleague, a reader, another institution.
SELECT t.act_as('read.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is((SELECT count(*)::int FROM care_order WHERE status = 'draft'), 0, 'a draft is its author''s');
SELECT cmp_ok((SELECT count(*)::int FROM care_order), '>=', 5, 'the rest is read');
UPDATE device_order SET quantity = 5;
SELECT is((SELECT max(quantity) FROM device_order WHERE device <> 'diapers'), 1, 'a reader changes nothing');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('doc.b');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is((SELECT count(*)::int FROM service_order) + (SELECT count(*)::int FROM device_order) + (SELECT count(*)::int FROM service_done)
	+ (SELECT count(*)::int FROM service_order_past) + (SELECT count(*)::int FROM device_order_past), 0, 'another institution sees nothing of it');
SELECT is(t.rule($$ SELECT order_undo('d2000000-0000-4000-8000-000000000001') $$), 'order_undo', 'and takes nothing back');
RESET SESSION AUTHORIZATION;
SET LOCAL SESSION AUTHORIZATION palreg_report;
SELECT is(t.rule('SELECT serial_no FROM device_order'), '42501', 'reports count devices, and do not see which');
SELECT is((SELECT count(*)::int FROM report_device) + (SELECT count(id)::int FROM service_order) + (SELECT count(order_id)::int FROM service_done), 0,
	'and another institution counts none of it');
RESET SESSION AUTHORIZATION;

-- The patient moves, is removed, the removal is taken back, he dies.
SELECT t.act_as('doc.a');
UPDATE patient SET area_id = 9011 WHERE id = :pat;
SELECT ok((SELECT bool_and(area_id = 9011) FROM (SELECT area_id, patient_id FROM service_order UNION ALL SELECT area_id, patient_id FROM device_order UNION ALL
	SELECT area_id, patient_id FROM service_done UNION ALL SELECT area_id, patient_id FROM device_order_past UNION ALL SELECT area_id, patient_id FROM service_order_past) AS o
	WHERE patient_id = :pat), 'orders move with their patient');
SELECT is((SELECT count(*)::int FROM device_order_past WHERE id = :dev), 4, 'which is no new version');
SELECT t.act_as('dep.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
INSERT INTO patient_status_event (patient_id, action, from_status, to_status, effective_on, reason) VALUES (:pat, 'remove', 'active', 'removed', CURRENT_DATE - 1, 'moved');
SELECT is((SELECT string_agg(status || ' ' || coalesce(reason, '-'), ', ' ORDER BY id) FROM service_order),
	'done -, stopped discharge, entered_in_error -, cancelled discharge', 'services end, drafts are dropped');
SELECT is((SELECT string_agg(device || ' ' || status || ' ' || coalesce(return_due_on::text, '-'), ', ' ORDER BY id) FROM device_order),
	'wheelchair issued ' || CURRENT_DATE - 1 || ', diapers issued -, commode not_needed -, aspirator entered_in_error -', 'what was issued is to be returned, what is used up is not');
SELECT is((SELECT state FROM care_order WHERE id = :dev), 'to_return', 'and the list says so');
SELECT is(t.rule($$ SELECT t.device(gen_random_uuid()) $$), 'device_order_patient_on_register', 'nothing more is ordered');
SELECT is(t.rule($$ SELECT t.service(gen_random_uuid()) $$), 'service_order_patient_on_register', 'of either kind');
SELECT is(t.rule($$ SELECT order_undo('d2000000-0000-4000-8000-000000000003') $$), 'device_order_patient_on_register', 'nor is an end taken back');
INSERT INTO patient_status_event (patient_id, action, from_status, to_status, effective_on) VALUES (:pat, 'undo', 'removed', 'x', CURRENT_DATE);
SELECT is((SELECT return_due_on FROM device_order WHERE id = :dev), NULL, 'who is back keeps it');
SELECT t.device('d2000000-0000-4000-8000-000000000005', '{"device": "mattress", "needed_on": "2026-01-05", "source": "own"}');
INSERT INTO patient_status_event (patient_id, action, from_status, to_status, effective_on, reason, place_of_death, cause_code, preferred_place_met)
VALUES (:pat, 'remove', 'active', 'removed', CURRENT_DATE, 'death', 'home', 'C34.1', 'yes');
SELECT is((SELECT reason FROM device_order WHERE id = 'd2000000-0000-4000-8000-000000000005'), 'death', 'a death ends a need');
UPDATE device_order SET status = 'returned', returned_on = CURRENT_DATE WHERE id = :dev;
SELECT is((SELECT status FROM device_order WHERE id = :dev), 'returned', 'a device comes back after a death');
SELECT is((SELECT return_due_on FROM (SELECT order_undo(:dev)) AS u, device_order WHERE id = :dev), CURRENT_DATE, 'taken back, it is to be returned again');
RESET SESSION AUTHORIZATION;

-- What has been ordered when a death becomes known late does not stand in its way.
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT t.service(gen_random_uuid(), jsonb_build_object('status', 'active', 'starts_on', CURRENT_DATE), 'a1000000-0000-4000-8000-000000000002');
SELECT t.device(gen_random_uuid(), jsonb_build_object('needed_on', CURRENT_DATE), 'a1000000-0000-4000-8000-000000000002');
INSERT INTO patient_status_event (patient_id, action, from_status, to_status, effective_on, reason, place_of_death, cause_code, preferred_place_met)
VALUES ('a1000000-0000-4000-8000-000000000002', 'remove', 'active', 'removed', CURRENT_DATE - 4, 'death', 'home', 'C61', 'yes');
SELECT is((SELECT string_agg(status || ' ' || ended_on, ', ' ORDER BY kind) FROM care_order WHERE patient_id = 'a1000000-0000-4000-8000-000000000002'),
	'not_needed ' || CURRENT_DATE || ', stopped ' || CURRENT_DATE, 'a death told late ends what was ordered after it');
SELECT * FROM finish();
ROLLBACK;
