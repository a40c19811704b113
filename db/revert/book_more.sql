-- Revert palreg:book_more from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

CREATE OR REPLACE FUNCTION book_save(p_book text, p_key text, p_version int, p_names text[], p_cells text[], p_lang text DEFAULT 'ru')
RETURNS TABLE (name text, why text, detail text, key text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	b book := book_take(p_book, true);
	staged uuid := gen_random_uuid();
	r book_import_row;
BEGIN
	IF EXISTS (SELECT FROM unnest(p_names) AS u(name) WHERE NOT EXISTS (SELECT FROM book_column AS c WHERE c.book = p_book AND c.name = u.name)) THEN
		RAISE EXCEPTION 'no such column' USING ERRCODE = '22023';
	END IF;
	PERFORM book_lock(p_book);
	IF p_key IS NOT NULL AND book_version(p_book, p_key) <> p_version THEN
		RAISE EXCEPTION 'the entry was changed meanwhile' USING ERRCODE = '40001', CONSTRAINT = 'book_change_version';
	END IF;
	INSERT INTO book_import (id, book, account_id, file, titles, places) VALUES (staged, p_book, current_account(), '', p_names, p_names);
	INSERT INTO book_import_row (import_id, row_no, cells) VALUES (staged, 1, p_cells);
	PERFORM book_check(staged);
	SELECT * INTO r FROM book_import_row WHERE import_id = staged;
	IF p_key IS NOT NULL AND (r.key IS DISTINCT FROM p_key OR r.was IS NULL) THEN
		RAISE EXCEPTION 'no such entry' USING ERRCODE = 'P0002';
	END IF;
	IF p_key IS NULL AND r.was IS NOT NULL THEN
		INSERT INTO book_import_problem VALUES (staged, 1, b.key[cardinality(b.key)], 'exists', '');
	END IF;
	IF EXISTS (SELECT FROM book_import_problem WHERE import_id = staged) THEN
		RETURN QUERY SELECT p.name, p.why, book_told(b, p.why, p.detail, p_lang), r.key FROM book_import_problem AS p WHERE p.import_id = staged;
	ELSE
		PERFORM book_write(staged);
		PERFORM book_remember(staged, NULL);
	END IF;
	DELETE FROM book_import WHERE id = staged;
END
$$;
DELETE FROM book_change WHERE book IN ('area', 'frequency', 'indicator_target');
DELETE FROM book_import WHERE book IN ('area', 'frequency', 'indicator_target');
DELETE FROM book WHERE code IN ('area', 'frequency', 'indicator_target');
DROP TABLE indicator_target;
DROP TABLE frequency;
CREATE POLICY area_add ON area FOR INSERT TO palreg_admin
	WITH CHECK (parent_id = ANY ((SELECT areas('user_manage'))::int[]));
CREATE POLICY area_edit ON area FOR UPDATE TO palreg_admin
	USING (id = ANY ((SELECT areas('user_manage'))::int[]));
CREATE POLICY area_drop ON area FOR DELETE TO palreg_admin
	USING (id = ANY ((SELECT areas('user_manage'))::int[]));
GRANT INSERT (parent_id, kind, name, name_en), UPDATE (name, name_en, retired_at), DELETE ON area TO palreg_admin;
DROP TRIGGER area_keeps ON area;
DROP FUNCTION area_keeps();
ALTER TABLE area DROP CONSTRAINT area_facility_of, DROP COLUMN facility, DROP COLUMN beds, DROP COLUMN source;

COMMIT;
