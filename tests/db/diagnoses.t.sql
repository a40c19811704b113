-- diagnoses.t.sql: one main diagnosis, told of the patient and in its own table; codes; what belongs to tumours; versions.
\ir fixture.sql
SELECT plan(56);
\set a '\'a1000000-0000-4000-8000-000000000001\''
\set b '\'b1000000-0000-4000-8000-000000000001\''
CREATE FUNCTION t.diagnose(p_patient uuid, p_role text, p_code text, p_on date DEFAULT NULL, p_series uuid DEFAULT gen_random_uuid(), p_version int DEFAULT 1,
	p_stage text DEFAULT NULL, p_tnm text DEFAULT NULL, p_group text DEFAULT NULL, p_metastases text[] DEFAULT '{}', p_morphology text DEFAULT NULL)
RETURNS uuid LANGUAGE sql AS $$
INSERT INTO diagnosis (series_id, version, patient_id, area_id, role, code, diagnosed_on, stage, tnm, clinical_group, metastases, morphology, author_id)
SELECT p_series, p_version, p_patient, coalesce((SELECT area_id FROM patient WHERE id = p_patient), 9021), p_role, p_code, p_on, p_stage, p_tnm, p_group,
       p_metastases, p_morphology, current_account()
RETURNING id $$;
CREATE FUNCTION t.standing(p_patient uuid) RETURNS text LANGUAGE sql AS $$
SELECT string_agg(role || ' ' || code, ', ' ORDER BY role, code) FROM diagnosis WHERE patient_id = p_patient AND current $$;
CREATE FUNCTION t.told(p_patient uuid) RETURNS text LANGUAGE sql AS $$ SELECT diagnosis_code FROM patient WHERE id = p_patient $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA t TO PUBLIC;
UPDATE icd10 SET actual = false WHERE code = 'C83.3';

SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
-- What the patient's row says.
SELECT is(t.standing(:a), 'main C34.1', 'an entry brings its main diagnosis');
SELECT is((SELECT diagnosed_on FROM diagnosis WHERE patient_id = :a), NULL, 'of an unknown day');
SELECT is((SELECT count(*) FROM patient AS p LEFT JOIN diagnosis AS d ON d.patient_id = p.id AND d.current AND d.role = 'main'
	WHERE d.code IS DISTINCT FROM p.diagnosis_code)::int, 0, 'of each patient');
SELECT lives_ok(format('SELECT t.diagnose(%L, ''main'', ''C34.1'', CURRENT_DATE - 30, %L, 2, ''IV'', ''pT3 N2 M1b'', ''IV'', ''{bone,liver}'', ''8140/3'')',
	:a, series_id), 'what is known of it is told') FROM diagnosis WHERE patient_id = :a AND current;
SELECT lives_ok(format('UPDATE patient SET diagnosis_code = ''C34.3'' WHERE id = %L', :a), 'the entry is edited: another part of the lung');
SELECT is(t.standing(:a), 'main C34.3', 'the main diagnosis follows');
SELECT is((SELECT concat_ws(' ', version, stage, tnm, clinical_group, metastases, morphology) FROM diagnosis WHERE patient_id = :a AND current),
	'3 IV pT3 N2 M1b IV {bone,liver} 8140/3', 'with what was told of it');
SELECT is((SELECT author_id FROM diagnosis WHERE patient_id = :a AND current), t.id('doc.a'), 'by who edited');
SELECT lives_ok(format('UPDATE patient SET diagnosis_code = ''C61'' WHERE id = %L', :a), 'another disease');
SELECT is((SELECT concat_ws(' ', version, code, stage, tnm, clinical_group, metastases, morphology) FROM diagnosis WHERE patient_id = :a AND current),
	'4 C61 {}', 'of which nothing is told yet');
SELECT lives_ok(format('UPDATE patient SET sex = ''u'' WHERE id = %L', :a), 'an edit of something else');
SELECT is((SELECT count(*) FROM diagnosis WHERE patient_id = :a)::int, 4, 'makes no version');
-- What the diagnosis says.
SELECT lives_ok(format('SELECT t.diagnose(%L, ''main'', ''C50.9'')', :a), 'another main diagnosis');
SELECT is(t.standing(:a), 'main C50.9', 'stands alone');
SELECT is(t.told(:a), 'C50.9', 'and lists follow');
SELECT is((SELECT string_agg(code || ' ' || status, ', ' ORDER BY version) FROM diagnosis WHERE patient_id = :a AND NOT current),
	'C34.1 active, C34.1 active, C34.3 active, C61 replaced', 'the old ones are kept');
SELECT lives_ok(format('SELECT t.diagnose(%L, ''complication'', ''R64'')', :a), 'a complication');
SELECT lives_ok(format('SELECT t.diagnose(%L, ''concomitant'', ''I50.0'')', :a), 'a concomitant one');
SELECT is(t.told(:a), 'C50.9', 'is not the main one');
SELECT lives_ok(format('SELECT t.diagnose(%L, ''main'', ''I50.0'', NULL, %L, 2)', :a, series_id), 'but may become it')
  FROM diagnosis WHERE patient_id = :a AND code = 'I50.0';
SELECT is(t.standing(:a) || ' ' || t.told(:a), 'complication R64, main I50.0 I50.0', 'alone again');
SELECT lives_ok(format('UPDATE patient SET diagnosis_code = ''R64'' WHERE id = %L', :a), 'the entry names what was a complication');
SELECT is(t.standing(:a), 'main R64', 'which is one no more');
SELECT t.refuses('diagnosis_main_stays', format('SELECT t.diagnose(%L, ''concomitant'', ''R64'', NULL, %L, %s)', :a, series_id, version + 1))
  FROM diagnosis WHERE patient_id = :a AND current;
SELECT t.refuses('diagnosis_main_stays', format('UPDATE diagnosis SET status = ''entered_in_error'' WHERE patient_id = %L AND current', :a), 'no main diagnosis just ends');
SELECT t.refuses('diagnosis_main_stays', format('UPDATE diagnosis SET status = ''replaced'' WHERE patient_id = %L AND current', :a));
-- Codes.
SELECT t.refuses('diagnosis_code_known', format('SELECT t.diagnose(%L, ''complication'', ''X99.9'')', :a));
SELECT t.refuses('diagnosis_code_in_force', format('SELECT t.diagnose(%L, ''complication'', ''C83.3'')', :a), 'retired');
SELECT t.refuses('diagnosis_code_exact', format('SELECT t.diagnose(%L, ''complication'', ''C34'')', :a), 'three characters with children');
SELECT lives_ok(format('SELECT t.diagnose(%L, ''concomitant'', ''C61'')', :a), 'three characters without');
SELECT t.refuses('diagnosis_once', format('SELECT t.diagnose(%L, ''complication'', ''C61'')', :a));
SELECT t.refuses('diagnosis_role', format('SELECT t.diagnose(%L, ''secondary'', ''R18'')', :a));
SELECT lives_ok($$ SELECT t.diagnose('a1000000-0000-4000-8000-000000000001', 'concomitant', 'C85.9') $$, 'a code');
RESET SESSION AUTHORIZATION;
UPDATE icd10 SET actual = false WHERE code = 'C85.9';
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT lives_ok(format('SELECT t.diagnose(%L, ''concomitant'', ''C85.9'', NULL, %L, 2, ''II'')', :a, series_id), 'that was retired since may be told more of')
  FROM diagnosis WHERE patient_id = :a AND code = 'C85.9';
-- What belongs to tumours.
SELECT t.refuses('diagnosis_tumour_fields', format('SELECT t.diagnose(%L, ''concomitant'', ''I25.5'', %s)', :a, x), x)
  FROM unnest(ARRAY['p_tnm => ''T1 N0 M0''', 'p_group => ''II''', 'p_metastases => ''{bone}''', 'p_morphology => ''8140/3''']) AS x;
SELECT lives_ok(format('SELECT t.diagnose(%L, ''concomitant'', ''I25.5'', p_stage => ''III'')', :a), 'others have stages too');
SELECT t.refuses('diagnosis_stage', format('SELECT t.diagnose(%L, ''concomitant'', ''C64'', p_stage => ''V'')', :a));
SELECT is(ARRAY(SELECT x FROM unnest(ARRAY['T5 N0 M0', 'T1 N4 M0', 'T1 N0 M2', 'T1 N0', 'N0 M0', 'T1N0M0', 't1 n0 m0', 'T1 N0 M0 G2', 'Иванов', '']) AS x
	WHERE x ~ ('^[yra]{0,2}[cp]?T(X|0|is|a|1mi|[1-4][a-d]?[1-3]?) [cp]?N(X|0|1mi|[1-3][a-c]?) [cp]?M(X|0|1[a-c]?)$')), '{}', 'no TNM');
SELECT t.refuses('diagnosis_tnm', format('SELECT t.diagnose(%L, ''concomitant'', ''C64'', p_tnm => ''T5 N0 M0'')', :a));
SELECT lives_ok(format('SELECT t.diagnose(%L, ''concomitant'', ''C64'', p_tnm => ''ypT1b2 N2 cM1a'')', :a), 'a TNM');
SELECT t.refuses('diagnosis_clinical_group', format('SELECT t.diagnose(%L, ''concomitant'', ''C20'', p_group => ''V'')', :a));
SELECT t.refuses('diagnosis_metastases_known', format('SELECT t.diagnose(%L, ''concomitant'', ''C20'', p_metastases => ''{toe}'')', :a));
SELECT t.refuses('diagnosis_metastases_or_none', format('SELECT t.diagnose(%L, ''concomitant'', ''C20'', p_metastases => ''{none,bone}'')', :a));
SELECT t.refuses('diagnosis_metastases_of_m', format('SELECT t.diagnose(%L, ''concomitant'', ''C20'', p_tnm => ''T1 N0 M0'', p_metastases => ''{bone}'')', :a));
SELECT t.refuses('diagnosis_metastases_of_m', format('SELECT t.diagnose(%L, ''concomitant'', ''C20'', p_tnm => ''T1 N0 M1'', p_metastases => ''{none}'')', :a));
SELECT t.refuses('diagnosis_morphology', format('SELECT t.diagnose(%L, ''concomitant'', ''C20'', p_morphology => ''7140/3'')', :a));
-- Days and versions.
SELECT t.refuses('diagnosis_after_birth', format('SELECT t.diagnose(%L, ''concomitant'', ''C20'', ''1949-12-31'')', :a));
SELECT t.refuses('diagnosis_not_in_future', format('SELECT t.diagnose(%L, ''concomitant'', ''C20'', CURRENT_DATE + 1)', :a));
SELECT throws_ok(format('SELECT t.diagnose(%L, ''concomitant'', ''C20'', NULL, %L, 1)', :a, series_id), '40001', NULL, 'a version that is taken')
  FROM diagnosis WHERE patient_id = :a AND code = 'C64';
SELECT t.refuses('diagnosis_area_of_patient', format('SELECT t.diagnose(%L, ''concomitant'', ''C20'')', :b));
UPDATE diagnosis SET status = 'resolved' WHERE patient_id = :a AND current AND code = 'C64';
SELECT is((SELECT status || ' ' || current || ' ' || (ended_by = t.id('doc.a')) FROM diagnosis WHERE patient_id = :a AND code = 'C64'), 'resolved false true', 'what passed');
RESET SESSION AUTHORIZATION;

SELECT t.act_as('doc.b');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is((SELECT count(*) FROM diagnosis WHERE patient_id = :a)::int, 0, 'doctor of B: sees none of A');
UPDATE diagnosis SET status = 'resolved' WHERE role <> 'main';
RESET SESSION AUTHORIZATION;
SELECT is((SELECT count(*) FROM diagnosis WHERE status = 'resolved')::int, 1, 'and ends none');

SELECT * FROM finish();
ROLLBACK;
