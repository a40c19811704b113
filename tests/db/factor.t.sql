-- factor.t.sql: the second factor: no session without it, each code once, what needs a fresh code, who may touch it.
\ir fixture.sql
CREATE FUNCTION t.open(p_login text) RETURNS timestamptz LANGUAGE sql SECURITY DEFINER SET search_path = palreg, pg_temp
AS $$ SELECT session_open(t.sid(p_login), t.id(p_login), NULL, NULL, NULL) $$;
CREATE FUNCTION t.hashes() RETURNS bytea[] LANGUAGE sql IMMUTABLE
RETURN ARRAY[sha256('1'), sha256('2'), sha256('3'), sha256('4'), sha256('5'), sha256('6'), sha256('7'), sha256('8'), sha256('9'), sha256('10')];
CREATE FUNCTION t.aged(p_interval interval) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = palreg, pg_temp
AS $$ UPDATE session SET factor_at = now() - p_interval WHERE id_hash = t.sid('doc.a') $$;
-- As if another transaction had used them.
CREATE FUNCTION t.earlier() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = palreg, pg_temp
AS $$ UPDATE totp_key SET used_at = used_at - interval '1 second'; UPDATE recovery_code SET used_at = used_at - interval '1 second' $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA t TO PUBLIC;
SELECT plan(49);

-- Set up.
SELECT t.act_as('doc.a');
SELECT is((SELECT row(since, pending, codes_left, fresh) FROM factor_own()), row(NULL::timestamptz, false, 0, true), 'at first there is none, and none is due');
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT t.refuses('password_fresh', $$ SELECT totp_begin(t.bytes(48)) $$, 'the first one wants the password');
SELECT is(password_refresh(), true, 'which is given anew');
SELECT lives_ok($$ SELECT totp_begin(t.bytes(48)) $$, 'a secret waits');
RESET SESSION AUTHORIZATION;
UPDATE session SET password_at = now() - interval '10 minutes';
SELECT t.refuses('password_fresh', $$ SELECT totp_begin(t.bytes(48)) $$, 'for ten minutes');
UPDATE session SET password_at = now() - interval '9 minutes';
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT lives_ok($$ SELECT totp_begin(t.bytes(48)) $$, 'within them');
SELECT is(totp_pending(), t.bytes(48), 'and is given to whose it is');
SELECT throws_ok($$ SELECT totp_begin('\x00') $$, '23514', NULL, 'not of another length');
RESET SESSION AUTHORIZATION;
SELECT ok(NOT factor_has(t.id('doc.a')), 'it is not in force');
SELECT is(totp_use(t.id('doc.a'), 100), false, 'no code of it is taken');
SELECT lives_ok($$ SELECT t.open('doc.a') $$, 'and no session wants one');
SELECT session_context(t.sid('doc.a'));
SELECT t.refuses('password_fresh', $$ SELECT totp_begin(t.bytes(48)) $$, 'another session asks anew');
SELECT session_context(t.sid('doc.a'));
SELECT is(totp_confirm(t.bytes(48, 'y'), 100, t.hashes()), false, 'only the secret that was judged is confirmed');
SELECT throws_ok($$ SELECT totp_confirm(t.bytes(48), 100, (t.hashes())[1:9]) $$, '22023', NULL, 'with ten recovery codes');
UPDATE totp_key SET pending_at = now() - interval '15 minutes 1 second';
SELECT is(totp_pending(), NULL, 'after a quarter of an hour it waits no more');
SELECT is(totp_confirm(t.bytes(48), 100, t.hashes()), false, 'and is not confirmed');
UPDATE totp_key SET pending_at = now();
SELECT is(totp_confirm(t.bytes(48), 100, t.hashes()), true, 'in time it is');
SELECT ok(factor_has(t.id('doc.a')) AND totp_pending() IS NULL, 'and is in force');
SELECT is((SELECT row(since = now(), codes_left, fresh) FROM factor_own()), row(true, 10, true), 'its session has its code');

-- Sessions.
SELECT t.earlier();
SELECT t.refuses('session_factor', $$ SELECT t.open('doc.a') $$);
SELECT is(totp_use(t.id('doc.a'), 100), false, 'the code that confirmed is used');
SELECT is(totp_use(t.id('doc.a'), 99), false, 'so is any before it');
SELECT t.refuses('session_factor', $$ SELECT t.open('doc.a') $$, 'a refused code opens nothing');
SELECT is(totp_use(t.id('doc.b'), 101), false, 'an account without one has no codes');
SELECT is(totp_use(t.id('doc.a'), 101), true, 'the next one is taken');
SELECT lives_ok($$ SELECT t.open('doc.a') $$, 'and opens a session');
SELECT is((SELECT factor_at FROM session WHERE account_id = t.id('doc.a')), now(), 'which has its fresh code');
SELECT lives_ok($$ SELECT t.open('doc.b') $$, 'others sign in as before');
SELECT t.earlier();
SELECT is(recovery_use(t.id('doc.b'), sha256('1')), false, 'another''s recovery code is none');
SELECT is(recovery_use(t.id('doc.a'), sha256('11')), false, 'nor is one that nobody made');
SELECT is(recovery_use(t.id('doc.a'), sha256('1')), true, 'a recovery code is taken');
SELECT lives_ok($$ SELECT t.open('doc.a') $$, 'and opens a session');
SELECT t.earlier();
SELECT is(recovery_use(t.id('doc.a'), sha256('1')), false, 'once');

-- A fresh code.
SELECT session_context(t.sid('doc.a'));
SELECT is((SELECT codes_left FROM factor_own()), 9, 'nine are left');
SELECT t.aged('9 minutes');
SELECT lives_ok($$ SELECT recovery_renew(t.hashes()) $$, 'a code is fresh for ten minutes');
SELECT t.aged('10 minutes');
SELECT t.refuses('factor_fresh', $$ SELECT recovery_renew(t.hashes()) $$);
SELECT t.refuses('factor_fresh', $$ SELECT totp_begin(t.bytes(48)) $$);
SELECT t.refuses('factor_fresh', $$ SELECT totp_confirm(t.bytes(48), 300, t.hashes()) $$);
SELECT t.refuses('factor_fresh', $$ SELECT factor_drop() $$);
SELECT is(factor_refresh(), false, 'a session is not fresh without a code');
SELECT totp_use(t.id('doc.a'), 200);
SELECT is(factor_refresh(), true, 'with one it is');
SELECT lives_ok($$ SELECT factor_drop() $$, 'then the factor can be taken away');
SELECT ok(NOT factor_has(t.id('doc.a')) AND NOT EXISTS (SELECT FROM recovery_code WHERE account_id = t.id('doc.a')), 'with its codes');

-- Nobody.
SELECT t.nobody();
SELECT is(password_refresh(), false, 'nobody has given a password');
SELECT throws_ok($$ SELECT key_ask(t.id('doc.b'), 'fresh', sha256('c')) $$, '42501', NULL, 'nor asks a key');
SELECT throws_ok($$ SELECT totp_begin(t.bytes(48)) $$, '42501', NULL, 'nobody begins nothing');

-- Who may touch it; what a deleted account leaves.
SELECT is(ARRAY(SELECT r::text FROM unnest(ARRAY['palreg_register', 'palreg_admin', 'palreg_report']) AS r
	WHERE has_table_privilege(r, 'totp_key', 'SELECT') OR has_table_privilege(r, 'recovery_code', 'SELECT')
	   OR has_function_privilege(r, 'totp_use(uuid, bigint)', 'EXECUTE') OR has_function_privilege(r, 'factor_refresh()', 'EXECUTE')), '{}',
	'no program but palreg_auth reads or uses codes');
SELECT ok(NOT has_table_privilege('palreg_auth', 'recovery_code', 'SELECT') AND NOT has_any_column_privilege('palreg_auth', 'totp_key', 'UPDATE')
	AND NOT has_function_privilege('palreg_auth', 'factor_clear(uuid)', 'EXECUTE'), 'which writes by these functions alone');
INSERT INTO totp_key (account_id, sealed, since) VALUES (t.id('doc.b'), t.bytes(48), now());
INSERT INTO recovery_code (account_id, code_hash) VALUES (t.id('doc.b'), sha256('1'));
UPDATE account SET state = 'deleted' WHERE login = 'doc.b';
SELECT is((SELECT count(*) FROM totp_key)::int + (SELECT count(*) FROM recovery_code)::int, 0, 'a deleted account keeps nothing of it');
SELECT * FROM finish();
ROLLBACK;
