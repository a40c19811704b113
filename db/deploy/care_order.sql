-- Deploy palreg:care_order to pg
-- requires: entry, prescription_line
-- Services and devices ordered for a patient: what is asked for, how often, since when it is waited for, what was done,
-- issued and returned. A status changes by a step of order_step; every former row is kept.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- What can be ordered. national_code: of the nomenclature of services, or of the classifier of devices.
CREATE TABLE service (
	code text PRIMARY KEY CONSTRAINT service_code CHECK (code ~ '^[a-z0-9_]{2,40}$'),
	name text NOT NULL CONSTRAINT service_name CHECK (length(name) BETWEEN 2 AND 200),
	name_en text NOT NULL CONSTRAINT service_name_en CHECK (length(name_en) BETWEEN 2 AND 200),
	group_code text NOT NULL,
	national_code text CONSTRAINT service_national_code CHECK (national_code ~ '^[AB][0-9]{2}([.][0-9]{2,3}){1,4}$'),
	source text NOT NULL CONSTRAINT service_source CHECK (source <> ''),
	ord int NOT NULL DEFAULT 0,
	valid_from date NOT NULL DEFAULT '2026-01-01',
	valid_until date CONSTRAINT service_valid CHECK (valid_until >= valid_from),
	retired_at timestamptz
);
CREATE TRIGGER service_codes BEFORE INSERT OR UPDATE ON service
	FOR EACH ROW EXECUTE FUNCTION coded_check('group_code=service_group');

-- years: for how long one must serve at least. consumable: used up or kept by the patient, never returned.
-- respiratory: the support that reports count apart.
CREATE TABLE device (
	code text PRIMARY KEY CONSTRAINT device_code CHECK (code ~ '^[a-z0-9_]{2,40}$'),
	name text NOT NULL CONSTRAINT device_name CHECK (length(name) BETWEEN 2 AND 200),
	name_en text NOT NULL CONSTRAINT device_name_en CHECK (length(name_en) BETWEEN 2 AND 200),
	group_code text NOT NULL,
	national_code text CONSTRAINT device_national_code CHECK (national_code ~ '^[0-9A-Z][0-9A-Z.-]{1,19}$'),
	years int CONSTRAINT device_years CHECK (years BETWEEN 1 AND 30),
	consumable boolean NOT NULL DEFAULT false,
	respiratory text CONSTRAINT device_respiratory CHECK (respiratory IN ('invasive', 'noninvasive', 'other')),
	source text NOT NULL CONSTRAINT device_source CHECK (source <> ''),
	ord int NOT NULL DEFAULT 0,
	valid_from date NOT NULL DEFAULT '2026-01-01',
	valid_until date CONSTRAINT device_valid CHECK (valid_until >= valid_from),
	retired_at timestamptz,
	CONSTRAINT device_consumable_years CHECK (NOT consumable OR years IS NULL)
);
CREATE TRIGGER device_codes BEFORE INSERT OR UPDATE ON device
	FOR EACH ROW EXECUTE FUNCTION coded_check('group_code=device_group');

-- Steps between the statuses of both kinds. asks: what must be told; by_author: taken back only by who did it, on its day.
CREATE TABLE order_step (
	kind text NOT NULL CONSTRAINT order_step_kind CHECK (kind IN ('service', 'device')),
	action text NOT NULL CONSTRAINT order_step_action CHECK (action ~ '^[a-z_]{2,20}$'),
	from_status text NOT NULL,
	to_status text NOT NULL,
	asks text[] NOT NULL DEFAULT '{}' CONSTRAINT order_step_asks CHECK (asks <@ ARRAY['day', 'reason', 'source', 'serial']),
	by_author boolean NOT NULL DEFAULT false,
	name text NOT NULL,
	name_en text NOT NULL,
	ord int NOT NULL,
	PRIMARY KEY (kind, from_status, to_status)
);
INSERT INTO order_step (kind, action, from_status, to_status, asks, by_author, name, name_en, ord) VALUES
('service', 'sign', 'draft', 'requested', '{}', false, 'Подписать', 'Sign', 0),
('service', 'drop', 'draft', 'entered_in_error', '{}', true, 'Убрать', 'Drop', 90),
('service', 'start', 'requested', 'active', '{}', false, 'Начать', 'Start', 10),
('service', 'complete', 'active', 'done', '{day}', false, 'Завершить', 'Complete', 20),
('service', 'stop', 'active', 'stopped', '{day,reason}', false, 'Прекратить', 'Stop', 30),
('service', 'cancel', 'requested', 'cancelled', '{day,reason}', false, 'Отозвать заявку', 'Withdraw', 40),
('service', 'mistake', 'requested', 'entered_in_error', '{}', true, 'Записано ошибочно', 'Entered in error', 90),
('service', 'mistake', 'active', 'entered_in_error', '{}', true, 'Записано ошибочно', 'Entered in error', 90),
('service', 'undo', 'active', 'requested', '{}', true, 'Вернуть на шаг назад', 'Take back', 99),
('service', 'undo', 'done', 'active', '{}', true, 'Вернуть на шаг назад', 'Take back', 99),
('service', 'undo', 'stopped', 'active', '{}', true, 'Вернуть на шаг назад', 'Take back', 99),
('service', 'undo', 'cancelled', 'requested', '{}', true, 'Вернуть на шаг назад', 'Take back', 99),
('device', 'sign', 'draft', 'needed', '{}', false, 'Подписать', 'Sign', 0),
('device', 'drop', 'draft', 'entered_in_error', '{}', true, 'Убрать', 'Drop', 90),
('device', 'request', 'needed', 'requested', '{day,source}', false, 'Подать заявку', 'Request', 10),
('device', 'issue', 'requested', 'issued', '{day,serial}', false, 'Выдать', 'Issue', 20),
('device', 'return', 'issued', 'returned', '{day}', false, 'Принять возврат', 'Take back in', 30),
('device', 'refuse', 'needed', 'refused', '{day,reason}', false, 'Отказано', 'Refused', 40),
('device', 'refuse', 'requested', 'refused', '{day,reason}', false, 'Отказано', 'Refused', 40),
('device', 'end_need', 'needed', 'not_needed', '{day,reason}', false, 'Больше не нужно', 'Not needed any more', 50),
('device', 'end_need', 'requested', 'not_needed', '{day,reason}', false, 'Больше не нужно', 'Not needed any more', 50),
('device', 'mistake', 'needed', 'entered_in_error', '{}', true, 'Записано ошибочно', 'Entered in error', 90),
('device', 'mistake', 'requested', 'entered_in_error', '{}', true, 'Записано ошибочно', 'Entered in error', 90),
('device', 'undo', 'requested', 'needed', '{}', true, 'Вернуть на шаг назад', 'Take back', 99),
('device', 'undo', 'issued', 'requested', '{}', true, 'Вернуть на шаг назад', 'Take back', 99),
('device', 'undo', 'returned', 'issued', '{}', true, 'Вернуть на шаг назад', 'Take back', 99),
('device', 'undo', 'refused', 'needed', '{}', true, 'Вернуть на шаг назад', 'Take back', 99),
('device', 'undo', 'refused', 'requested', '{}', true, 'Вернуть на шаг назад', 'Take back', 99),
('device', 'undo', 'not_needed', 'needed', '{}', true, 'Вернуть на шаг назад', 'Take back', 99),
('device', 'undo', 'not_needed', 'requested', '{}', true, 'Вернуть на шаг назад', 'Take back', 99);

-- The day on which the n-th time (from 0) is due: times are spread evenly over a day, a week or a month.
CREATE FUNCTION service_due(p_start date, p_times int, p_per text, p_n int) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = palreg, pg_temp
RETURN CASE p_per
       WHEN 'once' THEN CASE WHEN p_n = 0 THEN p_start END
       WHEN 'day' THEN p_start + p_n / p_times
       WHEN 'week' THEN p_start + 7 * (p_n / p_times) + p_n % p_times * 7 / p_times
       ELSE (p_start + make_interval(months => p_n / p_times))::date + p_n % p_times * 28 / p_times END;

-- How many times are due from the start to a day, that day included: the n for which service_due() is not later.
CREATE FUNCTION service_planned(p_start date, p_times int, p_per text, p_until date) RETURNS int
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = palreg, pg_temp
AS $$
DECLARE
	days int := p_until - p_start + 1;
	months int;
BEGIN
	IF days IS NULL OR days <= 0 THEN
		RETURN CASE WHEN days IS NULL THEN NULL ELSE 0 END;
	END IF;
	CASE p_per
	WHEN 'once' THEN
		RETURN 1;
	WHEN 'day' THEN
		RETURN p_times * days;
	WHEN 'week' THEN
		RETURN days / 7 * p_times + ceil(days % 7 * p_times / 7.0)::int;
	ELSE
		months := (extract(year FROM p_until) - extract(year FROM p_start)) * 12
		    + extract(month FROM p_until) - extract(month FROM p_start);
		IF (p_start + make_interval(months => months))::date > p_until THEN
			months := months - 1;
		END IF;
		days := p_until - (p_start + make_interval(months => months))::date + 1;
		RETURN months * p_times + least(p_times, ceil(days * p_times / 28.0)::int);
	END CASE;
END
$$;

-- What is due after n times; NULL when nothing more is planned.
CREATE FUNCTION service_next(p_start date, p_times int, p_per text, p_ends date, p_n int) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = palreg, pg_temp
RETURN CASE WHEN service_due(p_start, p_times, p_per, p_n) <= coalesce(p_ends, 'infinity') THEN service_due(p_start, p_times, p_per, p_n) END;

CREATE TABLE service_order (
	id uuid NOT NULL DEFAULT gen_random_uuid() PRIMARY KEY,
	patient_id uuid NOT NULL REFERENCES patient,
	area_id int NOT NULL REFERENCES area,
	institution_id int NOT NULL REFERENCES area,
	service text NOT NULL REFERENCES service,
	times int NOT NULL,
	per text NOT NULL CONSTRAINT service_order_per CHECK (per IN ('once', 'day', 'week', 'month')),
	performer text NOT NULL,
	place text NOT NULL,
	starts_on date NOT NULL,
	ends_on date,
	indication text REFERENCES indication,
	status text NOT NULL DEFAULT 'requested' CONSTRAINT service_order_status
		CHECK (status IN ('draft', 'requested', 'active', 'done', 'stopped', 'cancelled', 'entered_in_error')),
	ended_on date,
	reason_kind text NOT NULL DEFAULT 'service_end' CONSTRAINT service_order_reason_kind CHECK (reason_kind = 'service_end'),
	reason text,
	done_count int NOT NULL DEFAULT 0,
	due_on date,
	renews uuid REFERENCES service_order,
	sheet_id uuid,
	author_id uuid NOT NULL REFERENCES account,
	created_at timestamptz NOT NULL DEFAULT now(),
	changed_by uuid NOT NULL REFERENCES account,
	changed_at timestamptz NOT NULL DEFAULT now(),
	version int NOT NULL DEFAULT 1,
	CONSTRAINT service_order_times CHECK (times BETWEEN 1 AND CASE per WHEN 'once' THEN 1 WHEN 'day' THEN 24 WHEN 'week' THEN 21 ELSE 31 END),
	CONSTRAINT service_order_period CHECK (ends_on >= starts_on AND ends_on <= starts_on + 730),
	CONSTRAINT service_order_once CHECK (per <> 'once' OR ends_on IS NULL OR ends_on <= starts_on + 31),
	CONSTRAINT service_order_reason_known FOREIGN KEY (reason_kind, reason) REFERENCES reason (kind, code),
	CONSTRAINT service_order_reason CHECK ((reason IS NOT NULL) = (status IN ('stopped', 'cancelled'))),
	CONSTRAINT service_order_ended CHECK ((ended_on IS NOT NULL) = (status IN ('done', 'stopped', 'cancelled'))),
	CONSTRAINT service_order_ended_after_start CHECK (ended_on >= starts_on OR status NOT IN ('done', 'stopped'))
);
COMMENT ON COLUMN service_order.due_on IS 'when the next time is due; NULL when nothing more is planned';
COMMENT ON COLUMN service_order.renews IS 'the order that this one goes on from';
CREATE INDEX service_order_patient ON service_order (patient_id, starts_on DESC);
CREATE INDEX service_order_due ON service_order (area_id, due_on, id) WHERE status IN ('requested', 'active');
CREATE INDEX service_order_area ON service_order (area_id, status, starts_on);
CREATE INDEX service_order_institution ON service_order (institution_id);
CREATE INDEX service_order_service ON service_order (service, area_id);
CREATE INDEX service_order_indication ON service_order (indication) WHERE indication IS NOT NULL;
CREATE INDEX service_order_reason_of ON service_order (reason_kind, reason) WHERE reason IS NOT NULL;
CREATE INDEX service_order_renews ON service_order (renews) WHERE renews IS NOT NULL;
CREATE INDEX service_order_author ON service_order (author_id);
CREATE INDEX service_order_changed_by ON service_order (changed_by);

-- What was done of it, day by day. A row that was wrong is taken back, not removed.
CREATE TABLE service_done (
	id uuid NOT NULL DEFAULT gen_random_uuid() PRIMARY KEY,
	order_id uuid NOT NULL REFERENCES service_order,
	patient_id uuid NOT NULL REFERENCES patient,
	area_id int NOT NULL REFERENCES area,
	done_on date NOT NULL,
	done_by uuid NOT NULL REFERENCES account,
	author_id uuid NOT NULL REFERENCES account,
	created_at timestamptz NOT NULL DEFAULT now(),
	taken_back_by uuid REFERENCES account,
	taken_back_at timestamptz,
	CONSTRAINT service_done_taken_back CHECK ((taken_back_by IS NULL) = (taken_back_at IS NULL))
);
CREATE INDEX service_done_order ON service_done (order_id, done_on);
CREATE INDEX service_done_patient ON service_done (patient_id, done_on);
CREATE INDEX service_done_area ON service_done (area_id, done_on);
CREATE INDEX service_done_by ON service_done (done_by);
CREATE INDEX service_done_author ON service_done (author_id);
CREATE INDEX service_done_taken_back_by ON service_done (taken_back_by) WHERE taken_back_by IS NOT NULL;

-- model and serial_no: as on the plate of the device; a word without a figure, or what looks like a number of a person, is none.
DO $$
DECLARE
	plate text;
BEGIN
	FOREACH plate IN ARRAY ARRAY['device_model', 'device_serial'] LOOP
		EXECUTE format('CREATE DOMAIN %I AS text'
		    ' CONSTRAINT %I CHECK (VALUE ~ ''^[0-9A-ZА-ЯЁ][0-9A-ZА-ЯЁa-z./-]{0,29}$'' AND VALUE ~ ''[0-9]'')'
		    ' CONSTRAINT %I CHECK (VALUE !~ ''^[0-9]{3}-[0-9]{3}-[0-9]{3}'''
		    ' AND VALUE !~ ''^[78]-?9[0-9]{2}-?[0-9]{3}-?[0-9]{2}-?[0-9]{2}$'')', plate, plate || '_form', plate || '_nobody');
	END LOOP;
END
$$;

CREATE TABLE device_order (
	id uuid NOT NULL DEFAULT gen_random_uuid() PRIMARY KEY,
	patient_id uuid NOT NULL REFERENCES patient,
	area_id int NOT NULL REFERENCES area,
	institution_id int NOT NULL REFERENCES area,
	device text NOT NULL REFERENCES device,
	model device_model,
	quantity int NOT NULL DEFAULT 1 CONSTRAINT device_order_quantity CHECK (quantity BETWEEN 1 AND 999),
	needed_on date NOT NULL,
	commission_no text CONSTRAINT device_order_commission_no CHECK (commission_no ~ '^[0-9]{1,6}([/-][0-9A-ZА-ЯЁ]{1,6}){0,2}$'),
	commission_on date,
	source text,
	status text NOT NULL DEFAULT 'needed' CONSTRAINT device_order_status
		CHECK (status IN ('draft', 'needed', 'requested', 'issued', 'returned', 'refused', 'not_needed', 'entered_in_error')),
	requested_on date,
	issued_on date,
	serial_no device_serial,
	returned_on date,
	ended_on date,
	reason_kind text NOT NULL DEFAULT 'device_end' CONSTRAINT device_order_reason_kind CHECK (reason_kind = 'device_end'),
	reason text,
	return_due_on date,
	sheet_id uuid,
	author_id uuid NOT NULL REFERENCES account,
	created_at timestamptz NOT NULL DEFAULT now(),
	changed_by uuid NOT NULL REFERENCES account,
	changed_at timestamptz NOT NULL DEFAULT now(),
	version int NOT NULL DEFAULT 1,
	CONSTRAINT device_order_commission_whole CHECK ((commission_no IS NULL) = (commission_on IS NULL)),
	CONSTRAINT device_order_source_asked CHECK (source IS NOT NULL OR status NOT IN ('requested', 'issued', 'returned')),
	CONSTRAINT device_order_requested CHECK (CASE WHEN status IN ('requested', 'issued', 'returned') THEN requested_on IS NOT NULL
	    WHEN status IN ('draft', 'needed') THEN requested_on IS NULL ELSE true END),
	CONSTRAINT device_order_issued CHECK ((issued_on IS NOT NULL) = (status IN ('issued', 'returned'))),
	CONSTRAINT device_order_serial_of_issued CHECK (serial_no IS NULL OR issued_on IS NOT NULL),
	CONSTRAINT device_order_returned CHECK ((returned_on IS NOT NULL) = (status = 'returned')),
	CONSTRAINT device_order_ended CHECK ((ended_on IS NOT NULL) = (status IN ('refused', 'not_needed'))),
	CONSTRAINT device_order_reason CHECK ((reason IS NOT NULL) = (status IN ('refused', 'not_needed'))),
	CONSTRAINT device_order_reason_known FOREIGN KEY (reason_kind, reason) REFERENCES reason (kind, code),
	CONSTRAINT device_order_requested_after_need CHECK (requested_on >= needed_on),
	CONSTRAINT device_order_issued_after_need CHECK (issued_on >= needed_on),
	CONSTRAINT device_order_issued_after_request CHECK (issued_on >= requested_on),
	CONSTRAINT device_order_returned_after_issue CHECK (returned_on >= issued_on),
	CONSTRAINT device_order_ended_after_need CHECK (ended_on >= needed_on)
);
COMMENT ON COLUMN device_order.return_due_on IS 'since when an issued device is to be returned';
CREATE INDEX device_order_patient ON device_order (patient_id, needed_on DESC);
CREATE INDEX device_order_waiting ON device_order (area_id, needed_on, id) WHERE status IN ('needed', 'requested');
CREATE INDEX device_order_to_return ON device_order (area_id, return_due_on) WHERE status = 'issued' AND return_due_on IS NOT NULL;
CREATE INDEX device_order_area ON device_order (area_id, status, needed_on);
CREATE INDEX device_order_institution ON device_order (institution_id);
CREATE INDEX device_order_device ON device_order (device, area_id);
CREATE INDEX device_order_reason_of ON device_order (reason_kind, reason) WHERE reason IS NOT NULL;
CREATE INDEX device_order_author ON device_order (author_id);
CREATE INDEX device_order_changed_by ON device_order (changed_by);

-- Former rows, as they were.
CREATE TABLE service_order_past (LIKE service_order,
	PRIMARY KEY (id, version), CONSTRAINT service_order_past_of FOREIGN KEY (id) REFERENCES service_order);
CREATE INDEX service_order_past_patient ON service_order_past (patient_id);
CREATE TABLE device_order_past (LIKE device_order,
	PRIMARY KEY (id, version), CONSTRAINT device_order_past_of FOREIGN KEY (id) REFERENCES device_order);
CREATE INDEX device_order_past_patient ON device_order_past (patient_id);

CREATE TRIGGER service_order_codes BEFORE INSERT OR UPDATE OF performer, place ON service_order
	FOR EACH ROW EXECUTE FUNCTION coded_check('performer=performer', 'place=service_place');
CREATE TRIGGER device_order_codes BEFORE INSERT OR UPDATE OF source ON device_order
	FOR EACH ROW EXECUTE FUNCTION coded_check('source=device_source');

-- Whether who asks made the last change of an order today: he may then take it back.
CREATE FUNCTION order_own(p_who uuid, p_at timestamptz) RETURNS boolean
LANGUAGE sql STABLE
SET search_path = palreg, pg_temp
RETURN coalesce(p_who = current_account() AND p_at >= CURRENT_DATE, false);

-- One step, against the table of steps; p_former is the status before the last change. A removal drops drafts of anybody.
CREATE FUNCTION order_step_check(p_kind text, p_from text, p_to text, p_former text, p_author uuid, p_created timestamptz,
	p_changed_by uuid, p_changed_at timestamptz) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	s order_step;
BEGIN
	SELECT * INTO s FROM order_step WHERE kind = p_kind AND from_status = p_from AND to_status = p_to;
	PERFORM status_require(s.kind IS NOT NULL, 'order_step_allowed');
	IF s.action = 'undo' THEN
		PERFORM status_require(p_former = p_to AND order_own(p_changed_by, p_changed_at), 'order_step_by_author');
	ELSIF s.by_author OR p_from = 'draft' THEN
		PERFORM status_require((p_author = current_account() AND (p_from = 'draft' OR p_created >= CURRENT_DATE))
		    OR pg_trigger_depth() > 1, 'order_step_by_author');
	END IF;
END
$$;

-- Days lie between the birth and today, and not after the end of the register entry.
CREATE FUNCTION order_days_check(p_patient patient, p_table text, p_days date[]) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = palreg, pg_temp
AS $$
DECLARE
	day date;
BEGIN
	FOREACH day IN ARRAY p_days LOOP
		PERFORM status_require(day IS NULL OR day <= CURRENT_DATE, p_table || '_not_in_future');
		PERFORM status_require(day IS NULL OR extract(year FROM day) >= p_patient.year_of_birth, p_table || '_after_birth');
		PERFORM status_require(day IS NULL OR day <= coalesce(p_patient.died_on, p_patient.date_out, day), p_table || '_before_end');
	END LOOP;
END
$$;

-- The patient of an order, who must be on the register for what is new or goes on.
CREATE FUNCTION order_patient(p_id uuid, p_area int, p_present boolean, p_table text) RETURNS patient
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	who patient;
BEGIN
	SELECT * INTO who FROM patient WHERE id = p_id AND area_id = p_area;
	PERFORM status_require(who.id IS NOT NULL, p_table || '_area_of_patient');
	PERFORM status_require(NOT p_present OR who.status NOT IN ('removed', 'refused', 'declined') OR by_operator(),
	    p_table || '_patient_on_register');
	RETURN who;
END
$$;

CREATE FUNCTION service_order_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	who patient;
	former text;
	was service_order;
BEGIN
	who := order_patient(NEW.patient_id, NEW.area_id, NEW.status IN ('draft', 'requested', 'active'), 'service_order');
	IF TG_OP = 'INSERT' THEN
		PERFORM status_require(NEW.status IN ('draft', 'requested', 'active') OR by_operator(), 'order_step_allowed');
		NEW.changed_by := NEW.author_id;
	ELSE
		IF NEW.status = OLD.status THEN
			PERFORM status_require(OLD.status IN ('draft', 'requested', 'active'), 'order_change_open');
		ELSE
			SELECT status INTO former FROM service_order_past WHERE id = OLD.id AND version = OLD.version - 1;
			PERFORM order_step_check('service', OLD.status, NEW.status, former, OLD.author_id, OLD.created_at, OLD.changed_by, OLD.changed_at);
		END IF;
		PERFORM status_require(NEW.status <> 'entered_in_error' OR OLD.done_count = 0, 'service_order_was_done');
		INSERT INTO service_order_past SELECT (OLD).*;
		NEW.version := OLD.version + 1;
		NEW.changed_by := coalesce(current_account(), who.changed_by);
		NEW.changed_at := now();
	END IF;
	PERFORM status_require(NEW.times >= 1, 'service_order_times');
	IF TG_OP = 'INSERT' OR NEW.service <> OLD.service THEN
		PERFORM status_require(by_operator() OR EXISTS (SELECT FROM service WHERE code = NEW.service AND retired_at IS NULL
		    AND CURRENT_DATE BETWEEN valid_from AND coalesce(valid_until, 'infinity')), 'service_order_service_valid');
	END IF;
	IF NEW.status <> 'entered_in_error' THEN
		IF NEW.starts_on IS DISTINCT FROM OLD.starts_on THEN
			PERFORM order_days_check(who, 'service_order', ARRAY[least(NEW.starts_on, CURRENT_DATE)]);
		END IF;
		PERFORM status_require(NEW.starts_on <= CURRENT_DATE + 366, 'service_order_starts_within_year');
		PERFORM status_require(NEW.ended_on IS NULL OR NEW.ended_on <= CURRENT_DATE, 'service_order_ended_not_in_future');
		PERFORM status_require(NEW.status <> 'active' OR NEW.starts_on <= CURRENT_DATE, 'service_order_active_started');
	END IF;
	IF TG_OP = 'INSERT' AND NEW.renews IS NOT NULL THEN
		SELECT * INTO was FROM service_order WHERE id = NEW.renews AND patient_id = NEW.patient_id FOR UPDATE;
		IF was.status IS NULL OR was.status NOT IN ('requested', 'active') THEN
			RAISE EXCEPTION 'the order was changed meanwhile' USING ERRCODE = '40001', CONSTRAINT = 'service_order_renews';
		END IF;
		IF was.status = 'active' THEN
			UPDATE service_order SET status = 'done', ended_on = greatest(starts_on, least(NEW.starts_on - 1, CURRENT_DATE)) WHERE id = was.id;
		ELSE
			UPDATE service_order SET status = 'cancelled', ended_on = CURRENT_DATE, reason = 'renewed' WHERE id = was.id;
		END IF;
	END IF;
	NEW.due_on := CASE WHEN NEW.status IN ('requested', 'active')
	    THEN service_next(NEW.starts_on, NEW.times, NEW.per, NEW.ends_on, NEW.done_count) END;
	RETURN NEW;
END
$$;
CREATE TRIGGER service_order_check BEFORE INSERT OR UPDATE OF service, times, per, performer, place, starts_on, ends_on,
	indication, status, ended_on, reason ON service_order
	FOR EACH ROW EXECUTE FUNCTION service_order_check();

-- What was done lies in the period of its order, and before its end.
CREATE FUNCTION service_done_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	o service_order;
	who patient;
BEGIN
	SELECT * INTO o FROM service_order WHERE id = NEW.order_id AND patient_id = NEW.patient_id FOR UPDATE;
	PERFORM status_require(o.status IN ('requested', 'active', 'done', 'stopped'), 'service_done_order_open');
	who := order_patient(NEW.patient_id, NEW.area_id, false, 'service_done');
	PERFORM order_days_check(who, 'service_done', ARRAY[NEW.done_on]);
	PERFORM status_require(NEW.done_on >= o.starts_on AND NEW.done_on <= coalesce(o.ended_on, o.ends_on, NEW.done_on),
	    'service_done_in_period');
	PERFORM status_require(o.status <> 'requested' OR who.status NOT IN ('removed', 'refused', 'declined'), 'service_done_order_open');
	IF o.status = 'requested' THEN
		UPDATE service_order SET status = 'active' WHERE id = o.id;
	END IF;
	NEW.author_id := coalesce(current_account(), NEW.author_id);
	RETURN NEW;
END
$$;
CREATE TRIGGER service_done_check BEFORE INSERT ON service_done FOR EACH ROW EXECUTE FUNCTION service_done_check();

-- Taken back once, by who wrote it or on behalf of him who did it, and for good.
CREATE FUNCTION service_done_taken_back() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF OLD.taken_back_at IS NOT NULL THEN
		RAISE EXCEPTION 'taken back already' USING ERRCODE = '40001', CONSTRAINT = 'service_done_once';
	END IF;
	PERFORM status_require(current_account() IN (OLD.author_id, OLD.done_by) OR by_operator(), 'service_done_by_author');
	NEW.taken_back_at := now();
	RETURN NEW;
END
$$;
CREATE TRIGGER service_done_taken_back BEFORE UPDATE OF taken_back_by ON service_done
	FOR EACH ROW EXECUTE FUNCTION service_done_taken_back();

-- The order knows how much was done and what is due next, once a statement.
CREATE FUNCTION service_done_counted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	UPDATE service_order AS o
	   SET done_count = n.done,
	       due_on = CASE WHEN o.status IN ('requested', 'active') THEN service_next(o.starts_on, o.times, o.per, o.ends_on, n.done) END
	  FROM (SELECT d.order_id, (count(*) FILTER (WHERE d.taken_back_at IS NULL))::int AS done
	          FROM service_done AS d WHERE d.order_id IN (SELECT order_id FROM fresh) GROUP BY d.order_id) AS n
	 WHERE o.id = n.order_id;
	RETURN NULL;
END
$$;

CREATE TRIGGER service_done_added AFTER INSERT ON service_done REFERENCING NEW TABLE AS fresh
	FOR EACH STATEMENT EXECUTE FUNCTION service_done_counted();
CREATE TRIGGER service_done_changed AFTER UPDATE ON service_done REFERENCING NEW TABLE AS fresh
	FOR EACH STATEMENT EXECUTE FUNCTION service_done_counted();

CREATE FUNCTION device_order_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	who patient;
	former text;
BEGIN
	who := order_patient(NEW.patient_id, NEW.area_id, NEW.status IN ('draft', 'needed', 'requested')
	    OR (NEW.status = 'issued' AND (TG_OP = 'INSERT' OR OLD.status = 'requested')), 'device_order');
	IF TG_OP = 'INSERT' THEN
		PERFORM status_require(NEW.status IN ('draft', 'needed') OR by_operator(), 'order_step_allowed');
		NEW.changed_by := NEW.author_id;
	ELSE
		IF NEW.status = OLD.status THEN
			PERFORM status_require(OLD.status IN ('draft', 'needed', 'requested', 'issued'), 'order_change_open');
		ELSE
			SELECT status INTO former FROM device_order_past WHERE id = OLD.id AND version = OLD.version - 1;
			PERFORM order_step_check('device', OLD.status, NEW.status, former, OLD.author_id, OLD.created_at, OLD.changed_by, OLD.changed_at);
		END IF;
		INSERT INTO device_order_past SELECT (OLD).*;
		NEW.version := OLD.version + 1;
		NEW.changed_by := coalesce(current_account(), who.changed_by);
		NEW.changed_at := now();
	END IF;
	IF TG_OP = 'INSERT' OR NEW.device <> OLD.device THEN
		PERFORM status_require(by_operator() OR EXISTS (SELECT FROM device WHERE code = NEW.device AND retired_at IS NULL
		    AND CURRENT_DATE BETWEEN valid_from AND coalesce(valid_until, 'infinity')), 'device_order_device_valid');
	END IF;
	PERFORM status_require(NEW.status <> 'returned' OR NOT (SELECT consumable FROM device WHERE code = NEW.device),
	    'device_order_consumable_stays');
	IF NEW.status <> 'entered_in_error' THEN
		PERFORM order_days_check(who, 'device_order', ARRAY(SELECT now FROM (VALUES (OLD.needed_on, NEW.needed_on),
		    (OLD.commission_on, NEW.commission_on), (OLD.requested_on, NEW.requested_on), (OLD.issued_on, NEW.issued_on)) AS v(was, now)
		    WHERE now IS DISTINCT FROM was));
		PERFORM status_require(greatest(NEW.returned_on, NEW.ended_on) <= CURRENT_DATE IS NOT FALSE, 'device_order_end_not_in_future');
	END IF;
	NEW.return_due_on := CASE WHEN NEW.status IN ('issued', 'returned') THEN NEW.return_due_on END;
	RETURN NEW;
END
$$;
CREATE TRIGGER device_order_check BEFORE INSERT OR UPDATE OF device, model, quantity, needed_on, commission_no, commission_on,
	source, status, requested_on, issued_on, serial_no, returned_on, ended_on, reason ON device_order
	FOR EACH ROW EXECUTE FUNCTION device_order_check();

-- Take back the last step: the row is as it was before it.
CREATE FUNCTION order_undo(p_id uuid) RETURNS uuid
LANGUAGE plpgsql
SET search_path = palreg, pg_temp
AS $$
DECLARE
	s service_order_past;
	d device_order_past;
	who uuid;
BEGIN
	SELECT p.* INTO s FROM service_order AS o JOIN service_order_past AS p ON p.id = o.id AND p.version = o.version - 1
	 WHERE o.id = p_id AND p.status <> o.status;
	IF FOUND THEN
		UPDATE service_order SET status = s.status, ended_on = s.ended_on, reason = s.reason WHERE id = p_id RETURNING patient_id INTO who;
		RETURN who;
	END IF;
	SELECT p.* INTO d FROM device_order AS o JOIN device_order_past AS p ON p.id = o.id AND p.version = o.version - 1
	 WHERE o.id = p_id AND p.status <> o.status;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no step to take back' USING ERRCODE = '40001', CONSTRAINT = 'order_undo';
	END IF;
	UPDATE device_order
	   SET status = d.status, source = d.source, requested_on = d.requested_on, issued_on = d.issued_on, serial_no = d.serial_no,
	       returned_on = d.returned_on, ended_on = d.ended_on, reason = d.reason
	 WHERE id = p_id
	RETURNING patient_id INTO who;
	RETURN who;
END
$$;

-- Removal or death: services end, needs end, what was issued is to be returned; a removal taken back lifts that mark.
CREATE FUNCTION orders_of_removed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	why text := CASE WHEN NEW.removal_reason = 'death' THEN 'death' ELSE 'discharge' END;
BEGIN
	IF NEW.status <> 'removed' THEN
		UPDATE device_order SET return_due_on = NULL WHERE patient_id = NEW.id AND return_due_on IS NOT NULL;
		RETURN NULL;
	END IF;
	UPDATE service_order SET status = 'entered_in_error' WHERE patient_id = NEW.id AND status = 'draft';
	UPDATE service_order SET status = 'cancelled', ended_on = NEW.date_out, reason = why
	 WHERE patient_id = NEW.id AND status = 'requested';
	UPDATE service_order SET status = 'stopped', ended_on = greatest(starts_on, NEW.date_out), reason = why
	 WHERE patient_id = NEW.id AND status = 'active';
	UPDATE device_order SET status = 'entered_in_error' WHERE patient_id = NEW.id AND status = 'draft';
	UPDATE device_order SET status = 'not_needed', ended_on = greatest(needed_on, NEW.date_out), reason = why
	 WHERE patient_id = NEW.id AND status IN ('needed', 'requested');
	UPDATE device_order AS o SET return_due_on = NEW.date_out
	  FROM device AS d
	 WHERE o.patient_id = NEW.id AND o.status = 'issued' AND d.code = o.device AND NOT d.consumable;
	RETURN NULL;
END
$$;
CREATE TRIGGER orders_of_removed AFTER UPDATE ON patient
	FOR EACH ROW WHEN ((NEW.status = 'removed') <> (OLD.status = 'removed')) EXECUTE FUNCTION orders_of_removed();
CREATE TRIGGER orders_moved AFTER UPDATE ON patient
	FOR EACH ROW WHEN (OLD.area_id <> NEW.area_id) EXECUTE FUNCTION patient_rows_moved('service_order', 'service_order_past',
	    'service_done', 'device_order', 'device_order_past');

-- Both kinds as they are listed. since: start or need; days: how long a device was or is waited for, a service is overdue;
-- state: the status, or what waits to be done about it. Drafts are their authors'.
CREATE VIEW care_order WITH (security_invoker) AS
SELECT 'service' AS kind, o.id, o.patient_id, o.area_id, o.institution_id, o.service AS code, s.name, s.name_en, o.status, o.version,
       o.starts_on AS since, o.ends_on AS until, o.times, o.per, o.performer, o.place, o.indication, o.done_count, o.due_on,
       NULL::text AS model, NULL::int AS quantity, NULL::text AS commission_no, NULL::date AS commission_on, NULL::text AS source,
       NULL::date AS requested_on, NULL::date AS issued_on, NULL::text AS serial_no, NULL::date AS returned_on,
       NULL::date AS return_due_on, false AS consumable, o.ended_on, o.reason_kind, o.reason, o.author_id, o.created_at, o.changed_by,
       o.changed_at, o.sheet_id,
       CASE WHEN o.status IN ('requested', 'active') AND o.due_on <= CURRENT_DATE THEN CURRENT_DATE - o.due_on END AS days,
       CASE WHEN o.status IN ('requested', 'active') AND o.due_on <= CURRENT_DATE THEN 'due' ELSE o.status END AS state
  FROM service_order AS o
  JOIN service AS s ON s.code = o.service
 WHERE o.status <> 'draft' OR o.author_id = current_account()
UNION ALL
SELECT 'device', o.id, o.patient_id, o.area_id, o.institution_id, o.device, d.name, d.name_en, o.status, o.version,
       o.needed_on, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
       o.model, o.quantity, o.commission_no, o.commission_on, o.source, o.requested_on, o.issued_on, o.serial_no, o.returned_on,
       o.return_due_on, d.consumable, o.ended_on, o.reason_kind, o.reason, o.author_id, o.created_at, o.changed_by, o.changed_at, o.sheet_id,
       CASE WHEN o.status IN ('needed', 'requested') THEN CURRENT_DATE ELSE o.issued_on END - o.needed_on,
       CASE WHEN o.status IN ('needed', 'requested') THEN 'waiting'
            WHEN o.status = 'issued' AND o.return_due_on IS NOT NULL THEN 'to_return' ELSE o.status END
  FROM device_order AS o
  JOIN device AS d ON d.code = o.device
 WHERE o.status <> 'draft' OR o.author_id = current_account();

-- Who sees and writes what.
DO $$
DECLARE
	t regclass;
BEGIN
	FOREACH t IN ARRAY ARRAY['service', 'device', 'order_step', 'service_order', 'service_order_past', 'service_done',
	    'device_order', 'device_order_past']::regclass[] LOOP
		EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
	END LOOP;
	FOREACH t IN ARRAY ARRAY['service', 'device']::regclass[] LOOP
		EXECUTE format('CREATE POLICY book_read ON %s FOR SELECT USING (true)', t);
		EXECUTE format('CREATE POLICY book_write ON %s TO palreg_admin'
		    ' USING ((SELECT cardinality(areas(''user_manage''))) > 0)'
		    ' WITH CHECK ((SELECT cardinality(areas(''user_manage''))) > 0)', t);
		EXECUTE format('GRANT SELECT ON %s TO palreg_register, palreg_admin, palreg_report', t);
		EXECUTE format('GRANT INSERT, UPDATE, DELETE ON %s TO palreg_admin', t);
	END LOOP;
	FOREACH t IN ARRAY ARRAY['service_order', 'service_order_past', 'service_done', 'device_order', 'device_order_past']::regclass[] LOOP
		EXECUTE format('CREATE POLICY order_read ON %s FOR SELECT TO palreg_register'
		    ' USING (area_id = ANY ((SELECT areas(''record_read''))::int[]))', t);
		EXECUTE format('CREATE POLICY order_owner ON %s TO palreg_owner USING (area_id = ANY ((SELECT areas(''record_read'')'
		    ' || areas(''record_write'') || areas(''patient_write''))::int[]) OR (SELECT by_operator()))'
		    ' WITH CHECK (area_id = ANY ((SELECT areas(''record_write'') || areas(''patient_write''))::int[]) OR (SELECT by_operator()))', t);
		EXECUTE format('GRANT SELECT ON %s TO palreg_register', t);
	END LOOP;
	FOREACH t IN ARRAY ARRAY['service_order', 'service_done', 'device_order']::regclass[] LOOP
		EXECUTE format('CREATE POLICY order_add ON %s FOR INSERT TO palreg_register'
		    ' WITH CHECK (area_id = ANY ((SELECT areas(''record_write''))::int[]) AND author_id = (SELECT current_account()))', t);
		EXECUTE format('CREATE POLICY order_edit ON %s FOR UPDATE TO palreg_register'
		    ' USING (area_id = ANY ((SELECT areas(''record_write''))::int[]))', t);
	END LOOP;
END
$$;
CREATE POLICY step_read ON order_step FOR SELECT USING (true);
GRANT SELECT ON order_step, care_order TO palreg_register;
GRANT INSERT (id, patient_id, area_id, institution_id, service, times, per, performer, place, starts_on, ends_on, indication, status,
	renews, sheet_id, author_id, changed_by),
	UPDATE (service, times, per, performer, place, starts_on, ends_on, indication, status, ended_on, reason, sheet_id)
	ON service_order TO palreg_register;
GRANT INSERT (id, order_id, patient_id, area_id, done_on, done_by, author_id), UPDATE (taken_back_by) ON service_done TO palreg_register;
GRANT INSERT (id, patient_id, area_id, institution_id, device, model, quantity, needed_on, commission_no, commission_on, source, status,
	sheet_id, author_id, changed_by),
	UPDATE (device, model, quantity, needed_on, commission_no, commission_on, source, status, requested_on, issued_on, serial_no,
	returned_on, ended_on, reason, sheet_id) ON device_order TO palreg_register;
GRANT EXECUTE ON FUNCTION service_due(date, int, text, int), service_planned(date, int, text, date), order_own(uuid, timestamptz),
	order_undo(uuid) TO palreg_register;

COMMIT;
