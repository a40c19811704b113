-- Revert palreg:order_event from pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

DO $$
BEGIN
	EXECUTE 'CREATE OR REPLACE VIEW record_event WITH (security_invoker) AS '
	    || regexp_replace(pg_get_viewdef('record_event'), 'UNION ALL\s+SELECT order_event\.patient_id,[^;]*?FROM order_event', '');
END
$$;
DROP VIEW order_event;

COMMIT;
