-- Revert palreg:dose from pg

BEGIN;

DROP TRIGGER prescription_override_moved ON palreg.patient;
DROP TABLE palreg.prescription_override;
DROP FUNCTION palreg.prescription_override_moved(), palreg.prescription_override_seen();
DELETE FROM palreg.reason WHERE kind = 'override';
DROP TABLE palreg.safety_rule, palreg.rx_limit, palreg.medicine_limit, palreg.medicine_pack;
ALTER TABLE palreg.ome_table DROP valid_from, DROP valid_to;
ALTER TABLE palreg.rx_form DROP valid_from, DROP valid_to;
ALTER TABLE palreg.medicine_product DROP source, DROP valid_from, DROP valid_to;
ALTER TABLE palreg.medicine_ddd DROP valid_from, DROP valid_to;
ALTER TABLE palreg.medicine DROP valid_from, DROP valid_to;

COMMIT;
