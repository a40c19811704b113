-- totals.t.sql: the totals that lists show are the number of patients, whatever is done to them.
\ir fixture.sql
SELECT plan(7);

CREATE FUNCTION t.wrong_totals() RETURNS bigint LANGUAGE sql AS $$
SELECT count(*)
  FROM (SELECT area_id, count(*) AS n FROM palreg.patient GROUP BY area_id) AS p
  FULL JOIN (SELECT area_id, patients FROM palreg.patient_total WHERE patients <> 0) AS t USING (area_id)
 WHERE p.n IS DISTINCT FROM t.patients
$$;

SELECT is(t.wrong_totals(), 0::bigint, 'after the patients of the fixture');
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
INSERT INTO patient (id, inst, institution_id, area_id, year_of_birth, sex, diagnosis_code, status, date_in)
SELECT gen_random_uuid(), 'aaaaaaaa-0000-4000-8000-000000000001', 9010, 9010 + n % 2, 1950, 'm', 'C61', 'awaiting', CURRENT_DATE
  FROM generate_series(1, 5) AS n;
SELECT is((SELECT coalesce(sum(patients), 0) FROM patient_total), (SELECT count(*) FROM patient),
	'a doctor sees the total of his areas');
SELECT throws_ok('UPDATE patient_total SET patients = 0', '42501', NULL, 'and cannot change it');
UPDATE patient SET area_id = 9011 WHERE area_id = 9010;
SELECT is((SELECT coalesce(sum(patients), 0) FROM patient_total WHERE area_id = 9010), 0::bigint, 'an area that all have left');
RESET SESSION AUTHORIZATION;
SELECT is(t.wrong_totals(), 0::bigint, 'after admissions and a move');
SELECT isnt((SELECT patients FROM patient_total WHERE area_id = 9011), NULL, 'the area they moved to is counted');
SELECT t.act_as('doc.b');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is((SELECT count(*) FROM patient_total WHERE area_id IN (9010, 9011)), 0::bigint, 'another institution sees nothing of it');
RESET SESSION AUTHORIZATION;
SELECT * FROM finish();
ROLLBACK;
