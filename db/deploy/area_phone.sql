-- Deploy palreg:area_phone to pg
-- requires: book_more
-- Whom a family calls by day and at night: telephones of an institution or of a department of its own.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

ALTER TABLE area
	ADD COLUMN phone_day text NOT NULL DEFAULT '' CONSTRAINT area_phone_day CHECK (phone_day ~ '^([+(0-9][-+0-9 (),]{2,98}[0-9])?$'),
	ADD COLUMN phone_night text NOT NULL DEFAULT '' CONSTRAINT area_phone_night CHECK (phone_night ~ '^([+(0-9][-+0-9 (),]{2,98}[0-9])?$'),
	ADD CONSTRAINT area_phone_of CHECK ((phone_day = '' AND phone_night = '') OR kind IN ('institution', 'department'));

COMMIT;
