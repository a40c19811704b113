-- staff_own.t.sql: the staff list as a book of each administrator, as far as his areas go; the other books hold for everybody.
\ir fixture.sql
INSERT INTO account (id, login, name, area_id, state) VALUES ('b0000000-0000-4000-8000-000000000009', 'admin.b', 'Администратор Б', 9020, 'active');
INSERT INTO role_grant (account_id, role_id, area_id) VALUES (t.id('admin.b'), 1, 9020);
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
SELECT plan(28);
CREATE FUNCTION t.file(p_id uuid, VARIADIC p_lines text[]) RETURNS text LANGUAGE plpgsql SET search_path = palreg, pg_temp AS $$
DECLARE
	said text;
BEGIN
	PERFORM book_import_begin(p_id, 'staff_list', 'x.csv', E'Логин\tФИО\tМесто работы\tЗанятость');
	PERFORM book_import_stage(p_id, array_to_string(ARRAY(SELECT (n + 1) || E'\t' || replace(l, ';', E'\t') FROM unnest(p_lines) WITH ORDINALITY AS u(l, n)), E'\n'));
	PERFORM book_import_check(p_id);
	SELECT string_agg(row_no || ' ' || label || ': ' || detail, '; ' ORDER BY row_no) INTO said FROM book_import_problems(p_id, 'ru', 10);
	RETURN coalesce(said, '');
END
$$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA t TO PUBLIC;
\set mine '\'d0000000-0000-4000-8000-000000000001\'::uuid'
\set his '\'d0000000-0000-4000-8000-000000000002\'::uuid'

SELECT t.act_as('admin.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT is((SELECT may_write FROM book_about('staff_list', NULL, 'ru')), true, 'the staff list is his');
SELECT is((SELECT may_write FROM book_about('service', NULL, 'ru')), false, 'other books are not');
SELECT throws_ok($$ SELECT book_import_begin(gen_random_uuid(), 'service', 'x.csv', 'code') $$, '42501', NULL, 'nor are they taken in');
SELECT throws_ok($$ SELECT book_take('nothing', true) $$, '42501', NULL, 'what is no book is refused as before');
SELECT is(t.file(:mine, 'new.one;Новая Анна;А: А, отделение;permanent', 'dep.a;Врач отделения А;А: А, отделение;permanent'), '', 'a file is tried');
SELECT is((SELECT string_agg(key || ' ' || action, ', ' ORDER BY row_no) FROM book_import_rows(:mine, 'ru', 10, 0) WHERE label = 'ФИО' OR action = 'edit'), 'new.one create', 'with its differences');
SELECT is(book_import_commit(:mine), '', 'and taken in');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT row(name, area_id, state) FROM account WHERE login = 'new.one'), row('Новая Анна'::text, 9011, 'invited'::text), 'somebody new is in his area');
SELECT session_context(t.sid('admin.a'));
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT matches(t.file(gen_random_uuid(), 'good.one;Имя;А;permanent', 'bad.one;Имя;Б;permanent'), '^3 Место работы: такого места работы нет$', 'a place of others is none, told by row and column');
SELECT matches(t.file(gen_random_uuid(), 'doc.b;Захват;А;permanent'), '^2 Логин: этот логин уже занят$', 'somebody of others is not taken over');
SELECT throws_ok($$ SELECT book_about('staff_list', 'doc.b', 'ru') $$, 'P0002', NULL, 'nor seen');
SELECT throws_ok($$ SELECT book_turn('staff_list', 'doc.b', 0, 'retire') $$, 'P0002', NULL, 'nor blocked');
SELECT throws_ok($$ SELECT * FROM book_save('staff_list', 'doc.b', 0, '{login,name,place,employment}', '{doc.b,Иной,А,permanent}') $$, 'P0002', NULL, 'nor changed');
SELECT is((SELECT count(*) FROM book_save('staff_list', 'dep.a', 0, '{login,name,place,employment}', ARRAY['dep.a', 'Иной', 'А: А, отделение', 'permanent']) WHERE why <> '' AND why IS NOT NULL), 0::bigint, 'one of his own is');
SELECT is((SELECT count(*) FROM book_history('staff_list', NULL, 'ru', 50, 0) WHERE label IS NOT NULL AND key IN ('dep.a', 'new.one')) > 1, true, 'what he did stands in the history');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT name FROM account WHERE login = 'doc.b'), 'Врач Б', 'others are as they were');

SELECT t.act_as('admin.b');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT is_empty($$ SELECT FROM book_history('staff_list', NULL, 'ru', 50, 0) $$, 'another institution''s history is not told');
SELECT is_empty(format('SELECT FROM book_imports(NULL, %L, ''ru'')', :mine), 'nor its imports');
SELECT is_empty($$ SELECT FROM book_imports('staff_list', NULL, 'ru') $$, 'nor in the list of them');
SELECT is_empty(format('SELECT FROM book_import_rows(%L, ''ru'', 10, 0)', :mine), 'nor their rows');
SELECT throws_ok(format('SELECT book_import_undo(%L)', :mine), 'P0002', NULL, 'nor are they taken back');
SELECT is(t.file(:his, 'new.two;Второй;Б;permanent'), '', 'he has his own');
SELECT is(book_import_commit(:his), '', 'taken in as well');
RESET SESSION AUTHORIZATION;

SELECT t.act_as('admin');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT is((SELECT count(*) FROM book_imports('staff_list', NULL, 'ru')), 2::bigint, 'the top sees both');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('admin.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT is((SELECT why FROM book_import_undo(:mine)), '', 'his own is taken back');
SELECT throws_ok($$ SELECT book_about('staff_list', 'new.two', 'ru') $$, 'P0002', NULL, 'that another institution has somebody new is not told');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT state FROM account WHERE login = 'new.one'), 'deleted', 'as a whole');
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT throws_ok($$ SELECT book_take('staff_list', true) $$, '42501', NULL, 'who manages nobody has no staff list');
RESET SESSION AUTHORIZATION;
SELECT * FROM finish();
ROLLBACK;
