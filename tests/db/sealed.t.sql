-- sealed.t.sql: what the sealed columns refuse, and the one door for documents.
\ir fixture.sql
SELECT plan(34);
\set inst '\'aaaaaaaa-0000-4000-8000-000000000001\'::uuid'
\set pat '\'a1000000-0000-4000-8000-000000000001\'::uuid'
\set me '\'a0000000-0000-4000-8000-000000000001\'::uuid'
CREATE FUNCTION t.good() RETURNS text LANGUAGE sql RETURN t.envelope('passport', 'aaaaaaaa-0000-4000-8000-000000000001',
	'a1000000-0000-4000-8000-000000000001', 1, 'a0000000-0000-4000-8000-000000000001', t.zero());
GRANT EXECUTE ON FUNCTION t.good() TO PUBLIC;

-- The domain.
SELECT lives_ok('SELECT t.good()::envelope_text', 'an envelope is taken');
SELECT throws_ok(format('SELECT %L::envelope_text', x), '23514', NULL, what || ' is refused')
  FROM (VALUES ('', 'an empty text'), (repeat('Иванов Иван Иванович ', 100), 'plaintext'),
	('{"surname":"Иванов","name":"Иван"}' || repeat(' ', 2000), 'plaintext JSON'),
	(replace(t.good(), '"t":"passport"', '"t":"letter"'), 'another type'),
	(replace(t.good(), '"suite":"A1"', '"suite":"A0"'), 'another suite'),
	(replace(t.good(), '"v":1', '"v":2'), 'another version'),
	(replace(t.good(), '{"v"', '{ "v"'), 'white space'),
	(t.good() || E'\n', 'a line end'),
	(left(t.good(), -1) || ',"x":"Иванов"}', 'a member too many'),
	(replace(t.good(), '"rev":1', '"rev":0'), 'revision 0'),
	(replace(t.good(), '"rev":1', '"rev":01'), 'a number with a leading zero'),
	(replace(t.good(), '"c":"', '"c":"Имя'), 'a plain name in the ciphertext'),
	(replace(t.good(), '"kep":1,', ''), 'a member too few'),
	(upper(t.good()), 'upper case'),
	(regexp_replace(t.good(), '"sig":"..', '"sig":"'), 'a short signature')) AS v(x, what);
SELECT throws_ok($$ SELECT '{"v":1}'::bundle_text $$, '23514', NULL, 'a bundle has its shape');
SELECT throws_ok($$ SELECT '{"v":1}'::grant_text $$, '23514', NULL, 'a grant has its shape');
SELECT throws_ok($$ SELECT '{"body":"x","sigs":[]}'::roster_text $$, '23514', NULL, 'a roster entry has its shape');
SELECT throws_ok($$ SELECT repeat('x', 400)::recovery_set_text $$, '23514', NULL, 'a recovery set has its shape');
SELECT throws_ok($$ SELECT '\x00'::hash32 $$, '23514', NULL, 'a hash has 32 bytes');

-- The door.
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT throws_ok(format('SELECT t.put(''passport'', %L, 2, t.zero(), %L)', :pat, :pat), '40001', NULL, 'the first revision is 1');
SELECT throws_ok(format('SELECT t.put(''passport'', %L, 1, sha256(''x''), %L)', :pat, :pat), '40001', NULL, 'its predecessor is nothing');
SELECT throws_ok(format('SELECT t.put(''passport'', %L, 1, t.zero(), %L, 2)', :pat, :pat), '40001', NULL, 'under the current epoch');
SELECT throws_ok(format('SELECT t.put(''passport'', %L, 1, t.zero(), %L)', gen_random_uuid(), :pat), '22023', NULL, 'a passport is its patient''s');
SELECT throws_ok(format('SELECT t.put(''passport'', %L, 1, t.zero(), %L, 1, ''bbbbbbbb-0000-4000-8000-000000000001'')', :pat, :pat), '22023', NULL,
	'in the patient''s institution');
SELECT throws_ok(format('SELECT document_put(t.good(), %L, %L, ''passport'', %L, 1, 1767225601, 1, t.zero(), sha256(''x''), %L)', :pat, :inst, :me, :pat),
	'22023', NULL, 'the envelope says what the program says');
SELECT throws_ok(format('SELECT document_put(t.good(), %L, %L, ''passport'', %L, 1, 1767225600, 1, t.zero(), sha256(''x''), %L)', :pat, :inst,
	'b0000000-0000-4000-8000-000000000001', :pat), '42501', NULL, 'the author is the user');
SELECT is(t.put('passport', :pat, 1, t.zero(), :pat), 1::bigint, 'the first document of the institution is number 1');
SELECT throws_ok(format('SELECT t.put(''passport'', %L, 1, t.zero(), %L)', :pat, :pat), '40001', NULL, 'a revision is put once');
SELECT is(t.put('passport', :pat, 2, sha256((:pat::text || '1')::bytea), :pat), 2::bigint, 'refused ones leave no gap');
SELECT is(t.put('note', 'a2000000-0000-4000-8000-000000000001', 1, t.zero(), :pat), 3::bigint, 'a note is next');
SELECT throws_ok(format('SELECT t.put(''note'', ''a2000000-0000-4000-8000-000000000001'', 2, sha256(''a2000000-0000-4000-8000-0000000000011''),'
	' ''a1000000-0000-4000-8000-000000000002'')'), '22023', NULL, 'a note stays with its patient');
SELECT is(ARRAY(SELECT rev || ':' || seq || ':' || current FROM document ORDER BY seq), ARRAY['1:1:false', '2:2:true', '1:3:true'],
	'one revision is the current one, numbers have no gap');
SELECT * FROM finish();
ROLLBACK;
