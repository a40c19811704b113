-- Revert palreg:record_name from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DROP VIEW record_name, record_event;
CREATE VIEW record_event_before_care WITH (security_invoker) AS
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
CREATE VIEW record_event WITH (security_invoker) AS
SELECT * FROM record_event_before_care UNION ALL SELECT * FROM care_event UNION ALL SELECT * FROM order_event;
CREATE OR REPLACE VIEW record_fact WITH (security_invoker) AS
SELECT * FROM record_fact_before_care UNION ALL SELECT * FROM care_fact;
GRANT SELECT ON record_event, record_event_before_care, record_fact TO palreg_register;

COMMIT;
