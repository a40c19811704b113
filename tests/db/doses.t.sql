-- doses.t.sql: reasons for which a warning was kept, and the reference data of doses.
\ir fixture.sql
SELECT plan(21);
\set pat '\'a1000000-0000-4000-8000-000000000001\'::uuid'
\set other '\'b1000000-0000-4000-8000-000000000001\'::uuid'
CREATE FUNCTION t.line(p_patient uuid) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = palreg, pg_temp
AS $$ SELECT id FROM prescription WHERE patient_id = p_patient AND current $$;
CREATE FUNCTION t.keep(p_patient uuid, p_rule text, p_reason text, p_as text) RETURNS text LANGUAGE sql AS $$
SELECT format('INSERT INTO prescription_override (prescription_id, rule, patient_id, area_id, reason, account_id)'
    ' SELECT %L, %L, %L, area_id, %L, %L FROM patient WHERE id = %L', t.line(p_patient), p_rule, p_patient, p_reason, t.id(p_as), p_patient) $$;

SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT lives_ok(t.keep(:pat, 'opioid_without_laxative', 'not_needed', 'doc.a'), 'a warning is kept with a reason');
SELECT throws_ok(t.keep(:pat, 'opioid_without_laxative', 'refused', 'doc.a'), '23505', NULL, 'once for a line');
SELECT throws_ok(t.keep(:pat, 'opioid_without_rescue', 'because', 'doc.a'), '23503', NULL, 'the reason is one of the book');
SELECT throws_ok(t.keep(:pat, 'opioid_without_rescue', 'alternative', 'doc.a'), '23503', NULL, 'and of its kind');
SELECT throws_ok(t.keep(:pat, 'no_such_rule', 'benefit', 'doc.a'), NULL, NULL, 'the rule exists');
SELECT throws_ok(t.keep(:pat, 'wrong_form', 'benefit', 'doc.a'), '23514', NULL, 'what cannot be right is not kept');
SELECT throws_ok(t.keep(:pat, 'same_class', 'benefit', 'doc.a'), '23514', NULL, 'a notice asks for no reason');
SELECT throws_ok(t.keep(:pat, 'opioid_without_rescue', 'benefit', 'dep.a'), '42501', NULL, 'not in the name of another');
SELECT throws_ok(format('INSERT INTO prescription_override (prescription_id, rule, patient_id, area_id, reason, account_id) VALUES'
	' (%L, ''day_maximum'', %L, 9011, ''benefit'', current_account())', t.line(:pat), :pat), '23514', NULL, 'it stands where its line stands');
SELECT throws_ok(format('INSERT INTO prescription_override (prescription_id, rule, patient_id, area_id, reason, account_id) VALUES'
	' (%L, ''day_maximum'', %L, 9010, ''benefit'', current_account())', t.line(:other), :pat), NULL, NULL, 'and with its own patient');
SELECT throws_ok($$ UPDATE prescription_override SET reason = 'benefit' $$, '42501', NULL, 'nothing is overwritten');
SELECT throws_ok($$ DELETE FROM prescription_override $$, '42501', NULL, 'nor deleted');
UPDATE patient SET area_id = 9011 WHERE id = :pat;
SELECT is((SELECT area_id FROM prescription_override), 9011, 'it moves with the patient');
SELECT throws_ok($$ UPDATE safety_rule SET severity = 'info' $$, '42501', NULL, 'rules are not a doctor''s to change');
RESET SESSION AUTHORIZATION;

SELECT t.act_as('read.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is((SELECT count(*) FROM prescription_override)::int, 1, 'who reads the record reads the reason');
SELECT throws_ok(t.keep(:pat, 'opioid_without_rescue', 'benefit', 'read.a'), '42501', NULL, 'and gives none');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('doc.b');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is_empty('SELECT FROM prescription_override', 'another institution sees nothing');
RESET SESSION AUTHORIZATION;

SELECT is((SELECT array_agg(t.code || ' ' || n ORDER BY t.ord) FROM ome_table AS t
	JOIN (SELECT table_code, count(*) AS n FROM ome_factor GROUP BY 1) AS f ON f.table_code = t.code),
	ARRAY['anzca_2021 43', 'norway 48', 'bnf 29', 'cdc_2016 25', 'cepeda_2010 32', 'palreg_2026 53'], 'factors of each table');
SELECT is_empty($$ SELECT code FROM safety_rule WHERE severity = 'stop' AND kind <> 'wrong_form' $$, 'only a wrong form stops');
SELECT throws_ok($$ UPDATE safety_rule SET kind = 'guess' $$, '23514', NULL, 'kinds of rules are those of the program');
SELECT is_empty($$ SELECT FROM medicine_limit WHERE source = '' $$, 'each limit names its source');
SELECT * FROM finish();
ROLLBACK;
