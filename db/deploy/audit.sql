-- Deploy palreg:audit to pg
-- requires: account

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- Rows are only ever added, by audit_add(); nothing refers to other tables, so that nothing pulls a row along.
CREATE TABLE audit_event (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	at timestamptz NOT NULL DEFAULT now(),
	program text NOT NULL,
	event text NOT NULL CONSTRAINT audit_event_event CHECK (event ~ '^[A-Z][A-Z0-9_]{1,59}$'),
	account_id uuid,
	area_id int,
	subject uuid,
	result text NOT NULL CONSTRAINT audit_event_result CHECK (result ~ '^[A-Z][A-Z_]{1,29}$'),
	request_id text CONSTRAINT audit_event_request_id CHECK (request_id ~ '^[!-~]{1,64}$'),
	address inet,
	detail jsonb CONSTRAINT audit_event_detail CHECK (pg_column_size(detail) <= 4096)
);
CREATE INDEX audit_event_at ON audit_event USING brin (at);
CREATE INDEX audit_event_account ON audit_event (account_id, id);
CREATE INDEX audit_event_subject ON audit_event (subject, id) WHERE subject IS NOT NULL;
CREATE INDEX audit_event_area ON audit_event (area_id, id);

CREATE FUNCTION audit_frozen() RETURNS trigger
LANGUAGE plpgsql
SET search_path = palreg, pg_temp
AS $$
BEGIN
	RAISE EXCEPTION 'audit events are only added' USING ERRCODE = '42501';
END
$$;
CREATE TRIGGER audit_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
	FOR EACH STATEMENT EXECUTE FUNCTION audit_frozen();

-- Adds an event. The program is the role that is connected, the account the one of the transaction's session;
-- only palreg_auth may name another account (a login has no session yet).
CREATE FUNCTION audit_add(p_event text, p_result text, p_subject uuid DEFAULT NULL, p_area int DEFAULT NULL,
	p_request text DEFAULT NULL, p_address inet DEFAULT NULL, p_detail jsonb DEFAULT NULL,
	p_account uuid DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	who uuid := current_account();
BEGIN
	IF p_account IS DISTINCT FROM who AND p_account IS NOT NULL
	    AND session_user IN ('palreg_register', 'palreg_admin', 'palreg_report') THEN
		RAISE EXCEPTION 'an event of another account' USING ERRCODE = '42501';
	END IF;
	who := coalesce(who, p_account);
	INSERT INTO audit_event (program, event, account_id, area_id, subject, result, request_id, address, detail)
	VALUES (replace(session_user, '_', '-'), p_event, who,
	    coalesce(p_area, (SELECT area_id FROM account WHERE id = who)),
	    p_subject, p_result, p_request, p_address, p_detail);
END
$$;

GRANT EXECUTE ON FUNCTION audit_add(text, text, uuid, int, text, inet, jsonb, uuid)
	TO palreg_auth, palreg_register, palreg_admin, palreg_report;

COMMIT;
