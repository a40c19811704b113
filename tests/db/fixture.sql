-- fixture.sql: two institutions, their people, and helpers; included by each test inside its transaction.

\set QUIET on
\set ON_ERROR_STOP on
\set ON_ERROR_ROLLBACK off
\pset format unaligned
\pset tuples_only on
\pset pager off
BEGIN;
SET LOCAL search_path = palreg, tap, pg_temp;
CREATE SCHEMA t;
GRANT USAGE ON SCHEMA t TO PUBLIC;

INSERT INTO area (id, parent_id, kind, name) VALUES
	(9001, NULL, 'region', 'Регион'), (9002, 9001, 'district', 'Район'),
	(9010, 9002, 'institution', 'А'), (9011, 9010, 'department', 'А, отделение'),
	(9020, 9002, 'institution', 'Б'), (9021, 9020, 'department', 'Б, отделение');
INSERT INTO crypto_inst (inst, area_id, epoch, origin) VALUES
	('aaaaaaaa-0000-4000-8000-000000000001', 9010, 1, 'https://a.example.org'),
	('bbbbbbbb-0000-4000-8000-000000000001', 9020, 1, 'https://a.example.org');
INSERT INTO role (id, code, name) VALUES (90001, 'ministry', 'Министерство'), (90002, 'reader', 'Читатель');
INSERT INTO role_permission (role_id, permission) VALUES (90001, 'REPORT_SUMMARY'), (90002, 'PATIENT_READ'), (90002, 'RECORD_READ');
INSERT INTO account (id, login, name, area_id, state) VALUES
	('a0000000-0000-4000-8000-000000000001', 'doc.a', 'Врач А', 9010, 'active'),
	('b0000000-0000-4000-8000-000000000001', 'doc.b', 'Врач Б', 9020, 'active'),
	('a0000000-0000-4000-8000-000000000002', 'dep.a', 'Врач отделения А', 9011, 'active'),
	('a0000000-0000-4000-8000-000000000003', 'read.a', 'Читатель А', 9010, 'active'),
	('a0000000-0000-4000-8000-000000000009', 'admin.a', 'Администратор А', 9010, 'active'),
	('c0000000-0000-4000-8000-000000000001', 'ministry', 'Министерство', 9001, 'active'),
	('c0000000-0000-4000-8000-000000000009', 'admin', 'Администратор', 9001, 'active');
INSERT INTO role_grant (account_id, role_id, area_id)
SELECT a.id, r.id, a.area_id
  FROM account AS a
  JOIN role AS r ON r.code = CASE WHEN a.login LIKE 'admin%' THEN 'administrator' WHEN a.login = 'ministry' THEN 'ministry'
       WHEN a.login = 'read.a' THEN 'reader' ELSE 'user' END
 WHERE a.area_id >= 9001;

CREATE FUNCTION t.id(p_login text) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = palreg, pg_temp
AS $$ SELECT id FROM account WHERE login = p_login $$;
CREATE FUNCTION t.sid(p_login text) RETURNS bytea LANGUAGE sql IMMUTABLE RETURN sha256(p_login::bytea);
-- Opens a session and takes its viewpoint for the rest of the transaction; the caller then sets the role.
CREATE FUNCTION t.act_as(p_login text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = palreg, pg_temp
AS $$
BEGIN
	PERFORM session_open(t.sid(p_login), t.id(p_login), sha256('half'), '127.0.0.1', 'test');
	RETURN (SELECT login FROM session_context(t.sid(p_login)));
END
$$;
CREATE FUNCTION t.nobody() RETURNS void LANGUAGE sql AS $$ SELECT set_config('palreg.session', '', true) $$;

-- Builders of the formats of ENCRYPTION.md, with random bytes where keys would be.
CREATE FUNCTION t.b64u(p bytea) RETURNS text LANGUAGE sql IMMUTABLE
RETURN translate(rtrim(replace(encode(p, 'base64'), E'\n', ''), '='), '+/', '-_');
CREATE FUNCTION t.bytes(p_length int, p_seed text DEFAULT 'x') RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
SELECT substr(string_agg(sha256((p_seed || i)::bytea), ''::bytea ORDER BY i), 1, p_length)
  FROM generate_series(0, p_length / 32) AS i $$;
CREATE FUNCTION t.lp(p bytea) RETURNS bytea LANGUAGE sql IMMUTABLE RETURN int4send(octet_length(p)) || p;
CREATE FUNCTION t.tup(p_label text, VARIADIC p bytea[]) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
SELECT t.lp(p_label::bytea) || int4send(cardinality(p)) || (SELECT string_agg(t.lp(x), ''::bytea ORDER BY n)
  FROM unnest(p) WITH ORDINALITY AS u(x, n)) $$;
CREATE FUNCTION t.envelope(p_type text, p_inst uuid, p_rec uuid, p_rev int, p_by uuid, p_prev bytea, p_kep int DEFAULT 1)
RETURNS text LANGUAGE sql IMMUTABLE
RETURN format('{"v":1,"suite":"A1","t":"%s","inst":"%s","rec":"%s","rev":%s,"by":"%s","ts":1767225600,"prev":"%s","n":"%s",'
    '"c":"%s","sig":"%s","kep":%s,"wn":"%s","wk":"%s"}', p_type, p_inst, p_rec, p_rev, p_by, t.b64u(p_prev),
    t.b64u(t.bytes(12)), t.b64u(t.bytes(1040)), t.b64u(t.bytes(64)), p_kep, t.b64u(t.bytes(12)), t.b64u(t.bytes(48)));
CREATE FUNCTION t.zero() RETURNS bytea LANGUAGE sql IMMUTABLE RETURN decode(repeat('00', 32), 'hex');
-- Puts a revision the way the program does.
CREATE FUNCTION t.put(p_type text, p_rec uuid, p_rev int, p_prev bytea, p_patient uuid, p_kep int DEFAULT 1,
	p_inst uuid DEFAULT 'aaaaaaaa-0000-4000-8000-000000000001') RETURNS bigint LANGUAGE sql AS $$
SELECT document_put(t.envelope(p_type, p_inst, p_rec, p_rev, current_account(), p_prev, p_kep), p_rec, p_inst, p_type,
       current_account(), p_rev, 1767225600, p_kep, p_prev, sha256((p_rec::text || p_rev)::bytea), p_patient) $$;

-- A statement is refused, and by this rule.
CREATE FUNCTION t.refuses(p_rule text, p_call text, p_what text DEFAULT NULL) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	rule text;
BEGIN
	BEGIN
		EXECUTE p_call;
	EXCEPTION WHEN OTHERS THEN
		GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME;
		RETURN is(rule, p_rule, concat_ws(': ', p_rule, p_what));
	END;
	RETURN fail(p_rule || ': nothing was refused');
END
$$;

-- A patient of each institution and of a department of A, each with a line and a pain score.
INSERT INTO patient (id, inst, institution_id, area_id, district_id, year_of_birth, sex, diagnosis_code, status, date_in,
	commission_no, commission_on, basis_code, consent_on, created_by, changed_by)
SELECT v.*, '12', v.date_in, 'onco', v.date_in, t.id(CASE WHEN v.institution_id = 9010 THEN 'doc.a' ELSE 'doc.b' END),
       t.id(CASE WHEN v.institution_id = 9010 THEN 'doc.a' ELSE 'doc.b' END)
  FROM (VALUES
	('a1000000-0000-4000-8000-000000000001'::uuid, 'aaaaaaaa-0000-4000-8000-000000000001'::uuid, 9010, 9010, 9002, 1950, 'f', 'C34.1',
	 'active', CURRENT_DATE - 10),
	('a1000000-0000-4000-8000-000000000002', 'aaaaaaaa-0000-4000-8000-000000000001', 9010, 9011, 9002, 1940, 'm', 'C61',
	 'active', CURRENT_DATE - 9),
	('b1000000-0000-4000-8000-000000000001', 'bbbbbbbb-0000-4000-8000-000000000001', 9020, 9021, 9002, 1930, 'm', 'I50.0',
	 'active', CURRENT_DATE - 8)) AS v(id, inst, institution_id, area_id, district_id, year_of_birth, sex, diagnosis_code, status, date_in);
INSERT INTO observation (patient_id, area_id, code, value, effective_on, author_id)
SELECT id, area_id, 'pain-nrs', 4, CURRENT_DATE - 1, created_by FROM patient;
INSERT INTO prescription (id, series_id, patient_id, area_id, institution_id, sheet_on, medicine_id, product_id, dose, unit,
	route, schedule, times_per_day, starts_on, author_id)
SELECT p.id, p.id, p.id, p.area_id, p.institution_id, CURRENT_DATE - 5, m.medicine_id, m.id, 10, 'mg', 'PO', 'times_per_day', 2,
       CURRENT_DATE - 5, p.created_by
  FROM patient AS p
 CROSS JOIN (SELECT id, medicine_id FROM medicine_product WHERE form = 'таблетки' AND strength = '10 мг' ORDER BY id LIMIT 1) AS m;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA t TO PUBLIC;
