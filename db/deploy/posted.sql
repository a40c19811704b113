-- Deploy palreg:posted to pg
-- requires: session_once
-- A form that arrives twice, by a double click or after an answer that got lost, is done once: what it was is kept with where its
-- answer led, in the transaction that did it, so that the second one waits for the first and is led to the same place.

BEGIN;
SET LOCAL search_path = palreg, pg_temp;
SET LOCAL ROLE palreg_owner;

CREATE TABLE posted (
	account_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
	key bytea NOT NULL CONSTRAINT posted_key CHECK (octet_length(key) = 32),
	at timestamptz NOT NULL DEFAULT now(),
	location text CONSTRAINT posted_location CHECK (location ~ '^/([^/]|$)' AND length(location) <= 2000),
	PRIMARY KEY (account_id, key)
);
ALTER TABLE posted ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON posted TO palreg_owner USING (true) WITH CHECK (true);

-- Where the answer of this form led when it was done before; NULL when it was not, and from now on it is this transaction's.
CREATE FUNCTION post_begin(p_key bytea) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
DECLARE
	me CONSTANT uuid := current_account();
BEGIN
	IF me IS NULL THEN
		RETURN NULL;
	END IF;
	DELETE FROM posted WHERE account_id = me AND at < now() - interval '1 day';
	INSERT INTO posted (account_id, key) VALUES (me, p_key) ON CONFLICT DO NOTHING;
	IF FOUND THEN
		RETURN NULL;
	END IF;
	RETURN (SELECT location FROM posted WHERE account_id = me AND key = p_key);
END
$$;

-- What is done and leads nowhere is not kept: it cannot be answered a second time.
CREATE FUNCTION post_end(p_key bytea, p_location text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF p_location IS NULL THEN
		DELETE FROM posted WHERE account_id = current_account() AND key = p_key;
	ELSE
		UPDATE posted SET location = p_location WHERE account_id = current_account() AND key = p_key;
	END IF;
END
$$;

REVOKE EXECUTE ON FUNCTION post_begin(bytea), post_end(bytea, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION post_begin(bytea), post_end(bytea, text) TO palreg_auth, palreg_register, palreg_admin, palreg_report;

COMMIT;
