-- Revert palreg:entry from pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

DROP TRIGGER prescription_of_cared ON prescription;
DROP TRIGGER patient_died ON patient;
DROP TRIGGER patient_moved_entry ON patient;
DROP TRIGGER patient_entered ON patient;
DROP TRIGGER patient_entry_check ON patient;
DROP TRIGGER patient_codes ON patient;
DROP FUNCTION status_undoable(patient_status_event);
DROP TABLE bereavement, patient_status_event, status_transition, coded_value;
DROP FUNCTION prescription_of_cared(), patient_died(), bereavement_stamp(), patient_entered(), patient_status_follow(),
	patient_status_step(), status_require(boolean, text), patient_entry_check(), patient_rows_moved(), coded_check();
UPDATE patient SET status = 'draft' WHERE status IN ('refused', 'declined');
ALTER TABLE patient
	DROP CONSTRAINT patient_status,
	DROP CONSTRAINT patient_awaiting_diagnosis,
	DROP COLUMN referral_source,
	DROP COLUMN referred_on,
	DROP COLUMN ready_on,
	DROP COLUMN first_contact_on,
	DROP COLUMN commission_no,
	DROP COLUMN commission_on,
	DROP COLUMN basis_code,
	DROP COLUMN consent_on,
	DROP COLUMN settlement,
	DROP COLUMN care_institution_id,
	DROP COLUMN expected_return,
	ADD CONSTRAINT patient_status CHECK (status IN ('draft', 'awaiting', 'active', 'suspended', 'removed'));
DELETE FROM reason WHERE kind IN ('suspension', 'refusal', 'decline', 'reversal');
GRANT INSERT (removal_reason, date_out, died_on), UPDATE (status, removal_reason, date_out, died_on) ON patient
	TO palreg_register;

COMMIT;
