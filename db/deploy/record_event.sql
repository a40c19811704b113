-- Deploy palreg:record_event to pg
-- requires: note diagnosis transfer prescription_line assessment
-- Everything that happened to a patient as one list, and what each version of a thing says: an arm for each kind.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

CREATE INDEX note_patient_written ON note (patient_id, created_at DESC);
CREATE INDEX document_patient_written ON document (patient_id, created_at DESC) WHERE type = 'passport';
CREATE INDEX prescription_patient_written ON prescription (patient_id, created_at DESC);

-- When a thing of a day happened: at the moment it was written if that was the day, else at noon.
CREATE FUNCTION moment_of(p_day date, p_written timestamptz) RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN p_written::date = p_day THEN p_written ELSE p_day + time '12:00' END;

-- kind and step say what happened, series and version to what; at is when, written when that was entered; what and note
-- are names in both languages. wrong: entered in error. An arm here, and a row in cgi/pages/register/event.c.
CREATE VIEW record_event WITH (security_invoker) AS
SELECT d.patient_id, 'passport' AS kind, CASE d.rev WHEN 1 THEN 'added' ELSE 'changed' END AS step, d.rec AS series, d.rev AS version,
       d.created_at AS at, d.created_at AS written, d.author_id AS who, NULL::text AS what, NULL::text AS what_en,
       NULL::text AS note, NULL::text AS note_en, false AS wrong
  FROM document AS d
 WHERE d.type = 'passport'
UNION ALL
SELECT e.patient_id, 'state', CASE WHEN e.action IN ('enter', 'undo') THEN e.action ELSE 'step' END, e.id, 1,
       moment_of(e.effective_on, e.created_at), e.created_at, e.author_id,
       (SELECT t.name FROM status_transition AS t WHERE (t.action, t.from_status, t.to_status) = (e.action, e.from_status, e.to_status)),
       (SELECT t.name_en FROM status_transition AS t WHERE (t.action, t.from_status, t.to_status) = (e.action, e.from_status, e.to_status)),
       (SELECT r.name FROM reason AS r WHERE (r.kind, r.code) = (e.reason_kind, e.reason)),
       (SELECT r.name_en FROM reason AS r WHERE (r.kind, r.code) = (e.reason_kind, e.reason)), false
  FROM patient_status_event AS e
UNION ALL
SELECT t.patient_id, 'transfer', 'offered', t.id, 1, t.offered_at, t.offered_at, t.offered_by,
       (SELECT a.name FROM area AS a WHERE a.id = t.to_area_id), (SELECT a.name_en FROM area AS a WHERE a.id = t.to_area_id),
       (SELECT v.name FROM coded_value AS v WHERE v.list = 'transfer_reason' AND v.code = t.reason),
       (SELECT v.name_en FROM coded_value AS v WHERE v.list = 'transfer_reason' AND v.code = t.reason), false
  FROM patient_transfer AS t
UNION ALL
SELECT t.patient_id, 'transfer', t.status, t.id, 2, t.decided_at, t.decided_at, t.decided_by,
       (SELECT a.name FROM area AS a WHERE a.id = t.to_area_id), (SELECT a.name_en FROM area AS a WHERE a.id = t.to_area_id),
       (SELECT v.name FROM coded_value AS v WHERE v.list = 'transfer_decline' AND v.code = t.decline_reason),
       (SELECT v.name_en FROM coded_value AS v WHERE v.list = 'transfer_decline' AND v.code = t.decline_reason), false
  FROM patient_transfer AS t
 WHERE t.status <> 'offered'
UNION ALL
SELECT o.patient_id, 'visit', CASE o.code WHEN 'pain-nrs' THEN 'pain' ELSE 'visit' END, o.id, 1, o.effective_at, o.created_at, o.author_id,
       trim_scale(o.value)::text, NULL, NULL, NULL, false
  FROM observation AS o
 WHERE o.assessment_id IS NULL
UNION ALL
SELECT a.patient_id, 'assessment', CASE a.version WHEN 1 THEN 'added' ELSE 'changed' END, a.series_id, a.version,
       CASE a.version WHEN 1 THEN a.effective_at ELSE a.created_at END, a.created_at, a.author_id,
       (SELECT i.name FROM instrument AS i WHERE i.code = a.instrument), (SELECT i.name_en FROM instrument AS i WHERE i.code = a.instrument),
       NULL, NULL, a.status = 'entered_in_error'
  FROM assessment AS a
UNION ALL
SELECT l.patient_id, 'prescription', CASE WHEN l.version > 1 THEN 'changed' WHEN l.status = 'draft' OR l.signed_at > l.created_at THEN 'drafted'
       ELSE 'added' END, l.series_id, l.version, l.created_at, l.created_at, l.author_id,
       (SELECT m.inn FROM medicine AS m WHERE m.id = l.medicine_id), (SELECT m.inn_en FROM medicine AS m WHERE m.id = l.medicine_id),
       (SELECT r.name FROM reason AS r WHERE r.kind = 'stop' AND r.code = l.change_reason),
       (SELECT r.name_en FROM reason AS r WHERE r.kind = 'stop' AND r.code = l.change_reason), l.status = 'entered_in_error'
  FROM prescription AS l
UNION ALL
SELECT e.patient_id, 'prescription', CASE WHEN e.from_status = 'draft' AND e.to_status = 'active' THEN 'signed'
       WHEN e.from_status = 'on_hold' AND e.to_status = 'active' THEN 'resumed'
       WHEN e.from_status IN ('stopped', 'completed') THEN 'undone' ELSE e.to_status END,
       l.series_id, l.version, e.at, e.at, e.account_id,
       (SELECT m.inn FROM medicine AS m WHERE m.id = l.medicine_id), (SELECT m.inn_en FROM medicine AS m WHERE m.id = l.medicine_id),
       (SELECT r.name FROM reason AS r WHERE e.to_status = 'stopped' AND r.kind = 'stop' AND r.code = l.stop_reason),
       (SELECT r.name_en FROM reason AS r WHERE e.to_status = 'stopped' AND r.kind = 'stop' AND r.code = l.stop_reason), false
  FROM prescription_event AS e
  JOIN prescription AS l ON l.id = e.prescription_id
UNION ALL
-- A line that came in stopped has no step of its own.
SELECT l.patient_id, 'prescription', 'stopped', l.series_id, l.version, l.stopped_on + time '12:00', l.stopped_on + time '12:00', l.stopped_by,
       (SELECT m.inn FROM medicine AS m WHERE m.id = l.medicine_id), (SELECT m.inn_en FROM medicine AS m WHERE m.id = l.medicine_id),
       (SELECT r.name FROM reason AS r WHERE r.kind = 'stop' AND r.code = l.stop_reason),
       (SELECT r.name_en FROM reason AS r WHERE r.kind = 'stop' AND r.code = l.stop_reason), false
  FROM prescription AS l
 WHERE l.status = 'stopped' AND NOT EXISTS (SELECT FROM prescription_event AS e WHERE e.prescription_id = l.id AND e.to_status = 'stopped')
UNION ALL
SELECT n.patient_id, 'note', CASE n.rev WHEN 1 THEN 'added' ELSE 'changed' END, n.rec, n.rev,
       CASE n.rev WHEN 1 THEN moment_of(n.noted_on, n.created_at) ELSE n.created_at END, n.created_at, n.author_id,
       (SELECT v.name FROM coded_value AS v WHERE v.list = 'note_kind' AND v.code = n.kind),
       (SELECT v.name_en FROM coded_value AS v WHERE v.list = 'note_kind' AND v.code = n.kind), NULL, NULL, n.status = 'entered_in_error'
  FROM note AS n
UNION ALL
SELECT n.patient_id, 'note', 'error', n.rec, n.rev, n.marked_at, n.marked_at, n.marked_by,
       (SELECT v.name FROM coded_value AS v WHERE v.list = 'note_kind' AND v.code = n.kind),
       (SELECT v.name_en FROM coded_value AS v WHERE v.list = 'note_kind' AND v.code = n.kind), NULL, NULL, false
  FROM note AS n
 WHERE n.marked_at IS NOT NULL
UNION ALL
SELECT a.patient_id, 'allergy', CASE WHEN a.subject = '-' THEN 'none' WHEN a.version = 1 THEN 'added' ELSE 'changed' END, a.series_id, a.version,
       CASE a.version WHEN 1 THEN moment_of(a.noted_on, a.created_at) ELSE a.created_at END, a.created_at, a.author_id,
       a.name, a.name_en, NULL, NULL, a.status = 'entered_in_error'
  FROM allergy_entry AS a
UNION ALL
SELECT a.patient_id, 'allergy', CASE a.status WHEN 'entered_in_error' THEN 'error' ELSE a.status END, a.series_id, a.version,
       a.ended_at, a.ended_at, a.ended_by, a.name, a.name_en, NULL, NULL, false
  FROM allergy_entry AS a
 WHERE a.ended_at IS NOT NULL AND a.status <> 'replaced'
UNION ALL
SELECT d.patient_id, 'diagnosis', CASE d.version WHEN 1 THEN 'added' ELSE 'changed' END, d.series_id, d.version, d.created_at, d.created_at,
       d.author_id, d.code || ' ' || (SELECT i.title FROM icd10 AS i WHERE i.code = d.code),
       d.code || ' ' || (SELECT coalesce(nullif(i.title_en, ''), i.title) FROM icd10 AS i WHERE i.code = d.code), NULL, NULL,
       d.status = 'entered_in_error'
  FROM diagnosis AS d
UNION ALL
SELECT d.patient_id, 'diagnosis', CASE d.status WHEN 'entered_in_error' THEN 'error' ELSE 'ended' END, d.series_id, d.version,
       d.ended_at, d.ended_at, d.ended_by, d.code || ' ' || (SELECT i.title FROM icd10 AS i WHERE i.code = d.code),
       d.code || ' ' || (SELECT coalesce(nullif(i.title_en, ''), i.title) FROM icd10 AS i WHERE i.code = d.code), NULL, NULL, false
  FROM diagnosis AS d
 WHERE d.status IN ('entered_in_error', 'resolved')
UNION ALL
SELECT b.patient_id, 'bereavement', s.step, b.id, 1, moment_of(s.on_day, b.changed_at), b.changed_at, b.changed_by, NULL, NULL, NULL, NULL, false
  FROM bereavement AS b
 CROSS JOIN LATERAL (VALUES ('first', b.first_on), ('second', b.second_on), ('closed', b.closed_on)) AS s(step, on_day)
 WHERE s.on_day IS NOT NULL AND b.status <> 'entered_in_error';

-- What a version says, a fact a row; two versions differ where these do. label is a code of event.c's table, and its text a
-- code too where that table has names for it; where label is '' the fact has a name of its own. An arm for each kind that has versions.
CREATE VIEW record_fact WITH (security_invoker) AS
SELECT 'prescription' AS kind, l.series_id AS series, l.version, f.ord, f.label, NULL::text AS name, NULL::text AS name_en, f.text, f.text_en
  FROM prescription AS l
 CROSS JOIN LATERAL (SELECT m.inn, m.inn_en FROM medicine AS m WHERE m.id = l.medicine_id) AS m
 CROSS JOIN LATERAL (SELECT p.form, p.form_en, p.strength, p.strength_en FROM medicine_product AS p WHERE p.id = l.product_id) AS p
 CROSS JOIN LATERAL (SELECT u.name, u.name_en FROM unit AS u WHERE u.code = l.unit) AS u
 CROSS JOIN LATERAL (VALUES
	(1, 'medicine', m.inn, m.inn_en),
	(2, 'form', p.form || coalesce(', ' || p.strength, ''), p.form_en || coalesce(', ' || p.strength_en, '')),
	(3, 'dose', trim_scale(l.dose) || ' ' || u.name, trim_scale(l.dose) || ' ' || u.name_en),
	(4, 'route', (SELECT r.name FROM route AS r WHERE r.code = l.route), (SELECT r.name_en FROM route AS r WHERE r.code = l.route)),
	(5, 'schedule', CASE WHEN l.prn THEN 'prn' ELSE l.schedule END, NULL),
	(6, 'times_per_day', trim_scale(l.times_per_day)::text, NULL),
	(7, 'interval_hours', l.interval_hours::text, NULL),
	(8, 'clock', array_to_string(ARRAY(SELECT trim_scale(d) FROM unnest(l.clock_doses) AS d), '-'), NULL),
	(9, 'weekdays', (SELECT string_agg((ARRAY['пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс'])[d], ', ' ORDER BY d) FROM generate_series(1, 7) AS d
	    WHERE l.weekdays >> (d - 1) & 1 = 1), (SELECT string_agg((ARRAY['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'])[d], ', ' ORDER BY d)
	    FROM generate_series(1, 7) AS d WHERE l.weekdays >> (d - 1) & 1 = 1)),
	(10, 'patches', l.patches::text, NULL),
	(11, 'hours_per_day', trim_scale(l.hours_per_day)::text, NULL),
	(12, 'volume', trim_scale(l.volume_ml) || ' мл', trim_scale(l.volume_ml) || ' mL'),
	(13, 'rate', trim_scale(l.rate_ml_h) || ' мл/ч', trim_scale(l.rate_ml_h) || ' mL/h'),
	(14, 'diluent', (SELECT d.name FROM diluent AS d WHERE d.code = l.diluent), (SELECT d.name_en FROM diluent AS d WHERE d.code = l.diluent)),
	(15, 'prn_max', l.prn_max_per_day::text, NULL),
	(16, 'prn_min', trim_scale(l.prn_min_hours)::text, NULL),
	(17, 'indication', (SELECT i.name FROM indication AS i WHERE i.code = l.indication),
	    (SELECT i.name_en FROM indication AS i WHERE i.code = l.indication)),
	(18, 'starts_on', l.starts_on::text, NULL),
	(19, 'ends_on', l.ends_on::text, NULL),
	(20, 'review_on', l.review_on::text, NULL),
	(21, 'quantity', trim_scale(l.quantity)::text, NULL),
	(22, 'packs', l.packs::text, NULL),
	(23, 'instructions', (SELECT string_agg(k.name, '; ' ORDER BY k.ord, k.code) FROM line_instruction AS k WHERE k.code = ANY (l.instructions)),
	    (SELECT string_agg(k.name_en, '; ' ORDER BY k.ord, k.code) FROM line_instruction AS k WHERE k.code = ANY (l.instructions)))
       ) AS f(ord, label, text, text_en)
 WHERE f.text <> ''
UNION ALL
SELECT 'assessment', a.series_id, a.version, 0, 'assessed_at', NULL, NULL, to_char(a.effective_at, 'YYYY-MM-DD HH24:MI'), NULL
  FROM assessment AS a
UNION ALL
SELECT 'assessment', a.series_id, a.version, i.ord, '', i.name, i.name_en, coalesce(v.name, trim_scale(o.value)::text, ''),
       coalesce(v.name_en, trim_scale(o.value)::text, '')
  FROM assessment AS a
  JOIN observation AS o ON o.assessment_id = a.id
  JOIN instrument_item AS i ON i.instrument = a.instrument AND i.code = o.code
  LEFT JOIN instrument_answer AS v ON v.instrument = i.instrument AND v.item = i.code AND v.value = o.value AND i.kind = 'choice'
UNION ALL
SELECT 'allergy', a.series_id, a.version, f.ord, f.label, NULL, NULL, f.text, f.text_en
  FROM allergy_entry AS a
 CROSS JOIN LATERAL (VALUES
	(1, 'allergen', a.name, a.name_en),
	(2, 'reactions', (SELECT string_agg(v.name, ', ' ORDER BY v.ord) FROM coded_value AS v WHERE v.list = 'allergy_reaction' AND v.code = ANY (a.reactions)),
	    (SELECT string_agg(v.name_en, ', ' ORDER BY v.ord) FROM coded_value AS v WHERE v.list = 'allergy_reaction' AND v.code = ANY (a.reactions))),
	(3, 'severity', a.severity, NULL),
	(4, 'certainty', a.certainty, NULL),
	(5, 'noted_on', a.noted_on::text, NULL)) AS f(ord, label, text, text_en)
 WHERE f.text <> ''
UNION ALL
SELECT 'diagnosis', d.series_id, d.version, f.ord, f.label, NULL, NULL, f.text, f.text_en
  FROM diagnosis AS d
 CROSS JOIN LATERAL (VALUES
	(1, 'code', d.code, NULL),
	(2, 'role', d.role, NULL),
	(3, 'diagnosed_on', d.diagnosed_on::text, NULL),
	(4, 'stage', d.stage, NULL),
	(5, 'tnm', d.tnm, NULL),
	(6, 'clinical_group', d.clinical_group, NULL),
	(7, 'metastases', (SELECT string_agg(v.name, ', ' ORDER BY v.ord) FROM coded_value AS v WHERE v.list = 'metastasis_site'
	    AND v.code = ANY (d.metastases)), (SELECT string_agg(v.name_en, ', ' ORDER BY v.ord) FROM coded_value AS v
	    WHERE v.list = 'metastasis_site' AND v.code = ANY (d.metastases))),
	(8, 'morphology', d.morphology, NULL)) AS f(ord, label, text, text_en)
 WHERE f.text <> '';

GRANT SELECT ON record_event, record_fact TO palreg_register;
GRANT EXECUTE ON FUNCTION moment_of(date, timestamptz) TO palreg_register;

COMMIT;
