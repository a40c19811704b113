-- check.sql: refuses reference files that do not fit together; part of load.sql, after the files are read.
-- Everything that is wrong is said at once: "medicine_product.csv line 17: unknown unit furlong".

-- Rows were read in the order of the file, after its header.
DO $$
DECLARE
	t regclass;
BEGIN
	FOR t IN SELECT oid FROM pg_class
	    WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r' AND relname LIKE 'in\_%' LOOP
		EXECUTE format('ALTER TABLE %s ADD line int GENERATED ALWAYS AS IDENTITY (START WITH 2)', t);
	END LOOP;
END
$$;

CREATE TEMP TABLE problem (file text, line int, what text) ON COMMIT DROP;

-- A key stands once.
DO $$
DECLARE
	k record;
BEGIN
	FOR k IN SELECT * FROM (VALUES
	    ('diagnosis_group', 'code'), ('icd10', 'code'), ('medicine_group', 'code'), ('control_class', 'code'),
	    ('rx_form', 'code'), ('route', 'code'), ('frequency', 'code'), ('indicator_target', 'code'), ('retention_rule', 'code'), ('unit', 'code'), ('reason', 'kind, code'), ('indication', 'code'),
	    ('medicine', 'id'), ('medicine', 'inn'), ('medicine_ddd', 'medicine_id, route'), ('medicine_product', 'id'),
	    ('medicine_product', 'medicine_id, form, strength'), ('ome_table', 'code'),
	    ('ome_factor', 'table_code, medicine_id, route'), ('medicine_pack', 'product_id, size, container_ml'),
	    ('medicine_limit', 'medicine_id, route'), ('rx_limit', 'product_id'), ('safety_rule', 'code')) AS v(book, key) LOOP
		EXECUTE format('INSERT INTO problem SELECT %L, max(line), %L || concat_ws('' '', %s) FROM in_%s GROUP BY %s HAVING count(*) > 1',
		    k.book, 'stands twice: ', k.key, k.book, k.key);
	END LOOP;
END
$$;

-- A code is one of another file.
DO $$
DECLARE
	r record;
BEGIN
	FOR r IN SELECT * FROM (VALUES
	    ('icd10', 'group_code', 'diagnosis_group', 'code'),
	    ('medicine', 'group_code', 'medicine_group', 'code'), ('medicine', 'control_class', 'control_class', 'code'),
	    ('medicine', 'rx_form', 'rx_form', 'code'),
	    ('medicine_ddd', 'medicine_id', 'medicine', 'id'), ('medicine_ddd', 'unit', 'unit', 'code'),
	    ('medicine_product', 'medicine_id', 'medicine', 'id'), ('medicine_product', 'amount_unit', 'unit', 'code'),
	    ('medicine_product', 'per_unit', 'unit', 'code'), ('medicine_product', 'rx_form', 'rx_form', 'code'),
	    ('ome_factor', 'table_code', 'ome_table', 'code'), ('ome_factor', 'medicine_id', 'medicine', 'id'),
	    ('ome_factor', 'route', 'route', 'code'), ('ome_factor', 'unit', 'unit', 'code'),
	    ('medicine_pack', 'product_id', 'medicine_product', 'id'),
	    ('medicine_limit', 'medicine_id', 'medicine', 'id'), ('medicine_limit', 'route', 'route', 'code'),
	    ('medicine_limit', 'unit', 'unit', 'code'),
	    ('rx_limit', 'product_id', 'medicine_product', 'id'), ('rx_limit', 'unit', 'unit', 'code'))
	    AS v(book, col, other, key) LOOP
		EXECUTE format('INSERT INTO problem SELECT %L, f.line, %L || f.%I FROM in_%s AS f'
		    ' WHERE f.%I::text <> '''' AND NOT EXISTS (SELECT FROM in_%s AS o WHERE o.%I = f.%I)',
		    r.book, 'unknown ' || r.col || ' ', r.col, r.book, r.col, r.other, r.key, r.col);
	END LOOP;
END
$$;

-- Numbers are above zero, sources are named, words are there.
INSERT INTO problem
SELECT 'medicine', line, 'a name is missing' FROM in_medicine WHERE coalesce(inn, '') = '' OR coalesce(inn_en, '') = ''
UNION ALL SELECT 'medicine', line, 'no source' FROM in_medicine WHERE coalesce(source, '') = ''
UNION ALL SELECT 'medicine', line, 'not an ATC code: ' || atc FROM in_medicine
 WHERE atc !~ '^[A-Z][0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?$'
UNION ALL SELECT 'medicine', m.line, 'may not be prescribed and is not retired' FROM in_medicine AS m
  JOIN in_control_class AS c ON c.code = m.control_class WHERE NOT c.prescribable AND NOT m.retired
UNION ALL SELECT 'medicine', m.line, 'has no product' FROM in_medicine AS m
 WHERE NOT m.retired AND NOT EXISTS (SELECT FROM in_medicine_product AS p WHERE p.medicine_id = m.id)
UNION ALL SELECT 'medicine_ddd', line, 'amount is not above zero' FROM in_medicine_ddd WHERE amount <= 0 OR amount IS NULL
UNION ALL SELECT 'medicine_ddd', line, 'not a group of routes of WHO: ' || route FROM in_medicine_ddd
 WHERE route NOT IN ('O', 'P', 'R', 'TD', 'SL', 'N', 'IA', 'IP', 'IS', 'PD')
UNION ALL SELECT 'medicine_ddd', line, 'no source' FROM in_medicine_ddd WHERE source = ''
UNION ALL SELECT 'medicine_limit', line, 'amount is not above zero' FROM in_medicine_limit WHERE amount <= 0 OR amount IS NULL
UNION ALL SELECT 'medicine_limit', line, 'no source' FROM in_medicine_limit WHERE coalesce(source, '') = ''
UNION ALL SELECT 'rx_limit', line, 'amount is not above zero' FROM in_rx_limit WHERE amount <= 0 OR amount IS NULL
UNION ALL SELECT 'rx_limit', line, 'no source' FROM in_rx_limit WHERE coalesce(source, '') = ''
UNION ALL SELECT 'rx_limit', line, 'at least once as much for palliative patients' FROM in_rx_limit WHERE palliative < 1
UNION ALL SELECT f.book, f.line, 'no source in English' FROM (
       SELECT 'medicine_limit' AS book, line, source_en FROM in_medicine_limit UNION ALL SELECT 'rx_limit', line, source_en FROM in_rx_limit
       UNION ALL SELECT 'ome_table', line, source_en FROM in_ome_table UNION ALL SELECT 'safety_rule', line, source_en FROM in_safety_rule) AS f
 WHERE coalesce(f.source_en, '') !~ '[A-Za-z]' OR f.source_en ~ '[А-Яа-яЁё]'
UNION ALL SELECT 'medicine_pack', line, 'size is not above zero' FROM in_medicine_pack WHERE size <= 0 OR size IS NULL
UNION ALL SELECT 'medicine_pack', k.line, 'only what is measured in mL has a volume' FROM in_medicine_pack AS k
  JOIN in_medicine_product AS p ON p.id = k.product_id WHERE k.container_ml IS NOT NULL AND p.per_unit IS DISTINCT FROM 'mL'
UNION ALL SELECT 'ome_table', line, 'no version or source' FROM in_ome_table
 WHERE coalesce(version, '') = '' OR coalesce(source, '') = ''
UNION ALL SELECT 'ome_table', max(line), 'one table is the default, not ' || count(*) FROM in_ome_table
 WHERE is_default HAVING count(*) <> 1
UNION ALL SELECT 'ome_table', t.line, 'has no factor' FROM in_ome_table AS t
 WHERE NOT EXISTS (SELECT FROM in_ome_factor AS f WHERE f.table_code = t.code);

-- What is usually the most is not below what is usual.
INSERT INTO problem
SELECT DISTINCT 'medicine_limit', l.line, 'below the DDD of ' || d.amount || ' ' || d.unit
  FROM in_medicine_limit AS l
  JOIN in_medicine_ddd AS d ON d.medicine_id = l.medicine_id AND d.route = 'O' AND l.route IN ('', 'PO')
 WHERE d.unit IN ('mg', 'g') AND l.unit IN ('mg', 'g')
   AND l.amount * CASE l.unit WHEN 'g' THEN 1000 ELSE 1 END < d.amount * CASE d.unit WHEN 'g' THEN 1000 ELSE 1 END;

-- Products: units and routes are known, a patch says how long it stays, the amount is the strength that is printed.
INSERT INTO problem
SELECT 'medicine_product', p.line, 'unknown unit ' || u.code FROM in_medicine_product AS p, unnest(p.units) AS u(code)
 WHERE NOT EXISTS (SELECT FROM in_unit AS k WHERE k.code = u.code)
UNION ALL SELECT 'medicine_product', p.line, 'unknown route ' || r.code FROM in_medicine_product AS p, unnest(p.routes) AS r(code)
 WHERE NOT EXISTS (SELECT FROM in_route AS k WHERE k.code = r.code)
UNION ALL SELECT 'medicine_product', line, 'no unit or no route' FROM in_medicine_product
 WHERE cardinality(units) IS DISTINCT FROM greatest(cardinality(units), 1)
    OR cardinality(routes) IS DISTINCT FROM greatest(cardinality(routes), 1)
UNION ALL SELECT 'medicine_product', line, 'amount, its unit and per_unit go together' FROM in_medicine_product
 WHERE num_nonnulls(amount, amount_unit, per_unit) NOT IN (0, 3) OR amount <= 0
UNION ALL SELECT 'medicine_product', line, 'a patch of so much an hour says how long it stays' FROM in_medicine_product
 WHERE (amount_unit LIKE '%/h') <> (patch_hours IS NOT NULL) OR (patch_hours IS NOT NULL AND 'TD' <> ALL (routes))
UNION ALL SELECT 'medicine_product', line, 'strength ' || strength || ' is not ' || amount || ' ' || amount_unit
  FROM (SELECT *, replace(substring(strength FROM '^[0-9]+(?:[.,][0-9]+)?'), ',', '.')::numeric AS printed,
	       substring(strength FROM '^[0-9.,/+]+ (мкг/ч|мкг|мг|г|ЕД)') AS word FROM in_medicine_product) AS p
 WHERE amount IS NOT NULL AND word IS NOT NULL AND amount IS DISTINCT FROM CASE
       WHEN word = 'мкг/ч' AND amount_unit = 'ug/h' THEN printed
       WHEN word = 'мкг' AND amount_unit = 'mg' THEN printed / 1000
       WHEN word = 'мг' AND amount_unit = 'mg' THEN printed
       WHEN word = 'г' AND amount_unit = 'mg' THEN printed * 1000
       WHEN word = 'ЕД' AND amount_unit = '[IU]' THEN printed END;

-- A form has one name in English, and is given by the routes that it and the name of its medicine speak of.
INSERT INTO problem
SELECT 'medicine_product', max(line), form || ' has several names: ' || string_agg(DISTINCT form_en, ', ' ORDER BY form_en)
  FROM in_medicine_product GROUP BY form HAVING count(DISTINCT form_en) > 1
UNION ALL
SELECT 'medicine_product', p.line, p.form || ' is not given so: ' || array_to_string(p.routes, ',')
  FROM in_medicine_product AS p
  JOIN (VALUES ('трансдермальн', '{TD}'), ('назальн', '{NAS}'), ('ректальн', '{PR}'), ('защёчн', '{BUC}'), ('глазн', '{CONJ,SL}'),
       ('местный', '{TOP,WND}'), ('(таблетк|капсул|драже|сироп|внутрь)', '{PO,SL,BUC,NG,PEG,ENT,INH}'),
       ('(инъекц|инфуз|шприц)', '{SC,CSCI,IM,IV,CIVI,EPI,IT,INH,TOP}')) AS w(word, routes) ON p.form ~ w.word
 WHERE NOT p.routes <@ w.routes::text[]
UNION ALL
SELECT 'medicine_product', p.line, p.form || ' of a medicine that is called ' || m.inn
  FROM in_medicine_product AS p JOIN in_medicine AS m ON m.id = p.medicine_id
  JOIN (VALUES ('(ТТС|patch)', '{TD}'), ('(инъекц|injection)', '{SC,CSCI,IM,IV,CIVI,EPI,IT}'), ('(наружн|external)', '{TOP,WND}'))
       AS w(word, routes) ON concat_ws(' ', substring(m.inn FROM '[(].*'), substring(m.inn_en FROM '[(].*')) ~ w.word
 WHERE NOT p.routes <@ w.routes::text[];

-- Factors are of opioids, above zero, by the hour for patches only; none for methadone, whose factor hangs on the dose.
INSERT INTO problem
SELECT 'ome_factor', f.line, 'not an opioid: ' || m.inn FROM in_ome_factor AS f JOIN in_medicine AS m ON m.id = f.medicine_id
 WHERE m.group_code NOT LIKE 'opioid\_%'
UNION ALL SELECT 'ome_factor', f.line, 'never converted: ' || m.inn FROM in_ome_factor AS f
  JOIN in_medicine AS m ON m.id = f.medicine_id WHERE m.atc IN ('N07BC02', 'N02AC52')
UNION ALL SELECT 'ome_factor', line, 'factor is not above zero' FROM in_ome_factor WHERE factor <= 0 OR factor IS NULL
UNION ALL SELECT 'ome_factor', line, 'a factor is of mg, ug or, for a patch, ug/h' FROM in_ome_factor
 WHERE unit NOT IN ('mg', 'ug', 'ug/h') OR (unit = 'ug/h') <> (route = 'TD');

-- Rules: their kind has what it needs, names exist, both languages say the same figures.
INSERT INTO problem
SELECT 'safety_rule', line, 'unknown severity ' || severity FROM in_safety_rule WHERE severity NOT IN ('info', 'warn', 'stop')
UNION ALL SELECT 'safety_rule', line, 'needs ' || CASE WHEN kind IN ('interval', 'rescue_share') THEN 'low and high'
       WHEN kind = 'times_maximum' THEN 'low' ELSE 'subject and other' END FROM in_safety_rule
 WHERE (kind IN ('interval', 'rescue_share') AND (low IS NULL OR high IS NULL OR high < low))
    OR (kind = 'times_maximum' AND low IS NULL)
    OR (kind IN ('needs_companion', 'needs_rescue', 'rescue_share', 'together') AND (subject = '' OR other = ''))
UNION ALL SELECT 'safety_rule', line, 'no text or no source' FROM in_safety_rule
 WHERE coalesce(title, '') = '' OR coalesce(title_en, '') = '' OR coalesce(text, '') = '' OR coalesce(text_en, '') = ''
    OR coalesce(source, '') = '' OR (way_out = '') <> (way_out_en = '')
UNION ALL SELECT 'safety_rule', line, 'the languages do not say the same figures' FROM in_safety_rule
 WHERE (SELECT array_agg(DISTINCT g[1] ORDER BY g[1]) FROM regexp_matches(text, '\{[1-4]\}', 'g') AS g)
    IS DISTINCT FROM (SELECT array_agg(DISTINCT g[1] ORDER BY g[1]) FROM regexp_matches(text_en, '\{[1-4]\}', 'g') AS g)
UNION ALL SELECT 'safety_rule', r.line, 'no group and no ATC code begins so: ' || w.word
  FROM in_safety_rule AS r, regexp_split_to_table(concat_ws(',', nullif(r.subject, ''), nullif(r.other, '')), ',') AS w(word)
 WHERE w.word <> '' AND NOT EXISTS (SELECT FROM in_medicine_group AS g WHERE g.code = w.word)
   AND NOT EXISTS (SELECT FROM in_medicine AS m WHERE m.atc LIKE w.word || '%');

DO $$
DECLARE
	said text;
BEGIN
	SELECT string_agg(format('%s.csv line %s: %s', file, line, what), E'\n' ORDER BY file, line, what) INTO said FROM problem;
	IF said IS NOT NULL THEN
		RAISE EXCEPTION E'the reference books do not fit together\n%', said;
	END IF;
END
$$;
