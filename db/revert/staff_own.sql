-- Revert palreg:staff_own from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

CREATE OR REPLACE FUNCTION book_take(p_book text, p_write boolean) RETURNS book
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	b book;
BEGIN
	IF NOT coalesce(book_may(p_write), false) THEN
		RAISE EXCEPTION 'no right to this book' USING ERRCODE = '42501';
	END IF;
	SELECT * INTO b FROM book WHERE code = p_book;
	IF b.code IS NULL THEN
		RAISE EXCEPTION 'no such book' USING ERRCODE = 'P0002';
	END IF;
	RETURN b;
END
$$;

CREATE OR REPLACE FUNCTION book_about(p_book text, p_key text, p_lang text) RETURNS TABLE(name text, may_write boolean, title text, retired boolean, version int, may_delete boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	b book := book_take(p_book, false);
BEGIN
	name := CASE p_lang WHEN 'en' THEN b.name_en ELSE b.name END;
	may_write := book_may(true);
	IF p_key IS NOT NULL THEN
		EXECUTE format('SELECT %s, %s FROM %I AS t WHERE %s AND %s = $1', CASE p_lang WHEN 'en' THEN b.title_en ELSE b.title END,
		    book_is_retired(b), b.tab, book_fixed(b), book_key(b, 't')) INTO title, retired USING p_key;
		version := book_version(p_book, p_key);
		IF retired IS NULL AND version = 0 THEN
			RAISE EXCEPTION 'no such entry' USING ERRCODE = 'P0002';
		END IF;
		may_write := may_write AND retired IS NOT NULL;
		may_delete := book_knows_use(b);
		title := coalesce(title, p_key);
	END IF;
	RETURN NEXT;
END
$$;

CREATE OR REPLACE FUNCTION book_import_take(p_id uuid, p_status text) RETURNS book_import
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	i book_import;
BEGIN
	SELECT * INTO i FROM book_import WHERE id = p_id FOR UPDATE;
	IF i.id IS NULL OR i.status NOT IN ('committed', 'undone') AND i.account_id <> current_account() THEN
		RAISE EXCEPTION 'no such import' USING ERRCODE = 'P0002';
	END IF;
	PERFORM book_take(i.book, true);
	IF i.status <> p_status THEN
		RAISE EXCEPTION 'the import is %', i.status USING ERRCODE = '40001', CONSTRAINT = 'book_import_status';
	END IF;
	RETURN i;
END
$$;

CREATE OR REPLACE FUNCTION book_imports(p_book text, p_id uuid, p_lang text) RETURNS TABLE(id uuid, book text, name text, file text, status text, who text, at timestamptz, undone_at timestamptz, undone_by text, created bigint, edited bigint, same bigint, problems bigint, skipped int, ignored text, may_write boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
#variable_conflict use_column
BEGIN
	IF NOT coalesce(book_may(false), false) THEN
		RAISE EXCEPTION 'no right to the books' USING ERRCODE = '42501';
	END IF;
	RETURN QUERY
	SELECT i.id, i.book, CASE p_lang WHEN 'en' THEN b.name_en ELSE b.name END, i.file, i.status, a.name, coalesce(i.committed_at, i.at),
	       i.undone_at, u.name, n.created, n.edited, n.same, (SELECT count(*) FROM book_import_problem AS p WHERE p.import_id = i.id),
	       i.skipped, (SELECT string_agg(t.title, ', ') FROM unnest(i.titles, i.places) AS t(title, place) WHERE t.place = '' AND t.title <> ''),
	       book_may(true)
	  FROM book_import AS i
	  JOIN book AS b ON b.code = i.book
	  LEFT JOIN staff AS a ON a.id = i.account_id
	  LEFT JOIN staff AS u ON u.id = i.undone_by
	 CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE r.action = 'create') AS created, count(*) FILTER (WHERE r.action = 'edit') AS edited,
	                            count(*) FILTER (WHERE r.action = 'same') AS same FROM book_import_row AS r WHERE r.import_id = i.id) AS n
	 WHERE i.status IN ('committed', 'undone') AND (i.id = p_id OR i.book = p_book)
	    OR i.id = p_id AND i.status = 'checked' AND i.account_id = current_account()
	 ORDER BY i.at DESC LIMIT 50;
END
$$;

CREATE OR REPLACE FUNCTION book_import_rows(p_id uuid, p_lang text, p_limit int, p_offset int) RETURNS TABLE(row_no int, key text, action text, label text, before text, after text, total bigint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT r.row_no, r.key, r.action, d.label, d.before, d.after, r.total
  FROM book_import AS i
  JOIN book AS b ON b.code = i.book AND book_may(false)
 CROSS JOIN LATERAL (SELECT k.*, count(*) OVER () AS total FROM book_import_row AS k
                      WHERE k.import_id = i.id AND k.action IN ('create', 'edit') ORDER BY k.row_no LIMIT p_limit OFFSET p_offset) AS r
  LEFT JOIN LATERAL book_differences(b, r.was, r.became, p_lang) AS d ON true
 WHERE i.id = p_id AND (i.status IN ('committed', 'undone') OR i.account_id = current_account())
 ORDER BY r.row_no, d.ord
$$;

CREATE OR REPLACE FUNCTION book_history(p_book text, p_key text, p_lang text, p_limit int, p_offset int) RETURNS TABLE(id bigint, key text, version int, action text, who text, at timestamptz, import_id uuid, label text, before text, after text, total bigint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT h.id, h.key, h.version, h.action, a.name, h.at, h.import_id, d.label, d.before, d.after, h.total
  FROM book_take(p_book, false) AS b
 CROSS JOIN LATERAL (SELECT k.*, count(*) OVER () AS total FROM book_change AS k
                      WHERE k.book = b.code AND (p_key IS NULL OR k.key = p_key)
                      ORDER BY k.id DESC LIMIT p_limit OFFSET p_offset) AS h
  LEFT JOIN staff AS a ON a.id = h.account_id
  LEFT JOIN LATERAL book_differences(b, h.was, h.became, p_lang) AS d ON true
 ORDER BY h.id DESC, d.ord
$$;

DROP FUNCTION book_own_keys(book), book_import_seen(book_import, book), book_may(book, boolean);
ALTER TABLE book DROP COLUMN own;

COMMIT;
