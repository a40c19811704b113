-- Revert palreg:patient from pg

BEGIN;

DROP TABLE palreg.observation, palreg.document, palreg.patient_total, palreg.patient, palreg.registry_number;
DROP FUNCTION palreg.observation_seen(), palreg.patient_counted(), palreg.patient_stamp(), palreg.registry_no_make(), palreg.check_digit(text);

COMMIT;
