-- roles.sql: cluster-wide roles and their settings; run once by a superuser, safe to repeat.
-- Object owner palreg_owner cannot log in; each program has a role of its own. As palreg_eraser the functions run that delete
-- what two persons released, and nothing else.

DO $$
DECLARE
	r text;
BEGIN
	IF to_regrole('palreg_owner') IS NULL THEN
		CREATE ROLE palreg_owner NOLOGIN;
	END IF;
	IF to_regrole('palreg_eraser') IS NULL THEN
		CREATE ROLE palreg_eraser NOLOGIN;
	END IF;
	FOREACH r IN ARRAY ARRAY['palreg_auth', 'palreg_register', 'palreg_admin', 'palreg_report'] LOOP
		IF to_regrole(r) IS NULL THEN
			EXECUTE format('CREATE ROLE %I LOGIN', r);
		END IF;
		EXECUTE format('ALTER ROLE %I NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT', r);
		EXECUTE format('ALTER ROLE %I SET search_path = palreg, pg_temp', r);
		EXECUTE format('ALTER ROLE %I SET lock_timeout = ''3s''', r);
		EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = ''15s''', r);
		-- The day begins where the server's timezone says, for the programs as for the operator.
		EXECUTE format('ALTER ROLE %I RESET timezone', r);
		EXECUTE format('ALTER ROLE %I SET jit = off', r);
		-- Nothing of a parameter and no row may reach the log of the server.
		EXECUTE format('ALTER ROLE %I SET log_parameter_max_length = 0', r);
		EXECUTE format('ALTER ROLE %I SET log_parameter_max_length_on_error = 0', r);
		EXECUTE format('ALTER ROLE %I SET log_error_verbosity = ''terse''', r);
		EXECUTE format('ALTER ROLE %I SET log_min_error_statement = ''panic''', r);
		EXECUTE format('ALTER ROLE %I SET log_statement = ''none''', r);
		EXECUTE format('ALTER ROLE %I SET log_min_duration_statement = -1', r);
	END LOOP;
END
$$;

ALTER ROLE palreg_owner NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE palreg_eraser NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE palreg_auth SET statement_timeout = '5s';
ALTER ROLE palreg_register SET statement_timeout = '10s';
ALTER ROLE palreg_admin SET statement_timeout = '20s';
-- A statement is planned once for each connection; one with optional filters, "$n IS NULL OR ...", is planned anew at
-- each call (db.c), since only a plan made for the given values uses the right index.
ALTER ROLE palreg_register SET plan_cache_mode = 'force_generic_plan';
-- Joins are written in the order in which they are to be made: to look for another one costs more than to run it.
ALTER ROLE palreg_register SET join_collapse_limit = 1;
ALTER ROLE palreg_report SET plan_cache_mode = 'force_custom_plan';
ALTER ROLE palreg_report SET statement_timeout = '60s';
