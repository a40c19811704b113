// @ts-check
/** @file orders.mjs: services and devices of the region, made in the database from the patients that are there. */

/* Each device for one patient in so many, and how long its source usually takes. */
const DEVICES = `(VALUES
	('mattress', 5, 'regional', 9, 'ORT-200'), ('functional_bed', 7, 'regional', 14, 'BLY-0110'), ('oxygen_concentrator', 5, 'regional', 6, '7F-5L'),
	('wheelchair', 5, 'social', 31, 'BASE-100'), ('commode', 6, 'social', 24, NULL), ('diapers', 5, 'social', 12, NULL), ('walking_frame', 8, 'charity', 3, NULL),
	('aspirator', 9, 'regional', 5, '7E-A'), ('syringe_driver', 10, 'own', 1, 'T34'), ('ventilator_niv', 17, 'regional', 19, 'A40'),
	('colostomy_bag', 11, 'social', 10, NULL), ('nebuliser', 12, 'charity', 4, NULL), ('enteral_pump', 19, 'charity', 8, NULL)
) AS d(device, one_in, source, wait, model)`
const SERVICES = `(VALUES
	('nurse_visit', 4, 2, 'week', 'nurse', 'home', NULL), ('doctor_visit', 3, 2, 'month', 'team', 'home', NULL), ('dressing', 5, 3, 'week', 'nurse', 'home', 'wound'),
	('psychologist', 6, 1, 'week', 'psychologist', 'remote', 'anxiety'), ('carer_training', 7, 1, 'once', 'nurse', 'home', NULL),
	('catheter_care', 9, 1, 'week', 'nurse', 'home', 'urinary_retention'), ('breathing_exercises', 10, 2, 'week', 'physiotherapist', 'outpatient', 'dyspnea'),
	('paracentesis', 21, 1, 'once', 'doctor', 'ward', 'ascites')
) AS s(service, one_in, times, per, performer, place, indication)`
/* The same number for the same patient and thing, 0 to 999. */
const throwFor = (/** @type {string} */ thing) =>
	`CROSS JOIN LATERAL (SELECT (abs(hashtext(p.registry_no || ${thing})::bigint) % 1000)::int AS n) AS h`
const uuidFor = (/** @type {string} */ thing) => `md5(p.id || ${thing})::uuid`
const CARED = "(p.status IN ('active', 'suspended') OR (p.status = 'removed' AND h.n / 7 % 5 = 0))"

const DEVICE_ORDERS = `INSERT INTO device_order (id, patient_id, area_id, institution_id, device, model, quantity, needed_on, commission_no,
	commission_on, source, status, requested_on, issued_on, serial_no, returned_on, ended_on, reason, return_due_on, author_id, created_at,
	changed_by, changed_at)
SELECT ${uuidFor("d.device")}, p.id, p.area_id, p.institution_id, d.device, d.model, CASE WHEN k.consumable THEN 30 + h.n % 4 * 30 ELSE 1 END, t.needed,
       p.commission_no, p.commission_on, CASE WHEN f.status <> 'needed' THEN d.source END, f.status,
       CASE WHEN f.status IN ('requested', 'issued', 'returned') OR (f.status = 'not_needed' AND t.requested <= t.over) THEN t.requested END,
       CASE WHEN f.status IN ('issued', 'returned') THEN t.issued END, CASE WHEN f.status IN ('issued', 'returned') AND NOT k.consumable THEN upper(substr(md5(p.id || d.device), 1, 3))
       || '-' || (1000 + h.n * 7) END,
       CASE WHEN f.status = 'returned' THEN least(t.over + 1 + h.n % 9, CURRENT_DATE) END,
       CASE WHEN f.status IN ('refused', 'not_needed') THEN least(t.needed + 9, t.over) END,
       CASE f.status WHEN 'refused' THEN 'no_conditions' WHEN 'not_needed' THEN CASE WHEN p.died_on IS NULL THEN 'discharge' ELSE 'death' END END,
       CASE WHEN f.status = 'issued' AND p.status = 'removed' AND NOT k.consumable THEN p.date_out END,
       p.created_by, t.needed + time '10:00', p.created_by, t.needed + time '10:00'
  FROM patient AS p
 CROSS JOIN ${DEVICES}
  JOIN device AS k ON k.code = d.device
 ${throwFor("d.device")}
 CROSS JOIN LATERAL (SELECT coalesce(p.date_out, CURRENT_DATE) AS over) AS e
 CROSS JOIN LATERAL (SELECT e.over, greatest(p.date_in, least(p.date_in + h.n % 21, e.over - h.n % 40)) AS needed) AS b
 CROSS JOIN LATERAL (SELECT b.over, b.needed, b.needed + h.n % 4 AS requested, b.needed + h.n % 4 + d.wait / 2 + h.n % (d.wait + 1) AS issued) AS t
 CROSS JOIN LATERAL (SELECT CASE WHEN h.n % 23 = 0 AND t.needed < t.over THEN 'refused'
       WHEN t.issued <= t.over THEN CASE WHEN p.status = 'removed' AND NOT k.consumable AND h.n / 35 % 4 <> 2 THEN 'returned' ELSE 'issued' END
       WHEN p.status = 'removed' THEN 'not_needed' WHEN t.requested <= t.over THEN 'requested' ELSE 'needed' END AS status) AS f
 WHERE ${CARED} AND h.n % d.one_in = 1;
`
const SERVICE_ORDERS = `INSERT INTO service_order (id, patient_id, area_id, institution_id, service, times, per, performer, place, starts_on, ends_on, indication,
	status, ended_on, reason, author_id, created_at, changed_by, changed_at)
SELECT ${uuidFor("s.service")}, p.id, p.area_id, p.institution_id, s.service, s.times, s.per, s.performer, s.place, t.start, t.ends, s.indication,
       f.status, CASE f.status WHEN 'done' THEN least(t.ends, t.over) WHEN 'stopped' THEN t.over END,
       CASE WHEN f.status = 'stopped' THEN CASE WHEN p.died_on IS NULL THEN 'discharge' ELSE 'death' END END,
       p.created_by, t.start + time '10:00', p.created_by, t.start + time '10:00'
  FROM patient AS p
 CROSS JOIN ${SERVICES}
 ${throwFor("s.service")}
 CROSS JOIN LATERAL (SELECT coalesce(p.date_out, CURRENT_DATE) AS over) AS e
 CROSS JOIN LATERAL (SELECT e.over, greatest(p.date_in, e.over - h.n % 26) AS start) AS b
 CROSS JOIN LATERAL (SELECT b.over, b.start, CASE WHEN s.per = 'once' THEN b.start + 14 WHEN h.n % 7 > 0 THEN b.start + 20 + h.n % 3 * 7 END AS ends) AS t
 CROSS JOIN LATERAL (SELECT CASE WHEN t.ends < t.over THEN CASE WHEN p.status = 'removed' OR h.n % 4 > 0 THEN 'done' ELSE 'active' END
       WHEN p.status = 'removed' THEN 'stopped' WHEN t.start >= CURRENT_DATE - 1 THEN 'requested' ELSE 'active' END AS status) AS f
 WHERE ${CARED} AND h.n % s.one_in = 1;
INSERT INTO service_done (id, order_id, patient_id, area_id, done_on, done_by, author_id, created_at)
SELECT md5(o.id || n::text)::uuid, o.id, o.patient_id, o.area_id, d.day, o.author_id, o.author_id, d.day + time '15:00'
  FROM service_order AS o
 CROSS JOIN LATERAL generate_series(0, service_planned(o.starts_on, o.times, o.per, least(o.ended_on, o.ends_on, CURRENT_DATE)) - 1) AS n
 CROSS JOIN LATERAL (SELECT service_due(o.starts_on, o.times, o.per, n) AS day) AS d
 WHERE (o.status = 'active' OR (o.status IN ('done', 'stopped') AND n < 4)) AND (abs(hashtext(o.id::text)::bigint) + n * 7) % 9 > 1;
`

/** @returns {string} the statements, after the patients are there */
export const orders = () => DEVICE_ORDERS + SERVICE_ORDERS
