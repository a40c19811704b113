-- sessions.t.sql: opening, expiry, ends; the wait after failed logins. Time passes by moving timestamps.
\ir fixture.sql
SELECT plan(55);
CREATE FUNCTION t.alive(p_login text) RETURNS boolean LANGUAGE sql SECURITY DEFINER SET search_path = palreg, pg_temp
AS $$ SELECT EXISTS (SELECT FROM session_context(t.sid(p_login))) $$;

SELECT is(t.act_as('doc.a'), 'doc.a', 'a session opens');
SELECT is((SELECT permissions FROM session_context(t.sid('doc.a'))), 'PATIENT_READ PATIENT_WRITE RECORD_READ RECORD_WRITE REPORT_PATIENT REPORT_SUMMARY',
	'it names the permissions');
SELECT is((SELECT inst FROM session_context(t.sid('doc.a'))), 'aaaaaaaa-0000-4000-8000-000000000001'::uuid, 'and the institution');
SELECT ok((SELECT has_half FROM session_context(t.sid('doc.a'))), 'and keeps the half');
SELECT is(areas('patient_read'), ARRAY[9010, 9011], 'areas are expanded downwards');
SELECT is(areas('user_manage'), '{}'::int[], 'a permission not held has none');
SELECT is(current_account(), t.id('doc.a'), 'the account is known');
SELECT is_empty($$ SELECT FROM session_context(sha256('stranger')) $$, 'an unknown cookie opens nothing');
SELECT is(areas('patient_read'), NULL, 'and leaves nothing of the one before');

-- Whoever ends his own session has his name at the event of it, and no right any more.
SELECT t.act_as('doc.a');
SELECT session_close(t.sid('doc.a'));
SELECT audit_add('LOGOUT', 'OK');
SELECT is((SELECT account_id FROM audit_event WHERE event = 'LOGOUT' ORDER BY id DESC LIMIT 1), t.id('doc.a'), 'the last event has its name');
SELECT ok(areas('patient_read') IS NULL AND current_account() IS NULL, 'and nothing else has');

-- One device at a time.
SELECT t.act_as('doc.a');
SELECT session_open(sha256('other device'), t.id('doc.a'), NULL, NULL, NULL);
SELECT ok(NOT t.alive('doc.a'), 'a new login ends the old session');
SELECT is((SELECT count(*) FROM session WHERE account_id = t.id('doc.a'))::int, 1, 'one is left');

-- Half, idle and absolute end.
SELECT t.act_as('doc.a');
UPDATE session SET seen_at = now() - interval '9 minutes', half_until = now() + interval '1 minute';
SELECT ok((SELECT has_half FROM session_context(t.sid('doc.a'))), 'after 9 minutes the half is there');
SELECT ok((SELECT half_until > now() + interval '9 minutes' FROM session), 'and its time begins again');
UPDATE session SET seen_at = now() - interval '11 minutes', half_until = now() - interval '1 minute';
SELECT ok(NOT (SELECT has_half FROM session_context(t.sid('doc.a'))), 'after 11 minutes the half is forgotten');
SELECT is((SELECT server_half FROM session)::bytea, NULL, 'really');
SELECT ok(session_half_put(t.sid('doc.a'), sha256('new half')), 'an unlock puts a new one');
SELECT is(session_half(t.sid('doc.a')), sha256('new half'), 'which is given back');
SELECT session_half_put(t.sid('doc.a'), NULL);
SELECT is(session_half(t.sid('doc.a')), NULL, 'a lock forgets it');
UPDATE session SET seen_at = now() - interval '14 minutes 30 seconds';
SELECT ok(t.alive('doc.a'), 'idle for 14 minutes: alive');
UPDATE session SET seen_at = now() - interval '15 minutes 1 second';
SELECT ok(NOT t.alive('doc.a'), 'idle for 15 minutes: over');
SELECT ok(NOT session_half_put(t.sid('doc.a'), sha256('x')), 'and not woken by an unlock');
SELECT t.act_as('doc.a');
SELECT is((SELECT expires_at - created_at FROM session WHERE account_id = t.id('doc.a')), interval '12 hours', 'at most 12 hours');
UPDATE session SET expires_at = now() - interval '1 second';
SELECT ok(NOT t.alive('doc.a'), 'expired: over');

-- Every sign-in sweeps up after others, a bounded number of rows at a time.
SELECT t.act_as('doc.a'), t.act_as('doc.b'), t.act_as('dep.a'), t.act_as('read.a');
UPDATE session SET half_until = now() - interval '1 second' WHERE account_id IN (t.id('doc.b'), t.id('dep.a'));
UPDATE session SET seen_at = now() - interval '16 minutes' WHERE account_id = t.id('dep.a');
SELECT session_sweep(0);
SELECT is((SELECT count(server_half) FROM session)::int, 4, 'sweeping nothing changes nothing');
SELECT t.act_as('admin.a');
SELECT is((SELECT server_half FROM session WHERE account_id = t.id('doc.b'))::bytea, NULL, 'a sign-in wipes the half of another whose time is over');
SELECT ok(NOT EXISTS (SELECT FROM session WHERE account_id = t.id('dep.a')), 'and drops the session nobody can use');
SELECT ok((SELECT server_half FROM session WHERE account_id = t.id('doc.a')) IS NOT NULL AND t.alive('doc.a'), 'others keep theirs');
UPDATE session SET seen_at = now() - interval '16 minutes';
SELECT session_sweep(2);
SELECT is((SELECT count(*) FROM session)::int, 2, 'not more than it is told to');

-- What ends a session at once.
SELECT t.act_as('doc.a');
UPDATE account SET state = 'blocked' WHERE login = 'doc.a';
SELECT ok(NOT t.alive('doc.a') AND NOT EXISTS (SELECT FROM session WHERE account_id = t.id('doc.a')), 'a blocked account''s session dies');
SELECT throws_ok($$ SELECT t.act_as('doc.a') $$, '42501', NULL, 'and none opens');
SELECT t.act_as('doc.b');
INSERT INTO role_grant (account_id, role_id, area_id) VALUES (t.id('doc.b'), 90002, 9010);
SELECT ok(NOT t.alive('doc.b'), 'a new role ends the session');
SELECT t.act_as('doc.b');
DELETE FROM role_grant WHERE account_id = t.id('doc.b') AND role_id = 90002;
SELECT ok(NOT t.alive('doc.b'), 'a lost role ends it');
SELECT t.act_as('ministry');
DELETE FROM role_permission WHERE role_id = 90001;
SELECT ok(NOT t.alive('ministry'), 'a changed role ends the sessions of its holders');
SELECT t.act_as('doc.b');
UPDATE account SET valid_until = CURRENT_DATE - 1 WHERE login = 'doc.b';
SELECT ok(NOT t.alive('doc.b'), 'an account whose time is over');
UPDATE account SET valid_until = CURRENT_DATE WHERE login = 'doc.b';
SELECT t.act_as('doc.b');
SELECT ok((SELECT expires_at <= (CURRENT_DATE + 1)::timestamptz FROM session WHERE account_id = t.id('doc.b')), 'ends with the day at the latest');
SELECT t.act_as('admin');
INSERT INTO area (id, parent_id, kind, name) VALUES (9030, 9002, 'institution', 'В');
SELECT ok(t.alive('admin') AND 9030 = ANY (areas('user_manage')), 'a new area is learnt by open sessions');
SELECT ok(NOT session_kill(t.id('ministry')) AND session_kill(t.id('doc.b')), 'an administrator ends a session');
SELECT ok(NOT t.alive('doc.b'), 'at once');
SELECT t.act_as('admin.a');
SELECT t.act_as('read.a');
SELECT t.nobody();
SELECT ok(NOT session_kill(t.id('admin.a')), 'nobody ends none');
SELECT session_close(t.sid('admin.a'));
SELECT ok(NOT t.alive('admin.a'), 'logout ends it');

-- Failed logins.
SELECT is(login_wait(sha256('name')), 0, 'no wait at first');
SELECT is(ARRAY(SELECT login_failed(sha256('name')) FROM generate_series(1, 11)), ARRAY[0, 0, 0, 0, 1, 2, 4, 8, 16, 900, 900],
	'four free, then 1, 2, 4, 8, 16 and 900 seconds');
SELECT ok(login_wait(sha256('name')) BETWEEN 899 AND 900 AND login_attempt(sha256('name')) BETWEEN 899 AND 900, 'the next one waits');
UPDATE login_delay SET seen_at = now() - interval '25 hours', next_at = now() - interval '24 hours';
SELECT login_attempt(sha256('name'));
SELECT is((SELECT failures FROM login_delay), 1, 'a day forgives, and a try counts before it is judged');
SELECT login_succeeded(sha256('name'));
SELECT is_empty('SELECT FROM login_delay', 'a success forgets');
INSERT INTO login_delay (login_mac, failures, next_at, seen_at)
SELECT sha256(i::text::bytea), 1, now(), now() - i * interval '1 second' FROM generate_series(1, 50) AS i;
SELECT login_delay_trim(20);
SELECT is((SELECT count(*) || ' ' || (min(seen_at) >= now() - interval '20 seconds') FROM login_delay), '20 true', 'the table is kept small, oldest first');
-- Browsers that remember an account: a half for who knows id and token, until the owner takes it away.
SELECT t.nobody();
SELECT throws_ok($$ SELECT browser_enrol(gen_random_uuid(), sha256('x'), sha256('h'), 'b', NULL) $$, '42501', NULL, 'nobody has no browser remember');
SELECT t.act_as('read.a');
SELECT browser_enrol('00000000-0000-4000-8000-00000000000b', sha256('token'), sha256('half'), repeat('b', 400), NULL);
SELECT is((SELECT array_agg(length(agent)) FROM own_browsers()), ARRAY[300], 'a browser that is remembered stands in the list of its owner');
SELECT t.act_as('admin');
SELECT ok(NOT browser_remove('00000000-0000-4000-8000-00000000000b') AND NOT EXISTS (SELECT FROM own_browsers()), 'and of nobody else, who cannot remove it');
SELECT t.nobody();
SELECT is(browser_half('00000000-0000-4000-8000-00000000000b', sha256('token')), sha256('half'), 'its half comes for its token');
SELECT is(browser_half('00000000-0000-4000-8000-00000000000b', sha256('other')), NULL, 'and for no other');
SELECT t.act_as('read.a');
SELECT ok(browser_remove('00000000-0000-4000-8000-00000000000b'), 'its owner removes it');
SELECT is(browser_half('00000000-0000-4000-8000-00000000000b', sha256('token')), NULL, 'and there is no half any more');
SELECT * FROM finish();
ROLLBACK;
