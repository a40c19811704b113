-- Deploy palreg:letterhead to pg
-- requires: report_run
-- What an institution writes at the head of its papers; a department has its institution's, an institution without one the region's.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- head: who signs, with his office.
CREATE TABLE letterhead (
	area_id int PRIMARY KEY REFERENCES area,
	name text NOT NULL CONSTRAINT letterhead_name CHECK (length(name) BETWEEN 1 AND 200),
	address text NOT NULL DEFAULT '' CONSTRAINT letterhead_address CHECK (length(address) <= 200),
	phone text NOT NULL DEFAULT '' CONSTRAINT letterhead_phone CHECK (length(phone) <= 100),
	head text NOT NULL DEFAULT '' CONSTRAINT letterhead_head CHECK (length(head) <= 200),
	version int NOT NULL DEFAULT 1,
	changed_by uuid NOT NULL REFERENCES account,
	changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX letterhead_changed_by ON letterhead (changed_by);
ALTER TABLE letterhead ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON letterhead TO palreg_owner USING (true) WITH CHECK (true);
CREATE POLICY letterhead_read ON letterhead FOR SELECT TO palreg_admin USING (area_id = ANY ((SELECT areas('user_manage'))::int[]));
CREATE POLICY letterhead_add ON letterhead FOR INSERT TO palreg_admin
	WITH CHECK (area_id = ANY ((SELECT areas('user_manage'))::int[]) AND changed_by = (SELECT current_account()));
CREATE POLICY letterhead_edit ON letterhead FOR UPDATE TO palreg_admin USING (area_id = ANY ((SELECT areas('user_manage'))::int[]))
	WITH CHECK (changed_by = (SELECT current_account()));
GRANT SELECT ON letterhead TO palreg_admin;
GRANT INSERT (area_id, name, address, phone, head, changed_by),
	UPDATE (name, address, phone, head, version, changed_by, changed_at) ON letterhead TO palreg_admin;

-- The letterhead of an area, or of who asks: its own, else that of the nearest area above.
CREATE FUNCTION letterhead_of(p_area int) RETURNS TABLE (name text, address text, phone text, head text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT l.name, l.address, l.phone, l.head
  FROM area AS mine
  JOIN area AS up ON up.path @> mine.path
  JOIN letterhead AS l ON l.area_id = up.id
 WHERE mine.id = coalesce(p_area, (SELECT a.area_id FROM account AS a WHERE a.id = current_account()))
 ORDER BY nlevel(up.path) DESC LIMIT 1
$$;
REVOKE EXECUTE ON FUNCTION letterhead_of(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION letterhead_of(int) TO palreg_register, palreg_admin, palreg_report;

COMMIT;
