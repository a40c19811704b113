-- Verify palreg:record_name on pg

BEGIN;

SELECT patient_id, kind, step, series, version, at, written, who, book, what, note_book, note, wrong FROM palreg.record_event WHERE false;
SELECT book, code, name, name_en FROM palreg.record_name WHERE false;

ROLLBACK;
