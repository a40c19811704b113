-- Revert palreg:care_order from pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

DROP TRIGGER orders_moved ON patient;
DROP TRIGGER orders_of_removed ON patient;
DROP FUNCTION order_undo(uuid), orders_of_removed();
DROP VIEW care_order;
DROP TABLE service_order_past, device_order_past, service_done, service_order, device_order, order_step, service, device;
DROP DOMAIN device_model, device_serial;
DROP FUNCTION service_order_check(), service_done_check(), service_done_taken_back(), service_done_counted(), device_order_check(),
	order_step_check(text, text, text, text, uuid, timestamptz, uuid, timestamptz), order_own(uuid, timestamptz),
	order_days_check(patient, text, date[]), order_patient(uuid, int, boolean, text),
	service_next(date, int, text, date, int), service_planned(date, int, text, date), service_due(date, int, text, int);
DELETE FROM reason WHERE kind IN ('service_end', 'device_end');
DELETE FROM coded_value WHERE list IN ('service_group', 'device_group', 'performer', 'service_place', 'device_source');

COMMIT;
