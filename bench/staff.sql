-- staff.sql: accounts, roles and places of a whole region, for measuring how sign-in and the administration's pages grow. Run by a
-- superuser on a database with the schema and the reference books, first with few, then with many:
--   psql -X -v users=400 -v roles=40 -v seed=x -f bench/staff.sql; psql -X -v users=10000 -v roles=1000 -v seed=x -f bench/staff.sql
-- Twenty people an institution, three departments in it; everybody holds three roles, some of them denied something. Nobody can log in.
\set ON_ERROR_STOP on

BEGIN;
SET LOCAL search_path = palreg, pg_temp;
-- Without triggers: what they would fill in is filled in here.
SET LOCAL session_replication_role = replica;
CREATE TEMP TABLE size ON COMMIT DROP AS SELECT :users / 20 AS institutions, (SELECT count(*)::int FROM area WHERE kind = 'institution') AS made,
	:roles AS roles, (SELECT count(*)::int FROM role WHERE code LIKE 'bench-%') AS roles_made;

INSERT INTO area (id, kind, name, name_en, path) VALUES (1, 'region', 'Регион', 'Region', '1') ON CONFLICT DO NOTHING;
INSERT INTO area (id, parent_id, kind, name, name_en, path)
SELECT 10 + i, 1, 'district', 'Район ' || i, 'District ' || i, ('1.' || 10 + i)::ltree FROM generate_series(1, 18) AS i ON CONFLICT DO NOTHING;
INSERT INTO area (id, parent_id, kind, name, name_en, path)
SELECT 1000 + i, 11 + i % 18, 'institution', 'Больница ' || i, 'Hospital ' || i, ('1.' || 11 + i % 18 || '.' || 1000 + i)::ltree
  FROM size, generate_series(made + 1, institutions) AS i;
INSERT INTO area (id, parent_id, kind, name, name_en, path)
SELECT 10000 + 3 * i + d, 1000 + i, 'department', 'Отделение ' || d, 'Department ' || d,
       ('1.' || 11 + i % 18 || '.' || 1000 + i || '.' || 10000 + 3 * i + d)::ltree
  FROM size, generate_series(made + 1, institutions) AS i, generate_series(0, 2) AS d;

INSERT INTO role (code, name, name_en) SELECT 'bench-' || i, 'Роль ' || i, 'Role ' || i FROM size, generate_series(roles_made + 1, roles) AS i;
INSERT INTO role_permission (role_id, permission)
SELECT r.id, p.permission FROM role AS r, size, (VALUES (1, 'PATIENT_READ'), (2, 'PATIENT_WRITE'), (3, 'RECORD_READ'), (5, 'RECORD_WRITE'),
	(7, 'REPORT_PATIENT'), (11, 'REPORT_SUMMARY')) AS p(every, permission)
 WHERE r.code LIKE 'bench-%' AND substr(r.code, 7)::int > roles_made AND substr(r.code, 7)::int % p.every = 0;

INSERT INTO account (login, name, job, area_id, state)
SELECT 'bench' || i || '.' || n, 'Сотрудник ' || (7919 * (20 * i + n) % 100003), 'врач', CASE WHEN n < 10 THEN 1000 + i ELSE 10000 + 3 * i + n % 3 END, 'active'
  FROM size, generate_series(made + 1, institutions) AS i, generate_series(1, 20) AS n;
INSERT INTO account (login, name, area_id, state) SELECT 'admin', 'Администратор', 1, 'active'
 WHERE NOT EXISTS (SELECT FROM account WHERE login = 'admin');
INSERT INTO role_grant (account_id, role_id, area_id) SELECT a.id, r.id, 1 FROM account AS a, role AS r
 WHERE a.login = 'admin' AND r.code = 'administrator' ON CONFLICT DO NOTHING;
INSERT INTO role_grant (account_id, role_id, area_id)
SELECT a.id, r.id, CASE WHEN k = 3 THEN a.area_id - (a.area_id - 10000) % 3 * (a.area_id >= 10000)::int ELSE a.area_id END
  FROM account AS a, size, generate_series(1, 3) AS k
  JOIN LATERAL (SELECT min(id) AS first, count(*)::int AS n FROM role WHERE code LIKE 'bench-%') AS b ON true
  JOIN LATERAL (SELECT id FROM role WHERE code = 'bench-' || 1 + (abs(hashtext(a.login)) + 331 * k) % b.n) AS r ON true
 WHERE a.login LIKE 'bench%' AND substr(split_part(a.login, '.', 1), 6)::int > made ON CONFLICT DO NOTHING;
INSERT INTO right_denial (account_id, permission, area_id, reason)
SELECT a.id, 'RECORD_READ', a.area_id, 'мера' FROM account AS a, size
 WHERE a.login LIKE 'bench%.5' AND substr(split_part(a.login, '.', 1), 6)::int > made;
SELECT made = 0 AS anew FROM size \gset
\if :anew
INSERT INTO patient (id, inst, institution_id, area_id, district_id, registry_no, year_of_birth, sex, diagnosis_code, status, date_in, version,
	created_by, changed_by)
SELECT '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-0000000000aa', 1001, 10003, 12, 'П-000001-' || check_digit('000001'), 1950, 'f',
       (SELECT min(code) FROM icd10 WHERE leaf), 'active', CURRENT_DATE, 1, a.id, a.id FROM account AS a WHERE a.login = 'admin';
\endif
COMMIT;

SET search_path = palreg, pg_temp;
VACUUM (ANALYZE) area, role, role_permission, account, role_grant, right_denial, session;
-- Half of them are at work.
-- The administrator's is the cookie of number 1 (cookies.mjs).
SELECT count(session_open(sha256(sha256(convert_to(:'seed' || CASE login WHEN 'admin' THEN '1' ELSE login END, 'UTF8'))), id, NULL, NULL, 'bench')) AS sessions
  FROM account WHERE login = 'admin' OR login LIKE 'bench%._';
VACUUM (ANALYZE) session;
