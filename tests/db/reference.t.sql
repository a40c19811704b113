-- reference.t.sql: the reference books as shipped.
\ir fixture.sql
SELECT plan(21);
SELECT cmp_ok((SELECT count(*) FROM icd10)::int, '>=', 300, 'a compact list of diagnoses');
SELECT is_empty($$ SELECT code FROM icd10 WHERE title_en = '' OR group_code IS NULL $$, 'each with an English title and a group');
SELECT is_empty($$ SELECT p.code FROM icd10 AS p WHERE p.leaf AND EXISTS (SELECT FROM icd10 AS c WHERE c.code LIKE p.code || '.%') $$, 'a code with children is no leaf');
SELECT is_empty($$ SELECT p.code FROM icd10 AS p WHERE NOT p.leaf AND NOT EXISTS (SELECT FROM icd10 AS c WHERE c.code LIKE p.code || '.%') $$, 'and one without is');
SELECT is((SELECT count(*) FROM medicine)::int, 89, '89 medicines');
SELECT is_empty($$ SELECT inn FROM medicine AS m WHERE retired_at IS NULL AND NOT EXISTS (SELECT FROM medicine_product WHERE medicine_id = m.id) $$,
	'each that may be given has a product');
SELECT is_empty($$ SELECT inn FROM medicine AS m JOIN control_class AS c ON c.code = m.control_class WHERE NOT c.prescribable AND m.retired_at IS NULL $$,
	'a prohibited one is not offered');
SELECT is((SELECT amount FROM medicine_ddd AS d JOIN medicine AS m ON m.id = d.medicine_id WHERE m.atc = 'N02AA01' AND d.route = 'O'), 100.0, 'morphine by mouth: DDD 100 mg');
SELECT is((SELECT amount FROM medicine_ddd AS d JOIN medicine AS m ON m.id = d.medicine_id WHERE m.atc = 'C03DA01'), 37.5, 'spironolactone: 37.5 mg');
SELECT is_empty($$ SELECT FROM medicine_ddd AS d JOIN medicine AS m ON m.id = d.medicine_id WHERE m.atc IN ('A06AB06', 'N01BB02', 'N01AX03', 'V03AN01',
	'V03AB15', 'D06BX01', 'N01AH01') $$, 'no DDD where WHO gives none');
SELECT is((SELECT array_agg(factor ORDER BY f.table_code) FROM ome_factor AS f JOIN medicine AS m ON m.id = f.medicine_id WHERE m.atc = 'N02AB03' AND route = 'TD'
	AND table_code IN ('anzca_2021', 'cdc_2016')), ARRAY[3, 2.4]::numeric[], 'fentanyl patch: 3 (ANZCA) and 2.4 (CDC)');
SELECT is_empty($$ SELECT FROM ome_factor AS f JOIN medicine AS m ON m.id = f.medicine_id WHERE m.inn_en ~* 'methadone|trimeperidine|prosidol|nalbuphine' $$,
	'no automatic factor for methadone and those without one');
SELECT is((SELECT code FROM ome_table WHERE is_default), 'palreg_2026', 'one table is the default');
SELECT throws_ok($$ INSERT INTO medicine_product (medicine_id, form, strength, units, routes) SELECT id, 'x', 'x', '{furlong}', '{PO}' FROM medicine LIMIT 1 $$,
	'23503', NULL, 'a product has known units');
SELECT is_empty($$ SELECT strength FROM medicine_product WHERE strength_en = '' $$, 'each strength is there in English');
SELECT is((SELECT count(DISTINCT strength) = count(DISTINCT strength_en) FROM medicine_product), true, 'and no two are mixed up');
SELECT throws_ok($$ UPDATE medicine_product SET strength_en = '5 мг' $$, '23514', NULL, 'without a Cyrillic letter');
SELECT is_empty($$ SELECT 'rule ' || code FROM safety_rule WHERE source_en = '' UNION ALL SELECT 'limit ' || medicine_id FROM medicine_limit WHERE source_en = ''
	UNION ALL SELECT 'form ' || product_id FROM rx_limit WHERE source_en = '' UNION ALL SELECT 'table ' || code FROM ome_table WHERE source_en = '' $$,
	'where a rule, a limit, a table comes from is there in English');
SELECT throws_ok(format('UPDATE %I SET source_en = %L', t, 'приказ 1093н'), '23514', NULL, t || ': without a Cyrillic letter')
  FROM unnest(ARRAY['safety_rule', 'ome_factor']) AS t;
SELECT is_empty($$ SELECT name FROM unit WHERE (code LIKE 'ug%') <> (name LIKE 'мкг%') OR (code LIKE 'ug%') <> (name_en LIKE 'µg%') OR name || name_en ~* 'mkg|mcg'
	UNION ALL SELECT strength FROM medicine_product WHERE strength || strength_en ~* 'mkg|mcg' $$, 'micrograms are мкг and µg, never mkg');
SELECT * FROM finish();
ROLLBACK;
