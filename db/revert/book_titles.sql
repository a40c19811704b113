-- Revert palreg:book_titles from pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;
SET LOCAL ROLE palreg_owner;

CREATE OR REPLACE FUNCTION book_import_begin(p_id uuid, p_book text, p_file text, p_titles text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	titles_ text[] := string_to_array(p_titles, E'\t');
BEGIN
	PERFORM book_take(p_book, true);
	DELETE FROM book_import WHERE status IN ('open', 'checked') AND at < now() - interval '1 day';
	INSERT INTO book_import (id, book, account_id, file, titles, places)
	VALUES (p_id, p_book, current_account(), p_file, titles_, (SELECT array_agg(coalesce((SELECT c.name::text FROM book_column AS c
	    WHERE c.book = p_book AND lower(btrim(u.title)) = ANY (ARRAY[lower(c.name), lower(c.label), lower(c.label_en)] || c.aliases)
	    ORDER BY c.ord LIMIT 1), '') ORDER BY n) FROM unnest(titles_) WITH ORDINALITY AS u(title, n)));
END
$$;

COMMIT;
