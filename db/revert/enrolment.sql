-- Revert palreg:enrolment from pg

BEGIN;

DROP FUNCTION palreg.account_language(text), palreg.credential_change(bytea, bytea, palreg.bundle_text),
	palreg.admission(uuid, palreg.roster_text, palreg.grant_text[]), palreg.applicants(), palreg.is_officer(),
	palreg.join_take(bytea, bytea, bytea, palreg.bundle_text, bytea, bytea, bytea), palreg.join_lookup(bytea),
	palreg.setup_take(bytea, uuid, uuid, text, text, text, text, bytea, bytea, palreg.bundle_text, palreg.roster_text,
	palreg.roster_text, palreg.roster_text, palreg.grant_text, palreg.grant_text, palreg.recovery_set_text),
	palreg.setup_lookup(bytea), palreg.setup_token_live(bytea, text), palreg.join_token_create(bytea, uuid, text),
	palreg.setup_token_create(bytea, int), palreg.key_grant_put(uuid, palreg.grant_text, uuid, uuid),
	palreg.roster_append(uuid, palreg.roster_text), palreg.roster_read(palreg.roster_text);
DROP TYPE palreg.roster_fields;

COMMIT;
