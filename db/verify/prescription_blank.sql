-- Verify palreg:prescription_blank on pg

BEGIN;

SELECT id, prescription_id, patient_id, area_id, rx_form, series, number, issued_on, valid_days, quantity, author_id, created_at,
       error_by, error_at
  FROM palreg.prescription_blank WHERE false;

ROLLBACK;
