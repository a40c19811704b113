-- invariants.t.sql: each rule of a row of the record refuses what it is for and nothing beside it; none is without a test.
\ir fixture.sql
-- All tests of this folder, to look for rules that none of them names.
\set tests `cat ./*.t.sql`
SELECT plan(142);

-- What the tables hold together, without keys, triggers and what has to be there: the rules of a row alone.
CREATE TABLE t.record (name text);
INSERT INTO t.record SELECT unnest(ARRAY['patient', 'document', 'observation', 'assessment', 'status_transition', 'patient_status_event', 'bereavement',
	'patient_transfer', 'allergy', 'diagnosis', 'note', 'saved_search', 'order_step', 'service_order', 'service_done', 'device_order', 'patient_import',
	'patient_import_row', 'eligibility', 'visit', 'care_place', 'preference', 'duplicate_dismissed', 'patient_merge']);
DO $$
DECLARE
	name text;
	free text;
BEGIN
	FOR name IN SELECT r.name FROM t.record AS r LOOP
		EXECUTE format('CREATE TABLE t.row_%1$s (LIKE palreg.%1$s INCLUDING CONSTRAINTS)', name);
		SELECT string_agg(format('ALTER COLUMN %I DROP NOT NULL', attname), ', ') INTO free
		  FROM pg_attribute WHERE attrelid = format('t.row_%s', name)::regclass AND attnum > 0 AND attnotnull;
		EXECUTE format('ALTER TABLE t.row_%s %s', name, free);
		FOR free IN SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = format('palreg.%I', name)::regclass AND indisunique AND indpred IS NOT NULL LOOP
			EXECUTE replace(free, ' ON palreg.', ' ON t.row_');
		END LOOP;
	END LOOP;
END
$$;
-- The rule that refuses the row, or 'taken'.
CREATE FUNCTION t.tried(p_table text, p_row jsonb) RETURNS text LANGUAGE plpgsql SET search_path = palreg, tap, pg_temp AS $$
DECLARE
	rule text;
BEGIN
	EXECUTE format('INSERT INTO t.row_%1$s SELECT * FROM jsonb_populate_record(NULL::t.row_%1$s, $1)', p_table) USING p_row;
	RETURN 'taken';
EXCEPTION WHEN check_violation OR unique_violation THEN
	GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME;
	RETURN rule;
END
$$;

CREATE TABLE t.rule (ord serial, name text, tab text, rule text, common jsonb, good jsonb, bad jsonb);
INSERT INTO t.rule (tab, rule, common, good, bad) VALUES
('patient', 'patient_active_diagnosis', '{"status": "active"}', '{"diagnosis_code": "C61"}', '{}'),
('patient', 'patient_active_diagnosis', '{"status": "suspended"}', '{"diagnosis_code": "C61"}', '{}'),
('patient', 'patient_awaiting_diagnosis', '{"status": "awaiting"}', '{"diagnosis_code": "C61"}', '{}'),
('patient', 'patient_contact_after_referral', '{"referred_on": "2026-01-05"}', '{"first_contact_on": "2026-01-05"}', '{"first_contact_on": "2026-01-04"}'),
('patient', 'patient_died', '{"died_on": "2026-01-05"}', '{"status": "removed", "date_out": "2026-01-05", "removal_reason": "death"}', '{"status": "draft"}'),
('patient', 'patient_died', '{"status": "removed", "date_out": "2026-01-05", "removal_reason": "death", "died_on": "2026-01-05"}', '{"year_of_birth": 2026}', '{"year_of_birth": 2027}'),
('patient', 'patient_entry_after_birth', '{"consent_on": "2026-01-05"}', '{"year_of_birth": 2026}', '{"year_of_birth": 2027}'),
('patient', 'patient_entry_before_death', '{"status": "removed", "date_out": "2026-01-05", "removal_reason": "death", "died_on": "2026-01-05"}', '{"consent_on": "2026-01-05"}', '{"consent_on": "2026-01-06"}'),
('patient', 'patient_last_pain', '{}', '{"last_pain": 10}', '{"last_pain": 11}'),
('patient', 'patient_last_pain', '{}', '{"last_pain": 0}', '{"last_pain": -1}'),
('patient', 'patient_out_after_in', '{"status": "removed", "removal_reason": "moved", "date_in": "2026-01-05"}', '{"date_out": "2026-01-05"}', '{"date_out": "2026-01-04"}'),
('patient', 'patient_ready_after_referral', '{"referred_on": "2026-01-05"}', '{"ready_on": "2026-01-05"}', '{"ready_on": "2026-01-04"}'),
('patient', 'patient_removed', '{"status": "removed", "removal_reason": "moved"}', '{"date_out": "2026-01-05"}', '{}'),
('patient', 'patient_removed', '{"status": "removed", "date_out": "2026-01-05"}', '{"removal_reason": "moved"}', '{}'),
('patient', 'patient_removed', '{"status": "draft"}', '{}', '{"removal_reason": "moved"}'),
('patient', 'patient_return_of_suspended', '{"expected_return": "2026-01-05"}', '{"status": "suspended", "diagnosis_code": "C61"}', '{"status": "draft"}'),
('patient', 'patient_settlement', '{}', '{"settlement": "rural"}', '{"settlement": "moon"}'),
('patient', 'patient_status', '{}', '{"status": "declined"}', '{"status": "dreamt"}'),
('document', 'document_passport', '{"type": "passport", "rec": "a1000000-0000-4000-8000-000000000001"}', '{"patient_id": "a1000000-0000-4000-8000-000000000001"}', '{"patient_id": "a1000000-0000-4000-8000-000000000002"}'),
('document', 'document_rev', '{}', '{"rev": 1}', '{"rev": 0}'),
('document', 'document_type', '{}', '{"type": "note"}', '{"type": "letter"}'),
('observation', 'observation_code', '{}', '{"code": "esas-nausea"}', '{"code": "Тошнота"}'),
('observation', 'observation_pain', '{"code": "pain-nrs"}', '{"value": 10}', '{"value": 11}'),
('observation', 'observation_pain', '{"code": "pain-nrs"}', '{"value": null}', '{"value": 2.5}'),
('assessment', 'assessment_completed_by', '{}', '{"completed_by": "assisted"}', '{"completed_by": "cat"}'),
('assessment', 'assessment_current_is_right', '{"current": true}', '{"status": "completed"}', '{"status": "entered_in_error"}'),
('assessment', 'assessment_day_of_moment', '{"effective_on": "2026-01-10"}', '{"effective_at": "2026-01-11T03:00:00Z"}', '{"effective_at": "2026-01-12T03:00:00Z"}'),
('assessment', 'assessment_status', '{}', '{"status": "completed"}', '{"status": "guessed"}'),
('assessment', 'assessment_version', '{}', '{"version": 1}', '{"version": 0}'),
('status_transition', 'status_transition_action', '{}', '{"action": "submit"}', '{"action": "Submit"}'),
('status_transition', 'status_transition_asks', '{}', '{"asks": ["consent"]}', '{"asks": ["money"]}'),
('status_transition', 'status_transition_permission', '{}', '{"permission": "user_manage"}', '{"permission": "everything"}'),
('status_transition', 'status_transition_reason', '{"asks": ["reason"]}', '{"reason_kind": "removal"}', '{}'),
('patient_status_event', 'patient_status_event_first', '{"action": "enter"}', '{}', '{"from_status": "active"}'),
('patient_status_event', 'patient_status_event_first', '{"action": "suspend"}', '{"from_status": "active"}', '{}'),
('patient_status_event', 'patient_status_event_preferred', '{"reason": "death", "place_of_death": "home", "cause_code": "C61"}', '{"preferred_place_met": "unknown"}', '{"preferred_place_met": "nearly"}'),
('patient_status_event', 'patient_status_event_return_soon', '{"effective_on": "2026-01-05"}', '{"expected_return": "2027-01-06"}', '{"expected_return": "2027-01-07"}'),
('patient_status_event', 'patient_status_event_undo', '{"action": "undo", "from_status": "active"}', '{"undoes": "a1000000-0000-4000-8000-00000000000f"}', '{}'),
('bereavement', 'bereavement_closed', '{"closed_on": "2026-04-01", "second_on": "2026-04-01", "first_on": "2026-01-10"}', '{"status": "closed"}', '{"status": "open"}'),
('bereavement', 'bereavement_closed', '{"status": "closed", "second_on": "2026-04-01", "first_on": "2026-01-10"}', '{"closed_on": "2026-04-01"}', '{}'),
('bereavement', 'bereavement_closed_after', '{"died_on": "2026-01-05", "close_reason": "declined", "status": "closed"}', '{"closed_on": "2026-01-05"}', '{"closed_on": "2026-01-04"}'),
('bereavement', 'bereavement_closed_last', '{"first_on": "2026-01-10", "close_reason": "declined", "status": "closed"}', '{"closed_on": "2026-01-10"}', '{"closed_on": "2026-01-09"}'),
('bereavement', 'bereavement_closed_why', '{"closed_on": "2026-01-10", "status": "closed"}', '{"close_reason": "declined"}', '{}'),
('bereavement', 'bereavement_first_after_death', '{"died_on": "2026-01-05"}', '{"first_on": "2026-01-05"}', '{"first_on": "2026-01-04"}'),
('bereavement', 'bereavement_reason_of_closing', '{"close_reason": "declined"}', '{"closed_on": "2026-01-10"}', '{}'),
('bereavement', 'bereavement_risk', '{}', '{"risk": "medium"}', '{"risk": "huge"}'),
('bereavement', 'bereavement_second_after_first', '{"second_on": "2026-04-01"}', '{"first_on": "2026-04-01"}', '{"first_on": "2026-04-02"}'),
('bereavement', 'bereavement_second_after_first', '{"second_on": "2026-04-01"}', '{"first_on": "2026-01-10"}', '{}'),
('bereavement', 'bereavement_status', '{}', '{"status": "open"}', '{"status": "forgotten"}'),
('patient_transfer', 'patient_transfer_decided', '{"status": "withdrawn", "decided_by": "a0000000-0000-4000-8000-000000000001"}', '{"decided_at": "2026-01-05"}', '{}'),
('patient_transfer', 'patient_transfer_decided', '{"status": "offered"}', '{}', '{"decided_by": "a0000000-0000-4000-8000-000000000001"}'),
('patient_transfer', 'patient_transfer_declined', '{"status": "declined", "decided_at": "2026-01-05", "decided_by": "a0000000-0000-4000-8000-000000000001"}', '{"decline_reason": "no_place"}', '{}'),
('patient_transfer', 'patient_transfer_numbered', '{"status": "accepted", "decided_at": "2026-01-05", "decided_by": "a0000000-0000-4000-8000-000000000001"}', '{"document_seq": 1}', '{}'),
('patient_transfer', 'patient_transfer_status', '{}', '{"status": "offered"}', '{"status": "lost", "decided_at": "2026-01-05", "decided_by": "a0000000-0000-4000-8000-000000000001"}'),
('allergy', 'allergy_current_is_active', '{"current": true}', '{"status": "active"}', '{"status": "disproved", "ended_at": "2026-01-05", "ended_by": "a0000000-0000-4000-8000-000000000001"}'),
('allergy', 'allergy_ended', '{"status": "disproved", "ended_by": "a0000000-0000-4000-8000-000000000001"}', '{"ended_at": "2026-01-05"}', '{}'),
('allergy', 'allergy_none_bare', '{"subject": "-", "reactions": []}', '{}', '{"severity": "mild"}'),
('allergy', 'allergy_none_bare', '{"subject": "-"}', '{"reactions": []}', '{"reactions": ["rash"]}'),
('allergy', 'allergy_status', '{}', '{"status": "active"}', '{"status": "forgotten", "ended_at": "2026-01-05", "ended_by": "a0000000-0000-4000-8000-000000000001"}'),
('allergy', 'allergy_version', '{}', '{"version": 1}', '{"version": 0}'),
('diagnosis', 'diagnosis_current_is_active', '{"current": true}', '{"status": "active"}', '{"status": "resolved", "ended_at": "2026-01-05", "ended_by": "a0000000-0000-4000-8000-000000000001"}'),
('diagnosis', 'diagnosis_ended', '{"status": "active"}', '{}', '{"ended_at": "2026-01-05", "ended_by": "a0000000-0000-4000-8000-000000000001"}'),
('diagnosis', 'diagnosis_status', '{}', '{"status": "active"}', '{"status": "guessed", "ended_at": "2026-01-05", "ended_by": "a0000000-0000-4000-8000-000000000001"}'),
('diagnosis', 'diagnosis_version', '{}', '{"version": 1}', '{"version": 0}'),
('eligibility', 'eligibility_current_is_active', '{"current": true}', '{"status": "active"}', '{"status": "entered_in_error", "ended_at": "2026-01-05", "ended_by": "a0000000-0000-4000-8000-000000000001"}'),
('eligibility', 'eligibility_ended', '{"ended_at": "2026-01-05", "status": "entered_in_error"}', '{"ended_by": "a0000000-0000-4000-8000-000000000001"}', '{}'),
('eligibility', 'eligibility_status', '{}', '{"status": "active"}', '{"status": "guessed", "ended_at": "2026-01-05", "ended_by": "a0000000-0000-4000-8000-000000000001"}'),
('eligibility', 'eligibility_version', '{}', '{"version": 1}', '{"version": 0}'),
('note', 'note_marked', '{"status": "entered_in_error", "marked_by": "a0000000-0000-4000-8000-000000000001"}', '{"marked_at": "2026-01-05"}', '{}'),
('note', 'note_status', '{}', '{"status": "completed"}', '{"status": "burnt"}'),
('saved_search', 'saved_search_name', '{}', '{"name": "Боль"}', '{"name": " Боль"}'),
('saved_search', 'saved_search_name', '{}', '{"name": "Боль 2"}', '{"name": ""}'),
('saved_search', 'saved_search_name_no_number', '{}', '{"name": "С 2026, 5"}', '{"name": "112-233"}'),
('saved_search', 'saved_search_query', '{}', '{"query": "status=active&pain_from=4"}', '{"query": "status=active;drop"}'),
('order_step', 'order_step_action', '{}', '{"action": "issue"}', '{"action": "Issue it"}'),
('order_step', 'order_step_asks', '{}', '{"asks": ["day"]}', '{"asks": ["money"]}'),
('order_step', 'order_step_kind', '{}', '{"kind": "device"}', '{"kind": "miracle"}'),
('service_order', 'service_order_once', '{"per": "once", "starts_on": "2026-01-01"}', '{"ends_on": "2026-02-01"}', '{"ends_on": "2026-02-02"}'),
('service_order', 'service_order_reason_kind', '{}', '{"reason_kind": "service_end"}', '{"reason_kind": "removal"}'),
('service_order', 'service_order_status', '{}', '{"status": "draft"}', '{"status": "forgotten"}'),
('service_done', 'service_done_taken_back', '{"taken_back_by": "a0000000-0000-4000-8000-000000000001"}', '{"taken_back_at": "2026-01-05"}', '{}'),
('device_order', 'device_order_reason_kind', '{}', '{"reason_kind": "device_end"}', '{"reason_kind": "removal"}'),
('device_order', 'device_order_returned', '{"status": "returned", "issued_on": "2026-01-04", "requested_on": "2026-01-03", "needed_on": "2026-01-02", "source": "own"}', '{"returned_on": "2026-01-05"}', '{}'),
('device_order', 'device_order_status', '{}', '{"status": "draft"}', '{"status": "sold"}'),
('patient_import', 'patient_import_committed', '{"status": "committed"}', '{"committed_at": "2026-01-05"}', '{}'),
('patient_import', 'patient_import_status', '{}', '{"status": "open"}', '{"status": "half", "committed_at": "2026-01-05"}'),
('patient_import', 'patient_import_undone', '{"status": "undone", "committed_at": "2026-01-05", "undone_at": "2026-01-05", "undone_by": "a0000000-0000-4000-8000-000000000001"}', '{"document_seq": 1}', '{}'),
('patient_import', 'patient_import_undone', '{"status": "open"}', '{}', '{"undone_at": "2026-01-05"}'),
('patient_import_row', 'patient_import_row_no', '{}', '{"row_no": 1000000}', '{"row_no": 0}'),
('visit', 'visit_planned_has_day', '{"status": "planned", "day": "2026-01-05"}', '{"planned_on": "2026-01-05"}', '{}'),
('visit', 'visit_status', '{"day": "2026-01-05", "planned_on": "2026-01-05", "kind": "phone"}', '{"status": "planned"}', '{"status": "dreamt"}'),
('visit', 'visit_version', '{"day": "2026-01-05"}', '{"version": 1}', '{"version": 0}'),
('care_place', 'care_place_status', '{}', '{"status": "stated"}', '{"status": "dreamt"}'),
('care_place', 'care_place_version', '{}', '{"version": 1}', '{"version": 0}'),
('preference', 'preference_status', '{}', '{"status": "stated"}', '{"status": "dreamt"}'),
('preference', 'preference_version', '{}', '{"version": 1}', '{"version": 0}'),
('duplicate_dismissed', 'duplicate_dismissed_order', '{"patient_id": "a1000000-0000-4000-8000-000000000002"}', '{"other_id": "a1000000-0000-4000-8000-000000000003"}', '{"other_id": "a1000000-0000-4000-8000-000000000002"}'),
('duplicate_dismissed', 'duplicate_dismissed_withdrawn', '{"withdrawn_by": "a0000000-0000-4000-8000-000000000001"}', '{"withdrawn_at": "2026-01-05"}', '{}'),
('patient_merge', 'patient_merge_two', '{"patient_id": "a1000000-0000-4000-8000-000000000002"}', '{"other_id": "a1000000-0000-4000-8000-000000000001"}', '{"other_id": "a1000000-0000-4000-8000-000000000002"}'),
('patient_merge', 'patient_merge_undone', '{"undone_by": "a0000000-0000-4000-8000-000000000001"}', '{"undone_at": "2026-01-05"}', '{}');
SELECT is(t.tried(tab, common || good) || ', ' || t.tried(tab, common || bad), 'taken, ' || rule, rule || ': ' || bad) FROM t.rule ORDER BY ord;

-- What there is once: a second one is refused, and taken when it does not count.
CREATE TABLE t.once (ord serial, name text, tab text, rule text, one jsonb, beside jsonb);
INSERT INTO t.once (tab, rule, one, beside)
SELECT tab, tab || '_current', jsonb_build_object(key, t.id('doc.a'), 'current', true, 'day', CURRENT_DATE), '{"current": false}'
  FROM (VALUES ('document', 'rec'), ('note', 'rec'), ('assessment', 'series_id'), ('allergy', 'series_id'), ('diagnosis', 'series_id'), ('eligibility', 'series_id'),
	('visit', 'series_id'), ('care_place', 'series_id'), ('preference', 'series_id')) AS v(tab, key)
UNION ALL SELECT tab, rule, jsonb_build_object('patient_id', t.id('doc.a')) || one::jsonb, beside::jsonb
  FROM (VALUES ('diagnosis', 'diagnosis_one_main', '{"role": "main", "current": true}', '{"role": "concomitant"}'),
	('diagnosis', 'diagnosis_code_once', '{"role": "concomitant", "code": "C61", "current": true}', '{"code": "C64"}'),
	('allergy', 'allergy_subject_once', '{"subject": "-", "current": true}', '{"subject": "@latex", "reactions": ["rash"], "severity": "mild", "certainty": "confirmed"}'),
	('observation', 'observation_assessment', '{"assessment_id": "a1000000-0000-4000-8000-000000000001", "code": "pps"}', '{"code": "phase"}'),
	('eligibility', 'eligibility_day_once', '{"assessed_on": "2026-01-05", "current": true}', '{"assessed_on": "2026-01-06"}'),
	('care_place', 'care_place_day', '{"since": "2026-01-05", "current": true}', '{"since": "2026-01-06"}'),
	('bereavement', 'bereavement_one', '{"status": "open"}', '{"status": "entered_in_error"}'),
	('patient_transfer', 'patient_transfer_one', '{"status": "offered"}', '{"status": "withdrawn", "decided_at": "2026-01-05", "decided_by": "a0000000-0000-4000-8000-000000000002"}'),
	('duplicate_dismissed', 'duplicate_dismissed_once', '{"other_id": "b0000000-0000-4000-8000-000000000001"}',
	 '{"withdrawn_at": "2026-01-05", "withdrawn_by": "a0000000-0000-4000-8000-000000000002"}'),
	('patient_merge', 'patient_merge_once', '{"other_id": "b0000000-0000-4000-8000-000000000001"}',
	 '{"undone_at": "2026-01-05", "undone_by": "a0000000-0000-4000-8000-000000000002"}')) AS v(tab, rule, one, beside);
SELECT is(t.tried(tab, one) || ', ' || t.tried(tab, one) || ', ' || t.tried(tab, one || beside), 'taken, ' || rule || ', taken', rule || ': once') FROM t.once ORDER BY ord;
SELECT is_empty($$ SELECT c.relname FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid JOIN t.record AS r ON i.indrelid = format('palreg.%I', r.name)::regclass
	WHERE i.indisunique AND i.indpred IS NOT NULL AND c.relname NOT IN (SELECT rule FROM t.once) $$, 'nothing else is there once');

-- What triggers hold, for whoever writes, and the door of documents for those of other places.
\set pat 'a1000000-0000-4000-8000-000000000001'
SELECT t.refuses('patient_entry_not_in_future', format('UPDATE patient SET %s = CURRENT_DATE + 1 WHERE id = %L', x, :'pat'), x)
  FROM unnest(ARRAY['referred_on', 'ready_on', 'first_contact_on', 'commission_on', 'consent_on']) AS x;
SELECT t.refuses('patient_care_institution_is_one', format('UPDATE patient SET care_institution_id = 9002 WHERE id = %L', :'pat'), 'a district');
SELECT t.refuses('patient_status_by_event', format('UPDATE patient SET status = ''suspended'' WHERE id = %L', :'pat'), 'an operator');
SELECT t.refuses('patient_area_in_institution', format('UPDATE patient SET area_id = 9021 WHERE id = %L', :'pat'), 'of another institution');
SELECT t.refuses('patient_area_in_institution', format('UPDATE patient SET area_id = 9002 WHERE id = %L', :'pat'), 'a district');
SELECT t.refuses('assessment_area_of_patient', format('INSERT INTO assessment (id, series_id, version, patient_id, area_id, instrument, instrument_version,
	effective_at, effective_on, author_id) VALUES (gen_random_uuid(), gen_random_uuid(), 1, %L, 9011, ''pps'', ''1'', now(), CURRENT_DATE, %L)', :'pat', t.id('doc.a')));
SELECT t.refuses('patient_registry_no_key', format('UPDATE patient SET registry_no = (SELECT registry_no FROM patient WHERE id = ''b1000000-0000-4000-8000-000000000001'')
	WHERE id = %L', :'pat'), 'a number is of one patient');
SELECT t.refuses(rule, format('INSERT INTO prescription (series_id, version, patient_id, area_id, institution_id, sheet_on, medicine_id, product_id,
	dose, unit, route, schedule, times_per_day, starts_on, ends_on, review_on, author_id) SELECT series_id, 2, patient_id, area_id, institution_id, sheet_on, medicine_id, product_id,
	dose, unit, route, schedule, times_per_day, %L::date, %L::date, %L::date, author_id FROM prescription WHERE patient_id = %L', starts, ends, review, :'pat'))
  FROM (VALUES ('prescription_after_birth', DATE '1949-12-31', NULL::date, NULL::date), ('prescription_starts_soon', CURRENT_DATE + 367, NULL, NULL),
	('prescription_ends_soon', CURRENT_DATE, CURRENT_DATE + 730, NULL), ('prescription_review_soon', CURRENT_DATE, NULL, CURRENT_DATE + 730))
	AS v(rule, starts, ends, review);
CREATE FUNCTION t.put_refused(p_who text) RETURNS SETOF text LANGUAGE sql AS $$
SELECT throws_ok(format('SELECT t.put(%L, %L, 1, t.zero(), %L)', x, y, 'a1000000-0000-4000-8000-000000000001'), '42501', NULL, p_who || ': no ' || x)
  FROM (VALUES ('passport', 'a1000000-0000-4000-8000-000000000001'), ('note', 'a2000000-0000-4000-8000-000000000001')) AS v(x, y) $$;
GRANT EXECUTE ON FUNCTION t.put_refused(text) TO PUBLIC;
SELECT t.act_as('doc.b');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT t.put_refused('another institution');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('dep.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT t.put_refused('a department');
RESET SESSION AUTHORIZATION;
SELECT t.act_as('read.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT t.put_refused('a reader');
RESET SESSION AUTHORIZATION;

-- No rule of a row is without a test that names it.
SELECT is_empty(format($$ SELECT c.conname FROM pg_constraint AS c JOIN t.record AS r ON c.conrelid = format('palreg.%%I', r.name)::regclass
	WHERE c.contype = 'c' AND %L !~ ('\m' || c.conname || '\M') $$, :'tests'), 'each check has its test');
SELECT * FROM finish();
ROLLBACK;
