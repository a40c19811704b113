-- Verify palreg:prescription on pg

BEGIN;

SELECT id, series_id, version, patient_id, area_id, institution_id, sheet_on, medicine_id, product_id, dose, unit, route,
       schedule, times_per_day, interval_hours, prn, prn_max_per_day, indication, starts_on, ends_on, status, stopped_on,
       stop_reason, stopped_by, author_id, created_at, change_reason, current
  FROM palreg.prescription WHERE false;

ROLLBACK;
