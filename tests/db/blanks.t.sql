-- blanks.t.sql: numbered forms stand where their line stands; only who writes records there writes and marks them.
\ir fixture.sql
SELECT plan(13);
CREATE FUNCTION t.blank(p_patient text, p_area int, p_number text DEFAULT '1', p_on date DEFAULT current_date, p_series text DEFAULT 'АБ',
	p_author uuid DEFAULT NULL) RETURNS uuid LANGUAGE sql AS $$
INSERT INTO prescription_blank (id, prescription_id, patient_id, area_id, rx_form, series, number, issued_on, valid_days, author_id)
VALUES (gen_random_uuid(), p_patient::uuid, p_patient::uuid, p_area, '107/у-НП', p_series, p_number, p_on, 15, coalesce(p_author, current_account()))
RETURNING id $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA t TO PUBLIC;
\set one '''a1000000-0000-4000-8000-000000000001'''
\set other '''b1000000-0000-4000-8000-000000000001'''

SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT lives_ok($$ SELECT t.blank('a1000000-0000-4000-8000-000000000001', 9010) $$, 'for a line of the own institution');
SELECT throws_ok($$ SELECT t.blank('b1000000-0000-4000-8000-000000000001', 9021, '2') $$, '23514', NULL, 'not for another''s: the line is not seen');
SELECT throws_ok($$ SELECT t.blank('b1000000-0000-4000-8000-000000000001', 9010, '2') $$, '23514', NULL, 'nor under a wrong area');
SELECT throws_ok($$ SELECT t.blank('a1000000-0000-4000-8000-000000000001', 9010, '2', p_author => t.id('doc.b')) $$, '42501', NULL, 'nor under another name');
SELECT throws_ok($$ SELECT t.blank('a1000000-0000-4000-8000-000000000001', 9010) $$, '23505', NULL, 'a number once');
SELECT throws_ok($$ SELECT t.blank('a1000000-0000-4000-8000-000000000001', 9010, 'x') $$, '23514', NULL, 'a number is digits');
SELECT throws_ok($$ SELECT t.blank('a1000000-0000-4000-8000-000000000001', 9010, '3', current_date + 1) $$, '23514', NULL, 'not tomorrow');
SELECT throws_ok($$ SELECT t.blank('a1000000-0000-4000-8000-000000000001', 9010, '3', current_date - 6) $$, '23514', NULL, 'not before the line');
SELECT throws_ok('UPDATE prescription_blank SET number = ''9''', '42501', NULL, 'nothing is overwritten');
UPDATE prescription_blank SET error_at = now();
SELECT throws_ok('UPDATE prescription_blank SET error_at = now()', '40001', NULL, 'marked once');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT error_by FROM prescription_blank), t.id('doc.a'), 'by who did it');

SELECT t.act_as('doc.b');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is_empty('SELECT * FROM prescription_blank', 'another institution sees none');
RESET SESSION AUTHORIZATION;
SET LOCAL SESSION AUTHORIZATION palreg_report;
SELECT throws_ok('SELECT * FROM prescription_blank', '42501', NULL, 'reports read no numbers');
SELECT * FROM finish();
ROLLBACK;
