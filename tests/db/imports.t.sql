-- imports.t.sql: patients from a spreadsheet: staged, tried, taken in as a whole, taken back; by whom and by whom not.
\ir fixture.sql
SELECT plan(65);
\set imp '\'d0000000-0000-4000-8000-000000000001\'::uuid'

-- Rows as the program stages them: n of them, with one member changed in the last.
CREATE FUNCTION t.rows(p_n int, p_change jsonb DEFAULT '{}', p_from int DEFAULT 1) RETURNS jsonb LANGUAGE sql
SET search_path = palreg, tap, pg_temp AS $$
SELECT jsonb_agg(jsonb_build_object('row_no', i, 'patient_id', rec, 'area_id', 9011, 'district_id', 9002, 'year_of_birth', 1950, 'sex', 'f',
	'diagnosis_code', 'C34.1', 'date_in', CURRENT_DATE, 'status', 'awaiting', 'ts', 1767225600, 'kep', 1, 'doc_hash', encode(sha256(rec::text::bytea), 'hex'),
	'envelope', t.envelope('passport', 'aaaaaaaa-0000-4000-8000-000000000001', rec, 1, current_account(), t.zero()))
	|| CASE WHEN i = p_from + p_n - 1 THEN p_change ELSE '{}' END ORDER BY i)
  FROM (SELECT i, ('d1000000-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid AS rec FROM generate_series(p_from, p_from + p_n - 1) AS i) AS g $$;
CREATE FUNCTION t.caught(p_sql text) RETURNS text LANGUAGE plpgsql SET search_path = palreg, tap, pg_temp AS $$
DECLARE rule text; told text;
BEGIN
	EXECUTE p_sql INTO told;
	RETURN coalesce(told, 'done');
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME;
	RETURN coalesce(nullif(rule, ''), SQLSTATE);
END $$;
CREATE FUNCTION t.tried(p_no int, p_change jsonb) RETURNS text LANGUAGE plpgsql SET search_path = palreg, tap, pg_temp AS $$
DECLARE import uuid := gen_random_uuid();
BEGIN
	PERFORM import_begin(import, 1);
	PERFORM import_stage(import, t.rows(1, p_change, p_no));
	RETURN (SELECT coalesce(nullif(e.rule, ''), e.code) FROM import_try(import, ARRAY[p_no]) AS e);
END $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA t TO PUBLIC;

SELECT t.act_as('dep.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is(t.caught(format('SELECT import_begin(%L, 3)', :imp)), '', 'begun');
SELECT is(t.caught(format('SELECT import_begin(%L, 3)', :imp)), '', 'and again, as after a lost answer');
SELECT is(t.caught(format('SELECT import_begin(%L, 4)', :imp)), '40001', 'not with another number of rows');
SELECT is(t.caught('SELECT import_begin(gen_random_uuid(), 0)'), 'patient_import_total', 'of nothing');
SELECT is(t.caught('SELECT import_begin(gen_random_uuid(), 20001)'), 'patient_import_total', 'of too much');
SELECT lives_ok(format('SELECT import_stage(%L, t.rows(2))', :imp), 'two rows are staged');
SELECT lives_ok(format('SELECT import_stage(%L, t.rows(2))', :imp), 'and sent again they stay');
SELECT is((SELECT count(*) FROM patient_import_row)::int, 2, 'two');
SELECT is_empty($$ SELECT FROM patient WHERE id::text LIKE 'd1%' $$, 'nothing is to be seen');
SELECT is_empty(format('SELECT FROM import_try(%L, %L)', :imp, '{1,2}'), 'nothing speaks against them');
SELECT is_empty($$ SELECT FROM patient WHERE id::text LIKE 'd1%' $$, 'and nothing stays of the trial');
SELECT is(t.caught(format('SELECT import_close(%L)', :imp)), '40001', 'a part is not taken in');

-- What the register refuses of one row, it refuses here, with the name of the rule.
SELECT is(t.caught(format('SELECT t.tried(%s, %L)', 100 + v.n, v.change)), v.wanted, v.change)
  FROM (SELECT row_number() OVER ()::int AS n, u.* FROM (VALUES
	('{"year_of_birth": 1800}', 'patient_year_of_birth'), ('{"year_of_birth": 2090}', 'patient_born_before_in'), ('{"sex": "x"}', 'patient_sex'),
	('{"diagnosis_code": "X99.9"}', 'patient_diagnosis_code_fkey'), ('{"date_in": "2999-01-01"}', 'patient_not_in_future'),
	('{"status": "removed"}', 'patient_enters_alive'), ('{"status": "active"}', 'patient_active_needs_commission'),
	('{"commission_no": "7"}', 'patient_commission_whole'), ('{"area_id": 9010}', '42501'), ('{"area_id": 9021}', '42501'),
	('{"area_id": 9002}', '42501'), ('{"district_id": 9010}', 'patient_district_is_district'), ('{"ts": 5}', '22023'), ('{"kep": 2}', '22023'),
	('{"patient_id": "a1000000-0000-4000-8000-000000000002"}', 'patient_pkey'),
	('{"status": "active", "commission_no": "7", "commission_on": "2026-01-01", "basis_code": "onco"}', 'patient_active_needs_consent'))
	AS u(change, wanted)) AS v;
RESET SESSION AUTHORIZATION;

-- Others neither see nor touch it.
SELECT t.act_as('doc.b');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is_empty('SELECT FROM patient_import', 'another institution sees no import');
SELECT is_empty('SELECT FROM patient_import_row', 'and no row');
SELECT is(t.caught(format('SELECT import_stage(%L, t.rows(1))', :imp)), 'P0002', 'nor adds one');
SELECT is(t.caught(format('SELECT import_close(%L)', :imp)), 'P0002', 'nor closes it');
SELECT is(t.caught(format('SELECT import_cancel(%L)', :imp)), 'P0002', 'nor drops it');
SELECT is(t.caught(format('SELECT import_begin(%L, 3)', :imp)), '40001', 'nor goes on with it');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('ministry');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is(t.caught('SELECT import_begin(gen_random_uuid(), 1)'), '42501', 'who may not write imports nothing');
RESET SESSION AUTHORIZATION;

-- As a whole.
SELECT t.act_as('dep.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT lives_ok(format('SELECT import_stage(%L, t.rows(1, p_from => 3))', :imp), 'the third row');
SELECT is(t.caught(format('SELECT import_close(%L)', :imp)), '3', 'it is whole');
SELECT is(t.caught(format('SELECT import_apply(%L)', :imp)), '3', 'and taken in');
SELECT lives_ok(format('SELECT import_settle(%L)', :imp), 'settled');
SELECT is((SELECT count(*) FROM patient AS p JOIN document AS d ON d.rec = p.id WHERE p.id::text LIKE 'd1%' AND p.institution_id = 9010
	AND p.area_id = 9011 AND d.current AND d.area_id = 9011)::int, 3, 'three patients with their passports');
SELECT is((SELECT max(d.seq) - min(d.seq) FROM document AS d WHERE rec::text LIKE 'd1%'), 2::bigint, 'numbered without a gap');
SELECT is((SELECT max(d.seq) FROM document AS d), (SELECT document_seq FROM crypto_inst WHERE inst = current_inst()), 'up to the last number given out');
SELECT is((SELECT count(envelope) FROM patient_import_row WHERE import_id = :imp)::int, 0, 'no envelope is kept twice');
SELECT is(t.caught(format('SELECT import_close(%L)', :imp)), '40001', 'once');
SELECT is(t.caught(format('SELECT import_stage(%L, t.rows(1))', :imp)), 'P0002', 'it takes nothing more');
SELECT is(t.caught(format('SELECT import_cancel(%L)', :imp)), 'P0002', 'and is not dropped');

-- Taken back only while nothing has happened.
SELECT is(import_touched(:imp), 0, 'untouched');
SAVEPOINT clean;
INSERT INTO observation (patient_id, area_id, code, value, effective_on, author_id)
VALUES ('d1000000-0000-4000-8000-000000000001', 9011, 'pain-nrs', 4, CURRENT_DATE, current_account());
SELECT is(t.caught(format('SELECT import_undo(%L)', :imp)), 'import_untouched', 'not after a visit');
ROLLBACK TO clean;
UPDATE patient SET sex = 'u' WHERE id = 'd1000000-0000-4000-8000-000000000002';
SELECT is(t.caught(format('SELECT import_undo(%L)', :imp)), 'import_untouched', 'not after a change');
ROLLBACK TO clean;
SELECT t.put('passport', 'd1000000-0000-4000-8000-000000000002', 2, sha256('d1000000-0000-4000-8000-000000000002'),
	'd1000000-0000-4000-8000-000000000002');
SELECT is(t.caught(format('SELECT import_undo(%L)', :imp)), 'import_untouched', 'not after another passport');
ROLLBACK TO clean;
INSERT INTO patient_status_event (patient_id, action, from_status, to_status, effective_on, reason)
VALUES ('d1000000-0000-4000-8000-000000000002', 'decline', 'awaiting', 'declined', CURRENT_DATE, 'patient');
SELECT is(t.caught(format('SELECT import_undo(%L)', :imp)), 'import_untouched', 'not after a step of the states');
ROLLBACK TO clean;
RESET SESSION AUTHORIZATION;
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is(t.caught(format('SELECT import_undo(%L)', :imp)), 'P0002', 'nor by a colleague');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('dep.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is(t.caught(format('SELECT import_undo(%L)', :imp)), '3', 'taken back by who made it');
SELECT is_empty($$ SELECT FROM patient WHERE id::text LIKE 'd1%' $$, 'no patient is left');
SELECT is_empty($$ SELECT FROM document WHERE rec::text LIKE 'd1%' $$, 'and no passport');
SELECT is((SELECT count(envelope) FROM patient_import_row WHERE import_id = :imp)::int, 3, 'what was brought in is kept, sealed');
SELECT is((SELECT i.document_seq FROM patient_import AS i WHERE id = :imp), (SELECT c.document_seq FROM crypto_inst AS c WHERE inst = current_inst()), 'and browsers are told');
SELECT is(t.caught(format('SELECT import_undo(%L)', :imp)), '40001', 'once');
SELECT is((SELECT count(*) FROM import_left(0))::int, 3, 'of all three');
SELECT is((SELECT count(*) FROM import_left((SELECT document_seq FROM crypto_inst WHERE inst = current_inst())))::int, 0, 'once');
SELECT throws_ok('DELETE FROM patient', '42501', NULL, 'no program deletes');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT patients FROM patient_total WHERE area_id = 9011), (SELECT count(*)::int FROM patient WHERE area_id = 9011), 'the count of patients holds');

-- What was left lying is swept up at the next sign-in.
UPDATE patient_import SET touched_at = now() - interval '25 hours' WHERE status = 'open';
SELECT t.act_as('doc.b');
SELECT is((SELECT count(*) FROM import_left(0))::int, 0, 'another institution hears nothing');
SELECT is((SELECT string_agg(status, ' ') FROM patient_import), 'undone', 'open imports of yesterday are gone');
SELECT is((SELECT count(*) FROM patient_import_row)::int, 3, 'with their rows');
SELECT * FROM finish();
ROLLBACK;
