-- Revert palreg:report from pg

BEGIN;

DROP VIEW palreg.report_observation, palreg.report_prescription, palreg.report_patient;
REVOKE ALL ON palreg.patient, palreg.observation, palreg.prescription FROM palreg_report;

COMMIT;
