-- book.sql: what the editor knows of the reference books; included by load.sql. book.json has a line for each book, standard
-- columns by their names; lists and reasons are books of their own. book_fit() refuses what does not fit its table.
CREATE TEMP TABLE in_book_file (file jsonb) ON COMMIT DROP;
\copy in_book_file FROM PROGRAM 'tr -d "\n\t" <book.json; echo' (FORMAT csv, DELIMITER E'\x01', QUOTE E'\x02')

CREATE TEMP TABLE in_book ON COMMIT DROP AS
SELECT b.book->>'part' AS part, b.book->>'code' AS code, coalesce(b.book->>'table', b.book->>'code') AS tab, b.book, b.n AS ord
  FROM in_book_file AS f
 CROSS JOIN LATERAL (
	SELECT value AS book, ordinality AS n FROM jsonb_array_elements(f.file->'books') WITH ORDINALITY
	UNION ALL
	SELECT jsonb_build_object('part', 'lists', 'code', l.value->>0, 'table', 'coded_value', 'name', l.value->1, 'name_en', l.value->2,
	           'fixed', jsonb_build_object('list', l.value->>0)), 100 + l.ordinality
	  FROM jsonb_array_elements(f.file->'lists') WITH ORDINALITY AS l
	UNION ALL
	SELECT jsonb_build_object('part', 'reasons', 'code', l.value->>0 || '_reason', 'table', 'reason', 'name', l.value->1, 'name_en', l.value->2,
	           'fixed', jsonb_build_object('kind', l.value->>0)), 200 + l.ordinality
	  FROM jsonb_array_elements(f.file->'reasons') WITH ORDINALITY AS l) AS b;

INSERT INTO book (code, part, tab, key, fixed, title, title_en, retire, skip, after, search, rules, name, name_en, ord, own)
SELECT i.code, i.part, i.tab, ARRAY(SELECT jsonb_array_elements_text(coalesce(i.book->'key', '["code"]'))), coalesce(i.book->'fixed', '{}'),
       coalesce(i.book->>'title', 't.name'), coalesce(i.book->>'title_en', 't.name_en'), coalesce(i.book->>'retire', 'retired_at'),
       i.book->>'skip', i.book->>'after', i.book->>'search', coalesce(i.book->'rules', '{}'), i.book->>'name', i.book->>'name_en', i.ord, coalesce((i.book->>'own')::boolean, false)
  FROM in_book AS i
ON CONFLICT (code) DO UPDATE SET part = EXCLUDED.part, tab = EXCLUDED.tab, key = EXCLUDED.key, fixed = EXCLUDED.fixed, title = EXCLUDED.title,
	title_en = EXCLUDED.title_en, retire = EXCLUDED.retire, skip = EXCLUDED.skip, after = EXCLUDED.after, search = EXCLUDED.search,
	rules = EXCLUDED.rules, name = EXCLUDED.name, name_en = EXCLUDED.name_en, ord = EXCLUDED.ord, own = EXCLUDED.own;

DELETE FROM book_column;
INSERT INTO book_column (book, name, kind, label, label_en, help, help_en, required, shown, made, pattern, low, high, max, ref, choices, aliases, ord)
SELECT i.code, c.name, c.kind, c.label, c.label_en, coalesce(c.help, ''), coalesce(c.help_en, ''), coalesce(c.required, false),
       coalesce(c.shown, false), coalesce(c.made, false), c.pattern, c.low, c.high, coalesce(c.max, 400), c.ref, c.choices,
       ARRAY(SELECT jsonb_array_elements_text(coalesce(c.aliases, '[]'))), u.n
  FROM in_book AS i
 CROSS JOIN in_book_file AS f
 CROSS JOIN LATERAL jsonb_array_elements(coalesce(i.book->'columns',
       '["code", "name", "name_en", "source", "ord", "valid_from", "valid_to", "retired"]')) WITH ORDINALITY AS u(given, n)
 CROSS JOIN LATERAL (SELECT CASE jsonb_typeof(u.given) WHEN 'string' THEN jsonb_build_object('name', u.given) ELSE u.given END AS own) AS o
 CROSS JOIN LATERAL jsonb_to_record(coalesce(f.file->'columns'->(o.own->>'name'), '{}') || o.own) AS c(name text, kind text, label text,
	label_en text, help text, help_en text, required boolean, shown boolean, made boolean, pattern text, low numeric, high numeric, max int,
	ref text, choices jsonb, aliases jsonb)
 ORDER BY i.ord, u.n;
