-- Revert palreg:equivalent from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DROP TRIGGER medicine_equivalent ON medicine;
DROP TRIGGER medicine_product_equivalent ON medicine_product;
DROP TRIGGER medicine_pack_equivalent ON medicine_pack;
DROP TRIGGER ome_factor_equivalent ON ome_factor;
DROP FUNCTION dosage_equivalent_end();
DROP VIEW patient_equivalent, opioid_in_force;
DROP TABLE dosage_equivalent;
DROP INDEX prescription_taken;
CREATE INDEX prescription_taken ON prescription (medicine_id, area_id) INCLUDE (patient_id, ends_on)
	WHERE current AND status = 'active';
ALTER TABLE prescription DROP COLUMN dosage;
DROP FUNCTION numbers_text(numeric[]);

COMMIT;
