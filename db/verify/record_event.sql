-- Verify palreg:record_event on pg

BEGIN;

SELECT patient_id, kind, step, series, version, at, written, who, wrong FROM palreg.record_event WHERE false;
SELECT kind, series, version, ord, label, name, name_en, text, text_en FROM palreg.record_fact WHERE false;

ROLLBACK;
