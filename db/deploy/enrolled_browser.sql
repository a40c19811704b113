-- Deploy palreg:enrolled_browser to pg
-- requires: session_once
-- A browser that remembers an account keeps the account secret sealed under a key of which one half lies here. Its owner
-- removes it from anywhere: the half is destroyed, and what lies in that browser opens for nobody.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

CREATE TABLE enrolled_browser (
	id uuid PRIMARY KEY,
	account_id uuid NOT NULL REFERENCES account,
	token_hash bytea NOT NULL,
	half bytea,
	agent text NOT NULL,
	enrolled_at timestamptz NOT NULL DEFAULT now(),
	used_at timestamptz NOT NULL DEFAULT now(),
	removed_at timestamptz,
	CONSTRAINT enrolled_browser_token CHECK (octet_length(token_hash) = 32),
	CONSTRAINT enrolled_browser_half CHECK (octet_length(half) = 32),
	CONSTRAINT enrolled_browser_agent CHECK (length(agent) <= 300),
	CONSTRAINT enrolled_browser_removed CHECK ((half IS NULL) = (removed_at IS NOT NULL))
);
CREATE INDEX enrolled_browser_account ON enrolled_browser (account_id, used_at DESC);
ALTER TABLE enrolled_browser ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON enrolled_browser TO palreg_owner USING (true) WITH CHECK (true);

-- Those of whoever asks, as long as they open anything.
CREATE FUNCTION own_browsers() RETURNS TABLE (id uuid, agent text, enrolled_at timestamptz, used_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT b.id, b.agent, b.enrolled_at, b.used_at
  FROM enrolled_browser AS b
 WHERE b.account_id = current_account() AND b.removed_at IS NULL
 ORDER BY b.used_at DESC, b.id
$$;

CREATE FUNCTION browser_remove(p_id uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	UPDATE enrolled_browser SET half = NULL, removed_at = now()
	 WHERE id = p_id AND account_id = current_account() AND removed_at IS NULL;
	RETURN FOUND;
END
$$;

-- Twenty at most: the one that was used longest ago goes. p_former: what this browser was before.
CREATE FUNCTION browser_enrol(p_id uuid, p_token_hash bytea, p_half bytea, p_agent text, p_former uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF current_account() IS NULL THEN
		RAISE EXCEPTION 'nobody is signed in' USING ERRCODE = '42501';
	END IF;
	PERFORM browser_remove(p_former);
	PERFORM browser_remove(o.id) FROM (SELECT b.id FROM own_browsers() AS b OFFSET 19) AS o;
	INSERT INTO enrolled_browser (id, account_id, token_hash, half, agent)
	VALUES (p_id, current_account(), p_token_hash, p_half, left(coalesce(p_agent, ''), 300));
END
$$;

-- Before anybody is signed in: the half of who knows id and token, as long as the account may sign in.
CREATE FUNCTION browser_half(p_id uuid, p_token_hash bytea) RETURNS bytea
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	found bytea;
BEGIN
	UPDATE enrolled_browser AS b SET used_at = now()
	  FROM account AS a
	 WHERE b.id = p_id AND b.token_hash = p_token_hash AND a.id = b.account_id AND a.state = 'active'
	RETURNING b.half INTO found;
	RETURN found;
END
$$;

REVOKE EXECUTE ON FUNCTION own_browsers(), browser_remove(uuid), browser_enrol(uuid, bytea, bytea, text, uuid), browser_half(uuid, bytea)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION own_browsers(), browser_remove(uuid), browser_enrol(uuid, bytea, bytea, text, uuid), browser_half(uuid, bytea)
   TO palreg_auth;

COMMIT;
