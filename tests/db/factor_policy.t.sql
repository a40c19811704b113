-- factor_policy.t.sql: roles that ask for a second factor, what wants a fresh code, the reset by two persons.
\ir fixture.sql
INSERT INTO account (id, login, name, area_id, state) VALUES ('a0000000-0000-4000-8000-000000000008', 'admin2.a', 'Второй администратор А', 9010, 'active');
INSERT INTO role_grant (account_id, role_id, area_id) VALUES (t.id('admin2.a'), 1, 9010);
CREATE FUNCTION t.give_factor(p_login text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = palreg, pg_temp
AS $$ INSERT INTO totp_key (account_id, sealed, since, used_at) VALUES (t.id(p_login), t.bytes(48), now(), now());
	INSERT INTO security_key (account_id, name, credential, algorithm, public_key, counter) VALUES (t.id(p_login), 'x', sha256(p_login::bytea), -8, t.bytes(32), 0) $$;
CREATE FUNCTION t.has_factor(p_login text) RETURNS boolean LANGUAGE sql SECURITY DEFINER SET search_path = palreg, pg_temp
AS $$ SELECT factor_has(t.id(p_login)) $$;
CREATE FUNCTION t.aged(p_login text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = palreg, pg_temp
AS $$ UPDATE session SET factor_at = now() - interval '11 minutes' WHERE id_hash = t.sid(p_login) $$;
CREATE FUNCTION t.due(p_login text) RETURNS boolean LANGUAGE sql SECURITY DEFINER SET search_path = palreg, pg_temp
AS $$ SELECT s.factor_due FROM session AS s WHERE s.id_hash = t.sid(p_login) $$;
CREATE FUNCTION t.alive(p_login text) RETURNS boolean LANGUAGE sql SECURITY DEFINER SET search_path = palreg, pg_temp
AS $$ SELECT EXISTS (SELECT FROM session WHERE id_hash = t.sid(p_login)) $$;
CREATE FUNCTION t.asked() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = palreg, pg_temp
AS $$ SELECT max(id) FROM right_request $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA t TO PUBLIC;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
SELECT plan(53);

-- A role asks for it.
SELECT t.act_as('read.a');
SELECT ok(NOT t.due('read.a'), 'nothing is due before a role asks');
UPDATE role SET needs_factor = true WHERE code = 'reader';
SELECT ok(t.due('read.a'), 'an open session learns of it');
SELECT is((SELECT permissions || factor_due FROM session_context(t.sid('read.a'))), 'true', 'and permits nothing');
SELECT is(areas('patient_read'), '{}'::int[], 'nowhere');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is((SELECT count(*) FROM patient)::int, 0, 'not a row is seen');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('read.a');
SELECT ok(t.due('read.a') AND areas('record_read') = '{}', 'nor in the next session');
UPDATE session SET areas = account_areas(account_id);
SELECT is(areas('patient_read'), '{}'::int[], 'whatever brings its areas up to date');
SELECT t.act_as('doc.a');
SELECT ok(NOT t.due('doc.a'), 'other roles are as before');
SELECT session_context(t.sid('read.a'));
SELECT password_refresh(), totp_begin(t.bytes(48));
SELECT ok(t.due('read.a'), 'a secret that waits is not enough');
SELECT totp_confirm(t.bytes(48), 1, ARRAY(SELECT sha256(i::text::bytea) FROM generate_series(1, 10) AS i));
SELECT is((SELECT permissions FROM session_context(t.sid('read.a'))), 'PATIENT_READ RECORD_READ', 'once it is confirmed the session goes on');
SELECT is(areas('patient_read'), ARRAY[9010, 9011], 'with its areas');
SELECT t.refuses('factor_needed', 'SELECT factor_drop()', 'it is not taken away while a role asks');
UPDATE role SET needs_factor = false WHERE code = 'reader';
SELECT lives_ok('SELECT factor_drop()', 'afterwards it is');
UPDATE role_grant SET valid_until = CURRENT_DATE - 1, reason = 'x' WHERE account_id = t.id('read.a');
UPDATE role SET needs_factor = true WHERE code = 'reader';
SELECT ok(NOT factor_due(t.id('read.a')), 'a grant that is over asks for nothing');

-- A place asks everybody.
SELECT t.act_as('dep.a'), t.act_as('doc.b');
INSERT INTO setting (area_id, code, value, valid_from, account_id) VALUES (9010, 'second_factor', 'everybody', CURRENT_DATE + 1, t.id('admin.a'));
SELECT ok(NOT t.due('dep.a'), 'not before its day');
INSERT INTO setting (area_id, code, value, valid_from, account_id, follows) SELECT 9010, 'second_factor', 'everybody', CURRENT_DATE, t.id('admin.a'), max(id) FROM setting;
SELECT ok(t.due('dep.a') AND NOT t.due('doc.b'), 'a place may ask everybody, under it too, at once; others are as before');
SELECT t.act_as('doc.a');
SELECT ok(t.due('doc.a'), 'the next session too');
INSERT INTO setting (area_id, code, value, valid_from, account_id, follows) SELECT 9010, 'second_factor', NULL, CURRENT_DATE, t.id('admin.a'), max(id) FROM setting;
SELECT ok(NOT t.due('dep.a'), 'or no more');
SELECT t.refuses('setting_second_factor', $$ INSERT INTO setting (area_id, code, value, valid_from, account_id, follows)
	SELECT 9010, 'second_factor', 'nobody', CURRENT_DATE, t.id('admin.a'), max(id) FROM setting $$);

-- A fresh code, for the administrator who has a factor; without one nothing changes.
SELECT t.act_as('admin.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT is(grant_give(t.id('dep.a'), 2, 9010, NULL, NULL, NULL), 'given', 'who has no factor is not asked');
RESET SESSION AUTHORIZATION;
SELECT t.give_factor('admin.a');
SELECT t.act_as('admin.a'), t.aged('admin.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT t.refuses('factor_fresh', $$ SELECT grant_give(t.id('doc.a'), 2, 9011, NULL, NULL, NULL) $$, 'giving a role');
SELECT t.refuses('factor_fresh', $$ SELECT grant_give(t.id('doc.a'), 1, 9010, NULL, NULL, 'x') $$, 'asking for one');
SELECT t.refuses('factor_fresh', $$ DELETE FROM role_grant WHERE account_id = t.id('dep.a') AND area_id = 9010 $$, 'taking one away');
SELECT t.refuses('factor_fresh', $$ SELECT role_write(NULL, NULL, 'fresh', 'x', '', '{RECORD_READ}', NULL, false) $$, 'writing a role');
SELECT t.refuses('factor_fresh', $$ UPDATE role SET name = 'x' WHERE code = 'user' $$, 'or its name');
SELECT t.refuses('factor_fresh', $$ DELETE FROM role_permission WHERE role_id = 2 $$, 'or what it permits');
SELECT t.refuses('factor_fresh', $$ DELETE FROM job_role $$, 'or which job has it');
SELECT t.refuses('factor_fresh', $$ SELECT account_confirm(t.id('dep.a'), 1) $$, 'confirming another job or place');
SELECT t.refuses('factor_fresh', $$ INSERT INTO right_denial (account_id, area_id, reason, given_by) VALUES (t.id('doc.a'), 9011, 'x', current_account()) $$, 'denying');
SELECT t.refuses('factor_fresh', $$ INSERT INTO setting (area_id, code, value, valid_from, follows, account_id)
	VALUES (9010, 'doctor_scope', 'department', CURRENT_DATE, 0, current_account()) $$, 'choosing a policy');
SELECT t.refuses('factor_fresh', 'SELECT factor_demand()', 'the trail as a file');
SELECT t.refuses('factor_fresh', $$ SELECT factor_reset_ask(t.id('doc.a'), 'x') $$, 'asking for a reset') FROM (SELECT t.give_factor('doc.a')) AS g;
SELECT lives_ok($$ UPDATE account SET name = 'Иной' WHERE login = 'doc.a' $$, 'what is not dangerous goes on');
SELECT lives_ok($$ UPDATE account SET state = 'blocked' WHERE login = 'dep.a' $$, 'and nothing delays a block');
RESET SESSION AUTHORIZATION;
SELECT lives_ok($$ SELECT t.act_as('doc.a') $$, 'a sign-in is no such change');

-- The reset.
SELECT t.act_as('admin.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT t.refuses('factor_reset_own', $$ SELECT factor_reset_ask(current_account(), 'x') $$);
SELECT t.refuses('factor_reset_none', $$ SELECT factor_reset_ask(t.id('admin2.a'), 'x') $$);
SELECT t.refuses('right_request_reason', $$ SELECT factor_reset_ask(t.id('doc.a'), NULL) $$);
SELECT throws_ok($$ SELECT factor_reset_ask(t.id('doc.b'), 'x') $$, '42501', 'not an account of yours', 'of one''s own areas alone');
SELECT lives_ok($$ SELECT factor_reset_ask(t.id('doc.a'), 'телефон утонул, пришёл сам') $$, 'one person asks');
SELECT t.refuses('factor_reset_once', $$ SELECT factor_reset_ask(t.id('doc.a'), 'x') $$);
SELECT is((SELECT row(needed, asked, since IS NOT NULL, keys) FROM factor_of(t.id('doc.a'))), row(false, true, true, 1), 'it is seen that he did');
SELECT is_empty($$ SELECT FROM factor_of(t.id('doc.b')) $$, 'of accounts of others nothing is');
SELECT t.refuses('right_request_two_persons', $$ SELECT request_decide(t.asked(), true) $$, 'who asked confirms nothing');
SELECT ok(t.has_factor('doc.a') AND t.alive('doc.a'), 'and nothing has happened');
RESET SESSION AUTHORIZATION;
SELECT throws_ok($$ UPDATE right_request SET state = 'confirmed', decided_by = asked_by WHERE id = t.asked() $$, '23514', NULL, 'not past the function either');
SELECT t.act_as('admin2.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT is(request_decide(t.asked(), true), 'confirmed', 'another one confirms');
SELECT ok(NOT t.has_factor('doc.a') AND NOT t.alive('doc.a'), 'the factor is gone, and so is the session');
SELECT is((SELECT account_id FROM audit_event WHERE event = 'FACTOR_RESET' AND subject = t.id('doc.a')), t.id('admin2.a'), 'and the trail knows who did it');
SELECT throws_ok($$ SELECT request_decide(t.asked(), true) $$, '40001', NULL, 'once');
RESET SESSION AUTHORIZATION;
SELECT t.give_factor('doc.b');
SELECT t.act_as('admin');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT factor_reset_ask(t.id('doc.b'), 'x');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('admin2.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT throws_ok($$ SELECT request_decide(t.asked(), true) $$, 'P0002', NULL, 'an administrator of elsewhere decides nothing');
SELECT throws_ok($$ INSERT INTO right_request (account_id, area_id, factor, reason, asked_by) VALUES (t.id('doc.a'), 9010, true, 'x', current_account()) $$, '42501', NULL,
	'requests are made by the functions alone');
RESET SESSION AUTHORIZATION;
SELECT ok(t.has_factor('doc.b'), 'and takes nothing away');
SELECT * FROM finish();
ROLLBACK;
