-- Revert palreg:prescription_search from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DROP INDEX prescription_newest, prescription_newest_medicine, prescription_newest_author,
	prescription_newest_institution, prescription_author;
CREATE INDEX prescription_newest ON prescription (area_id, starts_on DESC, id)
	INCLUDE (status, medicine_id, author_id, institution_id, ends_on, stopped_on) WHERE current;
CREATE INDEX prescription_newest_medicine ON prescription (area_id, medicine_id, starts_on DESC, id)
	INCLUDE (status, author_id, institution_id, ends_on, stopped_on) WHERE current;
CREATE INDEX prescription_author ON prescription (author_id, created_at DESC);

COMMIT;
