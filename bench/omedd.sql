-- omedd.sql: one patient with 10,000 lines of opioids over a year, and what a bare loop over the same rows makes of them.
-- Prints the milliseconds of the best of five runs, and the sum over all days.
SET search_path = palreg;
SET client_min_messages = warning;

DO $$
DECLARE
	who CONSTANT uuid := '00000000-0000-4000-8000-00000000d05e';
	like_him patient;
	columns text;
BEGIN
	IF EXISTS (SELECT FROM prescription WHERE patient_id = who) THEN
		RETURN;
	END IF;
	SELECT * INTO like_him FROM patient WHERE commission_no IS NOT NULL AND basis_code IS NOT NULL ORDER BY id LIMIT 1;
	like_him.id := who;
	like_him.registry_no := 'П-999999999-9';
	INSERT INTO registry_number VALUES (like_him.registry_no);
	SELECT string_agg(quote_ident(attname), ', ') INTO columns FROM pg_attribute
	 WHERE attrelid = 'patient'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
	EXECUTE format('INSERT INTO patient (%1$s) SELECT %1$s FROM (SELECT ($1).*) AS p', columns) USING like_him;
	INSERT INTO prescription (series_id, version, patient_id, area_id, institution_id, sheet_on, medicine_id, product_id, dose,
	    unit, route, schedule, times_per_day, interval_hours, patches, prn, starts_on, ends_on, status, author_id, current)
	SELECT gen_random_uuid(), 1, who, like_him.area_id, like_him.institution_id, d.day, p.medicine_id, p.id,
	       CASE WHEN p.patch_hours IS NULL THEN 10 ELSE p.amount END, CASE WHEN p.patch_hours IS NULL THEN 'mg' ELSE 'ug/h' END,
	       p.routes[1], CASE WHEN p.patch_hours IS NULL THEN 'times_per_day' ELSE 'patch' END,
	       CASE WHEN p.patch_hours IS NULL THEN 2 END, p.patch_hours, CASE WHEN p.patch_hours IS NOT NULL THEN 1 END, false,
	       d.day, d.day + n % 60, 'active', (SELECT min(id::text)::uuid FROM account), true
	  FROM generate_series(0, 9999) AS n
	  JOIN LATERAL (SELECT current_date - 365 + n % 300 AS day) AS d ON true
	  JOIN (SELECT f.*, row_number() OVER (ORDER BY f.id) - 1 AS k, count(*) OVER () AS all_of_them
	          FROM medicine_product f JOIN ome_factor c ON c.medicine_id = f.medicine_id AND c.table_code = 'anzca_2021'
	           AND c.route = f.routes[1] AND c.unit = CASE WHEN f.patch_hours IS NULL THEN 'mg' ELSE 'ug/h' END
	         WHERE f.amount IS NOT NULL AND ('mg' = ANY (f.units) OR f.patch_hours IS NOT NULL)) AS p ON p.k = n % p.all_of_them;
	ANALYZE prescription;
END
$$;

-- The rows as they are, and a loop over them and their days.
CREATE TEMP TABLE line AS
SELECT l.starts_on, l.ends_on, l.dose, l.times_per_day, l.patches, l.schedule, c.factor
  FROM prescription l
  JOIN ome_factor c ON c.medicine_id = l.medicine_id AND c.route = l.route AND c.table_code = 'anzca_2021'
 WHERE l.patient_id = '00000000-0000-4000-8000-00000000d05e';

DO $$
DECLARE
	l line;
	total numeric[];
	most numeric;
	began timestamptz;
	best double precision := 'infinity';
	first CONSTANT date := current_date - 364;
BEGIN
	FOR run IN 1 .. 5 LOOP
		began := clock_timestamp();
		total := array_fill(0::numeric, ARRAY[365]);
		FOR l IN SELECT * FROM line LOOP
			most := l.dose * CASE WHEN l.schedule = 'patch' THEN l.patches ELSE l.times_per_day END * l.factor;
			FOR day IN greatest(l.starts_on, first) - first + 1 .. least(l.ends_on, current_date) - first + 1 LOOP
				total[day] := total[day] + most;
			END LOOP;
		END LOOP;
		best := least(best, extract(epoch FROM clock_timestamp() - began) * 1000);
	END LOOP;
	CREATE TEMP TABLE found AS SELECT best AS ms, (SELECT sum(t) FROM unnest(total) AS t) AS mg;
END
$$;
SELECT round(ms::numeric, 2) || ' ' || trim_scale(mg) FROM found;
