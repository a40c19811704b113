-- system.t.sql: what is told of the system, and to whom.
\ir fixture.sql
SELECT plan(24);

SELECT is(subject_level(n), level, n || ' persons') FROM (VALUES (0::bigint, 'ok'), (89999, 'ok'), (90000, 'near'), (99999, 'near'), (100000, 'over'), (9000000000, 'over')) AS v(n, level);

SELECT t.act_as('admin.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT is((SELECT row(patients, accounts >= 7, level, backup_at) FROM system_facts()), row(3::bigint, true, 'ok'::text, NULL::timestamptz), 'persons and backups');
SELECT isnt((SELECT change FROM system_facts()), NULL, 'the newest change of the schema');
SELECT is((SELECT sessions FROM system_facts()), 1::bigint, 'who is here');
SELECT is((SELECT row(archiving, archived_at, servers) FROM system_facts()), row(false, NULL::timestamptz, 0::bigint), 'nothing is archived, nothing goes elsewhere');
SELECT cmp_ok((SELECT connections FROM system_roles() WHERE role = (SELECT session_user)::text OR role = 'postgres' LIMIT 1), '>=', 1::bigint, 'who is connected');
SELECT throws_ok($$ SELECT backup_done('x') $$, '42501', NULL, 'a program notes no backup');
SELECT throws_ok($$ SELECT change FROM sqitch.changes $$, '42501', NULL, 'nor does it read the changes');
SELECT throws_ok($$ INSERT INTO backup (what) VALUES ('x') $$, '42501', NULL, 'nor the table');
RESET SESSION AUTHORIZATION;
SELECT lives_ok($$ SELECT backup_done() $$, 'the operator does');
SELECT throws_ok($$ SELECT backup_done('') $$, '23514', NULL, 'and says what');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT is((SELECT row(backup_at, backup_what) FROM system_facts()), row(now(), 'pg_dump'::text), 'it is told');
RESET SESSION AUTHORIZATION;
INSERT INTO patient_total AS t (area_id, patients) VALUES (9010, 99999) ON CONFLICT (area_id) DO UPDATE SET patients = 99999;
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT is((SELECT level FROM system_facts()), 'over', 'persons are patients and staff together');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('doc.b');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT throws_ok('SELECT FROM system_facts()', '42501', NULL, 'who manages nobody is told nothing');
SELECT is_empty('SELECT FROM system_roles()', 'nor who is connected');
RESET SESSION AUTHORIZATION;
SELECT t.nobody();
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT throws_ok('SELECT FROM system_facts()', '42501', NULL, 'nor is nobody');
RESET SESSION AUTHORIZATION;
SET LOCAL SESSION AUTHORIZATION palreg_report;
SELECT throws_ok('SELECT FROM system_facts()', '42501', NULL, 'nor another program');
RESET SESSION AUTHORIZATION;
INSERT INTO report_run (account_id, kind, query, language, since, until) VALUES (t.id('doc.a'), 'summary', 'x', 'ru', CURRENT_DATE, CURRENT_DATE);
SELECT t.act_as('admin.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT is((SELECT row(queued, running, failed, kept, waits_since = now()) FROM system_queue()), row(1::bigint, 0::bigint, 0::bigint, 0::bigint, true), 'reports that wait are counted');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('doc.b');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT is((SELECT queued FROM system_queue()), 0::bigint, 'for who manages somebody');
RESET SESSION AUTHORIZATION;
SELECT * FROM finish();
ROLLBACK;
