-- Deploy palreg:staff_list to pg
-- requires: book_more
-- The staff list as a reference book: looked through, sent out and taken in as a file by its editor. What is written goes by
-- the rules of accounts: another job or place rests the rights, who leaves the list is blocked at once.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- "Institution: department", as a list of staff names a place.
CREATE FUNCTION area_place_name(p_area int) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT string_agg(o.name, ': ' ORDER BY nlevel(o.path))
  FROM area AS a
  JOIN area AS o ON o.path @> a.path AND (o.id = a.id OR o.kind IN ('institution', 'department'))
 WHERE a.id = p_area
$$;

CREATE VIEW staff_list AS
SELECT a.login, a.name, nullif(a.job, '') AS job, area_place_name(a.area_id) AS place, a.employment, a.starts_on, a.valid_until,
       CASE WHEN a.state = 'blocked' THEN a.created_at END AS retired_at
  FROM account AS a
 WHERE a.state <> 'deleted' AND a.area_id = ANY ((SELECT areas('user_manage'))::int[]);

CREATE FUNCTION staff_list_write() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	found_ int[] := ARRAY(SELECT id FROM area WHERE lower(area_place_name(id)) = lower(NEW.place) AND retired_at IS NULL
	    AND id = ANY (areas('user_manage')));
	made uuid := gen_random_uuid();
BEGIN
	IF cardinality(found_) <> 1 AND (TG_OP = 'INSERT' OR NEW.place IS DISTINCT FROM OLD.place) THEN
		RAISE EXCEPTION 'no such place' USING ERRCODE = '23514', CONSTRAINT = 'staff_list_place_known';
	END IF;
	IF TG_OP = 'INSERT' THEN
		INSERT INTO account (id, login, name, job, area_id, employment, starts_on, valid_until)
		VALUES (made, NEW.login, NEW.name, coalesce(NEW.job, ''), found_[1], coalesce(NEW.employment, 'permanent'), NEW.starts_on, NEW.valid_until);
		PERFORM grant_give(made, r.role_id, found_[1], NULL, false, NEW.job)
		   FROM job AS j JOIN job_role AS r ON r.job_id = j.id WHERE lower(j.name) = lower(NEW.job);
		RETURN NEW;
	END IF;
	UPDATE account SET name = NEW.name, job = coalesce(NEW.job, ''), area_id = coalesce(found_[1], area_id),
	       employment = coalesce(NEW.employment, employment), starts_on = NEW.starts_on, valid_until = NEW.valid_until,
	       state = CASE WHEN NEW.retired_at IS NULL AND state = 'blocked' THEN 'active' WHEN NEW.retired_at IS NULL THEN state
	           WHEN state IN ('active', 'blocked') THEN 'blocked' ELSE 'deleted' END
	 WHERE login = OLD.login;
	SET CONSTRAINTS ALL IMMEDIATE;
	RETURN NEW;
END
$$;
CREATE TRIGGER staff_list_write INSTEAD OF INSERT OR UPDATE ON staff_list
	FOR EACH ROW EXECUTE FUNCTION staff_list_write();

COMMIT;
