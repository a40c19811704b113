-- Verify palreg:area on pg

BEGIN;

SELECT id, parent_id, path, kind, name, name_en, retired_at FROM palreg.area WHERE false;
SELECT inst, area_id, document_seq, epoch, origin, created_at FROM palreg.crypto_inst WHERE false;
SELECT palreg.area_inst(0);

ROLLBACK;
