-- Verify palreg:prescription_line on pg

BEGIN;

SELECT clock_doses, weekdays, patches, hours_per_day, pump_id, volume_ml, rate_ml_h, diluent, device, prn_min_hours, basis,
       background_series, titration_step, titration_every_days, titration_target, titration_by, review_on, instructions,
       quantity, packs, rx_form, rx_valid_days, sheet_id, signed_at
  FROM palreg.prescription WHERE false;
SELECT code, name, name_en, source, ord, valid_from, retired_at FROM palreg.diluent WHERE false;
SELECT code, name, name_en, source, ord, valid_from, retired_at FROM palreg.infusion_device WHERE false;
SELECT code, name, name_en, source, ord, valid_from, retired_at FROM palreg.titration_decider WHERE false;
SELECT code, name, name_en, source, ord, valid_from, retired_at FROM palreg.line_instruction WHERE false;
SELECT from_status, to_status, by_author FROM palreg.prescription_step WHERE false;
SELECT id, prescription_id, patient_id, area_id, from_status, to_status, on_date, at, account_id
  FROM palreg.prescription_event WHERE false;
SELECT id, account_id, medicine_id, product_id, dose, days FROM palreg.prescription_favourite WHERE false;
SELECT has_function_privilege('palreg_register', 'palreg.prescription_undo(uuid)', 'EXECUTE');

ROLLBACK;
