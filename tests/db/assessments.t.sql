-- assessments.t.sql: instruments, what may be answered, versions, taking back, and who sees it.
\ir fixture.sql
SELECT plan(44);
\set pat '''a1000000-0000-4000-8000-000000000001'''

-- The books say what the files say.
SELECT is((SELECT count(*) FROM instrument_item WHERE instrument = 'esas-r' AND kind = 'scale')::int, 10, 'ESAS-r asks nine symptoms and another');
SELECT is((SELECT low || ' ' || high FROM instrument_item WHERE instrument = 'ipos' AND code = 'ipos'), '0.000 68.000', 'IPOS goes to 68');
SELECT is((SELECT low || ' ' || high FROM instrument_item WHERE instrument = 'esas-r' AND code = 'esas'), '0.000 90.000', 'ESAS-r to 90');
SELECT is((SELECT low || ' ' || high FROM instrument_item WHERE instrument = 'rug-adl' AND code = 'rug-adl'), '4.000 18.000', 'RUG-ADL from 4 to 18');
SELECT is(ARRAY(SELECT value::int FROM instrument_answer WHERE item = 'rug-adl-bed' ORDER BY ord), ARRAY[1, 3, 4, 5], 'without a 2');
SELECT is((SELECT name_en FROM instrument_answer WHERE item = 'ipos-peace' AND value = 0), 'always', 'peace is reversed');
SELECT is((SELECT low || ' ' || high FROM instrument_item WHERE code = 'delirium-4at'), '0.000 12.000', '4AT goes to 12');
SELECT is_empty($$ SELECT i.code FROM instrument_item AS i WHERE kind = 'total' AND EXISTS (SELECT FROM unnest(parts) AS p(code)
	WHERE NOT EXISTS (SELECT FROM instrument_item AS j WHERE j.instrument = i.instrument AND j.code = p.code)) $$, 'every part of a total is asked');
SELECT is_empty($$ SELECT i.code FROM instrument_item AS i WHERE kind = 'choice' AND (SELECT count(*) FROM instrument_answer AS a
	WHERE a.item = i.code AND a.instrument = i.instrument) < 2 $$, 'every choice has answers');

-- One filled instrument, as the program puts it: the answers, then the totals of what is complete.
CREATE FUNCTION t.fill(p_instrument text, p_answers jsonb, p_id uuid DEFAULT gen_random_uuid(), p_series uuid DEFAULT NULL,
	p_version int DEFAULT 1, p_at timestamptz DEFAULT now(), p_patient uuid DEFAULT 'a1000000-0000-4000-8000-000000000001') RETURNS uuid
LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO assessment (id, series_id, version, patient_id, area_id, instrument, instrument_version, effective_at, effective_on, author_id)
	SELECT p_id, coalesce(p_series, p_id), p_version, p.id, p.area_id, p_instrument, '1', p_at, p_at::date, current_account() FROM patient AS p WHERE p.id = p_patient;
	INSERT INTO observation (assessment_id, patient_id, area_id, code, value, effective_on, effective_at, author_id)
	SELECT a.id, a.patient_id, a.area_id, v.key, v.value::numeric, a.effective_on, a.effective_at, a.author_id
	  FROM assessment AS a, jsonb_each_text(p_answers) AS v WHERE a.id = p_id;
	RETURN p_id;
END
$$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA t TO PUBLIC;

SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT lives_ok($$ SELECT t.fill('pain', '{"pain-nrs": 7, "pain-worst": 9, "pain-average": null}', 'a2000000-0000-4000-8000-000000000001',
	p_at => now() + interval '1 second') $$, 'pain is assessed');
SELECT is((SELECT last_pain || ' ' || (last_seen_on = CURRENT_DATE) FROM patient WHERE id = :pat), '7 true', 'and is the last pain');
SELECT is((SELECT count(*) FROM observation WHERE assessment_id = 'a2000000-0000-4000-8000-000000000001' AND value IS NULL)::int, 1, 'not assessed is kept as such');
SELECT lives_ok($$ SELECT t.fill('esas-r', '{"pain-nrs": 3, "esas-anxiety": 0, "esas-depression": 4, "esas-emotional": 4}',
	p_at => now() + interval '2 seconds') $$, 'ESAS-r, with the total of what is complete');
SELECT is((SELECT last_pain::int FROM patient WHERE id = :pat), 3, 'the pain of ESAS-r is pain');
SELECT throws_ok(format('SELECT t.fill(%L, %L)', i, a), '23514', NULL, 'refused: ' || what)
  FROM (VALUES ('esas-r', '{"esas-nausea": 11}', 'above the scale'), ('esas-r', '{"esas-nausea": -1}', 'below it'),
	('esas-r', '{"esas-nausea": 2.5}', 'between its steps'), ('esas-r', '{"pps": 50}', 'an item of another instrument'),
	('pps', '{"pps": 55}', 'PPS of 55'), ('rug-adl', '{"rug-adl-bed": 2}', 'RUG-ADL of 2'), ('phase', '{"phase": 5}', 'a phase that is none'),
	('rug-adl', '{"rug-adl-bed": 1, "rug-adl-toilet": 1, "rug-adl-transfer": 1, "rug-adl-eating": 1, "rug-adl": 5}', 'a total that is no sum'),
	('rug-adl', '{"rug-adl-bed": 1, "rug-adl-toilet": 1, "rug-adl-transfer": null, "rug-adl-eating": 1, "rug-adl": 3}', 'a total of an incomplete instrument'),
	('signs', '{"weight": 61.25}', 'a weight finer than the scale')) AS v(i, a, what);
SELECT lives_ok($$ SELECT t.fill('signs', '{"weight": 61.3}') $$, 'a weight to 100 g');
SELECT throws_ok(format('SELECT t.fill(''pps'', ''{"pps": 50}'', p_at => %s)', at), '23514', NULL, 'refused: ' || what)
  FROM (VALUES ('now() + interval ''2 hours''', 'in the future'), ('''1949-12-31''::timestamptz', 'before birth')) AS v(at, what);
SELECT throws_ok($$ SELECT t.fill('unheard-of', '{}') $$, '23503', NULL, 'refused: an unknown instrument');

-- Versions.
SELECT lives_ok($$ SELECT t.fill('pain', '{"pain-nrs": 8}', 'a2000000-0000-4000-8000-000000000002', 'a2000000-0000-4000-8000-000000000001', 2, now() + interval '3 seconds') $$, 'a correction');
SELECT is(ARRAY(SELECT version || ' ' || current FROM assessment WHERE series_id = 'a2000000-0000-4000-8000-000000000001' ORDER BY version),
	ARRAY['1 false', '2 true'], 'takes the place of the version before it');
SELECT is((SELECT bool_or(current) FROM observation WHERE assessment_id = 'a2000000-0000-4000-8000-000000000001'), false, 'with its answers');
SELECT is((SELECT last_pain::int FROM patient WHERE id = :pat), 8, 'the corrected pain is the last one');
SELECT throws_ok($$ SELECT t.fill('pain', '{"pain-nrs": 1}', gen_random_uuid(), 'a2000000-0000-4000-8000-000000000001', 2) $$, '40001', NULL, 'refused: the same version twice');
SELECT throws_ok($$ SELECT t.fill('pps', '{"pps": 50}', gen_random_uuid(), 'a2000000-0000-4000-8000-000000000001', 3) $$, '23514', NULL, 'refused: another instrument in the series');
SELECT throws_ok($$ UPDATE assessment SET effective_at = now() $$, '42501', NULL, 'refused: changing a version');
SELECT throws_ok($$ UPDATE observation SET value = 0 $$, '42501', NULL, 'refused: changing an answer');
UPDATE assessment SET status = 'entered_in_error' WHERE id = 'a2000000-0000-4000-8000-000000000002';
SELECT is(ARRAY(SELECT status || ' ' || current FROM assessment WHERE series_id = 'a2000000-0000-4000-8000-000000000001' ORDER BY version),
	ARRAY['completed true', 'entered_in_error false'], 'taken back: the version before counts again');
SELECT throws_ok($$ UPDATE assessment SET status = 'completed' WHERE id = 'a2000000-0000-4000-8000-000000000002' $$, '40001', NULL, 'refused: taking back the taking back');
RESET SESSION AUTHORIZATION;

-- Others.
SELECT t.act_as('dep.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is_empty('SELECT id FROM assessment', 'the department sees no assessment of the institution''s patient');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('read.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
UPDATE assessment SET status = 'entered_in_error';
SELECT is((SELECT count(*) FROM assessment WHERE current)::int, 3, 'a reader takes nothing back');
SELECT throws_ok($$ SELECT t.fill('pps', '{"pps": 50}') $$, '42501', NULL, 'and writes nothing');
RESET SESSION AUTHORIZATION;
SELECT t.nobody();
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is_empty('SELECT id FROM assessment', 'nobody sees nothing');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('doc.a');
UPDATE patient SET area_id = 9011 WHERE id = :pat;
SELECT ok((SELECT bool_and(area_id = 9011) FROM assessment WHERE patient_id = :pat), 'assessments move with their patient');
INSERT INTO patient_status_event (patient_id, action, from_status, to_status, effective_on, reason, place_of_death, cause_code, preferred_place_met)
VALUES (:pat, 'remove', 'active', 'removed', CURRENT_DATE - 1, 'death', 'home', 'C34.1', 'yes');
SELECT throws_ok($$ SELECT t.fill('pps', '{"pps": 10}') $$, '23514', NULL, 'refused: after death');
SELECT * FROM finish();
ROLLBACK;
