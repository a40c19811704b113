-- care.t.sql: visits and their steps, places of care, preferences, care for the family: rules, versions and viewpoints.
\ir fixture.sql
SELECT plan(102);
\set pat '\'a1000000-0000-4000-8000-000000000001\'::uuid'

-- A row of a table from JSON, as the program adds it; the series is named by a digit.
CREATE FUNCTION t.series(p_n int) RETURNS uuid LANGUAGE sql IMMUTABLE RETURN format('d0000000-0000-4000-8000-%s', lpad(p_n::text, 12, '0'))::uuid;
CREATE FUNCTION t.add(p_table text, p_series int, p_version int, p_fields jsonb, p_patient uuid DEFAULT 'a1000000-0000-4000-8000-000000000001')
RETURNS uuid LANGUAGE plpgsql SET search_path = palreg, tap, pg_temp AS $$
DECLARE
	fields jsonb := p_fields || jsonb_build_object('series_id', t.series(p_series), 'version', p_version, 'patient_id', p_patient);
	names text := (SELECT string_agg(k, ', ') FROM jsonb_object_keys(fields) AS k);
BEGIN
	EXECUTE format('INSERT INTO %1$I (%2$s) SELECT %2$s FROM jsonb_populate_record(NULL::%1$I, $1)', p_table, names) USING fields;
	RETURN t.series(p_series);
END
$$;
CREATE FUNCTION t.no(p_rule text, p_table text, p_series int, p_version int, p_fields jsonb,
	p_patient uuid DEFAULT 'a1000000-0000-4000-8000-000000000001') RETURNS text
LANGUAGE plpgsql SET search_path = palreg, tap, pg_temp AS $$
DECLARE
	rule text;
BEGIN
	BEGIN
		PERFORM t.add(p_table, p_series, p_version, p_fields, p_patient);
	EXCEPTION WHEN OTHERS THEN
		GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME;
		rule := coalesce(nullif(rule, ''), SQLSTATE);
	END;
	RETURN is(rule, p_rule, 'refused: ' || p_rule || ', ' || p_fields);
END
$$;
CREATE FUNCTION t.day(p_days int) RETURNS text LANGUAGE sql STABLE RETURN (CURRENT_DATE + p_days)::text;
-- A visit that is planned, one that is done, with changes.
CREATE FUNCTION t.planned(p jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql STABLE
RETURN jsonb_build_object('status', 'planned', 'kind', 'repeat', 'planned_on', t.day(3), 'place', 'home') || p;
CREATE FUNCTION t.done(p jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql STABLE
RETURN jsonb_build_object('status', 'done', 'kind', 'repeat', 'done_on', t.day(0), 'place', 'home', 'team', ARRAY[t.id('doc.a')],
	'team_roles', ARRAY['doctor']) || p;
CREATE FUNCTION t.wish(p jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql STABLE
RETURN jsonb_build_object('discussed_on', t.day(0), 'with_whom', ARRAY['patient'], 'wishes', ARRAY['comfort_only']) || p;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA t TO PUBLIC;

SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;

-- A visit is planned, changed, done, corrected.
SELECT lives_ok($$ SELECT t.add('visit', 1, 1, t.planned()) $$, 'a visit is planned');
SELECT is((SELECT area_id || ' ' || current || ' ' || (author_id = current_account()) || ' ' || (day = CURRENT_DATE + 3) FROM visit WHERE series_id = t.series(1)),
	'9010 true true true', 'in the area of the patient, by the user, on that day');
SELECT is((SELECT last_seen_on FROM patient WHERE id = :pat), CURRENT_DATE - 1, 'a plan is not a visit');
SELECT lives_ok(format('SELECT t.add(''visit'', 1, 2, t.planned(%L))', jsonb_build_object('planned_on', t.day(0), 'planned_time', '10:30')), 'the plan is changed');
SELECT t.no('visit_version_follows', 'visit', 1, 2, t.planned());
SELECT t.no('visit_version_follows', 'visit', 1, 4, t.planned());
SELECT lives_ok($$ SELECT t.add('visit', 1, 3, t.done(jsonb_build_object('planned_on', t.day(0), 'decisions', ARRAY['unchanged', 'carer_training']))) $$, 'the visit is done');
SELECT is((SELECT string_agg(version || status || current, ' ' ORDER BY version) FROM visit WHERE series_id = t.series(1)),
	'1plannedfalse 2plannedfalse 3donetrue', 'every version is kept, one stands');
SELECT is((SELECT last_seen_on FROM patient WHERE id = :pat), CURRENT_DATE, 'and the patient was seen');
SELECT is((SELECT version FROM patient WHERE id = :pat), 1, 'which is no edit of the patient');
SELECT lives_ok($$ SELECT t.add('visit', 1, 4, t.done(jsonb_build_object('done_on', t.day(-5)))) $$, 'the day is corrected');
SELECT is((SELECT last_seen_on FROM patient WHERE id = :pat), CURRENT_DATE - 1, 'and with it when the patient was seen');
SELECT t.no('visit_step_allowed', 'visit', 1, 5, t.planned());
SELECT t.no('visit_step_allowed', 'visit', 1, 5, t.planned('{"status": "cancelled", "reason": "away"}'));
SELECT lives_ok($$ SELECT t.add('visit', 1, 5, t.done(jsonb_build_object('status', 'entered_in_error', 'done_on', t.day(-5)))) $$, 'it was entered in error');
SELECT is((SELECT count(*) FROM visit WHERE series_id = t.series(1) AND current)::int, 0, 'nothing of it stands');
SELECT t.no('visit_version_follows', 'visit', 1, 6, t.done());
SELECT throws_ok('UPDATE visit SET current = true', '42501', NULL, 'no visit is overwritten');
SELECT throws_ok('DELETE FROM visit', '42501', NULL, 'nor deleted');

-- Cancelled, nobody met, planned anew.
SELECT t.add('visit', 2, 1, t.planned());
SELECT t.no('visit_reason_given', 'visit', 2, 2, t.planned('{"status": "cancelled"}'));
SELECT t.no('visit_reason_known', 'visit', 2, 2, t.planned('{"status": "cancelled", "reason": "not_at_home"}'));
SELECT t.no('visit_reason_known', 'visit', 2, 2, t.planned('{"status": "no_show", "reason": "no_team"}'));
SELECT t.no('visit_reason_alone', 'visit', 2, 2, t.planned('{"reason": "away"}'));
SELECT lives_ok($$ SELECT t.add('visit', 2, 2, t.planned('{"status": "no_show", "reason": "not_opened"}')) $$, 'nobody opened');
SELECT lives_ok($$ SELECT t.add('visit', 2, 3, t.planned()) $$, 'it is planned anew');
SELECT lives_ok($$ SELECT t.add('visit', 2, 4, t.planned('{"status": "cancelled", "reason": "no_team"}')) $$, 'and cancelled');

-- What is refused of a plan, and of what is done.
SELECT t.no('visit_step_allowed', 'visit', 3, 1, t.planned('{"status": "cancelled", "reason": "away"}'));
SELECT t.no('visit_plan_not_past', 'visit', 3, 1, t.planned(jsonb_build_object('planned_on', t.day(-1))));
SELECT t.no('visit_plan_within_a_year', 'visit', 3, 1, t.planned(jsonb_build_object('planned_on', t.day(400))));
SELECT t.no('visit_has_day', 'visit', 3, 1, t.planned('{"planned_on": null}'));
SELECT t.no('visit_time_of_day', 'visit', 3, 1, t.done('{"planned_time": "10:00"}'));
SELECT t.no('visit_kind_fkey', 'visit', 3, 1, t.planned('{"kind": "tea"}'));
SELECT t.no('visit_place_known', 'visit', 3, 1, t.planned('{"place": "moon"}'));
SELECT t.no('visit_done_alone', 'visit', 3, 1, t.planned('{"decisions": ["unchanged"]}'));
SELECT t.no('visit_done_has_day', 'visit', 3, 1, t.done(jsonb_build_object('done_on', NULL, 'planned_on', t.day(0))));
SELECT t.no('visit_done_has_team', 'visit', 3, 1, t.done('{"team": [], "team_roles": []}'));
SELECT t.no('visit_team_in_pairs', 'visit', 3, 1, t.done('{"team_roles": []}'));
SELECT t.no('visit_team_roles_known', 'visit', 3, 1, t.done('{"team_roles": ["cook"]}'));
SELECT t.no('visit_team_known', 'visit', 3, 1, t.done('{"team": ["00000000-0000-4000-8000-000000000000"]}'));
SELECT t.no('visit_team_once', 'visit', 3, 1, t.done(jsonb_build_object('team', ARRAY[t.id('doc.a'), t.id('doc.a')], 'team_roles', ARRAY['doctor', 'nurse'])));
SELECT t.no('visit_decisions_known', 'visit', 3, 1, t.done('{"decisions": ["pray"]}'));
SELECT t.no('visit_has_place', 'visit', 3, 1, t.done('{"place": null}'));
SELECT t.no('visit_not_in_future', 'visit', 3, 1, t.done(jsonb_build_object('done_on', t.day(2))));
SELECT t.no('visit_after_birth', 'visit', 3, 1, t.done('{"done_on": "1949-12-31"}'));
SELECT t.no('visit_step_allowed', 'visit', 3, 1, t.done('{"status": "dreamt"}'));
SELECT lives_ok($$ SELECT t.add('visit', 3, 1, t.done('{"kind": "phone", "place": null}')) $$, 'a phone call has no place');
SELECT is((SELECT last_seen_on FROM patient WHERE id = :pat), CURRENT_DATE - 1, 'and nobody is seen by it');
SELECT t.no('42501', 'visit', 4, 1, t.planned(), 'b1000000-0000-4000-8000-000000000001');
SELECT t.no('visit_same_patient', 'visit', 3, 2, t.done(), 'a1000000-0000-4000-8000-000000000002');

-- Places of care follow each other.
SELECT lives_ok($$ SELECT t.add('care_place', 11, 1, jsonb_build_object('place', 'home', 'since', t.day(-9))) $$, 'cared for at home');
SELECT lives_ok($$ SELECT t.add('care_place', 12, 1, jsonb_build_object('place', 'hospice', 'since', t.day(-2))) $$, 'then in a hospice');
SELECT t.no('care_place_one_a_day', 'care_place', 13, 1, jsonb_build_object('place', 'home', 'since', t.day(-2)));
SELECT t.no('care_place_not_in_future', 'care_place', 13, 1, jsonb_build_object('place', 'home', 'since', t.day(2)));
SELECT t.no('care_place_after_birth', 'care_place', 13, 1, jsonb_build_object('place', 'home', 'since', '1949-12-31'));
SELECT t.no('care_place_place_known', 'care_place', 13, 1, jsonb_build_object('place', 'moon', 'since', t.day(0)));
SELECT lives_ok($$ SELECT t.add('care_place', 12, 2, jsonb_build_object('place', 'hospice', 'since', t.day(-3))) $$, 'since another day');
SELECT t.no('care_place_version_follows', 'care_place', 12, 2, jsonb_build_object('place', 'hospice', 'since', t.day(-4)));
SELECT lives_ok($$ SELECT t.add('care_place', 12, 3, jsonb_build_object('place', 'hospice', 'since', t.day(-3), 'status', 'entered_in_error')) $$, 'never in a hospice');
SELECT lives_ok($$ SELECT t.add('care_place', 14, 1, jsonb_build_object('place', 'relatives', 'since', t.day(-3))) $$, 'the day is free again');

-- Preferences.
SELECT lives_ok($$ SELECT t.add('preference', 21, 1, t.wish('{"informed_diagnosis": "partly", "place_of_death": "home"}')) $$, 'wishes are written down');
SELECT t.no('preference_with_somebody', 'preference', 22, 1, t.wish('{"with_whom": []}'));
SELECT t.no('preference_with_whom_known', 'preference', 22, 1, t.wish('{"with_whom": ["cat"]}'));
SELECT t.no('preference_wishes_known', 'preference', 22, 1, t.wish('{"wishes": ["gold"]}'));
SELECT t.no('preference_wishes_agree', 'preference', 22, 1, t.wish('{"wishes": ["full", "comfort_only"]}'));
SELECT t.no('preference_wishes_agree', 'preference', 22, 1, t.wish('{"wishes": ["undecided", "comfort_only"]}'));
SELECT t.no('preference_says_something', 'preference', 22, 1, t.wish('{"wishes": []}'));
SELECT t.no('preference_informed_diagnosis', 'preference', 22, 1, t.wish('{"informed_diagnosis": "maybe"}'));
SELECT t.no('preference_informed_prognosis', 'preference', 22, 1, t.wish('{"informed_prognosis": "maybe"}'));
SELECT t.no('preference_place_of_care_known', 'preference', 22, 1, t.wish('{"place_of_care": "moon"}'));
SELECT t.no('preference_place_of_death_known', 'preference', 22, 1, t.wish('{"place_of_death": "moon"}'));
SELECT t.no('preference_not_in_future', 'preference', 22, 1, t.wish(jsonb_build_object('discussed_on', t.day(2))));
SELECT t.no('preference_after_birth', 'preference', 22, 1, t.wish('{"discussed_on": "1949-12-31"}'));
SELECT t.no('preference_version_follows', 'preference', 21, 1, t.wish());

-- Who sees it.
RESET SESSION AUTHORIZATION;
SELECT t.act_as('doc.b');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is_empty(format('SELECT FROM %I', x), 'another institution sees nothing of ' || x)
  FROM unnest(ARRAY['visit', 'care_place', 'preference', 'bereavement_version']) AS x;
SET LOCAL SESSION AUTHORIZATION palreg_report;
SELECT is_empty(format('SELECT FROM %I', x), 'nor do its reports: ' || x) FROM unnest(ARRAY['report_visit', 'report_care_place', 'report_preference']) AS x;
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT t.no('42501', 'visit', 1, 6, t.done(), 'a1000000-0000-4000-8000-000000000001');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('read.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is((SELECT count(*) FROM visit WHERE current)::int, 2, 'a reader sees');
SELECT t.no('42501', 'visit', 5, 1, t.planned());
SELECT t.no('42501', 'preference', 25, 1, t.wish());
RESET SESSION AUTHORIZATION;
SELECT t.act_as('ministry');
SET LOCAL SESSION AUTHORIZATION palreg_report;
SELECT is((SELECT count(*) FROM report_visit)::int, 2, 'reports count visits');
SELECT is((SELECT string_agg(place || (until IS NULL), ' ' ORDER BY since) FROM report_care_place), 'homefalse relativestrue', 'and places with their ends');
SELECT is((SELECT count(*) FROM report_preference)::int, 1, 'and preferences');
SELECT throws_ok('SELECT team FROM visit', '42501', NULL, 'but see nobody of the staff');
RESET SESSION AUTHORIZATION;

-- They move with the patient; a death ends what was planned, and is followed by care for the family.
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT t.add('visit', 6, 1, t.planned());
UPDATE patient SET area_id = 9011 WHERE id = :pat;
SELECT ok((SELECT bool_and(area_id = 9011) FROM (SELECT area_id FROM visit UNION ALL SELECT area_id FROM care_place UNION ALL
	SELECT area_id FROM preference) AS x), 'all of it moves with the patient');
INSERT INTO patient_status_event (patient_id, action, from_status, to_status, effective_on, reason, place_of_death, cause_code, preferred_place_met)
VALUES (:pat, 'remove', 'active', 'removed', CURRENT_DATE - 1, 'death', 'home', 'C34.1', 'yes');
SELECT is((SELECT status || ' ' || reason || ' ' || version FROM visit WHERE series_id = t.series(6) AND current), 'cancelled died 2', 'nobody visits who has died');
SELECT t.no('visit_patient_on_register', 'visit', 6, 3, t.planned());
SELECT t.no('visit_before_end', 'visit', 7, 1, t.done());
SELECT t.no('care_place_before_end', 'care_place', 15, 1, jsonb_build_object('place', 'home', 'since', t.day(0)));
SELECT t.no('preference_before_end', 'preference', 23, 1, t.wish());
SELECT lives_ok($$ SELECT t.add('visit', 7, 1, t.done(jsonb_build_object('done_on', t.day(-1)))) $$, 'the last visit is written down afterwards');
UPDATE bereavement SET first_on = CURRENT_DATE, risk = 'high';
SELECT is((SELECT string_agg(version || coalesce(risk, '-'), ' ') FROM bereavement_version), '1-', 'the former version is kept');
SELECT throws_ok(format('UPDATE bereavement SET %s', x), '23514', NULL, 'refused: ' || x) FROM unnest(ARRAY[
	'status = ''closed'', closed_on = CURRENT_DATE', 'close_reason = ''declined''',
	'status = ''closed'', closed_on = CURRENT_DATE - 1, close_reason = ''declined''']) AS x;
SELECT throws_ok('UPDATE bereavement SET status = ''closed'', closed_on = CURRENT_DATE, close_reason = ''bored''', '23503', NULL, 'a reason that is none');
SELECT lives_ok('UPDATE bereavement SET status = ''closed'', closed_on = CURRENT_DATE, close_reason = ''declined''', 'closed at the wish of the family');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('doc.b');
SET LOCAL SESSION AUTHORIZATION palreg_report;
SELECT is_empty('SELECT FROM report_bereavement', 'reports of another institution know of no such family');
RESET SESSION AUTHORIZATION;
SELECT * FROM finish();
ROLLBACK;
