-- Deploy palreg:register_annex to pg
-- requires: summary_once diagnosis
-- The register in twelve columns, a row a patient: only where single patients may be reported on.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

GRANT SELECT (patient_id, area_id, role, code, status, current) ON diagnosis TO palreg_report;
CREATE POLICY patient_report ON diagnosis FOR SELECT TO palreg_report
	USING (area_id = ANY ((SELECT areas('report_patient'))::int[]));

CREATE VIEW report_register WITH (security_invoker) AS
SELECT p.id, p.area_id, p.institution_id, p.district_id, p.registry_no, p.year_of_birth, p.diagnosis_code, p.basis_code, p.date_in,
       p.commission_no, p.commission_on, p.date_out, p.removal_reason
  FROM patient AS p
 WHERE p.status <> 'draft' AND p.area_id = ANY ((SELECT areas('report_patient'))::int[]);
GRANT SELECT ON report_register TO palreg_report;

COMMIT;
