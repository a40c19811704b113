-- order.sql: services and devices that can be ordered; included by load.sql when the lists of codes are in.
CREATE TEMP TABLE in_service (line int GENERATED ALWAYS AS IDENTITY (START WITH 2), code text, name text, name_en text, group_code text,
	national_code text, source text, ord int, valid_from date, valid_until date, retired boolean) ON COMMIT DROP;
CREATE TEMP TABLE in_device (line int GENERATED ALWAYS AS IDENTITY (START WITH 2), code text, name text, name_en text, group_code text,
	national_code text, years int, consumable boolean, respiratory text, source text, ord int, valid_from date, valid_until date,
	retired boolean) ON COMMIT DROP;
\copy in_service (code, name, name_en, group_code, national_code, source, ord, valid_from, valid_until, retired) FROM 'service.csv' (FORMAT csv, HEADER match)
\copy in_device (code, name, name_en, group_code, national_code, years, consumable, respiratory, source, ord, valid_from, valid_until, retired) FROM 'device.csv' (FORMAT csv, HEADER match)

-- What is wrong with either, at its line; then what only one of them has.
DO $$
DECLARE
	book text;
	said text;
BEGIN
	FOREACH book IN ARRAY ARRAY['service', 'device'] LOOP
		EXECUTE format('INSERT INTO problem
SELECT %1$L, max(line), ''stands twice: '' || code FROM in_%1$I GROUP BY code HAVING count(*) > 1
UNION ALL SELECT %1$L, max(line), ''stands twice: '' || name FROM in_%1$I GROUP BY name HAVING count(*) > 1
UNION ALL SELECT %1$L, line, ''not a code: '' || coalesce(code, '''') FROM in_%1$I WHERE code ~ ''^[a-z0-9_]{2,40}$'' IS NOT TRUE
UNION ALL SELECT %1$L, line, ''a name is missing'' FROM in_%1$I WHERE coalesce(name, '''') = '''' OR coalesce(name_en, '''') = ''''
UNION ALL SELECT %1$L, line, ''no source'' FROM in_%1$I WHERE coalesce(source, '''') = ''''
UNION ALL SELECT %1$L, line, ''unknown group_code '' || coalesce(group_code, '''') FROM in_%1$I AS f
 WHERE NOT EXISTS (SELECT FROM coded_value AS v WHERE v.list = %2$L AND v.code = f.group_code)
UNION ALL SELECT %1$L, line, ''valid until a day before it is valid'' FROM in_%1$I WHERE valid_until < valid_from
UNION ALL SELECT %1$L, line, ''no day from which it is valid'' FROM in_%1$I WHERE valid_from IS NULL', book, book || '_group');
	END LOOP;
	INSERT INTO problem
	SELECT 'service', line, 'not a code of the nomenclature: ' || national_code FROM in_service
	 WHERE national_code !~ '^[AB][0-9]{2}([.][0-9]{2,3}){1,4}$'
	UNION ALL SELECT 'device', line, 'years of use are from 1 to 30' FROM in_device WHERE years NOT BETWEEN 1 AND 30
	UNION ALL SELECT 'device', line, 'what is used up has no years of use' FROM in_device WHERE consumable AND years IS NOT NULL
	UNION ALL SELECT 'device', line, 'unknown respiratory ' || respiratory FROM in_device
	 WHERE respiratory NOT IN ('invasive', 'noninvasive', 'other');
	SELECT string_agg(format('%s.csv line %s: %s', file, line, what), E'\n' ORDER BY file, line, what) INTO said FROM problem;
	IF said IS NOT NULL THEN
		RAISE EXCEPTION E'the reference books do not fit together\n%', said;
	END IF;
END
$$;

INSERT INTO service (code, name, name_en, group_code, national_code, source, ord, valid_from, valid_until, retired_at)
SELECT code, name, name_en, group_code, national_code, source, ord, valid_from, valid_until, CASE WHEN retired THEN now() END FROM in_service
ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, name_en = EXCLUDED.name_en, group_code = EXCLUDED.group_code,
	national_code = EXCLUDED.national_code, source = EXCLUDED.source, ord = EXCLUDED.ord
	WHERE NOT book_kept('service', to_jsonb(service));

INSERT INTO device (code, name, name_en, group_code, national_code, years, consumable, respiratory, source, ord, valid_from, valid_until, retired_at)
SELECT code, name, name_en, group_code, national_code, years, consumable, respiratory, source, ord, valid_from, valid_until,
       CASE WHEN retired THEN now() END
  FROM in_device
ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, name_en = EXCLUDED.name_en, group_code = EXCLUDED.group_code,
	national_code = EXCLUDED.national_code, years = EXCLUDED.years, consumable = EXCLUDED.consumable,
	respiratory = EXCLUDED.respiratory, source = EXCLUDED.source, ord = EXCLUDED.ord
	WHERE NOT book_kept('device', to_jsonb(device));
