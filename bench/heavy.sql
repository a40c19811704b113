-- heavy.sql: one patient an institution with a long record: 300 assessments, 200 prescription lines, 500 other events.
-- Run by a superuser; once: who has them already gets none again.  Not where names.mjs works with real keys.
\set ON_ERROR_STOP on
BEGIN;
SET LOCAL search_path = palreg, pg_temp;
SET LOCAL session_replication_role = replica;

CREATE TEMP TABLE heavy ON COMMIT DROP AS
SELECT overlay(overlay(md5('heavy' || c.area_id) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid AS id, c.inst, c.area_id,
       'П-9' || lpad(c.area_id::text, 8, '0') || '-' || check_digit('9' || lpad(c.area_id::text, 8, '0')) AS no,
       (SELECT array_agg(a.id ORDER BY a.login) FROM account AS a WHERE a.area_id = c.area_id AND a.login LIKE 'doctor%') AS ids,
       (SELECT min(id) FROM area WHERE kind = 'district') AS district_id
  FROM crypto_inst AS c;
DELETE FROM heavy AS h USING patient AS p WHERE p.id = h.id OR h.ids IS NULL;

INSERT INTO registry_number (no) SELECT no FROM heavy;
INSERT INTO patient (id, inst, institution_id, area_id, district_id, registry_no, year_of_birth, sex, diagnosis_code, status, date_in,
	commission_no, commission_on, basis_code, consent_on, created_by, changed_by, changed_at, last_pain, last_seen_on)
SELECT id, inst, area_id, area_id, district_id, no, 1950, 'f', 'C50.9', 'active', CURRENT_DATE - 700, '1', CURRENT_DATE - 700, 'onco',
       CURRENT_DATE - 700, ids[1], ids[1], now() - interval '700 days', 3, CURRENT_DATE - 1
  FROM heavy;
INSERT INTO patient_total AS t (area_id, patients) SELECT area_id, 1 FROM heavy
ON CONFLICT (area_id) DO UPDATE SET patients = t.patients + 1;
INSERT INTO patient_status_event (patient_id, area_id, seq, action, to_status, effective_on, author_id, created_at)
SELECT id, area_id, 1, 'enter', 'active', CURRENT_DATE - 700, ids[1], now() - interval '700 days' FROM heavy;

-- Documents of the right shape with nothing inside: the passport, and 100 notes.
INSERT INTO document (rec, rev, type, inst, patient_id, area_id, author_id, ts, kep, envelope, doc_hash, seq, current, created_at)
SELECT d.rec, 1, d.type, h.inst, h.id, h.area_id, h.ids[1], extract(epoch FROM d.at)::bigint, 1,
       format('{"v":1,"suite":"A1","t":"%s","inst":"%s","rec":"%s","rev":1,"by":"%s","ts":%s,"prev":"%s","n":"%s",'
           '"c":"%s","sig":"%s","kep":1,"wn":"%s","wk":"%s"}', d.type, h.inst, d.rec, h.ids[1], extract(epoch FROM d.at)::bigint,
           repeat('A', 43), left(m, 16), left(repeat(m, 44), 1387), left(m || m || m, 86), left(m, 16), left(m || m, 64)),
       sha256(uuid_send(d.rec)), c.document_seq + d.n + 1, true, d.at
  FROM heavy AS h
  JOIN crypto_inst AS c ON c.inst = h.inst
 CROSS JOIN LATERAL (SELECT 0 AS n, 'passport' AS type, h.id AS rec, now() - interval '700 days' AS at
	UNION ALL SELECT n, 'note', gen_random_uuid(), now() - n * interval '7 days' FROM generate_series(1, 100) AS n) AS d
 CROSS JOIN LATERAL (SELECT md5(d.rec::text) AS m) AS m;
INSERT INTO note (rec, rev, patient_id, area_id, kind, noted_on, author_id, created_at)
SELECT d.rec, 1, d.patient_id, d.area_id, 'visit', d.created_at::date, d.author_id, d.created_at
  FROM document AS d JOIN heavy AS h ON h.id = d.patient_id WHERE d.type = 'note';
UPDATE crypto_inst AS c SET document_seq = document_seq + 101 FROM heavy AS h WHERE h.inst = c.inst;

-- Assessments of a visit's four instruments in turn, and 200 visits without one.
INSERT INTO assessment (id, series_id, patient_id, area_id, instrument, instrument_version, effective_at, effective_on, author_id, created_at)
SELECT a.id, a.id, h.id, h.area_id, i.code, i.version, a.at, a.at::date, h.ids[1 + n % cardinality(h.ids)], a.at
  FROM heavy AS h
 CROSS JOIN generate_series(1, 300) AS n
 CROSS JOIN LATERAL (SELECT overlay(overlay(md5(h.id::text || n) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid AS id,
	now() - n * interval '55 hours' AS at) AS a
  JOIN instrument AS i ON i.code = (ARRAY['pain', 'esas-r', 'pps', 'phase'])[1 + n % 4];
INSERT INTO observation (patient_id, area_id, assessment_id, code, value, effective_on, effective_at, author_id, created_at)
SELECT a.patient_id, a.area_id, a.id, i.code, i.low + i.step * floor(random() * ((i.high - i.low) / i.step + 1)), a.effective_on, a.effective_at,
       a.author_id, a.created_at
  FROM assessment AS a
  JOIN heavy AS h ON h.id = a.patient_id
  JOIN instrument_item AS i ON i.instrument = a.instrument AND i.kind <> 'total';
INSERT INTO observation (patient_id, area_id, code, value, effective_on, effective_at, author_id, created_at)
SELECT h.id, h.area_id, 'pain-nrs', n % 11, (now() - n * interval '80 hours')::date, now() - n * interval '80 hours', h.ids[1], now() - n * interval '80 hours'
  FROM heavy AS h CROSS JOIN generate_series(1, 200) AS n;

-- 100 lines in two versions each, twelve of them given now, the others stopped, each with its steps.
INSERT INTO prescription (id, series_id, version, patient_id, area_id, institution_id, sheet_on, medicine_id, product_id, dose, unit, route,
	schedule, times_per_day, starts_on, status, stopped_on, stop_reason, stopped_by, author_id, created_at, current)
SELECT l.id, l.series, v, h.id, h.area_id, h.area_id, l.at::date, x.medicine_id, x.id, v * coalesce(x.amount, 1), x.units[1], x.routes[1],
       'times_per_day', 2, l.at::date, s.status, CASE WHEN s.status = 'stopped' THEN l.at::date + 5 END,
       CASE WHEN s.status = 'stopped' THEN 'ineffective' END, CASE WHEN s.status = 'stopped' THEN h.ids[1] END, h.ids[1], l.at, v = 2
  FROM heavy AS h
 CROSS JOIN generate_series(1, 100) AS n
 CROSS JOIN generate_series(1, 2) AS v
 CROSS JOIN LATERAL (SELECT gen_random_uuid() AS id, md5(h.id::text || 'line' || n)::uuid AS series,
	now() - n * interval '6 days' + v * interval '2 days' AS at) AS l
 CROSS JOIN LATERAL (SELECT CASE WHEN v = 1 THEN 'replaced' WHEN n <= 12 THEN 'active' ELSE 'stopped' END AS status) AS s
  JOIN (SELECT p.*, row_number() OVER (ORDER BY p.id) AS place, count(*) OVER () AS many
          FROM medicine_product AS p JOIN medicine AS m ON m.id = p.medicine_id
         WHERE m.retired_at IS NULL AND p.amount IS NOT NULL AND p.patch_hours IS NULL) AS x ON x.place = 1 + n % x.many;
INSERT INTO prescription_event (prescription_id, patient_id, area_id, from_status, to_status, on_date, at, account_id)
SELECT l.id, l.patient_id, l.area_id, s.from_status, s.to_status, s.at::date, s.at, l.author_id
  FROM prescription AS l
  JOIN heavy AS h ON h.id = l.patient_id
 CROSS JOIN LATERAL (VALUES ('active', 'on_hold', l.created_at + interval '1 day'), ('on_hold', 'active', l.created_at + interval '2 days'),
	('active', 'stopped', l.created_at + interval '5 days')) AS s(from_status, to_status, at)
 WHERE l.status = 'stopped';
COMMIT;
ANALYZE palreg.patient, palreg.document, palreg.note, palreg.assessment, palreg.observation, palreg.prescription, palreg.prescription_event,
	palreg.patient_status_event;
