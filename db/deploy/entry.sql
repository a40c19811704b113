-- Deploy palreg:entry to pg
-- requires: policy, dose
-- The register entry: what is known of a referral, and the states from draft to removal. A state changes by an event
-- of patient_status_event and in no other way; which steps there are stands in status_transition alone.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- Short lists of codes: places of death, sources of referral, sites of metastases …
CREATE TABLE coded_value (
	list text NOT NULL CONSTRAINT coded_value_list CHECK (list ~ '^[a-z_]{2,30}$'),
	code text NOT NULL CONSTRAINT coded_value_code CHECK (code ~ '^[a-z0-9_]{1,40}$'),
	name text NOT NULL,
	name_en text NOT NULL,
	ord int NOT NULL DEFAULT 0,
	source text NOT NULL DEFAULT '',
	valid_from date NOT NULL DEFAULT '2026-01-01',
	retired_at timestamptz,
	PRIMARY KEY (list, code)
);

-- A trigger's arguments are "column=list": each value, or member of an array, is a code of that list.
CREATE FUNCTION coded_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	fields jsonb := to_jsonb(NEW);
	pair text;
	field text;
	codes jsonb;
BEGIN
	FOREACH pair IN ARRAY TG_ARGV LOOP
		field := split_part(pair, '=', 1);
		codes := coalesce(nullif(fields -> field, 'null'), '[]');
		IF jsonb_typeof(codes) <> 'array' THEN
			codes := jsonb_build_array(codes);
		END IF;
		IF EXISTS (SELECT FROM jsonb_array_elements_text(codes) AS u(code)
		    WHERE NOT EXISTS (SELECT FROM coded_value AS v WHERE v.list = split_part(pair, '=', 2) AND v.code = u.code
		        AND (v.retired_at IS NULL OR (SELECT by_operator())))) THEN
			RAISE EXCEPTION 'no such code: %', field
			    USING ERRCODE = '23503', CONSTRAINT = TG_TABLE_NAME || '_' || field || '_known';
		END IF;
	END LOOP;
	RETURN NEW;
END
$$;

-- Rows of the tables named by a trigger's arguments move with their patient.
CREATE FUNCTION patient_rows_moved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY TG_ARGV LOOP
		EXECUTE format('UPDATE %I SET area_id = $1 WHERE patient_id = $2', t) USING NEW.area_id, NEW.id;
	END LOOP;
	RETURN NULL;
END
$$;

-- Steps between the states. reasons: what may be given as reason, of reason_kind; after: the removal it may follow;
-- asks: what must be told besides the day.
CREATE TABLE status_transition (
	action text NOT NULL CONSTRAINT status_transition_action CHECK (action ~ '^[a-z_]{2,20}$'),
	from_status text NOT NULL,
	to_status text NOT NULL,
	reason_kind text,
	reasons text[] NOT NULL DEFAULT '{}',
	after text[] NOT NULL DEFAULT '{}',
	asks text[] NOT NULL DEFAULT '{}' CONSTRAINT status_transition_asks
		CHECK (asks <@ ARRAY['commission', 'consent', 'reason', 'expected_return']),
	permission text NOT NULL DEFAULT 'patient_write'
		CONSTRAINT status_transition_permission CHECK (permission IN ('patient_write', 'user_manage')),
	name text NOT NULL,
	name_en text NOT NULL,
	ord int NOT NULL,
	PRIMARY KEY (action, from_status, to_status),
	CONSTRAINT status_transition_reason CHECK (('reason' = ANY (asks)) = (reason_kind IS NOT NULL))
);
INSERT INTO status_transition (action, from_status, to_status, reason_kind, reasons, after, asks, permission, name, name_en, ord)
VALUES
('submit', 'draft', 'awaiting', NULL, '{}', '{}', '{}', 'patient_write',
 'Направить на врачебную комиссию', 'Send to the commission', 10),
('accept', 'awaiting', 'active', NULL, '{}', '{}', '{commission,consent}', 'patient_write',
 'Принять на учёт по решению ВК', 'Take in by the commission''s conclusion', 20),
('refuse', 'awaiting', 'refused', 'refusal', '{}', '{}', '{reason}', 'patient_write',
 'Записать отказ ВК', 'Record the commission''s refusal', 30),
('decline', 'awaiting', 'declined', 'decline', '{}', '{}', '{reason}', 'patient_write',
 'Записать отказ пациента', 'Record that the patient declined', 40),
('apply_again', 'refused', 'awaiting', NULL, '{}', '{}', '{}', 'patient_write',
 'Направить на ВК повторно', 'Send to the commission again', 50),
('apply_again', 'declined', 'awaiting', NULL, '{}', '{}', '{}', 'patient_write',
 'Направить на ВК повторно', 'Send to the commission again', 50),
('suspend', 'active', 'suspended', 'suspension', '{}', '{}', '{reason,expected_return}', 'patient_write',
 'Приостановить наблюдение', 'Suspend', 60),
('resume', 'suspended', 'active', NULL, '{}', '{}', '{}', 'patient_write',
 'Возобновить наблюдение', 'Resume', 70),
('remove', 'active', 'removed', 'removal', '{}', '{}', '{reason}', 'patient_write',
 'Снять с учёта', 'Remove from the register', 80),
('remove', 'suspended', 'removed', 'removal', '{}', '{}', '{reason}', 'patient_write',
 'Снять с учёта', 'Remove from the register', 80),
('remove', 'awaiting', 'removed', 'removal', '{death,duplicate,error}', '{}', '{reason}', 'patient_write',
 'Снять с учёта', 'Remove from the register', 80),
('remove', 'draft', 'removed', 'removal', '{death,duplicate,error}', '{}', '{reason}', 'patient_write',
 'Снять с учёта', 'Remove from the register', 80),
('include_again', 'removed', 'active', NULL, '{}', '{moved,not_eligible,refusal,lost,error,other_institution}',
 '{commission,consent}', 'patient_write', 'Включить повторно по новому решению ВК',
 'Include again by a new conclusion of the commission', 90),
('revive', 'removed', 'active', 'reversal', '{}', '{death}', '{reason}', 'user_manage',
 'Отменить запись о смерти', 'Take back the record of death', 100),
('revive', 'removed', 'awaiting', 'reversal', '{}', '{death}', '{reason}', 'user_manage',
 'Отменить запись о смерти', 'Take back the record of death', 100);

-- The open fields of the entry.
ALTER TABLE patient DROP CONSTRAINT patient_status;
ALTER TABLE patient
	ADD CONSTRAINT patient_status CHECK (status IN ('draft', 'awaiting', 'active', 'suspended', 'removed', 'refused', 'declined')),
	ADD COLUMN referral_source text,
	ADD COLUMN referred_on date,
	ADD COLUMN ready_on date,
	ADD COLUMN first_contact_on date,
	ADD COLUMN commission_no text CONSTRAINT patient_commission_no
		CHECK (commission_no ~ '^[0-9]{1,6}([/-][0-9A-ZА-ЯЁ]{1,6}){0,2}$'),
	ADD COLUMN commission_on date,
	ADD COLUMN basis_code text REFERENCES diagnosis_group,
	ADD COLUMN consent_on date,
	ADD COLUMN settlement text CONSTRAINT patient_settlement CHECK (settlement IN ('urban', 'rural')),
	ADD COLUMN care_institution_id int REFERENCES area,
	ADD COLUMN expected_return date,
	ADD CONSTRAINT patient_commission_whole CHECK ((commission_no IS NULL) = (commission_on IS NULL)),
	ADD CONSTRAINT patient_awaiting_diagnosis CHECK (status <> 'awaiting' OR diagnosis_code IS NOT NULL),
	ADD CONSTRAINT patient_return_of_suspended CHECK (expected_return IS NULL OR status = 'suspended'),
	ADD CONSTRAINT patient_ready_after_referral CHECK (ready_on >= referred_on),
	ADD CONSTRAINT patient_contact_after_referral CHECK (first_contact_on >= referred_on),
	ADD CONSTRAINT patient_entry_after_birth CHECK (year_of_birth
	    <= extract(year FROM least(referred_on, ready_on, first_contact_on, commission_on, consent_on))),
	ADD CONSTRAINT patient_entry_before_death CHECK (died_on
	    >= greatest(referred_on, ready_on, first_contact_on, commission_on, consent_on));
CREATE INDEX patient_basis ON patient (basis_code);
CREATE INDEX patient_care_institution ON patient (care_institution_id) WHERE care_institution_id IS NOT NULL;
CREATE TRIGGER patient_codes BEFORE INSERT OR UPDATE OF referral_source ON patient
	FOR EACH ROW WHEN (NEW.referral_source IS NOT NULL) EXECUTE FUNCTION coded_check('referral_source=referral_source');

-- Refuse a step unless the condition holds; the name of the rule reaches the page.
CREATE FUNCTION status_require(p_holds boolean, p_rule text) RETURNS void
LANGUAGE plpgsql IMMUTABLE
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF p_holds IS NOT TRUE THEN
		RAISE EXCEPTION 'rule of the states: %', p_rule USING ERRCODE = '23514', CONSTRAINT = p_rule;
	END IF;
END
$$;

-- Nothing of the entry lies in the future; nobody is cared for without the commission's conclusion and his consent (rows
-- from before this change until they are touched); a state changes by its event; nobody enters as removed.
CREATE FUNCTION patient_entry_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF greatest(NEW.referred_on, NEW.ready_on, NEW.first_contact_on, NEW.commission_on, NEW.consent_on) > CURRENT_DATE THEN
		RAISE EXCEPTION 'a date lies in the future' USING ERRCODE = '23514', CONSTRAINT = 'patient_entry_not_in_future';
	END IF;
	IF NEW.care_institution_id IS NOT NULL AND NOT EXISTS (SELECT FROM area WHERE id = NEW.care_institution_id
	    AND kind IN ('institution', 'department')) THEN
		RAISE EXCEPTION 'not an institution' USING ERRCODE = '23514', CONSTRAINT = 'patient_care_institution_is_one';
	END IF;
	IF NEW.status IN ('active', 'suspended') AND (TG_OP = 'INSERT' OR (OLD.status, OLD.commission_no, OLD.basis_code, OLD.consent_on)
	    IS DISTINCT FROM (NEW.status, NEW.commission_no, NEW.basis_code, NEW.consent_on)) THEN
		PERFORM status_require(NEW.commission_no IS NOT NULL AND NEW.basis_code IS NOT NULL, 'patient_active_needs_commission');
		PERFORM status_require(NEW.consent_on IS NOT NULL, 'patient_active_needs_consent');
	END IF;
	IF TG_OP = 'INSERT' THEN
		IF NEW.status NOT IN ('draft', 'awaiting', 'active') AND current_account() IS NOT NULL THEN
			RAISE EXCEPTION 'nobody enters the register as %', NEW.status
			    USING ERRCODE = '23514', CONSTRAINT = 'patient_enters_alive';
		END IF;
	ELSIF (NEW.status, NEW.removal_reason, NEW.date_out, NEW.died_on)
	    IS DISTINCT FROM (OLD.status, OLD.removal_reason, OLD.date_out, OLD.died_on) AND pg_trigger_depth() < 2 THEN
		RAISE EXCEPTION 'a state changes by its event' USING ERRCODE = '23514', CONSTRAINT = 'patient_status_by_event';
	END IF;
	RETURN NEW;
END
$$;
CREATE TRIGGER patient_entry_check BEFORE INSERT OR UPDATE ON patient
	FOR EACH ROW EXECUTE FUNCTION patient_entry_check();

-- What happened to the state, numbered for each patient. Rows are only added.
CREATE TABLE patient_status_event (
	id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	patient_id uuid NOT NULL REFERENCES patient,
	area_id int NOT NULL REFERENCES area,
	seq int NOT NULL,
	action text NOT NULL,
	from_status text,
	to_status text NOT NULL,
	effective_on date NOT NULL,
	reason_kind text,
	reason text,
	commission_no text,
	commission_on date,
	basis_code text REFERENCES diagnosis_group,
	consent_on date,
	expected_return date,
	place_of_death text,
	cause_code text REFERENCES icd10,
	preferred_place_met text CONSTRAINT patient_status_event_preferred
		CHECK (preferred_place_met IN ('yes', 'no', 'unknown')),
	last_pain smallint CONSTRAINT patient_status_event_pain CHECK (last_pain BETWEEN 0 AND 10),
	undoes uuid REFERENCES patient_status_event,
	author_id uuid NOT NULL REFERENCES account,
	created_at timestamptz NOT NULL DEFAULT now(),
	CONSTRAINT patient_status_event_seq UNIQUE (patient_id, seq),
	CONSTRAINT patient_status_event_reason_known FOREIGN KEY (reason_kind, reason) REFERENCES reason (kind, code),
	CONSTRAINT patient_status_event_undo CHECK ((action = 'undo') = (undoes IS NOT NULL)),
	CONSTRAINT patient_status_event_first CHECK ((action = 'enter') = (from_status IS NULL)),
	CONSTRAINT death_fields_of_death CHECK (reason IS NOT DISTINCT FROM 'death'
	    OR (place_of_death IS NULL AND cause_code IS NULL AND preferred_place_met IS NULL AND last_pain IS NULL))
);
CREATE INDEX patient_status_event_area ON patient_status_event (area_id, effective_on);
CREATE INDEX patient_status_event_author ON patient_status_event (author_id);
CREATE INDEX patient_status_event_reason ON patient_status_event (reason_kind, reason) WHERE reason IS NOT NULL;
CREATE INDEX patient_status_event_cause ON patient_status_event (cause_code) WHERE cause_code IS NOT NULL;
CREATE INDEX patient_status_event_basis ON patient_status_event (basis_code) WHERE basis_code IS NOT NULL;
CREATE INDEX patient_status_event_undoes ON patient_status_event (undoes) WHERE undoes IS NOT NULL;
CREATE TRIGGER patient_status_event_codes BEFORE INSERT ON patient_status_event
	FOR EACH ROW WHEN (NEW.place_of_death IS NOT NULL) EXECUTE FUNCTION coded_check('place_of_death=place_of_death');

-- Who may take back the last step: who took it, on the same day, or an administrator; never a death.
CREATE FUNCTION status_undoable(p_event patient_status_event) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
RETURN p_event.from_status IS NOT NULL AND p_event.action NOT IN ('undo', 'revive')
   AND p_event.reason IS DISTINCT FROM 'death'
   AND NOT EXISTS (SELECT FROM patient_status_event AS e WHERE e.patient_id = p_event.patient_id AND e.seq > p_event.seq)
   AND ((p_event.author_id = current_account() AND p_event.created_at::date = CURRENT_DATE)
        OR p_event.area_id = ANY (areas('user_manage')) OR by_operator());

-- Checks one event against the table of steps, and completes it.
CREATE FUNCTION patient_status_step() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	p patient;
	last patient_status_event;
	t status_transition;
BEGIN
	SELECT * INTO p FROM patient WHERE id = NEW.patient_id FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no such patient' USING ERRCODE = '42501';
	END IF;
	SELECT * INTO last FROM patient_status_event WHERE patient_id = p.id ORDER BY seq DESC LIMIT 1;
	NEW.area_id := p.area_id;
	NEW.seq := coalesce(last.seq, 0) + 1;
	NEW.author_id := coalesce(current_account(), NEW.author_id);
	NEW.created_at := now();
	IF NEW.from_status IS DISTINCT FROM p.status THEN
		RAISE EXCEPTION 'the state has changed meanwhile' USING ERRCODE = '40001';
	END IF;
	IF NEW.action = 'undo' THEN
		PERFORM status_require(status_undoable(last), 'status_undo_by_author_or_administrator');
		NEW.undoes := last.id;
		NEW.to_status := last.from_status;
		NEW.effective_on := greatest(CURRENT_DATE, last.effective_on);
		RETURN NEW;
	END IF;
	SELECT * INTO t FROM status_transition AS s
	 WHERE s.action = NEW.action AND s.from_status = p.status AND s.to_status = NEW.to_status;
	PERFORM status_require(t.action IS NOT NULL AND (t.after = '{}' OR p.removal_reason = ANY (t.after)), 'status_step_allowed');
	IF NOT (p.area_id = ANY (coalesce(areas(t.permission), '{}')) OR by_operator()) THEN
		RAISE EXCEPTION 'this step is not yours to take' USING ERRCODE = '42501';
	END IF;
	NEW.reason_kind := CASE WHEN NEW.reason IS NOT NULL THEN t.reason_kind END;
	PERFORM status_require(NEW.effective_on <= CURRENT_DATE, 'status_not_in_future');
	PERFORM status_require(NEW.effective_on >= coalesce(last.effective_on, p.date_in), 'status_in_order');
	PERFORM status_require(NEW.reason IS NOT NULL OR NOT 'reason' = ANY (t.asks), 'status_needs_reason');
	PERFORM status_require(NEW.reason IS NULL OR ('reason' = ANY (t.asks) AND (t.reasons = '{}' OR NEW.reason = ANY (t.reasons))),
	    'status_reason_fits');
	IF 'commission' = ANY (t.asks) THEN
		PERFORM status_require(NEW.commission_no IS NOT NULL AND NEW.commission_on IS NOT NULL, 'status_needs_commission');
		PERFORM status_require(NEW.basis_code IS NOT NULL, 'status_needs_basis');
		PERFORM status_require(NEW.commission_on <= NEW.effective_on, 'status_commission_before');
		PERFORM status_require(t.from_status <> 'removed' OR NEW.commission_on >= p.date_out, 'status_needs_new_commission');
	END IF;
	PERFORM status_require(coalesce(NEW.consent_on, p.consent_on) IS NOT NULL OR NOT 'consent' = ANY (t.asks), 'status_needs_consent');
	PERFORM status_require((NEW.expected_return > NEW.effective_on) IS TRUE
	    OR (NEW.expected_return IS NULL AND NOT 'expected_return' = ANY (t.asks)), 'status_needs_return');
	IF NEW.reason = 'death' THEN
		PERFORM status_require(NEW.place_of_death IS NOT NULL, 'death_needs_place');
		PERFORM status_require(NEW.cause_code IS NOT NULL, 'death_needs_cause');
		PERFORM status_require(NEW.preferred_place_met IS NOT NULL, 'death_needs_preferred');
	END IF;
	RETURN NEW;
END
$$;
CREATE TRIGGER patient_status_step BEFORE INSERT ON patient_status_event
	FOR EACH ROW WHEN (NEW.seq IS NULL) EXECUTE FUNCTION patient_status_step();

-- The patient's row follows its newest event; what is taken back is as it was before.
CREATE FUNCTION patient_status_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	undone patient_status_event;
	base patient_status_event := NEW;
	sat patient_status_event := NEW;
BEGIN
	IF NEW.action = 'undo' THEN
		SELECT * INTO undone FROM patient_status_event WHERE id = NEW.undoes;
		SELECT * INTO base FROM patient_status_event WHERE patient_id = NEW.patient_id AND seq < undone.seq
		   AND to_status = NEW.to_status AND action <> 'undo' ORDER BY seq DESC LIMIT 1;
		SELECT * INTO sat FROM patient_status_event WHERE patient_id = NEW.patient_id AND seq < undone.seq
		   AND commission_no IS NOT NULL ORDER BY seq DESC LIMIT 1;
	END IF;
	UPDATE patient
	   SET status = NEW.to_status,
	       removal_reason = CASE WHEN NEW.to_status = 'removed' THEN base.reason END,
	       date_out = CASE WHEN NEW.to_status = 'removed' THEN base.effective_on END,
	       died_on = CASE WHEN NEW.to_status = 'removed' AND base.reason = 'death' THEN base.effective_on END,
	       expected_return = CASE WHEN NEW.to_status = 'suspended' THEN base.expected_return END,
	       commission_no = CASE WHEN undone.commission_no IS NOT NULL THEN sat.commission_no
	           ELSE coalesce(NEW.commission_no, commission_no) END,
	       commission_on = CASE WHEN undone.commission_no IS NOT NULL THEN sat.commission_on
	           ELSE coalesce(NEW.commission_on, commission_on) END,
	       basis_code = CASE WHEN undone.commission_no IS NOT NULL THEN sat.basis_code
	           ELSE coalesce(NEW.basis_code, basis_code) END,
	       consent_on = coalesce(NEW.consent_on, consent_on)
	 WHERE id = NEW.patient_id AND status <> NEW.to_status;
	RETURN NULL;
END
$$;
CREATE TRIGGER patient_status_follow AFTER INSERT ON patient_status_event
	FOR EACH ROW WHEN (NEW.action <> 'enter') EXECUTE FUNCTION patient_status_follow();

-- How an entry began; one that comes in removed, from elsewhere, has two events.
CREATE FUNCTION patient_entered() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	INSERT INTO patient_status_event (patient_id, area_id, seq, action, to_status, effective_on, commission_no, commission_on,
	    basis_code, consent_on, author_id, created_at)
	SELECT id, area_id, 1, 'enter', CASE WHEN status IN ('removed', 'suspended') THEN 'active' ELSE status END, date_in,
	       commission_no, commission_on, basis_code, consent_on, created_by, created_at
	  FROM fresh;
	INSERT INTO patient_status_event (patient_id, area_id, seq, action, from_status, to_status, effective_on, reason_kind,
	    reason, expected_return, author_id, created_at)
	SELECT id, area_id, 2, CASE status WHEN 'removed' THEN 'remove' ELSE 'suspend' END, 'active', status,
	       coalesce(date_out, date_in), CASE WHEN status = 'removed' THEN 'removal' END, removal_reason, expected_return,
	       changed_by, greatest(created_at, changed_at)
	  FROM fresh
	 WHERE status IN ('removed', 'suspended');
	RETURN NULL;
END
$$;
CREATE TRIGGER patient_entered AFTER INSERT ON patient REFERENCING NEW TABLE AS fresh
	FOR EACH STATEMENT EXECUTE FUNCTION patient_entered();
CREATE TRIGGER patient_moved_entry AFTER UPDATE ON patient
	FOR EACH ROW WHEN (OLD.area_id <> NEW.area_id) EXECUTE FUNCTION patient_rows_moved('patient_status_event', 'bereavement');

-- Care for the family after a death: two contacts, then it is closed. One that is open for each death.
CREATE TABLE bereavement (
	id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	patient_id uuid NOT NULL REFERENCES patient,
	area_id int NOT NULL REFERENCES area,
	died_on date NOT NULL,
	status text NOT NULL DEFAULT 'open' CONSTRAINT bereavement_status CHECK (status IN ('open', 'closed', 'entered_in_error')),
	first_due date NOT NULL GENERATED ALWAYS AS (died_on + 14) STORED,
	first_on date,
	second_due date NOT NULL GENERATED ALWAYS AS ((died_on + interval '3 months')::date) STORED,
	second_on date,
	risk text CONSTRAINT bereavement_risk CHECK (risk IN ('low', 'medium', 'high')),
	closed_on date,
	changed_by uuid NOT NULL REFERENCES account,
	changed_at timestamptz NOT NULL DEFAULT now(),
	version int NOT NULL DEFAULT 1,
	CONSTRAINT bereavement_first_after_death CHECK (first_on >= died_on),
	CONSTRAINT bereavement_second_after_first CHECK (second_on IS NULL OR (first_on IS NOT NULL AND second_on >= first_on)),
	CONSTRAINT bereavement_closed CHECK ((status = 'closed') = (closed_on IS NOT NULL)),
	CONSTRAINT bereavement_closed_after CHECK (closed_on >= died_on)
);
CREATE UNIQUE INDEX bereavement_one ON bereavement (patient_id) WHERE status <> 'entered_in_error';
CREATE INDEX bereavement_patient ON bereavement (patient_id);
CREATE INDEX bereavement_due ON bereavement (area_id, first_due) WHERE status = 'open';
CREATE INDEX bereavement_area ON bereavement (area_id);
CREATE INDEX bereavement_changed_by ON bereavement (changed_by);

CREATE FUNCTION bereavement_stamp() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF greatest(NEW.first_on, NEW.second_on, NEW.closed_on) > CURRENT_DATE THEN
		RAISE EXCEPTION 'a date lies in the future' USING ERRCODE = '23514', CONSTRAINT = 'bereavement_not_in_future';
	END IF;
	NEW.version := OLD.version + 1;
	NEW.changed_at := now();
	NEW.changed_by := coalesce(current_account(), NEW.changed_by);
	RETURN NEW;
END
$$;
CREATE TRIGGER bereavement_stamp BEFORE UPDATE OF status, first_on, second_on, risk, closed_on ON bereavement
	FOR EACH ROW EXECUTE FUNCTION bereavement_stamp();

CREATE FUNCTION patient_died() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF NEW.died_on IS NULL THEN
		UPDATE bereavement SET status = 'entered_in_error', closed_on = NULL
		 WHERE patient_id = NEW.id AND status <> 'entered_in_error';
	ELSE
		INSERT INTO bereavement (patient_id, area_id, died_on, changed_by)
		VALUES (NEW.id, NEW.area_id, NEW.died_on, NEW.changed_by);
	END IF;
	RETURN NULL;
END
$$;
CREATE TRIGGER patient_died AFTER UPDATE ON patient
	FOR EACH ROW WHEN (OLD.died_on IS DISTINCT FROM NEW.died_on) EXECUTE FUNCTION patient_died();

-- Nothing is prescribed for who is not, or no more, cared for; an operator brings in what was.
CREATE FUNCTION prescription_of_cared() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF current_account() IS NOT NULL AND EXISTS (SELECT FROM patient WHERE id = NEW.patient_id
	    AND status IN ('removed', 'refused', 'declined')) THEN
		RAISE EXCEPTION 'the patient is not on the register'
		    USING ERRCODE = '23514', CONSTRAINT = 'prescription_patient_on_register';
	END IF;
	RETURN NEW;
END
$$;
CREATE TRIGGER prescription_of_cared BEFORE INSERT ON prescription
	FOR EACH ROW EXECUTE FUNCTION prescription_of_cared();

-- Who sees and writes what.
DO $$
DECLARE
	t regclass;
BEGIN
	FOREACH t IN ARRAY ARRAY['coded_value', 'status_transition', 'patient_status_event', 'bereavement']::regclass[] LOOP
		EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
	END LOOP;
	FOREACH t IN ARRAY ARRAY['patient_status_event', 'bereavement']::regclass[] LOOP
		EXECUTE format('CREATE POLICY entry_read ON %s FOR SELECT TO palreg_register'
		    ' USING (area_id = ANY ((SELECT areas(''patient_read''))::int[]))', t);
		EXECUTE format('CREATE POLICY entry_owner ON %s TO palreg_owner USING (area_id = ANY ((SELECT areas(''patient_read'')'
		    ' || areas(''patient_write'') || areas(''record_write''))::int[]) OR (SELECT by_operator()))', t);
		EXECUTE format('GRANT SELECT ON %s TO palreg_register', t);
	END LOOP;
END
$$;
CREATE POLICY book_read ON coded_value FOR SELECT USING (true);
CREATE POLICY book_write ON coded_value TO palreg_admin
	USING ((SELECT cardinality(areas('user_manage'))) > 0)
	WITH CHECK ((SELECT cardinality(areas('user_manage'))) > 0);
GRANT SELECT ON coded_value TO palreg_register, palreg_admin, palreg_report;
GRANT INSERT, UPDATE ON coded_value TO palreg_admin;
CREATE POLICY book_read ON status_transition FOR SELECT USING (true);
GRANT SELECT ON status_transition TO palreg_register;
CREATE POLICY entry_add ON patient_status_event FOR INSERT TO palreg_register
	WITH CHECK (area_id = ANY ((SELECT areas('patient_write') || areas('user_manage'))::int[])
	    AND author_id = (SELECT current_account()));
GRANT INSERT (patient_id, action, from_status, to_status, effective_on, reason, commission_no, commission_on, basis_code,
	consent_on, expected_return, place_of_death, cause_code, preferred_place_met, last_pain) ON patient_status_event
	TO palreg_register;
CREATE POLICY bereavement_edit ON bereavement FOR UPDATE TO palreg_register
	USING (area_id = ANY ((SELECT areas('record_write'))::int[]));
GRANT UPDATE (status, first_on, second_on, risk, closed_on) ON bereavement TO palreg_register;
REVOKE UPDATE (status, removal_reason, date_out, died_on) ON patient FROM palreg_register;
REVOKE INSERT (removal_reason, date_out, died_on) ON patient FROM palreg_register;
GRANT INSERT (referral_source, referred_on, ready_on, first_contact_on, commission_no, commission_on, basis_code, consent_on,
	settlement, care_institution_id),
	UPDATE (referral_source, referred_on, ready_on, first_contact_on, commission_no, commission_on, basis_code, consent_on,
	settlement, care_institution_id) ON patient TO palreg_register;
GRANT EXECUTE ON FUNCTION status_undoable(patient_status_event) TO palreg_register;

-- Those who were on the register before: how they came, and how they left.
INSERT INTO patient_status_event (patient_id, area_id, seq, action, to_status, effective_on, author_id, created_at)
SELECT id, area_id, 1, 'enter', CASE WHEN status IN ('removed', 'suspended') THEN 'active' ELSE status END, date_in,
       created_by, created_at
  FROM patient;
INSERT INTO patient_status_event (patient_id, area_id, seq, action, from_status, to_status, effective_on, reason_kind, reason,
	author_id, created_at)
SELECT id, area_id, 2, CASE status WHEN 'removed' THEN 'remove' ELSE 'suspend' END, 'active', status,
       coalesce(date_out, date_in), CASE WHEN status = 'removed' THEN 'removal' END, removal_reason, changed_by, changed_at
  FROM patient
 WHERE status IN ('removed', 'suspended');

COMMIT;
