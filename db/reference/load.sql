-- load.sql: fills the reference books from the CSV files beside it; run from this folder, safe to repeat.
-- psql -X -v ON_ERROR_STOP=1 -d palreg -f load.sql
-- Rows are added or brought up to date; what an administrator added or changed stays, nothing is removed. check.sql refuses
-- files that do not fit together, with file and line.

\set ON_ERROR_STOP on
BEGIN;
SET LOCAL search_path = palreg, pg_temp;

CREATE TEMP TABLE in_diagnosis_group (code text, name text, name_en text, ord int) ON COMMIT DROP;
CREATE TEMP TABLE in_icd10 (code text, title text, title_en text, group_code text, leaf boolean) ON COMMIT DROP;
CREATE TEMP TABLE in_medicine_group (code text, name text, name_en text, ord int) ON COMMIT DROP;
CREATE TEMP TABLE in_control_class (code text, name text, name_en text, prescribable boolean, ord int,
	controlled boolean) ON COMMIT DROP;
CREATE TEMP TABLE in_rx_form (code text, name text, name_en text, valid_days int, source text, ord int) ON COMMIT DROP;
CREATE TEMP TABLE in_route (code text, name text, name_en text, ord int) ON COMMIT DROP;
CREATE TEMP TABLE in_unit (code text, name text, name_en text, ord int) ON COMMIT DROP;
CREATE TEMP TABLE in_reason (kind text, code text, name text, name_en text, ord int) ON COMMIT DROP;
CREATE TEMP TABLE in_indication (code text, name text, name_en text, ord int) ON COMMIT DROP;
CREATE TEMP TABLE in_medicine (id int, inn text, inn_en text, atc text, group_code text, control_class text,
	rx_form text, retired boolean, source text, valid_from date) ON COMMIT DROP;
CREATE TEMP TABLE in_medicine_ddd (medicine_id int, route text, amount numeric, unit text, note text, source text)
	ON COMMIT DROP;
CREATE TEMP TABLE in_medicine_product (id int, medicine_id int, form text, form_en text, strength text, units text[],
	routes text[], patch_hours int, amount numeric, amount_unit text, per_unit text, rx_form text,
	strength_en text) ON COMMIT DROP;
CREATE TEMP TABLE in_ome_table (code text, name text, name_en text, version text, source text, source_en text, is_default boolean,
	ord int) ON COMMIT DROP;
CREATE TEMP TABLE in_ome_factor (table_code text, medicine_id int, route text, unit text, factor numeric)
	ON COMMIT DROP;
CREATE TEMP TABLE in_medicine_pack (product_id int, size int, container_ml numeric, ord int, source text) ON COMMIT DROP;
CREATE TEMP TABLE in_medicine_limit (medicine_id int, route text, amount numeric, unit text, source text,
	source_en text) ON COMMIT DROP;
CREATE TEMP TABLE in_rx_limit (product_id int, amount numeric, unit text, palliative int, source text, source_en text) ON COMMIT DROP;
CREATE TEMP TABLE in_safety_rule (code text, kind text, cause text, severity text, subject text, other text, low numeric,
	high numeric, title text, title_en text, text text, text_en text, way_out text, way_out_en text, source text, source_en text, ord int,
	valid_from date) ON COMMIT DROP;
CREATE TEMP TABLE in_diluent (code text, name text, name_en text, source text, ord int) ON COMMIT DROP;
CREATE TEMP TABLE in_infusion_device (code text, name text, name_en text, source text, ord int) ON COMMIT DROP;
CREATE TEMP TABLE in_titration_decider (code text, name text, name_en text, source text, ord int) ON COMMIT DROP;
CREATE TEMP TABLE in_frequency (code text, name text, name_en text, schedule text, times_per_day numeric, interval_hours int,
	clock text, source text, ord int) ON COMMIT DROP;
CREATE TEMP TABLE in_indicator_target (code text, target int, source text, ord int) ON COMMIT DROP;
CREATE TEMP TABLE in_retention_rule (code text, name text, name_en text, since text, months int, least_months int, way text, source text, source_en text,
	ord int) ON COMMIT DROP;
CREATE TEMP TABLE in_line_instruction (code text, name text, name_en text, source text, ord int) ON COMMIT DROP;

\copy in_diagnosis_group FROM 'diagnosis_group.csv' (FORMAT csv, HEADER match)
\copy in_icd10 FROM 'icd10.csv' (FORMAT csv, HEADER match)
\copy in_medicine_group FROM 'medicine_group.csv' (FORMAT csv, HEADER match)
\copy in_control_class FROM 'control_class.csv' (FORMAT csv, HEADER match)
\copy in_rx_form FROM 'rx_form.csv' (FORMAT csv, HEADER match)
\copy in_route FROM 'route.csv' (FORMAT csv, HEADER match)
\copy in_unit FROM 'unit.csv' (FORMAT csv, HEADER match)
\copy in_reason FROM 'reason.csv' (FORMAT csv, HEADER match)
\copy in_indication FROM 'indication.csv' (FORMAT csv, HEADER match)
\copy in_medicine FROM 'medicine.csv' (FORMAT csv, HEADER match)
\copy in_medicine_ddd FROM 'medicine_ddd.csv' (FORMAT csv, HEADER match, FORCE_NOT_NULL (note, source))
\copy in_medicine_product FROM 'medicine_product.csv' (FORMAT csv, HEADER match)
\copy in_ome_table FROM 'ome_table.csv' (FORMAT csv, HEADER match)
\copy in_ome_factor FROM 'ome_factor.csv' (FORMAT csv, HEADER match)
\copy in_medicine_pack FROM 'medicine_pack.csv' (FORMAT csv, HEADER match)
\copy in_medicine_limit FROM 'medicine_limit.csv' (FORMAT csv, HEADER match, FORCE_NOT_NULL (route))
\copy in_rx_limit FROM 'rx_limit.csv' (FORMAT csv, HEADER match)
\copy in_safety_rule FROM 'safety_rule.csv' (FORMAT csv, HEADER match, FORCE_NOT_NULL (subject, other, way_out, way_out_en))
\copy in_diluent FROM 'diluent.csv' (FORMAT csv, HEADER match, FORCE_NOT_NULL (source))
\copy in_infusion_device FROM 'infusion_device.csv' (FORMAT csv, HEADER match, FORCE_NOT_NULL (source))
\copy in_titration_decider FROM 'titration_decider.csv' (FORMAT csv, HEADER match, FORCE_NOT_NULL (source))
\copy in_frequency FROM 'frequency.csv' (FORMAT csv, HEADER match, FORCE_NOT_NULL (clock, source))
\copy in_indicator_target FROM 'indicator_target.csv' (FORMAT csv, HEADER match, FORCE_NOT_NULL (source))
\copy in_retention_rule FROM 'retention_rule.csv' (FORMAT csv, HEADER match)
\copy in_line_instruction FROM 'line_instruction.csv' (FORMAT csv, HEADER match, FORCE_NOT_NULL (source))

\ir check.sql
\ir book.sql

INSERT INTO diagnosis_group (code, name, name_en, ord) SELECT code, name, name_en, ord FROM in_diagnosis_group
ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, name_en = EXCLUDED.name_en, ord = EXCLUDED.ord
	WHERE NOT book_kept('diagnosis_group', to_jsonb(diagnosis_group));

-- The full official list may have been imported over the compact one: its titles then stay.
INSERT INTO icd10 (code, title, title_en, group_code, leaf) SELECT code, title, title_en, group_code, leaf FROM in_icd10
ON CONFLICT (code) DO UPDATE SET title_en = EXCLUDED.title_en, group_code = EXCLUDED.group_code
	WHERE NOT book_kept('icd10', to_jsonb(icd10));

INSERT INTO medicine_group (code, name, name_en, ord) SELECT code, name, name_en, ord FROM in_medicine_group
ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, name_en = EXCLUDED.name_en, ord = EXCLUDED.ord
	WHERE NOT book_kept('medicine_group', to_jsonb(medicine_group));

INSERT INTO control_class (code, name, name_en, prescribable, ord, controlled)
SELECT code, name, name_en, prescribable, ord, controlled FROM in_control_class
ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, name_en = EXCLUDED.name_en,
	prescribable = EXCLUDED.prescribable, ord = EXCLUDED.ord, controlled = EXCLUDED.controlled
	WHERE NOT book_kept('control_class', to_jsonb(control_class));

INSERT INTO rx_form (code, name, name_en, valid_days, source, ord)
SELECT code, name, name_en, valid_days, source, ord FROM in_rx_form
ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, name_en = EXCLUDED.name_en
	WHERE NOT book_kept('rx_form', to_jsonb(rx_form));

INSERT INTO route (code, name, name_en, ord) SELECT code, name, name_en, ord FROM in_route
ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, name_en = EXCLUDED.name_en, ord = EXCLUDED.ord
	WHERE NOT book_kept('route', to_jsonb(route));

INSERT INTO frequency (code, name, name_en, schedule, times_per_day, interval_hours, clock, source, ord)
SELECT code, name, name_en, schedule, times_per_day, interval_hours, clock, source, ord FROM in_frequency
ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, name_en = EXCLUDED.name_en, ord = EXCLUDED.ord
	WHERE NOT book_kept('frequency', to_jsonb(frequency));

INSERT INTO indicator_target (code, target, source, ord) SELECT code, target, source, ord FROM in_indicator_target
ON CONFLICT (code) DO UPDATE SET target = EXCLUDED.target, source = EXCLUDED.source, ord = EXCLUDED.ord
	WHERE NOT book_kept('indicator_target', to_jsonb(indicator_target));

-- The least time is the program's, whatever an administrator chose.
INSERT INTO retention_rule (code, name, name_en, since, months, least_months, way, source, source_en, ord)
SELECT code, name, name_en, since, months, least_months, way, source, source_en, ord FROM in_retention_rule
ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, name_en = EXCLUDED.name_en, since = EXCLUDED.since, months = EXCLUDED.months, least_months = EXCLUDED.least_months,
	way = EXCLUDED.way, source = EXCLUDED.source, source_en = EXCLUDED.source_en, ord = EXCLUDED.ord
	WHERE NOT book_kept('retention_rule', (SELECT to_jsonb(b) FROM retention_book AS b WHERE b.code = retention_rule.code));

INSERT INTO unit (code, name, name_en, ord) SELECT code, name, name_en, ord FROM in_unit
ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, name_en = EXCLUDED.name_en, ord = EXCLUDED.ord
	WHERE NOT book_kept('unit', to_jsonb(unit));

INSERT INTO reason (kind, code, name, name_en, ord) SELECT kind, code, name, name_en, ord FROM in_reason
ON CONFLICT (kind, code) DO UPDATE SET name = EXCLUDED.name, name_en = EXCLUDED.name_en, ord = EXCLUDED.ord
	WHERE NOT book_kept('reason', to_jsonb(reason));

-- Short lists of codes.
CREATE TEMP TABLE in_coded_value (list text, code text, name text, name_en text, ord int, source text) ON COMMIT DROP;
\copy in_coded_value FROM 'coded_value.csv' (FORMAT csv, HEADER match, FORCE_NOT_NULL (source))
INSERT INTO coded_value (list, code, name, name_en, ord, source) SELECT list, code, name, name_en, ord, source FROM in_coded_value
ON CONFLICT (list, code) DO UPDATE SET name = EXCLUDED.name, name_en = EXCLUDED.name_en, ord = EXCLUDED.ord,
	source = EXCLUDED.source
	WHERE NOT book_kept('coded_value', to_jsonb(coded_value));

INSERT INTO indication (code, name, name_en, ord) SELECT code, name, name_en, ord FROM in_indication
ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, name_en = EXCLUDED.name_en, ord = EXCLUDED.ord
	WHERE NOT book_kept('indication', to_jsonb(indication));

INSERT INTO diluent (code, name, name_en, source, ord) SELECT code, name, name_en, source, ord FROM in_diluent
ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, name_en = EXCLUDED.name_en, ord = EXCLUDED.ord
	WHERE NOT book_kept('diluent', to_jsonb(diluent));

INSERT INTO infusion_device (code, name, name_en, source, ord) SELECT code, name, name_en, source, ord FROM in_infusion_device
ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, name_en = EXCLUDED.name_en, ord = EXCLUDED.ord
	WHERE NOT book_kept('infusion_device', to_jsonb(infusion_device));

INSERT INTO titration_decider (code, name, name_en, source, ord) SELECT code, name, name_en, source, ord FROM in_titration_decider
ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, name_en = EXCLUDED.name_en, ord = EXCLUDED.ord
	WHERE NOT book_kept('titration_decider', to_jsonb(titration_decider));

INSERT INTO line_instruction (code, name, name_en, source, ord) SELECT code, name, name_en, source, ord FROM in_line_instruction
ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, name_en = EXCLUDED.name_en, ord = EXCLUDED.ord
	WHERE NOT book_kept('line_instruction', to_jsonb(line_instruction));

-- Medicines are known by their names, so that an administrator's own rows cannot be hit by a number of ours.
INSERT INTO medicine (inn, inn_en, atc, group_code, control_class, rx_form, source, retired_at, valid_from)
SELECT inn, inn_en, atc, group_code, control_class, rx_form, source, CASE WHEN retired THEN now() END, valid_from
  FROM in_medicine
 ORDER BY id
ON CONFLICT (inn) DO NOTHING;

INSERT INTO medicine_ddd (medicine_id, route, amount, unit, note, source)
SELECT m.id, d.route, d.amount, d.unit, d.note, d.source
  FROM in_medicine_ddd AS d
  JOIN in_medicine AS i ON i.id = d.medicine_id
  JOIN medicine AS m ON m.inn = i.inn
ON CONFLICT (medicine_id, route) DO NOTHING;

INSERT INTO medicine_product (medicine_id, form, form_en, strength, strength_en, units, routes, patch_hours, amount,
	amount_unit, per_unit, rx_form)
SELECT m.id, p.form, p.form_en, p.strength, p.strength_en, p.units, p.routes, p.patch_hours, p.amount, p.amount_unit, p.per_unit,
       p.rx_form
  FROM in_medicine_product AS p
  JOIN in_medicine AS i ON i.id = p.medicine_id
  JOIN medicine AS m ON m.inn = i.inn
 ORDER BY p.id
ON CONFLICT (medicine_id, form, strength) DO UPDATE SET strength_en = EXCLUDED.strength_en
	WHERE medicine_product.strength_en = '' AND NOT book_kept('medicine_product', to_jsonb(medicine_product));

INSERT INTO ome_table (code, name, name_en, version, source, source_en, is_default, ord)
SELECT code, name, name_en, version, source, source_en, is_default AND NOT EXISTS (SELECT FROM ome_table WHERE is_default), ord
  FROM in_ome_table
ON CONFLICT (code) DO UPDATE SET source_en = EXCLUDED.source_en
	WHERE ome_table.source_en = '' AND NOT book_kept('ome_table', to_jsonb(ome_table));

INSERT INTO ome_factor (table_code, medicine_id, route, unit, factor)
SELECT f.table_code, m.id, f.route, f.unit, f.factor
  FROM in_ome_factor AS f
  JOIN in_medicine AS i ON i.id = f.medicine_id
  JOIN medicine AS m ON m.inn = i.inn
ON CONFLICT (table_code, medicine_id, route) DO NOTHING;

INSERT INTO medicine_pack (product_id, size, container_ml, ord, source)
SELECT f.id, k.size, k.container_ml, k.ord, k.source
  FROM in_medicine_pack AS k
  JOIN in_medicine_product AS p ON p.id = k.product_id
  JOIN in_medicine AS i ON i.id = p.medicine_id
  JOIN medicine AS m ON m.inn = i.inn
  JOIN medicine_product AS f ON f.medicine_id = m.id AND f.form = p.form AND f.strength = p.strength
ON CONFLICT DO NOTHING;

INSERT INTO medicine_limit (medicine_id, route, amount, unit, source, source_en)
SELECT m.id, l.route, l.amount, l.unit, l.source, l.source_en
  FROM in_medicine_limit AS l
  JOIN in_medicine AS i ON i.id = l.medicine_id
  JOIN medicine AS m ON m.inn = i.inn
ON CONFLICT (medicine_id, route) DO UPDATE SET source_en = EXCLUDED.source_en
	WHERE medicine_limit.source_en = '' AND NOT book_kept('medicine_limit', to_jsonb(medicine_limit));

INSERT INTO rx_limit (product_id, amount, unit, palliative, source, source_en)
SELECT f.id, l.amount, l.unit, l.palliative, l.source, l.source_en
  FROM in_rx_limit AS l
  JOIN in_medicine_product AS p ON p.id = l.product_id
  JOIN in_medicine AS i ON i.id = p.medicine_id
  JOIN medicine AS m ON m.inn = i.inn
  JOIN medicine_product AS f ON f.medicine_id = m.id AND f.form = p.form AND f.strength = p.strength
ON CONFLICT (product_id) DO UPDATE SET source_en = EXCLUDED.source_en
	WHERE rx_limit.source_en = '' AND NOT book_kept('rx_limit', to_jsonb(rx_limit));

INSERT INTO safety_rule (code, kind, cause, severity, subject, other, low, high, title, title_en, text, text_en, way_out,
	way_out_en, source, source_en, ord, valid_from)
SELECT code, kind, cause, severity, subject, other, low, high, title, title_en, text, text_en, way_out, way_out_en,
       source, source_en, ord, valid_from
  FROM in_safety_rule
ON CONFLICT (code) DO UPDATE SET source_en = EXCLUDED.source_en
	WHERE safety_rule.source_en = '' AND NOT book_kept('safety_rule', to_jsonb(safety_rule));

\ir instrument.sql
\ir allergen.sql
\ir order.sql
\ir eligibility.sql

COMMIT;
ANALYZE palreg.icd10, palreg.medicine, palreg.medicine_product;
