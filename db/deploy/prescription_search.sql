-- Deploy palreg:prescription_search to pg
-- requires: prescription_line
-- One covering index for each key a search begins with: area, medicine, author, institution. What else is filtered
-- stands in the index as well, so that rows are read only to be shown.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DROP INDEX prescription_newest, prescription_newest_medicine, prescription_institution, prescription_author;
CREATE INDEX prescription_newest ON prescription (area_id, starts_on DESC, id)
	INCLUDE (status, medicine_id, author_id, institution_id, ends_on, stopped_on, route, rx_form, prn, indication,
	stop_reason) WHERE current;
CREATE INDEX prescription_newest_medicine ON prescription (area_id, medicine_id, starts_on DESC, id)
	INCLUDE (status, author_id, institution_id, ends_on, stopped_on, route, rx_form, prn, indication, stop_reason)
	WHERE current;
CREATE INDEX prescription_newest_author ON prescription (author_id, starts_on DESC, id)
	INCLUDE (area_id, status, medicine_id, institution_id, ends_on, stopped_on, route, rx_form, prn, indication,
	stop_reason) WHERE current;
CREATE INDEX prescription_newest_institution ON prescription (institution_id, starts_on DESC, id)
	INCLUDE (area_id, status, medicine_id, author_id, ends_on, stopped_on, route, rx_form, prn, indication,
	stop_reason) WHERE current;
CREATE INDEX prescription_institution ON prescription (institution_id);
CREATE INDEX prescription_author ON prescription (author_id);

COMMIT;
