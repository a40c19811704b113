-- quorum.t.sql: what takes two officers, and what two custodians bring: who may, in what state, and what must fit together.
\ir fixture.sql
SELECT plan(54);
CREATE FUNCTION t.i8(p bigint) RETURNS bytea LANGUAGE sql IMMUTABLE RETURN int8send(p);
CREATE FUNCTION t.nil() RETURNS uuid LANGUAGE sql IMMUTABLE RETURN '00000000-0000-0000-0000-000000000000'::uuid;
CREATE FUNCTION t.inst() RETURNS uuid LANGUAGE sql IMMUTABLE RETURN 'aaaaaaaa-0000-4000-8000-000000000001'::uuid;
-- The next entry of the roster of A, signed by those who are named.
CREATE FUNCTION t.next(p_action text, p_reason text, p_subject uuid, p_login text DEFAULT '', p_role text DEFAULT '', p_keys text DEFAULT '',
	p_e int DEFAULT 0, p_by uuid[] DEFAULT NULL, p_late int DEFAULT 0) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = palreg, pg_temp AS $$
SELECT format('{"body":"%s","sigs":[%s]}', t.b64u(t.tup('rpp/v1/roster', uuid_send(t.inst()), t.i8(coalesce(max(seq), -1) + 1 + p_late),
	coalesce((array_agg(head::bytea ORDER BY seq DESC))[1], t.zero()), t.i8(1767225600), p_action::bytea, p_reason::bytea, uuid_send(p_subject),
	p_login::bytea, p_role::bytea, CASE p_keys WHEN '' THEN ''::bytea ELSE t.bytes(32, p_keys || 's') END,
	CASE p_keys WHEN '' THEN ''::bytea ELSE t.bytes(32, p_keys || 'e') END, t.i8(p_e),
	CASE p_e WHEN 0 THEN ''::bytea ELSE t.bytes(16, 'ik' || p_e) END)),
	(SELECT string_agg(format('{"by":"%s","sig":"%s"}', s, t.b64u(t.bytes(64))), ',') FROM unnest(coalesce(p_by, ARRAY[current_account()])) AS s))
  FROM roster_entry WHERE inst = t.inst() $$;
CREATE FUNCTION t.grant(p_e int, p_from uuid, p_to uuid, p_seq int) RETURNS text LANGUAGE sql IMMUTABLE
RETURN format('{"v":1,"suite":"A1","info":"%s","enc":"%s","ct":"%s","sig":"%s"}', t.b64u(t.tup('rpp/v1/grant', uuid_send(t.inst()), t.i8(p_e),
	t.bytes(16, 'ik' || p_e), uuid_send(p_from), t.bytes(20), uuid_send(p_to), t.bytes(20), t.i8(p_seq))), t.b64u(t.bytes(32)), t.b64u(t.bytes(48)), t.b64u(t.bytes(64)));
CREATE FUNCTION t.recset(p_keys text, p_inst uuid DEFAULT t.inst()) RETURNS text LANGUAGE sql IMMUTABLE
RETURN format('{"body":"%s","sigs":[{"by":"%s","sig":"%s"}]}', t.b64u(t.tup('rpp/v1/recset', uuid_send(p_inst), t.bytes(16), t.bytes(32, p_keys || 'e'),
	t.bytes(32), t.bytes(32), t.bytes(32), t.i8(1))), t.nil(), t.b64u(t.bytes(64)));
CREATE FUNCTION t.bundle(p_inst uuid, p_user uuid) RETURNS text LANGUAGE sql IMMUTABLE
RETURN format('{"v":1,"suite":"A1","inst":"%s","user":"%s","methods":[{"m":"pwkf","id":"0","commit":"%s","n":"%s","c":"%s"}],"privs":{"n":"%s","c":"%s"}}',
	p_inst, p_user, t.b64u(t.bytes(32)), t.b64u(t.bytes(12)), t.b64u(t.bytes(48)), t.b64u(t.bytes(12)), t.b64u(t.bytes(112)));

-- Institution A: root, three officers (doc.a, dep.a, admin.a), a doctor (read.a); grants by doc.a, but for the doctor's by dep.a.
UPDATE crypto_inst SET epoch = 0 WHERE inst = t.inst();
DO $$
DECLARE
	who text[];
BEGIN
	PERFORM roster_append(t.inst(), t.next('genesis', 'genesis', t.nil(), '', 'root', 'root', p_by => ARRAY[t.nil()]));
	FOREACH who SLICE 1 IN ARRAY ARRAY[['doc.a', 'officer'], ['dep.a', 'officer'], ['admin.a', 'officer'], ['read.a', 'doctor']] LOOP
		PERFORM roster_append(t.inst(), t.next('add', 'enrol', t.id(who[1]), who[1], who[2], who[1], p_by => ARRAY[t.nil(), t.id(who[1])]));
	END LOOP;
	PERFORM roster_append(t.inst(), t.next('epoch', 'first', t.nil(), p_e => 1, p_by => ARRAY[t.id('doc.a')]));
END
$$;
SELECT key_grant_put(t.inst(), t.grant(1, t.id('doc.a'), u, 5), t.id('doc.a'), u)
  FROM unnest(ARRAY[t.nil(), t.id('doc.a'), t.id('dep.a'), t.id('admin.a')]) AS u;
SELECT key_grant_put(t.inst(), t.grant(1, t.id('dep.a'), t.id('read.a'), 5), t.id('dep.a'), t.id('read.a')) IS NULL;
INSERT INTO recovery_set (inst, text) VALUES (t.inst(), t.recset('root'));
UPDATE recovery_set SET made_at = now() - interval '2 years';
CREATE FUNCTION t.propose(p_entry text, p_invite uuid DEFAULT NULL, p_set text DEFAULT NULL) RETURNS uuid LANGUAGE sql AS $$
SELECT proposal_add(p_entry, p_invite, p_set) $$;
-- The second signature under what waits.
CREATE FUNCTION t.sign(p_grants text[] DEFAULT '{}', p_more text[] DEFAULT '{}') RETURNS uuid LANGUAGE sql AS $$
SELECT proposal_settle(id, (ARRAY[entry] || p_more)::roster_text[], p_grants::grant_text[]) FROM proposal_waiting() $$;
-- Grants by an officer at the entry after the next n, to everybody who has one, for epoch e.
CREATE FUNCTION t.grants(p_from uuid, p_e int, p_ahead int, p_not uuid DEFAULT NULL) RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = palreg, pg_temp AS $$
SELECT array_agg(t.grant(p_e, p_from, m.account_id, (SELECT max(seq) FROM roster_entry WHERE inst = t.inst()) + p_ahead))
  FROM member AS m WHERE m.inst = t.inst() AND m.active AND m.account_id IS DISTINCT FROM p_not $$;
CREATE FUNCTION t.role_of(p_login text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = palreg, pg_temp
AS $$ SELECT role || CASE WHEN active THEN '' ELSE ', gone' END FROM member WHERE inst = t.inst() AND account_id = t.id(p_login) $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA t TO PUBLIC;

-- Who may.
SELECT t.act_as('read.a');
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT throws_ok($$ SELECT t.propose(t.next('remove', 'leaver', t.id('doc.a'))) $$, '42501', NULL, 'a doctor proposes nothing');
SELECT is_empty('SELECT FROM proposal_members()', 'and sees no list');
SELECT throws_ok($$ SELECT proposal_settle(gen_random_uuid(), ARRAY[t.next('remove', 'leaver', t.id('doc.a'))]::roster_text[], '{}') $$, '42501', NULL, 'signs nothing');
SELECT throws_ok('SELECT proposal_drop(gen_random_uuid())', '42501', NULL, 'and withdraws nothing');
SELECT throws_ok('SELECT FROM proposal', '42501', NULL, 'no program reads the table');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT is((SELECT string_agg(login || ' ' || role || ' ' || own, ', ' ORDER BY login) FROM proposal_members()),
	'admin.a officer false, dep.a officer false, doc.a officer true, read.a doctor false', 'an officer sees officers and doctors, with their consent');

-- What may be proposed.
SELECT throws_ok(format('SELECT t.propose(%s)', e), c, NULL, 'not ' || w)
  FROM (VALUES ($$t.next('remove', 'leaver', t.id('read.a'))$$, '22023', 'what one signature does'),
	($$t.next('remove', 'leaver', t.id('dep.a'))$$, '22023', 'the going of who has not left'),
	($$t.next('rekey', 'role', t.id('doc.a'), 'doc.a', 'doctor', 'doc.a')$$, '22023', 'a role of his own'),
	($$t.next('rekey', 'rekey', t.id('dep.a'), 'dep.a', 'officer', 'new')$$, '22023', 'new keys that nobody was invited to'),
	($$t.next('rekey', 'periodic', t.nil(), '', 'root', 'new')$$, '22023', 'a root without its set'),
	($$t.next('rekey', 'periodic', t.nil(), '', 'root', 'new'), NULL, t.recset('root')$$, '22023', 'a root with the old set'),
	($$t.next('rekey', 'periodic', t.nil(), '', 'root', 'new'), NULL, t.recset('new', t.nil())$$, '22023', 'a root with the set of another'),
	($$t.next('epoch', 'periodic', t.nil(), p_e => 2)$$, '22023', 'an epoch'),
	($$t.next('rekey', 'role', t.id('read.a'), 'read.a', 'officer', 'read.a', p_by => ARRAY[t.id('dep.a'), t.id('read.a')])$$, '22023', 'what another has signed'),
	($$t.next('rekey', 'role', t.id('read.a'), 'read.a', 'officer', 'read.a', p_late => 1)$$, '40001', 'what does not follow the roster')) AS v(e, c, w);
SELECT is(t.propose(t.next('rekey', 'role', t.id('read.a'), 'read.a', 'officer', 'read.a', p_by => ARRAY[t.id('doc.a'), t.id('read.a')])), t.id('read.a'),
	'a doctor is proposed as an officer');
SELECT throws_ok($$ SELECT t.propose(t.next('remove', 'leaver', t.id('doc.a'))) $$, '40001', NULL, 'one proposal waits at a time');
SELECT is((SELECT kind || ' ' || mine || ' ' || void FROM proposal_waiting()), 'role true false', 'it waits');
RESET SESSION AUTHORIZATION;
SELECT is(t.role_of('read.a'), 'doctor', 'and has changed nothing');
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is((SELECT proposals FROM key_tasks()), 0::bigint, 'it is no task of who proposed it');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('dep.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is((SELECT proposals FROM key_tasks()), 1::bigint, 'but of another officer');
RESET SESSION AUTHORIZATION;

-- The second signature.
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT throws_ok($$ SELECT proposal_settle((SELECT id FROM proposal_waiting()), ARRAY[t.next('rekey', 'role', t.id('read.a'), 'read.a', 'officer', 'other')]::roster_text[],
	'{}') $$, '22023', NULL, 'not under another entry');
SELECT throws_ok($$ SELECT t.sign(p_more => ARRAY[t.next('epoch', 'periodic', t.nil(), p_e => 2)]) $$, '22023', NULL, 'nor with an entry more');
RESET SESSION AUTHORIZATION;
INSERT INTO totp_key (account_id, sealed, since) VALUES (current_account(), t.bytes(48), now());
UPDATE session SET factor_at = now() - interval '11 minutes' WHERE account_id = current_account();
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT t.refuses('factor_fresh', 'SELECT t.sign()', 'not by an officer whose code is old');
RESET SESSION AUTHORIZATION;
DELETE FROM totp_key;
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT is(t.sign(), t.id('read.a'), 'another officer signs');
SELECT throws_ok($$ SELECT proposal_settle(gen_random_uuid(), '{}', '{}') $$, '40001', NULL, 'nothing waits any more');
RESET SESSION AUTHORIZATION;
SELECT is(t.role_of('read.a'), 'officer', 'the doctor is an officer');

-- Who steps down had given grants: they are given again, or nothing happens.
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT is(t.propose(t.next('rekey', 'role', t.id('dep.a'), 'dep.a', 'doctor', 'dep.a', p_by => ARRAY[t.id('dep.a'), t.id('doc.a')])), t.id('dep.a'), 'an officer is to be a doctor again');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('dep.a');
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT throws_ok('SELECT t.sign()', '42501', NULL, 'nobody signs what is about himself');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('admin.a');
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT throws_ok('SELECT t.sign()', '22023', NULL, 'not while a grant of his stands');
SELECT is(t.sign(ARRAY[t.grant(1, t.id('admin.a'), t.id('read.a'), 7)]), t.id('dep.a'), 'it is given again');

-- An officer leaves, by his own signature first.
RESET SESSION AUTHORIZATION;
SELECT t.act_as('read.a');
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT is(t.propose(t.next('remove', 'leaver', t.id('read.a'))), t.id('read.a'), 'he proposes that he leaves');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('doc.a');
CREATE FUNCTION t.leave() RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
	w record;
	body bytea;
BEGIN
	SELECT * INTO w FROM proposal_waiting();
	body := t.tup('rpp/v1/roster', uuid_send(t.inst()), t.i8(9), sha256(decode(rpad(translate(w.entry::json ->> 'body', '-_', '+/'),
	    (length(w.entry::json ->> 'body') + 3) / 4 * 4, '='), 'base64')), t.i8(1767225600), 'epoch'::bytea, 'leaver'::bytea, uuid_send(t.nil()), ''::bytea, ''::bytea,
	    ''::bytea, ''::bytea, t.i8(2), t.bytes(16, 'ik2'));
	RETURN t.sign(t.grants(t.id('doc.a'), 2, 2, t.id('read.a')), ARRAY[format('{"body":"%s","sigs":[{"by":"%s","sig":"%s"}]}', t.b64u(body), t.id('doc.a'), t.b64u(t.bytes(64)))]);
END
$$;
GRANT EXECUTE ON FUNCTION t.leave() TO PUBLIC;
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT is(t.leave(), t.id('read.a'), 'another officer signs, and an epoch begins');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT a.state || ' ' || c.epoch FROM account AS a, crypto_inst AS c WHERE a.login = 'read.a' AND c.inst = t.inst()), 'blocked 2', 'he is blocked');

-- Another root: every key for it, and a drill.
SELECT t.act_as('admin.a');
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT is(t.propose(t.next('rekey', 'periodic', t.nil(), '', 'root', 'new'), NULL, t.recset('new')), t.nil(), 'another root is proposed');
RESET SESSION AUTHORIZATION;
INSERT INTO recovery_drill (inst, officer_id, first, second, at) VALUES (t.inst(), t.id('doc.a'), 1, 2, now() - interval '1 day');
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT is((SELECT due::text || (share1_at IS NULL) || (share3_at IS NULL) FROM drill_base()), 'falsefalsetrue', 'the old shares were proved, but for the third');
SELECT throws_ok('SELECT t.sign()', '22023', NULL, 'the new recovery key opens nothing yet');
SELECT throws_ok($$ SELECT t.sign(ARRAY[t.grant(2, t.id('doc.a'), t.nil(), 10)]) $$, '22023', NULL, 'it has to have the keys of before, too');
SELECT is(t.sign(ARRAY[t.grant(1, t.id('doc.a'), t.nil(), 10), t.grant(2, t.id('doc.a'), t.nil(), 10)]), t.nil(), 'with every key it is in force');
SELECT is((SELECT due::text || (set_text = t.recset('new')) FROM drill_base()), 'truetrue', 'the new set was not proved');
RESET SESSION AUTHORIZATION;

-- Two custodians: the operator's link alone, and parts that fit.
SELECT t.act_as('admin');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT throws_ok($$ SELECT recovery_token_create(sha256('r'), 'doc.a') $$, '42501', NULL, 'an administrator makes no link for custodians');
RESET SESSION AUTHORIZATION;
SELECT t.nobody();
SELECT throws_ok($$ SELECT recovery_token_create(sha256('r'), 'ministry') $$, '22023', NULL, 'nobody above the institutions');
SELECT lives_ok($$ SELECT recovery_token_create(sha256('r'), 'doc.a') $$, 'the operator does');
CREATE FUNCTION t.recover(p_by uuid[] DEFAULT ARRAY[t.nil(), t.id('doc.a')], p_role text DEFAULT 'officer', p_reason text DEFAULT 'recovery', p_for text DEFAULT 'doc.a',
	p_from uuid DEFAULT t.nil(), p_token bytea DEFAULT sha256('r')) RETURNS uuid LANGUAGE sql AS $$
SELECT recovery_take(p_token, t.bytes(16), t.bytes(32), t.bundle(t.inst(), t.id('doc.a')), t.next('rekey', p_reason, t.id(p_for), p_for, p_role, 'fresh', p_by => p_by),
	(t.grants(p_from, 2, 1) || t.grants(p_from, 1, 1))::grant_text[]) $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA t TO PUBLIC;
SET LOCAL SESSION AUTHORIZATION palreg_auth;
SELECT throws_ok(format('SELECT t.recover(%s)', a), c, NULL, 'not ' || w)
  FROM (VALUES ('p_token => sha256(''guess'')', '42501', 'with a guessed token'), ('p_by => ARRAY[t.id(''doc.a'')]', '22023', 'without root'),
	('p_role => ''doctor''', '22023', 'as a doctor'), ('p_reason => ''rekey''', '22023', 'for another reason'),
	('p_for => ''dep.a''', '22023', 'for another account'), ('p_from => t.id(''dep.a'')', '22023', 'with grants by somebody else')) AS v(a, c, w);
SELECT is((SELECT count(*) FROM recovery_roster(sha256('guess'))), 0::bigint, 'a guessed token gives no papers');
SELECT is(t.recover(), t.id('doc.a'), 'he is restored');
SELECT throws_ok('SELECT t.recover()', '42501', NULL, 'once');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT sig_pub::bytea FROM credential WHERE account_id = t.id('doc.a')), t.bytes(32, 'freshs'), 'with the keys of the ceremony');
SELECT * FROM finish();
ROLLBACK;
