-- Deploy palreg:source_en to pg
-- requires: book_editor
-- Where a rule, a limit or a factor comes from is told in the language of the page.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- Empty where nobody has written it yet: the Russian one stands.
DO $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['safety_rule', 'medicine_limit', 'rx_limit', 'ome_table', 'ome_factor'] LOOP
		EXECUTE format('ALTER TABLE %I ADD source_en text NOT NULL DEFAULT '''''
		    ' CONSTRAINT %I CHECK (length(source_en) <= 400 AND source_en !~ ''[А-Яа-яЁё]'')', t, t || '_source_en');
	END LOOP;
END
$$;

COMMIT;
