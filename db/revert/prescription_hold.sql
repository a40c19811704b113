-- Revert palreg:prescription_hold from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

CREATE OR REPLACE VIEW record_event WITH (security_invoker) AS
SELECT d.patient_id, 'passport' AS kind, CASE d.rev WHEN 1 THEN 'added' ELSE 'changed' END AS step, d.rec AS series, d.rev AS version,
       d.created_at AS at, d.created_at AS written, d.author_id AS who, ''::text AS book, ''::text AS what,
       ''::text AS note_book, ''::text AS note, false AS wrong
  FROM document AS d
 WHERE d.type = 'passport'
UNION ALL
SELECT e.patient_id, 'state', CASE WHEN e.action IN ('enter', 'undo') THEN e.action ELSE 'step' END, e.id, 1,
       moment_of(e.effective_on, e.created_at), e.created_at, e.author_id, 'step', e.action || '.' || e.from_status || '.' || e.to_status,
       'reason', e.reason_kind || '.' || e.reason, false
  FROM patient_status_event AS e
UNION ALL
SELECT t.patient_id, 'transfer', 'offered', t.id, 1, t.offered_at, t.offered_at, t.offered_by, 'area', t.to_area_id::text,
       'coded', 'transfer_reason.' || t.reason, false
  FROM patient_transfer AS t
UNION ALL
SELECT t.patient_id, 'transfer', t.status, t.id, 2, t.decided_at, t.decided_at, t.decided_by, 'area', t.to_area_id::text,
       'coded', 'transfer_decline.' || t.decline_reason, false
  FROM patient_transfer AS t
 WHERE t.status <> 'offered'
UNION ALL
SELECT o.patient_id, 'visit', CASE o.code WHEN 'pain-nrs' THEN 'pain' ELSE 'visit' END, o.id, 1, o.effective_at, o.created_at, o.author_id,
       '', trim_scale(o.value)::text, '', '', false
  FROM observation AS o
 WHERE o.assessment_id IS NULL
UNION ALL
SELECT a.patient_id, 'assessment', CASE a.version WHEN 1 THEN 'added' ELSE 'changed' END, a.series_id, a.version,
       CASE a.version WHEN 1 THEN a.effective_at ELSE a.created_at END, a.created_at, a.author_id, 'instrument', a.instrument, '', '',
       a.status = 'entered_in_error'
  FROM assessment AS a
UNION ALL
SELECT l.patient_id, 'prescription', CASE WHEN l.version > 1 THEN 'changed' WHEN l.status = 'draft' OR l.signed_at > l.created_at THEN 'drafted'
       ELSE 'added' END, l.series_id, l.version, l.created_at, l.created_at, l.author_id, 'medicine', l.medicine_id::text,
       'reason', 'stop.' || l.change_reason, l.status = 'entered_in_error'
  FROM prescription AS l
UNION ALL
SELECT e.patient_id, 'prescription', CASE WHEN e.from_status = 'draft' AND e.to_status = 'active' THEN 'signed'
       WHEN e.from_status = 'on_hold' AND e.to_status = 'active' THEN 'resumed'
       WHEN e.from_status IN ('stopped', 'completed') THEN 'undone' ELSE e.to_status END,
       l.series_id, l.version, e.at, e.at, e.account_id, 'medicine', l.medicine_id::text,
       'reason', CASE e.to_status WHEN 'stopped' THEN 'stop.' || l.stop_reason END, false
  FROM prescription_event AS e
  JOIN prescription AS l ON l.id = e.prescription_id
UNION ALL
-- A line that came in stopped has no step of its own.
SELECT l.patient_id, 'prescription', 'stopped', l.series_id, l.version, l.stopped_on + time '12:00', l.stopped_on + time '12:00', l.stopped_by,
       'medicine', l.medicine_id::text, 'reason', 'stop.' || l.stop_reason, false
  FROM prescription AS l
 WHERE l.status = 'stopped' AND NOT EXISTS (SELECT FROM prescription_event AS e WHERE e.prescription_id = l.id AND e.to_status = 'stopped')
UNION ALL
SELECT n.patient_id, 'note', CASE n.rev WHEN 1 THEN 'added' ELSE 'changed' END, n.rec, n.rev,
       CASE n.rev WHEN 1 THEN moment_of(n.noted_on, n.created_at) ELSE n.created_at END, n.created_at, n.author_id,
       'coded', 'note_kind.' || n.kind, '', '', n.status = 'entered_in_error'
  FROM note AS n
UNION ALL
SELECT n.patient_id, 'note', 'error', n.rec, n.rev, n.marked_at, n.marked_at, n.marked_by, 'coded', 'note_kind.' || n.kind, '', '', false
  FROM note AS n
 WHERE n.marked_at IS NOT NULL
UNION ALL
SELECT a.patient_id, 'allergy', CASE WHEN a.subject = '-' THEN 'none' WHEN a.version = 1 THEN 'added' ELSE 'changed' END, a.series_id, a.version,
       CASE a.version WHEN 1 THEN moment_of(a.noted_on, a.created_at) ELSE a.created_at END, a.created_at, a.author_id,
       'allergen', nullif(a.subject, '-'), '', '', a.status = 'entered_in_error'
  FROM allergy AS a
UNION ALL
SELECT a.patient_id, 'allergy', CASE a.status WHEN 'entered_in_error' THEN 'error' ELSE a.status END, a.series_id, a.version,
       a.ended_at, a.ended_at, a.ended_by, 'allergen', nullif(a.subject, '-'), '', '', false
  FROM allergy AS a
 WHERE a.ended_at IS NOT NULL AND a.status <> 'replaced'
UNION ALL
SELECT d.patient_id, 'diagnosis', CASE d.version WHEN 1 THEN 'added' ELSE 'changed' END, d.series_id, d.version, d.created_at, d.created_at,
       d.author_id, 'icd10', d.code, '', '', d.status = 'entered_in_error'
  FROM diagnosis AS d
UNION ALL
SELECT d.patient_id, 'diagnosis', CASE d.status WHEN 'entered_in_error' THEN 'error' ELSE 'ended' END, d.series_id, d.version,
       d.ended_at, d.ended_at, d.ended_by, 'icd10', d.code, '', '', false
  FROM diagnosis AS d
 WHERE d.status IN ('entered_in_error', 'resolved')
UNION ALL
SELECT e.patient_id, 'eligibility', CASE e.version WHEN 1 THEN 'added' ELSE 'changed' END, e.series_id, e.version,
       CASE e.version WHEN 1 THEN moment_of(e.assessed_on, e.created_at) ELSE e.created_at END, e.created_at, e.author_id,
       'group', e.group_code, '', '', e.status = 'entered_in_error'
  FROM eligibility AS e
UNION ALL
SELECT e.patient_id, 'eligibility', 'error', e.series_id, e.version, e.ended_at, e.ended_at, e.ended_by, 'group', e.group_code, '', '', false
  FROM eligibility AS e
 WHERE e.status = 'entered_in_error'
UNION ALL
SELECT o.patient_id, 'order', CASE WHEN coalesce(b.status, 'draft') = 'draft' THEN 'ordered' WHEN o.status = b.status THEN 'changed' ELSE o.status END,
       o.id, o.version, o.changed_at, o.changed_at, o.changed_by, 'service', o.service,
       'reason', CASE WHEN o.status <> b.status THEN o.reason_kind || '.' || o.reason END, false
  FROM service_order AS o
  LEFT JOIN service_order_past AS b ON b.id = o.id AND b.version = o.version - 1
 WHERE o.status <> 'draft'
UNION ALL
SELECT o.patient_id, 'order', CASE WHEN coalesce(b.status, 'draft') = 'draft' THEN 'ordered' WHEN o.status = b.status THEN 'changed' ELSE o.status END,
       o.id, o.version, o.changed_at, o.changed_at, o.changed_by, 'service', o.service,
       'reason', CASE WHEN o.status <> b.status THEN o.reason_kind || '.' || o.reason END, false
  FROM service_order_past AS o
  LEFT JOIN service_order_past AS b ON b.id = o.id AND b.version = o.version - 1
 WHERE o.status <> 'draft'
UNION ALL
SELECT d.patient_id, 'order', 'carried_out', d.order_id, 1, moment_of(d.done_on, d.created_at), d.created_at, d.done_by, 'service', o.service, '', '',
       d.taken_back_at IS NOT NULL
  FROM service_done AS d
  JOIN service_order AS o ON o.id = d.order_id
UNION ALL
SELECT o.patient_id, 'order', CASE WHEN coalesce(b.status, 'draft') = 'draft' THEN 'ordered' WHEN o.status = b.status THEN 'changed' ELSE o.status END,
       o.id, o.version, o.changed_at, o.changed_at, o.changed_by, 'device', o.device,
       'reason', CASE WHEN o.status <> b.status THEN o.reason_kind || '.' || o.reason END, false
  FROM device_order AS o
  LEFT JOIN device_order_past AS b ON b.id = o.id AND b.version = o.version - 1
 WHERE o.status <> 'draft'
UNION ALL
SELECT o.patient_id, 'order', CASE WHEN coalesce(b.status, 'draft') = 'draft' THEN 'ordered' WHEN o.status = b.status THEN 'changed' ELSE o.status END,
       o.id, o.version, o.changed_at, o.changed_at, o.changed_by, 'device', o.device,
       'reason', CASE WHEN o.status <> b.status THEN o.reason_kind || '.' || o.reason END, false
  FROM device_order_past AS o
  LEFT JOIN device_order_past AS b ON b.id = o.id AND b.version = o.version - 1
 WHERE o.status <> 'draft'
UNION ALL
SELECT v.patient_id, 'visit', CASE WHEN v.status = 'entered_in_error' THEN 'error' WHEN v.status = w.status THEN 'changed' ELSE v.status END,
       v.series_id, v.version, CASE WHEN v.status = 'done' AND w.status IS DISTINCT FROM 'done'
       THEN coalesce(v.done_on + v.done_time, moment_of(v.done_on, v.created_at)) ELSE v.created_at END, v.created_at, v.author_id,
       'visit_kind', v.kind, 'coded', CASE v.status WHEN 'no_show' THEN 'no_show_reason.' ELSE 'cancel_reason.' END || v.reason,
       v.status <> 'entered_in_error' AND EXISTS (SELECT FROM visit AS x WHERE x.series_id = v.series_id AND x.status = 'entered_in_error')
  FROM visit AS v
  LEFT JOIN visit AS w ON w.series_id = v.series_id AND w.version = v.version - 1
UNION ALL
SELECT c.patient_id, 'place', CASE WHEN c.status = 'entered_in_error' THEN 'error' WHEN c.version = 1 THEN 'added' ELSE 'changed' END, c.series_id,
       c.version, CASE c.version WHEN 1 THEN moment_of(c.since, c.created_at) ELSE c.created_at END, c.created_at, c.author_id,
       'coded', 'place_of_care.' || c.place, '', '', false
  FROM care_place AS c
UNION ALL
SELECT c.patient_id, 'preference', CASE WHEN c.status = 'entered_in_error' THEN 'error' WHEN c.version = 1 THEN 'added' ELSE 'changed' END, c.series_id,
       c.version, CASE c.version WHEN 1 THEN moment_of(c.discussed_on, c.created_at) ELSE c.created_at END, c.created_at, c.author_id,
       '', '', '', '', false
  FROM preference AS c
UNION ALL
SELECT b.patient_id, 'bereavement', s.step, b.id, 1, moment_of(s.on_day, b.changed_at), b.changed_at, b.changed_by, '', '', '', '', false
  FROM bereavement AS b
 CROSS JOIN LATERAL (VALUES ('first', b.first_on), ('second', b.second_on), ('closed', b.closed_on)) AS s(step, on_day)
 WHERE s.on_day IS NOT NULL AND b.status <> 'entered_in_error';


DROP TRIGGER prescription_held ON prescription;
DROP FUNCTION prescription_held();
CREATE OR REPLACE FUNCTION prescription_stepped() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	step prescription_step;
BEGIN
	SELECT * INTO step FROM prescription_step WHERE from_status = OLD.status AND to_status = NEW.status;
	IF step.to_status IS NULL THEN
		RAISE EXCEPTION 'a line cannot go from % to %', OLD.status, NEW.status
		    USING ERRCODE = '23514', CONSTRAINT = 'prescription_step';
	END IF;
	IF step.by_author AND NOT prescription_own_step(OLD) THEN
		RAISE EXCEPTION 'only the author may take back a step, on its day'
		    USING ERRCODE = '23514', CONSTRAINT = 'prescription_step_by_author';
	END IF;
	IF NEW.status IN ('active', 'on_hold') AND EXISTS (SELECT FROM patient WHERE id = NEW.patient_id AND status = 'removed') THEN
		RAISE EXCEPTION 'the patient was removed from the register'
		    USING ERRCODE = '23514', CONSTRAINT = 'prescription_patient_present';
	END IF;
	IF NEW.status <> 'replaced' THEN
		INSERT INTO prescription_event (prescription_id, patient_id, area_id, from_status, to_status, account_id)
		VALUES (NEW.id, NEW.patient_id, NEW.area_id, OLD.status, NEW.status, current_account());
	END IF;
	RETURN NEW;
END
$$;
DELETE FROM prescription_override AS o
 USING prescription_override AS n
 WHERE n.prescription_id = o.prescription_id AND n.rule = o.rule AND n.at > o.at;
ALTER TABLE prescription_override DROP CONSTRAINT prescription_override_pkey, ADD PRIMARY KEY (prescription_id, rule);
ALTER TABLE prescription_event DROP reason;
ALTER TABLE prescription DROP hold_reason, DROP hold_kind, DROP held_on;
DELETE FROM reason WHERE kind = 'hold';

COMMIT;
