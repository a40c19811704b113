-- dataset.sql: a register of the size it is built for, made by SQL alone, for measuring. Run by a superuser on an
-- empty register with its reference books loaded:
--   psql -X -v ON_ERROR_STOP=1 -d palreg [-v patients=100000 -v lines=1000000 -v documents=0] -f bench/dataset.sql
-- Nobody in it can log in; the sealed documents (documents=1) have the right shape and nothing inside.

\set ON_ERROR_STOP on
\if :{?patients} \else \set patients 100000 \endif
\if :{?lines} \else \set lines 1000000 \endif
\if :{?documents} \else \set documents 0 \endif

BEGIN;
SET LOCAL search_path = palreg, pg_temp;
SELECT setseed(0.42) \gset

-- One region, 7 districts, 20 institutions of 3 departments each.
INSERT INTO area (id, kind, name, name_en) VALUES (1, 'region', 'Регион', 'Region');
INSERT INTO area (id, parent_id, kind, name, name_en)
SELECT 10 + i, 1, 'district', 'Район ' || i, 'District ' || i FROM generate_series(1, 7) AS i;
INSERT INTO area (id, parent_id, kind, name, name_en)
SELECT 100 + i, 11 + i % 7, 'institution', 'Больница ' || i, 'Hospital ' || i FROM generate_series(1, 20) AS i;
INSERT INTO area (id, parent_id, kind, name, name_en)
SELECT 1000 + i * 10 + d, 100 + i, 'department', 'Отделение ' || i || '.' || d, 'Department ' || i || '.' || d
  FROM generate_series(1, 20) AS i, generate_series(1, 3) AS d;
ALTER TABLE area ALTER COLUMN id RESTART WITH 10000;
INSERT INTO crypto_inst (inst, area_id, epoch, origin)
SELECT gen_random_uuid(), 100 + i, 1, 'https://register.example.org' FROM generate_series(1, 20) AS i;

-- Five doctors an institution, one user for the whole region, one administrator.
INSERT INTO account (login, name, area_id)
SELECT 'doctor' || i || '.' || n, 'Врач ' || i || '.' || n, 100 + i
  FROM generate_series(1, 20) AS i, generate_series(1, 5) AS n
UNION ALL SELECT 'region', 'Региональный специалист', 1
UNION ALL SELECT 'admin', 'Администратор', 1;
INSERT INTO role_grant (account_id, role_id, area_id)
SELECT a.id, r.id, a.area_id
  FROM account AS a
  JOIN role AS r ON r.code = CASE WHEN a.login = 'admin' THEN 'administrator' ELSE 'user' END;
SET CONSTRAINTS ALL IMMEDIATE;

-- The rest without triggers: what they would fill in is filled in here.
SET LOCAL session_replication_role = replica;
UPDATE account SET state = 'active';

-- Indexes are made again after the rows: that takes half the time.
CREATE TEMP TABLE later ON COMMIT DROP AS
SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition
  FROM pg_index AS i
 WHERE i.indrelid IN ('patient'::regclass, 'observation'::regclass, 'prescription'::regclass)
   AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid);
DO $$
DECLARE
	i record;
BEGIN
	FOR i IN SELECT * FROM later LOOP
		EXECUTE 'DROP INDEX ' || i.name;
	END LOOP;
END
$$;

CREATE TEMP TABLE staff_of ON COMMIT DROP AS
SELECT area_id, array_agg(id ORDER BY login) AS ids FROM account WHERE login LIKE 'doctor%' GROUP BY area_id;
CREATE TEMP TABLE icd_of ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY group_code = 'onco' DESC, code) - 1 AS n, code FROM icd10 WHERE leaf AND actual;

INSERT INTO registry_number (no)
SELECT 'П-' || lpad(n::text, 6, '0') || '-' || check_digit(lpad(n::text, 6, '0'))
  FROM generate_series(0, :patients - 1) AS n;

INSERT INTO patient (id, inst, institution_id, area_id, district_id, registry_no, year_of_birth, sex, diagnosis_code,
	status, removal_reason, date_in, date_out, died_on, last_pain, last_seen_on, created_at, created_by, changed_at,
	changed_by, version)
SELECT gen_random_uuid(), c.inst, 100 + i, CASE WHEN d = 0 THEN 100 + i ELSE 1000 + i * 10 + d END, 11 + floor(r1 * 7)::int,
       'П-' || lpad(p.n::text, 6, '0') || '-' || check_digit(lpad(p.n::text, 6, '0')),
       1926 + floor(60 * r2 * (2 - r2) * CASE WHEN r3 < 0.05 THEN 1.6 ELSE 1 END)::int,
       CASE WHEN r4 < 0.54 THEN 'f' WHEN r4 < 0.995 THEN 'm' ELSE 'u' END,
       g.code, s.status,
       CASE WHEN s.status = 'removed' THEN CASE WHEN r6 < 0.85 THEN 'death' ELSE 'moved' END END,
       s.day_in,
       CASE WHEN s.status = 'removed' THEN s.day_out END,
       CASE WHEN s.status = 'removed' AND r6 < 0.85 THEN s.day_out END,
       CASE WHEN r7 < 0.9 THEN floor(11 * r7 * r7)::int END,
       CASE WHEN r7 < 0.95 THEN coalesce(CASE WHEN s.status = 'removed' THEN s.day_out END, CURRENT_DATE - floor(40 * r2)::int) END,
       s.day_in + time '10:00', o.ids[1 + floor(5 * r6)::int],
       least(now(), coalesce(CASE WHEN s.status = 'removed' THEN s.day_out END, CURRENT_DATE - floor(120 * r5 * r5)::int) + time '08:00'
           + r1 * interval '10 hours'),
       o.ids[1 + floor(5 * r6)::int], 1 + floor(9 * r5)::int
  FROM (SELECT n, 1 + floor(20 * random() ^ 1.3)::int AS i, floor(random() * 4)::int AS d, random() AS r1, random() AS r2,
               random() AS r3, random() AS r4, random() AS r5, random() AS r6, random() AS r7, random() AS r8
          FROM generate_series(0, :patients - 1) AS n) AS p
  JOIN crypto_inst AS c ON c.area_id = 100 + i
  JOIN staff_of AS o ON o.area_id = 100 + i
  JOIN icd_of AS g ON g.n = floor((SELECT count(*) FROM icd_of) * r8 ^ 1.6)::int
  CROSS JOIN LATERAL (
	SELECT CASE WHEN r3 < 0.30 THEN 'active' WHEN r3 < 0.33 THEN 'suspended' WHEN r3 < 0.34 THEN 'awaiting'
	           ELSE 'removed' END AS status,
	       CURRENT_DATE - CASE WHEN r3 < 0.34 THEN floor(400 * r5) ELSE 60 + floor(2000 * r5) END::int AS day_in,
	       CURRENT_DATE - CASE WHEN r3 < 0.34 THEN 0 ELSE floor((60 + 2000 * r5) * r4) END::int AS day_out) AS s;
INSERT INTO patient_total (area_id, patients) SELECT area_id, count(*) FROM patient GROUP BY area_id
ON CONFLICT (area_id) DO UPDATE SET patients = EXCLUDED.patients;

-- Two pain scores and a visit per patient.
INSERT INTO observation (patient_id, area_id, code, value, effective_on, effective_at, author_id, created_at)
SELECT p.id, p.area_id, k.code, CASE WHEN k.code = 'pain-nrs' THEN coalesce(p.last_pain, floor(6 * random())) END,
       t.day, t.day + time '09:00', p.changed_by, t.day + time '12:00'
  FROM patient AS p
  CROSS JOIN (VALUES ('pain-nrs', 0), ('pain-nrs', 7), ('visit', 0)) AS k(code, back)
  CROSS JOIN LATERAL (SELECT greatest(p.date_in, p.last_seen_on - k.back) AS day) AS t
 WHERE p.last_seen_on IS NOT NULL;

-- Lines: each patient gets about the same number; a fifth of them are earlier versions of another.
CREATE TEMP TABLE product ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY p.id) - 1 AS n, p.*,
       p.units[1] AS unit, p.routes[1] AS route,
       CASE WHEN p.patch_hours IS NOT NULL THEN 'patch' ELSE 'times_per_day' END AS schedule
  FROM medicine_product AS p
  JOIN medicine AS m ON m.id = p.medicine_id
 WHERE m.retired_at IS NULL AND p.amount IS NOT NULL;
CREATE TEMP TABLE line_of ON COMMIT DROP AS
SELECT id AS patient_id, area_id, institution_id, status AS patient_status, date_in, date_out, changed_by,
       row_number() OVER (ORDER BY registry_no) - 1 AS n
  FROM patient;
CREATE UNIQUE INDEX ON line_of (n);
ANALYZE line_of;

INSERT INTO prescription (series_id, version, patient_id, area_id, institution_id, sheet_on, medicine_id, product_id, dose,
	unit, route, schedule, times_per_day, interval_hours, prn, prn_max_per_day, starts_on, ends_on, status, stopped_on,
	stop_reason, stopped_by, author_id, created_at, current, patches)
SELECT l.series, v.version, p.patient_id, p.area_id, p.institution_id, l.day + v.shift, x.medicine_id, x.id,
       coalesce(x.amount, 1) * (1 + floor(3 * l.r2)) * v.version, x.unit, x.route,
       CASE WHEN k.prn THEN 'every_hours' ELSE x.schedule END,
       CASE WHEN x.schedule = 'times_per_day' AND NOT k.prn THEN 1 + floor(4 * l.r3) END, x.patch_hours,
       k.prn, CASE WHEN k.prn THEN 6 END,
       l.day + v.shift,
       CASE WHEN l.r1 < 0.8 THEN l.day + v.shift + 10 + floor(40 * l.r3)::int END,
       s.status, CASE WHEN s.status = 'stopped' THEN l.day + v.shift + 5 END,
       CASE WHEN s.status = 'stopped' THEN 'ineffective' END, CASE WHEN s.status = 'stopped' THEN p.changed_by END,
       p.changed_by, l.day + v.shift + time '09:00' + l.r1 * interval '8 hours', v.version = l.versions,
       CASE WHEN x.schedule = 'patch' THEN 1 END
  FROM (SELECT n, gen_random_uuid() AS series, floor(:patients * random())::int AS who, random() AS r1, random() AS r2,
               random() AS r3, random() AS r4, CASE WHEN n % 4 = 0 THEN 2 ELSE 1 END AS versions,
               CURRENT_DATE - floor(1500 * random() ^ 2)::int AS day
          FROM generate_series(1, :lines * 4 / 5) AS n) AS l
  JOIN line_of AS p ON p.n = l.who
  JOIN product AS x ON x.n = floor((SELECT count(*) FROM product) * l.r2 ^ 1.5)::int
  CROSS JOIN LATERAL (SELECT l.r4 < 0.2 AND x.schedule = 'times_per_day' AS prn) AS k
  CROSS JOIN LATERAL (SELECT k AS version, (k - l.versions) * 14 AS shift FROM generate_series(1, l.versions) AS k) AS v
  CROSS JOIN LATERAL (SELECT CASE WHEN v.version < l.versions THEN 'replaced' WHEN l.day < CURRENT_DATE - 50 THEN
	CASE WHEN l.r4 < 0.7 THEN 'completed' ELSE 'stopped' END WHEN l.r4 > 0.95 THEN 'on_hold' ELSE 'active' END AS status) AS s;

DO $$
DECLARE
	i record;
BEGIN
	FOR i IN SELECT * FROM later LOOP
		EXECUTE i.definition;
	END LOOP;
END
$$;

-- One passport a patient, of the smallest size class.
\if :documents
INSERT INTO document (rec, rev, type, inst, patient_id, area_id, author_id, ts, kep, envelope, doc_hash, seq, current,
	created_at)
SELECT p.id, 1, 'passport', p.inst, p.id, p.area_id, p.created_by, extract(epoch FROM p.created_at)::bigint, 1,
       format('{"v":1,"suite":"A1","t":"passport","inst":"%s","rec":"%s","rev":1,"by":"%s","ts":%s,"prev":"%s","n":"%s",'
           '"c":"%s","sig":"%s","kep":1,"wn":"%s","wk":"%s"}', p.inst, p.id, p.created_by,
           extract(epoch FROM p.created_at)::bigint, repeat('A', 43), left(h, 16), left(repeat(h, 44), 1387),
           left(h || h || h, 86), left(h, 16), left(h || h, 64)),
       sha256(uuid_send(p.id)), row_number() OVER (PARTITION BY p.inst ORDER BY p.created_at, p.id), true, p.created_at
  FROM patient AS p
  CROSS JOIN LATERAL (SELECT md5(p.id::text) AS h) AS f;
UPDATE crypto_inst AS c
   SET document_seq = (SELECT coalesce(max(seq), 0) FROM document AS d WHERE d.inst = c.inst);
\endif

COMMIT;
VACUUM (ANALYZE) palreg.area, palreg.account, palreg.patient, palreg.observation, palreg.prescription, palreg.document;
SELECT count(*) AS patients FROM palreg.patient \gset made_
SELECT count(*) AS lines FROM palreg.prescription \gset made_
\echo :made_patients patients, :made_lines prescription lines
