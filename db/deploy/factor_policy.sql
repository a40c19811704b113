-- Deploy palreg:factor_policy to pg
-- requires: second_factor, session_by_hash, book_editor
-- Which roles ask for a second factor; until who holds one has it, his session may nothing else. What changes rights,
-- roles or policies wants a code of the last ten minutes. A lost factor is reset by two persons.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

ALTER TABLE role ADD COLUMN needs_factor boolean NOT NULL DEFAULT false;
-- factor_due: a role asks for a second factor, and there is none yet.
ALTER TABLE session ADD COLUMN factor_due boolean NOT NULL DEFAULT false;

CREATE FUNCTION factor_needed(p_account uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT EXISTS (SELECT FROM role_grant AS g JOIN role AS r ON r.id = g.role_id AND r.needs_factor
                WHERE g.account_id = p_account AND (g.valid_until IS NULL OR g.valid_until >= CURRENT_DATE))
$$;
CREATE FUNCTION factor_due(p_account uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT factor_needed(p_account) AND NOT factor_has(p_account)
$$;

-- Open sessions learn of it: whoever holds a role that asks from now on sets his factor up before he goes on.
CREATE FUNCTION session_factor_due() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF TG_TABLE_NAME = 'role' THEN
		UPDATE session SET factor_due = factor_due(account_id)
		 WHERE account_id IN (SELECT account_id FROM role_grant WHERE role_id = NEW.id);
	ELSE
		UPDATE session SET factor_due = factor_due(account_id) WHERE account_id = coalesce(NEW.account_id, OLD.account_id);
	END IF;
	RETURN NULL;
END
$$;
CREATE TRIGGER session_factor_due AFTER UPDATE OF needs_factor ON role
	FOR EACH ROW WHEN (OLD.needs_factor <> NEW.needs_factor) EXECUTE FUNCTION session_factor_due();
CREATE TRIGGER session_factor_due AFTER INSERT OR UPDATE OF sealed OR DELETE ON totp_key
	FOR EACH ROW EXECUTE FUNCTION session_factor_due();

-- As before; a session whose factor is due holds nothing anywhere. Its key is worked out once a call, not for each session
-- where their table is small enough to be read whole.
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
-- Who asks is looked for in steps: a join is set up anew each time, which takes longer than what it finds.
DROP FUNCTION session_context(bytea);
CREATE FUNCTION session_context(sid_hash bytea)
RETURNS TABLE (account_id uuid, login text, name text, language text, area_id int, inst uuid, permissions text,
	has_half boolean, factor_due boolean)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
	seen timestamptz;
BEGIN
	SELECT s.account_id, s.inst, CASE WHEN s.factor_due THEN '' ELSE s.permissions END,
	       s.server_half IS NOT NULL AND s.half_until > now(), s.factor_due, s.seen_at
	  INTO account_id, inst, permissions, has_half, factor_due, seen
	  FROM session AS s
	 WHERE s.id_hash = sid_hash AND s.expires_at > now() AND s.seen_at > now() - interval '15 minutes';
	IF FOUND THEN
		SELECT a.login, a.name, a.language, a.area_id INTO login, name, language, area_id
		  FROM account AS a
		 WHERE a.id = account_id AND a.state = 'active' AND (a.valid_until IS NULL OR a.valid_until >= CURRENT_DATE);
	END IF;
	IF NOT FOUND THEN
		PERFORM set_config('palreg.session', '', true);
		RETURN;
	END IF;
	PERFORM set_config('palreg.session', encode(sid_hash, 'hex'), true);
	IF seen < now() - interval '60 seconds' THEN
		UPDATE session AS s
		   SET seen_at = now(),
		       server_half = CASE WHEN has_half THEN s.server_half END,
		       half_until = CASE WHEN has_half THEN now() + interval '10 minutes' END
		 WHERE s.id_hash = sid_hash;
	END IF;
	RETURN NEXT;
END
$$;
GRANT EXECUTE ON FUNCTION session_context(bytea) TO palreg_auth, palreg_register, palreg_admin, palreg_report;
CREATE OR REPLACE FUNCTION session_open(p_hash bytea, p_account uuid, p_half bytea, p_address inet, p_agent text)
RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	who account;
	until timestamptz;
	used boolean := factor_used(p_account);
BEGIN
	SELECT * INTO who FROM account WHERE id = p_account AND state = 'active'
	    AND (valid_until IS NULL OR valid_until >= CURRENT_DATE)
	    AND (starts_on IS NULL OR starts_on <= CURRENT_DATE) FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no such active account' USING ERRCODE = '42501';
	END IF;
	IF factor_has(p_account) AND NOT used THEN
		RAISE EXCEPTION 'the second factor was not used' USING ERRCODE = '42501', CONSTRAINT = 'session_factor';
	END IF;
	DELETE FROM session WHERE account_id = p_account;
	PERFORM session_sweep(100);
	SELECT least(now() + interval '12 hours', (who.valid_until + 1)::timestamptz, min(g.valid_until + 1)::timestamptz)
	  INTO until
	  FROM role_grant AS g
	 WHERE g.account_id = p_account AND g.valid_until >= CURRENT_DATE;
	INSERT INTO session (id_hash, account_id, server_half, half_until, permissions, areas, inst, expires_at,
	    address, agent, factor_at, factor_due)
	VALUES (p_hash, p_account, p_half, CASE WHEN p_half IS NOT NULL THEN now() + interval '10 minutes' END,
	    account_permissions(p_account), account_areas(p_account), area_inst(who.area_id), until,
	    p_address, left(p_agent, 300), CASE WHEN used THEN now() END, factor_due(p_account));
	UPDATE role_grant SET used_at = now() WHERE account_id = p_account AND one_off AND used_at IS NULL;
	RETURN until;
END
$$;

-- As before; not while a role asks for it.
CREATE OR REPLACE FUNCTION factor_drop() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	PERFORM factor_demand();
	IF factor_needed(current_account()) THEN
		RAISE EXCEPTION 'a role asks for it' USING ERRCODE = '23514', CONSTRAINT = 'factor_needed';
	END IF;
	PERFORM factor_clear(current_account());
END
$$;

-- What an administrator does to rights, roles and policies wants a fresh code, by whichever page.
CREATE FUNCTION factor_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF session_user = 'palreg_admin' THEN
		PERFORM factor_demand();
	END IF;
	RETURN NULL;
END
$$;
CREATE TRIGGER factor_guard BEFORE INSERT OR UPDATE OR DELETE ON role FOR EACH STATEMENT EXECUTE FUNCTION factor_guard();
CREATE TRIGGER factor_guard BEFORE INSERT OR UPDATE OR DELETE ON role_permission FOR EACH STATEMENT EXECUTE FUNCTION factor_guard();
CREATE TRIGGER factor_guard BEFORE INSERT OR UPDATE OR DELETE ON role_grant FOR EACH STATEMENT EXECUTE FUNCTION factor_guard();
CREATE TRIGGER factor_guard BEFORE INSERT OR UPDATE OR DELETE ON job_role FOR EACH STATEMENT EXECUTE FUNCTION factor_guard();
CREATE TRIGGER factor_guard BEFORE INSERT OR UPDATE OR DELETE ON right_denial FOR EACH STATEMENT EXECUTE FUNCTION factor_guard();
CREATE TRIGGER factor_guard BEFORE INSERT OR UPDATE OR DELETE ON right_request FOR EACH STATEMENT EXECUTE FUNCTION factor_guard();
CREATE TRIGGER factor_guard BEFORE INSERT ON setting FOR EACH STATEMENT EXECUTE FUNCTION factor_guard();
CREATE TRIGGER factor_guard BEFORE UPDATE OF held_at ON account FOR EACH STATEMENT EXECUTE FUNCTION factor_guard();

-- As before; the rule that refused stays known, so that a code is asked for.
CREATE OR REPLACE FUNCTION book_try(p_id uuid, p_first int, p_last int) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	state text;
	rule text;
	col text;
	tab text;
BEGIN
	BEGIN
		PERFORM book_write(p_id, p_first, p_last);
		RAISE EXCEPTION 'taken back' USING ERRCODE = 'PB001';
	EXCEPTION WHEN OTHERS THEN
		GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, rule = CONSTRAINT_NAME, col = COLUMN_NAME, tab = TABLE_NAME;
	END;
	IF state = 'PB001' THEN
		RETURN NULL;
	END IF;
	IF state !~ '^(22|23|P0001)' THEN
		RAISE EXCEPTION 'the book cannot be written: %', state USING ERRCODE = state, CONSTRAINT = coalesce(rule, '');
	END IF;
	RETURN coalesce(nullif(rule, ''), nullif(col, ''), state);
END
$$;

-- As before, with what the role asks for.
DROP FUNCTION role_write(int, int, text, text, text, text[], text);
CREATE FUNCTION role_write(p_id int, p_version int, p_code text, p_name text, p_name_en text, p_permissions text[],
	p_reason text, p_needs_factor boolean) RETURNS TABLE (id int, answer text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	the_role int := p_id;
	more text[];
	asked text[];
BEGIN
	IF (cardinality(areas('user_manage')) > 0) IS NOT TRUE THEN
		RAISE EXCEPTION 'not yours to write' USING ERRCODE = '42501';
	END IF;
	IF the_role IS NULL THEN
		INSERT INTO role (code, name, name_en, needs_factor) VALUES (p_code, p_name, coalesce(p_name_en, ''), coalesce(p_needs_factor, false))
		RETURNING role.id INTO the_role;
	ELSE
		IF NOT role_in_reach(the_role) THEN
			RAISE EXCEPTION 'a role given elsewhere' USING ERRCODE = '42501';
		END IF;
		UPDATE role SET name = p_name, name_en = coalesce(p_name_en, ''), needs_factor = coalesce(p_needs_factor, false),
		       version = version + 1
		 WHERE role.id = the_role AND version = p_version;
		IF NOT FOUND THEN
			RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = '40001';
		END IF;
	END IF;
	IF coalesce(cardinality(p_permissions), 0) = 0 THEN
		RAISE EXCEPTION 'a role permits something' USING ERRCODE = '23514', CONSTRAINT = 'role_permits';
	END IF;
	DELETE FROM role_permission WHERE role_id = the_role AND permission <> ALL (p_permissions);
	more := ARRAY(SELECT unnest(p_permissions) EXCEPT SELECT permission FROM role_permission WHERE role_id = the_role);
	asked := ARRAY(SELECT p FROM unnest(more) AS m(p) WHERE role_may_widen(the_role, p) IS NOT TRUE ORDER BY p);
	INSERT INTO role_permission (role_id, permission) SELECT the_role, unnest(more) EXCEPT SELECT the_role, unnest(asked);
	IF cardinality(asked) > 0 THEN
		UPDATE right_request SET state = 'withdrawn', decided_by = current_account(), decided_at = now()
		 WHERE role_id = the_role AND permissions IS NOT NULL AND state = 'waiting';
		INSERT INTO right_request (role_id, permissions, reason, asked_by)
		VALUES (the_role, asked, coalesce(p_reason, ''), current_account());
	END IF;
	RETURN QUERY SELECT the_role, CASE WHEN cardinality(asked) > 0 THEN 'asked' ELSE 'given' END;
END
$$;

-- A second factor is reset by two persons: one asks with a reason, another confirms; never whose it is.
ALTER TABLE right_request ALTER COLUMN role_id DROP NOT NULL,
	ADD COLUMN factor boolean NOT NULL DEFAULT false,
	DROP CONSTRAINT right_request_kind,
	ADD CONSTRAINT right_request_kind CHECK (CASE
	    WHEN factor THEN account_id IS NOT NULL AND area_id IS NOT NULL AND role_id IS NULL AND permissions IS NULL
	    WHEN permissions IS NULL THEN account_id IS NOT NULL AND area_id IS NOT NULL AND role_id IS NOT NULL
	    ELSE account_id IS NULL AND area_id IS NULL AND role_id IS NOT NULL END);
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

CREATE FUNCTION factor_reset_ask(p_account uuid, p_reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	place int;
BEGIN
	SELECT area_id INTO place FROM account WHERE id = p_account AND area_id = ANY (areas('user_manage')) FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'not an account of yours' USING ERRCODE = '42501';
	END IF;
	IF p_account = current_account() THEN
		RAISE EXCEPTION 'not one''s own' USING ERRCODE = '23514', CONSTRAINT = 'factor_reset_own';
	END IF;
	IF NOT factor_has(p_account) THEN
		RAISE EXCEPTION 'there is none' USING ERRCODE = '23514', CONSTRAINT = 'factor_reset_none';
	END IF;
	IF EXISTS (SELECT FROM right_request WHERE account_id = p_account AND factor AND state = 'waiting') THEN
		RAISE EXCEPTION 'asked already' USING ERRCODE = '23505', CONSTRAINT = 'factor_reset_once';
	END IF;
	INSERT INTO right_request (account_id, area_id, factor, reason, asked_by)
	VALUES (p_account, place, true, coalesce(p_reason, ''), current_account());
END
$$;

-- What an administrator sees of somebody's second factor.
CREATE FUNCTION factor_of(p_account uuid) RETURNS TABLE (since timestamptz, codes_left int, needed boolean, asked boolean)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT k.since, (SELECT count(*)::int FROM recovery_code AS c WHERE c.account_id = a.id AND c.used_at IS NULL), factor_needed(a.id),
       EXISTS (SELECT FROM right_request AS r WHERE r.account_id = a.id AND r.factor AND r.state = 'waiting')
  FROM account AS a
  LEFT JOIN totp_key AS k ON k.account_id = a.id AND k.sealed IS NOT NULL
 WHERE a.id = p_account AND a.area_id = ANY (areas('user_manage'))
$$;

REVOKE EXECUTE ON FUNCTION factor_needed(uuid), factor_due(uuid), session_factor_due(), factor_guard(), factor_of(uuid),
	role_write(int, int, text, text, text, text[], text, boolean), factor_reset_ask(uuid, text), session_context(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION role_write(int, int, text, text, text, text[], text, boolean), factor_reset_ask(uuid, text), factor_of(uuid),
	factor_demand() TO palreg_admin;

COMMIT;
