-- shape.t.sql: what must hold of every object of the schema.
\ir fixture.sql
SELECT plan(23);

SELECT is_empty($$ SELECT relname FROM pg_class WHERE relnamespace = 'palreg'::regnamespace AND relkind IN ('r', 'p')
	AND NOT (relrowsecurity AND relforcerowsecurity) $$, 'row security is forced on every table');
SELECT is_empty($$ SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'palreg'::regnamespace AND c.relkind = 'r'
	AND NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid) $$, 'every table has a policy');
SELECT is_empty($$ SELECT conrelid::regclass, conname FROM pg_constraint AS f WHERE contype = 'f' AND connamespace = 'palreg'::regnamespace
	AND NOT EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = f.conrelid AND i.indisvalid
	    AND (SELECT array_agg(k ORDER BY k) FROM unnest(i.indkey[0:cardinality(f.conkey) - 1]) AS k)
	      = (SELECT array_agg(k ORDER BY k) FROM unnest(f.conkey) AS k)) $$, 'every foreign key is indexed');
SELECT is_empty($$ SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'palreg'::regnamespace AND prosecdef
	AND NOT coalesce('search_path=palreg, pg_temp' = ANY (proconfig), false) $$, 'SECURITY DEFINER functions fix search_path');
SELECT isnt_empty($$ SELECT FROM pg_proc WHERE pronamespace = 'palreg'::regnamespace AND prosecdef $$, 'and there are some');
SELECT is_empty($$ SELECT p.oid::regprocedure FROM pg_proc AS p WHERE pronamespace = 'palreg'::regnamespace
	AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
	AND has_function_privilege('public', p.oid, 'EXECUTE') $$, 'PUBLIC may execute nothing of ours');
SELECT is_empty($$ SELECT oid::regclass FROM pg_class WHERE relnamespace = 'palreg'::regnamespace AND relkind IN ('r', 'v', 'S')
	AND relacl::text ~ '[{,]=' $$, 'PUBLIC may read nothing');
SELECT ok(NOT has_schema_privilege('public', 'palreg', 'USAGE') AND NOT has_schema_privilege('public', 'public', 'USAGE'),
	'PUBLIC may not even look into the schemas');
SELECT ok(NOT has_database_privilege('public', current_database(), 'CONNECT, TEMPORARY, CREATE'), 'nor connect');
SELECT is_empty($$ SELECT relname FROM pg_class WHERE relnamespace = 'palreg'::regnamespace AND relkind = 'v'
	AND relname LIKE 'report%' AND NOT coalesce('security_invoker=true' = ANY (reloptions), false) $$, 'report views run as the invoker');
SELECT is_empty($$ SELECT oid::regclass FROM pg_class WHERE relnamespace = 'palreg'::regnamespace AND relkind IN ('r', 'v')
	AND pg_get_userbyid(relowner) <> 'palreg_owner' $$, 'palreg_owner owns every table');
SELECT is((SELECT rolcanlogin FROM pg_roles WHERE rolname = 'palreg_owner'), false, 'palreg_owner cannot log in');
SELECT is_empty($$ SELECT rolname FROM pg_roles WHERE rolname LIKE 'palreg%' AND (rolsuper OR rolbypassrls OR rolcreaterole
	OR rolcreatedb OR rolreplication) $$, 'no role of ours is above the rules');
SELECT is_empty($$ SELECT r.rolname FROM pg_roles AS r WHERE rolname IN ('palreg_auth', 'palreg_register', 'palreg_admin', 'palreg_report')
	AND NOT EXISTS (SELECT FROM pg_db_role_setting AS s WHERE s.setrole = r.oid AND s.setdatabase = 0
	    AND s.setconfig @> ARRAY['log_parameter_max_length=0', 'log_parameter_max_length_on_error=0', 'log_error_verbosity=terse',
	        'log_min_error_statement=panic', 'log_statement=none', 'lock_timeout=3s', 'idle_in_transaction_session_timeout=15s',
	        'search_path=palreg, pg_temp']
	    AND EXISTS (SELECT FROM unnest(s.setconfig) AS c WHERE c LIKE 'statement_timeout=%')) $$, 'each role has its settings');
SELECT is_empty($$ SELECT m.member::regrole FROM pg_auth_members AS m WHERE m.roleid::regrole::text LIKE 'palreg%'
	OR m.member::regrole::text LIKE 'palreg%' $$, 'no role is a member of another');

-- Who must not reach what.
SELECT is_empty($$ SELECT r, c.relname FROM unnest(ARRAY['palreg_register', 'palreg_admin', 'palreg_report']) AS r,
	pg_class AS c WHERE c.oid = ANY (ARRAY['credential', 'session', 'setup_token', 'login_delay', 'session_left', 'key_grant',
	    'recovery_set', 'roster_entry']::regclass[]) AND has_any_column_privilege(r, c.oid, 'SELECT, INSERT, UPDATE') $$,
	'secrets are for palreg_auth alone');
SELECT is_empty($$ SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'palreg'::regnamespace AND c.relkind = 'r'
	AND (has_any_column_privilege('palreg_auth', c.oid, 'INSERT, UPDATE') OR has_table_privilege('palreg_auth', c.oid, 'DELETE')) $$,
	'palreg_auth writes through functions only');
SELECT is_empty($$ SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'palreg'::regnamespace AND c.relkind = 'r'
	AND (has_any_column_privilege('palreg_report', c.oid, 'INSERT, UPDATE') OR has_table_privilege('palreg_report', c.oid, 'DELETE')) $$,
	'palreg_report writes nothing');
SELECT is_empty($$ SELECT relname FROM unnest(ARRAY['document', 'account', 'member', 'crypto_inst']::regclass[]) AS c(relname)
	WHERE has_any_column_privilege('palreg_report', c.relname::oid, 'SELECT') $$, 'palreg_report sees no envelope and no account');
SELECT is_empty($$ SELECT c.relname FROM pg_class AS c WHERE c.oid = ANY (ARRAY['patient', 'document', 'observation', 'prescription']::regclass[])
	AND (has_any_column_privilege('palreg_auth', c.oid, 'SELECT') OR has_any_column_privilege('palreg_admin', c.oid, 'SELECT')) $$,
	'palreg_auth and palreg_admin see no patient');
SELECT is_empty($$ SELECT r, c.relname FROM unnest(ARRAY['palreg_auth', 'palreg_register', 'palreg_admin', 'palreg_report']) AS r,
	pg_class AS c WHERE c.relnamespace = 'palreg'::regnamespace AND c.relkind = 'r' AND has_table_privilege(r, c.oid, 'TRUNCATE, REFERENCES, TRIGGER') $$,
	'nobody may truncate');
SELECT is_empty($$ SELECT r FROM unnest(ARRAY['palreg_auth', 'palreg_register', 'palreg_admin', 'palreg_report']) AS r
	WHERE has_any_column_privilege(r, 'audit_event', 'INSERT, UPDATE') OR has_table_privilege(r, 'audit_event', 'DELETE') $$,
	'audit events are written by audit_add() alone');
SELECT is_empty($$ SELECT r FROM unnest(ARRAY['palreg_auth', 'palreg_admin', 'palreg_report']) AS r,
	pg_proc AS p WHERE p.proname = 'document_put' AND has_function_privilege(r, p.oid, 'EXECUTE') $$, 'documents are put by palreg_register alone');
SELECT * FROM finish();
ROLLBACK;
