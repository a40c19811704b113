-- Revert palreg:book from pg

BEGIN;

DROP TABLE palreg.ome_factor, palreg.ome_table, palreg.medicine_product, palreg.medicine_ddd, palreg.medicine,
	palreg.indication, palreg.reason, palreg.unit, palreg.route, palreg.rx_form, palreg.control_class,
	palreg.medicine_group, palreg.icd10, palreg.diagnosis_group;
DROP FUNCTION palreg.medicine_product_codes();

COMMIT;
