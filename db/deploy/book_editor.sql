-- Deploy palreg:book_editor to pg
-- requires: care, care_order, eligibility
-- One editor for all reference books. What a book is stands in a row of book, its columns in rows of book_column
-- (db/reference/book.json); the functions below list, save, retire, import and undo from that description alone. Every change
-- of an administrator is a row of book_change, numbered for its entry, so that two cannot follow one.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;
SET LOCAL client_min_messages = warning;

-- key: columns that tell an entry; fixed: which rows of the table are the book's; title, title_en: expressions over a row t;
-- retire: the column that takes an entry out of use; skip: keys in files that are none; after: what is to be done when keys were
-- written; search: a condition over a row e and what is looked for, $1, where an index needs it; rules: constraints in words.
CREATE TABLE book (
	code text PRIMARY KEY CONSTRAINT book_code CHECK (code ~ '^[a-z0-9_]{2,40}$'),
	part text NOT NULL,
	tab name NOT NULL,
	key name[] NOT NULL,
	fixed jsonb NOT NULL DEFAULT '{}',
	title text NOT NULL,
	title_en text NOT NULL,
	retire name NOT NULL DEFAULT 'retired_at',
	skip text,
	after name,
	search text,
	rules jsonb NOT NULL DEFAULT '{}',
	name text NOT NULL,
	name_en text NOT NULL,
	ord int NOT NULL
);

-- kind: what a value is; ref: the book a code comes from; low, high, max, pattern: its range; shown: stands in the list.
CREATE TABLE book_column (
	book text NOT NULL REFERENCES book ON DELETE CASCADE,
	name name NOT NULL,
	kind text NOT NULL CONSTRAINT book_column_kind
		CHECK (kind IN ('text', 'lines', 'int', 'decimal', 'date', 'flag', 'choice', 'ref', 'refs', 'retired')),
	label text NOT NULL,
	label_en text NOT NULL,
	help text NOT NULL DEFAULT '',
	help_en text NOT NULL DEFAULT '',
	required boolean NOT NULL DEFAULT false,
	shown boolean NOT NULL DEFAULT false,
	made boolean NOT NULL DEFAULT false,
	pattern text,
	low numeric,
	high numeric,
	max int NOT NULL DEFAULT 400,
	ref text,
	choices jsonb,
	aliases text[] NOT NULL DEFAULT '{}',
	empty text,
	ord int NOT NULL,
	PRIMARY KEY (book, name)
);

CREATE TABLE book_import (
	id uuid PRIMARY KEY,
	book text NOT NULL REFERENCES book,
	account_id uuid NOT NULL REFERENCES account,
	file text NOT NULL CONSTRAINT book_import_file CHECK (length(file) <= 200),
	titles text[] NOT NULL CONSTRAINT book_import_titles CHECK (cardinality(titles) BETWEEN 1 AND 60),
	places text[] NOT NULL DEFAULT '{}',
	status text NOT NULL DEFAULT 'open' CONSTRAINT book_import_status CHECK (status IN ('open', 'checked', 'committed', 'undone')),
	at timestamptz NOT NULL DEFAULT clock_timestamp(),
	committed_at timestamptz,
	undone_at timestamptz,
	undone_by uuid REFERENCES account,
	skipped int NOT NULL DEFAULT 0
);
CREATE INDEX book_import_of ON book_import (book, at DESC);
CREATE INDEX book_import_account ON book_import (account_id);
CREATE INDEX book_import_undone_by ON book_import (undone_by);

-- said: what the file says, by column; wrong: what cannot be taken of it; was, became: the entry before and after.
CREATE TABLE book_import_row (
	import_id uuid NOT NULL REFERENCES book_import ON DELETE CASCADE,
	row_no int NOT NULL CONSTRAINT book_import_row_no CHECK (row_no BETWEEN 1 AND 1000000),
	cells text[] NOT NULL,
	said jsonb,
	wrong jsonb,
	key text,
	was jsonb,
	became jsonb,
	action text,
	PRIMARY KEY (import_id, row_no)
);

CREATE TABLE book_import_problem (
	import_id uuid NOT NULL REFERENCES book_import ON DELETE CASCADE,
	row_no int NOT NULL,
	name text NOT NULL,
	why text NOT NULL,
	detail text NOT NULL DEFAULT ''
);
CREATE INDEX book_import_problem_of ON book_import_problem (import_id, row_no);

CREATE TABLE book_change (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	book text NOT NULL REFERENCES book,
	key text NOT NULL,
	version int NOT NULL,
	action text NOT NULL CONSTRAINT book_change_action CHECK (action IN ('create', 'edit', 'retire', 'restore', 'delete', 'undo')),
	account_id uuid NOT NULL REFERENCES account,
	at timestamptz NOT NULL DEFAULT now(),
	import_id uuid REFERENCES book_import,
	was jsonb,
	became jsonb,
	CONSTRAINT book_change_version UNIQUE (book, key, version)
);
CREATE INDEX book_change_account ON book_change (account_id);
CREATE INDEX book_change_import ON book_change (import_id) WHERE import_id IS NOT NULL;
CREATE INDEX book_change_import_of ON book_change (import_id);
CREATE INDEX book_change_at ON book_change (book, id DESC);
DROP INDEX book_change_import;

-- What every book has: where an entry comes from, its place, from when to when it holds, whether it is out of use.
DO $$
DECLARE
	t regclass;
BEGIN
	FOREACH t IN ARRAY ARRAY['diagnosis_group', 'icd10', 'medicine_group', 'control_class', 'rx_form', 'route', 'unit', 'reason',
	    'indication', 'medicine', 'medicine_ddd', 'medicine_product', 'ome_table', 'ome_factor', 'medicine_pack', 'medicine_limit',
	    'rx_limit', 'safety_rule', 'diluent', 'infusion_device', 'titration_decider', 'line_instruction', 'coded_value', 'service',
	    'device', 'eligibility_criterion', 'allergen']::regclass[] LOOP
		EXECUTE format('ALTER TABLE %s ADD IF NOT EXISTS source text NOT NULL DEFAULT ''''', t);
		EXECUTE format('ALTER TABLE %s ADD IF NOT EXISTS valid_from date', t);
		IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = t AND attname IN ('valid_to', 'valid_until')) THEN
			EXECUTE format('ALTER TABLE %s ADD valid_to date, ADD CONSTRAINT %I CHECK (valid_to >= valid_from)', t,
			    t::text || '_validity');
		END IF;
		IF t <> 'icd10'::regclass THEN
			EXECUTE format('ALTER TABLE %s ADD IF NOT EXISTS retired_at timestamptz', t);
		END IF;
		EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON %s FROM palreg_admin', t);
		EXECUTE format('DROP POLICY IF EXISTS book_write ON %s', t);
		EXECUTE format('CREATE POLICY book_write ON %s TO palreg_owner USING (true) WITH CHECK (true)', t);
	END LOOP;
END
$$;

-- A book holds for everybody: who manages users at the top changes it, who manages users anywhere looks at it.
CREATE FUNCTION book_may(p_write boolean) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT CASE WHEN p_write
	THEN EXISTS (SELECT FROM area WHERE parent_id IS NULL AND id = ANY ((SELECT areas('user_manage'))::int[]))
	ELSE coalesce(cardinality(areas('user_manage')), 0) > 0 END
$$;

CREATE FUNCTION book_take(p_book text, p_write boolean) RETURNS book
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

-- Names stand in the list in one language.
CREATE FUNCTION book_hidden(p_lang text) RETURNS text[]
LANGUAGE sql IMMUTABLE
SET search_path = palreg, pg_temp
RETURN CASE p_lang WHEN 'en' THEN ARRAY['name', 'inn', 'title', 'form', 'strength'] ELSE ARRAY['name_en', 'inn_en', 'title_en', 'form_en', 'strength_en'] END;

-- The key of an entry as one text, over the row named.
CREATE FUNCTION book_key(b book, p_row text) RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = palreg, pg_temp
RETURN (SELECT string_agg(format('coalesce(%s.%I::text, '''')', p_row, k), ' || ''|'' || ' ORDER BY n)
    FROM unnest(b.key) WITH ORDINALITY AS u(k, n));

-- The same over what a file says.
CREATE FUNCTION book_said_key(b book, p_row text) RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = palreg, pg_temp
RETURN (SELECT string_agg(format('coalesce(%s->>%L, '''')', p_row, k), ' || ''|'' || ' ORDER BY n)
    FROM unnest(b.key) WITH ORDINALITY AS u(k, n));

-- Which rows of the table are the book's: a list of coded_value, the reasons of one kind.
CREATE FUNCTION book_fixed(b book) RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = palreg, pg_temp
RETURN coalesce((SELECT string_agg(format('t.%I = %L', f.key, f.value), ' AND ') FROM jsonb_each_text(b.fixed) AS f), 'true');

CREATE FUNCTION book_is_retired(b book) RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = palreg, pg_temp
RETURN CASE WHEN b.retire = 'actual' THEN 'NOT t.actual' ELSE format('t.%I IS NOT NULL', b.retire) END;

-- One value as it is stored: NULL for none; why says what is wrong with it.
CREATE FUNCTION book_cell(c book_column, p_raw text, OUT value text, OUT why text, OUT detail text)
LANGUAGE plpgsql STABLE
SET search_path = palreg, pg_temp
AS $$
DECLARE
	said text := btrim(p_raw, E' \t\u00a0');
BEGIN
	detail := '';
	IF coalesce(said, '') = '' THEN
		IF c.required THEN
			why := 'required';
		ELSE
			value := c.empty;
		END IF;
		RETURN;
	END IF;
	CASE c.kind
	WHEN 'int', 'decimal' THEN
		said := replace(replace(said, ',', '.'), E'\u00a0', '');
		IF said !~ (CASE c.kind WHEN 'int' THEN '^-?[0-9]{1,9}$' ELSE '^-?[0-9]{1,8}([.][0-9]{1,4})?$' END) THEN
			why := 'number';
		ELSIF said::numeric < coalesce(c.low, 0) OR said::numeric > coalesce(c.high, 99999999) THEN
			why := 'range';
			detail := concat_ws('–', coalesce(c.low, 0), c.high);
		END IF;
	WHEN 'date' THEN
		IF said ~ '^[0-9]{2}[.][0-9]{2}[.][0-9]{4}$' THEN
			said := concat_ws('-', substr(said, 7, 4), substr(said, 4, 2), substr(said, 1, 2));
		END IF;
		BEGIN
			IF said !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' OR said::date < '1900-01-01' THEN
				why := 'date';
			END IF;
		EXCEPTION WHEN data_exception THEN
			why := 'date';
		END;
	WHEN 'flag', 'retired' THEN
		value := CASE WHEN lower(said) IN ('да', 'yes', 'y', 'true', 't', '1', '+') THEN 'true'
		    WHEN lower(said) IN ('нет', 'no', 'n', 'false', 'f', '0', '-', '—') THEN 'false' END;
		IF value IS NULL THEN
			why := 'flag';
		END IF;
		RETURN;
	WHEN 'choice' THEN
		IF NOT c.choices ? said THEN
			why := 'choice';
			detail := (SELECT string_agg(k, ', ') FROM jsonb_object_keys(c.choices) AS k);
		END IF;
	WHEN 'refs' THEN
		said := to_jsonb(string_to_array(regexp_replace(said, '\s*(,)\s*', '\1', 'g'), ','))::text;
	ELSE
		IF length(said) > c.max THEN
			why := 'long';
			detail := c.max::text;
		ELSIF said ~ '[\u0001-\u001f\u007f]' AND (c.kind <> 'lines' OR said ~ '[\u0001-\u0009\u000b\u000c\u000e-\u001f\u007f]') THEN
			why := 'characters';
		ELSIF said ~ '^[=@]' THEN
			why := 'formula';
		ELSIF c.pattern IS NOT NULL AND said !~ c.pattern THEN
			why := 'pattern';
		END IF;
	END CASE;
	IF why IS NULL THEN
		value := said;
	END IF;
END
$$;

-- The cells of a row as values by column, and what is wrong with them.
CREATE FUNCTION book_cells(p_columns book_column[], p_places int[], p_cells text[], OUT said jsonb, OUT wrong jsonb)
LANGUAGE plpgsql STABLE
SET search_path = palreg, pg_temp
AS $$
DECLARE
	v record;
BEGIN
	said := '{}';
	FOR n IN 1 .. cardinality(p_columns) LOOP
		v := book_cell(p_columns[n], p_cells[p_places[n]]);
		IF v.why IS NOT NULL THEN
			wrong := coalesce(wrong, '[]') || jsonb_build_object('name', p_columns[n].name, 'why', v.why, 'detail', v.detail);
		END IF;
		said := said || jsonb_build_object(p_columns[n].name, CASE p_columns[n].kind WHEN 'refs' THEN coalesce(v.value, '[]')::jsonb ELSE to_jsonb(v.value) END);
	END LOOP;
END
$$;

-- Finds the row of a table by what is said of its key.
CREATE FUNCTION book_found(b book, p_said text) RETURNS text
LANGUAGE sql STABLE
SET search_path = palreg, pg_temp
RETURN book_fixed(b) || (SELECT string_agg(format(' AND t.%I %s (%s->>%L)::%s', k, CASE WHEN a.attnotnull THEN '=' ELSE 'IS NOT DISTINCT FROM' END,
	p_said, k, format_type(a.atttypid, a.atttypmod)), '' ORDER BY n)
    FROM unnest(b.key) WITH ORDINALITY AS u(k, n) JOIN pg_attribute AS a ON a.attrelid = b.tab::text::regclass AND a.attname = k);

-- What the file says becomes entries; what is wrong becomes problems. Nothing of the book changes.
CREATE FUNCTION book_judge(p_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	i book_import;
	b book;
	c book_column;
	o book;
	columns_ book_column[];
	places_ int[];
BEGIN
	SELECT * INTO i FROM book_import WHERE id = p_id;
	SELECT * INTO b FROM book WHERE code = i.book;
	DELETE FROM book_import_problem WHERE import_id = p_id;
	INSERT INTO book_import_problem
	SELECT p_id, 1, p.name, 'column_twice', i.titles[n] FROM unnest(i.places) WITH ORDINALITY AS p(name, n)
	 WHERE p.name <> '' AND array_position(i.places, p.name) < n
	UNION ALL
	SELECT p_id, 1, k.name, 'column_missing', '' FROM unnest(b.key) AS k(name) JOIN book_column AS c ON c.book = b.code AND c.name = k.name
	 WHERE NOT c.made AND k.name <> ALL (i.places);
	IF FOUND THEN
		RETURN;
	END IF;
	SELECT array_agg(c ORDER BY c.ord), array_agg(array_position(i.places, c.name::text) ORDER BY c.ord) INTO columns_, places_
	  FROM book_column AS c WHERE c.book = i.book AND c.name = ANY (i.places);
	EXECUTE format('UPDATE book_import_row AS r SET said = s.said, wrong = s.wrong, key = nullif(%s, ''''), was = NULL, became = NULL, action = NULL'
	    ' FROM (SELECT q.ctid AS place, $4 || v.said AS said, v.wrong FROM book_import_row AS q'
	    '        CROSS JOIN LATERAL book_cells($1, $2, q.cells) AS v WHERE q.import_id = $3) AS s'
	    ' WHERE r.ctid = s.place', book_said_key(b, 's.said')) USING columns_, places_, p_id, b.fixed;
	INSERT INTO book_import_problem
	SELECT p_id, r.row_no, w.value->>'name', w.value->>'why', w.value->>'detail'
	  FROM book_import_row AS r CROSS JOIN LATERAL jsonb_array_elements(r.wrong) AS w WHERE r.import_id = p_id AND r.wrong IS NOT NULL;
	-- A code is one of its book.
	FOR c IN SELECT * FROM book_column WHERE book = i.book AND kind IN ('ref', 'refs') AND name = ANY (i.places) LOOP
		SELECT * INTO o FROM book WHERE code = c.ref;
		EXECUTE format('INSERT INTO book_import_problem SELECT $1, r.row_no, %1$L, ''ref'', u.code FROM book_import_row AS r'
		    ' CROSS JOIN LATERAL %2$s AS u(code) WHERE r.import_id = $1 AND u.code <> '''''
		    ' AND u.code NOT IN (SELECT t.%3$I::text FROM %4$I AS t WHERE %5$s)',
		    c.name, format(CASE c.kind WHEN 'refs' THEN 'jsonb_array_elements_text(r.said->%L)' ELSE '(SELECT r.said->>%L)' END, c.name),
		    o.key[cardinality(o.key)], o.tab, book_fixed(o)) USING p_id;
	END LOOP;
	-- Keys that the database makes may be missing; others stand once.
	INSERT INTO book_import_problem
	SELECT p_id, row_no, b.key[cardinality(b.key)], 'twice', first::text
	  FROM (SELECT row_no, min(row_no) OVER (PARTITION BY key) AS first FROM book_import_row WHERE import_id = p_id AND key IS NOT NULL) AS k
	 WHERE row_no > first;
	IF EXISTS (SELECT FROM book_import_problem WHERE import_id = p_id) THEN
		RETURN;
	END IF;
	-- Only what is said is other than it was; out of use since now, or since when it was.
	EXECUTE format('UPDATE book_import_row AS r SET was = s.was, became = coalesce(s.was, ''{}'') || s.told,'
	    '       action = CASE WHEN s.was IS NULL THEN ''create'' WHEN s.was @> s.told THEN ''same'' ELSE ''edit'' END'
	    '  FROM (SELECT q.ctid AS place, w.was, (SELECT jsonb_object_agg(e.key, e.value) FROM jsonb_each(to_jsonb(x)) AS e WHERE s.said ? e.key) AS told'
	    '          FROM book_import_row AS q LEFT JOIN LATERAL (SELECT to_jsonb(t) AS was FROM %1$I AS t WHERE %2$s) AS w ON true'
	    '         CROSS JOIN LATERAL (SELECT CASE WHEN q.said ? ''retired'' THEN q.said || jsonb_build_object(%3$L::text,'
	    '                CASE q.said->>''retired'' WHEN ''true'' THEN coalesce(nullif(w.was->%3$L, ''null''), to_jsonb(now())) END) ELSE q.said END AS said) AS s'
	    '         CROSS JOIN LATERAL jsonb_populate_record(NULL::%1$I, s.said) AS x WHERE q.import_id = $1) AS s'
	    ' WHERE r.ctid = s.place', b.tab, book_found(b, 'q.said'), b.retire) USING p_id;
	INSERT INTO book_import_problem
	SELECT p_id, r.row_no, c.name, CASE WHEN c.made THEN 'none' ELSE 'required' END, CASE WHEN c.made THEN r.key ELSE '' END
	  FROM book_import_row AS r JOIN book_column AS c ON c.book = i.book AND (c.made AND r.key IS NOT NULL OR c.required AND c.name <> ALL (i.places))
	 WHERE r.import_id = p_id AND r.action = 'create';
END
$$;

-- The columns of a table that an entry is written with.
CREATE FUNCTION book_written(b book, p_row text, p_id uuid, p_create boolean) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT string_agg(format('%s%I', p_row, k), ', ' ORDER BY k)
  FROM (SELECT name::text AS k FROM book_import AS i, unnest(i.places) AS u(name) WHERE i.id = p_id AND name NOT IN ('', 'retired')
        UNION SELECT b.retire FROM book_import AS i WHERE i.id = p_id AND 'retired' = ANY (i.places)
        UNION SELECT unnest(b.key) WHERE p_create
        UNION SELECT jsonb_object_keys(b.fixed) WHERE p_create) AS w
 WHERE p_create OR NOT k = ANY (b.key)
$$;

CREATE FUNCTION book_after(b book, p_keys text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF b.after IS NOT NULL AND p_keys <> '{}' THEN
		EXECUTE format('SELECT %I($1)', b.after) USING p_keys;
	END IF;
END
$$;

-- A code with actual codes below it is no diagnosis by itself.
CREATE FUNCTION icd10_leaves(p_codes text[]) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
UPDATE icd10 AS p SET leaf = NOT p.leaf
  FROM (SELECT c.code, EXISTS (SELECT FROM icd10 AS k WHERE k.code ~>~ c.code AND k.code ~<~ (c.code || '~') AND k.actual) AS above
          FROM (SELECT u.code FROM unnest(p_codes) AS u(code)
                UNION SELECT left(u.code, n) FROM unnest(p_codes) AS u(code), unnest(ARRAY[3, 5, 6]) AS n WHERE length(u.code) > n) AS c) AS s
 WHERE p.code = s.code AND p.leaf = s.above
$$;

-- Writes the rows from p_first to p_last into the book.
CREATE FUNCTION book_write(p_id uuid, p_first int DEFAULT 0, p_last int DEFAULT 1000000) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	i book_import;
	b book;
	names text;
	written text;
BEGIN
	SELECT * INTO i FROM book_import WHERE id = p_id;
	SELECT * INTO b FROM book WHERE code = i.book;
	IF EXISTS (SELECT FROM book_column WHERE book = b.code AND made) THEN
		UPDATE book_import_row AS r SET became = became || jsonb_build_object('id', k.key), key = k.key
		  FROM (SELECT row_no, nextval(pg_get_serial_sequence(b.tab, 'id')) AS key FROM book_import_row
		         WHERE import_id = p_id AND action = 'create' AND row_no BETWEEN p_first AND p_last) AS k
		 WHERE r.import_id = p_id AND r.row_no = k.row_no;
	END IF;
	names := book_written(b, '', p_id, true);
	EXECUTE format('INSERT INTO %1$I (%2$s) SELECT %3$s FROM book_import_row AS r'
	    ' CROSS JOIN LATERAL jsonb_populate_record(NULL::%1$I, r.became) AS x'
	    ' WHERE r.import_id = $1 AND r.action = ''create'' AND r.row_no BETWEEN $2 AND $3 ORDER BY r.row_no',
	    b.tab, names, book_written(b, 'x.', p_id, true)) USING p_id, p_first, p_last;
	names := book_written(b, '', p_id, false);
	written := book_written(b, 'x.', p_id, false);
	IF names IS NOT NULL THEN
		EXECUTE format('UPDATE %1$I AS t SET (%2$s) = ROW (%3$s) FROM book_import_row AS r'
		    ' CROSS JOIN LATERAL jsonb_populate_record(NULL::%1$I, r.became) AS x'
		    ' WHERE r.import_id = $1 AND r.action = ''edit'' AND r.row_no BETWEEN $2 AND $3 AND %4$s AND r.key = %5$s',
		    b.tab, names, written, book_fixed(b), book_key(b, 't')) USING p_id, p_first, p_last;
	END IF;
	SET CONSTRAINTS ALL IMMEDIATE;
	PERFORM book_after(b, ARRAY(SELECT key FROM book_import_row
	    WHERE import_id = p_id AND action IN ('create', 'edit') AND row_no BETWEEN p_first AND p_last));
END
$$;

-- Tries what would be written and takes it back: rows that the database's own rules refuse become problems.
CREATE FUNCTION book_try(p_id uuid, p_first int, p_last int) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	state text;
	rule text;
	col text;
	tab text;
BEGIN
	BEGIN
		PERFORM book_write(p_id, p_first, p_last);
		RAISE EXCEPTION 'taken back' USING ERRCODE = 'PB001';
	EXCEPTION WHEN OTHERS THEN
		GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, rule = CONSTRAINT_NAME, col = COLUMN_NAME, tab = TABLE_NAME;
	END;
	IF state = 'PB001' THEN
		RETURN NULL;
	END IF;
	IF state !~ '^(22|23|P0001)' THEN
		RAISE EXCEPTION 'the book cannot be written: %', state USING ERRCODE = state;
	END IF;
	RETURN coalesce(nullif(rule, ''), nullif(col, ''), state);
END
$$;

-- Looks for the rows that the rules of the table refuse; at most so many are told.
CREATE FUNCTION book_blame(p_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	b book;
	n int;
	rule text;
	told int := 0;
BEGIN
	SELECT k.* INTO b FROM book AS k JOIN book_import AS i ON i.book = k.code WHERE i.id = p_id;
	FOR n IN SELECT row_no FROM book_import_row WHERE import_id = p_id AND action <> 'same' ORDER BY row_no LOOP
		rule := book_try(p_id, n, n);
		IF rule IS NOT NULL THEN
			INSERT INTO book_import_problem VALUES (p_id, n, coalesce((SELECT min(a.attname) FROM pg_constraint AS k
			      JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
			      JOIN book_column AS c ON c.book = b.code AND c.name = a.attname
			     WHERE k.conname = rule AND k.conrelid = b.tab::text::regclass HAVING count(*) = 1),
			    (SELECT c.name FROM book_column AS c WHERE c.book = b.code AND rule IN (c.name, b.tab || '_' || c.name || '_known')), ''),
			    'rule', rule);
			told := told + 1;
			EXIT WHEN told = 100;
		END IF;
	END LOOP;
	IF told = 0 THEN
		INSERT INTO book_import_problem VALUES (p_id, 0, '', 'rule', book_try(p_id, 0, 1000000));
	END IF;
END
$$;

-- What few rows would do is tried at once, what many would do when they are taken in: either way it is all or nothing.
CREATE FUNCTION book_check(p_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	PERFORM book_judge(p_id);
	IF NOT EXISTS (SELECT FROM book_import_problem WHERE import_id = p_id)
	    AND (SELECT count(*) FROM book_import_row WHERE import_id = p_id AND action <> 'same') <= 2000
	    AND book_try(p_id, 0, 1000000) IS NOT NULL THEN
		PERFORM book_blame(p_id);
	END IF;
END
$$;

-- Rows of the history for what was written.
CREATE FUNCTION book_remember(p_id uuid, p_import uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
INSERT INTO book_change (book, key, version, action, account_id, import_id, was, became)
SELECT i.book, r.key, coalesce((SELECT max(version) FROM book_change AS c WHERE c.book = i.book AND c.key = r.key), 0) + 1, r.action,
       current_account(), p_import, r.was, r.became
  FROM book_import AS i JOIN book_import_row AS r ON r.import_id = i.id
 WHERE i.id = p_id AND r.action <> 'same'
 ORDER BY r.row_no
$$;

CREATE FUNCTION book_version(p_book text, p_key text) RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$ SELECT coalesce(max(version), 0) FROM book_change WHERE book = p_book AND key = p_key $$;

-- The one who comes second waits and then sees what the first one made.
CREATE FUNCTION book_lock(p_book text) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$ SELECT pg_advisory_xact_lock(hashtext('palreg.book'), hashtext(p_book)) $$;

-- What a rule of the table says, in words where the description has them.
CREATE FUNCTION book_told(b book, p_why text, p_detail text, p_lang text) RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = palreg, pg_temp
RETURN CASE p_why WHEN 'rule' THEN coalesce(b.rules->p_detail->>(CASE p_lang WHEN 'en' THEN 1 ELSE 0 END), '') ELSE p_detail END;

-- One entry from a form: p_key NULL makes a new one. Returns what is wrong with it, column by column; nothing: it is saved.
CREATE FUNCTION book_save(p_book text, p_key text, p_version int, p_names text[], p_cells text[], p_lang text DEFAULT 'ru')
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

-- What stands in the way of removing an entry: rows of other books that belong to it, or whatever refers to it.
CREATE FUNCTION book_remove(b book, p_keys text[]) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	f record;
	said text;
BEGIN
	FOR f IN SELECT conrelid::regclass AS tab, a.attname AS col, r.attname AS ref FROM pg_constraint AS k
	      JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
	      JOIN pg_attribute AS r ON r.attrelid = k.confrelid AND r.attnum = k.confkey[1]
	     WHERE k.contype = 'f' AND k.confrelid = b.tab::text::regclass AND k.confdeltype = 'c' LOOP
		EXECUTE format('SELECT min(t.%I::text) FROM %I AS t WHERE %s = ANY ($1) AND EXISTS (SELECT FROM %s AS o WHERE o.%I = t.%I)',
		    f.ref, b.tab, book_key(b, 't'), f.tab, f.col, f.ref) INTO said USING p_keys;
		IF said IS NOT NULL THEN
			RETURN said;
		END IF;
	END LOOP;
	BEGIN
		EXECUTE format('DELETE FROM %I AS t WHERE %s AND %s = ANY ($1)', b.tab, book_fixed(b), book_key(b, 't')) USING p_keys;
		SET CONSTRAINTS ALL IMMEDIATE;
	EXCEPTION WHEN foreign_key_violation THEN
		GET STACKED DIAGNOSTICS said = PG_EXCEPTION_DETAIL;
		RETURN coalesce(substring(said FROM '=\((?:[^,)]*, )?([^)]*)\)'), '?');
	END;
	RETURN NULL;
END
$$;

-- True when the database itself knows whether an entry is used: something refers to it by a foreign key.
CREATE FUNCTION book_knows_use(b book) RETURNS boolean
LANGUAGE sql STABLE
SET search_path = palreg, pg_temp
RETURN b.tab NOT IN ('coded_value', 'unit', 'route', 'control_class', 'medicine_group')
    AND (EXISTS (SELECT FROM pg_constraint WHERE contype = 'f' AND confrelid = b.tab::text::regclass)
        OR b.tab IN ('medicine_ddd', 'ome_factor', 'medicine_pack', 'medicine_limit', 'rx_limit'));

-- Out of use, in use again, or, never used, removed. Returns why it is refused.
CREATE FUNCTION book_turn(p_book text, p_key text, p_version int, p_action text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	b book := book_take(p_book, true);
	was jsonb;
	became jsonb;
	said text;
BEGIN
	PERFORM book_lock(p_book);
	IF book_version(p_book, p_key) <> p_version THEN
		RAISE EXCEPTION 'the entry was changed meanwhile' USING ERRCODE = '40001', CONSTRAINT = 'book_change_version';
	END IF;
	EXECUTE format('SELECT to_jsonb(t) FROM %I AS t WHERE %s AND %s = $1 FOR UPDATE', b.tab, book_fixed(b), book_key(b, 't'))
	   INTO was USING p_key;
	IF was IS NULL THEN
		RAISE EXCEPTION 'no such entry' USING ERRCODE = 'P0002';
	END IF;
	IF p_action = 'delete' THEN
		said := CASE WHEN NOT book_knows_use(b) THEN 'unknown' ELSE book_remove(b, ARRAY[p_key]) END;
		IF said IS NOT NULL THEN
			RETURN 'used';
		END IF;
	ELSE
		EXECUTE format('UPDATE %1$I AS t SET %2$I = %3$s WHERE %4$s AND %5$s = $1 AND (%6$s) <> $2 RETURNING to_jsonb(t)', b.tab, b.retire,
		    CASE b.retire WHEN 'actual' THEN 'NOT $2' ELSE 'CASE WHEN $2 THEN now() END' END,
		    book_fixed(b), book_key(b, 't'), book_is_retired(b)) INTO became USING p_key, p_action = 'retire';
		IF became IS NULL THEN
			RETURN 'already';
		END IF;
		PERFORM book_after(b, ARRAY[p_key]);
	END IF;
	INSERT INTO book_change (book, key, version, action, account_id, was, became)
	VALUES (p_book, p_key, p_version + 1, p_action, current_account(), was, became);
	RETURN NULL;
END
$$;

-- The title of an entry of a book.
CREATE FUNCTION book_title(p_book text, p_code text, p_lang text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	b book;
	said text;
BEGIN
	SELECT * INTO b FROM book WHERE code = p_book;
	EXECUTE format('SELECT %s FROM %I AS t WHERE %s AND %s = $1', CASE p_lang WHEN 'en' THEN b.title_en ELSE b.title END, b.tab,
	    book_fixed(b), book_key(b, 't')) INTO said USING p_code;
	RETURN coalesce(said, p_code);
END
$$;

-- A value as it is typed, and as a file has it.
CREATE FUNCTION book_text(c book_column, v jsonb, p_lang text) RETURNS text
LANGUAGE sql STABLE
SET search_path = palreg, pg_temp
AS $$
SELECT CASE WHEN c.kind IN ('flag', 'retired') THEN CASE WHEN coalesce(v, 'null') IN ('null', 'false') THEN CASE p_lang WHEN 'en' THEN 'no' ELSE 'нет' END
	    ELSE CASE p_lang WHEN 'en' THEN 'yes' ELSE 'да' END END
	WHEN coalesce(v, 'null') = 'null' THEN ''
	WHEN c.kind = 'decimal' THEN replace(trim_scale((v #>> '{}')::numeric)::text, '.', CASE p_lang WHEN 'en' THEN '.' ELSE ',' END)
	WHEN c.kind = 'date' THEN to_char((v #>> '{}')::date, 'DD.MM.YYYY')
	WHEN c.kind = 'refs' THEN (SELECT string_agg(u.code, ',' ORDER BY u.n) FROM jsonb_array_elements_text(v) WITH ORDINALITY AS u(code, n))
	ELSE v #>> '{}' END
$$;

-- A value as it is read: codes by their names.
CREATE FUNCTION book_shown(c book_column, v jsonb, p_lang text) RETURNS text
LANGUAGE sql STABLE
SET search_path = palreg, pg_temp
AS $$
SELECT CASE WHEN v IS NULL OR v IN ('null', '""') THEN ''
	WHEN c.kind = 'ref' THEN book_title(c.ref, v #>> '{}', p_lang)
	WHEN c.kind = 'refs' THEN (SELECT string_agg(book_title(c.ref, u.code, p_lang), ', ' ORDER BY u.n)
	    FROM jsonb_array_elements_text(v) WITH ORDINALITY AS u(code, n))
	WHEN c.kind = 'choice' THEN coalesce(c.choices->(v #>> '{}')->>(CASE p_lang WHEN 'en' THEN 1 ELSE 0 END), v #>> '{}')
	WHEN c.kind = 'retired' THEN to_char((v #>> '{}')::timestamptz, 'DD.MM.YYYY')
	ELSE book_text(c, v, p_lang) END
$$;

CREATE FUNCTION book_label(c book_column, p_lang text) RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = palreg, pg_temp
RETURN CASE p_lang WHEN 'en' THEN c.label_en ELSE c.label END;

-- Where the value of a column stands in the table.
CREATE FUNCTION book_place(b book, c book_column) RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = palreg, pg_temp
RETURN CASE c.kind WHEN 'retired' THEN b.retire ELSE c.name END;

-- What differs between two states of an entry, by the order of the columns.
CREATE FUNCTION book_differences(b book, p_was jsonb, p_became jsonb, p_lang text)
RETURNS TABLE (ord int, label text, before text, after text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT c.ord, book_label(c, p_lang), book_shown(c, p_was->book_place(b, c), p_lang), book_shown(c, p_became->book_place(b, c), p_lang)
  FROM book_column AS c
 WHERE c.book = b.code
   AND coalesce(nullif(p_was->book_place(b, c), '""'), 'null') <> coalesce(nullif(p_became->book_place(b, c), '""'), 'null')
$$;

-- All books with the number of their entries.
CREATE FUNCTION book_list(p_lang text)
RETURNS TABLE (part text, code text, name text, entries bigint, retired bigint, changed_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	b book;
BEGIN
	IF NOT coalesce(book_may(false), false) THEN
		RAISE EXCEPTION 'no right to the books' USING ERRCODE = '42501';
	END IF;
	FOR b IN SELECT * FROM book AS k ORDER BY k.ord LOOP
		part := b.part;
		code := b.code;
		name := CASE p_lang WHEN 'en' THEN b.name_en ELSE b.name END;
		EXECUTE format('SELECT count(*), count(*) FILTER (WHERE %s) FROM %I AS t WHERE %s', book_is_retired(b), b.tab, book_fixed(b))
		   INTO entries, retired;
		SELECT max(c.at) INTO changed_at FROM book_change AS c WHERE c.book = b.code;
		RETURN NEXT;
	END LOOP;
END
$$;

-- A book, and one entry of it unless p_key is NULL.
CREATE FUNCTION book_about(p_book text, p_key text, p_lang text)
RETURNS TABLE (name text, may_write boolean, title text, retired boolean, version int, may_delete boolean)
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

-- The columns of a book; shown: one of those in the list.
CREATE FUNCTION book_columns(p_book text, p_lang text)
RETURNS TABLE (name text, label text, shown boolean, is_number boolean)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT c.name::text, book_label(c, p_lang), c.shown AND c.name <> ALL (book_hidden(p_lang)), c.kind IN ('int', 'decimal')
  FROM book_take(p_book, false) AS b JOIN book_column AS c ON c.book = b.code ORDER BY c.ord
$$;

-- Entries that are looked for, a page of them; cells by the columns that are shown, divided by a unit separator.
CREATE FUNCTION book_entries(p_book text, p_text text, p_sort text, p_down boolean, p_state text, p_lang text, p_limit int, p_offset int)
RETURNS TABLE (key text, retired boolean, total bigint, cells text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	b book := book_take(p_book, false);
	sort book_column;
	looked text;
	sorted text;
BEGIN
	SELECT * INTO sort FROM book_column AS c WHERE c.book = p_book AND c.name = p_sort;
	looked := coalesce(b.search, (SELECT format('lower(concat_ws('' '', %s)) LIKE ''%%'' || $1 || ''%%''', string_agg(CASE
	        WHEN c.kind = 'ref' THEN format('book_title(%L, e.%I::text, %L)', c.ref, c.name, p_lang) ELSE format('e.%I::text', c.name) END, ', '))
	    FROM book_column AS c WHERE c.book = p_book AND c.kind IN ('text', 'lines', 'ref') AND c.name <> 'source'));
	sorted := CASE WHEN sort.kind = 'ref' THEN format('book_title(%L, e.%I::text, %L)', sort.ref, sort.name, p_lang)
	    WHEN sort.name IS NOT NULL THEN format('e.%I', book_place(b, sort))
	    WHEN EXISTS (SELECT FROM book_column AS c WHERE c.book = p_book AND c.name = 'ord') THEN 'e.ord' ELSE 'e.entry_key' END
	    || CASE WHEN p_down THEN ' DESC' ELSE ' ASC' END;
	RETURN QUERY EXECUTE format(
	    'SELECT e.entry_key, e.is_retired, e.total, (SELECT string_agg(coalesce(book_shown(c, to_jsonb(e)->book_place($8, c), $2), ''''),'
	    ' E''\x1f'' ORDER BY c.ord) FROM book_column AS c WHERE c.book = $3 AND c.shown AND c.name <> ALL ($4))'
	    '  FROM (SELECT e.*, count(*) OVER () AS total'
	    '          FROM (SELECT t.*, %1$s AS entry_key, %2$s AS is_retired FROM %3$I AS t WHERE %4$s) AS e'
	    '         WHERE %5$s AND ($5 = ''all'' OR e.is_retired = ($5 = ''retired''))'
	    '         ORDER BY %6$s NULLS LAST, e.entry_key LIMIT $6 OFFSET $7) AS e'
	    ' ORDER BY %6$s NULLS LAST, e.entry_key',
	    book_key(b, 't'), book_is_retired(b), b.tab, book_fixed(b), CASE WHEN btrim(coalesce(p_text, '')) = '' THEN 'true' ELSE '(' || looked || ')' END,
	    sorted)
	    USING regexp_replace(lower(btrim(coalesce(p_text, ''))), '([\\%_])', '\\\1', 'g'), p_lang, p_book, book_hidden(p_lang),
	        coalesce(p_state, 'current'), p_limit, p_offset, b;
END
$$;

-- All entries with all columns, as a file has them.
CREATE FUNCTION book_export(p_book text, p_lang text) RETURNS TABLE (cells text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	b book := book_take(p_book, false);
	said text;
	columns_ book_column[];
BEGIN
	SELECT array_agg(u.c ORDER BY u.n), string_agg(CASE WHEN (u.c).kind IN ('text', 'choice', 'ref') THEN format('coalesce(t.%I::text, '''')', (u.c).name)
	       ELSE format('book_text($1[%s], to_jsonb(t.%I), $2)', u.n, book_place(b, u.c)) END, ', ' ORDER BY u.n) INTO columns_, said
	  FROM (SELECT k AS c, row_number() OVER (ORDER BY k.ord) AS n FROM book_column AS k WHERE k.book = p_book) AS u;
	RETURN QUERY EXECUTE format('SELECT concat_ws(E''\x1f'', %s) FROM %I AS t WHERE %s ORDER BY %s', said, b.tab, book_fixed(b),
	    (SELECT string_agg(format('t.%I', k), ', ') FROM unnest(b.key) AS k)) USING columns_, p_lang;
END
$$;

-- The columns of a form with what they hold.
CREATE FUNCTION book_entry(p_book text, p_key text, p_lang text)
RETURNS TABLE (name text, kind text, label text, help text, required boolean, fixed boolean, max int, value text, shown text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	b book := book_take(p_book, false);
	r jsonb := '{}';
BEGIN
	IF p_key IS NOT NULL THEN
		EXECUTE format('SELECT to_jsonb(t) FROM %I AS t WHERE %s AND %s = $1', b.tab, book_fixed(b), book_key(b, 't')) INTO r USING p_key;
		r := coalesce(r, (SELECT c.was FROM book_change AS c WHERE c.book = p_book AND c.key = p_key ORDER BY c.version DESC LIMIT 1));
	ELSIF EXISTS (SELECT FROM book_column AS c WHERE c.book = p_book AND c.name = 'ord') THEN
		EXECUTE format('SELECT jsonb_build_object(''ord'', coalesce(max(t.ord), 0) + 10) FROM %I AS t WHERE %s', b.tab, book_fixed(b)) INTO r;
	END IF;
	RETURN QUERY
	SELECT c.name::text, c.kind, book_label(c, p_lang), CASE p_lang WHEN 'en' THEN c.help_en ELSE c.help END, c.required,
	       c.name = ANY (b.key) AND p_key IS NOT NULL, c.max, book_text(c, r->c.name::text, p_lang), book_shown(c, r->c.name::text, p_lang)
	  FROM book_column AS c
	 WHERE c.book = p_book AND c.kind <> 'retired' AND NOT (c.made AND p_key IS NULL)
	 ORDER BY c.ord;
END
$$;

-- What may be chosen in a form.
CREATE FUNCTION book_options(p_book text, p_lang text) RETURNS TABLE (name text, code text, title text, retired boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	c book_column;
	b book;
BEGIN
	PERFORM book_take(p_book, false);
	FOR c IN SELECT * FROM book_column AS k WHERE k.book = p_book AND k.kind IN ('ref', 'refs', 'choice') ORDER BY k.ord LOOP
		IF c.kind = 'choice' THEN
			RETURN QUERY SELECT c.name::text, e.key, e.value->>(CASE p_lang WHEN 'en' THEN 1 ELSE 0 END), false
			  FROM jsonb_each(c.choices) AS e ORDER BY 3;
			CONTINUE;
		END IF;
		SELECT * INTO b FROM book AS k WHERE k.code = c.ref;
		RETURN QUERY EXECUTE format('SELECT %L, %s, %s, %s FROM %I AS t WHERE %s ORDER BY %s', c.name, book_key(b, 't'),
		    CASE p_lang WHEN 'en' THEN b.title_en ELSE b.title END, book_is_retired(b), b.tab, book_fixed(b),
		    CASE WHEN EXISTS (SELECT FROM book_column AS k WHERE k.book = b.code AND k.name = 'ord') THEN 't.ord, 3' ELSE '3' END);
	END LOOP;
END
$$;

-- What was changed, the newest first: a row for each column that differs.
CREATE FUNCTION book_history(p_book text, p_key text, p_lang text, p_limit int, p_offset int)
RETURNS TABLE (id bigint, key text, version int, action text, who text, at timestamptz, import_id uuid, label text, before text, after text,
	total bigint)
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

-- ---- imports ----

-- Titles of a file are names or labels of columns, or what others call them.
CREATE FUNCTION book_import_begin(p_id uuid, p_book text, p_file text, p_titles text) RETURNS void
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

-- An import in the state that is asked for; until it is decided only of who began it.
CREATE FUNCTION book_import_take(p_id uuid, p_status text) RETURNS book_import
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

-- Lines of a file: the number of its row, then its cells, divided by tabs. A line that came before is not taken again.
CREATE FUNCTION book_import_stage(p_id uuid, p_lines text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	i book_import := book_import_take(p_id, 'open');
BEGIN
	INSERT INTO book_import_row (import_id, row_no, cells)
	SELECT p_id, c.cells[1]::int, c.cells[2:] FROM string_to_table(p_lines, E'\n') AS l(line)
	 CROSS JOIN LATERAL (SELECT string_to_array(l.line, E'\t') AS cells) AS c
	 WHERE l.line <> ''
	ON CONFLICT (import_id, row_no) DO NOTHING;
	RETURN (SELECT count(*) FROM book_import_row WHERE import_id = i.id);
END
$$;

-- The dry run.
CREATE FUNCTION book_import_check(p_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	i book_import := book_import_take(p_id, 'open');
	b book;
	n int;
BEGIN
	SELECT * INTO b FROM book WHERE code = i.book;
	IF b.skip IS NOT NULL THEN
		DELETE FROM book_import_row WHERE import_id = p_id AND cells[array_position(i.places, b.key[1]::text)] ~ b.skip;
		GET DIAGNOSTICS n = ROW_COUNT;
	END IF;
	PERFORM book_check(p_id);
	UPDATE book_import SET status = 'checked', skipped = coalesce(n, 0) WHERE id = p_id;
END
$$;

-- All of it, or nothing. 'changed': the book is another one than at the dry run, whose result has been made anew.
CREATE FUNCTION book_import_commit(p_id uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	i book_import := book_import_take(p_id, 'checked');
	b book;
	changed boolean;
BEGIN
	IF EXISTS (SELECT FROM book_import_problem WHERE import_id = p_id) THEN
		RETURN 'problems';
	END IF;
	IF NOT EXISTS (SELECT FROM book_import_row WHERE import_id = p_id AND action <> 'same') THEN
		RETURN 'nothing';
	END IF;
	PERFORM book_lock(i.book);
	SELECT * INTO b FROM book WHERE code = i.book;
	EXECUTE format('SELECT EXISTS (SELECT FROM book_import_row AS q WHERE q.import_id = $1'
	    ' AND q.was IS DISTINCT FROM (SELECT to_jsonb(t) FROM %I AS t WHERE %s))', b.tab, book_found(b, 'q.said')) INTO changed USING p_id;
	IF changed THEN
		PERFORM book_check(p_id);
		RETURN 'changed';
	END IF;
	BEGIN
		PERFORM book_write(p_id);
	EXCEPTION WHEN integrity_constraint_violation OR data_exception OR raise_exception THEN
		PERFORM book_blame(p_id);
		RETURN 'problems';
	END;
	PERFORM book_remember(p_id, p_id);
	UPDATE book_import SET status = 'committed', committed_at = now() WHERE id = p_id;
	RETURN '';
END
$$;

-- The book as it was before; refused, with the key, when an entry was changed or used meanwhile. Where the database cannot see
-- who uses a code, the new ones go out of use instead of away.
CREATE FUNCTION book_import_undo(p_id uuid, OUT why text, OUT entry text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	i book_import := book_import_take(p_id, 'committed');
	b book;
	made text[];
	names text;
BEGIN
	why := '';
	PERFORM book_lock(i.book);
	SELECT * INTO b FROM book WHERE code = i.book;
	SELECT min(c.key) INTO entry FROM book_change AS mine
	  JOIN book_change AS c ON c.book = i.book AND c.key = mine.key AND c.id > mine.id
	 WHERE mine.import_id = p_id;
	IF entry IS NOT NULL THEN
		why := 'changed';
		RETURN;
	END IF;
	made := ARRAY(SELECT key FROM book_import_row WHERE import_id = p_id AND action = 'create');
	IF NOT book_knows_use(b) THEN
		EXECUTE format('UPDATE %I AS t SET retired_at = now() WHERE %s AND %s = ANY ($1)', b.tab, book_fixed(b), book_key(b, 't')) USING made;
	ELSIF made <> '{}' THEN
		entry := book_remove(b, made);
		IF entry IS NOT NULL THEN
			why := 'used';
			RETURN;
		END IF;
	END IF;
	names := (SELECT string_agg(format('%I', attname), ', ' ORDER BY attnum) FROM pg_attribute
	    WHERE attrelid = b.tab::text::regclass AND attnum > 0 AND NOT attisdropped AND attname <> ALL (b.key));
	EXECUTE format('UPDATE %1$I AS t SET (%2$s) = (SELECT %2$s FROM jsonb_populate_record(NULL::%1$I, r.was))'
	    ' FROM book_import_row AS r WHERE r.import_id = $1 AND r.action IN (''edit'', ''same'') AND r.was <> to_jsonb(t) AND %3$s'
	    ' AND NOT EXISTS (SELECT FROM book_change AS c WHERE c.book = $2 AND c.key = r.key AND c.at > $3)',
	    b.tab, names, book_found(b, 'r.said')) USING p_id, i.book, i.committed_at;
	INSERT INTO book_change (book, key, version, action, account_id, was, became)
	SELECT i.book, mine.key, mine.version + 1, 'undo', current_account(), mine.became, mine.was
	  FROM book_change AS mine WHERE mine.import_id = p_id ORDER BY mine.id;
	UPDATE book_import SET status = 'undone', undone_at = now(), undone_by = current_account() WHERE id = p_id;
END
$$;

CREATE FUNCTION book_import_drop(p_id uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	i book_import := book_import_take(p_id, 'checked');
BEGIN
	DELETE FROM book_import WHERE id = i.id;
	RETURN i.book;
END
$$;

-- Imports of a book, the newest first, or the one.
CREATE FUNCTION book_imports(p_book text, p_id uuid, p_lang text)
RETURNS TABLE (id uuid, book text, name text, file text, status text, who text, at timestamptz, undone_at timestamptz, undone_by text,
	created bigint, edited bigint, same bigint, problems bigint, skipped int, ignored text, may_write boolean)
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

-- What an import changes: a row for each column that differs, entries in the order of the file.
CREATE FUNCTION book_import_rows(p_id uuid, p_lang text, p_limit int, p_offset int)
RETURNS TABLE (row_no int, key text, action text, label text, before text, after text, total bigint)
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

CREATE FUNCTION book_import_problems(p_id uuid, p_lang text, p_limit int)
RETURNS TABLE (row_no int, label text, value text, why text, detail text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT p.row_no, coalesce(book_label(c, p_lang), ''), coalesce(left(r.cells[array_position(i.places, p.name)], 60), ''), p.why,
       book_told(b, p.why, p.detail, p_lang)
  FROM book_import AS i
  JOIN book AS b ON b.code = i.book AND book_may(false)
  JOIN book_import_problem AS p ON p.import_id = i.id
  LEFT JOIN book_column AS c ON c.book = i.book AND c.name = p.name
  LEFT JOIN book_import_row AS r ON r.import_id = i.id AND r.row_no = p.row_no
 WHERE i.id = p_id AND i.account_id = current_account()
 ORDER BY p.row_no, c.ord LIMIT p_limit
$$;

-- For the delivered files: what an administrator changed stays as it is.
CREATE FUNCTION book_kept(p_tab text, p_row jsonb) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT EXISTS (SELECT FROM book AS b JOIN book_change AS c ON c.book = b.code
                WHERE b.tab = p_tab AND p_row @> b.fixed
                  AND c.key = (SELECT string_agg(coalesce(p_row->>k::text, ''), '|' ORDER BY n) FROM unnest(b.key) WITH ORDINALITY AS u(k, n)))
$$;

-- A description fits its table, or it is not taken.
CREATE FUNCTION book_fit() RETURNS trigger
LANGUAGE plpgsql
SET search_path = palreg, pg_temp
AS $$
DECLARE
	b book;
	a pg_attribute;
BEGIN
	SELECT * INTO b FROM book WHERE code = NEW.book;
	SELECT * INTO a FROM pg_attribute WHERE attrelid = b.tab::text::regclass AND attnum > 0 AND NOT attisdropped AND attname = book_place(b, NEW);
	IF a.attname IS NULL OR NOT a.atttypid::regtype::text = ANY (CASE NEW.kind WHEN 'int' THEN '{integer}'::text[] WHEN 'decimal' THEN '{numeric}'
	    WHEN 'date' THEN '{date}' WHEN 'flag' THEN '{boolean}' WHEN 'refs' THEN '{text[]}' WHEN 'retired' THEN '{timestamp with time zone}'
	    WHEN 'ref' THEN '{text,integer}' ELSE CASE WHEN NEW.made THEN '{integer}' ELSE '{text}' END::text[] END) THEN
		RAISE EXCEPTION 'book %: % is no column of kind % of %', NEW.book, NEW.name, NEW.kind, b.tab;
	END IF;
	IF NEW.kind IN ('ref', 'refs') AND NOT EXISTS (SELECT FROM book WHERE code = NEW.ref) THEN
		RAISE EXCEPTION 'book %: % refers to no book', NEW.book, NEW.name;
	END IF;
	-- What an empty cell means where the table wants a value.
	NEW.empty := CASE WHEN NEW.kind = 'flag' THEN 'false' WHEN NEW.kind = 'refs' THEN '[]' WHEN NOT a.attnotnull OR NEW.kind = 'date' THEN NULL
	    WHEN NEW.kind IN ('int', 'decimal') THEN '0' ELSE '' END;
	NEW.required := NEW.required OR a.attnotnull AND NEW.kind = 'date';
	RETURN NEW;
END
$$;
CREATE TRIGGER book_fit BEFORE INSERT OR UPDATE ON book_column FOR EACH ROW EXECUTE FUNCTION book_fit();

DO $$
DECLARE
	t regclass;
BEGIN
	FOREACH t IN ARRAY ARRAY['book', 'book_column', 'book_import', 'book_import_row', 'book_import_problem', 'book_change']::regclass[] LOOP
		EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY book_owner ON %s TO palreg_owner USING (true) WITH CHECK (true)', t);
	END LOOP;
END
$$;

GRANT EXECUTE ON FUNCTION book_list(text), book_about(text, text, text), book_columns(text, text),
	book_entries(text, text, text, boolean, text, text, int, int), book_export(text, text), book_entry(text, text, text),
	book_options(text, text), book_history(text, text, text, int, int), book_save(text, text, int, text[], text[], text),
	book_turn(text, text, int, text), book_import_begin(uuid, text, text, text), book_import_stage(uuid, text), book_import_check(uuid),
	book_import_commit(uuid), book_import_undo(uuid), book_import_drop(uuid), book_imports(text, uuid, text),
	book_import_rows(uuid, text, int, int), book_import_problems(uuid, text, int) TO palreg_admin;

COMMIT;
