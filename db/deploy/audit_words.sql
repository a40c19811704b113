-- Deploy palreg:audit_words to pg
-- What an audit event may say is ruled by domains. A check of the table is read and planned anew by every INSERT, which cost
-- half of writing an event; a bounded repetition, {1,64}, is slow for a regular expression.

BEGIN;
SET LOCAL search_path = palreg, pg_temp;
SET LOCAL ROLE palreg_owner;

CREATE DOMAIN audit_event_name AS text CHECK (length(VALUE) BETWEEN 2 AND 60 AND VALUE ~ '^[A-Z][A-Z0-9_]*$');
CREATE DOMAIN audit_result AS text CHECK (length(VALUE) BETWEEN 2 AND 30 AND VALUE ~ '^[A-Z][A-Z_]*$');
CREATE DOMAIN request_name AS text CHECK (length(VALUE) BETWEEN 1 AND 64 AND VALUE ~ '^[!-~]*$');
CREATE DOMAIN audit_detail AS jsonb CHECK (pg_column_size(VALUE) <= 4096);

ALTER TABLE audit_event
	DROP CONSTRAINT audit_event_event,
	DROP CONSTRAINT audit_event_result,
	DROP CONSTRAINT audit_event_request_id,
	DROP CONSTRAINT audit_event_detail,
	ALTER event TYPE audit_event_name,
	ALTER result TYPE audit_result,
	ALTER request_id TYPE request_name,
	ALTER detail TYPE audit_detail;

COMMIT;
