// @ts-check
/**
 * @file care.mjs: visits done and planned, places of care, wishes and the care for families, made in the database from the
 * visits and patients that are there; which of several is chosen follows from the register number and the visit.
 */

export const VISIT = "id uuid, patient_id uuid, n int, author_id uuid, at timestamptz"

/* h.n is a number of the patient between 0 and 999, v.n the number of his visit. */
const CHANCE = "CROSS JOIN LATERAL (SELECT abs(hashtext(p.registry_no)) % 1000 AS n) AS h"

/* A nurse of the institution goes along, and makes every fourth visit herself. */
const DONE = `INSERT INTO visit (series_id, version, patient_id, status, kind, done_on, done_time, place, team, team_roles, decisions, author_id, created_at)
SELECT v.id, 1, v.patient_id, 'done', k.kind, v.at::date, v.at::time, CASE WHEN k.kind IN ('phone', 'video') THEN NULL ELSE o.place END,
       CASE WHEN s.id IS NULL OR k.kind IN ('phone', 'video') THEN ARRAY[v.author_id] WHEN k.kind = 'nurse' THEN ARRAY[s.id] ELSE ARRAY[v.author_id, s.id] END,
       CASE WHEN k.kind = 'nurse' AND s.id IS NOT NULL THEN ARRAY['nurse'] WHEN s.id IS NULL OR k.kind IN ('phone', 'video') THEN ARRAY['doctor']
       ELSE ARRAY['doctor', 'nurse'] END,
       CASE (h.n + v.n) % 7 WHEN 0 THEN ARRAY['treatment_changed'] WHEN 3 THEN ARRAY['treatment_changed', 'carer_training'] WHEN 5 THEN ARRAY['device']
       ELSE ARRAY['unchanged'] END, v.author_id, v.at
  FROM in_visit AS v
  JOIN patient AS p ON p.id = v.patient_id
  ${CHANCE}
 CROSS JOIN LATERAL (SELECT CASE WHEN v.n = 0 THEN 'primary' WHEN (h.n + v.n) % 11 = 4 THEN 'phone' WHEN (h.n + v.n) % 23 = 5 THEN 'video'
       WHEN (h.n + v.n) % 4 = 1 THEN 'nurse' ELSE 'repeat' END AS kind) AS k
 CROSS JOIN LATERAL (SELECT CASE WHEN h.n % 9 = 2 THEN 'ward' WHEN h.n % 9 = 5 AND v.n % 3 = 0 THEN 'cabinet' ELSE 'home' END AS place) AS o
  LEFT JOIN LATERAL (SELECT a.id FROM account AS a WHERE a.area_id = p.area_id AND a.job = 'медицинская сестра' ORDER BY a.id LIMIT 1) AS s ON true;
`

/* Everybody under observation has a next visit; some of those of the last days were not written down yet. */
const PLANNED = `INSERT INTO visit (series_id, version, patient_id, status, kind, planned_on, planned_time, place, team, team_roles, follows, author_id, created_at)
SELECT gen_random_uuid(), 1, p.id, 'planned', CASE WHEN h.n % 6 = 1 THEN 'phone' ELSE 'repeat' END,
       CURRENT_DATE + CASE WHEN h.n % 31 = 0 THEN -1 - h.n % 2 ELSE h.n % 14 END, CASE WHEN h.n % 3 > 0 THEN time '09:00' + (h.n % 14) * interval '30 minutes' END,
       CASE WHEN h.n % 6 = 1 THEN NULL ELSE l.place END, l.team, l.team_roles, l.series_id, l.author_id, l.created_at
  FROM patient AS p
  ${CHANCE}
 CROSS JOIN LATERAL (SELECT * FROM visit AS v WHERE v.patient_id = p.id AND v.place IS NOT NULL ORDER BY v.day DESC LIMIT 1) AS l
 WHERE p.status = 'active';
`

const PLACES = `INSERT INTO care_place (series_id, version, patient_id, place, since, author_id, created_at)
SELECT gen_random_uuid(), 1, p.id, x.place, x.since, p.created_by, x.since + time '12:00'
  FROM patient AS p
  ${CHANCE}
 CROSS JOIN LATERAL (VALUES (CASE WHEN h.n % 9 = 2 THEN 'hospice' WHEN h.n % 13 = 3 THEN 'relatives' ELSE 'home' END, p.date_in),
       ('other_hospital', p.date_in + 20), ('home', p.date_in + 31)) AS x(place, since)
 WHERE p.commission_on IS NOT NULL AND (x.since = p.date_in OR (h.n % 5 = 1 AND x.since < coalesce(p.date_out, CURRENT_DATE)));
`

const WISHES = `INSERT INTO preference (series_id, version, patient_id, discussed_on, with_whom, informed_diagnosis, informed_prognosis, wishes, place_of_care,
	place_of_death, author_id, created_at)
SELECT gen_random_uuid(), 1, p.id, d.day, CASE WHEN h.n % 3 = 0 THEN ARRAY['patient', 'child'] ELSE ARRAY['patient'] END,
       (ARRAY['yes', 'yes', 'partly', 'no'])[1 + h.n % 4], (ARRAY['partly', 'no', 'unwanted', 'yes', 'partly'])[1 + h.n % 5],
       CASE h.n % 4 WHEN 0 THEN ARRAY['full'] WHEN 1 THEN ARRAY['comfort_only', 'no_hospitalisation'] WHEN 2 THEN ARRAY['no_intensive_care'] ELSE ARRAY['undecided'] END,
       (ARRAY['home', 'home', 'home', 'hospice', 'relatives'])[1 + h.n % 5], (ARRAY['home', 'home', 'hospice', 'undecided'])[1 + h.n % 4], p.created_by, d.day + time '12:00'
  FROM patient AS p
  ${CHANCE}
 CROSS JOIN LATERAL (SELECT p.date_in + least(h.n % 9, coalesce(p.date_out, CURRENT_DATE) - p.date_in) AS day) AS d
 WHERE p.commission_on IS NOT NULL AND h.n % 10 < 7;
`

/* Where they died, and what was done for their families since. */
const FAMILIES = `UPDATE patient_status_event AS e SET place_of_death = CASE h.n % 5 WHEN 0 THEN 'hospice' WHEN 1 THEN 'other_hospital' ELSE 'home' END,
       cause_code = p.diagnosis_code, preferred_place_met = CASE h.n % 5 WHEN 1 THEN 'no' WHEN 4 THEN 'unknown' ELSE 'yes' END,
       last_pain = p.last_pain
  FROM patient AS p ${CHANCE}
 WHERE p.id = e.patient_id AND e.reason = 'death';
INSERT INTO bereavement (patient_id, area_id, died_on, changed_by)
SELECT id, area_id, died_on, changed_by FROM patient WHERE died_on > CURRENT_DATE - 130;
UPDATE bereavement AS b SET first_on = least(b.died_on + 3 + h.n % 14, CURRENT_DATE), risk = (ARRAY['low', 'low', 'medium', 'high'])[1 + h.n % 4],
       second_on = CASE WHEN b.second_due + 5 < CURRENT_DATE THEN b.second_due + h.n % 5 END
  FROM patient AS p ${CHANCE}
 WHERE p.id = b.patient_id AND b.died_on < CURRENT_DATE - 3 AND h.n % 8 > 0;
UPDATE bereavement SET status = 'closed', closed_on = second_on, close_reason = 'completed' WHERE second_on IS NOT NULL;
`

export const CARE = [DONE, PLANNED, PLACES, WISHES, FAMILIES].join("")
