// @ts-check
/** @file clinical.mjs: allergies, diagnoses and eligibility of the invented patients, made by the database from what it has of them. */

/* Most were asked about allergies and know of none; of every seventh there is one, of some two; some were not asked. */
export const ALLERGIES = `INSERT INTO allergy (series_id, patient_id, area_id, subject, reactions, severity, certainty, source, noted_on, author_id, created_at)
SELECT md5('allergy' || p.id || k.n)::uuid, p.id, p.area_id, k.subject, k.reactions, k.severity, k.certainty,
       (ARRAY['patient', 'patient', 'family', 'document'])[1 + h.n % 4], p.date_in, p.created_by, p.created_at
  FROM patient AS p
 CROSS JOIN LATERAL (SELECT abs(hashtext(p.registry_no)) % 1000 AS n) AS h
 CROSS JOIN LATERAL (VALUES
       (1, '-', '{}'::text[], NULL, NULL, h.n % 7 BETWEEN 1 AND 4),
       (2, '@penicillins', '{urticaria}', 'moderate', 'probable', h.n % 28 = 0),
       (3, '@nsaids', '{bronchospasm}', 'severe', 'confirmed', h.n % 28 = 7),
       (4, '#' || (SELECT id FROM medicine WHERE inn = 'Трамадол'), '{nausea,confusion}', 'moderate', 'confirmed', h.n % 28 = 14),
       (5, '@iodine_contrast', '{rash,itch}', 'mild', 'suspected', h.n % 28 = 21),
       (6, '@latex', '{contact}', 'mild', 'confirmed', h.n % 56 = 21)) AS k(n, subject, reactions, severity, certainty, has)
 WHERE k.has;
`

/* What is known of the main diagnoses; what has come of them, and what there is beside them. */
const KNOWN = `UPDATE diagnosis AS d
   SET diagnosed_on = greatest(p.date_in - 40 - h.n, make_date(p.year_of_birth, 1, 1)),
       stage = CASE WHEN f.told AND h.n % 4 > 0 THEN 'IV' WHEN f.told THEN 'III' END,
       clinical_group = CASE WHEN f.told THEN 'IV' END,
       tnm = CASE WHEN f.solid AND h.n % 4 > 0 THEN 'T' || 2 + h.n % 3 || ' N' || h.n % 3 || ' M1'
           WHEN f.solid THEN 'T' || 3 + h.n % 2 || ' N2 M0' END,
       metastases = CASE WHEN f.told AND h.n % 4 > 0 THEN (ARRAY['{bone}', '{liver}', '{bone,lung}', '{brain}', '{liver,peritoneum}'])[1 + h.n % 5]::text[]
           WHEN f.told THEN '{none}' ELSE '{}' END,
       morphology = CASE d.code WHEN 'C61' THEN '8140/3' WHEN 'C50.9' THEN '8500/3' WHEN 'C64' THEN '8312/3' END
  FROM patient AS p
 CROSS JOIN LATERAL (SELECT abs(hashtext(p.registry_no)) % 1000 AS n) AS h
 CROSS JOIN LATERAL (SELECT p.diagnosis_code ~ '^C([0-6]|73)' AND h.n % 9 > 0 AS told,
       p.diagnosis_code ~ '^C(1[5-9]|2[0-5]|34|50|5[346]|6[147]|73)' AND h.n % 3 > 0 AND h.n % 9 > 0 AS solid) AS f
 WHERE p.id = d.patient_id AND d.role = 'main';
INSERT INTO diagnosis (series_id, patient_id, area_id, role, code, diagnosed_on, author_id, created_at)
SELECT md5('diagnosis' || p.id || k.code)::uuid, p.id, p.area_id, k.role, k.code, p.date_in, p.created_by, p.created_at
  FROM patient AS p
 CROSS JOIN LATERAL (SELECT abs(hashtext(p.registry_no)) % 1000 AS n) AS h
 CROSS JOIN LATERAL (VALUES
       ('complication', 'R52.1', p.diagnosis_code ~ '^C' AND h.n % 2 = 0), ('complication', 'R64', h.n % 5 = 1),
       ('complication', 'R18', p.diagnosis_code ~ '^C(2|56)' AND h.n % 3 = 0), ('complication', 'L89.2', h.n % 11 = 2),
       ('concomitant', 'I25.2', p.year_of_birth < 1960 AND h.n % 4 = 1), ('concomitant', 'I11.0', p.year_of_birth < 1955 AND h.n % 5 = 2),
       ('concomitant', 'J44.9', p.year_of_birth < 1965 AND h.n % 7 = 3)) AS k(role, code, has)
 WHERE k.has AND k.code <> p.diagnosis_code;
`

/* Who was taken in met the criteria of his group; some were assessed a second time, some of those who wait do not meet them. */
const ELIGIBILITY = `INSERT INTO eligibility (series_id, patient_id, area_id, group_code, criteria, assessed_on, author_id, created_at)
SELECT md5('eligibility' || p.id || k.n)::uuid, p.id, p.area_id, g.group_code,
       CASE WHEN p.commission_no IS NULL THEN ARRAY['symptoms'] ELSE
           ARRAY['symptoms', 'performance', (ARRAY['dependent', 'weight', 'admissions'])[1 + (h.n + k.n)::int % 3],
               coalesce((SELECT min(c.code) FROM eligibility_criterion AS c WHERE c.group_code = g.group_code), 'other_decline')] END,
       CASE k.n WHEN 1 THEN p.date_in ELSE p.date_in + 90 END, p.created_by, p.created_at
  FROM patient AS p
  JOIN icd10 AS g ON g.code = p.diagnosis_code
 CROSS JOIN LATERAL (SELECT abs(hashtext(p.registry_no)) % 1000 AS n) AS h
 CROSS JOIN (VALUES (1), (2)) AS k(n)
 WHERE g.group_code IS NOT NULL AND (k.n = 1 OR (h.n % 3 = 0 AND p.date_in + 90 <= coalesce(p.date_out, CURRENT_DATE)));
`

export const DIAGNOSES = KNOWN + ELIGIBILITY
