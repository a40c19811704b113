-- needs.t.sql: the days on which a line was given, as reports count what was needed; how small a count may be told.
\ir fixture.sql
SELECT plan(17);
-- One line of the patient of A since 5 days; its steps are those of a doctor, on days of their own.
CREATE FUNCTION t.line() RETURNS uuid LANGUAGE sql IMMUTABLE RETURN 'a1000000-0000-4000-8000-000000000001'::uuid;
CREATE FUNCTION t.step(p_from text, p_to text, p_on date) RETURNS void LANGUAGE sql AS $$
INSERT INTO prescription_event (prescription_id, patient_id, area_id, from_status, to_status, on_date)
SELECT id, patient_id, area_id, p_from, p_to, p_on FROM prescription WHERE id = t.line() $$;
CREATE FUNCTION t.given(p_since date DEFAULT CURRENT_DATE - 30, p_until date DEFAULT CURRENT_DATE) RETURNS text LANGUAGE sql AS $$
SELECT coalesce(string_agg((CURRENT_DATE - first_on) || '…' || (CURRENT_DATE - last_on), ' ' ORDER BY first_on), '')
  FROM report_given(p_since, p_until) WHERE prescription_id = t.line() $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA t TO PUBLIC;

SELECT t.act_as('ministry');
SET LOCAL SESSION AUTHORIZATION palreg_report;
SELECT is(t.given(), '5…0', 'without an end: from its start to the end of the period');
SELECT is(t.given(CURRENT_DATE - 3, CURRENT_DATE - 2), '3…2', 'cut to the period');
SELECT is(t.given(CURRENT_DATE - 9, CURRENT_DATE - 6), '', 'none before its start');
RESET SESSION AUTHORIZATION;
SELECT t.step('active', 'on_hold', CURRENT_DATE - 4);
SELECT t.step('on_hold', 'active', CURRENT_DATE - 1);
SELECT is(t.given(), '5…4 1…0', 'on hold between: the day of the hold and that of resuming are days of giving');
SELECT t.step('active', 'on_hold', CURRENT_DATE - 1);
SELECT is(t.given(), '5…4 1…1', 'still on hold');
DELETE FROM prescription_event;
UPDATE prescription SET schedule = 'once', times_per_day = NULL WHERE id = t.line();
SELECT is(t.given() || '|' || t.given(CURRENT_DATE - 4), '5…5|', 'given once: on one day, if that is in the period');

SET LOCAL SESSION AUTHORIZATION palreg_report;
SELECT is(small_cells(), 5, 'nobody chose: 5');
SELECT t.act_as('doc.b');
SELECT is_empty('SELECT * FROM report_given(CURRENT_DATE - 30, CURRENT_DATE) WHERE prescription_id = t.line()', 'not of another institution');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('admin');
INSERT INTO setting (area_id, code, value, valid_from, account_id) VALUES (9001, 'small_cells', '10', CURRENT_DATE, t.id('admin'));
SELECT t.act_as('ministry');
SELECT is(small_cells(), 10, 'the choice of the region holds for its ministry');
SELECT t.refuses('setting_small_cells', $$ INSERT INTO setting (area_id, code, value, valid_from, follows, account_id)
	VALUES (9010, 'small_cells', '1', CURRENT_DATE, 0, t.id('admin')) $$, 'no single patient');
SELECT t.act_as('doc.a');
SELECT is(small_cells(), 10, 'and for all under it');

-- A question over the lines is planned with the patients it is about, not over everybody's lines first.
CREATE FUNCTION t.plan_of(p_sql text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	line text;
	whole text := '';
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || p_sql LOOP
		whole := whole || line || E'\n';
	END LOOP;
	RETURN whole;
END
$$;
GRANT EXECUTE ON FUNCTION t.plan_of(text) TO PUBLIC;
SET LOCAL SESSION AUTHORIZATION palreg_report;
SELECT unalike(t.plan_of('SELECT FROM report_given(CURRENT_DATE - 30, CURRENT_DATE) AS g JOIN report_steps(CURRENT_DATE - 30, CURRENT_DATE)
	AS s USING (patient_id)'), '%Function Scan on report_%', 'spells and steps are planned with what asks for them');
RESET SESSION AUTHORIZATION;

-- The report on one patient sees his allergies, who sums up does not.
INSERT INTO allergy (series_id, patient_id, area_id, subject, source, noted_on, author_id)
SELECT gen_random_uuid(), p.id, p.area_id, '-', (SELECT min(code) FROM coded_value WHERE list = 'allergy_source'), CURRENT_DATE, t.id('doc.a')
  FROM patient AS p WHERE p.id = t.line();
SET LOCAL SESSION AUTHORIZATION palreg_report;
SELECT is((SELECT count(*) FROM report_patient AS p JOIN allergy AS a ON a.patient_id = p.id WHERE a.current)::int, 1, 'doctor of A: allergies of a patient');
SELECT t.act_as('ministry');
SELECT is_empty('SELECT patient_id FROM allergy UNION ALL SELECT patient_id FROM service_order UNION ALL SELECT patient_id FROM service_done
	UNION ALL SELECT patient_id FROM prescription_blank', 'ministry: none of it');
-- Nor a row of the register in twelve columns, which a doctor has of his own institution.
SELECT is_empty('SELECT id FROM report_register UNION ALL SELECT patient_id FROM diagnosis', 'ministry: no row of the register');
SELECT t.act_as('doc.a');
SELECT is((SELECT count(*) FROM report_register WHERE id = t.line())::int, 1, 'doctor of A: his patient stands in it');
SELECT t.act_as('doc.b');
SELECT is_empty('SELECT id FROM report_register WHERE id = t.line()', 'doctor of B: not there');
RESET SESSION AUTHORIZATION;
SELECT * FROM finish();
ROLLBACK;
