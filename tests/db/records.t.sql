-- records.t.sql: rules of patients, observations and prescription lines.
\ir fixture.sql
SELECT plan(31);
\set pat '\'a1000000-0000-4000-8000-000000000001\'::uuid'

SELECT ok((SELECT bool_and(registry_no ~ '^П-[0-9]{4}-[0-9]$' AND right(registry_no, 1)::int = check_digit(split_part(registry_no, '-', 2)))
	FROM patient WHERE institution_id IN (9010, 9020)), 'a register number is random and has its check digit');
SELECT is((SELECT count(DISTINCT registry_no_make()) FROM generate_series(1, 500))::int, 500, 'five hundred numbers differ');

SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT lives_ok($$ INSERT INTO patient (id, inst, institution_id, area_id, year_of_birth, sex, diagnosis_code, status, date_in,
	commission_no, commission_on, basis_code, consent_on) VALUES
	('a1000000-0000-4000-8000-0000000000ff', 'aaaaaaaa-0000-4000-8000-000000000001', 9010, 9011, 1950, 'm', 'C61', 'active', CURRENT_DATE,
	'7', CURRENT_DATE, 'onco', CURRENT_DATE) $$, 'a patient is admitted');
SELECT is((SELECT created_by || ' ' || version FROM patient WHERE id = 'a1000000-0000-4000-8000-0000000000ff'),
	'a0000000-0000-4000-8000-000000000001 1', 'by the user, as version 1');
SELECT lives_ok($$ UPDATE patient SET year_of_birth = 1951 WHERE id = 'a1000000-0000-4000-8000-0000000000ff' AND version = 1 $$, 'and edited');
SELECT is((SELECT version FROM patient WHERE id = 'a1000000-0000-4000-8000-0000000000ff'), 2, 'to version 2');
SELECT throws_ok(format('UPDATE patient SET %s WHERE id = %L', x, 'a1000000-0000-4000-8000-0000000000ff'), '23514', NULL, 'refused: ' || what)
  FROM (VALUES ('date_in = CURRENT_DATE + 1', 'a future date'), ('year_of_birth = 1800', 'born in 1800'), ('sex = ''x''', 'another sex'),
	('diagnosis_code = NULL', 'active without a diagnosis'), ('area_id = 9020, institution_id = 9010', 'an area outside the institution'),
	('district_id = 9010', 'a district that is none')) AS v(x, what);
SELECT throws_ok($$ UPDATE patient SET diagnosis_code = 'X99.9' $$, '23503', NULL, 'refused: an unknown diagnosis');

-- Observations.
SELECT is((SELECT last_pain FROM patient WHERE id = :pat)::int, 4, 'the last pain is on the patient');
INSERT INTO observation (patient_id, area_id, code, value, effective_on, effective_at, author_id)
VALUES (:pat, 9010, 'pain-nrs', 9, CURRENT_DATE - 3, now() - interval '3 days', current_account());
SELECT is((SELECT last_pain FROM patient WHERE id = :pat)::int, 4, 'an older score entered later does not replace it');
INSERT INTO observation (patient_id, area_id, code, value, effective_on, author_id, effective_at)
VALUES (:pat, 9010, 'pain-nrs', NULL, CURRENT_DATE, current_account(), now() + interval '1 second');
SELECT is((SELECT last_pain || ' ' || last_seen_on FROM patient WHERE id = :pat), NULL, 'not assessed is not zero');
SELECT is((SELECT last_seen_on FROM patient WHERE id = :pat), CURRENT_DATE, 'seen today');
SELECT is((SELECT version FROM patient WHERE id = :pat), 1, 'an observation is no edit of the patient');
SELECT throws_ok($$ INSERT INTO observation (patient_id, area_id, code, value, effective_on, author_id) VALUES
	('a1000000-0000-4000-8000-000000000001', 9010, 'pain-nrs', 11, CURRENT_DATE, current_account()) $$, '23514', NULL, 'pain is 0 to 10');

-- Lines.
SELECT lives_ok($$ INSERT INTO prescription (series_id, version, patient_id, area_id, institution_id, sheet_on, medicine_id, product_id, dose, unit, route,
	schedule, times_per_day, starts_on, author_id) SELECT series_id, 2, patient_id, area_id, institution_id, CURRENT_DATE, medicine_id, product_id, 20, unit,
	route, schedule, times_per_day, CURRENT_DATE, current_account() FROM prescription WHERE series_id = 'a1000000-0000-4000-8000-000000000001' $$, 'a new version');
SELECT is(ARRAY(SELECT version || ' ' || status || ' ' || current || ' ' || dose::int FROM prescription WHERE series_id = :pat ORDER BY version),
	ARRAY['1 replaced false 10', '2 active true 20'], 'takes the place of the old one, which stays');
SELECT throws_ok($$ INSERT INTO prescription (series_id, version, patient_id, area_id, institution_id, sheet_on, medicine_id, dose, unit, route,
	schedule, times_per_day, starts_on, author_id) SELECT series_id, 2, patient_id, area_id, institution_id, CURRENT_DATE, medicine_id, 20, unit,
	route, schedule, times_per_day, CURRENT_DATE, current_account() FROM prescription WHERE series_id = 'a1000000-0000-4000-8000-000000000001' AND current $$,
	'40001', NULL, 'the same version twice is a conflict');
SELECT throws_ok(format('INSERT INTO prescription (series_id, patient_id, area_id, institution_id, sheet_on, medicine_id, dose, unit, route, schedule,'
	' times_per_day, interval_hours, prn, prn_max_per_day, starts_on, ends_on, author_id) SELECT gen_random_uuid(), patient_id, area_id, institution_id,'
	' CURRENT_DATE, medicine_id, %s, CURRENT_DATE, %s, current_account() FROM prescription WHERE current AND series_id = %L', a, b, :pat), '23514', NULL, 'refused: ' || what)
  FROM (VALUES ('0, unit, route, ''once'', NULL, NULL, false, NULL', 'NULL', 'no dose'),
	('1, unit, route, ''times_per_day'', NULL, NULL, false, NULL', 'NULL', 'times a day without a number'),
	('1, unit, route, ''patch'', NULL, NULL, false, NULL', 'NULL', 'a patch without hours'),
	('1, unit, route, ''once'', NULL, NULL, true, NULL', 'NULL', 'as needed without a maximum'),
	('1, unit, route, ''once'', NULL, NULL, false, NULL', 'CURRENT_DATE - 1', 'an end before the start')) AS v(a, b, what);
SELECT throws_ok($$ UPDATE prescription SET dose = 1 $$, '42501', NULL, 'a dose is never overwritten');
SELECT throws_ok($$ UPDATE prescription SET status = 'stopped' WHERE current $$, '23514', NULL, 'stopping has a day and a reason');

-- Moving and leaving.
UPDATE patient SET area_id = 9011 WHERE id = :pat;
SELECT ok((SELECT bool_and(area_id = 9011) FROM prescription WHERE patient_id = :pat), 'lines move with their patient');
INSERT INTO patient_status_event (patient_id, action, from_status, to_status, effective_on, reason, place_of_death, cause_code, preferred_place_met)
VALUES (:pat, 'remove', 'active', 'removed', CURRENT_DATE, 'death', 'home', 'C34.1', 'yes');
SELECT is((SELECT status || ' ' || stop_reason FROM prescription WHERE patient_id = :pat AND current), 'stopped death', 'death stops every line');
SELECT * FROM finish();
ROLLBACK;
