-- books.t.sql: the editor of reference books: who may, what is refused, how changes are kept, imports as a whole and their undoing.
\ir fixture.sql
SELECT plan(51);
CREATE FUNCTION t.save(p_book text, p_key text, p_version int, p_names text[], p_cells text[]) RETURNS text LANGUAGE sql AS $$
SELECT coalesce(string_agg(concat_ws(' ', name, why, nullif(detail, '')), '; ' ORDER BY name), 'saved') FROM book_save(p_book, p_key, p_version, p_names, p_cells) $$;
CREATE FUNCTION t.row(p_book text, p_key text) RETURNS text LANGUAGE sql STABLE AS $$
SELECT string_agg(value, '|') FROM book_entry(p_book, p_key, 'ru') $$;
CREATE FUNCTION t.load(p_id uuid, p_book text, p_titles text, VARIADIC p_lines text[]) RETURNS text LANGUAGE sql AS $$
SELECT book_import_begin(p_id, p_book, 'файл.csv', replace(p_titles, ';', E'\t'));
SELECT book_import_stage(p_id, (SELECT string_agg((n + 1) || E'\t' || replace(line, ';', E'\t'), E'\n') FROM unnest(p_lines) WITH ORDINALITY AS u(line, n)));
SELECT book_import_check(p_id);
SELECT concat_ws(' ', created, edited, same, problems) FROM book_imports(NULL, p_id, 'ru') $$;
CREATE FUNCTION t.problems(p_id uuid) RETURNS text LANGUAGE sql AS $$
SELECT string_agg(concat_ws(' ', row_no, nullif(label, ''), why, nullif(detail, '')), '; ') FROM book_import_problems(p_id, 'ru', 100) $$;
CREATE FUNCTION t.id(n int) RETURNS uuid LANGUAGE sql AS $$ SELECT ('0b000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA t TO PUBLIC;

-- Descriptions.
SELECT is_empty($$ SELECT b.code FROM book AS b WHERE NOT EXISTS (SELECT FROM book_column AS c WHERE c.book = b.code) $$, 'every book has columns');
SELECT is_empty($$ SELECT b.code, k FROM book AS b, unnest(b.key) AS k WHERE NOT EXISTS (SELECT FROM book_column AS c WHERE c.book = b.code AND c.name = k) $$,
	'every key is a column');
SELECT is_empty($$ SELECT list FROM coded_value EXCEPT SELECT fixed->>'list' FROM book $$, 'every list of codes is a book');
SELECT is_empty($$ SELECT kind FROM reason EXCEPT SELECT fixed->>'kind' FROM book $$, 'every kind of reason is a book');
SELECT is_empty($$ SELECT c.book, c.name FROM book_column AS c JOIN book AS b ON b.code = c.book
	WHERE NOT c.required AND c.kind NOT IN ('date', 'retired') AND c.empty IS NULL
	  AND (SELECT attnotnull FROM pg_attribute WHERE attrelid = b.tab::text::regclass AND attname = c.name) $$, 'what the table needs is asked for or has an empty value');
SELECT throws_like($$ INSERT INTO book_column (book, name, kind, label, label_en, ord) VALUES ('service', 'colour', 'text', 'x', 'x', 99) $$,
	'%no column%', 'a column that the table has not');
SELECT throws_like($$ INSERT INTO book_column (book, name, kind, label, label_en, ord) VALUES ('ome_table', 'is_default', 'int', 'x', 'x', 99) $$,
	'%no column%', 'nor of another kind');

-- Who may.
SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_admin;
SELECT throws_ok($$ SELECT * FROM book_list('ru') $$, '42501', NULL, 'a doctor does not look at the editor');
SELECT t.act_as('admin.a');
SELECT isnt_empty($$ SELECT * FROM book_entries('service', '', '', false, 'all', 'ru', 10, 0) $$, 'an administrator of an institution looks');
SELECT throws_ok($$ SELECT t.save('service', NULL, 0, '{code}', '{x}') $$, '42501', NULL, 'and does not write');
SELECT throws_ok($$ SELECT book_turn('service', 'mouth_care', 0, 'retire') $$, '42501', NULL, 'nor retires');
SELECT throws_ok($$ SELECT book_import_begin(t.id(1), 'service', 'f', 'code') $$, '42501', NULL, 'nor imports');
SELECT t.act_as('admin');
SELECT throws_ok($$ UPDATE service SET name = 'x' $$, '42501', NULL, 'nobody writes past the editor');
SELECT throws_ok($$ SELECT * FROM book_change $$, '42501', NULL, 'nor reads the history past it');
SELECT throws_ok($$ SELECT * FROM book_columns('account', 'ru') $$, 'P0002', NULL, 'a table that is no book');

-- One entry.
SELECT is(t.save('service', NULL, 0, '{code,name,name_en,group_code,national_code,source,ord,valid_from,valid_until}',
	'{test_one,"Новая услуга","New service",general_care,A15.01.001,"приказ 1",15,01.02.2026,""}'), 'saved', 'a new entry');
SELECT is(t.row('service', 'test_one'), 'test_one|Новая услуга|New service|general_care|A15.01.001|приказ 1|15|01.02.2026|', 'is there as it was said');
SELECT is(t.save('service', NULL, 0, '{code,name,name_en,group_code,source,valid_from}', '{test_one,"Ещё одна","One more",general_care,"п",01.02.2026}'),
	'code exists', 'a code stands once');
SELECT is(t.save('service', NULL, 0, '{code,name,name_en,group_code,national_code,source,ord,valid_from}',
	'{"Код с пробелом","",=1+1,nonsense,X1,"",abc,31.02.2026}'), 'code pattern; group_code ref nonsense; name required; name_en formula; national_code pattern; ord number; '
	'source required; valid_from date', 'everything that is wrong is said at once');
SELECT is(t.save('service', 'test_one', 1, '{code,name,name_en,group_code,source,valid_from,valid_until}',
	'{test_one,Имя,Name,general_care,пп,01.02.2026,01.01.2026}'), ' rule последний день раньше первого', 'what the table itself refuses is told');
SELECT is(t.save('service', 'test_one', 1, '{code,name}', '{test_one,"Другое название"}'), 'saved', 'it is edited');
SELECT is((SELECT string_agg(concat_ws(' ', version, action, who, label, before || '→' || after), '; ' ORDER BY version, label)
	FROM book_history('service', 'test_one', 'ru', 20, 0) WHERE label IS NULL OR label IN ('Название', 'Код')),
	(SELECT concat('1 create ', name, ' Код →test_one; 1 create ', name, ' Название →Новая услуга; 2 edit ', name, ' Название Новая услуга→Другое название')
	   FROM staff WHERE id = t.id('admin')), 'the history says who changed what');
SELECT is(t.save('ome_table', 'anzca_2021', 0, '{code,name,name_en,version,source,source_en}', '{anzca_2021,ANZCA,ANZCA,2021,"приказ","приказ"}'), 'source_en pattern',
	'a source in English has no Cyrillic letter');
SELECT is(t.save('area', '9010', 0, '{id,name,kind,parent_id,phone_day,phone_night}', (SELECT ARRAY['9010', name, 'institution', parent_id::text, 'у сестры', '8 000 1'] FROM area WHERE id = 9010)),
	'phone_day pattern', 'a telephone is a number');
SELECT throws_ok($$ SELECT t.save('service', 'test_one', 1, '{code,name}', '{test_one,"Третье"}') $$, '40001', NULL, 'an old version is refused');
SELECT throws_ok($$ SELECT book_turn('service', 'test_one', 1, 'retire') $$, '40001', NULL, 'for retiring too');
SELECT throws_ok($$ SELECT t.save('service', 'no_such', 0, '{code,name}', '{no_such,"Нет такой"}') $$, 'P0002', NULL, 'an entry that is not there');
SELECT is(book_turn('service', 'test_one', 2, 'retire'), NULL, 'it is retired');
SELECT is((SELECT count(*) FROM book_entries('service', 'другое', '', false, 'current', 'ru', 10, 0)), 0::bigint, 'and not among the others');
SELECT is((SELECT string_agg(key, ' ') FROM book_entries('service', 'ДРУГОЕ', '', false, 'retired', 'ru', 10, 0)), 'test_one', 'but still there');
SELECT is(book_turn('service', 'test_one', 3, 'restore'), NULL, 'it comes back');
SELECT is(book_turn('service', 'test_one', 4, 'delete'), NULL, 'never used, it is removed');
SELECT is(book_turn('medicine', (SELECT key FROM book_entries('medicine', 'морфин', '', false, 'current', 'ru', 1, 0)), 0, 'delete'), 'used',
	'a used one is not');
SELECT is(book_turn('place_of_death', 'home', 0, 'delete'), 'used', 'nor one whose use cannot be seen');

-- Imports.
SELECT is(t.load(t.id(2), 'indication', 'Код;Название;name_en;Цвет', 'pain;боль;pain;красный', 'test_a;первая;first;', 'test_b;вторая;second;'), '2 0 1 0',
	'a dry run: two are new, one is as it was');
SELECT is((SELECT count(*) FROM book_entries('indication', 'перв', '', false, 'all', 'ru', 9, 0)), 0::bigint, 'nothing has come into the book');
SELECT is((SELECT ignored FROM book_imports(NULL, t.id(2), 'ru')), 'Цвет', 'a column that is none is told');
SELECT is(book_import_commit(t.id(2)), '', 'it is taken in');
SELECT is((SELECT string_agg(key, ' ' ORDER BY key) FROM book_entries('indication', '', '', false, 'all', 'ru', 99, 0) WHERE key LIKE 'test%'), 'test_a test_b', 'as a whole');
SELECT throws_ok($$ SELECT book_import_commit(t.id(2)) $$, '40001', NULL, 'once');
SELECT is(t.load(t.id(3), 'indication', 'code;name;name_en;ord', 'test_a;;first;1', 'test_c;третья;third;много', 'test_c;третья;third;1', ';без кода;x;1'), '0 0 0 4',
	'a broken file');
SELECT is(t.problems(t.id(3)), '2 Название required; 3 Порядок number; 4 Код twice 3; 5 Код required', 'says row and column');
SELECT is(book_import_commit(t.id(3)), 'problems', 'and is not taken');
SELECT is(t.load(t.id(4), 'indication', 'name;name;ord', 'x;y;1') || ' ' || t.problems(t.id(4)), '0 0 0 2 1 Код column_missing; 1 Название column_twice name',
	'titles that come twice or not at all');
SELECT is(t.load(t.id(5), 'indication', 'code;name;name_en', 'test_a;иначе;first'), '0 1 0 0', 'a later import');
SELECT is(t.save('indication', 'test_a', 1, '{code,name,name_en}', '{test_a,"другое",first}'), 'saved', 'and somebody changes the entry meanwhile');
SELECT is(book_import_commit(t.id(5)), 'changed', 'the import is looked at again');
SELECT is((book_import_undo(t.id(2)))::text, '(changed,test_a)', 'what was changed since is not taken back');
SELECT is(t.load(t.id(6), 'indication', 'code;name;name_en', 'test_b;новое имя;second', 'test_d;четвёртая;fourth') || book_import_commit(t.id(6))
	|| (book_import_undo(t.id(6)))::text || t.row('indication', 'test_b'), '1 1 0 0("",)test_b|вторая|second||0||', 'an import is taken back as a whole');
RESET SESSION AUTHORIZATION;
SELECT is(book_kept('indication', '{"code": "test_b"}') || ' ' || book_kept('indication', '{"code": "pain"}'), 'true false', 'delivered files leave alone what was changed here');

-- The search of a diagnosis by code or word, as db/books.c asks for it, finds its rows by the two indexes whatever is looked for.
PREPARE icd(text) AS SELECT code FROM icd10 WHERE actual AND leaf AND (code ~>=~ upper($1) AND code ~<~ (upper($1) || '~')
	OR lower(title || ' ' || title_en) LIKE '%' || lower($1) || '%') ORDER BY NOT code LIKE upper($1) || '%', code LIMIT 20;
SET LOCAL plan_cache_mode = force_generic_plan;
SET LOCAL enable_seqscan = off;
CREATE FUNCTION t.plan(p_query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE line text; said text := '';
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || p_query LOOP said := said || line; END LOOP;
	RETURN said;
END $$;
SELECT ok(t.plan('EXECUTE icd(''x'')') ~ 'BitmapOr.*icd10_code_prefix.*icd10_title_words', 'a diagnosis is found by an index each for codes and words');
SELECT * FROM finish();
ROLLBACK;
