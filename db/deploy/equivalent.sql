-- Deploy palreg:equivalent to pg
-- requires: patient_search setting prescription_line prescription_hold dose
-- What opioids amount to is found for all patients at once: each way of giving a product has a name of its own, and its
-- equivalent, computed by the module of doses, is kept for the day.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- Numbers with a fixed scale are always written alike.
CREATE FUNCTION numbers_text(p_numbers numeric[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = palreg, pg_temp
AS $$ SELECT array_to_string(p_numbers, '-') $$;

-- All that the dose of a day is computed from: lines that give the same have the same.
ALTER TABLE prescription ADD COLUMN dosage uuid GENERATED ALWAYS AS (md5(medicine_id::text || '|' || coalesce(product_id::text, '')
	|| '|' || dose::text || '|' || unit || '|' || route || '|' || schedule || '|' || coalesce(times_per_day::text, '')
	|| '|' || coalesce(interval_hours::text, '') || '|' || coalesce(numbers_text(clock_doses), '') || '|' || coalesce(weekdays::text, '')
	|| '|' || coalesce(patches::text, '') || '|' || coalesce(hours_per_day::text, '') || '|' || prn::text
	|| '|' || coalesce(prn_max_per_day::text, ''))::uuid) STORED;

DROP INDEX prescription_taken;
CREATE INDEX prescription_taken ON prescription (medicine_id, area_id) INCLUDE (patient_id, ends_on, starts_on, schedule, dosage, id)
	WHERE current AND status = 'active';

-- The opioids of all patients that are in force today, as entry_in_force (db/prescription_entry.c) has them of one: what is
-- current, by its index alone; and what is replaced, where that which comes after it has not begun.
CREATE VIEW opioid_in_force WITH (security_invoker) AS
SELECT l.id, l.patient_id, l.dosage
  FROM prescription AS l
 WHERE l.current AND l.status = 'active' AND l.medicine_id = ANY (ARRAY(SELECT o.id FROM medicine AS o WHERE starts_with(o.group_code, 'opioid_')))
   AND l.starts_on <= current_date
   AND coalesce(CASE l.schedule WHEN 'once' THEN l.starts_on ELSE l.ends_on END, 'infinity') >= current_date
UNION ALL
SELECT l.id, l.patient_id, l.dosage
  FROM prescription AS n
  JOIN prescription AS l ON l.series_id = n.series_id AND l.status = 'replaced' AND l.held_on IS NULL
 WHERE n.current AND n.starts_on > current_date AND n.version > 1
   AND l.medicine_id = ANY (ARRAY(SELECT o.id FROM medicine AS o WHERE starts_with(o.group_code, 'opioid_')))
   AND l.starts_on <= current_date
   AND coalesce(CASE l.schedule WHEN 'once' THEN l.starts_on ELSE l.ends_on END, 'infinity') >= current_date
   AND NOT EXISTS (SELECT FROM prescription AS later WHERE later.series_id = l.series_id AND later.version > l.version
       AND later.status NOT IN ('draft', 'entered_in_error') AND later.starts_on <= current_date);

-- Oral morphine, mg a day, of the background of one dosage by one table; NULL where there is no factor. What it is
-- computed from is dated, so it counts on its day alone; a change of a reference book ends it at once.
CREATE TABLE dosage_equivalent (
	dosage uuid NOT NULL,
	table_code text NOT NULL REFERENCES ome_table ON DELETE CASCADE,
	computed_on date NOT NULL DEFAULT current_date,
	ome numeric(20,10) CONSTRAINT dosage_equivalent_ome CHECK (ome >= 0),
	PRIMARY KEY (dosage, table_code)
);
CREATE INDEX dosage_equivalent_table ON dosage_equivalent (table_code);

CREATE FUNCTION dosage_equivalent_end() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	DELETE FROM dosage_equivalent;
	RETURN NULL;
END
$$;
DO $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['medicine', 'medicine_product', 'medicine_pack', 'ome_factor'] LOOP
		EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT'
		    ' EXECUTE FUNCTION dosage_equivalent_end()', t || '_equivalent', t);
	END LOOP;
END
$$;

-- Of each patient what has a factor, by the table of who asks; rounded, so that three thirds are one. Looked up line by
-- line, by the key: what is kept is new every day, and unknown to who makes the plan.
CREATE VIEW patient_equivalent WITH (security_invoker) AS
SELECT f.patient_id, round(sum(f.ome), 6) AS ome
  FROM (SELECT l.patient_id, (SELECT e.ome FROM dosage_equivalent AS e WHERE e.dosage = l.dosage
                                 AND e.table_code = (SELECT ome_table_in_use()) AND e.computed_on = current_date) AS ome
          FROM opioid_in_force AS l) AS f
 GROUP BY f.patient_id;

-- Who sees and writes what: nothing in it is of a patient.
ALTER TABLE dosage_equivalent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY dosage_equivalent_register ON dosage_equivalent TO palreg_register
	USING ((SELECT cardinality(areas('record_read'))) > 0) WITH CHECK ((SELECT cardinality(areas('record_read'))) > 0);
CREATE POLICY dosage_equivalent_owner ON dosage_equivalent TO palreg_owner USING (true);
GRANT SELECT, INSERT, UPDATE (computed_on, ome) ON dosage_equivalent TO palreg_register;
GRANT EXECUTE ON FUNCTION numbers_text(numeric[]) TO palreg_register;
GRANT SELECT ON opioid_in_force, patient_equivalent TO palreg_register;

COMMIT;
