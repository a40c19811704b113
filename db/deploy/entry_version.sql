-- Deploy palreg:entry_version to pg
-- requires: record_name merge_care
-- What the open fields of a register entry said before each change; what orders said, fact by fact.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- Versions begin with the first change: the first row is what was, and each row further what it became. The diagnosis has
-- versions of its own, the state its events, the area its transfers.
CREATE TABLE patient_entry_version (
	patient_id uuid NOT NULL REFERENCES patient,
	version int NOT NULL CONSTRAINT patient_entry_version_first CHECK (version >= 1),
	area_id int NOT NULL REFERENCES area,
	year_of_birth int NOT NULL,
	sex text NOT NULL,
	district_id int,
	date_in date NOT NULL,
	referral_source text,
	referred_on date,
	ready_on date,
	first_contact_on date,
	commission_no text,
	commission_on date,
	basis_code text,
	consent_on date,
	settlement text,
	care_institution_id int,
	changed_by uuid NOT NULL REFERENCES account,
	changed_at timestamptz NOT NULL,
	PRIMARY KEY (patient_id, version)
);
CREATE INDEX patient_entry_version_area ON patient_entry_version (area_id);
CREATE INDEX patient_entry_version_changed_by ON patient_entry_version (changed_by);

CREATE FUNCTION patient_entry_add(p patient, p_version int) RETURNS void
LANGUAGE sql
SET search_path = palreg, pg_temp
AS $$
INSERT INTO patient_entry_version (patient_id, version, area_id, year_of_birth, sex, district_id, date_in, referral_source, referred_on,
	ready_on, first_contact_on, commission_no, commission_on, basis_code, consent_on, settlement, care_institution_id, changed_by,
	changed_at)
VALUES (p.id, p_version, p.area_id, p.year_of_birth, p.sex, p.district_id, p.date_in, p.referral_source, p.referred_on,
	p.ready_on, p.first_contact_on, p.commission_no, p.commission_on, p.basis_code, p.consent_on, p.settlement, p.care_institution_id,
	p.changed_by, p.changed_at)
$$;

CREATE FUNCTION patient_entry_keep() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	last int := (SELECT max(version) FROM patient_entry_version WHERE patient_id = NEW.id);
BEGIN
	IF last IS NULL THEN
		PERFORM patient_entry_add(OLD, 1);
	END IF;
	PERFORM patient_entry_add(NEW, coalesce(last, 1) + 1);
	RETURN NULL;
END
$$;
CREATE TRIGGER patient_entry_keep AFTER UPDATE ON patient FOR EACH ROW WHEN ((OLD.year_of_birth, OLD.sex, OLD.district_id, OLD.date_in,
	OLD.referral_source, OLD.referred_on, OLD.ready_on, OLD.first_contact_on, OLD.commission_no, OLD.commission_on, OLD.basis_code,
	OLD.consent_on, OLD.settlement, OLD.care_institution_id) IS DISTINCT FROM (NEW.year_of_birth, NEW.sex, NEW.district_id, NEW.date_in,
	NEW.referral_source, NEW.referred_on, NEW.ready_on, NEW.first_contact_on, NEW.commission_no, NEW.commission_on, NEW.basis_code,
	NEW.consent_on, NEW.settlement, NEW.care_institution_id)) EXECUTE FUNCTION patient_entry_keep();
CREATE TRIGGER patient_moved_entry_version AFTER UPDATE ON patient
	FOR EACH ROW WHEN (OLD.area_id <> NEW.area_id) EXECUTE FUNCTION patient_rows_moved('patient_entry_version');
INSERT INTO merge_stay (table_name, why) VALUES ('patient_entry_version', 'former states of the entry');

-- Who sees what; nobody writes it by hand.
ALTER TABLE patient_entry_version ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY entry_version_read ON patient_entry_version FOR SELECT TO palreg_register
	USING (area_id = ANY ((SELECT areas('patient_read'))::int[]));
CREATE POLICY entry_version_owner ON patient_entry_version TO palreg_owner USING (area_id = ANY ((SELECT areas('patient_read')
	|| areas('patient_write'))::int[]) OR (SELECT by_operator()));
GRANT SELECT ON patient_entry_version TO palreg_register;

-- An arm more for the list, and for what versions say, whatever others they have by now.
CREATE VIEW entry_event WITH (security_invoker) AS
SELECT v.patient_id, 'entry' AS kind, 'changed' AS step, v.patient_id AS series, v.version, v.changed_at AS at, v.changed_at AS written,
       v.changed_by AS who, ''::text AS book, ''::text AS what, ''::text AS note_book, ''::text AS note, false AS wrong
  FROM patient_entry_version AS v
 WHERE v.version > 1;
CREATE VIEW entry_fact WITH (security_invoker) AS
SELECT 'entry' AS kind, v.patient_id AS series, v.version, f.ord, f.label, NULL::text AS name, NULL::text AS name_en, f.text, f.text_en
  FROM patient_entry_version AS v
 CROSS JOIN LATERAL (VALUES
	(1, 'year_of_birth', v.year_of_birth::text, NULL),
	(2, 'sex', v.sex, NULL),
	(3, 'district', (SELECT a.name FROM area AS a WHERE a.id = v.district_id), (SELECT a.name_en FROM area AS a WHERE a.id = v.district_id)),
	(4, 'date_in', v.date_in::text, NULL),
	(5, 'referral_source', (SELECT c.name FROM coded_value AS c WHERE c.list = 'referral_source' AND c.code = v.referral_source),
	    (SELECT c.name_en FROM coded_value AS c WHERE c.list = 'referral_source' AND c.code = v.referral_source)),
	(6, 'referred_on', v.referred_on::text, NULL),
	(7, 'ready_on', v.ready_on::text, NULL),
	(8, 'first_contact_on', v.first_contact_on::text, NULL),
	(9, 'commission_no', v.commission_no, NULL),
	(10, 'commission_on', v.commission_on::text, NULL),
	(11, 'basis', (SELECT g.name FROM diagnosis_group AS g WHERE g.code = v.basis_code),
	    (SELECT g.name_en FROM diagnosis_group AS g WHERE g.code = v.basis_code)),
	(12, 'consent_on', v.consent_on::text, NULL),
	(13, 'settlement', v.settlement, NULL),
	(14, 'care_institution', (SELECT a.name FROM area AS a WHERE a.id = v.care_institution_id),
	    (SELECT a.name_en FROM area AS a WHERE a.id = v.care_institution_id))) AS f(ord, label, text, text_en)
 WHERE f.text <> '';

-- What of orders was told before them: the thing itself, what for, the conclusion, the end of the need.
CREATE VIEW order_fact WITH (security_invoker) AS
SELECT 'order' AS kind, o.id AS series, o.version, f.ord, f.label, NULL::text AS name, NULL::text AS name_en, f.text, f.text_en
  FROM (SELECT * FROM service_order UNION ALL SELECT * FROM service_order_past) AS o
 CROSS JOIN LATERAL (VALUES
	(0, 'service', (SELECT s.name FROM service AS s WHERE s.code = o.service), (SELECT s.name_en FROM service AS s WHERE s.code = o.service)),
	(8, 'indication', (SELECT i.name FROM indication AS i WHERE i.code = o.indication),
	    (SELECT i.name_en FROM indication AS i WHERE i.code = o.indication))) AS f(ord, label, text, text_en)
 WHERE f.text <> ''
UNION ALL
SELECT 'order', o.id, o.version, f.ord, f.label, NULL, NULL, f.text, f.text_en
  FROM (SELECT * FROM device_order UNION ALL SELECT * FROM device_order_past) AS o
 CROSS JOIN LATERAL (VALUES
	(0, 'device', (SELECT d.name FROM device AS d WHERE d.code = o.device), (SELECT d.name_en FROM device AS d WHERE d.code = o.device)),
	(9, 'commission_no', o.commission_no, NULL),
	(10, 'commission_on', o.commission_on::text, NULL),
	(11, 'ended_on', o.ended_on::text, NULL)) AS f(ord, label, text, text_en)
 WHERE f.text <> '';
GRANT SELECT ON entry_event, entry_fact, order_fact TO palreg_register;

DO $$
BEGIN
	EXECUTE 'CREATE OR REPLACE VIEW record_event WITH (security_invoker) AS ' || rtrim(pg_get_viewdef('record_event'), '; ')
	    || ' UNION ALL SELECT * FROM entry_event';
	EXECUTE 'CREATE OR REPLACE VIEW record_fact WITH (security_invoker) AS ' || rtrim(pg_get_viewdef('record_fact'), '; ')
	    || ' UNION ALL SELECT * FROM entry_fact UNION ALL SELECT * FROM order_fact';
END
$$;

COMMIT;
