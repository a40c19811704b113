-- rights.t.sql: who may do what where: denials win, two persons for one's own rights, the last administrator stays,
-- grants for a time and for one sitting, the switch of the institution; pages explain what is really checked.
\ir fixture.sql
SELECT plan(70);
CREATE FUNCTION t.held(p_login text, p_permission text) RETURNS int[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = palreg, pg_temp
AS $$ SELECT coalesce((SELECT array_agg(i::int ORDER BY i::int) FROM unnest(string_to_array(account_areas(t.id(p_login)) ->> p_permission, ',')) AS i), '{}') $$;
CREATE FUNCTION t.role(p_code text) RETURNS int LANGUAGE sql STABLE SECURITY DEFINER SET search_path = palreg, pg_temp
AS $$ SELECT id FROM role WHERE code = p_code $$;
CREATE FUNCTION t.alive(p_login text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = palreg, pg_temp
AS $$ SELECT EXISTS (SELECT FROM session WHERE account_id = t.id(p_login)) $$;
CREATE FUNCTION t.asked() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = palreg, pg_temp
AS $$ SELECT max(id) FROM right_request $$;
INSERT INTO account (id, login, name, area_id, state) VALUES ('a0000000-0000-4000-8000-000000000008', 'admin2.a', 'Второй администратор А', 9010, 'active');
INSERT INTO role_grant (account_id, role_id, area_id) VALUES (t.id('admin2.a'), 1, 9010);
INSERT INTO role (id, code, name) VALUES (90003, 'manager', 'Кадровик');
INSERT INTO role_permission VALUES (90003, 'USER_MANAGE');
INSERT INTO account (id, login, name, area_id, state) VALUES ('a0000000-0000-4000-8000-000000000007', 'manager.a', 'Кадровик А', 9010, 'active');
INSERT INTO role_grant (account_id, role_id, area_id) VALUES (t.id('manager.a'), 90003, 9010);
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA t TO PUBLIC;

-- Inheritance and denial.
SELECT is(t.held('admin', 'patient_read'), ARRAY[9001, 9002, 9010, 9011, 9020, 9021], 'a grant holds for everything under it');
SELECT t.act_as('doc.a');
INSERT INTO right_denial (account_id, permission, area_id, reason) VALUES (t.id('doc.a'), 'PATIENT_READ', 9011, 'родственник');
SELECT ok(NOT t.alive('doc.a'), 'a denial ends the session');
SELECT is(t.held('doc.a', 'patient_read'), ARRAY[9010], 'an explicit denial below wins');
SELECT is(t.held('doc.a', 'record_read'), ARRAY[9010, 9011], 'of the permission it names');
INSERT INTO role_grant (account_id, role_id, area_id) VALUES (t.id('doc.a'), 2, 9011);
SELECT is(t.held('doc.a', 'patient_read'), ARRAY[9010], 'also over a grant for the same place');
INSERT INTO right_denial (account_id, area_id, reason) VALUES (t.id('doc.a'), 9010, 'проверка');
SELECT is(account_permissions(t.id('doc.a')), '', 'a denial of everything leaves nothing, in the place and under it');
UPDATE right_denial SET valid_until = CURRENT_DATE - 1 WHERE account_id = t.id('doc.a');
SELECT is(t.held('doc.a', 'patient_read'), ARRAY[9010, 9011], 'a denial whose time is over denies nothing');
DELETE FROM right_denial;
SELECT t.refuses('right_denial_reason', $$ INSERT INTO right_denial (account_id, area_id, reason) VALUES (t.id('doc.a'), 9010, '') $$);

-- The switch of the institution.
SELECT is(t.held('dep.a', 'patient_read'), ARRAY[9011], 'a doctor of a department sees it');
SELECT t.act_as('dep.a'), t.act_as('admin.a');
INSERT INTO setting (area_id, code, value, valid_from, account_id) VALUES (9010, 'doctor_scope', 'institution', CURRENT_DATE, t.id('admin.a'));
SELECT FROM session_context(t.sid('dep.a'));
SELECT is(t.held('dep.a', 'patient_read'), ARRAY[9010, 9011], 'or the whole institution, if that is chosen');
SELECT is(areas('patient_read') @> ARRAY[9010], true, 'at once in an open session');
SELECT is(t.held('dep.a', 'patient_write'), ARRAY[9011], 'but writes in his department alone');
SELECT is(t.held('doc.b', 'patient_read'), ARRAY[9020, 9021], 'another institution is as it was');
INSERT INTO right_denial (account_id, permission, area_id, reason) VALUES (t.id('dep.a'), 'PATIENT_READ', 9010, 'x');
SELECT is(t.held('dep.a', 'patient_read'), '{}', 'a denial wins over the switch');
DELETE FROM right_denial;
SELECT t.refuses('setting_scope', $$ INSERT INTO setting (area_id, code, value, valid_from, account_id, follows)
	SELECT 9010, 'doctor_scope', 'ward', CURRENT_DATE, t.id('admin.a'), max(id) FROM setting WHERE area_id = 9010 AND code = 'doctor_scope' $$);
SELECT t.refuses('setting_scope_today', $$ SELECT t.act_as('admin.a');
INSERT INTO setting (area_id, code, value, valid_from, account_id, follows)
	SELECT 9010, 'doctor_scope', 'department', CURRENT_DATE + 1, t.id('admin.a'), max(id) FROM setting WHERE area_id = 9010 AND code = 'doctor_scope' $$);
SELECT t.act_as('dep.a');
SELECT t.refuses('setting_scope_own', $$ INSERT INTO setting (area_id, code, value, valid_from, account_id, follows)
	SELECT 9010, 'doctor_scope', 'institution', CURRENT_DATE, t.id('dep.a'), max(id) FROM setting WHERE area_id = 9010 AND code = 'doctor_scope' $$);
SELECT t.act_as('admin.a');
INSERT INTO setting (area_id, code, value, valid_from, account_id, follows)
	SELECT 9010, 'doctor_scope', 'department', CURRENT_DATE, t.id('admin.a'), max(id) FROM setting WHERE area_id = 9010 AND code = 'doctor_scope';
SELECT is(t.held('dep.a', 'patient_read'), ARRAY[9011], 'and back');

-- For a time and for one sitting.
SELECT t.refuses('role_grant_temporary_reason', $$ INSERT INTO role_grant (account_id, role_id, area_id, valid_until) VALUES (t.id('doc.b'), 90002, 9010, CURRENT_DATE) $$);
SELECT t.refuses('role_grant_one_off_ends', $$ INSERT INTO role_grant (account_id, role_id, area_id, one_off, reason) VALUES (t.id('doc.b'), 90002, 9010, true, 'x') $$);
INSERT INTO role_grant (account_id, role_id, area_id, valid_until, reason, one_off) VALUES (t.id('doc.b'), 90002, 9010, CURRENT_DATE + 3, 'консилиум', true);
SELECT is(t.act_as('doc.b'), 'doc.b', 'the session of a grant for one sitting opens');
SELECT ok(9010 = ANY (areas('patient_read')), 'and has it');
INSERT INTO area (id, parent_id, kind, name) VALUES (9050, 9002, 'institution', 'Г');
SELECT ok(9010 = ANY (areas('patient_read')), 'keeps it when rights are computed again');
SELECT session_open(sha256('later'), t.id('doc.b'), NULL, NULL, NULL);
SELECT set_config('palreg.session', encode(sha256('later'), 'hex'), true);
UPDATE session SET created_at = created_at + interval '1 second';
SELECT is(t.held('doc.b', 'patient_read'), ARRAY[9020, 9021], 'the next one has not');
DELETE FROM role_grant WHERE one_off;

-- Terms.
SELECT t.refuses('account_temporary_ends', $$ UPDATE account SET employment = 'temporary' WHERE login = 'doc.b' $$);
SELECT t.refuses('account_ends_after_start', $$ UPDATE account SET starts_on = CURRENT_DATE + 9, valid_until = CURRENT_DATE + 8 WHERE login = 'doc.b' $$);
SELECT t.act_as('doc.b');
UPDATE account SET starts_on = CURRENT_DATE + 1 WHERE login = 'doc.b';
SELECT ok(NOT t.alive('doc.b'), 'before his first day nobody is in');
SELECT throws_ok($$ SELECT t.act_as('doc.b') $$, '42501', NULL, 'nor comes in');
SELECT is(t.held('doc.b', 'patient_read'), '{}', 'nor may anything');
UPDATE account SET starts_on = NULL WHERE login = 'doc.b';

-- Another job or place.
SELECT t.act_as('dep.a'), t.act_as('admin.a');
UPDATE account SET job = 'медицинская сестра' WHERE login = 'dep.a';
SELECT ok(NOT t.alive('dep.a') AND t.held('dep.a', 'patient_read') = '{}', 'another job: the session ends, rights rest');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT t.refuses('account_second_person', $$ SELECT account_confirm(t.id('dep.a'), (SELECT version FROM account WHERE login = 'dep.a')) $$, 'not who wrote it');
SELECT throws_ok($$ UPDATE account SET held_at = NULL WHERE login = 'dep.a' $$, '42501', NULL, 'nor past the function');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('admin2.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT ok(NOT account_confirm(t.id('dep.a'), 0), 'not what he has not seen');
SELECT ok(account_confirm(t.id('dep.a'), (SELECT version FROM account WHERE login = 'dep.a')), 'a second person confirms');
SELECT throws_ok($$ SELECT account_confirm(t.id('doc.b'), 1) $$, '42501', NULL, 'nobody of another institution');
RESET SESSION AUTHORIZATION;
SELECT is(t.held('dep.a', 'patient_read'), ARRAY[9011], 'and the rights are there again');
UPDATE account SET valid_until = CURRENT_DATE + 9 WHERE login = 'admin2.a';
SELECT t.act_as('admin2.a');
SELECT t.refuses('account_own_term', $$ UPDATE account SET valid_until = NULL WHERE login = 'admin2.a' $$);

-- The last administrator of an area.
INSERT INTO role_grant (account_id, role_id, area_id) VALUES (t.id('admin'), 2, 9001);
SELECT t.act_as('admin');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT t.refuses('administrator_kept', $$ UPDATE account SET state = 'blocked' WHERE login = 'admin'; SET CONSTRAINTS ALL IMMEDIATE $$, 'is not blocked');
SELECT t.refuses('administrator_kept', $$ UPDATE account SET valid_until = CURRENT_DATE - 1 WHERE login = 'admin'; SET CONSTRAINTS ALL IMMEDIATE $$, 'nor ended');
SELECT t.refuses('administrator_kept', $$ DELETE FROM role_grant WHERE account_id = t.id('admin') AND role_id = 1; SET CONSTRAINTS ALL IMMEDIATE $$, 'nor loses the role');
SELECT t.refuses('administrator_kept', $$ DELETE FROM role_permission WHERE role_id = 1 AND permission = 'USER_MANAGE'; SET CONSTRAINTS ALL IMMEDIATE $$, 'nor the role its permission');
SELECT t.refuses('administrator_kept', $$ INSERT INTO right_denial (account_id, area_id, reason, given_by) VALUES (t.id('admin'), 9001, 'x', current_account());
	SET CONSTRAINTS ALL IMMEDIATE $$, 'nor is denied');
SELECT lives_ok($$ UPDATE account SET state = 'blocked' WHERE login IN ('admin.a', 'admin2.a', 'manager.a'); SET CONSTRAINTS ALL IMMEDIATE $$,
	'where there is one above, all of an institution may be cut off');
SET CONSTRAINTS ALL DEFERRED;
RESET SESSION AUTHORIZATION;
INSERT INTO credential (account_id, salt, verifier, bundle, sig_pub, enc_pub)
SELECT id, t.bytes(16), t.bytes(32), format('{"v":1,"suite":"A1","inst":"aaaaaaaa-0000-4000-8000-000000000001","user":"%s","methods":[{"m":"pwkf","id":"0","commit":"%s","n":"%s","c":"%s"}],"privs":{"n":"%s","c":"%s"}}',
       id, t.b64u(t.bytes(32)), t.b64u(t.bytes(12)), t.b64u(t.bytes(48)), t.b64u(t.bytes(12)), t.b64u(t.bytes(112)))::bundle_text, t.bytes(32, login), t.bytes(32, 'e' || login)
  FROM account WHERE login IN ('admin.a', 'admin2.a', 'manager.a');
INSERT INTO member (inst, account_id, login, role, sig_pub, enc_pub, active, seq)
SELECT 'aaaaaaaa-0000-4000-8000-000000000001', id, login, CASE login WHEN 'admin.a' THEN 'officer' ELSE 'doctor' END, t.bytes(32, login), t.bytes(32, 'e' || login), true, 1
  FROM account WHERE login IN ('admin.a', 'admin2.a', 'manager.a');
UPDATE account SET state = 'active' WHERE login IN ('admin.a', 'admin2.a', 'manager.a');

-- Leavers, for the officer.
UPDATE account SET state = 'blocked' WHERE login = 'manager.a';
SELECT t.act_as('admin.a');
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT is(ARRAY(SELECT login FROM leavers()), ARRAY['manager.a'], 'the officer is told who has left with his key');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT is_empty('SELECT FROM leavers()', 'nobody else is');
RESET SESSION AUTHORIZATION;
UPDATE account SET state = 'active' WHERE login = 'manager.a';

-- Two persons for one's own rights, and for what the giver does not hold.
SELECT t.act_as('manager.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT throws_ok($$ INSERT INTO role_grant (account_id, role_id, area_id) VALUES (t.id('manager.a'), 90003, 9011) $$, '42501', NULL, 'nobody gives himself a role');
SELECT is(grant_give(t.id('manager.a'), 2, 9010, NULL, false, 'по приказу 12'), 'asked', 'he may ask');
SELECT t.refuses('right_request_reason', $$ SELECT grant_give(t.id('dep.a'), 2, 9010, NULL, false, '') $$, 'with a reason');
SELECT t.refuses('right_request_once', $$ SELECT grant_give(t.id('manager.a'), 2, 9010, NULL, false, 'ещё раз') $$);
SELECT t.refuses('right_request_two_persons', $$ SELECT request_decide(t.asked(), true) $$, 'and does not confirm it himself');
SELECT throws_ok($$ SELECT grant_give(t.id('manager.a'), 2, 9020, NULL, false, 'x') $$, '42501', NULL, 'nor asks for another institution');
SELECT throws_ok($$ INSERT INTO role_permission VALUES (90003, 'PATIENT_READ') $$, '42501', NULL, 'nobody adds to the role he has');
SELECT is((SELECT answer FROM role_write(90003, 1, 'manager', 'Кадровик', '', ARRAY['USER_MANAGE', 'RECORD_READ'], 'нужно', false)), 'asked', 'that is asked for too');
RESET SESSION AUTHORIZATION;
SELECT is(t.held('manager.a', 'record_read'), '{}', 'until then he has nothing');
SELECT t.act_as('admin2.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT is(request_decide(t.asked(), true), 'confirmed', 'a second person confirms');
SELECT throws_ok($$ SELECT request_decide(t.asked(), true) $$, '40001', NULL, 'once');
SELECT is((SELECT count(*) FROM right_request WHERE state = 'waiting')::int, 1, 'what waits is seen');
SELECT is(grant_give(t.id('dep.a'), 90002, 9010, CURRENT_DATE, true, 'консилиум'), 'given', 'what one holds is given to another at once');
RESET SESSION AUTHORIZATION;
SELECT is(t.held('manager.a', 'record_read'), ARRAY[9010, 9011], 'and the right is there');
SELECT t.act_as('doc.b');
SELECT is((SELECT count(*) FROM area_why(9010))::int + (SELECT count(*) FROM account_why(t.id('doc.a')))::int, 0, 'who manages nothing is told nothing');

-- Explained is what is checked: random grants and denials, looked at in three ways.
INSERT INTO role (id, code, name) SELECT 91000 + i, 'random' || i, 'x' FROM generate_series(1, 12) AS i;
INSERT INTO role_permission SELECT r.id, p FROM role AS r, unnest(ARRAY['USER_MANAGE', 'PATIENT_READ', 'PATIENT_WRITE', 'RECORD_READ', 'RECORD_WRITE', 'REPORT_PATIENT']) AS p
 WHERE r.id > 91000 AND random() < 0.4;
INSERT INTO account (login, name, area_id, state, held_at) SELECT 'random' || i, 'x', 9010, 'active', CASE WHEN i % 17 = 0 THEN now() END FROM generate_series(1, 120) AS i;
INSERT INTO role_grant (account_id, role_id, area_id, valid_until, reason)
SELECT a.id, 91000 + (1 + floor(random() * 11))::int, (ARRAY[9001, 9002, 9010, 9011, 9020, 9021])[1 + floor(random() * 6)::int], CASE WHEN random() < 0.2 THEN CURRENT_DATE - (random() * 4)::int + 2 END, 'x'
  FROM account AS a, generate_series(1, 4) WHERE a.login LIKE 'random%' ON CONFLICT DO NOTHING;
INSERT INTO right_denial (account_id, permission, area_id, reason, valid_until)
SELECT a.id, (ARRAY[NULL, 'PATIENT_READ', 'RECORD_READ', 'RECORD_WRITE'])[1 + floor(random() * 4)::int], (ARRAY[9002, 9010, 9011, 9020, 9021])[1 + floor(random() * 5)::int], 'x', CASE WHEN random() < 0.3 THEN CURRENT_DATE - 1 END
  FROM account AS a WHERE a.login LIKE 'random%' AND random() < 0.5;
-- Plainly: for each account, permission and area, some grant from above and no denial from above.
CREATE TEMP TABLE plain ON COMMIT DROP AS
SELECT a.id AS account_id, p.permission, x.id AS area_id
  FROM account AS a, area AS x, (SELECT DISTINCT permission FROM role_permission) AS p
 WHERE a.login LIKE 'random%' AND a.held_at IS NULL AND x.id >= 9001
   AND EXISTS (SELECT FROM role_grant AS g, area AS o, role_permission AS rp WHERE g.account_id = a.id AND o.id = g.area_id AND rp.role_id = g.role_id
       AND rp.permission = p.permission AND x.path::text || '.' LIKE o.path::text || '.%' AND coalesce(g.valid_until, CURRENT_DATE) >= CURRENT_DATE)
   AND NOT EXISTS (SELECT FROM right_denial AS d, area AS o WHERE d.account_id = a.id AND o.id = d.area_id AND coalesce(d.permission, p.permission) = p.permission
       AND x.path::text || '.' LIKE o.path::text || '.%' AND coalesce(d.valid_until, CURRENT_DATE) >= CURRENT_DATE);
SELECT cmp_ok((SELECT count(*) FROM plain)::int, '>', 300, 'enough of them');
SELECT is_empty($$ (SELECT a.id, upper(h.key), i::int FROM account AS a, jsonb_each_text(account_areas(a.id)) AS h, unnest(string_to_array(h.value, ',')) AS i WHERE a.login LIKE 'random%')
	EXCEPT SELECT * FROM plain $$, 'sessions hold nothing else');
SELECT is_empty($$ SELECT * FROM plain EXCEPT
	(SELECT a.id, upper(h.key), i::int FROM account AS a, jsonb_each_text(account_areas(a.id)) AS h, unnest(string_to_array(h.value, ',')) AS i WHERE a.login LIKE 'random%') $$, 'and nothing less');
SELECT t.act_as('admin');
SELECT is_empty($$ (SELECT DISTINCT w.account_id, p, x.id FROM area AS x, area_why(x.id) AS w, unnest(string_to_array(w.permissions, ' ')) AS p, account AS a
	WHERE x.id >= 9001 AND a.id = w.account_id AND a.login LIKE 'random%') EXCEPT SELECT * FROM plain $$, 'the page of a patient tells of nobody else');
SELECT is_empty($$ SELECT * FROM plain WHERE permission <> 'USER_MANAGE' EXCEPT
	(SELECT w.account_id, p, x.id FROM area AS x, area_why(x.id) AS w, unnest(string_to_array(w.permissions, ' ')) AS p) $$, 'and forgets nobody');
SELECT is_empty($$ SELECT account_id, permission FROM plain EXCEPT (SELECT a.id, w.permission FROM account AS a, account_why(a.id) AS w) $$, 'nor does the page of a user');
-- Of those above the administrator's places, too, it is told through which role.
SELECT t.act_as('admin.a');
SELECT cmp_ok((SELECT count(*) FROM area_why(9010) WHERE NOT within)::int, '>', 0, 'people from above see it as well');
SELECT is_empty($$ SELECT FROM area_why(9010) WHERE coalesce(role, '') = '' OR coalesce(given_for, '') = '' $$, 'the role and its place are told of everybody');

-- Which institutions are open to their departments: found from what was chosen, as setting_of() says of each.
SET LOCAL session_replication_role = replica;
INSERT INTO setting (area_id, code, value, valid_from, follows, account_id)
SELECT a.id, 'doctor_scope', (ARRAY['institution', 'department', NULL])[1 + floor(random() * 3)::int], CURRENT_DATE - 3 + k, 900000 + k, t.id('admin')
  FROM area AS a, generate_series(1, 4) AS k WHERE a.kind <> 'department' AND random() < 0.7;
RESET session_replication_role;
SELECT is_empty($$ SELECT i.id FROM area AS i WHERE i.kind = 'institution'
	AND coalesce(setting_of('doctor_scope', i.id, CURRENT_DATE) = 'institution', false) <> EXISTS (SELECT FROM scope_open AS o WHERE o.id = i.id) $$, 'no other and no fewer');
SELECT ok(NOT EXISTS (SELECT FROM scope_open GROUP BY id HAVING count(*) > 1), 'each once');
SELECT * FROM finish();
ROLLBACK;
