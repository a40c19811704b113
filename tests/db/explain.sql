-- explain.sql: what the heavy questions cost for a doctor of one institution and for a regional user.
-- Needs a register filled by bench/dataset.sql and a superuser: psql -X -d palreg -f tests/db/explain.sql
-- The questions themselves and what they are for stand in queries.sql.

\set ON_ERROR_STOP on
\pset pager off
SET search_path = palreg, pg_temp;
\ir queries.sql

DO $$
BEGIN
	PERFORM session_open(sha256('doctor'), (SELECT id FROM account WHERE login = 'doctor1.1'), NULL, NULL, NULL);
	PERFORM session_open(sha256('region'), (SELECT id FROM account WHERE login = 'region'), NULL, NULL, NULL);
END
$$;

SET ROLE palreg_register;
SET jit = off;
\if :{?mode} \else \set mode auto \endif
SET plan_cache_mode = :mode;
\if :{?explain} \else \set explain 'EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, SUMMARY)' \endif

BEGIN;
\echo ==== doctor of one institution
SELECT name FROM session_context(sha256('doctor'));
\ir explain_all.sql
COMMIT;

BEGIN;
\echo ==== regional user
SELECT name FROM session_context(sha256('region'));
\ir explain_all.sql
COMMIT;
