-- Deploy palreg:drill to pg
-- requires: invite
-- Custodians prove their shares of the recovery key, without using them: after the set-up, and once a year. What their
-- browser has found is kept here as a day; who is late is reminded.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

CREATE TABLE recovery_drill (
	inst uuid NOT NULL REFERENCES crypto_inst,
	at timestamptz NOT NULL DEFAULT now(),
	officer_id uuid NOT NULL REFERENCES account,
	first int NOT NULL,
	second int NOT NULL,
	PRIMARY KEY (inst, at),
	CONSTRAINT recovery_drill_shares CHECK (first BETWEEN 1 AND 2 AND second BETWEEN 2 AND 3 AND first < second)
);
CREATE INDEX recovery_drill_officer ON recovery_drill (officer_id);
ALTER TABLE recovery_drill ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON recovery_drill TO palreg_owner USING (true) WITH CHECK (true);

-- The set that root signed, and when shares were proved last; no row for who is no officer. Due is a drill that was never
-- made, or not for a year.
CREATE FUNCTION drill_base() RETURNS TABLE (set_text text, last_at timestamptz, due boolean)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT s.text, d.at, coalesce(d.at < now() - interval '1 year', true)
  FROM recovery_set AS s
  LEFT JOIN LATERAL (SELECT max(at) AS at FROM recovery_drill WHERE inst = s.inst) AS d ON true
 WHERE s.inst = officer_inst()
$$;

CREATE FUNCTION drill_add(p_first int, p_second int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF officer_inst() IS NULL THEN
		RAISE EXCEPTION 'only an officer holds a drill' USING ERRCODE = '42501';
	END IF;
	INSERT INTO recovery_drill (inst, officer_id, first, second) VALUES (officer_inst(), current_account(), p_first, p_second);
END
$$;

DROP FUNCTION key_tasks();
CREATE FUNCTION key_tasks() RETURNS TABLE (leavers bigint, applicants bigint, wraps bigint, drill boolean)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT (SELECT count(*) FROM leavers()), (SELECT count(*) FROM invites() WHERE mine AND taken_at IS NOT NULL),
       CASE WHEN EXISTS (SELECT FROM rotation WHERE inst = i.inst AND finished_at IS NULL) THEN wraps_left(i.inst) ELSE 0 END,
       EXISTS (SELECT FROM drill_base() WHERE due)
  FROM (SELECT officer_inst() AS inst) AS i
$$;

REVOKE EXECUTE ON FUNCTION drill_base(), drill_add(int, int), key_tasks() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION drill_base(), drill_add(int, int) TO palreg_auth;
GRANT EXECUTE ON FUNCTION key_tasks() TO palreg_register;

COMMIT;
