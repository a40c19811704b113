-- viewpoints.t.sql: what each program role sees and may write on behalf of whom.
\ir fixture.sql
SELECT plan(61);
CREATE TABLE t.tables AS SELECT relname::text AS name FROM pg_class WHERE relnamespace = 'palreg'::regnamespace AND relkind = 'r';
GRANT SELECT ON t.tables TO PUBLIC;

-- Nobody: the role alone, without a session.
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is_empty('SELECT id FROM patient', 'nobody: no patient');
SELECT is_empty('SELECT rec FROM document', 'nobody: no document');
SELECT is_empty('SELECT id FROM observation', 'nobody: no observation');
SELECT is_empty('SELECT id FROM prescription', 'nobody: no prescription');
SELECT is_empty('SELECT account_id FROM member', 'nobody: no member');
SELECT lives_ok($$ SELECT set_config('palreg.session', repeat('0', 64), true) $$, 'a session can be named');
SELECT is_empty('SELECT id FROM patient', 'but must be there');
SELECT is(current_account(), NULL, 'nor is there an account');
SELECT throws_ok('SELECT id_hash FROM session', '42501', NULL, 'the keys of sessions are out of reach');
SELECT throws_ok('SELECT session_live(sha256(''x''))', '42501', NULL, 'and so is the function that reads one');
RESET SESSION AUTHORIZATION;
SET LOCAL SESSION AUTHORIZATION palreg_report;
SELECT is_empty('SELECT id FROM report_patient', 'nobody: no row in reports');
SELECT is_empty('SELECT id FROM report_prescription', 'nobody: no line in reports');
RESET SESSION AUTHORIZATION;
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT is_empty('SELECT id FROM account', 'nobody: no account');
SELECT is_empty('SELECT id FROM audit_event', 'nobody: no audit event');
SELECT throws_ok($$ INSERT INTO unit (code, name, name_en) VALUES ('x', 'x', 'x') $$, '42501', NULL, 'nobody: no book is written');
RESET SESSION AUTHORIZATION;
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT is_empty('SELECT seq FROM roster_entry', 'nobody: no roster');
SELECT is_empty('SELECT e FROM key_grant', 'nobody: no grant');
SELECT is_empty('SELECT id_hash FROM session', 'nobody: no session');
SELECT throws_ok('SELECT id FROM patient', '42501', NULL, 'palreg_auth has nothing to do with patients');
RESET SESSION AUTHORIZATION;

-- The doctor of A.
SELECT is(t.act_as('doc.a'), 'doc.a', 'the doctor of A is in');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is(ARRAY(SELECT id FROM patient ORDER BY id), ARRAY['a1000000-0000-4000-8000-000000000001', 'a1000000-0000-4000-8000-000000000002']::uuid[],
	'doctor of A: patients of A and its department');
SELECT is_empty($$ SELECT id FROM prescription WHERE institution_id = 9020 $$, 'doctor of A: no line of B');
SELECT is((SELECT count(*) FROM observation)::int, 2, 'doctor of A: observations of A');
SELECT lives_ok($$ UPDATE patient SET sex = 'u' WHERE institution_id = 9020 $$, 'doctor of A: an update of B');
SELECT throws_ok($$ INSERT INTO patient (id, inst, institution_id, area_id, year_of_birth, sex, date_in) VALUES (gen_random_uuid(),
	'bbbbbbbb-0000-4000-8000-000000000001', 9020, 9020, 1950, 'm', CURRENT_DATE) $$, '42501', NULL, 'doctor of A: admits nobody in B');
SELECT throws_ok($$ UPDATE patient SET inst = 'bbbbbbbb-0000-4000-8000-000000000001', institution_id = 9020, area_id = 9020 $$, '42501', NULL,
	'doctor of A: pushes nobody to B');
SELECT throws_ok($$ INSERT INTO observation (patient_id, area_id, code, value, effective_on, author_id) VALUES
	('b1000000-0000-4000-8000-000000000001', 9021, 'pain-nrs', 1, CURRENT_DATE, current_account()) $$, '42501', NULL,
	'doctor of A: observes nobody in B');
SELECT throws_ok($$ INSERT INTO observation (patient_id, area_id, code, value, effective_on, author_id) VALUES
	('b1000000-0000-4000-8000-000000000001', 9010, 'pain-nrs', 1, CURRENT_DATE, current_account()) $$, '23514', NULL,
	'nor under a false area');
SELECT throws_ok($$ INSERT INTO observation (patient_id, area_id, code, value, effective_on, author_id) VALUES
	('a1000000-0000-4000-8000-000000000001', 9010, 'pain-nrs', 1, CURRENT_DATE, 'b0000000-0000-4000-8000-000000000001') $$, '42501', NULL,
	'nor in the name of another');
SELECT throws_ok($$ SELECT t.put('passport', 'b1000000-0000-4000-8000-000000000001', 1, t.zero(), 'b1000000-0000-4000-8000-000000000001', 1,
	'bbbbbbbb-0000-4000-8000-000000000001') $$, '42501', NULL, 'doctor of A: puts no document of B');
SELECT throws_ok($$ DELETE FROM patient $$, '42501', NULL, 'a patient is never deleted');
SELECT throws_ok($$ UPDATE patient SET last_pain = 0 $$, '42501', NULL, 'the last pain is the trigger''s to write');
SELECT throws_ok($$ UPDATE patient SET version = 9 $$, '42501', NULL, 'and so is the version');
SELECT throws_ok('SELECT id FROM account', '42501', NULL, 'palreg_register reads no account');
SELECT isnt_empty($$ SELECT name FROM staff WHERE id = 'b0000000-0000-4000-8000-000000000001' $$, 'but names of staff');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT sex FROM patient WHERE institution_id = 9020), 'm', 'the update of B met no row');

-- The doctor of a department sees the department alone; a reader writes nothing.
SELECT t.act_as('dep.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is(ARRAY(SELECT id FROM patient), ARRAY['a1000000-0000-4000-8000-000000000002']::uuid[], 'doctor of a department: its patients');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('read.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is((SELECT count(*) FROM patient)::int, 2, 'reader: sees');
SELECT throws_ok($$ INSERT INTO observation (patient_id, area_id, code, value, effective_on, author_id) VALUES
	('a1000000-0000-4000-8000-000000000001', 9010, 'pain-nrs', 1, CURRENT_DATE, current_account()) $$, '42501', NULL, 'reader: writes not');
RESET SESSION AUTHORIZATION;

-- The ministry: sums, nobody alone.
SELECT t.act_as('ministry');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is_empty('SELECT id FROM patient', 'ministry: no patient in the register');
RESET SESSION AUTHORIZATION;
SET LOCAL SESSION AUTHORIZATION palreg_report;
SELECT is((SELECT count(*) FROM report_patient)::int, 3, 'ministry: counts all institutions');
SELECT is_empty('SELECT id FROM report_patient WHERE registry_no IS NOT NULL OR by_patient', 'ministry: no number of a patient');
SELECT throws_ok('SELECT envelope FROM document', '42501', NULL, 'ministry: no envelope');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_report;
SELECT is((SELECT count(*) FROM report_patient WHERE by_patient AND registry_no IS NOT NULL)::int, 2, 'doctor of A: reports by patient');
SELECT is_empty(format('SELECT FROM %I WHERE area_id NOT IN (9010, 9011)', c.relname), 'doctor of A: nothing of B in ' || c.relname)
  FROM pg_class AS c WHERE c.relnamespace = 'palreg'::regnamespace AND c.relkind = 'v' AND c.relname LIKE 'report\_%' ORDER BY 1;
RESET SESSION AUTHORIZATION;

-- The administrator of A.
SELECT t.act_as('admin.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT is_empty('SELECT id FROM account WHERE area_id NOT IN (9010, 9011)', 'administrator of A: no account elsewhere');
SELECT throws_ok($$ INSERT INTO account (login, name, area_id) VALUES ('new.b', 'x', 9020) $$, '42501', NULL, 'administrator of A: none made in B');
SELECT lives_ok($$ INSERT INTO account (login, name, area_id) VALUES ('new.a', 'x', 9011) $$, 'administrator of A: one made in A');
SELECT throws_ok($$ INSERT INTO area (parent_id, kind, name) VALUES (9020, 'department', 'x') $$, '42501', NULL, 'no department for B');
SELECT throws_ok($$ INSERT INTO area (parent_id, kind, name) VALUES (9010, 'department', 'x') $$, '42501', NULL, 'nor one for A past the editor');
SELECT * FROM finish();
ROLLBACK;
