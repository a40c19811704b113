-- Revert palreg:disposal_lock from pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

SET LOCAL ROLE palreg_owner;
CREATE OR REPLACE FUNCTION disposal_run(p_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	d disposal;
	r retention_rule;
	ids text[];
	gone jsonb;
	n bigint;
BEGIN
	SELECT * INTO d FROM disposal WHERE id = p_id FOR UPDATE;
	SELECT * INTO r FROM retention_rule WHERE code = d.rule FOR UPDATE;
	IF retention_last(r, d.area_id, d.as_of) IS NULL THEN
		RAISE EXCEPTION 'nothing is deleted by this rule' USING ERRCODE = '23514', CONSTRAINT = 'disposal_hold';
	END IF;
	IF d.list_hash IS DISTINCT FROM (SELECT list_hash FROM disposal_hash(d.rule, d.area_id, d.as_of)) THEN
		RAISE EXCEPTION 'the list is another one' USING ERRCODE = '40001', CONSTRAINT = 'disposal_changed';
	END IF;
	ids := ARRAY(SELECT x.id FROM disposal_due(d.rule, d.area_id, d.as_of) AS x);
	CASE
	WHEN d.rule LIKE 'record\_%' THEN
		PERFORM audit_add('RECORD_ERASED', 'OK', p_subject => x.id::uuid, p_area => x.area_id, p_detail => jsonb_build_object('disposal', d.id))
		   FROM disposal_due(d.rule, d.area_id, d.as_of) AS x;
		gone := record_erase(ids::uuid[], d.id);
	WHEN d.rule = 'patient_import' THEN
		gone := import_erase(ids::uuid[], d.id);
	WHEN d.rule = 'audit_event' THEN
		gone := audit_erase(ids::bigint[]);
	WHEN d.rule = 'invitation' THEN
		DELETE FROM invite WHERE id = ANY (ids::uuid[]);
		GET DIAGNOSTICS n = ROW_COUNT;
		gone := jsonb_build_object('invite', n);
	WHEN d.rule = 'grant' THEN
		DELETE FROM role_grant WHERE id = ANY (ids::bigint[]);
		GET DIAGNOSTICS n = ROW_COUNT;
		gone := jsonb_build_object('role_grant', n);
	WHEN d.rule = 'request' THEN
		DELETE FROM right_request WHERE id = ANY (ids::bigint[]);
		GET DIAGNOSTICS n = ROW_COUNT;
		gone := jsonb_build_object('right_request', n);
	END CASE;
	LOCK TABLE disposal IN SHARE ROW EXCLUSIVE MODE;
	UPDATE disposal SET certificate = (SELECT coalesce(max(certificate), 0) + 1 FROM disposal), done_at = now(), deleted = gone,
	       months = retention_months(r, d.area_id, d.as_of), source = r.source, source_en = r.source_en
	 WHERE id = d.id;
END
$$;
RESET ROLE;
DROP FUNCTION record_lock(uuid[]);

COMMIT;
