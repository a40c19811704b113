-- Deploy palreg:order_event to pg
-- requires: care_order record_event
-- Orders of services and devices among all that happened to a patient.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- Each version of an order, but drafts: what it says beside the one before is what happened.
CREATE VIEW order_event WITH (security_invoker) AS
SELECT v.patient_id, 'order' AS kind,
       CASE WHEN v.before IS NULL THEN 'ordered' WHEN v.before = v.status THEN 'changed' ELSE v.status END AS step, v.id AS series, v.version,
       v.changed_at AS at, v.changed_at AS written, v.changed_by AS who, v.name AS what, v.name_en AS what_en,
       CASE WHEN v.before <> v.status THEN (SELECT r.name FROM reason AS r WHERE (r.kind, r.code) = (v.reason_kind, v.reason)) END AS note,
       CASE WHEN v.before <> v.status THEN (SELECT r.name_en FROM reason AS r WHERE (r.kind, r.code) = (v.reason_kind, v.reason)) END AS note_en,
       false AS wrong
  FROM (SELECT o.*, lag(o.status) OVER (PARTITION BY o.patient_id, o.id ORDER BY o.version) AS before
          FROM (SELECT o.patient_id, o.id, o.version, o.status, o.changed_at, o.changed_by, o.reason_kind, o.reason, s.name, s.name_en
                  FROM service_order AS o JOIN service AS s ON s.code = o.service
                UNION ALL
                SELECT o.patient_id, o.id, o.version, o.status, o.changed_at, o.changed_by, o.reason_kind, o.reason, s.name, s.name_en
                  FROM service_order_past AS o JOIN service AS s ON s.code = o.service
                UNION ALL
                SELECT o.patient_id, o.id, o.version, o.status, o.changed_at, o.changed_by, o.reason_kind, o.reason, d.name, d.name_en
                  FROM device_order AS o JOIN device AS d ON d.code = o.device
                UNION ALL
                SELECT o.patient_id, o.id, o.version, o.status, o.changed_at, o.changed_by, o.reason_kind, o.reason, d.name, d.name_en
                  FROM device_order_past AS o JOIN device AS d ON d.code = o.device) AS o
         WHERE o.status <> 'draft') AS v
UNION ALL
SELECT d.patient_id, 'order', 'carried_out', d.order_id, 1, moment_of(d.done_on, d.created_at), d.created_at, d.done_by, s.name, s.name_en,
       NULL, NULL, d.taken_back_at IS NOT NULL
  FROM service_done AS d
  JOIN service_order AS o ON o.id = d.order_id
  JOIN service AS s ON s.code = o.service;
GRANT SELECT ON order_event TO palreg_register;

-- One arm more for the list, whatever others it has by now.
DO $$
BEGIN
	EXECUTE 'CREATE OR REPLACE VIEW record_event WITH (security_invoker) AS ' || rtrim(pg_get_viewdef('record_event'), '; ')
	    || ' UNION ALL SELECT * FROM order_event';
END
$$;

COMMIT;
