-- Revert palreg:book_editor from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;
SET LOCAL client_min_messages = warning;

DO $$
DECLARE
	f text;
	t regclass;
	c record;
BEGIN
	DROP TRIGGER book_fit ON book_column;
	FOREACH f IN ARRAY (SELECT array_agg(oid::regprocedure::text) FROM pg_proc
	    WHERE pronamespace = 'palreg'::regnamespace AND (proname LIKE 'book\_%' OR proname = 'icd10_leaves')) LOOP
		EXECUTE 'DROP FUNCTION IF EXISTS ' || f || ' CASCADE';
	END LOOP;
	DROP TABLE book_change, book_import_problem, book_import_row, book_import, book_column, book;
	FOR t IN SELECT polrelid FROM pg_policy WHERE polname = 'book_write' LOOP
		EXECUTE format('DROP POLICY book_write ON %s', t);
		EXECUTE format('CREATE POLICY book_write ON %s TO palreg_admin USING ((SELECT cardinality(areas(''user_manage''))) > 0)'
		    ' WITH CHECK ((SELECT cardinality(areas(''user_manage''))) > 0)', t);
		EXECUTE format('GRANT INSERT, UPDATE, DELETE ON %s TO palreg_admin', t);
	END LOOP;
	REVOKE DELETE ON coded_value FROM palreg_admin;
	FOR c IN SELECT * FROM (VALUES
	    ('{diagnosis_group,medicine_group,control_class}'::regclass[], '{source,valid_from,valid_to,retired_at}'::name[]),
	    ('{icd10}', '{source,valid_from,valid_to}'), ('{rx_form,ome_table,medicine_pack,medicine_limit,rx_limit,safety_rule,medicine_ddd}', '{retired_at}'),
	    ('{route,unit,reason,indication}', '{source,valid_from,valid_to}'), ('{ome_factor}', '{source,valid_from,valid_to,retired_at}'),
	    ('{diluent,infusion_device,titration_decider,line_instruction,coded_value,eligibility_criterion,allergen}', '{valid_to}')) AS v(tabs, cols) LOOP
		FOREACH t IN ARRAY c.tabs LOOP
			EXECUTE format('ALTER TABLE %s %s', t, (SELECT string_agg(format('DROP IF EXISTS %I', col), ', ') FROM unnest(c.cols) AS col));
		END LOOP;
	END LOOP;
END
$$;

COMMIT;
