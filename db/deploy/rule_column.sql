-- Deploy palreg:rule_column to pg
-- requires: setting_more
-- A rule of a book that is a view, or speaks of several columns, may name the column at which it is told: its third word.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- As before, or the column that the rule names.
CREATE OR REPLACE FUNCTION book_blame(p_id uuid) RETURNS void
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
			    (SELECT c.name FROM book_column AS c WHERE c.book = b.code AND rule IN (c.name, b.tab || '_' || c.name || '_known')),
			    (SELECT c.name FROM book_column AS c WHERE c.book = b.code AND c.name = b.rules->rule->>2), ''),
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

COMMIT;
