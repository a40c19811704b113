-- letterheads.t.sql: whose letterhead a paper has, and who writes it.
\ir fixture.sql
SELECT plan(15);

SELECT t.act_as('admin');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT is_empty('SELECT FROM letterhead_of(NULL)', 'nobody has one');
SELECT lives_ok($$ INSERT INTO letterhead (area_id, name, changed_by) VALUES (9001, 'Регион', current_account()) $$, 'the region writes its own');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('admin.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT is((SELECT name FROM letterhead_of(9011)), 'Регион', 'who has none has that above');
SELECT lives_ok($$ INSERT INTO letterhead (area_id, name, address, changed_by) VALUES (9010, 'А', 'Улица, 1', current_account()) $$, 'an institution its own');
SELECT results_eq('SELECT name, address FROM letterhead_of(9011)', $$ VALUES ('А'::text, 'Улица, 1'::text) $$, 'a department has its institution''s');
SELECT is((SELECT name FROM letterhead_of(9021)), 'Регион', 'not that of another');
SELECT throws_ok($$ INSERT INTO letterhead (area_id, name, changed_by) VALUES (9020, 'Б', current_account()) $$, '42501', NULL, 'nobody writes another''s');
SELECT throws_ok($$ UPDATE letterhead SET changed_by = t.id('doc.a') $$, '42501', NULL, 'nor in another''s name');
SELECT is_empty('UPDATE letterhead SET name = ''x'' WHERE area_id = 9001 RETURNING 1', 'nor the one above');
SELECT throws_ok($$ UPDATE letterhead SET area_id = 9011 $$, '42501', NULL, 'it stays where it is');
SELECT t.refuses('letterhead_name', $$ UPDATE letterhead SET name = '', changed_by = current_account() $$);
SELECT t.refuses('letterhead_head', $$ UPDATE letterhead SET head = repeat('ю', 201), changed_by = current_account() $$);
RESET SESSION AUTHORIZATION;
SELECT t.act_as('dep.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is((SELECT name FROM letterhead_of(NULL)), 'А', 'who asks has his own institution''s');
SELECT throws_ok('SELECT FROM letterhead', '42501', NULL, 'by the function alone');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('ministry');
SET LOCAL SESSION AUTHORIZATION palreg_report;
SELECT is((SELECT name FROM letterhead_of(NULL)), 'Регион', 'a ministry the region''s');
RESET SESSION AUTHORIZATION;
SELECT * FROM finish();
ROLLBACK;
