-- states.t.sql: the states of the register entry, step by step, and what each step asks for.
\ir fixture.sql
SELECT plan(65);
\set pat '\'a1000000-0000-4000-8000-000000000001\'::uuid'
\set dep '\'a1000000-0000-4000-8000-000000000002\'::uuid'

-- One step of the first patient, as the program takes it.
CREATE FUNCTION t.step(p_action text, p_from text, p_to text, p_more jsonb DEFAULT '{}', p_on date DEFAULT CURRENT_DATE) RETURNS text
LANGUAGE sql SET search_path = palreg, tap, pg_temp AS $$
INSERT INTO patient_status_event (patient_id, action, from_status, to_status, effective_on, reason, commission_no, commission_on, basis_code,
	consent_on, expected_return, place_of_death, cause_code, preferred_place_met, last_pain)
SELECT 'a1000000-0000-4000-8000-000000000001', p_action, p_from, p_to, p_on, m.reason, m.commission_no, m.commission_on, m.basis_code, m.consent_on,
       m.expected_return, m.place_of_death, m.cause_code, m.preferred_place_met, m.last_pain
  FROM jsonb_populate_record(NULL::patient_status_event, p_more) AS m
RETURNING to_status $$;
CREATE FUNCTION t.refused(p_rule text, p_action text, p_from text, p_to text, p_more jsonb DEFAULT '{}', p_on date DEFAULT CURRENT_DATE) RETURNS text
LANGUAGE plpgsql SET search_path = palreg, tap, pg_temp AS $$
DECLARE
	rule text;
BEGIN
	BEGIN
		PERFORM t.step(p_action, p_from, p_to, p_more, p_on);
	EXCEPTION WHEN OTHERS THEN
		GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME;
		rule := coalesce(nullif(rule, ''), SQLSTATE);
	END;
	RETURN is(rule, p_rule, 'refused: ' || p_rule || ', ' || p_action || ' ' || p_more);
END
$$;
GRANT EXECUTE ON FUNCTION t.step(text, text, text, jsonb, date), t.refused(text, text, text, text, jsonb, date) TO PUBLIC;

SELECT is((SELECT string_agg(action || ' ' || to_status, ',') FROM patient_status_event WHERE patient_id = :pat), 'enter active', 'an entry begins with an event');
SELECT is((SELECT author_id FROM patient_status_event WHERE patient_id = :pat), t.id('doc.a'), 'of who made it');

SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is((SELECT count(*) FROM status_transition)::int, 15, 'the steps are read by the program');
SELECT throws_ok($$ UPDATE patient SET status = 'suspended' $$, '42501', NULL, 'no state without an event');
SELECT throws_ok($$ INSERT INTO patient_status_event (patient_id, area_id, seq, action, to_status, effective_on, author_id) VALUES
	('a1000000-0000-4000-8000-000000000001', 9010, 9, 'enter', 'active', CURRENT_DATE, current_account()) $$, '42501', NULL, 'no event is numbered by hand');
SELECT throws_ok('DELETE FROM patient_status_event', '42501', NULL, 'no event is deleted');
SELECT throws_ok('UPDATE patient_status_event SET effective_on = CURRENT_DATE', '42501', NULL, 'nor rewritten');
SELECT throws_ok($$ INSERT INTO patient (id, inst, institution_id, area_id, year_of_birth, sex, diagnosis_code, status, date_in) VALUES (gen_random_uuid(),
	'aaaaaaaa-0000-4000-8000-000000000001', 9010, 9010, 1950, 'm', 'C61', 'active', CURRENT_DATE) $$, '23514', NULL, 'none is active without a conclusion');

-- Suspend and resume.
SELECT t.refused('status_needs_reason', 'suspend', 'active', 'suspended', jsonb_build_object('expected_return', CURRENT_DATE + 7));
SELECT t.refused('status_needs_return', 'suspend', 'active', 'suspended', '{"reason": "away"}');
SELECT t.refused('status_needs_return', 'suspend', 'active', 'suspended', jsonb_build_object('reason', 'away', 'expected_return', CURRENT_DATE));
SELECT t.refused('patient_status_event_reason_known', 'suspend', 'active', 'suspended', jsonb_build_object('reason', 'death', 'expected_return', CURRENT_DATE + 7,
	'place_of_death', 'home', 'cause_code', 'C61', 'preferred_place_met', 'yes'));
SELECT t.refused('status_not_in_future', 'suspend', 'active', 'suspended', jsonb_build_object('reason', 'away', 'expected_return', CURRENT_DATE + 7), CURRENT_DATE + 1);
SELECT t.refused('status_in_order', 'suspend', 'active', 'suspended', jsonb_build_object('reason', 'away', 'expected_return', CURRENT_DATE + 7), CURRENT_DATE - 40);
SELECT t.refused('40001', 'resume', 'suspended', 'active');
SELECT t.refused('status_step_allowed', 'resume', 'active', 'active');
SELECT t.refused('status_step_allowed', 'submit', 'active', 'awaiting');
SELECT is(t.step('suspend', 'active', 'suspended', jsonb_build_object('reason', 'away', 'expected_return', CURRENT_DATE + 7), CURRENT_DATE - 3), 'suspended', 'suspended');
SELECT is((SELECT status || ' ' || (expected_return = CURRENT_DATE + 7) || ' ' || version FROM patient WHERE id = :pat), 'suspended true 2', 'the patient''s row follows');
SELECT is(t.step('resume', 'suspended', 'active', '{}', CURRENT_DATE - 2), 'active', 'and resumed');
SELECT is((SELECT expected_return FROM patient WHERE id = :pat), NULL, 'nobody is expected back who is back');

-- Undo, by its author on the same day.
SELECT is(t.step('undo', 'active', 'x'), 'suspended', 'undone');
SELECT is((SELECT expected_return FROM patient WHERE id = :pat), CURRENT_DATE + 7, 'as it was before');
SELECT t.refused('status_undo_by_author_or_administrator', 'undo', 'suspended', 'x');
SELECT is(t.step('resume', 'suspended', 'active'), 'active', 'resumed again');

-- Removal and inclusion again.
SELECT t.refused('status_needs_reason', 'remove', 'active', 'removed');
SELECT t.refused('patient_status_event_reason_known', 'remove', 'active', 'removed', '{"reason": "because"}');
SELECT t.refused('death_fields_of_death', 'remove', 'active', 'removed', '{"reason": "moved", "place_of_death": "home"}');
SELECT is(t.step('remove', 'active', 'removed', '{"reason": "moved"}'), 'removed', 'removed');
SELECT is((SELECT removal_reason || ' ' || (date_out = CURRENT_DATE) FROM patient WHERE id = :pat), 'moved true', 'with reason and day');
SELECT is((SELECT string_agg(DISTINCT status || ' ' || stop_reason, ',') FROM prescription WHERE patient_id = :pat AND current), 'stopped discharge', 'lines stop');
SELECT throws_ok($$ INSERT INTO prescription (series_id, patient_id, area_id, institution_id, sheet_on, medicine_id, dose, unit, route, schedule, times_per_day,
	starts_on, author_id) SELECT gen_random_uuid(), patient_id, area_id, institution_id, CURRENT_DATE, medicine_id, 1, unit, route, schedule, times_per_day,
	CURRENT_DATE, current_account() FROM prescription WHERE patient_id = 'a1000000-0000-4000-8000-000000000001' $$, '23514', NULL, 'nothing is prescribed any more');
SELECT is_empty('SELECT FROM bereavement', 'nobody mourns who moved');
SELECT t.refused('status_needs_commission', 'include_again', 'removed', 'active');
SELECT t.refused('status_needs_basis', 'include_again', 'removed', 'active', jsonb_build_object('commission_no', '99', 'commission_on', CURRENT_DATE));
SELECT t.refused('status_needs_new_commission', 'include_again', 'removed', 'active', jsonb_build_object('commission_no', '99', 'commission_on', CURRENT_DATE - 1,
	'basis_code', 'onco'));
SELECT t.refused('status_commission_before', 'include_again', 'removed', 'active', jsonb_build_object('commission_no', '99', 'commission_on', CURRENT_DATE + 1,
	'basis_code', 'onco'));
SELECT t.refused('patient_commission_no', 'include_again', 'removed', 'active', jsonb_build_object('commission_no', 'Иванов', 'commission_on', CURRENT_DATE,
	'basis_code', 'onco'));
SELECT t.refused('status_step_allowed', 'revive', 'removed', 'active', '{"reason": "wrong_patient"}');
SELECT is(t.step('include_again', 'removed', 'active', jsonb_build_object('commission_no', '99', 'commission_on', CURRENT_DATE, 'basis_code', 'neuro')), 'active', 'included again');
SELECT is((SELECT commission_no || ' ' || basis_code || ' ' || (date_out IS NULL) FROM patient WHERE id = :pat), '99 neuro true', 'by the new conclusion');
SELECT is(t.step('undo', 'active', 'x'), 'removed', 'undone');
SELECT is((SELECT commission_no || ' ' || basis_code || ' ' || removal_reason FROM patient WHERE id = :pat), '12 onco moved', 'with the former conclusion and reason');
SELECT is(t.step('include_again', 'removed', 'active', jsonb_build_object('commission_no', '99/2', 'commission_on', CURRENT_DATE, 'basis_code', 'neuro')), 'active', 'and included once more');

-- Death.
SELECT t.refused('death_needs_place', 'remove', 'active', 'removed', '{"reason": "death", "cause_code": "C34.1", "preferred_place_met": "yes"}');
SELECT t.refused('death_needs_cause', 'remove', 'active', 'removed', '{"reason": "death", "place_of_death": "home", "preferred_place_met": "yes"}');
SELECT t.refused('death_needs_preferred', 'remove', 'active', 'removed', '{"reason": "death", "place_of_death": "home", "cause_code": "C34.1"}');
SELECT t.refused('patient_status_event_place_of_death_known', 'remove', 'active', 'removed', '{"reason": "death", "place_of_death": "moon", "cause_code": "C34.1", "preferred_place_met": "no"}');
SELECT t.refused('patient_status_event_pain', 'remove', 'active', 'removed', '{"reason": "death", "place_of_death": "home", "cause_code": "C34.1", "preferred_place_met": "no", "last_pain": 11}');
SELECT is(t.step('remove', 'active', 'removed', '{"reason": "death", "place_of_death": "home", "cause_code": "C34.1", "preferred_place_met": "unknown"}'), 'removed', 'died');
SELECT is((SELECT died_on FROM patient WHERE id = :pat), CURRENT_DATE, 'on that day');
SELECT is((SELECT status || ' ' || (first_due - died_on) || ' ' || (second_due = (died_on + interval '3 months')::date) FROM bereavement), 'open 14 true', 'the family is to be called');
SELECT throws_ok($$ UPDATE bereavement SET second_on = CURRENT_DATE $$, '23514', NULL, 'a second contact without a first');
SELECT throws_ok($$ UPDATE bereavement SET first_on = CURRENT_DATE + 1 $$, '23514', NULL, 'a contact in the future');
SELECT t.refused('status_undo_by_author_or_administrator', 'undo', 'removed', 'x');
SELECT t.refused('42501', 'revive', 'removed', 'active', '{"reason": "wrong_patient"}');
SELECT t.refused('status_step_allowed', 'include_again', 'removed', 'active', jsonb_build_object('commission_no', '100', 'commission_on', CURRENT_DATE, 'basis_code', 'onco'));
RESET SESSION AUTHORIZATION;

-- The administrator takes the death back.
SELECT t.act_as('admin.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT t.refused('status_needs_reason', 'revive', 'removed', 'active');
SELECT is(t.step('revive', 'removed', 'active', '{"reason": "wrong_patient"}'), 'active', 'a death is taken back');
SELECT is((SELECT status FROM bereavement), 'entered_in_error', 'and nobody is called');
RESET SESSION AUTHORIZATION;

-- Who is not of this institution; who has not taken the step.
SELECT t.act_as('doc.b');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is_empty($$ SELECT FROM patient_status_event WHERE patient_id = 'a1000000-0000-4000-8000-000000000001' $$, 'no event of another institution');
SELECT t.refused('42501', 'suspend', 'active', 'suspended', jsonb_build_object('reason', 'away', 'expected_return', CURRENT_DATE + 7));
RESET SESSION AUTHORIZATION;
SELECT throws_ok($$ UPDATE patient SET status = 'suspended' WHERE id = 'a1000000-0000-4000-8000-000000000001' $$, '23514', NULL, 'nor does an operator change a state by hand');
SELECT t.act_as('doc.a');
UPDATE patient SET area_id = 9011 WHERE id = :pat;
SELECT ok((SELECT bool_and(area_id = 9011) FROM patient_status_event WHERE patient_id = :pat), 'events move with their patient');
SELECT throws_ok(format('UPDATE patient SET %s WHERE id = %L', x, 'a1000000-0000-4000-8000-000000000002'), '23514', NULL, 'refused: ' || x)
  FROM (VALUES ('ready_on = CURRENT_DATE - 5, referred_on = CURRENT_DATE - 4')) AS v(x);
SELECT * FROM finish();
ROLLBACK;
