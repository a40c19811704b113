-- equivalents.t.sql: lines that give the same have one dosage; equivalents are of their day and end with a change of a book.
\ir fixture.sql
SELECT plan(16);
\set pat '\'a1000000-0000-4000-8000-000000000001\'::uuid'
CREATE FUNCTION t.dosage() RETURNS uuid LANGUAGE sql SECURITY DEFINER SET search_path = palreg, pg_temp AS $$
SELECT dosage FROM prescription WHERE id = 'a1000000-0000-4000-8000-000000000001' $$;
GRANT EXECUTE ON FUNCTION t.dosage() TO PUBLIC;
SELECT t.dosage() AS before \gset

SELECT is((SELECT count(DISTINCT dosage) FROM prescription)::int, 1, 'the same of three patients is one dosage');
UPDATE prescription SET status = 'on_hold', ends_on = CURRENT_DATE + 3 WHERE id = :pat;
SELECT is(t.dosage(), :'before', 'whatever becomes of the line');
UPDATE prescription SET status = 'active', ends_on = NULL WHERE id = :pat;
UPDATE prescription SET dose = 20 WHERE id = :pat;
SELECT isnt(t.dosage(), :'before', 'another dose is another one');
UPDATE prescription SET dose = 10.0000 WHERE id = :pat;
SELECT is(t.dosage(), :'before', 'however it is written');
UPDATE prescription SET times_per_day = NULL, schedule = 'every_hours', interval_hours = 12 WHERE id = :pat;
SELECT isnt(t.dosage(), :'before', 'or another schedule');
UPDATE prescription SET times_per_day = 2, schedule = 'times_per_day', interval_hours = NULL WHERE id = :pat;

SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT is((SELECT count(*) FROM opioid_in_force)::int, 2, 'what is in force in one''s areas');
INSERT INTO dosage_equivalent (dosage, table_code, ome) SELECT t.dosage(), ome_table_in_use(), 20;
SELECT results_eq('SELECT ome FROM patient_equivalent', 'SELECT 20::numeric FROM generate_series(1, 2)', 'each has his figure');
UPDATE dosage_equivalent SET computed_on = CURRENT_DATE - 1, ome = ome;
SELECT is_empty('SELECT FROM patient_equivalent WHERE ome IS NOT NULL', 'none of yesterday');
UPDATE dosage_equivalent SET computed_on = CURRENT_DATE, ome = NULL;
SELECT results_eq('SELECT ome FROM patient_equivalent', 'SELECT NULL::numeric FROM generate_series(1, 2)', 'without a factor it is missing');
SELECT throws_ok('INSERT INTO dosage_equivalent (dosage, table_code, ome) VALUES (gen_random_uuid(), ome_table_in_use(), -1)', '23514', NULL, 'never below nothing');
SELECT throws_ok('DELETE FROM dosage_equivalent', '42501', NULL, 'nobody removes them by hand');
RESET SESSION AUTHORIZATION;

SELECT t.act_as('ministry');
SET LOCAL SESSION AUTHORIZATION palreg_register;
SELECT throws_ok('INSERT INTO dosage_equivalent (dosage, table_code, ome) VALUES (gen_random_uuid(), ome_table_in_use(), 1)', '42501', NULL,
	'who reads no record keeps none');
RESET SESSION AUTHORIZATION;

CREATE FUNCTION t.ends(p_change text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO dosage_equivalent (dosage, table_code, ome) SELECT gen_random_uuid(), code, 1 FROM ome_table;
	EXECUTE p_change;
	RETURN is((SELECT count(*) FROM dosage_equivalent)::int, 0, 'ended by ' || p_change);
END
$$;
SELECT t.ends('UPDATE ome_factor SET factor = factor');
SELECT t.ends('UPDATE medicine SET atc = atc');
SELECT t.ends('UPDATE medicine_product SET amount = amount');
SELECT t.ends('UPDATE medicine_pack SET size = size');
SELECT * FROM finish();
ROLLBACK;
