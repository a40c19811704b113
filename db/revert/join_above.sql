-- Revert palreg:join_above from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

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
	        AND EXISTS (SELECT FROM credential WHERE account_id = NEW.id)
	        AND (area_inst(NEW.area_id) IS NULL
	            OR EXISTS (SELECT FROM member WHERE account_id = NEW.id AND active)))
	    OR (OLD.state = 'blocked' AND NEW.state = 'invited'
	        AND NOT EXISTS (SELECT FROM member WHERE account_id = NEW.id))) THEN
		RAISE EXCEPTION 'an account cannot go from % to %', OLD.state, NEW.state
		    USING ERRCODE = '23514', CONSTRAINT = 'account_step';
	END IF;
	NEW.version := OLD.version + 1;
	RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION credential_change(p_salt bytea, p_verifier bytea, p_bundle bundle_text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF (p_bundle::json ->> 'inst')::uuid IS DISTINCT FROM current_inst()
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
	IF NOT FOUND THEN
		RAISE EXCEPTION 'the account waits for no keys' USING ERRCODE = '40001';
	END IF;
	IF (p_bundle::json ->> 'inst')::uuid IS DISTINCT FROM area_inst(a.area_id)
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

CREATE OR REPLACE FUNCTION join_lookup(p_token bytea) RETURNS TABLE (inst uuid, account_id uuid, login text, name text,
	language text, member_role text, root bytea, roster_seq int, roster_head bytea, origin text, expires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT c.inst, a.id, a.login, a.name, a.language, t.member_role, first.head, last.seq, last.head, c.origin, t.expires_at
  FROM setup_token AS t
  JOIN account AS a ON a.id = t.account_id AND a.state IN ('invited', 'applied')
  JOIN crypto_inst AS c ON c.inst = area_inst(a.area_id)
  JOIN roster_entry AS first ON first.inst = c.inst AND first.seq = 0
  CROSS JOIN LATERAL (SELECT seq, head FROM roster_entry WHERE inst = c.inst ORDER BY seq DESC LIMIT 1) AS last
 WHERE t.token_hash = p_token AND t.purpose = 'join' AND t.used_at IS NULL AND t.expires_at > now()
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
	IF area_inst(home) IS NULL
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

DROP FUNCTION applicant_above(uuid), area_keys(int);
DELETE FROM setup_token WHERE purpose = 'join' AND member_role IS NULL;
ALTER TABLE setup_token DROP CONSTRAINT setup_token_account,
	ADD CONSTRAINT setup_token_account CHECK ((purpose = 'join') = (account_id IS NOT NULL AND member_role IS NOT NULL));

COMMIT;
