-- Revert palreg:transfer from pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

DROP TRIGGER transfer_lapsed ON patient;
DROP TRIGGER patient_moved_transfer ON patient;
DROP FUNCTION transfer_offers(uuid), transfer_decide(uuid, int, text, text);
DROP FUNCTION transfer_move(patient_transfer);
DROP TABLE patient_transfer;
DROP FUNCTION transfer_lapsed(), patient_transfer_offer(), areas_widen(int[]), areas_restore(text[]);

COMMIT;
