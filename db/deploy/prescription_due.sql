-- Deploy palreg:prescription_due to pg
-- requires: prescription_line
-- What waits for somebody is found by an index each: reviews, patches, ends, what was given out.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

CREATE INDEX prescription_review ON prescription (area_id, review_on) WHERE current AND status = 'active' AND review_on IS NOT NULL;
CREATE INDEX prescription_ending ON prescription (area_id, ends_on) WHERE current AND status = 'active' AND ends_on IS NOT NULL;
CREATE INDEX prescription_patch ON prescription (area_id) INCLUDE (starts_on, interval_hours, ends_on)
	WHERE current AND status = 'active' AND schedule = 'patch';
CREATE INDEX prescription_supplied ON prescription (area_id, id)
	WHERE current AND status = 'active' AND (quantity IS NOT NULL OR packs IS NOT NULL);

COMMIT;
