-- Revert palreg:invite from pg
-- What was answered and not yet settled is lost; the accounts stay.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DROP FUNCTION invite_add(uuid, uuid, text, text, bigint), invite_live(uuid), invite_take(uuid, bytea, bytea, bundle_text, bytea, bytea,
	bytea, bytea), invites(), invitees(), invite_settle(uuid, roster_text, grant_text[]);
CREATE FUNCTION applicants() RETURNS TABLE (account_id uuid, login text, name text, member_role text, sig_pub bytea,
	enc_pub bytea, proof bytea, applied_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT a.id, a.login, a.name, t.member_role, c.sig_pub, c.enc_pub, c.proof, c.changed_at
  FROM account AS a
  JOIN credential AS c ON c.account_id = a.id
  CROSS JOIN LATERAL (SELECT member_role FROM setup_token WHERE account_id = a.id AND used_at IS NOT NULL
                       ORDER BY used_at DESC LIMIT 1) AS t
 WHERE a.state = 'applied' AND area_inst(a.area_id) = current_inst() AND is_officer()
 ORDER BY c.changed_at
$$;
CREATE FUNCTION admission(p_user uuid, p_entry roster_text, p_grants grant_text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	who record;
	f roster_fields;
	g grant_text;
BEGIN
	IF NOT is_officer() THEN
		RAISE EXCEPTION 'only an officer admits' USING ERRCODE = '42501';
	END IF;
	SELECT * INTO who FROM applicants() WHERE account_id = p_user;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'nobody has applied under this id' USING ERRCODE = '40001';
	END IF;
	f := roster_append(current_inst(), p_entry);
	IF f.action <> 'add' OR f.subject <> p_user OR f.login <> who.login OR f.role <> who.member_role
	    OR f.sig_pub <> who.sig_pub OR f.enc_pub <> who.enc_pub THEN
		RAISE EXCEPTION 'the entry does not say what was applied for' USING ERRCODE = '22023';
	END IF;
	IF (who.member_role = 'auditor') <> (coalesce(cardinality(p_grants), 0) = 0) THEN
		RAISE EXCEPTION 'grants for everybody but an auditor' USING ERRCODE = '22023';
	END IF;
	FOREACH g IN ARRAY coalesce(p_grants, '{}') LOOP
		PERFORM key_grant_put(current_inst(), g, current_account(), p_user);
	END LOOP;
	IF who.member_role <> 'auditor' AND NOT EXISTS (SELECT FROM key_grant AS k JOIN crypto_inst AS c
	    ON c.inst = k.inst AND c.epoch = k.e WHERE k.inst = current_inst() AND k.recipient = p_user) THEN
		RAISE EXCEPTION 'no grant of the current epoch' USING ERRCODE = '22023';
	END IF;
	UPDATE account SET state = 'active' WHERE id = p_user AND state = 'applied';
END
$$;
CREATE OR REPLACE FUNCTION key_tasks() RETURNS TABLE (leavers bigint, applicants bigint, wraps bigint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT (SELECT count(*) FROM leavers()), (SELECT count(*) FROM applicants()),
       CASE WHEN EXISTS (SELECT FROM rotation WHERE inst = i.inst AND finished_at IS NULL) THEN wraps_left(i.inst) ELSE 0 END
  FROM (SELECT officer_inst() AS inst) AS i
$$;
CREATE OR REPLACE FUNCTION join_token_create(p_hash bytea, p_account uuid, p_member_role text) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	home int;
	until timestamptz;
BEGIN
	SELECT area_id INTO home FROM account WHERE id = p_account AND area_id = ANY (areas('user_manage')) FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'not an account of yours' USING ERRCODE = '42501';
	END IF;
	IF (p_member_role IS NULL) <> (area_institution(home) IS NULL) THEN
		RAISE EXCEPTION 'a role of a member is for people of an institution' USING ERRCODE = '22023';
	END IF;
	IF area_keys(home) IS NULL
	    OR NOT EXISTS (SELECT FROM account WHERE id = p_account AND state IN ('invited', 'applied')) THEN
		RAISE EXCEPTION 'this account cannot be invited now' USING ERRCODE = '40001';
	END IF;
	DELETE FROM setup_token WHERE account_id = p_account AND used_at IS NULL;
	INSERT INTO setup_token (token_hash, area_id, purpose, account_id, member_role, expires_at)
	VALUES (p_hash, home, 'join', p_account, p_member_role, now() + interval '72 hours')
	RETURNING expires_at INTO until;
	RETURN until;
END
$$;
CREATE OR REPLACE FUNCTION account_step() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF NOT (NEW.state = OLD.state
	    OR (OLD.state, NEW.state) IN (('invited', 'applied'), ('invited', 'blocked'), ('applied', 'blocked'),
	        ('active', 'blocked'), ('invited', 'deleted'), ('applied', 'deleted'), ('active', 'deleted'),
	        ('blocked', 'deleted'))
	    OR (OLD.state IN ('applied', 'blocked') AND NEW.state = 'active'
	        AND CASE WHEN area_institution(NEW.area_id) IS NULL
	            THEN EXISTS (SELECT FROM credential WHERE account_id = NEW.id
	                AND (bundle::json ->> 'inst')::uuid = area_keys(NEW.area_id))
	            ELSE EXISTS (SELECT FROM member WHERE account_id = NEW.id AND active) END)
	    OR (OLD.state = 'blocked' AND NEW.state = 'invited'
	        AND NOT EXISTS (SELECT FROM member WHERE account_id = NEW.id))) THEN
		RAISE EXCEPTION 'an account cannot go from % to %', OLD.state, NEW.state
		    USING ERRCODE = '23514', CONSTRAINT = 'account_step';
	END IF;
	NEW.version := OLD.version + 1;
	RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION applicants(), admission(uuid, roster_text, grant_text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION applicants(), admission(uuid, roster_text, grant_text[]) TO palreg_auth;
DROP TABLE invite;

COMMIT;
