-- lines.t.sql: kinds of schedule, steps between statuses, pumps, taking back; what must not be stored.
\ir fixture.sql
SELECT plan(61);
\set pat '\'a1000000-0000-4000-8000-000000000001\'::uuid'

-- The line of the fixture with other members.
CREATE FUNCTION t.line(p_columns text, p_values text) RETURNS text LANGUAGE sql AS $$
SELECT format('INSERT INTO prescription (id, series_id, patient_id, area_id, institution_id, sheet_on, medicine_id, product_id, starts_on, author_id, %s)'
	' SELECT k.id, k.id, patient_id, area_id, institution_id, CURRENT_DATE, medicine_id, product_id, CURRENT_DATE, current_account(), %s'
	' FROM prescription, (SELECT gen_random_uuid() AS id) AS k WHERE version = 1 AND series_id = ''a1000000-0000-4000-8000-000000000001''',
	p_columns, p_values) $$;
GRANT EXECUTE ON FUNCTION t.line(text, text) TO PUBLIC;
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;

SELECT lives_ok(t.line('dose, unit, route, ' || c, '1, ' || v), 'stored: ' || what)
  FROM (VALUES ('schedule, clock_doses', $$ 'mg', 'PO', 'clock', '{1,0,0.5,0}' $$, 'a clock'),
	('schedule, clock_doses, clock_times', $$ 'mg', 'PO', 'clock', '{1,1,1}', '{00:00,08:00,22:30}' $$, 'hours'),
	('schedule, weekdays, times_per_day', $$ 'mg', 'PO', 'weekly', 9, 1 $$, 'days of the week'),
	('schedule, interval_hours, patches', $$ 'ug/h', 'TD', 'patch', 72, 2 $$, 'patches'),
	('schedule, pump_id, volume_ml, rate_ml_h', $$ 'mg/(24.h)', 'CSCI', 'infusion', 'c0000000-0000-4000-8000-000000000001', 24, 1 $$, 'an infusion'),
	('schedule, hours_per_day', $$ 'L/min', 'INH', 'oxygen', 16 $$, 'oxygen'),
	('schedule, prn, prn_max_per_day, prn_min_hours', $$ 'mg', 'PO', 'every_hours', true, 6, 0.5 $$, 'as needed'),
	('schedule, titration_step, titration_every_days, titration_target, titration_by', $$ 'mg', 'PO', 'once', 5, 3, 30, 'doctor' $$, 'a plan up'),
	('schedule, instructions', $$ 'mg', 'PO', 'once', '{whole,write_down}' $$, 'instructions')) AS v(c, v, what);
SELECT throws_ok(t.line('dose, unit, route, ' || c, '1, ' || v), state, NULL, 'refused: ' || what)
  FROM (VALUES ('schedule, clock_doses', $$ 'mg', 'PO', 'clock', '{0,0,0,0}' $$, '23514', 'a clock of nothing'),
	('schedule, clock_doses', $$ 'mg', 'PO', 'clock', '{1,0,1}' $$, '23514', 'a clock of three'),
	('schedule, clock_doses', $$ 'mg', 'PO', 'once', '{1,0,1,0}' $$, '23514', 'a clock of another kind'),
	('schedule, clock_times', $$ 'mg', 'PO', 'clock', '{08:00}' $$, '23514', 'hours without doses'),
	('schedule, clock_doses, clock_times', $$ 'mg', 'PO', 'clock', '{1,1,1,1}', '{08:00,20:00}' $$, '23514', 'more doses than hours'),
	('schedule, clock_doses, clock_times', $$ 'mg', 'PO', 'clock', '{1,2}', '{08:00,20:00}' $$, '23514', 'two doses at an hour'),
	('schedule, clock_doses, clock_times', $$ 'mg', 'PO', 'clock', '{1,1}', '{08:00,08:00}' $$, '23514', 'an hour twice'),
	('schedule, clock_doses, clock_times', $$ 'mg', 'PO', 'clock', '{1,1}', '{20:00,08:00}' $$, '23514', 'hours out of order'),
	('schedule, clock_doses, clock_times', $$ 'mg', 'PO', 'clock', '{1}', '{24:00}' $$, '23514', 'an hour of the next day'),
	('schedule, clock_doses, clock_times', $$ 'mg', 'PO', 'clock', '{}', '{}' $$, '23514', 'no hour'),
	('schedule, clock_doses, clock_times', $$ 'mg', 'PO', 'clock', array_fill(1::numeric, ARRAY[25]),
	    ARRAY(SELECT time '00:00' + n * interval '10 min' FROM generate_series(1, 25) AS n) $$, '23514', 'more than 24 hours'),
	('schedule, clock_times', $$ 'mg', 'PO', 'once', '{08:00}' $$, '23514', 'hours of another kind'),
	('schedule, times_per_day', $$ 'mg', 'PO', 'weekly', 1 $$, '23514', 'weekly without days'),
	('schedule, weekdays, times_per_day', $$ 'mg', 'PO', 'weekly', 128, 1 $$, '23514', 'an eighth day'),
	('schedule, interval_hours', $$ 'ug/h', 'TD', 'patch', 72 $$, '23514', 'no number of patches'),
	('schedule', $$ 'mg', 'SC', 'infusion' $$, '23514', 'an infusion in milligrams'),
	('schedule', $$ 'mg/(24.h)', 'SC', 'once' $$, '23514', 'milligrams per 24 hours at once'),
	('schedule, volume_ml, rate_ml_h', $$ 'mg/(24.h)', 'SC', 'infusion', 24, 2 $$, '23514', 'a rate of another volume'),
	('schedule, rate_ml_h', $$ 'mg', 'SC', 'once', 2 $$, '23514', 'a rate without a pump'),
	('schedule', $$ 'L/min', 'INH', 'oxygen' $$, '23514', 'oxygen without hours'),
	('schedule, hours_per_day', $$ 'L/min', 'INH', 'oxygen', 25 $$, '23514', '25 hours'),
	('schedule, prn, prn_max_per_day', $$ 'mg', 'PO', 'once', true, 6 $$, '23514', 'as needed at times'),
	('schedule, prn', $$ 'mg', 'PO', 'every_hours', true $$, '23514', 'as needed without a maximum'),
	('schedule, status, hold_reason', $$ 'mg', 'PO', 'once', 'on_hold', 'tests' $$, '23514', 'a hold since no day'),
	('schedule, change_reason', $$ 'mg', 'PO', 'once', 'no_such' $$, '23503', 'a reason of no book'),
	('schedule, prn_min_hours', $$ 'mg', 'PO', 'once', 4 $$, '23514', 'a least interval of what is not as needed'),
	('schedule, titration_step', $$ 'mg', 'PO', 'once', 5 $$, '23514', 'half a plan'),
	('schedule, titration_step, titration_every_days, titration_target, titration_by', $$ 'mg', 'PO', 'once', -5, 3, 30, 'doctor' $$, '23514', 'a plan away from its target'),
	('schedule, instructions', $$ 'mg', 'PO', 'once', '{whole,free_text}' $$, '23503', 'an instruction that is none'),
	('schedule, review_on', $$ 'mg', 'PO', 'once', CURRENT_DATE - 1 $$, '23514', 'a review before the start'),
	('schedule, background_series', $$ 'mg', 'PO', 'once', 'b1000000-0000-4000-8000-000000000001' $$, '23514', 'rescue of another patient''s line')) AS v(c, v, state, what);

-- One mix in a pump, one patient.
SELECT lives_ok(t.line('dose, unit, route, schedule, pump_id, volume_ml, rate_ml_h', $$ 5, 'mg/(24.h)', 'CSCI', 'infusion', 'c0000000-0000-4000-8000-000000000001', 48, 2 $$),
	'another volume in the same pump is found at the end');
SELECT throws_ok('SET CONSTRAINTS prescription_one_mix IMMEDIATE', '23514', NULL, 'and refused there');
UPDATE prescription SET status = 'stopped', stopped_on = CURRENT_DATE, stop_reason = 'error' WHERE volume_ml = 48;
SELECT lives_ok('SET CONSTRAINTS prescription_one_mix IMMEDIATE', 'one of the two stopped: one mix');

-- Steps.
\set line '\'a1000000-0000-4000-8000-000000000001\'::uuid'
SELECT throws_ok(format('UPDATE prescription SET status = %L WHERE id = %L', s, :line), '23514', NULL, 'active cannot become ' || s)
  FROM (VALUES ('draft')) AS v(s);
SELECT throws_ok(format('UPDATE prescription SET status = %L, hold_reason = %L WHERE id = %L', 'on_hold', r, :line), code, NULL, what)
  FROM (VALUES (NULL, '23514', 'no hold without a reason'), ('ineffective', '23503', 'nor for one of another kind')) AS v(r, code, what);
SELECT lives_ok(format('UPDATE prescription SET status = %L, hold_reason = coalesce(%L, hold_reason) WHERE id = %L', s, r, :line), 'then ' || s)
  FROM (VALUES ('on_hold', 'tests')) AS v(s, r);
SELECT is((SELECT hold_reason || (held_on = CURRENT_DATE) FROM prescription WHERE id = :line), 'teststrue', 'why and since when');
SELECT lives_ok(format('UPDATE prescription SET status = %L WHERE id = %L', s, :line), 'then ' || s)
  FROM (VALUES ('active')) AS v(s);
SELECT is((SELECT num_nonnulls(hold_reason, held_on) FROM prescription WHERE id = :line), 0, 'a resumed line is on hold for nothing');
SELECT lives_ok(format('UPDATE prescription SET status = %L WHERE id = %L', s, :line), 'then ' || s)
  FROM (VALUES ('completed')) AS v(s);
SELECT is((SELECT string_agg(to_status, ' ' ORDER BY id) FROM prescription_event WHERE prescription_id = :line), 'on_hold active completed', 'each leaves a trace');
SELECT is((SELECT string_agg(reason, ' ') FROM prescription_event WHERE prescription_id = :line), 'tests', 'that of the hold its reason');
SELECT is(prescription_undo(:line), :line, 'who completed it may take that back');
SELECT is((SELECT status FROM prescription WHERE id = :line), 'active', 'it is in force again');
SELECT throws_ok($$ UPDATE prescription_event SET to_status = 'x' $$, '42501', NULL, 'the trace is not changed');

-- Another doctor may not take back, nor see the favourites.
INSERT INTO prescription_favourite (account_id, medicine_id, product_id, dose, unit, route, schedule, prn, instructions)
SELECT current_account(), medicine_id, product_id, dose, unit, route, schedule, prn, instructions FROM prescription WHERE id = :line;
SELECT is((SELECT count(*) FROM prescription_favourite)::int, 1, 'a favourite is kept');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('doc.b');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is_empty('SELECT FROM prescription_favourite', 'for its owner alone');
SELECT is_empty($$ SELECT FROM prescription_event $$, 'and no step of another institution is seen');
SELECT throws_ok(format('SELECT prescription_undo(%L)', :line), 'P0002', NULL, 'nor taken back');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT count(*) FROM report_prescription WHERE status = 'draft')::int, 0, 'reports know no draft');
SELECT * FROM finish();
ROLLBACK;
