-- Verify palreg:care_order on pg

BEGIN;

SELECT code, name, name_en, group_code, national_code, source, ord, valid_from, valid_until, retired_at FROM palreg.service WHERE false;
SELECT code, years, consumable, respiratory FROM palreg.device WHERE false;
SELECT service, times, per, performer, place, starts_on, ends_on, indication, status, ended_on, reason, done_count, due_on, renews, version
  FROM palreg.service_order WHERE false;
SELECT order_id, done_on, done_by, taken_back_by FROM palreg.service_done WHERE false;
SELECT device, model, quantity, needed_on, commission_no, commission_on, source, status, requested_on, issued_on, serial_no, returned_on,
       ended_on, reason, return_due_on, version
  FROM palreg.device_order WHERE false;
SELECT id, version FROM palreg.service_order_past WHERE false;
SELECT id, version FROM palreg.device_order_past WHERE false;
SELECT 1 / (count(*) > 20)::int FROM palreg.order_step;
SELECT 1 / (palreg.service_planned('2026-01-01', 2, 'week', '2026-01-14') = 4)::int;

ROLLBACK;
