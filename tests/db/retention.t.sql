-- retention.t.sql: how long data is kept, what is over, its deletion by two persons; the clock is shifted by old dates.
\ir fixture.sql
INSERT INTO account (id, login, name, area_id, state) VALUES ('a0000000-0000-4000-8000-000000000008', 'admin2.a', 'Второй администратор А', 9010, 'active');
INSERT INTO role_grant (account_id, role_id, area_id) VALUES (t.id('admin2.a'), 1, 9010);
SELECT plan(83);
\set dead '\'a1000000-0000-4000-8000-000000000001\'::uuid'
\set kept '\'a1000000-0000-4000-8000-000000000002\'::uuid'
\set other '\'b1000000-0000-4000-8000-000000000001\'::uuid'

-- Every table that hangs on a patient is known, and goes before what it refers to.
SELECT set_eq($$ SELECT unnest(erase_order()) $$, $$ SELECT DISTINCT c.relname::text FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'patient_id'
	WHERE c.relnamespace = 'palreg'::regnamespace AND c.relkind = 'r' AND c.relname NOT IN ('patient_merge', 'duplicate_dismissed') $$, 'every table with patient_id is erased');
SELECT is_empty($$ SELECT f.conrelid::regclass FROM pg_constraint AS f WHERE f.contype = 'f' AND f.confrelid = 'patient'::regclass
	AND NOT f.conrelid::regclass::text = ANY (erase_order() || ARRAY['patient_merge', 'duplicate_dismissed']) $$, 'and every one that refers to a patient');
SELECT is_empty($$ SELECT f.conrelid::regclass, f.confrelid::regclass FROM pg_constraint AS f
	WHERE f.contype = 'f' AND f.conrelid <> f.confrelid AND NOT f.condeferrable
	  AND array_position(erase_order(), f.conrelid::regclass::text) > array_position(erase_order(), f.confrelid::regclass::text) $$, 'before what it refers to');
SELECT is_empty($$ SELECT f.conrelid::regclass FROM pg_constraint AS f WHERE f.contype = 'f' AND f.confrelid::regclass::text = ANY (erase_order())
	AND f.confrelid <> 'patient'::regclass AND NOT f.conrelid::regclass::text = ANY (erase_order() || ARRAY['patient_merge', 'patient_merge_rows', 'document_wrap']) $$,
	'nothing else refers to those rows');
SELECT is_empty($$ SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'palreg'::regnamespace AND c.relkind = 'r' AND has_table_privilege('palreg_eraser', c.oid, 'DELETE')
	AND NOT c.relname::text = ANY (erase_order() || ARRAY['patient', 'patient_merge', 'patient_merge_rows', 'duplicate_dismissed', 'document_wrap', 'patient_import', 'audit_event']) $$,
	'the eraser deletes nothing else');
SELECT is((SELECT rolcanlogin FROM pg_roles WHERE rolname = 'palreg_eraser'), false, 'and nobody is the eraser');
SELECT is_empty($$ SELECT r, p.proname FROM unnest(ARRAY['palreg_auth', 'palreg_register', 'palreg_admin', 'palreg_report']) AS r, pg_proc AS p
	WHERE p.proname IN ('record_erase', 'record_lock', 'import_erase', 'audit_erase', 'record_due', 'disposal_run') AND has_function_privilege(r, p.oid, 'EXECUTE') $$,
	'no program calls it past the two persons');

-- The rules.
SELECT t.refuses('retention_rule_least', $$ UPDATE retention_rule SET months = 299 WHERE code = 'record_death' $$);
SELECT t.refuses('retention_rule_itself', $$ UPDATE retention_rule SET way = 'release' WHERE code = 'session' $$);
SELECT t.refuses('retention_rule_never', $$ UPDATE retention_rule SET way = 'release' WHERE code = 'account' $$);
SELECT t.refuses('retention_rule_fixed', $$ INSERT INTO retention_book (code, name, name_en, months, way) VALUES ('more', 'x', 'x', 1, 'release') $$);
SELECT is((SELECT retention_last(r, 9010, '2026-11-27') FROM retention_rule AS r WHERE code = 'record_death'), '2001-11-27'::date, 'twenty-five years');
SELECT is((SELECT retention_last(r, 9010, '2026-11-27') FROM retention_rule AS r WHERE code = 'account'), NULL, 'never, what is on hold');
SELECT is((SELECT retention_last(r, 9010, '2024-02-29') FROM retention_rule AS r WHERE code = 'record_death'), '1999-02-28'::date, 'the 29th of February');

-- A record of long ago, with what hangs on it. dead: the day, as months and days before today.
CREATE FUNCTION t.age(p uuid, p_died date, p_reason text DEFAULT 'death') RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = palreg, pg_temp AS $$
BEGIN
	SET LOCAL session_replication_role = replica;
	UPDATE patient SET status = 'removed', removal_reason = p_reason, date_in = p_died - 30, date_out = p_died, commission_on = p_died - 30, consent_on = p_died - 30,
	       died_on = CASE WHEN p_reason = 'death' THEN p_died END WHERE id = p;
	SET LOCAL session_replication_role = origin;
END
$$;
CREATE FUNCTION t.count(p uuid) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = palreg, pg_temp AS $$
DECLARE
	total bigint := 0;
	n bigint;
	name text;
BEGIN
	FOREACH name IN ARRAY erase_order() LOOP
		EXECUTE format('SELECT count(*) FROM %I WHERE patient_id = $1', name) INTO n USING p;
		total := total + n;
	END LOOP;
	RETURN total + (SELECT count(*) FROM patient WHERE id = p) + (SELECT count(*) FROM patient_merge WHERE p IN (patient_id, other_id))
	    + (SELECT count(*) FROM duplicate_dismissed WHERE p IN (patient_id, other_id))
	    + (SELECT count(*) FROM document_wrap AS w JOIN document AS d USING (rec, rev) WHERE d.patient_id = p);
END
$$;
CREATE FUNCTION t.hash(p_rule text, p_area int DEFAULT 9010) RETURNS bytea LANGUAGE sql AS $$ SELECT list_hash FROM disposal_hash(p_rule, p_area, CURRENT_DATE) $$;
CREATE FUNCTION t.asked() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = palreg, pg_temp AS $$ SELECT max(id) FROM right_request $$;
CREATE FUNCTION t.erased(p uuid) RETURNS boolean LANGUAGE sql SECURITY DEFINER SET search_path = palreg, pg_temp AS $$ SELECT EXISTS (SELECT FROM patient_erased WHERE rec = p) $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA t TO PUBLIC;
SELECT t.act_as('doc.a');
SELECT t.put('passport', :dead, 1, t.zero(), :dead);
SELECT t.put('passport', :dead, 2, sha256((:dead::text || 1)::bytea), :dead);
SELECT t.put('note', 'd0000000-0000-4000-8000-000000000001', 1, t.zero(), :dead);
SELECT t.put('passport', :kept, 1, t.zero(), :kept);
INSERT INTO note (rec, rev, patient_id, area_id, kind, noted_on, author_id) SELECT 'd0000000-0000-4000-8000-000000000001', 1, :dead, 9010, code, CURRENT_DATE, t.id('doc.a') FROM coded_value WHERE list = 'note_kind' LIMIT 1;
INSERT INTO document_wrap (rec, rev, kep, inst, wn, wk, by_id) VALUES (:dead, 1, 1, 'aaaaaaaa-0000-4000-8000-000000000001', t.b64u(t.bytes(12)), t.b64u(t.bytes(48)), t.id('doc.a'));
INSERT INTO duplicate_dismissed (patient_id, other_id, area_id, author_id) VALUES (:dead, :kept, 9010, t.id('doc.a'));
SELECT cmp_ok(t.count(:dead), '>=', 9::bigint, 'much hangs on the record');

-- The preview: of one's own areas, from the day on.
SELECT t.age(:dead, (CURRENT_DATE - interval '25 years')::date + 1);
SELECT t.act_as('admin.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT is((SELECT entries FROM disposal_hash('record_death', 9010, CURRENT_DATE)), 0, 'a day before nothing is over');
SELECT is((SELECT entries FROM disposal_hash('record_death', 9010, CURRENT_DATE + 1)), 1, 'with the day it is');
RESET SESSION AUTHORIZATION;
SELECT t.age(:dead, (CURRENT_DATE - interval '25 years')::date);
SELECT t.age(:other, (CURRENT_DATE - interval '30 years')::date);
SELECT t.act_as('admin.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT is((SELECT row(id, area_id, called = registry_no) FROM disposal_due('record_death', 9010, CURRENT_DATE), patient_place(:dead, NULL) AS p(i, registry_no, a)),
	row(:dead::text, 9010, true), 'on the day it is over: its number, its place, nothing of whom');
SELECT is((SELECT row(rule, area_id, entries, oldest) FROM retention_count()), row('record_death'::text, 9010, 1::bigint, (CURRENT_DATE - interval '25 years')::date), 'counted by kind and place');
SELECT is_empty($$ SELECT FROM disposal_due('record_death', 9020, CURRENT_DATE) $$, 'of other institutions nothing is seen');
SELECT is_empty($$ SELECT FROM disposal_due('record_removal', 9010, CURRENT_DATE) $$, 'nor of another kind');
SELECT is_empty($$ SELECT FROM disposal_due('nothing', 9010, CURRENT_DATE) $$, 'nor of none');
RESET SESSION AUTHORIZATION;
SELECT t.nobody();
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT is_empty($$ SELECT FROM disposal_due('record_death', 9010, CURRENT_DATE) $$, 'nobody sees anything');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT throws_ok($$ SELECT disposal_due('record_death', 9010, CURRENT_DATE) $$, '42501', NULL, 'palreg-register has no part in it');
RESET SESSION AUTHORIZATION;

-- Longer, where the institution says so.
INSERT INTO setting (area_id, code, value, valid_from, account_id) VALUES (9010, 'record_years', '30', CURRENT_DATE, t.id('admin.a'));
SELECT t.act_as('admin.a');
SELECT is((SELECT entries FROM disposal_hash('record_death', 9010, CURRENT_DATE)), 0, 'an institution keeps longer');
SELECT is((SELECT retention_months(r, 9011, CURRENT_DATE) FROM retention_rule AS r WHERE code = 'record_death'), 360, 'its departments too');
SELECT is((SELECT retention_months(r, 9011, CURRENT_DATE) FROM retention_rule AS r WHERE code = 'audit_event'), 60, 'records alone');
SELECT t.refuses('setting_record_years', $$ INSERT INTO setting (area_id, code, value, valid_from, account_id, follows) SELECT 9010, 'record_years', '10', CURRENT_DATE, t.id('admin.a'), max(id) FROM setting $$, 'never shorter');
INSERT INTO setting (area_id, code, value, valid_from, account_id, follows) SELECT 9010, 'record_years', NULL, CURRENT_DATE, t.id('admin.a'), max(id) FROM setting;

-- One person asks for what he saw.
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT throws_ok($$ SELECT disposal_ask('record_death', 9020, t.hash('record_death'), 'x') $$, '42501', NULL, 'for his own areas');
SELECT t.refuses('disposal_changed', $$ SELECT disposal_ask('record_death', 9010, sha256('x'), 'x') $$, 'another list');
SELECT t.refuses('disposal_changed', $$ SELECT disposal_ask('record_death', 9010, NULL, 'x') $$, 'no list');
SELECT t.refuses('disposal_hold', $$ SELECT disposal_ask('account', 9010, t.hash('account'), 'x') $$, 'on hold');
SELECT t.refuses('disposal_hold', $$ SELECT disposal_ask('session', 9010, t.hash('session'), 'x') $$, 'what goes by itself');
SELECT t.refuses('disposal_entries', $$ SELECT disposal_ask('record_removal', 9010, t.hash('record_removal'), 'x') $$, 'nothing');
SELECT throws_ok($$ SELECT disposal_ask('nothing', 9010, sha256('x'), 'x') $$, 'P0002', NULL, 'no rule');
SELECT t.refuses('right_request_reason', $$ SELECT disposal_ask('record_death', 9010, t.hash('record_death'), '') $$, 'without a reason');
SELECT lives_ok($$ SELECT disposal_ask('record_death', 9010, t.hash('record_death'), 'срок истёк') $$, 'he asks');
SELECT t.refuses('disposal_once', $$ SELECT disposal_ask('record_death', 9010, t.hash('record_death'), 'x') $$);
SELECT t.refuses('right_request_two_persons', $$ SELECT request_decide(t.asked(), true) $$, 'who asked releases nothing');
SELECT throws_ok($$ INSERT INTO disposal (rule, area_id, as_of, entries, list_hash) VALUES ('record_death', 9010, CURRENT_DATE, 1, sha256('x')) $$, '42501', NULL, 'not past the function');
SELECT throws_ok($$ DELETE FROM patient $$, '42501', NULL, 'nor past the second person');
SELECT throws_ok($$ SELECT record_erase(ARRAY[t.id('doc.a')], 1) $$, '42501', NULL, 'nor by the eraser''s function');
RESET SESSION AUTHORIZATION;
SELECT throws_ok($$ UPDATE right_request SET state = 'confirmed', decided_by = asked_by WHERE id = t.asked() $$, '23514', NULL, 'not even the owner by hand');
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT throws_ok($$ SELECT request_decide(t.asked(), true) $$, 'P0002', NULL, 'nor somebody who manages nobody');
RESET SESSION AUTHORIZATION;
SELECT cmp_ok(t.count(:dead), '>=', 9::bigint, 'nothing has gone');

-- The list has changed since: the second person releases nothing.
SELECT t.age(:kept, (CURRENT_DATE - interval '26 years')::date);
SELECT t.act_as('admin2.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT t.refuses('disposal_changed', $$ SELECT request_decide(t.asked(), true) $$, 'one more');
RESET SESSION AUTHORIZATION;
SELECT t.age(:kept, CURRENT_DATE - 1);
SELECT t.age(:dead, (CURRENT_DATE - interval '24 years')::date);
SELECT t.act_as('admin2.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT t.refuses('disposal_changed', $$ SELECT request_decide(t.asked(), true) $$, 'one less');
RESET SESSION AUTHORIZATION;
SELECT t.age(:dead, (CURRENT_DATE - interval '25 years')::date);
UPDATE retention_rule SET months = 301 WHERE code = 'record_death';
SELECT t.act_as('admin2.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT t.refuses('disposal_changed', $$ SELECT request_decide(t.asked(), true) $$, 'a longer period');
RESET SESSION AUTHORIZATION;
UPDATE retention_rule SET months = 300, way = 'hold' WHERE code = 'record_death';
SELECT t.act_as('admin2.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT t.refuses('disposal_hold', $$ SELECT request_decide(t.asked(), true) $$, 'on hold meanwhile');
RESET SESSION AUTHORIZATION;
UPDATE retention_rule SET way = 'release', retired_at = now() WHERE code = 'record_death';
SELECT t.act_as('admin2.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT t.refuses('disposal_hold', $$ SELECT request_decide(t.asked(), true) $$, 'the rule is out of use');
RESET SESSION AUTHORIZATION;
UPDATE retention_rule SET retired_at = NULL WHERE code = 'record_death';
INSERT INTO totp_key (account_id, sealed, since, used_at) VALUES (t.id('admin2.a'), t.bytes(48), now(), now());
SELECT t.act_as('admin2.a');
UPDATE session SET factor_at = now() - interval '11 minutes' WHERE id_hash = t.sid('admin2.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT t.refuses('factor_fresh', $$ SELECT request_decide(t.asked(), true) $$, 'a fresh code is wanted');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT row(state, (SELECT certificate FROM disposal WHERE id = disposal_id)) FROM right_request WHERE id = t.asked()), row('waiting'::text, NULL::int), 'it goes on waiting');

-- Another person releases it.
UPDATE session SET factor_at = now() WHERE id_hash = t.sid('admin2.a');
SELECT t.count(:dead) AS hung \gset
SELECT count(*) AS trail FROM audit_event \gset
SELECT document_seq AS seq FROM crypto_inst WHERE inst = 'aaaaaaaa-0000-4000-8000-000000000001' \gset
SELECT session_context(t.sid('admin2.a'));
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT is(request_decide(t.asked(), true), 'confirmed', 'another one releases');
SELECT is((SELECT row(rule, months, entries, certificate IS NOT NULL, done_at = now(), source <> '', deleted->'patient', deleted->'document', deleted->'note') FROM disposal ORDER BY id DESC LIMIT 1),
	row('record_death'::text, 300, 1, true, true, true, '1'::jsonb, '3'::jsonb, '1'::jsonb), 'and there is a certificate');
SELECT is((SELECT list_hash::bytea FROM disposal ORDER BY id DESC LIMIT 1), sha256((:dead::text || E'\n')::bytea), 'with the hash of the ids, a line each');
SELECT throws_ok($$ SELECT request_decide(t.asked(), true) $$, '40001', NULL, 'once');
RESET SESSION AUTHORIZATION;
SET CONSTRAINTS ALL IMMEDIATE;
SELECT is(t.count(:dead), 0::bigint, 'nothing of the record is left');
SELECT ok(t.count(:kept) > 0 AND t.count(:other) > 0, 'others are as before');
SELECT is((SELECT sum(value::bigint)::bigint FROM disposal AS d, jsonb_each_text(d.deleted) WHERE d.id = (SELECT max(id) FROM disposal)), (:hung - 2)::bigint, 'every row is counted, but for pairs and wraps');
SELECT is((SELECT count(*) FROM audit_event), (:trail + 1)::bigint, 'the trail stays');
SELECT is((SELECT row(account_id, area_id) FROM audit_event WHERE event = 'RECORD_ERASED' AND subject = :dead), row(t.id('admin2.a'), 9010), 'and knows who erased which record');
SELECT is_empty($$ SELECT FROM patient_total WHERE area_id = 9010 AND patients <> (SELECT count(*) FROM patient WHERE area_id = 9010) $$, 'the count of the area follows');

-- Browsers are told, each where it would have seen the record.
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT results_eq(format('SELECT rec FROM record_left(%s)', :seq), ARRAY[:dead], 'browsers learn that it is gone');
SELECT is_empty(format('SELECT rec FROM record_left(%s)', :seq + 1), 'those who know it already are told nothing');
SELECT throws_ok('SELECT FROM patient_erased', '42501', NULL, 'by the function alone');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('doc.b');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is_empty('SELECT rec FROM record_left(0)', 'another institution is not');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('dep.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is_empty('SELECT rec FROM record_left(0)', 'nor who never saw it');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('admin');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is_empty('SELECT rec FROM record_left(0)', 'nor who keeps no names');
RESET SESSION AUTHORIZATION;

-- An entry that was merged into another one goes with that one, not before.
INSERT INTO patient (id, inst, institution_id, area_id, district_id, year_of_birth, sex, diagnosis_code, status, date_in, created_by, changed_by, commission_no, commission_on, basis_code, consent_on)
SELECT 'a1000000-0000-4000-8000-000000000003', inst, institution_id, 9011, district_id, 1940, 'm', 'C61', 'active', CURRENT_DATE - 9, created_by, created_by, '13', CURRENT_DATE - 9, 'onco', CURRENT_DATE - 9
  FROM patient WHERE id = :kept;
INSERT INTO patient_merge (patient_id, other_id, area_id, open, patient_rev, other_rev, author_id) VALUES (:kept, 'a1000000-0000-4000-8000-000000000003', 9011, '{}', 1, 1, t.id('doc.a'));
SELECT t.age('a1000000-0000-4000-8000-000000000003', (CURRENT_DATE - interval '40 years')::date, 'duplicate');
SELECT t.act_as('admin.a');
SELECT is((SELECT sum(entries)::bigint FROM unnest(ARRAY['record_death', 'record_removal', 'record_error']) AS r, disposal_hash(r, 9010, CURRENT_DATE)), 0::bigint, 'a merged entry stays as long as the one it belongs to');
SELECT t.age(:kept, (CURRENT_DATE - interval '40 years')::date, 'moved');
SELECT is((SELECT entries FROM disposal_hash('record_removal', 9010, CURRENT_DATE)), 2, 'and goes with it');
UPDATE patient SET area_id = 9010 WHERE id = 'a1000000-0000-4000-8000-000000000003';
SELECT is((SELECT entries FROM disposal_hash('record_removal', 9011, CURRENT_DATE)), 0, 'never half of it');
UPDATE patient_merge SET undone_at = now(), undone_by = t.id('doc.a');
SELECT is((SELECT entries FROM disposal_hash('record_error', 9010, CURRENT_DATE)), 1, 'one that was taken apart goes by itself');

-- The trail itself, by its own rule; nobody else takes anything out of it.
SET LOCAL session_replication_role = replica;
INSERT INTO audit_event (at, program, event, area_id, result) VALUES (now() - interval '6 years', 'palreg-admin', 'OLD_EVENT', 9010, 'OK'), (now() - interval '6 years', 'palreg-auth', 'OLD_EVENT', NULL, 'OK'),
	(now() - interval '6 years', 'palreg-admin', 'OLD_EVENT', 9020, 'OK'), (now() - interval '4 years', 'palreg-admin', 'NEW_EVENT', 9010, 'OK');
SET LOCAL session_replication_role = origin;
SELECT throws_ok($$ DELETE FROM audit_event $$, '42501', 'audit events are only added', 'not even the superuser deletes events');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT is((SELECT entries FROM disposal_hash('audit_event', 9010, CURRENT_DATE)), 1, 'events of the area alone');
SELECT lives_ok($$ SELECT disposal_ask('audit_event', 9010, t.hash('audit_event'), 'срок') $$, 'asked for');
RESET SESSION AUTHORIZATION;
SELECT session_context(t.sid('admin2.a'));
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT is(request_decide(t.asked(), true), 'confirmed', 'released');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT string_agg(event || coalesce(area_id, 0), ' ' ORDER BY event, area_id) FROM audit_event WHERE event LIKE '%\_EVENT'), 'NEW_EVENT9010 OLD_EVENT9020 OLD_EVENT0', 'and gone');
SELECT t.act_as('admin');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT is((SELECT entries FROM disposal_hash('audit_event', 9001, CURRENT_DATE)), 2, 'what belongs to no place is for the top');
RESET SESSION AUTHORIZATION;

-- Imports, invitations, rights, requests.
INSERT INTO patient_import (id, inst, area_id, author_id, total, status, committed_at, undone_at, undone_by, document_seq)
VALUES ('e0000000-0000-4000-8000-000000000001', 'aaaaaaaa-0000-4000-8000-000000000001', 9011, t.id('dep.a'), 1, 'undone', now() - interval '14 months', now() - interval '13 months', t.id('dep.a'), 1);
INSERT INTO patient_import_row (import_id, row_no, patient_id, area_id, district_id, year_of_birth, sex, diagnosis_code, date_in, status, author_id, ts, kep, doc_hash, envelope)
VALUES ('e0000000-0000-4000-8000-000000000001', 1, 'e1000000-0000-4000-8000-000000000001', 9011, 9002, 1950, 'f', 'C61', CURRENT_DATE - 400, 'awaiting', t.id('dep.a'), 1, 1, sha256('x'),
	t.envelope('passport', 'aaaaaaaa-0000-4000-8000-000000000001', 'e1000000-0000-4000-8000-000000000001', 1, t.id('dep.a'), t.zero()));
INSERT INTO invite (id, inst, account_id, officer_id, login, member_role, exp) VALUES ('e2000000-0000-4000-8000-000000000001', 'aaaaaaaa-0000-4000-8000-000000000001', t.id('dep.a'), t.id('doc.a'), 'dep.a', 'doctor',
	extract(epoch FROM now() - interval '13 months')::bigint);
INSERT INTO role_grant (account_id, role_id, area_id, valid_until, reason) VALUES (t.id('read.a'), 2, 9011, CURRENT_DATE - 1200, 'x'), (t.id('dep.a'), 90002, 9010, CURRENT_DATE - 1000, 'x');
SELECT t.act_as('admin.a');
SELECT results_eq($$ SELECT r, entries FROM unnest(ARRAY['patient_import', 'invitation', 'grant', 'request']) AS r, disposal_hash(r, 9010, CURRENT_DATE) ORDER BY 1 $$,
	$$ VALUES ('grant'::text, 1), ('invitation', 1), ('patient_import', 1), ('request', 0) $$, 'other kinds, each by its rule');
SELECT disposal_ask(r, 9010, t.hash(r), 'срок') FROM unnest(ARRAY['patient_import', 'invitation', 'grant']) AS r;
SELECT session_context(t.sid('admin2.a'));
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT is((SELECT count(request_decide(id, true)) FROM right_request WHERE state = 'waiting'), 3::bigint, 'are released');
RESET SESSION AUTHORIZATION;
SELECT ok(NOT EXISTS (SELECT FROM patient_import) AND NOT EXISTS (SELECT FROM invite) AND NOT EXISTS (SELECT FROM role_grant WHERE valid_until < CURRENT_DATE - 1100), 'and gone');
SELECT ok(t.erased('e1000000-0000-4000-8000-000000000001'), 'records of an import that was taken back stay known as gone');
SELECT is((SELECT count(DISTINCT certificate) FROM disposal), 5::bigint, 'each has its certificate');
SELECT * FROM finish();
ROLLBACK;
