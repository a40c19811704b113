-- Revert palreg:source_en from pg

BEGIN;

ALTER TABLE palreg.safety_rule DROP COLUMN source_en;
ALTER TABLE palreg.medicine_limit DROP COLUMN source_en;
ALTER TABLE palreg.rx_limit DROP COLUMN source_en;
ALTER TABLE palreg.ome_table DROP COLUMN source_en;
ALTER TABLE palreg.ome_factor DROP COLUMN source_en;

COMMIT;
