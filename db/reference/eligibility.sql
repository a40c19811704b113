-- eligibility.sql: criteria of eligibility; included by load.sql. An administrator's own rows and retirements stay.
CREATE TEMP TABLE in_criterion (code text, general boolean, group_code text, name text, name_en text, source text, ord int)
	ON COMMIT DROP;
\copy in_criterion FROM 'eligibility_criterion.csv' (FORMAT csv, HEADER match)
INSERT INTO eligibility_criterion (code, general, group_code, name, name_en, source, ord)
SELECT code, general, group_code, name, name_en, source, ord FROM in_criterion
ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, name_en = EXCLUDED.name_en, source = EXCLUDED.source, ord = EXCLUDED.ord
	WHERE NOT book_kept('eligibility_criterion', to_jsonb(eligibility_criterion));
