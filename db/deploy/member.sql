-- Deploy palreg:member to pg
-- requires: account

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- The signed chain of who is a member with which keys (ENCRYPTION, 2.5), byte for byte.
CREATE TABLE roster_entry (
	inst uuid NOT NULL REFERENCES crypto_inst,
	seq int NOT NULL CONSTRAINT roster_entry_seq CHECK (seq >= 0),
	entry roster_text NOT NULL,
	head hash32 NOT NULL,
	created_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (inst, seq)
);

-- What the chain says now, kept by roster_append().
CREATE TABLE member (
	inst uuid NOT NULL REFERENCES crypto_inst,
	account_id uuid NOT NULL,
	login text NOT NULL,
	role text NOT NULL CONSTRAINT member_role CHECK (role IN ('root', 'officer', 'doctor', 'auditor')),
	sig_pub hash32 NOT NULL,
	enc_pub hash32 NOT NULL,
	active boolean NOT NULL,
	seq int NOT NULL,
	PRIMARY KEY (inst, account_id)
);

CREATE TABLE key_grant (
	inst uuid NOT NULL REFERENCES crypto_inst,
	e int NOT NULL CONSTRAINT key_grant_e CHECK (e >= 1),
	recipient uuid NOT NULL,
	sender uuid NOT NULL,
	text grant_text NOT NULL,
	created_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (inst, e, recipient)
);
CREATE INDEX key_grant_recipient ON key_grant (inst, recipient);

CREATE TABLE recovery_set (
	inst uuid PRIMARY KEY REFERENCES crypto_inst,
	text recovery_set_text NOT NULL
);

COMMIT;
