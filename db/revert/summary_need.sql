-- Revert palreg:summary_need from pg

BEGIN;

DROP FUNCTION palreg.report_given(date, date);
DROP FUNCTION palreg.small_cells();
DELETE FROM palreg.setting WHERE code = 'small_cells';
ALTER TABLE palreg.setting
	DROP CONSTRAINT setting_small_cells,
	DROP CONSTRAINT setting_code,
	ADD CONSTRAINT setting_code CHECK (code IN ('ome_table', 'doctor_scope'));
SET LOCAL search_path = palreg, pg_temp;
CREATE OR REPLACE VIEW report_span WITH (security_invoker) AS
SELECT l.*, least(coalesce(l.stopped_on, l.ends_on, 'infinity'::date), CASE WHEN l.status = 'replaced' THEN (
		SELECT min(n.starts_on) - 1 FROM prescription AS n WHERE n.series_id = l.series_id AND n.version > l.version
		   AND n.status <> 'entered_in_error') END) AS last_day
  FROM report_prescription AS l
 WHERE l.status <> 'draft';

COMMIT;
