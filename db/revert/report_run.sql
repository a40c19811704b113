-- Revert palreg:report_run from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

CREATE OR REPLACE FUNCTION areas(permission text) RETURNS int[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = palreg, pg_temp
AS $$
DECLARE
	key CONSTANT bytea := session_key();
	found int[];
BEGIN
	SELECT CASE WHEN s.factor_due THEN '{}' ELSE coalesce(string_to_array(s.areas ->> permission, ',')::int[], '{}') END INTO found
	  FROM session AS s WHERE s.id_hash = key AND s.expires_at > now();
	RETURN found;
END
$$;
CREATE OR REPLACE FUNCTION current_account() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = palreg, pg_temp
AS $$
DECLARE
	key CONSTANT bytea := session_key();
	found uuid;
BEGIN
	SELECT s.account_id INTO found FROM session AS s WHERE s.id_hash = key AND s.expires_at > now();
	RETURN found;
END
$$;

DROP TABLE report_file;
DROP FUNCTION report_size(int[]), report_issue(text, text, text, date, date, text, jsonb, bytea), report_run_seen(uuid),
	report_run_drop(uuid), report_run_cancel(uuid), report_run_release(uuid), report_run_fail(text, text, text),
	report_run_finish(text, text, jsonb, bytea, bytea, bytea), report_run_progress(text, real, text), report_run_act(text),
	report_run_take(int, timestamptz), report_run_ask(text, text, text, date, date), report_sweep(int), report_lock(uuid),
	report_note(report_run, text, text, jsonb), report_expiry(uuid), report_rights(uuid);
DROP TABLE report_run;
DROP FUNCTION report_areas_held(jsonb), report_run_step();
DROP TABLE report_template;
DELETE FROM setting WHERE code = 'report_days';
ALTER TABLE setting
	DROP CONSTRAINT setting_report_days,
	DROP CONSTRAINT setting_code,
	ADD CONSTRAINT setting_code CHECK (code IN ('ome_table', 'doctor_scope', 'small_cells', 'second_factor', 'record_years'));

COMMIT;
