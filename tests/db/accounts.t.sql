-- accounts.t.sql: roles, the steps of an account, what an administrator cannot give himself; the audit trail.
\ir fixture.sql
SELECT plan(29);

-- Fresh install.
SELECT is(ARRAY(SELECT code FROM role WHERE id < 90000 ORDER BY code), ARRAY['administrator', 'user'], 'two roles come with the register');
SELECT is((SELECT count(*) FROM role_permission WHERE role_id = 1)::int, 7, 'the administrator holds everything');
SELECT is(ARRAY(SELECT permission FROM role_permission WHERE role_id = 2 ORDER BY 1), ARRAY['PATIENT_READ', 'PATIENT_WRITE', 'RECORD_READ',
	'RECORD_WRITE', 'REPORT_PATIENT', 'REPORT_SUMMARY'], 'the user works with patients, records and reports');
SELECT throws_ok($$ INSERT INTO role_permission VALUES (2, 'EVERYTHING') $$, '23514', NULL, 'no other permission exists');

-- At least one role.
SELECT throws_ok($$ DELETE FROM role_grant WHERE account_id = t.id('doc.a'); SET CONSTRAINTS ALL IMMEDIATE $$, '23514', NULL, 'the last role stays');
SELECT throws_ok($$ INSERT INTO account (login, name, area_id, state) VALUES ('none', 'x', 9010, 'active'); SET CONSTRAINTS ALL IMMEDIATE $$, '23514', NULL,
	'no active account without a role');
SELECT lives_ok($$ DELETE FROM role_grant WHERE account_id = t.id('doc.a'); INSERT INTO role_grant (account_id, role_id, area_id)
	VALUES (t.id('doc.a'), 2, 9010); SET CONSTRAINTS ALL IMMEDIATE $$, 'but it may be exchanged');
SET CONSTRAINTS ALL DEFERRED;
SELECT lives_ok($$ INSERT INTO role (code, name) SELECT 'many' || i, 'x' FROM generate_series(1, 1000) AS i $$, 'a thousand roles work');

-- Names and steps.
SELECT throws_ok(format('INSERT INTO account (login, name, area_id) VALUES (%L, ''x'', 9010)', l), '23514', NULL, 'login "' || l || '" is refused')
  FROM unnest(ARRAY['A.b', 'a', '.ab', 'a b', 'иван']) AS l;
SELECT throws_ok($$ INSERT INTO account (login, name, area_id) VALUES ('doc.a', 'x', 9010) $$, '23505', NULL, 'a login is given once');
UPDATE account SET state = 'deleted' WHERE login = 'doc.b';
SELECT throws_ok($$ UPDATE account SET state = 'active' WHERE login = 'doc.b' $$, '23514', NULL, 'a deleted account stays deleted');

-- The administrator of A.
SELECT t.act_as('admin.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT lives_ok($$ INSERT INTO account (id, login, name, area_id) VALUES ('a0000000-0000-4000-8000-0000000000ff', 'new.a', 'Новый', 9011) $$, 'invites');
SELECT throws_ok($$ UPDATE account SET state = 'active' WHERE login = 'new.a' $$, '23514', NULL, 'nobody is active without keys and admission');
SELECT lives_ok($$ INSERT INTO role_grant (account_id, role_id, area_id) VALUES ('a0000000-0000-4000-8000-0000000000ff', 2, 9011) $$, 'gives a role in A');
SELECT throws_ok($$ INSERT INTO role_grant (account_id, role_id, area_id) VALUES ('a0000000-0000-4000-8000-0000000000ff', 2, 9001) $$, '42501', NULL,
	'not for the region');
SELECT throws_ok($$ INSERT INTO role_grant (account_id, role_id, area_id) SELECT current_account(), 1, 9020 $$, '42501', NULL, 'and not B to himself');
SELECT throws_ok($$ INSERT INTO role_permission VALUES (90001, 'PATIENT_READ') $$, '42501', NULL, 'a role given elsewhere is not his to change');
SELECT throws_ok($$ UPDATE account SET login = 'x.y' WHERE login = 'new.a' $$, '42501', NULL, 'a login is not changed in passing');
SELECT throws_ok($$ INSERT INTO unit (code, name, name_en) VALUES ('{x}', 'х', 'x') $$, '42501', NULL, 'a reference book is written by its editor alone');
SELECT throws_ok($$ DELETE FROM unit WHERE code = 'mg' $$, '42501', NULL, 'and nothing of it is deleted past the editor');
RESET SESSION AUTHORIZATION;

-- The audit trail.
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT lives_ok($$ SELECT audit_add('PATIENT_VIEW', 'OK', p_subject => 'a1000000-0000-4000-8000-000000000001', p_request => 'r1') $$, 'an event is added');
SELECT throws_ok($$ SELECT audit_add('PATIENT_VIEW', 'OK', p_account => 'b0000000-0000-4000-8000-000000000001') $$, '42501', NULL, 'not in another''s name');
SELECT is(ARRAY(SELECT patient_id FROM recent_patients(8)), ARRAY['a1000000-0000-4000-8000-000000000001']::uuid[], 'what was opened last is known');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT program || ' ' || account_id || ' ' || area_id FROM audit_event WHERE request_id = 'r1'),
	'palreg-register a0000000-0000-4000-8000-000000000001 9010', 'with program, account and area');
SELECT throws_ok($$ DELETE FROM audit_event $$, '42501', NULL, 'nothing is deleted, not even by a superuser in passing');
SELECT * FROM finish();
ROLLBACK;
