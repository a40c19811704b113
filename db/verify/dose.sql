-- Verify palreg:dose on pg

BEGIN;

SELECT product_id, size, container_ml, ord, source, valid_from, valid_to FROM palreg.medicine_pack WHERE false;
SELECT medicine_id, route, amount, unit, source, valid_from, valid_to FROM palreg.medicine_limit WHERE false;
SELECT product_id, amount, unit, palliative, source, valid_from, valid_to FROM palreg.rx_limit WHERE false;
SELECT code, kind, cause, severity, subject, other, low, high, title, title_en, text, text_en, way_out, way_out_en, source,
       ord, valid_from, valid_to
  FROM palreg.safety_rule WHERE false;
SELECT prescription_id, rule, patient_id, area_id, reason_kind, reason, account_id, at
  FROM palreg.prescription_override WHERE false;
SELECT valid_from, valid_to FROM palreg.medicine WHERE false;

ROLLBACK;
