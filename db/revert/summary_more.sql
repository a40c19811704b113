-- Revert palreg:summary_more from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DROP FUNCTION report_courses(date, date, text[], text[], text[], text[], text[], text[]);
DROP FUNCTION report_forms(date, date);
DROP FUNCTION report_services(date, date);
DROP FUNCTION report_support(date, date);
DROP POLICY summary_report ON service_order;
DROP POLICY summary_report ON service_done;
DROP POLICY summary_report ON prescription_blank;
ALTER TABLE area
	DROP CONSTRAINT area_child_beds_among,
	DROP CONSTRAINT area_teams_of,
	DROP CONSTRAINT area_people_of,
	DROP COLUMN teams,
	DROP COLUMN child_beds,
	DROP COLUMN need_children,
	DROP COLUMN need_adults,
	DROP COLUMN children,
	DROP COLUMN adults;

COMMIT;
