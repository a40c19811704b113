-- Revert palreg:retention from pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

DROP FUNCTION record_due(text, int[], date[]), record_erase(uuid[], bigint), import_erase(uuid[], bigint), audit_erase(bigint[]);
SET LOCAL ROLE palreg_owner;
DO $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY erase_order() || ARRAY['patient', 'patient_merge', 'patient_merge_rows', 'duplicate_dismissed', 'document_wrap',
	    'patient_import', 'audit_event', 'crypto_inst', 'patient_erased'] LOOP
		EXECUTE format('DROP POLICY eraser_all ON %I', t);
		EXECUTE format('REVOKE ALL ON %I FROM palreg_eraser', t);
	END LOOP;
END
$$;
REVOKE UPDATE (version) ON patient FROM palreg_eraser;
REVOKE UPDATE (total) ON patient_import FROM palreg_eraser;
REVOKE UPDATE (document_seq) ON crypto_inst FROM palreg_eraser;
REVOKE USAGE ON SCHEMA palreg FROM palreg_eraser;

CREATE OR REPLACE FUNCTION audit_frozen() RETURNS trigger
LANGUAGE plpgsql
SET search_path = palreg, pg_temp
AS $$
BEGIN
	RAISE EXCEPTION 'audit events are only added' USING ERRCODE = '42501';
END
$$;
CREATE OR REPLACE FUNCTION request_decide(p_id bigint, p_confirm boolean) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	r right_request;
	me uuid := current_account();
	result text := CASE WHEN p_confirm THEN 'confirmed' ELSE 'refused' END;
BEGIN
	SELECT * INTO r FROM right_request WHERE id = p_id FOR UPDATE;
	IF NOT FOUND OR request_in_reach(r) IS NOT TRUE THEN
		RAISE EXCEPTION 'no request of yours' USING ERRCODE = 'P0002';
	END IF;
	IF r.state <> 'waiting' THEN
		RAISE EXCEPTION 'decided meanwhile' USING ERRCODE = '40001';
	END IF;
	IF NOT p_confirm AND me = r.asked_by THEN
		result := 'withdrawn';
	ELSIF me IN (r.asked_by, r.account_id) THEN
		RAISE EXCEPTION 'a second person decides' USING ERRCODE = '23514', CONSTRAINT = 'right_request_two_persons';
	END IF;
	UPDATE right_request SET state = result, decided_by = me, decided_at = now() WHERE id = p_id;
	IF result = 'confirmed' AND r.factor THEN
		IF NOT EXISTS (SELECT FROM account WHERE id = r.account_id AND area_id = ANY (areas('user_manage'))) THEN
			RAISE EXCEPTION 'not an account of yours any more' USING ERRCODE = '42501';
		END IF;
		PERFORM factor_clear(r.account_id);
		DELETE FROM session WHERE account_id = r.account_id;
		PERFORM audit_add('FACTOR_RESET', 'OK', p_subject => r.account_id, p_area => r.area_id);
	ELSIF result = 'confirmed' AND r.permissions IS NULL THEN
		INSERT INTO role_grant (account_id, role_id, area_id, valid_until, one_off, reason, given_by, confirmed_by)
		VALUES (r.account_id, r.role_id, r.area_id, r.valid_until, r.one_off, r.reason, r.asked_by, me)
		ON CONFLICT (account_id, role_id, area_id) DO UPDATE SET valid_until = EXCLUDED.valid_until, one_off = EXCLUDED.one_off,
		    used_at = NULL, reason = EXCLUDED.reason, given_by = EXCLUDED.given_by, given_at = now(), confirmed_by = EXCLUDED.confirmed_by;
	ELSIF result = 'confirmed' THEN
		INSERT INTO role_permission (role_id, permission) SELECT r.role_id, unnest(r.permissions) ON CONFLICT DO NOTHING;
	END IF;
	RETURN result;
END
$$;

DELETE FROM right_request WHERE disposal_id IS NOT NULL;
ALTER TABLE right_request
	DROP CONSTRAINT right_request_kind,
	DROP COLUMN disposal_id,
	ADD CONSTRAINT right_request_kind CHECK (CASE
	    WHEN factor THEN account_id IS NOT NULL AND area_id IS NOT NULL AND role_id IS NULL AND permissions IS NULL
	    WHEN permissions IS NULL THEN account_id IS NOT NULL AND area_id IS NOT NULL AND role_id IS NOT NULL
	    ELSE account_id IS NULL AND area_id IS NULL AND role_id IS NOT NULL END);
DELETE FROM setting WHERE code = 'record_years';
ALTER TABLE setting
	DROP CONSTRAINT setting_record_years,
	DROP CONSTRAINT setting_code,
	ADD CONSTRAINT setting_code CHECK (code IN ('ome_table', 'doctor_scope', 'small_cells', 'second_factor'));
DROP FUNCTION disposal_run(bigint), record_left(bigint), disposal_ask(text, int, bytea, text), retention_count(),
	disposal_hash(text, int, date), disposal_due(text, int, date), erase_order(), retention_last(retention_rule, int, date),
	retention_months(retention_rule, int, date);
DROP VIEW retention_book;
DROP FUNCTION retention_book_write();
DROP TABLE patient_erased, disposal, retention_rule;

COMMIT;
