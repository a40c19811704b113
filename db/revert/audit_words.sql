-- Revert palreg:audit_words from pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;
SET LOCAL ROLE palreg_owner;

ALTER TABLE audit_event
	ALTER event TYPE text,
	ALTER result TYPE text,
	ALTER request_id TYPE text,
	ALTER detail TYPE jsonb,
	ADD CONSTRAINT audit_event_event CHECK (event ~ '^[A-Z][A-Z0-9_]{1,59}$'),
	ADD CONSTRAINT audit_event_result CHECK (result ~ '^[A-Z][A-Z_]{1,29}$'),
	ADD CONSTRAINT audit_event_request_id CHECK (request_id ~ '^[!-~]{1,64}$'),
	ADD CONSTRAINT audit_event_detail CHECK (pg_column_size(detail) <= 4096);

DROP DOMAIN audit_event_name, audit_result, request_name, audit_detail;

COMMIT;
