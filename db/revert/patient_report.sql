-- Revert palreg:patient_report from pg

BEGIN;

REVOKE SELECT ON palreg.allergy, palreg.service_order, palreg.service_done, palreg.prescription_blank FROM palreg_report;
REVOKE SELECT (patient_id, area_id, subject, medicine_id, group_code, allergen_code, severity, certainty, noted_on, current)
	ON palreg.allergy FROM palreg_report;
REVOKE SELECT (id, patient_id, area_id, service, times, per, starts_on, ends_on, status, ended_on) ON palreg.service_order
	FROM palreg_report;
REVOKE SELECT (order_id, patient_id, area_id, done_on, taken_back_at) ON palreg.service_done FROM palreg_report;
REVOKE SELECT (prescription_id, patient_id, area_id, rx_form, series, number, issued_on, quantity, error_at)
	ON palreg.prescription_blank FROM palreg_report;
REVOKE EXECUTE ON FUNCTION palreg.service_planned(date, int, text, date) FROM palreg_report;
DROP POLICY patient_report ON palreg.allergy;
DROP POLICY patient_report ON palreg.service_order;
DROP POLICY patient_report ON palreg.service_done;
DROP POLICY patient_report ON palreg.prescription_blank;

COMMIT;
