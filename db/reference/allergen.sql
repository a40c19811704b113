-- allergen.sql: substances beside the medicines of the book; included by load.sql. An administrator's own rows stay.
CREATE TEMP TABLE in_allergen (code text, name text, name_en text, subject text, source text, ord int) ON COMMIT DROP;
\copy in_allergen FROM 'allergen.csv' (FORMAT csv, HEADER match, FORCE_NOT_NULL (subject, source))

-- A group is one of the book.
DO $$
DECLARE
	said text;
BEGIN
	SELECT string_agg(format('allergen.csv: %s: no such group: %s', a.code, w.word), E'\n') INTO said
	  FROM in_allergen AS a, regexp_split_to_table(a.subject, ',') AS w(word)
	 WHERE w.word ~ '^[a-z]' AND NOT EXISTS (SELECT FROM medicine_group AS g WHERE g.code = w.word);
	IF said IS NOT NULL THEN
		RAISE EXCEPTION E'the reference books do not fit together\n%', said;
	END IF;
END
$$;

INSERT INTO allergen (code, name, name_en, subject, source, ord) SELECT code, name, name_en, subject, source, ord FROM in_allergen
ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, name_en = EXCLUDED.name_en, subject = EXCLUDED.subject,
	source = EXCLUDED.source, ord = EXCLUDED.ord
	WHERE NOT book_kept('allergen', to_jsonb(allergen));
