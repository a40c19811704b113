-- transfers.t.sql: from one department to another, seen from both and from elsewhere.
\ir fixture.sql
SELECT plan(56);
\set dep '\'a1000000-0000-4000-8000-000000000002\'::uuid'
INSERT INTO area (id, parent_id, kind, name) VALUES (9012, 9010, 'department', 'А, выездная служба');
INSERT INTO account (id, login, name, area_id, state) VALUES
	('a0000000-0000-4000-8000-000000000012', 'home.a', 'Врач выездной службы А', 9012, 'active');
INSERT INTO role_grant (account_id, role_id, area_id) SELECT t.id('home.a'), id, 9012 FROM role WHERE code = 'user';
SELECT t.act_as('dep.a');
SELECT t.put('passport', :dep, 1, t.zero(), :dep);

CREATE FUNCTION t.offer(p_to int DEFAULT 9012, p_reason text DEFAULT 'home_care', p_on date DEFAULT CURRENT_DATE, p_version int DEFAULT NULL)
RETURNS text LANGUAGE plpgsql SET search_path = palreg, tap, pg_temp AS $$
DECLARE rule text;
BEGIN
	INSERT INTO patient_transfer (patient_id, to_area_id, reason, planned_on, version)
	SELECT 'a1000000-0000-4000-8000-000000000002', p_to, p_reason, p_on,
	       coalesce(p_version, (SELECT version FROM patient WHERE id = 'a1000000-0000-4000-8000-000000000002'), 1);
	RETURN 'offered';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME;
	RETURN coalesce(nullif(rule, ''), SQLSTATE);
END $$;
CREATE FUNCTION t.decide(p_action text, p_reason text DEFAULT NULL, p_version int DEFAULT 1) RETURNS text
LANGUAGE plpgsql SET search_path = palreg, tap, pg_temp AS $$
DECLARE rule text;
BEGIN
	PERFORM transfer_decide((SELECT id FROM t.open), p_version, p_action, p_reason);
	RETURN p_action;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME;
	RETURN coalesce(nullif(rule, ''), SQLSTATE);
END $$;
-- The transfer that was offered last, whoever asks.
CREATE VIEW t.open AS SELECT id FROM palreg.patient_transfer ORDER BY offered_at DESC, (status = 'offered') DESC LIMIT 1;
GRANT SELECT ON t.open TO PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA t TO PUBLIC;

-- Every table that knows both a patient and an area has to move with him.
SELECT is_empty($$ SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'palreg'::regnamespace AND c.relkind = 'r'
	AND (SELECT count(*) FROM pg_attribute WHERE attrelid = c.oid AND attname IN ('patient_id', 'area_id') AND NOT attisdropped) = 2
	AND NOT EXISTS (SELECT FROM pg_trigger AS g JOIN pg_proc AS f ON f.oid = g.tgfoid WHERE g.tgrelid = 'patient'::regclass
	    AND (f.prosrc ~ ('UPDATE ' || c.relname || ' SET area_id') OR encode(g.tgargs, 'escape') ~ ('(^|\\000)' || c.relname || '\\000'))) $$,
	'the rows of every table move with their patient');

-- The side that offers.
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is(t.offer(9020), 'transfer_within_institution', 'not to another institution');
SELECT is(t.offer(9002), 'transfer_within_institution', 'not to a district');
SELECT is(t.offer(9011), 'patient_transfer_elsewhere', 'not to where he is');
SELECT is(t.offer(p_reason => 'nonsense'), 'patient_transfer_reason_known', 'not for a reason of one''s own');
SELECT is(t.offer(p_reason => NULL), '23502', 'not without a reason');
SELECT is(t.offer(p_on => CURRENT_DATE - 1), 'transfer_planned_soon', 'not for yesterday');
SELECT is(t.offer(p_on => CURRENT_DATE + 91), 'transfer_planned_soon', 'not for a day far away');
SELECT is(t.offer(p_on => NULL), 'transfer_planned_soon', 'not without a day');
SELECT is(t.offer(p_version => 77), '40001', 'not when the patient was changed meanwhile');
SELECT is(t.offer(), 'offered', 'to the other department');
SELECT is(t.offer(9010), 'patient_transfer_one', 'one offer at a time');
SELECT throws_ok($$ UPDATE patient_transfer SET status = 'accepted' $$, '42501', NULL, 'nothing is decided by hand');
SELECT throws_ok($$ SELECT areas_widen('{9020}') $$, '42501', NULL, 'the reach of a user is not widened by a program');
SELECT is(t.decide('accept'), '42501', 'who offers does not accept');
SELECT is((SELECT count(*) FROM transfer_offers())::int, 0, 'nothing is offered to the side that offers');
SELECT is((SELECT area_id FROM patient WHERE id = :dep), 9011, 'the patient stays');
RESET SESSION AUTHORIZATION;

-- Another institution, and the reader.
SELECT t.act_as('doc.b');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is_empty('SELECT id FROM patient_transfer', 'another institution: no transfer');
SELECT is((SELECT count(*) FROM transfer_offers())::int, 0, 'another institution: nothing offered');
SELECT is(t.decide('accept'), 'P0002', 'another institution: nothing to accept');
SELECT is(t.offer(), '42501', 'another institution: nobody to offer');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('read.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT isnt_empty('SELECT id FROM patient_transfer', 'a reader above sees the offer');
SELECT is(t.decide('withdraw'), 'P0002', 'and decides nothing');
SELECT is(t.offer(), '42501', 'nor offers');
RESET SESSION AUTHORIZATION;

-- The side it is offered to.
SELECT t.act_as('home.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is_empty('SELECT id FROM patient', 'the other department: no patient yet');
SELECT is((SELECT patient_id || ' ' || (envelope IS NOT NULL) || ' ' || diagnosis_code FROM transfer_offers()), :dep || ' true C61', 'but the offer, with the sealed passport');
SELECT is(areas('patient_read'), ARRAY[9012], 'and nothing else by it');
SELECT is_empty('SELECT rec FROM document', 'the document itself stays out of reach');
SELECT is((SELECT count(*) FROM transfer_offers(gen_random_uuid()))::int, 0, 'one that is not there');
SELECT is(t.decide('withdraw'), '42501', 'it cannot withdraw');
SELECT is(t.decide('decline'), 'transfer_decline_needs_reason', 'declines with a reason');
SELECT is(t.decide('decline', 'nonsense'), 'patient_transfer_decline_reason_known', 'one of the list');
SELECT is(t.decide('decline', 'no_place', 2), '40001', 'of the version it saw');
SELECT is(t.decide('decline', 'no_place'), 'decline', 'declined');
SELECT is(t.decide('accept', NULL, 2), '40001', 'and it is over');
SELECT is((SELECT count(*) FROM transfer_offers())::int, 0, 'nothing waits');
RESET SESSION AUTHORIZATION;

-- Withdrawn, lapsed by a removal, and accepted at last.
SELECT t.act_as('dep.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is(t.offer(), 'offered', 'offered once more');
SELECT is(t.decide('withdraw'), 'withdraw', 'withdrawn');
SELECT is(t.offer(), 'offered', 'and again');
INSERT INTO patient_status_event (patient_id, action, from_status, to_status, effective_on, reason)
VALUES (:dep, 'remove', 'active', 'removed', CURRENT_DATE, 'moved');
SELECT is((SELECT string_agg(status, ' ' ORDER BY status) FROM patient_transfer), 'declined withdrawn withdrawn', 'who leaves the register is offered no more');
SELECT is(t.offer(), 'transfer_patient_on_register', 'nor again');
INSERT INTO patient_status_event (patient_id, action, from_status, to_status, effective_on) VALUES (:dep, 'undo', 'removed', 'x', CURRENT_DATE);
SELECT is(t.offer(), 'offered', 'back on the register');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('home.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is(t.decide('accept'), 'accept', 'accepted');
SELECT is((SELECT area_id FROM patient WHERE id = :dep), 9012, 'the patient is theirs');
SELECT is((SELECT count(*) FROM observation WHERE patient_id = :dep)::int, 1, 'with what was observed');
SELECT is((SELECT count(*) FROM prescription WHERE patient_id = :dep)::int, 1, 'prescribed');
SELECT is((SELECT count(*) FROM patient_status_event WHERE patient_id = :dep)::int, 3, 'and happened');
SELECT is((SELECT d.seq FROM document AS d WHERE rec = :dep), (SELECT document_seq FROM crypto_inst WHERE inst = 'aaaaaaaa-0000-4000-8000-000000000001'),
	'the passport comes as news');
SELECT is((SELECT document_seq FROM patient_transfer WHERE status = 'accepted'), (SELECT d.seq FROM document AS d WHERE rec = :dep), 'at the place that the transfer names');
SELECT is((SELECT count(*) FROM patient_transfer)::int, 4, 'with its history');
SELECT is(areas('patient_read'), ARRAY[9012], 'the reach of the user is as it was');
RESET SESSION AUTHORIZATION;

-- The old side; who stands above both.
SELECT t.act_as('dep.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is_empty('SELECT id FROM patient', 'the old side does not see him');
SELECT is_empty('SELECT rec FROM document', 'nor his passport');
SELECT is((SELECT count(*) FROM patient_transfer WHERE status = 'accepted')::int, 1, 'but that he went');
SELECT is(t.offer(9010), '42501', 'and cannot offer him');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is((SELECT area_id FROM patient WHERE id = :dep), 9012, 'the institution sees him still');
SELECT * FROM finish();
ROLLBACK;
