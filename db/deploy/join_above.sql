-- Deploy palreg:join_above to pg
-- requires: enrolment, policy
-- People at home above the institutions (a ministry, a region's administration) have keys of no institution: their key
-- file and bundle name the nil institution, no roster and no grant names them, and an administrator confirms them.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

ALTER TABLE setup_token DROP CONSTRAINT setup_token_account,
	ADD CONSTRAINT setup_token_account CHECK (CASE purpose WHEN 'join' THEN account_id IS NOT NULL
	    ELSE account_id IS NULL AND member_role IS NULL END);

-- The institution that key files and bundles of people at home in an area must name: nil above the institutions,
-- null in an institution that is not set up yet.
CREATE FUNCTION area_keys(p_area int) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT CASE WHEN area_institution(p_area) IS NULL THEN '00000000-0000-0000-0000-000000000000' ELSE area_inst(p_area) END
$$;

-- The member's role is null exactly for an account that will be no member.
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

CREATE OR REPLACE FUNCTION join_lookup(p_token bytea) RETURNS TABLE (inst uuid, account_id uuid, login text, name text,
	language text, member_role text, root bytea, roster_seq int, roster_head bytea, origin text, expires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT area_keys(a.area_id), a.id, a.login, a.name, a.language, t.member_role, coalesce(first.head, zero),
       coalesce(last.seq, 0), coalesce(last.head, zero), c.origin, t.expires_at
  FROM setup_token AS t
  JOIN account AS a ON a.id = t.account_id AND a.state IN ('invited', 'applied')
  LEFT JOIN crypto_inst AS c ON c.inst = area_inst(a.area_id)
  LEFT JOIN roster_entry AS first ON first.inst = c.inst AND first.seq = 0
  LEFT JOIN LATERAL (SELECT seq, head FROM roster_entry WHERE inst = c.inst ORDER BY seq DESC LIMIT 1) AS last ON true
 CROSS JOIN decode(repeat('00', 32), 'hex') AS zero
 WHERE t.token_hash = p_token AND t.purpose = 'join' AND t.used_at IS NULL AND t.expires_at > now()
   AND (t.member_role IS NULL) = (area_institution(a.area_id) IS NULL) AND area_keys(a.area_id) IS NOT NULL
$$;

CREATE OR REPLACE FUNCTION join_take(p_token bytea, p_salt bytea, p_verifier bytea, p_bundle bundle_text, p_sig_pub bytea,
	p_enc_pub bytea, p_proof bytea) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	t setup_token := setup_token_live(p_token, 'join');
	a account;
BEGIN
	SELECT * INTO a FROM account WHERE id = t.account_id AND state IN ('invited', 'applied') FOR UPDATE;
	IF NOT FOUND OR (t.member_role IS NULL) <> (area_institution(a.area_id) IS NULL) THEN
		RAISE EXCEPTION 'the account waits for no keys' USING ERRCODE = '40001';
	END IF;
	IF (p_bundle::json ->> 'inst')::uuid IS DISTINCT FROM area_keys(a.area_id)
	    OR (p_bundle::json ->> 'user')::uuid <> a.id THEN
		RAISE EXCEPTION 'a bundle of somebody else' USING ERRCODE = '22023';
	END IF;
	IF p_proof IS NULL
	    OR EXISTS (SELECT FROM member WHERE account_id <> a.id AND (sig_pub = p_sig_pub OR enc_pub = p_enc_pub)) THEN
		RAISE EXCEPTION 'keys of somebody else, or without proof' USING ERRCODE = '22023';
	END IF;
	INSERT INTO credential (account_id, salt, verifier, bundle, sig_pub, enc_pub, proof)
	VALUES (a.id, p_salt, p_verifier, p_bundle, p_sig_pub, p_enc_pub, p_proof)
	ON CONFLICT (account_id) DO UPDATE
	   SET salt = EXCLUDED.salt, verifier = EXCLUDED.verifier, bundle = EXCLUDED.bundle,
	       sig_pub = EXCLUDED.sig_pub, enc_pub = EXCLUDED.enc_pub, proof = EXCLUDED.proof, changed_at = now();
	UPDATE account SET state = 'applied' WHERE id = a.id;
	UPDATE setup_token SET used_at = now() WHERE token_hash = p_token;
	RETURN a.id;
END
$$;

CREATE OR REPLACE FUNCTION credential_change(p_salt bytea, p_verifier bytea, p_bundle bundle_text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF (p_bundle::json ->> 'inst')::uuid IS DISTINCT FROM (SELECT area_keys(area_id) FROM account WHERE id = current_account())
	    OR (p_bundle::json ->> 'user')::uuid IS DISTINCT FROM current_account() THEN
		RAISE EXCEPTION 'a bundle of somebody else' USING ERRCODE = '22023';
	END IF;
	UPDATE credential
	   SET salt = p_salt, verifier = p_verifier, bundle = p_bundle, changed_at = now()
	 WHERE account_id = current_account();
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no session' USING ERRCODE = '42501';
	END IF;
END
$$;

-- The public keys of somebody above the institutions who waits to be confirmed by the caller; no row for others.
CREATE FUNCTION applicant_above(p_account uuid) RETURNS TABLE (sig_pub bytea, enc_pub bytea)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT c.sig_pub, c.enc_pub
  FROM account AS a
  JOIN credential AS c ON c.account_id = a.id
 WHERE a.id = p_account AND a.state = 'applied' AND area_institution(a.area_id) IS NULL
   AND (a.area_id = ANY (areas('user_manage')) OR by_operator())
$$;
GRANT EXECUTE ON FUNCTION applicant_above(uuid) TO palreg_admin;

-- As before, but who has no institution must have a bundle that says so, and who has one must be its member.
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

COMMIT;
