-- Deploy palreg:book_more to pg
-- requires: area_why
-- More reference books: institutions and other areas, frequencies, targets of indicators. An area stays what it is and never
-- stands under itself; a department stays in its institution, whose keys its patients have.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- What kind of institution it is, and how many beds it has.
ALTER TABLE area
	ADD COLUMN facility text CONSTRAINT area_facility CHECK (facility IN ('hospice', 'palliative_department', 'nursing_care',
		'outpatient', 'mobile_service', 'polyclinic', 'hospital')),
	ADD COLUMN beds int CONSTRAINT area_beds CHECK (beds BETWEEN 0 AND 5000),
	ADD COLUMN source text NOT NULL DEFAULT '' CONSTRAINT area_source_length CHECK (length(source) <= 400),
	ADD CONSTRAINT area_facility_of CHECK (facility IS NULL AND beds IS NULL OR kind IN ('institution', 'department'));

CREATE FUNCTION area_keeps() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	above area;
BEGIN
	SELECT * INTO above FROM area WHERE id = NEW.parent_id;
	IF TG_OP = 'UPDATE' AND NEW.kind <> OLD.kind THEN
		RAISE EXCEPTION 'an area stays what it is' USING ERRCODE = '23514', CONSTRAINT = 'area_kind_stays', COLUMN = 'kind';
	END IF;
	IF NEW.parent_id IS NULL AND session_user = 'palreg_admin' AND (TG_OP = 'INSERT' OR OLD.parent_id IS NOT NULL) THEN
		RAISE EXCEPTION 'an area stands under another one' USING ERRCODE = '23514', CONSTRAINT = 'area_parent_told';
	END IF;
	IF TG_OP = 'UPDATE' AND above.path <@ OLD.path THEN
		RAISE EXCEPTION 'an area cannot stand under itself' USING ERRCODE = '23514', CONSTRAINT = 'area_under_itself';
	END IF;
	IF area_rank(above.kind) > area_rank(NEW.kind) OR (above.kind = NEW.kind AND NEW.kind <> 'department') THEN
		RAISE EXCEPTION 'a % cannot stand under a %', NEW.kind, above.kind USING ERRCODE = '23514', CONSTRAINT = 'area_under_kind';
	END IF;
	IF NEW.kind = 'department' AND area_institution(NEW.parent_id) IS NULL THEN
		RAISE EXCEPTION 'a department belongs to an institution' USING ERRCODE = '23514', CONSTRAINT = 'area_under_institution';
	END IF;
	IF TG_OP = 'UPDATE' AND NEW.kind = 'department' AND area_institution(NEW.parent_id) IS DISTINCT FROM area_institution(OLD.parent_id) THEN
		RAISE EXCEPTION 'a department stays in its institution' USING ERRCODE = '23514', CONSTRAINT = 'area_institution_stays';
	END IF;
	RETURN NEW;
END
$$;
CREATE TRIGGER area_keeps BEFORE INSERT OR UPDATE OF parent_id, kind ON area
	FOR EACH ROW EXECUTE FUNCTION area_keeps();

-- Written by the editor alone.
REVOKE INSERT, UPDATE, DELETE ON area FROM palreg_admin;
REVOKE INSERT (parent_id, kind, name, name_en), UPDATE (name, name_en, retired_at) ON area FROM palreg_admin;
DROP POLICY area_add ON area;
DROP POLICY area_edit ON area;
DROP POLICY area_drop ON area;

-- How often, in one choice: what it fills in the form of a line.
CREATE TABLE frequency (
	code text PRIMARY KEY CONSTRAINT frequency_code CHECK (code ~ '^[a-z0-9_]{2,40}$'),
	name text NOT NULL,
	name_en text NOT NULL,
	schedule text NOT NULL CONSTRAINT frequency_schedule CHECK (schedule IN ('times_per_day', 'every_hours', 'clock', 'once', 'patch')),
	times_per_day numeric(4,2) CONSTRAINT frequency_times CHECK (times_per_day > 0 AND times_per_day <= 24),
	interval_hours int CONSTRAINT frequency_hours CHECK (interval_hours BETWEEN 1 AND 336),
	clock text NOT NULL DEFAULT '' CONSTRAINT frequency_clock CHECK (clock = '' OR clock ~ '^[0-9]{1,2}(,[0-9]{1,2})?(-[0-9]{1,2}(,[0-9]{1,2})?){2,3}$'),
	source text NOT NULL DEFAULT '',
	ord int NOT NULL DEFAULT 0,
	valid_from date,
	valid_to date,
	retired_at timestamptz,
	CONSTRAINT frequency_validity CHECK (valid_to >= valid_from),
	CONSTRAINT frequency_told CHECK ((times_per_day IS NOT NULL) = (schedule = 'times_per_day')
	    AND (interval_hours IS NOT NULL) = (schedule IN ('every_hours', 'patch')) AND (clock <> '') = (schedule = 'clock'))
);

-- What an indicator of the summary is to reach, in percent, while the target is valid.
CREATE TABLE indicator_target (
	code text PRIMARY KEY CONSTRAINT indicator_target_code CHECK (code ~ '^[a-z0-9_]{2,40}$'),
	target int NOT NULL CONSTRAINT indicator_target_percent CHECK (target BETWEEN 1 AND 100),
	source text NOT NULL DEFAULT '',
	ord int NOT NULL DEFAULT 0,
	valid_from date,
	valid_to date,
	retired_at timestamptz,
	CONSTRAINT indicator_target_validity CHECK (valid_to >= valid_from)
);

DO $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['frequency', 'indicator_target'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY book_read ON %I FOR SELECT USING (true)', t);
		EXECUTE format('CREATE POLICY book_write ON %I TO palreg_owner USING (true) WITH CHECK (true)', t);
		EXECUTE format('GRANT SELECT ON %I TO palreg_register, palreg_admin, palreg_report', t);
	END LOOP;
END
$$;

-- What is wrong with a value of an entry that is there is told at its field.
CREATE OR REPLACE FUNCTION book_save(p_book text, p_key text, p_version int, p_names text[], p_cells text[], p_lang text DEFAULT 'ru')
RETURNS TABLE (name text, why text, detail text, key text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	b book := book_take(p_book, true);
	staged uuid := gen_random_uuid();
	r book_import_row;
	there boolean;
BEGIN
	IF EXISTS (SELECT FROM unnest(p_names) AS u(name) WHERE NOT EXISTS (SELECT FROM book_column AS c WHERE c.book = p_book AND c.name = u.name)) THEN
		RAISE EXCEPTION 'no such column' USING ERRCODE = '22023';
	END IF;
	PERFORM book_lock(p_book);
	IF p_key IS NOT NULL AND book_version(p_book, p_key) <> p_version THEN
		RAISE EXCEPTION 'the entry was changed meanwhile' USING ERRCODE = '40001', CONSTRAINT = 'book_change_version';
	END IF;
	INSERT INTO book_import (id, book, account_id, file, titles, places) VALUES (staged, p_book, current_account(), '', p_names, p_names);
	INSERT INTO book_import_row (import_id, row_no, cells) VALUES (staged, 1, p_cells);
	PERFORM book_check(staged);
	SELECT * INTO r FROM book_import_row WHERE import_id = staged;
	EXECUTE format('SELECT EXISTS (SELECT FROM %I AS t WHERE %s AND %s = $1)', b.tab, book_fixed(b), book_key(b, 't')) INTO there USING p_key;
	IF p_key IS NOT NULL AND (r.key IS DISTINCT FROM p_key OR NOT there) THEN
		RAISE EXCEPTION 'no such entry' USING ERRCODE = 'P0002';
	END IF;
	IF p_key IS NULL AND r.was IS NOT NULL THEN
		INSERT INTO book_import_problem VALUES (staged, 1, b.key[cardinality(b.key)], 'exists', '');
	END IF;
	IF EXISTS (SELECT FROM book_import_problem WHERE import_id = staged) THEN
		RETURN QUERY SELECT p.name, p.why, book_told(b, p.why, p.detail, p_lang), r.key FROM book_import_problem AS p WHERE p.import_id = staged;
	ELSE
		PERFORM book_write(staged);
		PERFORM book_remember(staged, NULL);
	END IF;
	DELETE FROM book_import WHERE id = staged;
END
$$;

COMMIT;
