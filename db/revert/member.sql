-- Revert palreg:member from pg

BEGIN;

DROP TABLE palreg.recovery_set, palreg.key_grant, palreg.member, palreg.roster_entry;

COMMIT;
