-- allergies.t.sql: allergies in versions; none known contradicts any entry; who sees and writes them.
\ir fixture.sql
SELECT plan(47);
\set a '\'a1000000-0000-4000-8000-000000000001\''
\set b '\'b1000000-0000-4000-8000-000000000001\''
CREATE FUNCTION t.tell(p_patient uuid, p_subject text, p_on date DEFAULT CURRENT_DATE, p_series uuid DEFAULT gen_random_uuid(), p_version int DEFAULT 1,
	p_reactions text[] DEFAULT '{rash}', p_severity text DEFAULT 'severe', p_certainty text DEFAULT 'confirmed', p_source text DEFAULT 'patient',
	p_author uuid DEFAULT current_account())
RETURNS uuid LANGUAGE sql AS $$
INSERT INTO allergy (series_id, version, patient_id, area_id, subject, reactions, severity, certainty, source, noted_on, author_id)
SELECT p_series, p_version, p_patient, coalesce((SELECT area_id FROM patient WHERE id = p_patient), 9021), p_subject,
       CASE WHEN p_subject = '-' THEN '{}' ELSE p_reactions END, CASE WHEN p_subject = '-' THEN NULL ELSE p_severity END,
       CASE WHEN p_subject = '-' THEN NULL ELSE p_certainty END, p_source, p_on, p_author
RETURNING id $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA t TO PUBLIC;

-- The book.
SELECT is_empty($$ SELECT code FROM allergen WHERE name_en = '' OR name = '' $$, 'substances have two names');
SELECT cmp_ok((SELECT count(*) FROM allergen)::int, '>=', 30, 'and there are some');
SELECT is((SELECT string_agg(subject, ' ' ORDER BY part, ord) FROM allergy_choice WHERE subject IN ('@latex', 'opioid_strong', 'N02AX', 'N02', '#' ||
	(SELECT id FROM medicine WHERE inn_en = 'Morphine'))), '@latex opioid_strong #' || (SELECT id FROM medicine WHERE inn_en = 'Morphine') || ' N02 N02AX',
	'a substance, a group, a medicine, ATC codes may be chosen');

SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
-- None known, and its contradiction.
SELECT lives_ok(format('SELECT t.tell(%L, ''-'')', :a), 'none known is said');
SELECT t.refuses('allergy_once', format('SELECT t.tell(%L, ''-'')', :a), 'none known once');
SELECT lives_ok(format('SELECT t.tell(%L, ''-'', p_series => %L, p_version => 2)', :a, series_id), 'but said anew as a version')
  FROM allergy WHERE patient_id = :a AND current;
SELECT lives_ok(format('SELECT t.tell(%L, ''opioid_strong'')', :a), 'an entry is made');
SELECT is((SELECT string_agg(subject || ' ' || status || ' ' || current, ', ' ORDER BY subject, version) FROM allergy WHERE patient_id = :a),
	'- active false, - replaced false, opioid_strong active true', 'and none known stands no more, with its trace');
SELECT is((SELECT ended_by FROM allergy WHERE patient_id = :a AND status = 'replaced'), t.id('doc.a'), 'who ended it is told');
SELECT t.refuses('allergy_none_contradicts', format('SELECT t.tell(%L, ''-'')', :a));
-- What a subject may be.
SELECT t.refuses('allergy_once', format('SELECT t.tell(%L, ''opioid_strong'')', :a), 'a group once');
SELECT lives_ok(format('SELECT t.tell(%L, %L)', :a, '#' || (SELECT min(id) FROM medicine)), 'a medicine');
SELECT lives_ok(format('SELECT t.tell(%L, ''N02AX'')', :a), 'an ATC code');
SELECT lives_ok(format('SELECT t.tell(%L, ''@penicillins'')', :a), 'a substance');
SELECT is((SELECT string_agg(rule_subject, ' ' ORDER BY rule_subject COLLATE "C") FROM allergy_entry WHERE patient_id = :a AND current),
	'#' || (SELECT min(id) FROM medicine) || ' J01C N02AX opioid_strong', 'rules of prescriptions read them');
SELECT t.refuses('allergy_subject', format('SELECT t.tell(%L, ''Иванов'')', :a), 'no words');
SELECT t.refuses('allergy_subject', format('SELECT t.tell(%L, ''n02'')', :a));
SELECT t.refuses('allergy_medicine', format('SELECT t.tell(%L, ''#999999'')', :a), 'no such medicine');
SELECT t.refuses('allergy_group', format('SELECT t.tell(%L, ''no_such_group'')', :a), 'no such group');
SELECT t.refuses('allergy_allergen', format('SELECT t.tell(%L, ''@no_such'')', :a), 'no such substance');
SELECT t.refuses('allergy_atc_known', format('SELECT t.tell(%L, ''X99'')', :a), 'no such ATC code');
-- What else is told.
SELECT t.refuses('allergy_reactions_known', format('SELECT t.tell(%L, ''@latex'', p_reactions => ''{rash,nonsense}'')', :a));
SELECT t.refuses('allergy_needs_reaction', format('SELECT t.tell(%L, ''@latex'', p_reactions => ''{}'')', :a));
SELECT t.refuses('allergy_reaction_or_unknown', format('SELECT t.tell(%L, ''@latex'', p_reactions => ''{rash,unknown}'')', :a));
SELECT t.refuses('allergy_severity', format('SELECT t.tell(%L, ''@latex'', p_severity => ''much'')', :a));
SELECT t.refuses('allergy_needs_severity', format('SELECT t.tell(%L, ''@latex'', p_severity => NULL)', :a));
SELECT t.refuses('allergy_certainty', format('SELECT t.tell(%L, ''@latex'', p_certainty => ''sure'')', :a));
SELECT t.refuses('allergy_needs_certainty', format('SELECT t.tell(%L, ''@latex'', p_certainty => NULL)', :a));
SELECT t.refuses('allergy_source_known', format('SELECT t.tell(%L, ''@latex'', p_source => ''rumour'')', :a));
SELECT t.refuses('allergy_not_in_future', format('SELECT t.tell(%L, ''@latex'', CURRENT_DATE + 1)', :a));
SELECT t.refuses('allergy_after_birth', format('SELECT t.tell(%L, ''@latex'', ''1949-12-31'')', :a));
SELECT lives_ok(format('SELECT t.tell(%L, ''@latex'', ''1950-01-01'')', :a), 'in the year of birth');
-- Versions.
SELECT lives_ok(format('SELECT t.tell(%L, ''@egg'', p_series => %L, p_version => 2)', :a, series_id), 'a correction may name another substance')
  FROM allergy WHERE patient_id = :a AND subject = '@latex';
SELECT throws_ok(format('SELECT t.tell(%L, ''@milk'', p_series => %L, p_version => 2)', :a, series_id), '40001', NULL, 'a version that is taken is a conflict')
  FROM allergy WHERE patient_id = :a AND subject = '@egg';
SELECT t.refuses('allergy_none_stays', format('SELECT t.tell(%L, ''-'', p_series => %L, p_version => 3)', :a, series_id), 'no entry becomes none')
  FROM allergy WHERE patient_id = :a AND subject = '@egg';
SELECT lives_ok($$ UPDATE allergy SET status = 'entered_in_error' WHERE current AND subject = '@egg' $$, 'an entry ends');
SELECT throws_ok($$ UPDATE allergy SET status = 'active' WHERE subject = '@egg' $$, '40001', NULL, 'and stays ended');
SELECT throws_ok(format('SELECT t.tell(%L, ''@milk'', p_series => %L, p_version => 3)', :a, series_id), '40001', NULL, 'also for a correction')
  FROM allergy WHERE patient_id = :a AND subject = '@egg';
SELECT throws_ok($$ UPDATE allergy SET subject = '@milk' $$, '42501', NULL, 'nothing is written over');
SELECT throws_ok($$ DELETE FROM allergy $$, '42501', NULL, 'or removed');
SELECT throws_ok(format('SELECT t.tell(%L, ''@milk'', p_author => %L)', :a, t.id('doc.b')), '42501', NULL, 'nobody writes in the name of another');
SELECT t.refuses('allergy_area_of_patient', format('SELECT t.tell(%L, ''@milk'')', :b), 'nobody of B');
RESET SESSION AUTHORIZATION;

-- Another institution, a reader, the ministry.
SELECT t.act_as('doc.b');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is_empty('SELECT id FROM allergy_entry', 'doctor of B: sees none of A');
UPDATE allergy SET status = 'disproved';
RESET SESSION AUTHORIZATION;
SELECT is((SELECT count(*) FROM allergy WHERE status = 'disproved')::int, 0, 'and ends none');
SELECT t.act_as('read.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT isnt_empty('SELECT id FROM allergy', 'a reader sees');
SELECT t.refuses('allergy_area_of_patient', format('SELECT t.tell(%L, ''@milk'')', :a), 'and writes not');
RESET SESSION AUTHORIZATION;
SET LOCAL SESSION AUTHORIZATION palreg_report;
SELECT throws_ok('SELECT id FROM allergy', '42501', NULL, 'reports do not see which entry it is');
RESET SESSION AUTHORIZATION;

SELECT * FROM finish();
ROLLBACK;
