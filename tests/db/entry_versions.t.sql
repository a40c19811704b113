-- entry_versions.t.sql: what the open fields of an entry said is kept from the first change on, and by nobody's hand.
\ir fixture.sql
SELECT plan(12);
\set pat '\'a1000000-0000-4000-8000-000000000001\'::uuid'

SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is_empty('SELECT FROM patient_entry_version', 'nothing before a change');
UPDATE patient SET settlement = settlement WHERE id = :pat;
SELECT is_empty('SELECT FROM patient_entry_version', 'what stays as it is is none');
UPDATE patient SET settlement = 'rural', basis_code = 'neuro' WHERE id = :pat;
SELECT results_eq('SELECT version, settlement, basis_code, changed_by FROM patient_entry_version ORDER BY version',
	$$ VALUES (1, NULL, 'onco', t.id('doc.a')), (2, 'rural', 'neuro', t.id('doc.a')) $$, 'what was, and what it became');
UPDATE patient SET district_id = NULL WHERE id = :pat;
SELECT results_eq('SELECT version, district_id FROM patient_entry_version ORDER BY version', 'VALUES (1, 9002), (2, 9002), (3, NULL)', 'one more for one more');
UPDATE patient SET diagnosis_code = 'C61' WHERE id = :pat;
SELECT is((SELECT count(*) FROM patient_entry_version)::int, 3, 'a diagnosis has its own');
SELECT results_eq($$ SELECT version, at = written, who FROM record_event WHERE kind = 'entry' ORDER BY version $$,
	$$ VALUES (2, true, t.id('doc.a')), (3, true, t.id('doc.a')) $$, 'an event a change');
SELECT throws_ok('INSERT INTO patient_entry_version SELECT * FROM patient_entry_version', '42501', NULL, 'nobody writes it');
SELECT throws_ok('UPDATE patient_entry_version SET sex = ''m''', '42501', NULL, 'nor changes it');
SELECT throws_ok('DELETE FROM patient_entry_version', '42501', NULL, 'nor removes it');
UPDATE patient SET area_id = 9011 WHERE id = :pat;
RESET SESSION AUTHORIZATION;
SELECT is((SELECT min(area_id) || ' ' || max(area_id) FROM patient_entry_version), '9011 9011', 'it moves with the patient');
SELECT t.act_as('doc.b');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is_empty('SELECT FROM patient_entry_version', 'another institution sees nothing');
SELECT is_empty($$ SELECT FROM record_fact WHERE kind = 'entry' $$, 'of its facts neither');
RESET SESSION AUTHORIZATION;
SELECT * FROM finish();
ROLLBACK;
