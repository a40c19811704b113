-- Verify palreg:patient_list on pg

BEGIN;

SELECT 1 / (count(*) = 7)::int
  FROM pg_index AS i
  JOIN pg_attribute AS a ON a.attrelid = i.indexrelid AND a.attname = 'registry_no'
 WHERE i.indrelid = 'palreg.patient'::regclass AND i.indexrelid::regclass::text LIKE '%patient_list_%';

ROLLBACK;
