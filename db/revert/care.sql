-- Revert palreg:care from pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

DROP VIEW record_event, record_fact, care_event, care_fact;
ALTER VIEW record_event_before_care RENAME TO record_event;
ALTER VIEW record_fact_before_care RENAME TO record_fact;
DROP VIEW report_visit, report_care_place, report_preference, report_bereavement;
DROP TRIGGER patient_moved_care ON patient;
DROP TRIGGER visit_cancel_all ON patient;
DROP TRIGGER bereavement_keep ON bereavement;
DROP TRIGGER bereavement_codes ON bereavement;
DROP POLICY care_report ON bereavement;
REVOKE ALL ON bereavement FROM palreg_report;
REVOKE SELECT (patient_id, area_id, died_on, status, first_due, first_on, second_due, second_on, risk, closed_on, close_reason)
	ON bereavement FROM palreg_report;
DROP INDEX bereavement_second;
ALTER TABLE bereavement
	DROP CONSTRAINT bereavement_closed_why,
	DROP CONSTRAINT bereavement_reason_of_closing,
	DROP CONSTRAINT bereavement_closed_last,
	DROP COLUMN close_reason;

-- Of a visit an observation without a value is left.
INSERT INTO observation (id, patient_id, area_id, code, effective_on, effective_at, author_id, created_at)
SELECT series_id, patient_id, area_id, 'visit', done_on, done_on + coalesce(done_time, '12:00'), author_id, created_at
  FROM visit
 WHERE current AND status = 'done';
CREATE OR REPLACE FUNCTION patient_observed(p_patient uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
UPDATE patient AS p
   SET last_pain = n.pain, last_seen_on = n.seen
  FROM (SELECT (SELECT o.value FROM observation AS o
                 WHERE o.patient_id = p_patient AND o.code = 'pain-nrs' AND o.current
                 ORDER BY o.effective_at DESC, o.created_at DESC LIMIT 1) AS pain,
               (SELECT max(o.effective_on) FROM observation AS o WHERE o.patient_id = p_patient AND o.current) AS seen) AS n
 WHERE p.id = p_patient AND (p.last_pain, p.last_seen_on) IS DISTINCT FROM (n.pain, n.seen)
$$;
DROP FUNCTION patient_last_seen(uuid);
DROP TABLE visit, care_place, preference, bereavement_version;
DROP FUNCTION bereavement_keep(), care_place_rules(), visit_cancel_all(), visit_seen(), visit_rules(),
	day_of_record(), series_follow();
DROP TABLE visit_kind;

COMMIT;
