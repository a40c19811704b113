-- Deploy palreg:setting to pg
-- requires: policy, dose
-- What the administrators of a region or an institution chose: rows are only ever added, the newest in force counts.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- value NULL: as the area above has it. follows: the row this one was chosen after, so that two cannot follow one.
CREATE TABLE setting (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id int NOT NULL REFERENCES area,
	code text NOT NULL CONSTRAINT setting_code CHECK (code IN ('ome_table')),
	value text CONSTRAINT setting_value_length CHECK (length(value) BETWEEN 1 AND 200),
	valid_from date NOT NULL,
	follows bigint NOT NULL DEFAULT 0,
	account_id uuid NOT NULL REFERENCES account,
	at timestamptz NOT NULL DEFAULT now(),
	CONSTRAINT setting_follows UNIQUE (area_id, code, follows)
);
CREATE INDEX setting_in_force ON setting (code, area_id, valid_from DESC, id DESC);
CREATE INDEX setting_account ON setting (account_id);

-- A value is one that the reference book has on its first day; a setting begins today at the earliest.
CREATE FUNCTION setting_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF NEW.valid_from < current_date THEN
		RAISE EXCEPTION 'a setting begins today or later' USING ERRCODE = '23514', CONSTRAINT = 'setting_begins_today';
	END IF;
	IF NEW.code = 'ome_table' AND NEW.value IS NOT NULL AND NOT EXISTS (SELECT FROM ome_table AS t WHERE t.code = NEW.value
	    AND NEW.valid_from BETWEEN coalesce(t.valid_from, '-infinity') AND coalesce(t.valid_to, 'infinity')) THEN
		RAISE EXCEPTION 'no such value' USING ERRCODE = '23514', CONSTRAINT = 'setting_value_known';
	END IF;
	IF NEW.follows <> coalesce((SELECT max(id) FROM setting WHERE area_id = NEW.area_id AND code = NEW.code), 0) THEN
		RAISE EXCEPTION 'the setting was changed meanwhile' USING ERRCODE = '40001', CONSTRAINT = 'setting_follows';
	END IF;
	RETURN NEW;
END
$$;
CREATE TRIGGER setting_check BEFORE INSERT ON setting FOR EACH ROW EXECUTE FUNCTION setting_check();

-- What is in force for an area on a day: its own choice, else that of the nearest area above; NULL where nobody chose.
CREATE FUNCTION setting_of(p_code text, p_area int, p_day date) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT s.value
  FROM area AS mine
  JOIN area AS up ON up.path @> mine.path
 CROSS JOIN LATERAL (SELECT value FROM setting
                      WHERE code = p_code AND area_id = up.id AND valid_from <= p_day
                      ORDER BY valid_from DESC, id DESC LIMIT 1) AS s
 WHERE mine.id = p_area AND s.value IS NOT NULL
 ORDER BY nlevel(up.path) DESC LIMIT 1
$$;

-- The table of factors of who asks, today: chosen for his area, or the reference book's; never one that is out of date.
CREATE FUNCTION ome_table_in_use() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT t.code
  FROM ome_table AS t
 WHERE current_date BETWEEN coalesce(t.valid_from, '-infinity') AND coalesce(t.valid_to, 'infinity')
   AND (t.is_default OR t.code = (SELECT setting_of('ome_table', a.area_id, current_date) FROM account AS a WHERE a.id = current_account()))
 ORDER BY t.is_default LIMIT 1
$$;
REVOKE EXECUTE ON FUNCTION setting_of(text, int, date), ome_table_in_use() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION setting_of(text, int, date) TO palreg_admin;
GRANT EXECUTE ON FUNCTION ome_table_in_use() TO palreg_register, palreg_admin, palreg_report;

ALTER TABLE setting ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY setting_read ON setting FOR SELECT TO palreg_admin USING (area_id = ANY ((SELECT areas('user_manage'))::int[]));
CREATE POLICY setting_add ON setting FOR INSERT TO palreg_admin
	WITH CHECK (area_id = ANY ((SELECT areas('user_manage'))::int[]) AND account_id = (SELECT current_account()));
-- The functions above look at the areas above; they give out values alone.
CREATE POLICY setting_owner ON setting FOR SELECT TO palreg_owner USING (true);
GRANT SELECT ON setting TO palreg_admin;
GRANT INSERT (area_id, code, value, valid_from, follows, account_id) ON setting TO palreg_admin;

COMMIT;
