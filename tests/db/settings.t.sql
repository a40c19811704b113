-- settings.t.sql: what is chosen for an area holds for all under it, from its day on, and only its administrators choose.
\ir fixture.sql
SELECT plan(25);
INSERT INTO ome_table (code, name, name_en, version, source, valid_to) VALUES ('old_one', 'Старая', 'Old', '1', 'x', current_date - 1);
CREATE FUNCTION t.choose(p_area int, p_value text, p_from date DEFAULT current_date, p_follows bigint DEFAULT 0) RETURNS void LANGUAGE sql AS $$
INSERT INTO setting (area_id, code, value, valid_from, follows, account_id) VALUES (p_area, 'ome_table', p_value, p_from, p_follows, current_account()) $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA t TO PUBLIC;
CREATE FUNCTION t.default_table() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = palreg AS $$ SELECT code FROM ome_table WHERE is_default $$;

SELECT t.act_as('dep.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is(ome_table_in_use(), t.default_table(), 'nobody chose: the reference book decides');
SELECT throws_ok('SELECT * FROM setting', '42501', NULL, 'the register does not read the choices');
SELECT throws_ok($$ SELECT setting_of('ome_table', 9010, current_date) $$, '42501', NULL, 'nor asks for another area');
RESET SESSION AUTHORIZATION;

SELECT t.act_as('admin.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT throws_ok($$ SELECT t.choose(9020, 'norway') $$, '42501', NULL, 'not for another institution');
SELECT throws_ok($$ SELECT t.choose(9001, 'norway') $$, '42501', NULL, 'nor for the region');
SELECT throws_ok($$ INSERT INTO setting (area_id, code, value, valid_from, account_id) VALUES (9010, 'ome_table', 'norway', current_date, t.id('doc.a')) $$,
	'42501', NULL, 'nor under another name');
SELECT throws_ok($$ SELECT t.choose(9010, 'nonsense') $$, '23514', NULL, 'a table that is none');
SELECT throws_ok($$ SELECT t.choose(9010, 'old_one') $$, '23514', NULL, 'a table that is out of date');
SELECT throws_ok($$ SELECT t.choose(9010, 'norway', current_date - 1) $$, '23514', NULL, 'from yesterday');
SELECT lives_ok($$ SELECT t.choose(9010, 'norway') $$, 'for the own institution');
SELECT throws_ok($$ SELECT t.choose(9010, 'bnf') $$, '40001', NULL, 'after a row that is no longer the last');
SELECT throws_ok('UPDATE setting SET value = ''bnf''', '42501', NULL, 'nothing is overwritten');
RESET SESSION AUTHORIZATION;

SELECT t.act_as('dep.a');
SELECT is(ome_table_in_use(), 'norway', 'a department has what its institution chose');
SELECT t.act_as('doc.b');
SELECT is(ome_table_in_use(), t.default_table(), 'another institution has not');
SELECT t.act_as('admin');
SELECT t.choose(9001, 'bnf');
SELECT t.choose(9010, NULL, current_date + 1, (SELECT max(id) FROM setting WHERE area_id = 9010));
SELECT is(setting_of('ome_table', 9010, current_date) || ' ' || setting_of('ome_table', 9010, current_date + 1), 'norway bnf',
	'from its day on the region''s table is in force again');
UPDATE ome_table SET valid_to = current_date - 1 WHERE code = 'norway';
SELECT t.act_as('dep.a');
SELECT is(ome_table_in_use(), t.default_table(), 'a table that went out of date is not used');

-- How long a session lasts, and the language of new users.
RESET SESSION AUTHORIZATION;
SELECT t.act_as('doc.a');
SELECT is((SELECT expires_at - now() FROM session WHERE id_hash = t.sid('doc.a')), '12:00'::interval, 'a session lasts twelve hours');
SELECT t.act_as('doc.b');
INSERT INTO setting (area_id, code, value, valid_from, account_id) VALUES (9010, 'session_hours', '4', CURRENT_DATE, t.id('admin.a'));
SELECT is((SELECT expires_at - now() FROM session WHERE id_hash = t.sid('doc.a')), '4:00'::interval, 'or less, at once');
SELECT is((SELECT expires_at - now() FROM session WHERE id_hash = t.sid('doc.b')), '12:00'::interval, 'not elsewhere');
SELECT t.act_as('dep.a');
SELECT is((SELECT expires_at - now() FROM session WHERE id_hash = t.sid('dep.a')), '4:00'::interval, 'and from the next one on, in departments too');
SELECT t.refuses('setting_session_hours', $$ INSERT INTO setting (area_id, code, value, valid_from, account_id, follows)
	SELECT 9010, 'session_hours', '24', CURRENT_DATE, t.id('admin.a'), max(id) FROM setting WHERE code = 'session_hours' $$, 'never longer');
SELECT t.refuses('setting_language', $$ INSERT INTO setting (area_id, code, value, valid_from, account_id) VALUES (9010, 'language', 'fi', CURRENT_DATE, t.id('admin.a')) $$);
INSERT INTO setting (area_id, code, value, valid_from, account_id) VALUES (9010, 'language', 'en', CURRENT_DATE, t.id('admin.a'));
SELECT t.act_as('admin');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
INSERT INTO account (id, login, name, area_id) VALUES (gen_random_uuid(), 'new.a', 'x', 9011), (gen_random_uuid(), 'new.b', 'x', 9020);
RESET SESSION AUTHORIZATION;
SELECT is((SELECT language FROM account WHERE login = 'new.a'), 'en', 'a new user begins in the language of his place');
SELECT is((SELECT language FROM account WHERE login = 'new.b'), 'ru', 'elsewhere as before');
UPDATE account SET language = 'ru' WHERE login = 'new.a';
SELECT is((SELECT language FROM account WHERE login = 'new.a'), 'ru', 'and chooses himself');
SELECT * FROM finish();
ROLLBACK;
