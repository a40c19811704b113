-- Deploy palreg:change_reason to pg
-- requires: prescription_line
-- Why a line was changed is one of the reasons for which lines are stopped; lines of before stay as they are.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

ALTER TABLE prescription ADD CONSTRAINT prescription_change_reason_known
	FOREIGN KEY (stop_kind, change_reason) REFERENCES reason (kind, code) NOT VALID;
CREATE INDEX prescription_change ON prescription (stop_kind, change_reason) WHERE change_reason IS NOT NULL;

COMMIT;
