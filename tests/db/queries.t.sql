-- queries.t.sql: the tuned questions of queries.sql answer what plain ones do.
\ir fixture.sql
SELECT plan(19);
\ir queries.sql

SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT results_eq('SELECT count(*) FROM patient', 'EXECUTE patient_count(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)', 'all are counted');
SELECT results_eq('SELECT id FROM patient ORDER BY changed_at DESC, id', 'EXECUTE patient_ids(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)', 'and named');
SELECT results_eq('EXECUTE patient_ids(''active'', ''C34'', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)',
	$$ VALUES ('a1000000-0000-4000-8000-000000000001'::uuid) $$, 'C34 holds C34.1');
SELECT results_eq('EXECUTE patient_ids(NULL, ''C'', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)', 'SELECT id FROM patient ORDER BY changed_at DESC, id', 'C holds both');
SELECT results_eq('EXECUTE patient_count(NULL, NULL, ''cardiac'', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)', 'SELECT 0::bigint', 'no other institution''s group');
SELECT results_eq('EXECUTE patient_count(NULL, NULL, ''onco'', ''m'', 70, 120, CURRENT_DATE - 20, CURRENT_DATE, 9010, 4, NULL)', 'SELECT 1::bigint', 'filters meet');
SELECT results_eq('EXECUTE patient_count(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 14)', 'SELECT 0::bigint', 'all were seen');
SELECT is((SELECT count(*) FROM patient)::int, 2, 'of two');
SELECT results_eq('EXECUTE patient_list(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, 1)',
	$$ SELECT p.id, p.registry_no, p.year_of_birth, p.sex, p.diagnosis_code, g.title, i.name, p.status, p.last_pain, p.last_seen_on FROM patient AS p
	   JOIN icd10 AS g ON g.code = p.diagnosis_code JOIN area AS i ON i.id = p.institution_id ORDER BY p.changed_at DESC, p.id LIMIT 1 OFFSET 1 $$, 'the second page of one');
SELECT is((SELECT count(*) FROM patient_finding)::int, 0, 'nothing was found yet');
SELECT results_eq('EXECUTE patient_find(NULL, 9002, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, ''active'', 50, 0)', 'SELECT id FROM patient ORDER BY changed_at DESC, id', 'all of the district');
SELECT is_empty('EXECUTE patient_find(NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 50, 0)', 'none of a phase');
SELECT results_eq('EXECUTE patient_find(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, ''opioid_strong'', NULL, true, NULL, 50, 0)', 'SELECT id FROM patient ORDER BY changed_at DESC, id', 'a strong opioid without a laxative');
SELECT is_empty('EXECUTE patient_find(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, ''laxative'', NULL, NULL, NULL, 50, 0)', 'none takes a laxative');
SELECT results_eq(format('EXECUTE patient_find(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, %L, NULL, NULL, 50, 0)', current_account()), 'SELECT id FROM patient ORDER BY changed_at DESC, id', 'both are this doctor''s');
SELECT results_eq('EXECUTE prescription_search(NULL, CURRENT_DATE - 2, CURRENT_DATE - 1, NULL, NULL, NULL, 50, 0)',
	'SELECT * FROM prescription ORDER BY starts_on DESC, id', 'a line overlaps a period in which it did not begin');
SELECT is_empty('EXECUTE prescription_search(NULL, CURRENT_DATE - 20, CURRENT_DATE - 6, NULL, NULL, NULL, 50, 0)', 'but not one before it');
SELECT results_eq('EXECUTE prescription_count(NULL, NULL, NULL, ''active'', NULL, NULL)', 'SELECT 2::bigint', 'two are active');
SELECT results_eq('EXECUTE home_figures', $$ SELECT 2::bigint, count(*) FILTER (WHERE date_in >= date_trunc('month', CURRENT_DATE)), 2::bigint, 0::bigint FROM patient $$,
	'home: on register, new this month, in pain, not seen');
SELECT * FROM finish();
ROLLBACK;
