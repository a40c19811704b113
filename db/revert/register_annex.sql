-- Revert palreg:register_annex from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DROP VIEW report_register;
DROP POLICY patient_report ON diagnosis;
REVOKE SELECT (patient_id, area_id, role, code, status, current) ON diagnosis FROM palreg_report;

COMMIT;
