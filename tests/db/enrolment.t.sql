-- enrolment.t.sql: setting up an institution, joining it, admission, and what these refuse.
\ir fixture.sql
SELECT plan(75);
CREATE FUNCTION t.i8(p bigint) RETURNS bytea LANGUAGE sql IMMUTABLE RETURN int8send(p);
CREATE FUNCTION t.body(p_inst uuid, p_seq int, p_prev bytea, p_action text, p_reason text, p_subject uuid, p_login text DEFAULT '',
	p_role text DEFAULT '', p_sig bytea DEFAULT '', p_enc bytea DEFAULT '', p_e int DEFAULT 0, p_ik bytea DEFAULT '') RETURNS bytea
LANGUAGE sql IMMUTABLE RETURN t.tup('rpp/v1/roster', uuid_send(p_inst), t.i8(p_seq), p_prev, t.i8(1767225600 + p_seq), p_action::bytea,
	p_reason::bytea, uuid_send(p_subject), p_login::bytea, p_role::bytea, p_sig, p_enc, t.i8(p_e), p_ik);
CREATE FUNCTION t.entry(p_body bytea, p_by uuid) RETURNS text LANGUAGE sql IMMUTABLE
RETURN format('{"body":"%s","sigs":[{"by":"%s","sig":"%s"}]}', t.b64u(p_body), p_by, t.b64u(t.bytes(64)));
CREATE FUNCTION t.grant(p_inst uuid, p_e int, p_from uuid, p_to uuid, p_ik bytea DEFAULT t.bytes(16, 'ik')) RETURNS text LANGUAGE sql IMMUTABLE
RETURN format('{"v":1,"suite":"A1","info":"%s","enc":"%s","ct":"%s","sig":"%s"}', t.b64u(t.tup('rpp/v1/grant', uuid_send(p_inst), t.i8(p_e),
	p_ik, uuid_send(p_from), t.bytes(20), uuid_send(p_to), t.bytes(20), t.i8(2))), t.b64u(t.bytes(32)), t.b64u(t.bytes(48)), t.b64u(t.bytes(64)));
CREATE FUNCTION t.bundle(p_inst uuid, p_user uuid) RETURNS text LANGUAGE sql IMMUTABLE
RETURN format('{"v":1,"suite":"A1","inst":"%s","user":"%s","methods":[{"m":"pwkf","id":"0","commit":"%s","n":"%s","c":"%s"}],"privs":{"n":"%s","c":"%s"}}',
	p_inst, p_user, t.b64u(t.bytes(32)), t.b64u(t.bytes(12)), t.b64u(t.bytes(48)), t.b64u(t.bytes(12)), t.b64u(t.bytes(112)));
CREATE FUNCTION t.recset(p_inst uuid, p_pub bytea) RETURNS text LANGUAGE sql IMMUTABLE
RETURN t.entry(t.tup('rpp/v1/recset', uuid_send(p_inst), t.bytes(16), p_pub, t.bytes(32), t.bytes(32), t.bytes(32), t.i8(1)),
	'00000000-0000-0000-0000-000000000000');
-- The whole set-up, with one thing changed by name.
CREATE FUNCTION t.setup(p_wrong text DEFAULT '', p_token bytea DEFAULT sha256('token')) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	nil uuid := '00000000-0000-0000-0000-000000000000';
	i uuid := 'cccccccc-0000-4000-8000-000000000001';
	u uuid := 'cccccccc-0000-4000-8000-0000000000aa';
	g bytea := t.body(i, 0, t.zero(), 'genesis', 'genesis', nil, '', 'root', t.bytes(32, 'rs'), t.bytes(32, 're'));
	a bytea := t.body(i, CASE p_wrong WHEN 'seq' THEN 2 ELSE 1 END, CASE p_wrong WHEN 'prev' THEN t.zero() ELSE sha256(g) END, 'add', 'enrol',
	    CASE p_wrong WHEN 'subject' THEN nil ELSE u END, CASE p_wrong WHEN 'login' THEN 'other' ELSE 'first' END,
	    CASE p_wrong WHEN 'role' THEN 'doctor' ELSE 'officer' END, t.bytes(32, 'us'), t.bytes(32, 'ue'));
	e bytea := t.body(i, 2, sha256(a), 'epoch', 'first', nil, p_e => CASE p_wrong WHEN 'epoch' THEN 2 ELSE 1 END, p_ik => t.bytes(16, 'ik'));
BEGIN
	PERFORM setup_take(p_token, i, u, 'first', 'Первый', 'ru', 'https://a.example.org', t.bytes(16), t.bytes(32),
	    t.bundle(i, CASE p_wrong WHEN 'bundle' THEN nil ELSE u END), t.entry(g, nil), t.entry(a, nil), t.entry(e, u),
	    t.grant(i, 1, u, CASE p_wrong WHEN 'recipient' THEN nil ELSE u END), t.grant(CASE p_wrong WHEN 'inst' THEN u ELSE i END, 1, u, nil,
	    CASE p_wrong WHEN 'ik' THEN t.bytes(16, 'other') ELSE t.bytes(16, 'ik') END),
	    t.recset(i, CASE p_wrong WHEN 'recovery' THEN t.bytes(32) ELSE t.bytes(32, 're') END));
END
$$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA t TO PUBLIC;
INSERT INTO area (id, parent_id, kind, name) VALUES (9040, 9002, 'institution', 'Г'), (9041, 9040, 'department', 'Г, отделение'), (9050, 9002, 'institution', 'Д');

-- Tokens.
SELECT lives_ok($$ SELECT setup_token_create(sha256('token'), 9040) $$, 'the operator makes a set-up token');
SELECT throws_ok($$ SELECT setup_token_create(sha256('t2'), 9041) $$, '22023', NULL, 'for an institution only');
SELECT throws_ok($$ SELECT setup_token_create(sha256('t2'), 9010) $$, '40001', NULL, 'that has no keys yet');
SELECT t.act_as('admin.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT throws_ok($$ SELECT setup_token_create(sha256('t2'), 9040) $$, '42501', NULL, 'an administrator of A makes none for others');
RESET SESSION AUTHORIZATION;
SELECT t.nobody();

-- Set-up.
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT is((SELECT area_name FROM setup_lookup(sha256('token'))), 'Г', 'the token names the institution');
SELECT is_empty($$ SELECT FROM setup_lookup(sha256('guess')) $$, 'a guessed one nothing');
SELECT throws_ok($$ SELECT t.setup('', sha256('guess')) $$, '42501', NULL, 'a guessed token sets nothing up');
SELECT throws_ok(format('SELECT t.setup(%L)', w), c, NULL, 'set-up refused: ' || w)
  FROM (VALUES ('seq', '40001'), ('prev', '40001'), ('subject', '22023'), ('login', '22023'), ('role', '22023'), ('epoch', '40001'),
	('bundle', '22023'), ('recipient', '22023'), ('inst', '22023'), ('ik', '22023'), ('recovery', '22023')) AS v(w, c);
SELECT lives_ok('SELECT t.setup()', 'the set-up stands');
SELECT throws_ok('SELECT t.setup()', '42501', NULL, 'a token works once');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT string_agg(seq::text, ' ' ORDER BY seq) FROM roster_entry WHERE inst = 'cccccccc-0000-4000-8000-000000000001'), '0 1 2', 'three entries');
SELECT is((SELECT count(*) FROM key_grant WHERE inst = 'cccccccc-0000-4000-8000-000000000001')::int, 2, 'two grants');
SELECT is(ARRAY(SELECT r.code FROM role_grant AS g JOIN role AS r ON r.id = g.role_id WHERE g.account_id = t.id('first') AND g.area_id = 9040 ORDER BY 1),
	ARRAY['administrator', 'user'], 'the first officer is administrator and user there');
SELECT throws_ok($$ SELECT setup_token_create(sha256('t3'), 9040) $$, '40001', NULL, 'set up once');
SELECT is(t.act_as('first'), 'first', 'he can work');
SELECT is(current_inst(), 'cccccccc-0000-4000-8000-000000000001'::uuid, 'in his institution');

-- Join.
SET LOCAL SESSION AUTHORIZATION palreg_admin;
INSERT INTO account (id, login, name, area_id) VALUES ('cccccccc-0000-4000-8000-0000000000bb', 'second', 'Вторая', 9041);
INSERT INTO role_grant (account_id, role_id, area_id) VALUES ('cccccccc-0000-4000-8000-0000000000bb', 2, 9041);
SELECT throws_ok($$ SELECT join_token_create(sha256('j'), 'b0000000-0000-4000-8000-000000000001', NULL) $$, '42501', NULL, 'no token for a foreign account');
SELECT throws_ok(format('SELECT join_token_create(sha256(''j''), ''cccccccc-0000-4000-8000-0000000000bb'', %L)', r), '22023', NULL, 'nor for one of an institution')
  FROM (VALUES ('doctor'), (NULL)) AS v(r);
RESET SESSION AUTHORIZATION;

-- Invitation and answer.
CREATE FUNCTION t.invite(p_account uuid DEFAULT 'cccccccc-0000-4000-8000-0000000000bb', p_login text DEFAULT 'second', p_hours int DEFAULT 72,
	p_id uuid DEFAULT 'cccccccc-0000-4000-8000-0000000000f1') RETURNS void LANGUAGE sql AS $$
SELECT invite_add(p_id, p_account, p_login, 'doctor', extract(epoch FROM now())::bigint + 3600 * p_hours) $$;
CREATE FUNCTION t.enc(p_sig bytea) RETURNS bytea LANGUAGE sql IMMUTABLE RETURN sha256(p_sig);
CREATE FUNCTION t.answer(p_user uuid, p_sig bytea DEFAULT t.bytes(32, 'ss'), p_id uuid DEFAULT 'cccccccc-0000-4000-8000-0000000000f1') RETURNS uuid LANGUAGE sql AS $$
SELECT invite_take(p_id, t.bytes(16), t.bytes(32), t.bundle('cccccccc-0000-4000-8000-000000000001', p_user), p_sig, t.enc(p_sig),
	t.bytes(64), t.bytes(32, 'tag')) $$;
CREATE FUNCTION t.settle(p_action text DEFAULT 'add', p_role text DEFAULT 'doctor', p_to uuid DEFAULT 'cccccccc-0000-4000-8000-0000000000bb', p_sig text DEFAULT 'ss',
	p_id uuid DEFAULT 'cccccccc-0000-4000-8000-0000000000f1') RETURNS uuid LANGUAGE sql AS $$
SELECT invite_settle(p_id, t.entry(t.body('cccccccc-0000-4000-8000-000000000001', r.seq + 1, r.head, p_action, 'enrol',
	'cccccccc-0000-4000-8000-0000000000bb', 'second', p_role, t.bytes(32, p_sig), t.enc(t.bytes(32, p_sig))), current_account()),
	ARRAY[t.grant('cccccccc-0000-4000-8000-000000000001', 1, current_account(), p_to)]::grant_text[])
  FROM (SELECT seq, head FROM roster_entry WHERE inst = 'cccccccc-0000-4000-8000-000000000001' ORDER BY seq DESC LIMIT 1) AS r $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA t TO PUBLIC;
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT throws_ok('SELECT t.invite()', '42501', NULL, 'who is no officer invites nobody');
SELECT is_empty('SELECT FROM invites()', 'and sees no invitation');
SELECT is_empty('SELECT FROM invitees()', 'nor whom one could invite');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('first');
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT is((SELECT string_agg(login, ' ') FROM invitees()), 'second', 'an officer sees who waits');
SELECT throws_ok(format('SELECT t.invite(%s)', a), c, NULL, 'not ' || w)
  FROM (VALUES ('t.id(''first''), ''first''', '42501', 'himself'), ('t.id(''doc.a''), ''doc.a''', '42501', 'somebody elsewhere'),
	('p_login => ''third''', '22023', 'under another login'), ('p_hours => 74', '22023', 'for longer than 72 hours'),
	('p_hours => -1', '22023', 'for a time that is over')) AS v(a, c, w);
SELECT lives_ok($$ SELECT t.invite(p_id => 'cccccccc-0000-4000-8000-0000000000f0'); SELECT t.invite() $$, 'an account that waits is invited');
RESET SESSION AUTHORIZATION;
SELECT t.nobody();
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT throws_ok($$ SELECT t.answer('cccccccc-0000-4000-8000-0000000000bb', p_id => 'cccccccc-0000-4000-8000-0000000000f0') $$, '42501', NULL,
	'the earlier invitation is void');
SELECT throws_ok($$ SELECT t.answer('cccccccc-0000-4000-8000-0000000000aa') $$, '22023', NULL, 'the bundle of another is refused');
SELECT throws_ok($$ SELECT t.answer('cccccccc-0000-4000-8000-0000000000bb', t.bytes(32, 'us')) $$, '22023', NULL, 'and keys of a member');
SELECT lives_ok($$ SELECT t.answer('cccccccc-0000-4000-8000-0000000000bb') $$, 'she answers');
SELECT throws_ok($$ SELECT t.answer('cccccccc-0000-4000-8000-0000000000bb') $$, '42501', NULL, 'once');
SELECT throws_ok($$ SELECT session_open(sha256('s'), 'cccccccc-0000-4000-8000-0000000000bb', NULL, NULL, NULL) $$, '42501', NULL, 'and has no session yet');
RESET SESSION AUTHORIZATION;

-- Admission, and new keys.
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT throws_ok($$ SELECT invite_settle('cccccccc-0000-4000-8000-0000000000f1', t.entry(t.body('cccccccc-0000-4000-8000-000000000001', 3, t.zero(), 'add',
	'enrol', current_account()), current_account()), '{}') $$, '42501', NULL, 'who is no officer admits nobody');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('first');
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT is((SELECT login || ' ' || member_role || ' ' || mine || ' ' || renews FROM invites() WHERE taken_at IS NOT NULL), 'second doctor true false', 'the officer sees her');
SELECT throws_ok($$ SELECT t.settle('rekey') $$, '22023', NULL, 'not as a member she is not');
SELECT throws_ok($$ SELECT t.settle('add', 'officer') $$, '22023', NULL, 'not under another role');
SELECT throws_ok($$ SELECT t.settle(p_sig => 'us') $$, '22023', NULL, 'not with other keys');
SELECT throws_ok($$ SELECT t.settle(p_to => 'cccccccc-0000-4000-8000-0000000000aa') $$, '22023', NULL, 'not with a grant for somebody else');
RESET SESSION AUTHORIZATION;
UPDATE invite SET officer_id = t.id('doc.a') WHERE settled_at IS NULL;
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT throws_ok('SELECT t.settle()', '42501', NULL, 'nor whom another officer has invited');
RESET SESSION AUTHORIZATION;
UPDATE invite SET officer_id = t.id('first') WHERE settled_at IS NULL;
INSERT INTO totp_key (account_id, sealed, since) VALUES (current_account(), t.bytes(48), now());
UPDATE session SET factor_at = now() - interval '11 minutes' WHERE account_id = current_account();
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT t.refuses('factor_fresh', 'SELECT t.settle()', 'not by an officer whose code is old');
RESET SESSION AUTHORIZATION;
UPDATE session SET factor_at = now() WHERE account_id = current_account();
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT lives_ok('SELECT t.settle()', 'she is admitted');
SELECT throws_ok('SELECT t.settle()', '40001', NULL, 'once');
RESET SESSION AUTHORIZATION;
DELETE FROM totp_key;
SELECT is(t.act_as('second'), 'second', 'and can work');
SELECT t.act_as('first');
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT lives_ok($$ SELECT t.invite(p_id => 'cccccccc-0000-4000-8000-0000000000f2') $$, 'a member is invited to new keys');
SELECT lives_ok($$ SELECT t.answer('cccccccc-0000-4000-8000-0000000000bb', t.bytes(32, 'new'), 'cccccccc-0000-4000-8000-0000000000f2') $$, 'and answers');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT sig_pub::bytea FROM credential WHERE account_id = t.id('second')), t.bytes(32, 'ss'), 'the old ones hold until then');
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT lives_ok($$ SELECT t.settle('rekey', p_sig => 'new', p_id => 'cccccccc-0000-4000-8000-0000000000f2') $$, 'the officer signs');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT sig_pub::bytea FROM credential WHERE account_id = t.id('second')), t.bytes(32, 'new'), 'now the new ones hold');

-- Above the institutions: keys of the nil institution, no member, confirmed by an administrator.
SELECT t.act_as('admin');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
INSERT INTO account (id, login, name, area_id) VALUES ('cccccccc-0000-4000-8000-0000000000cc', 'third', 'Третья', 9001),
	('cccccccc-0000-4000-8000-0000000000dd', 'fourth', 'Четвёртый', 9010), ('cccccccc-0000-4000-8000-0000000000ee', 'fifth', 'Пятый', 9050);
INSERT INTO role_grant (account_id, role_id, area_id) VALUES ('cccccccc-0000-4000-8000-0000000000cc', 1, 9001);
SELECT throws_ok($$ SELECT join_token_create(sha256('n'), 'cccccccc-0000-4000-8000-0000000000cc', 'doctor') $$, '22023', NULL, 'no member above the institutions');
SELECT throws_ok($$ SELECT join_token_create(sha256('n'), 'cccccccc-0000-4000-8000-0000000000dd', NULL) $$, '22023', NULL, 'nobody but members in one');
SELECT lives_ok($$ SELECT join_token_create(sha256('nil'), 'cccccccc-0000-4000-8000-0000000000cc', NULL) $$, 'a token without a role');
SELECT is_empty($$ SELECT FROM applicant_above('cccccccc-0000-4000-8000-0000000000cc') $$, 'nothing to confirm yet');
RESET SESSION AUTHORIZATION;
SELECT t.nobody();
CREATE FUNCTION t.join_above(p_inst uuid) RETURNS uuid LANGUAGE sql AS $$
SELECT join_take(sha256('nil'), t.bytes(16), t.bytes(32), t.bundle(p_inst, 'cccccccc-0000-4000-8000-0000000000cc'),
	t.bytes(32, 'ts'), t.bytes(32, 'te'), t.bytes(64)) $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA t TO PUBLIC;
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT is((SELECT (inst, member_role, root, roster_seq, roster_head, origin)::text FROM join_lookup(sha256('nil'))),
	('00000000-0000-0000-0000-000000000000'::uuid, NULL::text, t.zero(), 0, t.zero(), NULL::text)::text, 'the token names the nil institution');
SELECT throws_ok($$ SELECT t.join_above('aaaaaaaa-0000-4000-8000-000000000001') $$, '22023', NULL, 'a bundle of an institution is refused');
SELECT lives_ok($$ SELECT t.join_above('00000000-0000-0000-0000-000000000000') $$, 'one of none is taken');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('admin.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT is_empty($$ SELECT FROM applicant_above('cccccccc-0000-4000-8000-0000000000cc') $$, 'an administrator below sees nothing to confirm');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('admin');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT is((SELECT sig_pub FROM applicant_above('cccccccc-0000-4000-8000-0000000000cc')), t.bytes(32, 'ts'), 'the one above sees the keys');
RESET SESSION AUTHORIZATION;
UPDATE account SET area_id = 9050 WHERE login = 'third';
SELECT throws_ok($$ UPDATE account SET state = 'active' WHERE login = 'third' $$, '23514', NULL, 'moved into an institution he cannot be confirmed');
UPDATE account SET area_id = 9001 WHERE login = 'third';
SELECT lives_ok($$ UPDATE account SET state = 'active' WHERE login = 'third' $$, 'he is confirmed');
SELECT is(t.act_as('third'), 'third', 'and can work');
SELECT throws_ok($$ SELECT credential_change(t.bytes(16), t.bytes(32, 'new'), t.bundle('aaaaaaaa-0000-4000-8000-000000000001', t.id('third'))) $$, '22023', NULL,
	'he cannot take a bundle of an institution');
SELECT lives_ok($$ SELECT credential_change(t.bytes(16), t.bytes(32, 'new'), t.bundle('00000000-0000-0000-0000-000000000000', t.id('third'))) $$, 'he changes his secret');
SELECT * FROM finish();
ROLLBACK;
