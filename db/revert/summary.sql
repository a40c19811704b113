-- Revert palreg:summary from pg

BEGIN;

DROP FUNCTION palreg.report_outcomes(date, date, text[], text[], text[], text[], text[], text[]);
DROP FUNCTION palreg.report_people(date, date, text[], text[], text[], text[], text[], text[]);
DROP FUNCTION palreg.report_steps(date, date);
DROP FUNCTION palreg.report_judge(boolean, boolean, boolean);
DROP VIEW palreg.report_span, palreg.report_device, palreg.report_removal, palreg.report_entry;
DROP FUNCTION palreg.report_ask(date, date, int[], int[], int[], text[], text[], text[], text[]), palreg.report_ask_turn();
DROP TABLE palreg.report_asked;
DROP POLICY order_report ON palreg.device_order;
DROP POLICY entry_report ON palreg.patient_status_event;
REVOKE ALL ON palreg.device_order, palreg.patient_status_event FROM palreg_report;
REVOKE SELECT (care_institution_id, settlement, referral_source, referred_on, ready_on, first_contact_on, commission_no, commission_on,
	basis_code, consent_on) ON palreg.patient FROM palreg_report;

COMMIT;
