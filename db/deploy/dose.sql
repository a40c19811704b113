-- Deploy palreg:dose to pg
-- requires: prescription, policy
-- Reference data of doses: packs, usual maxima, limits of one prescription, safety rules; and what was kept against a rule.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- From when to when a row of a reference book holds; NULL is "always".
ALTER TABLE medicine ADD valid_from date, ADD valid_to date,
	ADD CONSTRAINT medicine_validity CHECK (valid_to >= valid_from);
ALTER TABLE medicine_ddd ADD valid_from date, ADD valid_to date,
	ADD CONSTRAINT medicine_ddd_validity CHECK (valid_to >= valid_from);
ALTER TABLE medicine_product ADD source text NOT NULL DEFAULT '', ADD valid_from date, ADD valid_to date,
	ADD CONSTRAINT medicine_product_validity CHECK (valid_to >= valid_from);
ALTER TABLE rx_form ADD valid_from date, ADD valid_to date,
	ADD CONSTRAINT rx_form_validity CHECK (valid_to >= valid_from);
ALTER TABLE ome_table ADD valid_from date, ADD valid_to date,
	ADD CONSTRAINT ome_table_validity CHECK (valid_to >= valid_from);

-- What is on the market: so many tablets, patches or ampoules of so many mL. The first of a product is counted with.
CREATE TABLE medicine_pack (
	product_id int NOT NULL REFERENCES medicine_product ON DELETE CASCADE,
	size int NOT NULL CONSTRAINT medicine_pack_size CHECK (size BETWEEN 1 AND 1000),
	container_ml numeric(8,2) CONSTRAINT medicine_pack_container CHECK (container_ml > 0),
	ord int NOT NULL DEFAULT 0,
	source text NOT NULL DEFAULT '',
	valid_from date,
	valid_to date,
	CONSTRAINT medicine_pack_once UNIQUE NULLS NOT DISTINCT (product_id, size, container_ml),
	CONSTRAINT medicine_pack_validity CHECK (valid_to >= valid_from)
);

-- The most that is usually given in 24 hours, by one route or ('') by any.
CREATE TABLE medicine_limit (
	medicine_id int NOT NULL REFERENCES medicine ON DELETE CASCADE,
	route text NOT NULL DEFAULT '' CONSTRAINT medicine_limit_route CHECK (route ~ '^([A-Z]{2,8})?$'),
	amount numeric(12,4) NOT NULL CONSTRAINT medicine_limit_amount CHECK (amount > 0),
	unit text NOT NULL REFERENCES unit,
	source text NOT NULL CONSTRAINT medicine_limit_source CHECK (source <> ''),
	valid_from date,
	valid_to date,
	PRIMARY KEY (medicine_id, route),
	CONSTRAINT medicine_limit_validity CHECK (valid_to >= valid_from)
);
CREATE INDEX medicine_limit_unit ON medicine_limit (unit);

-- The most that one prescription form is made out for; palliative: how many times as much for palliative patients.
CREATE TABLE rx_limit (
	product_id int PRIMARY KEY REFERENCES medicine_product ON DELETE CASCADE,
	amount numeric(12,4) NOT NULL CONSTRAINT rx_limit_amount CHECK (amount > 0),
	unit text NOT NULL REFERENCES unit,
	palliative int NOT NULL DEFAULT 1 CONSTRAINT rx_limit_palliative CHECK (palliative BETWEEN 1 AND 10),
	source text NOT NULL CONSTRAINT rx_limit_source CHECK (source <> ''),
	valid_from date,
	valid_to date,
	CONSTRAINT rx_limit_validity CHECK (valid_to >= valid_from)
);
CREATE INDEX rx_limit_unit ON rx_limit (unit);

-- cgi/dose/rules.h says what the kinds make of subject, other, low and high. Rules of one cause speak once of the same
-- lines, the first by severity and ord.
CREATE TABLE safety_rule (
	code text PRIMARY KEY CONSTRAINT safety_rule_code CHECK (code ~ '^[a-z_]{2,40}$'),
	kind text NOT NULL CONSTRAINT safety_rule_kind CHECK (kind IN ('allergy', 'day_maximum', 'interval', 'needs_companion',
	    'needs_rescue', 'rescue_share', 'rx_form', 'rx_quantity', 'same_class', 'same_medicine', 'several',
	    'several_patches', 'times_maximum', 'together', 'wrong_form')),
	cause text NOT NULL CONSTRAINT safety_rule_cause CHECK (cause ~ '^[a-z_]{2,40}$'),
	severity text NOT NULL CONSTRAINT safety_rule_severity CHECK (severity IN ('info', 'warn', 'stop')),
	subject text NOT NULL DEFAULT '' CONSTRAINT safety_rule_subject CHECK (subject ~ '^([A-Za-z0-9_]+(,[A-Za-z0-9_]+)*)?$'),
	other text NOT NULL DEFAULT '' CONSTRAINT safety_rule_other CHECK (other ~ '^([A-Za-z0-9_]+(,[A-Za-z0-9_]+)*)?$'),
	low numeric(12,4) CONSTRAINT safety_rule_low CHECK (low >= 0),
	high numeric(12,4) CONSTRAINT safety_rule_high CHECK (high >= low),
	title text NOT NULL,
	title_en text NOT NULL,
	text text NOT NULL,
	text_en text NOT NULL,
	way_out text NOT NULL DEFAULT '',
	way_out_en text NOT NULL DEFAULT '',
	source text NOT NULL CONSTRAINT safety_rule_source CHECK (source <> ''),
	ord int NOT NULL DEFAULT 0,
	valid_from date,
	valid_to date,
	CONSTRAINT safety_rule_validity CHECK (valid_to >= valid_from)
);

-- Reasons are of any kind of book that asks for one.
ALTER TABLE reason DROP CONSTRAINT reason_kind;
ALTER TABLE reason ADD CONSTRAINT reason_kind CHECK (kind ~ '^[a-z_]{2,20}$');

-- A warning that was kept: which rule, on which version of which line, why, by whom.
CREATE TABLE prescription_override (
	prescription_id uuid NOT NULL REFERENCES prescription,
	rule text NOT NULL REFERENCES safety_rule,
	patient_id uuid NOT NULL REFERENCES patient,
	area_id int NOT NULL REFERENCES area,
	reason_kind text NOT NULL GENERATED ALWAYS AS ('override') STORED,
	reason text NOT NULL,
	account_id uuid NOT NULL REFERENCES account,
	at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (prescription_id, rule),
	CONSTRAINT prescription_override_reason_known FOREIGN KEY (reason_kind, reason) REFERENCES reason (kind, code)
);
CREATE INDEX prescription_override_patient ON prescription_override (patient_id);
CREATE INDEX prescription_override_area ON prescription_override (area_id, at);
CREATE INDEX prescription_override_rule ON prescription_override (rule);
CREATE INDEX prescription_override_reason ON prescription_override (reason_kind, reason);
CREATE INDEX prescription_override_account ON prescription_override (account_id);

-- It stands where its line stands; what cannot be right is not kept, whatever the reason.
CREATE FUNCTION prescription_override_seen() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM prescription
	    WHERE id = NEW.prescription_id AND patient_id = NEW.patient_id AND area_id = NEW.area_id) THEN
		RAISE EXCEPTION 'a reason belongs to a line of its patient'
		    USING ERRCODE = '23514', CONSTRAINT = 'prescription_override_of_line';
	END IF;
	IF (SELECT severity FROM safety_rule WHERE code = NEW.rule) <> 'warn' THEN
		RAISE EXCEPTION 'only a warning is kept with a reason'
		    USING ERRCODE = '23514', CONSTRAINT = 'prescription_override_of_warning';
	END IF;
	RETURN NEW;
END
$$;
CREATE TRIGGER prescription_override_seen BEFORE INSERT ON prescription_override
	FOR EACH ROW EXECUTE FUNCTION prescription_override_seen();

CREATE FUNCTION prescription_override_moved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	UPDATE prescription_override SET area_id = NEW.area_id WHERE patient_id = NEW.id;
	RETURN NULL;
END
$$;
CREATE TRIGGER prescription_override_moved AFTER UPDATE ON patient
	FOR EACH ROW WHEN (OLD.area_id <> NEW.area_id) EXECUTE FUNCTION prescription_override_moved();

-- Rights.
DO $$
DECLARE
	t regclass;
BEGIN
	FOREACH t IN ARRAY ARRAY['medicine_pack', 'medicine_limit', 'rx_limit', 'safety_rule']::regclass[] LOOP
		EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY book_read ON %s FOR SELECT USING (true)', t);
		EXECUTE format('CREATE POLICY book_write ON %s TO palreg_admin'
		    ' USING ((SELECT cardinality(areas(''user_manage''))) > 0)'
		    ' WITH CHECK ((SELECT cardinality(areas(''user_manage''))) > 0)', t);
		EXECUTE format('GRANT SELECT ON %s TO palreg_register, palreg_admin, palreg_report', t);
		EXECUTE format('GRANT INSERT, UPDATE, DELETE ON %s TO palreg_admin', t);
	END LOOP;
END
$$;
ALTER TABLE prescription_override ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY override_read ON prescription_override FOR SELECT TO palreg_register
	USING (area_id = ANY ((SELECT areas('record_read'))::int[]));
CREATE POLICY override_add ON prescription_override FOR INSERT TO palreg_register
	WITH CHECK (area_id = ANY ((SELECT areas('record_write'))::int[]) AND account_id = (SELECT current_account()));
CREATE POLICY override_report ON prescription_override FOR SELECT TO palreg_report
	USING (area_id = ANY ((SELECT areas('report_patient') || areas('report_summary'))::int[]));
CREATE POLICY override_owner ON prescription_override TO palreg_owner
	USING (area_id = ANY ((SELECT areas('record_write') || areas('patient_write'))::int[]) OR (SELECT by_operator()))
	WITH CHECK (area_id = ANY ((SELECT areas('record_write') || areas('patient_write'))::int[]) OR (SELECT by_operator()));
GRANT SELECT ON prescription_override TO palreg_register;
GRANT SELECT (prescription_id, rule, patient_id, area_id, reason, at) ON prescription_override TO palreg_report;
GRANT INSERT (prescription_id, rule, patient_id, area_id, reason, account_id) ON prescription_override TO palreg_register;

COMMIT;
