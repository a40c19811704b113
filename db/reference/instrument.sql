-- instrument.sql: what can be assessed, a file of instrument/ each; included by load.sql.
-- Several choices may share a list of answers; a total reaches as far as its parts.
CREATE TEMP TABLE in_instrument (file jsonb) ON COMMIT DROP;
\copy in_instrument FROM PROGRAM 'for file in instrument/*.json; do tr -d "\n\t" <"$file"; echo; done' (FORMAT csv, DELIMITER E'\x01', QUOTE E'\x02')

INSERT INTO instrument (code, version, name, name_en, help, help_en, visit, asks_completed_by, source, licence, licence_en, ord)
SELECT i.code, i.version, i.name, i.name_en, coalesce(i.help, ''), coalesce(i.help_en, ''), coalesce(i.visit, false),
       coalesce(i.completed, false), i.source, i.licence, i.licence_en, i.ord
  FROM in_instrument AS f,
       jsonb_to_record(f.file) AS i(code text, version text, name text, name_en text, help text, help_en text,
           visit boolean, completed boolean, source text, licence text, licence_en text, ord int)
ON CONFLICT (code) DO UPDATE SET version = EXCLUDED.version, name = EXCLUDED.name, name_en = EXCLUDED.name_en,
	help = EXCLUDED.help, help_en = EXCLUDED.help_en, visit = EXCLUDED.visit,
	asks_completed_by = EXCLUDED.asks_completed_by, source = EXCLUDED.source, licence = EXCLUDED.licence,
	licence_en = EXCLUDED.licence_en, ord = EXCLUDED.ord;

CREATE TEMP TABLE in_item ON COMMIT DROP AS
SELECT f.file->>'code' AS instrument, i.*, e.n AS ord,
       CASE WHEN jsonb_typeof(i.answers) = 'string' THEN f.file->'scales'->(i.answers #>> '{}') ELSE i.answers END AS list,
       coalesce(i.worse, f.file->>'worse', '') AS is_worse
  FROM in_instrument AS f
 CROSS JOIN LATERAL jsonb_array_elements((f.file->'items') || coalesce(f.file->'totals', '[]')) WITH ORDINALITY AS e(item, n),
       jsonb_to_record(e.item) AS i(code text, kind text, name text, name_en text, low numeric, high numeric, step numeric,
           least text, least_en text, most text, most_en text, worse text, loinc text, chart text, card boolean,
           sum text[], answers jsonb);
UPDATE in_item AS i SET low = v.low, high = v.high
  FROM (SELECT instrument, code, min((a->>'value')::numeric) AS low, max((a->>'value')::numeric) AS high
          FROM in_item, jsonb_array_elements(list) AS a GROUP BY instrument, code) AS v
 WHERE (v.instrument, v.code) = (i.instrument, i.code);
UPDATE in_item AS t SET low = v.low, high = v.high
  FROM (SELECT s.instrument, s.code, sum(p.low) AS low, sum(p.high) AS high
          FROM in_item AS s JOIN in_item AS p ON p.instrument = s.instrument AND p.code = ANY (s.sum)
         GROUP BY s.instrument, s.code) AS v
 WHERE (v.instrument, v.code) = (t.instrument, t.code);

INSERT INTO instrument_item (instrument, code, kind, name, name_en, low, high, step, least, least_en, most, most_en,
	worse, loinc, chart, card, parts, ord)
SELECT instrument, code, coalesce(kind, CASE WHEN sum IS NULL THEN 'scale' ELSE 'total' END), name, name_en, low, high,
       coalesce(step, 1), coalesce(least, ''), coalesce(least_en, ''), coalesce(most, ''), coalesce(most_en, ''),
       is_worse, loinc, coalesce(chart, ''), coalesce(card, false), sum, ord
  FROM in_item
ON CONFLICT (instrument, code) DO UPDATE SET kind = EXCLUDED.kind, name = EXCLUDED.name, name_en = EXCLUDED.name_en,
	low = EXCLUDED.low, high = EXCLUDED.high, step = EXCLUDED.step, least = EXCLUDED.least,
	least_en = EXCLUDED.least_en, most = EXCLUDED.most, most_en = EXCLUDED.most_en, worse = EXCLUDED.worse,
	loinc = EXCLUDED.loinc, chart = EXCLUDED.chart, card = EXCLUDED.card, parts = EXCLUDED.parts, ord = EXCLUDED.ord;

INSERT INTO instrument_answer (instrument, item, value, code, name, name_en, short, short_en, ord)
SELECT i.instrument, i.code, a.value, a.code, a.name, a.name_en, coalesce(a.short, ''), coalesce(a.short_en, ''), e.n
  FROM in_item AS i
 CROSS JOIN LATERAL jsonb_array_elements(i.list) WITH ORDINALITY AS e(answer, n),
       jsonb_to_record(e.answer) AS a(value numeric, code text, name text, name_en text, short text, short_en text)
ON CONFLICT (instrument, item, value) DO UPDATE SET code = EXCLUDED.code, name = EXCLUDED.name,
	name_en = EXCLUDED.name_en, short = EXCLUDED.short, short_en = EXCLUDED.short_en, ord = EXCLUDED.ord;
