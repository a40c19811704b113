-- eligibility.t.sql: when criteria are met, what is refused, versions, who sees and writes.
\ir fixture.sql
SELECT plan(30);
\set a '\'a1000000-0000-4000-8000-000000000001\''
\set b '\'b1000000-0000-4000-8000-000000000001\''
CREATE FUNCTION t.judge(p_patient uuid, p_group text, p_criteria text[], p_on date DEFAULT CURRENT_DATE, p_series uuid DEFAULT gen_random_uuid(), p_version int DEFAULT 1)
RETURNS boolean LANGUAGE sql AS $$
INSERT INTO eligibility (series_id, version, patient_id, area_id, group_code, criteria, assessed_on, author_id)
SELECT p_series, p_version, p_patient, coalesce((SELECT area_id FROM patient WHERE id = p_patient), 9021), p_group, p_criteria, p_on, current_account()
RETURNING met $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA t TO PUBLIC;

SELECT is((SELECT count(*) FROM eligibility_criterion WHERE general)::int, 6, 'six general criteria');
SELECT is_empty($$ SELECT code FROM diagnosis_group AS g WHERE code <> 'service' AND NOT EXISTS
	(SELECT FROM eligibility_criterion WHERE group_code = g.code) $$, 'each group of diseases has some of its own');
UPDATE eligibility_criterion SET retired_at = now() WHERE code = 'onco_frail';

SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is(t.judge(:a, 'onco', '{symptoms,performance,onco_decline}', CURRENT_DATE - 9), true, 'two general and one of the condition: met');
SELECT is(t.judge(:a, 'onco', '{symptoms,onco_decline}', CURRENT_DATE - 8), false, 'one general: not met');
SELECT is(t.judge(:a, 'onco', '{symptoms,performance,weight,wish}', CURRENT_DATE - 7), false, 'none of the condition: not met');
SELECT is(t.judge(:a, 'onco', '{symptoms,symptoms,onco_decline}', CURRENT_DATE - 6), false, 'the same twice counts once');
SELECT is(t.judge(:a, 'onco', '{symptoms,performance,other_decline}', CURRENT_DATE - 5), true, 'one of every condition');
SELECT is(t.judge(:a, 'onco', '{}', CURRENT_DATE - 4), false, 'nothing applies');
SELECT t.refuses('eligibility_criteria_known', format('SELECT t.judge(%L, ''onco'', ''{nonsense}'')', :a));
SELECT t.refuses('eligibility_criteria_known', format('SELECT t.judge(%L, ''onco'', ''{onco_frail}'')', :a), 'retired');
SELECT t.refuses('eligibility_criteria_of_group', format('SELECT t.judge(%L, ''onco'', ''{renal_decline}'')', :a));
SELECT t.refuses('eligibility_group_known', format('SELECT t.judge(%L, ''tea'', ''{symptoms}'')', :a));
SELECT t.refuses('eligibility_once', format('SELECT t.judge(%L, ''onco'', ''{}'', CURRENT_DATE - 9)', :a));
SELECT t.refuses('eligibility_not_in_future', format('SELECT t.judge(%L, ''onco'', ''{}'', CURRENT_DATE + 1)', :a));
SELECT t.refuses('eligibility_after_birth', format('SELECT t.judge(%L, ''onco'', ''{}'', ''1949-12-31'')', :a));
SELECT t.refuses('eligibility_area_of_patient', format('SELECT t.judge(%L, ''onco'', ''{}'')', :b));
SELECT throws_ok($$ UPDATE eligibility SET met = true $$, '42501', NULL, 'whether they are met is not told');
SELECT throws_ok($$ DELETE FROM eligibility $$, '42501', NULL, 'nothing is removed');

-- Versions.
SELECT is(t.judge(:a, 'renal', '{symptoms,performance,renal_decline}', CURRENT_DATE - 8, series_id, 2), true, 'a correction, also of the group')
  FROM eligibility WHERE patient_id = :a AND assessed_on = CURRENT_DATE - 8;
SELECT is((SELECT string_agg(version || ' ' || group_code || ' ' || met || ' ' || current, ', ' ORDER BY version) FROM eligibility WHERE patient_id = :a AND assessed_on = CURRENT_DATE - 8),
	'1 onco false false, 2 renal true true', 'keeps the version before');
SELECT throws_ok(format('SELECT t.judge(%L, ''onco'', ''{}'', CURRENT_DATE - 8, %L, 2)', :a, series_id), '40001', NULL, 'a version that is taken')
  FROM eligibility WHERE patient_id = :a AND assessed_on = CURRENT_DATE - 8 AND current;
SELECT lives_ok(format('UPDATE eligibility SET status = ''entered_in_error'' WHERE patient_id = %L AND assessed_on = CURRENT_DATE - 8 AND current', :a), 'entered in error');
SELECT is((SELECT ended_by FROM eligibility WHERE status = 'entered_in_error'), t.id('doc.a'), 'who said so');
SELECT is(t.judge(:a, 'onco', '{}', CURRENT_DATE - 8), false, 'its day is free again');
RESET SESSION AUTHORIZATION;

UPDATE eligibility_criterion SET retired_at = now() WHERE code = 'onco_decline';
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is(t.judge(:a, 'onco', '{symptoms,weight,onco_decline}', CURRENT_DATE - 9, series_id, 2), true, 'what was retired since stays where it was ticked')
  FROM eligibility WHERE patient_id = :a AND assessed_on = CURRENT_DATE - 9;
RESET SESSION AUTHORIZATION;

SELECT t.act_as('doc.b');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is_empty('SELECT id FROM eligibility', 'doctor of B: sees none of A');
UPDATE eligibility SET status = 'entered_in_error';
RESET SESSION AUTHORIZATION;
SELECT is((SELECT count(*) FROM eligibility WHERE status = 'entered_in_error')::int, 1, 'and ends none');
SELECT t.act_as('read.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT isnt_empty('SELECT id FROM eligibility', 'a reader sees');
SELECT t.refuses('eligibility_area_of_patient', format('SELECT t.judge(%L, ''onco'', ''{}'')', :a), 'and writes not');
RESET SESSION AUTHORIZATION;
SET LOCAL SESSION AUTHORIZATION palreg_report;
SELECT throws_ok('SELECT id FROM eligibility', '42501', NULL, 'reports see none');
RESET SESSION AUTHORIZATION;

SELECT * FROM finish();
ROLLBACK;
