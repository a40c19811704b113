-- Deploy palreg:patient_report to pg
-- requires: summary_need allergy care_order prescription_blank
-- What the report on one patient tells beside his lines: allergies, services, numbered forms. Only where single patients may
-- be reported on.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DO $$
DECLARE
	t regclass;
BEGIN
	FOREACH t IN ARRAY ARRAY['allergy', 'service_order', 'service_done', 'prescription_blank']::regclass[] LOOP
		EXECUTE format('CREATE POLICY patient_report ON %s FOR SELECT TO palreg_report'
		    ' USING (area_id = ANY ((SELECT areas(''report_patient''))::int[]))', t);
	END LOOP;
END
$$;
GRANT SELECT (patient_id, area_id, subject, medicine_id, group_code, allergen_code, severity, certainty, noted_on, current)
	ON allergy TO palreg_report;
GRANT SELECT (id, patient_id, area_id, service, times, per, starts_on, ends_on, status, ended_on) ON service_order TO palreg_report;
GRANT SELECT (order_id, patient_id, area_id, done_on, taken_back_at) ON service_done TO palreg_report;
GRANT SELECT (prescription_id, patient_id, area_id, rx_form, series, number, issued_on, quantity, error_at) ON prescription_blank
	TO palreg_report;
GRANT EXECUTE ON FUNCTION service_planned(date, int, text, date) TO palreg_report;

COMMIT;
