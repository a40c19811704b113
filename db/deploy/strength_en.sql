-- Deploy palreg:strength_en to pg
-- requires: book

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- "5 mg" for "5 мг"; empty where nobody has written it yet.
ALTER TABLE medicine_product ADD COLUMN strength_en text NOT NULL DEFAULT ''
	CONSTRAINT medicine_product_strength_en CHECK (strength_en !~ '[А-Яа-яЁё]');

COMMIT;
