-- Verify palreg:book on pg

BEGIN;

SELECT code, title, title_en, group_code, actual, leaf FROM palreg.icd10 WHERE false;
SELECT id, inn, inn_en, atc, group_code, control_class, rx_form, retired_at, source FROM palreg.medicine WHERE false;
SELECT id, medicine_id, form, form_en, strength, units, routes, patch_hours, amount, amount_unit, per_unit, retired_at
  FROM palreg.medicine_product WHERE false;
SELECT medicine_id, route, amount, unit, note FROM palreg.medicine_ddd WHERE false;
SELECT kind, code, name, name_en, ord FROM palreg.reason WHERE false;
SELECT table_code, medicine_id, route, unit, factor FROM palreg.ome_factor WHERE false;

ROLLBACK;
