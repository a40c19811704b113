-- merge.t.sql: the rows of a duplicate go to the entry that stays, and come back; nothing that hangs on a patient is forgotten.
\ir fixture.sql
SELECT plan(59);
\set a '\'a1000000-0000-4000-8000-000000000001\'::uuid'
\set b '\'a1000000-0000-4000-8000-000000000002\'::uuid'

-- Every table with a patient in it.
SELECT is_empty($$ SELECT c.relname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'patient_id'
	WHERE c.relnamespace = 'palreg'::regnamespace AND c.relkind = 'r' AND c.relname <> 'patient_import_row' AND NOT EXISTS (SELECT FROM pg_constraint AS f
	WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid = 'patient'::regclass AND f.conkey = ARRAY[a.attnum]) $$,
	'every table with patient_id refers to patient, so that a merge knows it');
SELECT is_empty($$ SELECT a.attrelid::regclass FROM pg_constraint AS f JOIN pg_attribute AS a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1]
	WHERE f.contype = 'f' AND f.confrelid = 'patient'::regclass AND cardinality(f.conkey) = 1 AND a.attname <> 'patient_id'
	AND NOT f.conrelid::regclass::text = ANY ('{duplicate_dismissed,patient_merge}') $$, 'and calls it by that name');
SELECT is_empty($$ SELECT t.name FROM merge_table AS t WHERE NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = t.name::regclass AND attname = 'area_id') $$,
	'every table whose rows move has their area');
SELECT is_empty($$ SELECT t.name FROM merge_table AS t JOIN pg_index AS i ON i.indrelid = t.name::regclass AND i.indisprimary WHERE t.key ~ 'patient_id|area_id' $$,
	'and a key that stays');
SELECT is_empty($$ SELECT f.conrelid::regclass, f.conname FROM pg_constraint AS f JOIN pg_attribute AS a ON a.attrelid = f.conrelid AND a.attnum = ANY (f.conkey)
	AND a.attname = 'patient_id' WHERE f.contype = 'f' AND cardinality(f.conkey) > 1 AND NOT f.condeferrable $$,
	'keys that hold a row to the patient of another wait until all have moved (make yours DEFERRABLE)');
SELECT is_empty($$ SELECT table_name FROM merge_stay WHERE to_regclass(table_name) IS NULL $$, 'what stays is a table');
SELECT is_empty($$ SELECT t.name, w.cmd FROM merge_table AS t, (VALUES ('r'), ('w')) AS w(cmd) WHERE NOT EXISTS (SELECT FROM pg_policy AS p
	WHERE p.polrelid = t.name::regclass AND p.polcmd IN ('*', w.cmd::"char") AND (p.polroles @> ARRAY['palreg_owner'::regrole::oid] OR p.polroles = '{0}')) $$,
	'the owner may read and move the rows of each');

-- More of the second patient, who stands in a department.
INSERT INTO assessment (id, series_id, patient_id, area_id, instrument, instrument_version, effective_at, effective_on, completed_by, author_id)
SELECT 'd0000000-0000-4000-8000-000000000001', 'd0000000-0000-4000-8000-000000000001', :b, 9011, i.code, i.version, CURRENT_DATE - 1, CURRENT_DATE - 1,
       'professional', t.id('doc.a') FROM instrument AS i WHERE i.code = 'pps';
INSERT INTO observation (patient_id, area_id, assessment_id, code, value, effective_on, effective_at, author_id)
SELECT :b, 9011, 'd0000000-0000-4000-8000-000000000001', 'pps', 50, CURRENT_DATE - 1, CURRENT_DATE - 1, t.id('doc.a');
UPDATE prescription SET status = 'on_hold', hold_reason = 'tests' WHERE patient_id = :b;
CREATE FUNCTION t.hang(p uuid) RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path = palreg, pg_temp AS $$
SELECT string_agg(name || ' ' || rows, ', ' ORDER BY name) FROM patient_rows_count(p)
 WHERE name IN ('assessment', 'observation', 'prescription', 'prescription_event') $$;
CREATE FUNCTION t.merge(p_take text DEFAULT '{}', p_swap boolean DEFAULT false, p_stale int DEFAULT 0) RETURNS uuid LANGUAGE sql SET search_path = palreg, pg_temp AS $$
SELECT patient_merge_do(p.id, p.version + p_stale, o.id, o.version, p_take::text[], 1951, 'f')
  FROM patient AS p, patient AS o
 WHERE p.id::text = 'a1000000-0000-4000-8000-00000000000' || CASE WHEN p_swap THEN '2' ELSE '1' END
   AND o.id::text = 'a1000000-0000-4000-8000-00000000000' || CASE WHEN p_swap THEN '1' ELSE '2' END $$;
CREATE FUNCTION t.rule(p_sql text) RETURNS text LANGUAGE plpgsql SET search_path = palreg, t, pg_temp AS $$
DECLARE
	rule text;
BEGIN
	BEGIN
		EXECUTE p_sql;
	EXCEPTION WHEN OTHERS THEN
		GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME;
		RETURN coalesce(nullif(rule, ''), SQLSTATE);
	END;
	RETURN 'done';
END
$$;
GRANT EXECUTE ON FUNCTION t.hang(uuid), t.merge(text, boolean, int), t.rule(text) TO PUBLIC;
SELECT is(t.hang(:b), 'assessment 1, observation 2, prescription 1, prescription_event 1', 'what hangs on the second patient');
SELECT is(t.hang(:a), 'observation 1, prescription 1', 'and on the first');

SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT t.put('passport', :a, 1, t.zero(), :a) IS NOT NULL AS put \gset
SELECT t.put('passport', :b, 1, t.zero(), :b) IS NOT NULL AS put \gset
SELECT is(t.rule('SELECT t.merge(p_stale => 1)'), '40001', 'a stale version');
SELECT is(t.rule($$ SELECT patient_merge_do('a1000000-0000-4000-8000-000000000001', 1, 'b1000000-0000-4000-8000-000000000001', 1, '{}', 1950, 'f') $$), '42501', 'another institution''s patient');
SELECT is(t.rule($$ SELECT patient_merge_do('a1000000-0000-4000-8000-000000000001', 1, 'a1000000-0000-4000-8000-000000000001', 1, '{}', 1950, 'f') $$), '42501', 'oneself');
SELECT is(t.rule($$ UPDATE patient_merge SET undone_at = now() $$), '42501', 'merges are not written by hand');
SELECT t.merge('{district_id,commission,area_id,status}') AS merge \gset
SELECT is(t.hang(:a), 'assessment 1, observation 3, prescription 2, prescription_event 1', 'the first has them all');
SELECT is(t.hang(:b), NULL, 'the second none');
SELECT is((SELECT array_agg(DISTINCT area_id) FROM prescription WHERE patient_id = :a), '{9010}', 'in the area of the first');
SELECT is((SELECT string_agg(status, ',' ORDER BY status) FROM prescription WHERE patient_id = :a), 'active,on_hold', 'as they stood');
SELECT is((SELECT status || ' ' || removal_reason FROM patient WHERE id = :b), 'removed duplicate', 'the second is removed as a duplicate');
SELECT is((SELECT year_of_birth || ' ' || area_id || ' ' || status FROM patient WHERE id = :a), '1951 9010 active', 'the first has the year of the merged passport, and nothing that is not its own');
SELECT is((SELECT pps::int FROM patient_finding WHERE patient_id = :a), 50, 'what was found goes with the observations');
SELECT is((SELECT pps FROM patient_finding WHERE patient_id = :b), NULL, 'and is not left');
SELECT is((SELECT last_seen_on FROM patient WHERE id = :b), NULL, 'the second was not seen by anybody');
SELECT is((SELECT open FROM patient_merge WHERE id = :'merge'), '{"year_of_birth": [1950, 1951]}'::jsonb || jsonb_build_object('commission_on', jsonb_build_array(CURRENT_DATE - 10, CURRENT_DATE - 9)), 'what it took over is noted');
SELECT is((SELECT patient_rev || ' ' || other_rev FROM patient_merge), '1 1', 'with the passports before');
SELECT is((SELECT count(*) FROM document WHERE rec = :b AND patient_id = :b)::int, 1, 'its passport stays where it is');
SELECT is((SELECT status_undoable(e) FROM patient_status_event AS e WHERE patient_id = :b ORDER BY seq DESC LIMIT 1), false, 'the removal alone is not taken back');
SELECT is(t.rule('SELECT t.merge()'), 'merge_not_merged', 'not twice');
SELECT is(t.rule('SELECT t.merge(p_swap => true)'), 'merge_not_merged', 'nor the other way round');
RESET SESSION AUTHORIZATION;

-- What is written afterwards to what went over goes back with it; what is new stays.
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
UPDATE prescription SET status = 'active' WHERE id = :b;
INSERT INTO observation (patient_id, area_id, code, value, effective_on, effective_at, author_id) VALUES (:a, 9010, 'pain-nrs', 7, CURRENT_DATE, now() + interval '1 second', current_account());
INSERT INTO assessment (id, series_id, version, patient_id, area_id, instrument, instrument_version, effective_at, effective_on, completed_by, author_id)
SELECT 'd0000000-0000-4000-8000-000000000002', series_id, 2, patient_id, area_id, instrument, instrument_version, effective_at, effective_on, completed_by,
       current_account() FROM assessment;
INSERT INTO observation (patient_id, area_id, assessment_id, code, value, effective_on, effective_at, author_id)
SELECT :a, 9010, 'd0000000-0000-4000-8000-000000000002', 'pps', 40, CURRENT_DATE - 1, CURRENT_DATE - 1, current_account();
RESET SESSION AUTHORIZATION;
SELECT t.act_as('doc.b');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is_empty('SELECT FROM patient_merge', 'another institution sees no merge');
SELECT is_empty('SELECT FROM patient_merge_rows', 'and no row of one');
SELECT is(t.rule(format('SELECT patient_merge_undo(%L)', :'merge')) IN ('P0002', '42501'), true, 'and undoes none');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('read.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is(t.rule(format('SELECT patient_merge_undo(%L)', :'merge')), '42501', 'who may only read undoes none');
SELECT is(t.rule('SELECT t.merge()'), '42501', 'and merges none');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is(patient_merge_undo(:'merge'), :b, 'undone');
SELECT is(t.hang(:b), 'assessment 2, observation 3, prescription 1, prescription_event 2', 'all is back, with what was made of it');
SELECT is(t.hang(:a), 'observation 2, prescription 1', 'and what was new stays');
SELECT is((SELECT array_agg(DISTINCT area_id) FROM observation WHERE patient_id = :b), '{9011}', 'in the area of the second');
SELECT is((SELECT status || coalesce(removal_reason, '') FROM patient WHERE id = :b), 'active', 'who is on the register again');
SELECT is((SELECT year_of_birth FROM patient WHERE id = :a), 1950, 'the first is as it was');
SELECT is((SELECT pps::int FROM patient_finding WHERE patient_id = :b), 40, 'with what is found of it');
SELECT is((SELECT last_pain::int FROM patient WHERE id = :a), 7, 'each has the last pain of its own');
SELECT is(t.rule(format('SELECT patient_merge_undo(%L)', :'merge')), 'unmerge_once', 'not twice');
SELECT is((SELECT count(*) FROM patient_merge WHERE undone_by = current_account())::int, 1, 'it stays in memory');

-- Again the other way round; rules.
SELECT t.merge(p_swap => true) AS merge2 \gset
SELECT is(t.hang(:a), NULL, 'the first gives');
UPDATE patient SET settlement = 'rural' WHERE id = :b;
SELECT is(patient_merge_undo(:'merge2'), :a, 'and gets back');
SELECT is((SELECT settlement FROM patient WHERE id = :b), 'rural', 'what was changed meanwhile stays changed');
RESET SESSION AUTHORIZATION;
INSERT INTO allergy (series_id, patient_id, area_id, subject, source, noted_on, author_id) SELECT gen_random_uuid(), :a, 9010, '-', 'patient', CURRENT_DATE, t.id('doc.a');
INSERT INTO allergy (series_id, patient_id, area_id, subject, severity, certainty, reactions, source, noted_on, author_id)
SELECT gen_random_uuid(), :b, 9011, '#1', 'mild', 'suspected', '{unknown}', 'patient', CURRENT_DATE, t.id('doc.a');
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is(t.rule('SELECT t.merge()'), 'merge_allergies_agree', '“none known” here and an allergy there');
RESET SESSION AUTHORIZATION;
UPDATE allergy SET status = 'entered_in_error' WHERE patient_id = :a;
INSERT INTO allergy (series_id, patient_id, area_id, subject, severity, certainty, reactions, source, noted_on, author_id)
SELECT gen_random_uuid(), :a, 9010, '#1', 'mild', 'suspected', '{unknown}', 'patient', CURRENT_DATE, t.id('doc.a');
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT t.merge() AS merge3 \gset
SELECT is((SELECT stayed FROM patient_merge_rows WHERE merge_id = :'merge3' AND table_name = 'allergy'), 1, 'what the first has already stays with the second');
SELECT is((SELECT count(*) FROM allergy WHERE patient_id = :b AND current)::int, 1, 'and can be read there');
SELECT is(patient_merge_undo(:'merge3'), :b, 'undone');
INSERT INTO patient_status_event (patient_id, action, from_status, to_status, effective_on, reason, place_of_death, cause_code, preferred_place_met)
VALUES (:b, 'remove', 'active', 'removed', CURRENT_DATE, 'death', 'home', 'C61', 'yes');
SELECT is(t.rule('SELECT t.merge()'), 'merge_death_stays', 'a death does not vanish');
SELECT t.merge(p_swap => true) AS merge4 \gset
SELECT is((SELECT string_agg(DISTINCT status, ',') FROM prescription WHERE patient_id = :b AND current), 'stopped', 'into who died: the lines are stopped');
SELECT is(patient_merge_undo(:'merge4'), :a, 'undone');
INSERT INTO patient_status_event (patient_id, action, from_status, to_status, effective_on, reason)
VALUES (:a, 'remove', 'active', 'removed', CURRENT_DATE, 'moved');
SELECT is(t.rule('SELECT t.merge(p_swap => true)'), 'done', 'one who moved away into one who died');

-- Pairs of two people.
SELECT lives_ok(format('INSERT INTO duplicate_dismissed (patient_id, other_id, area_id, author_id) VALUES (%L, %L, 9010, current_account())', :a, :b), 'dismissed');
SELECT throws_ok(format('INSERT INTO duplicate_dismissed (patient_id, other_id, area_id, author_id) VALUES (%L, %L, 9010, current_account())', :a, :b), '23505', NULL, 'once');
SELECT throws_ok(format('INSERT INTO duplicate_dismissed (patient_id, other_id, area_id, author_id) VALUES (%L, %L, 9010, current_account())', :b, :a), '23514', NULL, 'in order');
SELECT throws_ok(format('INSERT INTO duplicate_dismissed (patient_id, other_id, area_id, author_id) VALUES (%L, %L, 9010, current_account())', :a, 'b1000000-0000-4000-8000-000000000001'), '42501', NULL, 'both one''s own');
SELECT lives_ok('UPDATE duplicate_dismissed SET withdrawn_by = current_account(), withdrawn_at = now()', 'and thought over');
RESET SESSION AUTHORIZATION;
SELECT * FROM finish();
ROLLBACK;
