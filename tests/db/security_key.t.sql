-- security_key.t.sql: security keys: whose they are, what they are asked, each answer once, counters, what goes with the last.
\ir fixture.sql
CREATE FUNCTION t.open(p_login text) RETURNS timestamptz LANGUAGE sql SECURITY DEFINER SET search_path = palreg, pg_temp
AS $$ SELECT session_open(t.sid(p_login), t.id(p_login), NULL, NULL, NULL) $$;
CREATE FUNCTION t.hashes() RETURNS bytea[] LANGUAGE sql STABLE AS $$ SELECT array_agg(sha256(i::text::bytea)) FROM generate_series(1, 10) AS i $$;
CREATE FUNCTION t.add(p_challenge text, p_credential bytea, p_algorithm int DEFAULT -7, p_public bytea DEFAULT t.bytes(64)) RETURNS text LANGUAGE sql
AS $$ SELECT key_add(sha256(p_challenge::bytea), 'Ключ', p_credential, p_algorithm, p_public, 5, t.hashes()) $$;
CREATE FUNCTION t.aged(p_login text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = palreg, pg_temp
AS $$ UPDATE session SET factor_at = now() - interval '11 minutes' WHERE account_id = t.id(p_login) $$;
-- As if another transaction had used them.
CREATE FUNCTION t.earlier() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = palreg, pg_temp
AS $$ UPDATE security_key SET used_at = used_at - interval '1 second' $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA t TO PUBLIC;
SELECT plan(54);

-- Set up.
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT t.refuses('password_fresh', $$ SELECT key_ask(t.id('doc.a'), 'add', sha256('c')) $$);
SELECT password_refresh();
SELECT is_empty($$ SELECT key_ask(t.id('doc.a'), 'add', sha256('c')) $$, 'the first key is asked; there is none before it');
SELECT throws_ok($$ SELECT key_ask(t.id('doc.b'), 'add', sha256('c')) $$, '42501', 'not one''s own', 'one''s own');
SELECT t.refuses('key_challenge_purpose', $$ SELECT key_ask(t.id('doc.a'), 'other', sha256('c')) $$);
SELECT is(t.add('d', t.bytes(32)), 'late', 'another challenge is none');
SELECT t.refuses('security_key_credential', $$ SELECT t.add('c', t.bytes(15)) $$);
SELECT t.refuses('security_key_public', $$ SELECT t.add('c', t.bytes(32), -7, t.bytes(63)) $$);
SELECT t.refuses('security_key_public', $$ SELECT t.add('c', t.bytes(32), -35, t.bytes(64)) $$, 'of no other algorithm');
SELECT t.refuses('security_key_name', $$ SELECT key_add(sha256('c'), '', t.bytes(32), -7, t.bytes(64), 5, t.hashes()) $$);
SELECT t.refuses('security_key_counter', $$ SELECT key_add(sha256('c'), 'x', t.bytes(32), -7, t.bytes(64), -1, t.hashes()) $$);
SELECT throws_ok($$ SELECT key_add(sha256('c'), 'x', t.bytes(32), -7, t.bytes(64), 5, (t.hashes())[1:9]) $$, '22023', NULL, 'with ten recovery codes');
SELECT is(t.add('c', t.bytes(32)), 'first', 'a key that answered is in force');
SELECT is((SELECT row(since IS NULL, codes_left, fresh, keys) FROM factor_own()), row(true, 10, false, 1), 'with recovery codes; it proves nothing yet');
SELECT is((SELECT row(name, made_at = now(), used_at, copied_at) FROM key_list()), row('Ключ'::text, true, NULL::timestamptz, NULL::timestamptz), 'and is listed');
SELECT is(t.add('c', t.bytes(32, 'y')), 'late', 'its challenge is used') FROM (SELECT key_use(t.id('doc.a'), t.bytes(32), 6), factor_refresh()) AS f;

-- A second one; whose credential it is.
SELECT is((SELECT count(*)::int FROM key_ask(t.id('doc.a'), 'add', sha256('c'))), 1, 'the next is told which there are');
SELECT t.refuses('security_key_once', $$ SELECT t.add('c', t.bytes(32)) $$);
SELECT is(t.add('c', t.bytes(32, 'y'), -257, t.bytes(259)), 'added', 'it comes beside it');
RESET SESSION AUTHORIZATION;
INSERT INTO security_key (account_id, name, credential, algorithm, public_key, counter)
SELECT t.id('doc.a'), 'x', t.bytes(32, 'n' || i), -8, t.bytes(32), 0 FROM generate_series(1, 8) AS i;
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT key_ask(t.id('doc.a'), 'add', sha256('c'));
SELECT t.refuses('security_key_many', $$ SELECT t.add('c', t.bytes(32, 'z'), -8, t.bytes(32)) $$);
RESET SESSION AUTHORIZATION;
DELETE FROM security_key WHERE name = 'x';
SELECT t.act_as('doc.b');
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT password_refresh(), key_ask(t.id('doc.b'), 'add', sha256('c'));
SELECT t.refuses('security_key_once', $$ SELECT t.add('c', t.bytes(32)) $$, 'for nobody else either');
SELECT is(key_drop((SELECT id FROM key_list() LIMIT 1)), false, 'nor is another''s removed');
SELECT is_empty('SELECT FROM key_list()', 'nor listed');
SELECT is(key_use(t.id('doc.b'), t.bytes(32), 100), false, 'nor used');

-- What it is asked: once, in time, for what it was asked for, by whose session.
SELECT is((SELECT count(*)::int FROM key_ask(t.id('doc.a'), 'enter', sha256('e'))), 2, 'before signing in anybody who knows the password asks');
SELECT is(key_take(t.id('doc.a'), 'fresh', sha256('e')), false, 'what was asked for one purpose serves no other');
SELECT is(key_take(t.id('doc.b'), 'enter', sha256('e')), false, 'nor another account');
SELECT is(key_take(t.id('doc.a'), 'enter', sha256('f')), false, 'nor does anything else');
SELECT is(key_take(t.id('doc.a'), 'enter', sha256('e')), true, 'it is taken');
SELECT is(key_take(t.id('doc.a'), 'enter', sha256('e')), false, 'once');
SELECT key_ask(t.id('doc.a'), 'enter', sha256('e')), key_ask(t.id('doc.a'), 'enter', sha256('g'));
SELECT is(key_take(t.id('doc.a'), 'enter', sha256('e')), false, 'a later question takes its place');
RESET SESSION AUTHORIZATION;
UPDATE key_challenge SET made_at = now() - interval '5 minutes';
SELECT is(key_take(t.id('doc.a'), 'enter', sha256('g')), false, 'after five minutes it is over');
SELECT is_empty($$ SELECT FROM key_challenge WHERE purpose = 'enter' $$, 'and gone');
SELECT t.refuses('key_challenge_session', $$ INSERT INTO key_challenge (account_id, purpose, challenge_hash) VALUES (t.id('doc.b'), 'fresh', sha256('c')) $$);
SELECT session_context(t.sid('doc.a'));
SELECT key_ask(t.id('doc.a'), 'fresh', sha256('h'));
SELECT session_context(t.sid('doc.b'));
SELECT is(key_take(t.id('doc.a'), 'fresh', sha256('h')), false, 'another session''s question is none');

-- Sessions and counters.
SELECT t.earlier();
SELECT t.refuses('session_factor', $$ SELECT t.open('doc.a') $$);
SELECT is(key_use(t.id('doc.a'), t.bytes(32), 6), false, 'a counter that stands is refused');
SELECT is(key_use(t.id('doc.a'), t.bytes(32), 5), false, 'so is one that goes back');
SELECT is(key_use(t.id('doc.a'), t.bytes(32), 0), false, 'or stops counting');
SELECT t.refuses('session_factor', $$ SELECT t.open('doc.a') $$, 'none of them opens a session');
SELECT is((SELECT copied_at FROM security_key WHERE credential = t.bytes(32)), now(), 'and it stays known');
SELECT is(key_use(t.id('doc.a'), t.bytes(32), 7), true, 'forward it is taken');
SELECT lives_ok($$ SELECT t.open('doc.a') $$, 'and opens one');
SELECT is((SELECT factor_at FROM session WHERE account_id = t.id('doc.a')), now(), 'which has its fresh proof');
UPDATE security_key SET counter = 0;
SELECT is(key_use(t.id('doc.a'), t.bytes(32), 0), true, 'a key that does not count stays at nought');

-- A fresh proof, removing.
SELECT session_context(t.sid('doc.a'));
SELECT t.aged('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT t.refuses('factor_fresh', $$ SELECT key_ask(t.id('doc.a'), 'add', sha256('c')) $$);
SELECT t.refuses('factor_fresh', $$ SELECT key_drop((SELECT id FROM key_list() LIMIT 1)) $$);
SELECT factor_refresh();
SELECT is(key_drop((SELECT id FROM key_list() LIMIT 1)), true, 'with a fresh proof a key is removed');
SELECT is((SELECT row(keys, codes_left) FROM factor_own()), row(1, 10), 'the other and the codes stay');
SELECT is(key_drop((SELECT id FROM key_list())), true, 'and the last');
SELECT is((SELECT row(keys, codes_left) FROM factor_own()), row(0, 0), 'with the codes');
RESET SESSION AUTHORIZATION;

-- Who may touch it; what a reset and a deleted account leave.
SELECT is(ARRAY(SELECT r::text FROM unnest(ARRAY['palreg_register', 'palreg_admin', 'palreg_report']) AS r
	WHERE has_any_column_privilege(r, 'security_key', 'SELECT') OR has_any_column_privilege(r, 'key_challenge', 'SELECT')
	   OR has_function_privilege(r, 'key_use(uuid, bytea, bigint)', 'EXECUTE') OR has_function_privilege(r, 'password_refresh()', 'EXECUTE')), '{}',
	'no program but palreg_auth reads or uses keys');
SELECT ok(NOT has_any_column_privilege('palreg_auth', 'security_key', 'UPDATE') AND NOT has_table_privilege('palreg_auth', 'security_key', 'DELETE')
	AND NOT has_any_column_privilege('palreg_auth', 'key_challenge', 'SELECT')
	AND NOT has_function_privilege('palreg_auth', 'factor_left()', 'EXECUTE'), 'which writes by these functions alone');
INSERT INTO security_key (account_id, name, credential, algorithm, public_key, counter) VALUES (t.id('doc.b'), 'x', t.bytes(32), -8, t.bytes(32), 0);
INSERT INTO recovery_code (account_id, code_hash) VALUES (t.id('doc.b'), sha256('1'));
SELECT ok(factor_has(t.id('doc.b')), 'a key is a second factor');
UPDATE account SET state = 'deleted' WHERE login = 'doc.b';
SELECT is((SELECT count(*) FROM security_key)::int + (SELECT count(*) FROM recovery_code)::int
	+ (SELECT count(*) FROM key_challenge WHERE account_id = t.id('doc.b'))::int, 0, 'a deleted account keeps nothing of it');
SELECT * FROM finish();
ROLLBACK;
