-- Revert palreg:policy from pg
-- seal_secret, which came with its own policy, keeps it.

BEGIN;

DROP TRIGGER account_step ON palreg.account;
DROP FUNCTION palreg.account_step(), palreg.recent_patients(int);
DO $$
DECLARE
	p record;
	r text;
BEGIN
	FOR p IN SELECT * FROM pg_policies WHERE schemaname = 'palreg' AND tablename <> 'seal_secret' LOOP
		EXECUTE format('DROP POLICY %I ON palreg.%I', p.policyname, p.tablename);
	END LOOP;
	FOR p IN SELECT oid::regclass AS t FROM pg_class
	    WHERE relnamespace = 'palreg'::regnamespace AND relkind IN ('r', 'v') AND relname <> 'seal_secret' LOOP
		IF (SELECT relkind FROM pg_class WHERE oid = p.t) = 'r' THEN
			EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY', p.t);
		END IF;
		FOREACH r IN ARRAY ARRAY['palreg_auth', 'palreg_register', 'palreg_admin', 'palreg_report'] LOOP
			EXECUTE format('REVOKE ALL ON %s FROM %I', p.t, r);
		END LOOP;
	END LOOP;
END
$$;
DROP FUNCTION palreg.role_holds(int, int), palreg.role_in_reach(int);

COMMIT;
