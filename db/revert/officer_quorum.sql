-- Revert palreg:officer_quorum from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DROP FUNCTION recovery_take(bytea, bytea, bytea, bundle_text, roster_text, grant_text[]), recovery_given(bytea), recovery_grants(bytea), recovery_roster(bytea),
	recovery_papers(bytea),
	recovery_token_create(bytea, text);
DELETE FROM setup_token WHERE purpose = 'recovery';
ALTER TABLE setup_token DROP CONSTRAINT setup_token_purpose, DROP CONSTRAINT setup_token_account,
	ADD CONSTRAINT setup_token_purpose CHECK (purpose IN ('setup', 'join')),
	ADD CONSTRAINT setup_token_account CHECK (CASE purpose WHEN 'join' THEN account_id IS NOT NULL
	    ELSE account_id IS NULL AND member_role IS NULL END);
DROP FUNCTION key_tasks();
DROP FUNCTION drill_base();
CREATE FUNCTION drill_base() RETURNS TABLE (set_text text, last_at timestamptz, due boolean)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT s.text, d.at, coalesce(d.at < now() - interval '1 year', true)
  FROM recovery_set AS s
  LEFT JOIN LATERAL (SELECT max(at) AS at FROM recovery_drill WHERE inst = s.inst) AS d ON true
 WHERE s.inst = officer_inst()
$$;
CREATE FUNCTION key_tasks() RETURNS TABLE (leavers bigint, applicants bigint, wraps bigint, drill boolean)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT (SELECT count(*) FROM leavers()), (SELECT count(*) FROM invites() WHERE mine AND taken_at IS NOT NULL),
       CASE WHEN EXISTS (SELECT FROM rotation WHERE inst = i.inst AND finished_at IS NULL) THEN wraps_left(i.inst) ELSE 0 END,
       EXISTS (SELECT FROM drill_base() WHERE due)
  FROM (SELECT officer_inst() AS inst) AS i
$$;
REVOKE EXECUTE ON FUNCTION drill_base(), key_tasks() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION drill_base() TO palreg_auth;
GRANT EXECUTE ON FUNCTION key_tasks() TO palreg_register;
CREATE OR REPLACE FUNCTION invitees() RETURNS TABLE (account_id uuid, login text, name text, member_role text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT a.id, a.login, a.name, m.role
  FROM account AS a
  LEFT JOIN member AS m ON m.inst = officer_inst() AND m.account_id = a.id AND m.active
 WHERE area_inst(a.area_id) = officer_inst() AND a.id <> current_account()
   AND CASE WHEN m.role IS NULL THEN a.state IN ('invited', 'applied') ELSE a.state = 'active' AND m.role <> 'officer' END
 ORDER BY m.role IS NOT NULL, a.name
$$;
DROP FUNCTION proposal_members(), proposal_settle(uuid, roster_text[], grant_text[]), proposal_apply(proposal, roster_text, grant_text[]),
	invite_close(uuid), proposal_drop(uuid), proposal_waiting(), proposal_add(roster_text, uuid, recovery_set_text),
	proposal_kind(uuid, roster_fields), entry_signers(roster_text);
CREATE OR REPLACE FUNCTION rotation_begin(p_entries roster_text[], p_grants grant_text[]) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	nil uuid := '00000000-0000-0000-0000-000000000000';
	home uuid := officer_inst();
	f roster_fields;
	entry roster_text;
	g grant_text;
BEGIN
	IF home IS NULL THEN
		RAISE EXCEPTION 'only an officer changes the key' USING ERRCODE = '42501';
	END IF;
	FOREACH entry IN ARRAY p_entries LOOP
		IF f.action = 'epoch' THEN
			RAISE EXCEPTION 'the epoch is the last entry' USING ERRCODE = '22023';
		END IF;
		f := roster_append(home, entry);
		IF f.action = 'remove' THEN
			IF NOT EXISTS (SELECT FROM account AS a WHERE a.id = f.subject AND (a.state IN ('blocked', 'deleted')
			    OR a.valid_until < CURRENT_DATE OR area_inst(a.area_id) IS DISTINCT FROM home)) THEN
				RAISE EXCEPTION 'nobody is removed who has not left' USING ERRCODE = '22023';
			END IF;
			DELETE FROM key_grant WHERE inst = home AND recipient = f.subject;
		ELSIF f.action IS DISTINCT FROM 'epoch' THEN
			RAISE EXCEPTION 'entries that do not make a rotation' USING ERRCODE = '22023';
		END IF;
	END LOOP;
	IF f.action IS DISTINCT FROM 'epoch' OR f.e < 2 THEN
		RAISE EXCEPTION 'a rotation begins an epoch' USING ERRCODE = '22023';
	END IF;
	FOREACH g IN ARRAY p_grants LOOP
		PERFORM key_grant_put(home, g, current_account(),
		    tup_uuid((tup_items('rpp/v1/grant', base64url_decode(g::json ->> 'info')))[6]));
	END LOOP;
	IF EXISTS (SELECT FROM member AS m WHERE m.inst = home AND m.active AND m.role <> 'auditor'
	    AND NOT EXISTS (SELECT FROM key_grant AS k WHERE k.inst = home AND k.e = f.e AND k.recipient = m.account_id)) THEN
		RAISE EXCEPTION 'a member without a grant of the new epoch' USING ERRCODE = '22023';
	END IF;
	IF EXISTS (SELECT FROM key_grant AS k WHERE k.inst = home AND NOT EXISTS (SELECT FROM member AS m WHERE m.inst = home
	    AND m.account_id = k.recipient AND m.active AND m.role <> 'auditor')) THEN
		RAISE EXCEPTION 'a grant to somebody who is no member' USING ERRCODE = '22023';
	END IF;
	IF EXISTS (SELECT FROM key_grant AS k WHERE k.inst = home AND NOT EXISTS (SELECT FROM member AS m WHERE m.inst = home
	    AND m.account_id = k.sender AND m.active AND m.role IN ('officer', 'root'))) THEN
		RAISE EXCEPTION 'a grant by somebody who is no officer any more' USING ERRCODE = '22023';
	END IF;
	INSERT INTO rotation (inst, e, reason, officer_id) VALUES (home, f.e, f.reason, current_account());
	PERFORM rotation_settle(home);
	RETURN f.e;
END
$$;
DROP FUNCTION grants_given();
CREATE FUNCTION grants_given() RETURNS TABLE (e int, recipient uuid, sender uuid)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT k.e, k.recipient, k.sender FROM key_grant AS k WHERE k.inst = officer_inst() ORDER BY k.e, k.recipient
$$;
REVOKE EXECUTE ON FUNCTION grants_given() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION grants_given() TO palreg_auth;
DROP FUNCTION grants_check(uuid), grant_item(grant_text, int);
ALTER TABLE recovery_set DROP COLUMN made_at;
DROP TABLE proposal;

COMMIT;
