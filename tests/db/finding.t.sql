-- finding.t.sql: the last PPS and phase follow the observations; searches belong to their account.
\ir fixture.sql
SELECT plan(23);
\set pat '\'a1000000-0000-4000-8000-000000000001\'::uuid'

CREATE FUNCTION t.found() RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path = palreg, pg_temp AS $$
SELECT concat_ws(' ', area_id, coalesce(pps::text, '-'), coalesce(phase::text, '-')) FROM patient_finding
 WHERE patient_id = 'a1000000-0000-4000-8000-000000000001' $$;
CREATE FUNCTION t.see(p_code text, p_value numeric, p_on date DEFAULT CURRENT_DATE) RETURNS text LANGUAGE sql SET search_path = palreg, pg_temp AS $$
INSERT INTO observation (patient_id, area_id, code, value, effective_on, effective_at, author_id)
VALUES ('a1000000-0000-4000-8000-000000000001', (SELECT area_id FROM patient WHERE id = 'a1000000-0000-4000-8000-000000000001'), p_code, p_value, p_on,
	p_on, current_account());
SELECT t.found() $$;
GRANT EXECUTE ON FUNCTION t.found(), t.see(text, numeric, date) TO PUBLIC;

SELECT is_empty('SELECT FROM patient_finding', 'nothing was found of whom only pain is known');
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is(t.see('pain-nrs', 5), NULL, 'pain is no finding');
SELECT is(t.see('pps', 50, CURRENT_DATE - 2), '9010 50 -', 'a PPS is');
SELECT is(t.see('phase', 2, CURRENT_DATE - 2), '9010 50 2', 'and a phase');
SELECT is(t.see('pps', 70, CURRENT_DATE - 5), '9010 50 2', 'an older one is not the last');
SELECT is(t.see('pps', 40), '9010 40 2', 'a newer one is');
SELECT throws_ok('UPDATE patient_finding SET pps = 0', '42501', NULL, 'nobody writes it by hand');
SELECT throws_ok('DELETE FROM patient_finding', '42501', NULL, 'or removes it');
UPDATE patient SET area_id = 9011 WHERE id = :pat;
SELECT is(t.found(), '9011 40 2', 'it moves with the patient');
RESET SESSION AUTHORIZATION;
UPDATE observation SET current = false WHERE patient_id = :pat AND code = 'pps' AND value = 40;
SELECT is(t.found(), '9011 50 2', 'what was taken back does not count');
UPDATE observation SET current = false WHERE patient_id = :pat AND code IN ('pps', 'phase');
SELECT is(t.found(), '9011 - -', 'nothing is left');

SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT lives_ok($$ INSERT INTO saved_search (account_id, name, query) VALUES (current_account(), 'Боль', 'status=active&pain_from=4') $$, 'a search is kept');
SELECT throws_ok($$ INSERT INTO saved_search (account_id, name, query) VALUES (current_account(), 'БОЛЬ', 'sex=f') $$, '23505', NULL, 'a name once');
SELECT throws_ok($$ INSERT INTO saved_search (account_id, name, query) VALUES (t.id('doc.b'), 'x', 'sex=f') $$, '42501', NULL, 'not for others');
SELECT throws_ok(format('INSERT INTO saved_search (account_id, name, query) VALUES (current_account(), %L, %L)', n, q), '23514', NULL, n || ' ' || q)
  FROM (VALUES ('', 'sex=f'), ('тел. 921-00-00-0', 'sex=f'), ('a', 'surname=Иванов'), ('b', 'sex'), ('c', 'sex=f;x=1')) AS v(n, q);
SELECT throws_ok($$ UPDATE saved_search SET query = 'sex=m' $$, '42501', NULL, 'the conditions stay');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('read.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is_empty('SELECT FROM saved_search', 'a colleague does not see it');
SELECT isnt_empty('SELECT FROM patient_finding', 'but what was found of the patients');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('doc.b');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is_empty('SELECT FROM patient_finding', 'not another institution');
RESET SESSION AUTHORIZATION;
SELECT * FROM finish();
ROLLBACK;
