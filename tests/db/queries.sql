-- queries.sql: the register's heavy questions as prepared statements; included by explain.sql and queries.t.sql.
-- $1 status, $2 ICD-10 prefix, $3 diagnosis group, $4 sex, $5 age from, $6 age to, $7 $8 date_in from and to,
-- $9 institution, $10 pain from, $11 not seen for days, then limit and offset; null: any.
-- A prefix is a range of codes, not LIKE: with row security only leakproof operators may become index conditions.

-- The first rows of each area by an index of its own, merged; only the fifty that are shown are read from the table.
-- One statement per order (changed, number, age, pain, seen, date in): only the ORDER BYs and the key selected differ.
PREPARE patient_list AS
SELECT p.id, p.registry_no, p.year_of_birth, p.sex, p.diagnosis_code, g.title, i.name, p.status, p.last_pain, p.last_seen_on
  FROM (SELECT p.id
          FROM unnest((SELECT areas('patient_read'))::int[]) AS u(area)
         CROSS JOIN LATERAL (
               SELECT p.id, p.changed_at
                 FROM patient AS p
                WHERE p.area_id = u.area
                  AND ($1::text IS NULL OR p.status = $1)
                  AND ($2::text IS NULL OR (p.diagnosis_code >= $2 AND p.diagnosis_code < $2 || '~'))
                  AND ($3::text IS NULL OR p.diagnosis_code = ANY (ARRAY(SELECT code FROM icd10 WHERE group_code = $3)))
                  AND ($4::text IS NULL OR p.sex = $4)
                  AND ($5::int IS NULL OR p.year_of_birth <= extract(year FROM CURRENT_DATE)::int - $5)
                  AND ($6::int IS NULL OR p.year_of_birth >= extract(year FROM CURRENT_DATE)::int - $6)
                  AND ($7::date IS NULL OR p.date_in >= $7)
                  AND ($8::date IS NULL OR p.date_in <= $8)
                  AND ($9::int IS NULL OR p.institution_id = $9)
                  AND ($10::int IS NULL OR p.last_pain >= $10)
                  AND ($11::int IS NULL OR coalesce(p.last_seen_on, p.date_in) < CURRENT_DATE - $11)
                ORDER BY p.changed_at DESC, p.id
                LIMIT $12::int + $13::int) AS p
         ORDER BY p.changed_at DESC, p.id
         LIMIT $12 OFFSET $13) AS page
  JOIN patient AS p ON p.id = page.id
  LEFT JOIN area AS i ON i.id = p.institution_id
  LEFT JOIN icd10 AS g ON g.code = p.diagnosis_code
 ORDER BY p.changed_at DESC, p.id;

PREPARE patient_count AS
SELECT count(*)
  FROM patient AS p
 WHERE p.area_id = ANY ((SELECT areas('patient_read'))::int[])
   AND ($1::text IS NULL OR p.status = $1)
   AND ($2::text IS NULL OR (p.diagnosis_code >= $2 AND p.diagnosis_code < $2 || '~'))
   AND ($3::text IS NULL OR p.diagnosis_code = ANY (ARRAY(SELECT code FROM icd10 WHERE group_code = $3)))
   AND ($4::text IS NULL OR p.sex = $4)
   AND ($5::int IS NULL OR p.year_of_birth <= extract(year FROM CURRENT_DATE)::int - $5)
   AND ($6::int IS NULL OR p.year_of_birth >= extract(year FROM CURRENT_DATE)::int - $6)
   AND ($7::date IS NULL OR p.date_in >= $7)
   AND ($8::date IS NULL OR p.date_in <= $8)
   AND ($9::int IS NULL OR p.institution_id = $9)
   AND ($10::int IS NULL OR p.last_pain >= $10)
   AND ($11::int IS NULL OR coalesce(p.last_seen_on, p.date_in) < CURRENT_DATE - $11);

PREPARE patient_ids AS
SELECT p.id
  FROM patient AS p
 WHERE p.area_id = ANY ((SELECT areas('patient_read'))::int[])
   AND ($1::text IS NULL OR p.status = $1)
   AND ($2::text IS NULL OR (p.diagnosis_code >= $2 AND p.diagnosis_code < $2 || '~'))
   AND ($3::text IS NULL OR p.diagnosis_code = ANY (ARRAY(SELECT code FROM icd10 WHERE group_code = $3)))
   AND ($4::text IS NULL OR p.sex = $4)
   AND ($5::int IS NULL OR p.year_of_birth <= extract(year FROM CURRENT_DATE)::int - $5)
   AND ($6::int IS NULL OR p.year_of_birth >= extract(year FROM CURRENT_DATE)::int - $6)
   AND ($7::date IS NULL OR p.date_in >= $7)
   AND ($8::date IS NULL OR p.date_in <= $8)
   AND ($9::int IS NULL OR p.institution_id = $9)
   AND ($10::int IS NULL OR p.last_pain >= $10)
   AND ($11::int IS NULL OR coalesce(p.last_seen_on, p.date_in) < CURRENT_DATE - $11)
 ORDER BY p.changed_at DESC, p.id
 LIMIT 100000;

-- What the indexes of the list do not hold. $1 register number, $2 district, $3 $4 date out from and to, $5 phase, $6 $7 PPS from
-- and to, $8 medicine and $9 group taken now, $10 who treats, $11 a strong opioid without a laxative, $12 status, limit, offset.
PREPARE patient_find AS
SELECT p.id
  FROM patient AS p
 WHERE p.area_id = ANY ((SELECT areas('patient_read'))::int[])
   AND ($12::text IS NULL OR p.status = $12)
   AND ($1::text IS NULL OR (p.registry_no >= $1 AND p.registry_no < $1 || '~'))
   AND ($2::int IS NULL OR p.district_id = $2)
   AND ($3::date IS NULL OR p.date_out >= $3)
   AND ($4::date IS NULL OR p.date_out <= $4)
   AND ($5::smallint IS NULL OR p.id IN (SELECT f.patient_id FROM patient_finding AS f WHERE f.phase = $5))
   AND ($6::smallint IS NULL OR p.id IN (SELECT f.patient_id FROM patient_finding AS f WHERE f.pps >= $6))
   AND ($7::smallint IS NULL OR p.id IN (SELECT f.patient_id FROM patient_finding AS f WHERE f.pps <= $7))
   AND ($8::int IS NULL OR p.id IN (SELECT l.patient_id FROM prescription AS l WHERE l.current AND l.status = 'active'
        AND coalesce(l.ends_on, 'infinity') >= CURRENT_DATE AND l.medicine_id = $8))
   AND ($9::text IS NULL OR p.id IN (SELECT l.patient_id FROM prescription AS l WHERE l.current AND l.status = 'active'
        AND coalesce(l.ends_on, 'infinity') >= CURRENT_DATE AND l.medicine_id = ANY (ARRAY(SELECT id FROM medicine WHERE group_code = $9))))
   AND ($10::uuid IS NULL OR p.id IN (SELECT id FROM patient WHERE created_by = $10
        UNION ALL SELECT patient_id FROM prescription WHERE author_id = $10 AND current
        UNION ALL SELECT patient_id FROM assessment WHERE author_id = $10 AND current))
   AND ($11::boolean IS NULL OR p.id IN (SELECT l.patient_id FROM prescription AS l WHERE l.current AND l.status = 'active'
        AND coalesce(l.ends_on, 'infinity') >= CURRENT_DATE
        AND l.medicine_id = ANY (ARRAY(SELECT id FROM medicine WHERE group_code = 'opioid_strong')))
        AND p.id NOT IN (SELECT l.patient_id FROM prescription AS l WHERE l.current AND l.status = 'active'
        AND coalesce(l.ends_on, 'infinity') >= CURRENT_DATE
        AND l.medicine_id = ANY (ARRAY(SELECT id FROM medicine WHERE group_code = 'laxative'))))
 ORDER BY p.changed_at DESC, p.id
 LIMIT $13 OFFSET $14;

-- $1 medicine, $2 $3 period (overlap, not the start alone), $4 status, $5 author, $6 institution, limit, offset.
PREPARE prescription_search AS
SELECT l.*
  FROM (SELECT l.id
          FROM unnest((SELECT areas('record_read'))::int[]) AS u(area)
         CROSS JOIN LATERAL (
               SELECT l.id, l.starts_on
                 FROM prescription AS l
                WHERE l.area_id = u.area AND l.current
                  AND ($1::int IS NULL OR l.medicine_id = $1)
                  AND ($2::date IS NULL OR coalesce(l.stopped_on, l.ends_on, 'infinity') >= $2)
                  AND ($3::date IS NULL OR l.starts_on <= $3)
                  AND ($4::text IS NULL OR l.status = $4)
                  AND ($5::uuid IS NULL OR l.author_id = $5)
                  AND ($6::int IS NULL OR l.institution_id = $6)
                ORDER BY l.starts_on DESC, l.id
                LIMIT $7::int + $8::int) AS l
         ORDER BY l.starts_on DESC, l.id
         LIMIT $7 OFFSET $8) AS page
  JOIN prescription AS l ON l.id = page.id
 ORDER BY l.starts_on DESC, l.id;

-- Counts to ten thousand; more is "more than ten thousand".
PREPARE prescription_count AS
SELECT count(*)
  FROM (SELECT
          FROM prescription AS l
         WHERE l.area_id = ANY ((SELECT areas('record_read'))::int[]) AND l.current
           AND ($1::int IS NULL OR l.medicine_id = $1)
           AND ($2::date IS NULL OR coalesce(l.stopped_on, l.ends_on, 'infinity') >= $2)
           AND ($3::date IS NULL OR l.starts_on <= $3)
           AND ($4::text IS NULL OR l.status = $4)
           AND ($5::uuid IS NULL OR l.author_id = $5)
           AND ($6::int IS NULL OR l.institution_id = $6)
         LIMIT 10001) AS n;

-- On register, new this month, pain above 3, not seen for 14 days: one pass over an index.
PREPARE home_figures AS
SELECT count(*) AS on_register,
       count(*) FILTER (WHERE p.date_in >= date_trunc('month', CURRENT_DATE)::date) AS new_this_month,
       count(*) FILTER (WHERE p.last_pain > 3) AS in_pain,
       count(*) FILTER (WHERE coalesce(p.last_seen_on, p.date_in) < CURRENT_DATE - 14) AS unseen
  FROM patient AS p
 WHERE p.area_id = ANY ((SELECT areas('patient_read'))::int[]) AND p.status = 'active';
