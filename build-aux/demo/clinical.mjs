// @ts-check
/** @file clinical.mjs: allergies of the invented patients, made by the database from what it has of them. */

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
