-- Verify palreg:equivalent on pg

BEGIN;

SELECT dosage FROM palreg.prescription WHERE false;
SELECT dosage, table_code, computed_on, ome FROM palreg.dosage_equivalent WHERE false;
SELECT id, patient_id, dosage FROM palreg.opioid_in_force WHERE false;
SELECT patient_id, ome FROM palreg.patient_equivalent WHERE false;
SELECT 'palreg.prescription_taken'::regclass;

ROLLBACK;
