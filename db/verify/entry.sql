-- Verify palreg:entry on pg

BEGIN;

SELECT referral_source, referred_on, ready_on, first_contact_on, commission_no, commission_on, basis_code, consent_on,
       settlement, care_institution_id, expected_return
  FROM palreg.patient WHERE false;
SELECT seq, action, from_status, to_status, undoes FROM palreg.patient_status_event WHERE false;
SELECT first_due, second_due, risk FROM palreg.bereavement WHERE false;
SELECT 1 / (count(*) > 10)::int FROM palreg.status_transition;
SELECT 1 / (NOT has_column_privilege('palreg_register', 'palreg.patient', 'status', 'UPDATE'))::int;

ROLLBACK;
