-- Verify palreg:schema on pg

BEGIN;

SELECT 1 / (count(*) = 6)::int
  FROM pg_type
 WHERE typnamespace = 'palreg'::regnamespace
   AND typname IN ('hash32', 'envelope_text', 'bundle_text', 'grant_text', 'roster_text', 'recovery_set_text');
SELECT 1 / (NOT has_schema_privilege('palreg_owner', 'public', 'CREATE'))::int;
SELECT 1 / (palreg.areas('patient_read') IS NULL)::int;
SELECT 1 / (palreg.tup_items('a', '\x0000000161000000010000000142') = ARRAY['\x42'::bytea])::int;

ROLLBACK;
