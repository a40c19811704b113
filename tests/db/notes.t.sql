-- notes.t.sql: notes beside their sealed documents: who writes and sees them, which days, versions, entered in error.
\ir fixture.sql
SELECT plan(36);
\set pat '\'a1000000-0000-4000-8000-000000000001\'::uuid'
\set dep '\'a1000000-0000-4000-8000-000000000002\'::uuid'
\set far '\'b1000000-0000-4000-8000-000000000001\'::uuid'
\set one '\'c1000000-0000-4000-8000-000000000001\'::uuid'
\set two '\'c1000000-0000-4000-8000-000000000002\'::uuid'
CREATE FUNCTION t.hash(p_rec uuid, p_rev int) RETURNS bytea LANGUAGE sql IMMUTABLE RETURN sha256((p_rec::text || p_rev)::bytea);
CREATE FUNCTION t.note(p_rec uuid, p_rev int, p_patient uuid, p_kind text DEFAULT 'visit', p_on date DEFAULT CURRENT_DATE) RETURNS text
LANGUAGE plpgsql SET search_path = palreg, tap, pg_temp AS $$
DECLARE
	rule text;
BEGIN
	PERFORM t.put('note', p_rec, p_rev, CASE WHEN p_rev = 1 THEN t.zero() ELSE t.hash(p_rec, p_rev - 1) END, p_patient);
	INSERT INTO note (rec, rev, patient_id, kind, noted_on) VALUES (p_rec, p_rev, p_patient, p_kind, p_on);
	RETURN 'stored';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME;
	RETURN coalesce(nullif(rule, ''), SQLSTATE);
END
$$;
GRANT EXECUTE ON FUNCTION t.hash(uuid, int), t.note(uuid, int, uuid, text, date) TO PUBLIC;

SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is(t.note(:one, 1, :pat), 'stored', 'a note is stored');
SELECT is((SELECT author_id = current_account() AND area_id = 9010 AND current FROM note WHERE rec = :one), true, 'of its author, in the area of the patient');
SELECT is(t.note(:two, 1, :pat, 'visit', CURRENT_DATE + 1), 'note_not_in_future', 'none of tomorrow');
SELECT is(t.note(:two, 1, :pat, 'visit', '1949-12-31'), 'note_after_birth', 'none before birth');
SELECT is(t.note(:two, 1, :pat, 'nonsense'), 'note_kind_known', 'of a known kind');
SELECT is(t.note(:two, 1, :far), '42501', 'none of another institution''s patient');
SELECT is(t.note(:pat, 2, :pat), '22023', 'the document of a passport is no note');
SELECT throws_ok($$ INSERT INTO note (rec, rev, patient_id, kind, noted_on) VALUES (gen_random_uuid(), 1,
	'a1000000-0000-4000-8000-000000000001', 'visit', CURRENT_DATE) $$, '23514', NULL, 'nor without a document');
SELECT throws_ok($$ INSERT INTO note (rec, rev, patient_id, kind, noted_on) VALUES ('c1000000-0000-4000-8000-000000000001', 1,
	'a1000000-0000-4000-8000-000000000002', 'visit', CURRENT_DATE) $$, '23514', NULL, 'nor of another patient than its document');
SELECT throws_ok($$ INSERT INTO note (rec, rev, patient_id, area_id, kind, noted_on) VALUES ('c1000000-0000-4000-8000-000000000001', 1,
	'a1000000-0000-4000-8000-000000000001', 9020, 'visit', CURRENT_DATE) $$, '42501', NULL, 'the area is not the program''s to say');
SELECT is(t.note(:one, 3, :pat), '40001', 'versions follow each other');
SELECT is(t.note(:one, 2, :dep), '22023', 'and stay with their patient');
SELECT is(t.note(:one, 2, :pat, 'plan', CURRENT_DATE - 1), 'stored', 'the next version');
SELECT results_eq('SELECT rev, kind, current FROM note ORDER BY rev', $$ VALUES (1, 'visit', false), (2, 'plan', true) $$, 'the former one is kept');
SELECT throws_ok('UPDATE note SET kind = ''visit''', '42501', NULL, 'nothing is rewritten');
SELECT throws_ok('DELETE FROM note', '42501', NULL, 'nor deleted');
SELECT is(t.note(:two, 1, :dep), 'stored', 'a note of the department''s patient');
RESET SESSION AUTHORIZATION;

-- Another of the same institution, who reads; one of a department; another institution.
SELECT t.act_as('dep.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT results_eq('SELECT rec FROM note', $$ VALUES ('c1000000-0000-4000-8000-000000000002'::uuid) $$, 'the department sees its own');
SELECT results_eq('SELECT rec FROM document WHERE type = ''note''', $$ VALUES ('c1000000-0000-4000-8000-000000000002'::uuid) $$, 'and its sealed text');
SELECT throws_ok('UPDATE note SET status = ''entered_in_error''', '42501', NULL, 'who wrote none of it cannot call it an error');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('read.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is((SELECT count(*) FROM note)::int, 3, 'a reader reads');
SELECT is(t.note('c1000000-0000-4000-8000-000000000003', 1, :pat), '42501', 'and writes nothing');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('doc.b');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is_empty('SELECT FROM note', 'another institution sees no note');
SELECT is_empty('SELECT FROM document WHERE type = ''note''', 'nor its text');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('ministry');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is_empty('SELECT FROM note', 'the ministry sees none');
RESET SESSION AUTHORIZATION;
-- Who may read the passports and not the record reads no note.
DELETE FROM role_permission WHERE role_id = 90002 AND permission = 'RECORD_READ';
SELECT t.act_as('read.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is_empty('SELECT FROM note', 'no note without the right to the record');
SELECT is_empty('SELECT FROM document WHERE type = ''note''', 'nor its text');
RESET SESSION AUTHORIZATION;
SELECT is_empty($$ SELECT r FROM unnest(ARRAY['palreg_auth', 'palreg_admin', 'palreg_report']) AS r
	WHERE has_any_column_privilege(r, 'note', 'SELECT, INSERT, UPDATE') $$, 'notes are for palreg_register alone');

-- Entered in error.
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT lives_ok($$ UPDATE note SET status = 'entered_in_error' WHERE rec = 'c1000000-0000-4000-8000-000000000001' AND current $$, 'its author says so');
SELECT is((SELECT marked_by = current_account() AND marked_at = now() FROM note WHERE rec = :one AND current), true, 'who and when is kept');
SELECT throws_ok($$ UPDATE note SET status = 'completed' WHERE rec = 'c1000000-0000-4000-8000-000000000001' AND current $$, '40001', NULL, 'once and for all');
SELECT is(t.note(:one, 3, :pat), 'note_stands', 'and it is not changed any more');

-- After a death: no visits, but talks with the family.
INSERT INTO patient_status_event (patient_id, action, from_status, to_status, effective_on, reason, place_of_death, cause_code, preferred_place_met)
VALUES (:pat, 'remove', 'active', 'removed', CURRENT_DATE - 2, 'death', 'home', 'C34.1', 'yes');
SELECT is(t.note('c1000000-0000-4000-8000-000000000004', 1, :pat, 'consultation', CURRENT_DATE - 1), 'note_before_death', 'nobody is seen after his death');
SELECT is(t.note('c1000000-0000-4000-8000-000000000004', 1, :pat, 'visit', CURRENT_DATE - 2), 'stored', 'but on its day');
SELECT is(t.note('c1000000-0000-4000-8000-000000000005', 1, :pat, 'family'), 'stored', 'the family is talked with');
RESET SESSION AUTHORIZATION;
SELECT t.nobody();
UPDATE patient SET area_id = 9010 WHERE id = :dep;
SELECT is((SELECT area_id FROM note WHERE rec = :two), 9010, 'notes move with their patient');
SELECT * FROM finish();
ROLLBACK;
