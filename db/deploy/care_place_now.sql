-- Deploy palreg:care_place_now to pg
-- requires: care

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- Where each patient is cared for: the last place that was stated.
CREATE VIEW care_place_now WITH (security_invoker) AS
SELECT s.patient_id, s.place
  FROM care_place AS s
 WHERE s.current AND s.status = 'stated'
   AND NOT EXISTS (SELECT FROM care_place AS n WHERE n.patient_id = s.patient_id AND n.current AND n.status = 'stated' AND n.since > s.since);
GRANT SELECT ON care_place_now TO palreg_register;

COMMIT;
