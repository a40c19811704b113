-- Deploy palreg:summary_more to pg
-- requires: summary_quality register_annex session_once
-- More figures of the summary: people and the care they are estimated to need, beds and teams; respiratory support, services,
-- numbered forms; how other symptoms than pain and the family fare.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- Who lives in a region or district, and how many of them need palliative care in a year; beds for children, mobile teams.
ALTER TABLE area
	ADD COLUMN adults int CONSTRAINT area_adults CHECK (adults BETWEEN 0 AND 200000000),
	ADD COLUMN children int CONSTRAINT area_children CHECK (children BETWEEN 0 AND 200000000),
	ADD COLUMN need_adults int CONSTRAINT area_need_adults CHECK (need_adults BETWEEN 0 AND 20000000),
	ADD COLUMN need_children int CONSTRAINT area_need_children CHECK (need_children BETWEEN 0 AND 20000000),
	ADD COLUMN child_beds int CONSTRAINT area_child_beds CHECK (child_beds BETWEEN 0 AND 5000),
	ADD COLUMN teams int CONSTRAINT area_teams CHECK (teams BETWEEN 0 AND 500),
	ADD CONSTRAINT area_people_of CHECK (num_nonnulls(adults, children, need_adults, need_children) = 0 OR kind IN ('region', 'district')),
	ADD CONSTRAINT area_teams_of CHECK (num_nonnulls(child_beds, teams) = 0 OR kind IN ('institution', 'department')),
	ADD CONSTRAINT area_child_beds_among CHECK (child_beds <= beds);

-- Counted, never told by themselves: as the devices are.
DO $$
DECLARE
	t regclass;
BEGIN
	FOREACH t IN ARRAY ARRAY['service_order', 'service_done', 'prescription_blank']::regclass[] LOOP
		EXECUTE format('CREATE POLICY summary_report ON %s FOR SELECT TO palreg_report'
		    ' USING (area_id = ANY ((SELECT areas(''report_summary''))::int[]))', t);
	END LOOP;
END
$$;

-- The strongest respiratory support that a patient had at home on a day of the period.
CREATE FUNCTION report_support(p_since date, p_until date)
RETURNS TABLE (patient_id uuid, support text)
LANGUAGE sql STABLE ROWS 10000
AS $$
SELECT o.patient_id, (ARRAY['invasive', 'noninvasive', 'other'])[min(array_position(ARRAY['invasive', 'noninvasive', 'other'], d.respiratory))]
  FROM palreg.report_device AS o JOIN palreg.device AS d ON d.code = o.device
 WHERE d.respiratory IS NOT NULL AND o.status NOT IN ('draft', 'entered_in_error') AND o.issued_on <= p_until
   AND coalesce(o.returned_on, o.ended_on, 'infinity') >= p_since
 GROUP BY 1
$$;

-- Services of the period, an order a row: how often they were to be done, and how often they were.
CREATE FUNCTION report_services(p_since date, p_until date)
RETURNS TABLE (service text, patient_id uuid, planned int, done int)
LANGUAGE sql STABLE ROWS 10000
AS $$
SELECT o.service, o.patient_id,
       palreg.service_planned(o.starts_on, o.times, o.per, least(coalesce(o.ended_on, o.ends_on), p_until))
           - palreg.service_planned(o.starts_on, o.times, o.per, p_since - 1),
       (SELECT count(*) FROM palreg.service_done AS d WHERE d.order_id = o.id AND d.taken_back_at IS NULL
           AND d.done_on BETWEEN p_since AND p_until)::int
  FROM palreg.service_order AS o
 WHERE o.status NOT IN ('draft', 'entered_in_error') AND o.starts_on <= p_until
   AND coalesce(o.ended_on, o.ends_on, 'infinity') >= p_since
$$;

-- Lines of controlled medicines in force in the period by the form that they need, and the forms that were written in it.
CREATE FUNCTION report_forms(p_since date, p_until date)
RETURNS TABLE (rx_form text, patient_id uuid, series_id uuid, written int, spoilt int)
LANGUAGE sql STABLE ROWS 10000
AS $$
SELECT coalesce(l.rx_form, f.rx_form, m.rx_form), l.patient_id, l.series_id, 0, 0
  FROM palreg.report_span AS l
  JOIN palreg.medicine AS m ON m.id = l.medicine_id
  JOIN palreg.control_class AS k ON k.code = m.control_class AND k.controlled
  LEFT JOIN palreg.medicine_product AS f ON f.id = l.product_id
 WHERE l.starts_on <= p_until AND coalesce(l.stopped_on, l.ends_on, 'infinity') >= p_since AND l.last_day >= greatest(l.starts_on, p_since)
 UNION ALL
SELECT b.rx_form, b.patient_id, NULL, (b.error_at IS NULL)::int, (b.error_at IS NOT NULL)::int
  FROM palreg.prescription_blank AS b
 WHERE b.issued_on BETWEEN p_since AND p_until
$$;

-- As report_outcomes: breathlessness and pain at the first contact, the family, and the course of symptoms by phases of illness.
CREATE FUNCTION report_courses(p_since date, p_until date, p_institutions text[], p_districts text[], p_ages text[],
	p_sexes text[], p_groups text[], p_places text[])
RETURNS TABLE (code text, mine boolean, atom text, v int, days int)
LANGUAGE sql STABLE ROWS 100000
SET search_path = palreg, pg_temp
AS $$
WITH p AS MATERIALIZED (
	SELECT * FROM report_people(p_since, p_until, p_institutions, p_districts, p_ages, p_sexes, p_groups, p_places)
), scale (symptom, codes, low) AS (
	VALUES ('fatigue', ARRAY['sas-fatigue', 'esas-tiredness'], 3), ('breath', ARRAY['sas-breath', 'esas-breath'], 3),
	       ('family', ARRAY['pcpss-family'], 1), ('distress', ARRAY['sas-pain'], 3)
), screened AS (
	SELECT p.id, s.what, o.value, o.effective_on
	  FROM p CROSS JOIN (VALUES ('breath', ARRAY['sas-breath', 'esas-breath']), ('pain', ARRAY['pain-nrs'])) AS s (what, codes)
	 CROSS JOIN LATERAL (SELECT x.value, x.effective_on FROM report_observation AS x
		WHERE x.patient_id = p.id AND x.code = ANY (s.codes) AND x.value IS NOT NULL
		  AND x.effective_on BETWEEN p.first_contact_on AND p.first_contact_on + 1
		ORDER BY x.effective_at, x.code LIMIT 1) AS o
	 WHERE NOT p.old
), q AS (
	SELECT p.*, b.value AS breath, a.value AS pain,
	       EXISTS (SELECT FROM report_span AS l WHERE l.patient_id = p.id AND (l.indication = 'dyspnea' OR l.schedule = 'oxygen')
	           AND l.starts_on <= b.effective_on + 1 AND l.last_day >= b.effective_on)
	       OR EXISTS (SELECT FROM report_device AS o JOIN device AS d ON d.code = o.device WHERE o.patient_id = p.id
	           AND d.respiratory IS NOT NULL AND o.status NOT IN ('draft', 'entered_in_error') AND o.issued_on <= b.effective_on + 1
	           AND coalesce(o.returned_on, o.ended_on, 'infinity') >= b.effective_on) AS treated,
	       EXISTS (SELECT FROM report_observation AS o WHERE o.patient_id = p.id AND o.effective_on BETWEEN a.effective_on
	           AND a.effective_on + 1 AND o.code IN ('pain-worst', 'pain-average', 'pain-movement', 'pain-breakthrough', 'pain-target'))
	           AS examined,
	       EXISTS (SELECT FROM report_observation AS o WHERE o.patient_id = p.id AND o.code = 'pcpss-family' AND o.value IS NOT NULL
	           AND o.effective_on BETWEEN p_since AND p_until) AS family,
	       EXISTS (SELECT FROM service_order AS o JOIN service_done AS d ON d.order_id = o.id WHERE o.patient_id = p.id
	           AND o.service IN ('carer_training', 'feeding_training', 'wound_training', 'inhaler_training', 'concentrator_training',
	               'niv_training') AND o.status NOT IN ('draft', 'entered_in_error') AND d.taken_back_at IS NULL
	           AND d.done_on <= p_until) AS taught
	  FROM p
	  LEFT JOIN screened AS b ON b.id = p.id AND b.what = 'breath'
	  LEFT JOIN screened AS a ON a.id = p.id AND a.what = 'pain'
), told AS (
	SELECT o.patient_id, o.value, o.effective_on, lag(o.value) OVER w AS before
	  FROM report_observation AS o JOIN p ON p.id = o.patient_id
	 WHERE o.code = 'phase' AND o.value IS NOT NULL
	WINDOW w AS (PARTITION BY o.patient_id ORDER BY o.effective_at)
), phase AS (
	SELECT t.patient_id, t.effective_on, p.mine, p.atom,
	       coalesce(lead(t.effective_on) OVER (PARTITION BY t.patient_id ORDER BY t.effective_on), p.date_out) AS ended_on
	  FROM told AS t JOIN p ON p.id = t.patient_id
	 WHERE t.before IS DISTINCT FROM t.value
), course AS (
	SELECT s.symptom, s.low, h.mine, h.atom, a.value AS then, z.value AS last
	  FROM phase AS h CROSS JOIN scale AS s
	 CROSS JOIN LATERAL (SELECT o.value FROM report_observation AS o WHERE o.patient_id = h.patient_id AND o.code = ANY (s.codes)
	        AND o.value IS NOT NULL AND o.effective_on = h.effective_on ORDER BY o.effective_at, o.code LIMIT 1) AS a
	  LEFT JOIN LATERAL (SELECT o.value FROM report_observation AS o WHERE o.patient_id = h.patient_id AND o.code = ANY (s.codes)
	        AND o.value IS NOT NULL AND o.effective_on > h.effective_on AND o.effective_on <= h.ended_on
	      ORDER BY o.effective_at DESC, o.code LIMIT 1) AS z ON true
	 WHERE h.ended_on BETWEEN p_since AND p_until
)
SELECT y.code, q.mine, q.atom, y.v, NULL::int
  FROM q CROSS JOIN LATERAL (VALUES
	('pain_examined', report_judge(q.pain >= 4, true, q.examined)),
	('breath_screened', report_judge(NOT q.old AND coalesce(q.first_contact_on <= p_until, true), q.first_contact_on IS NOT NULL,
		q.breath IS NOT NULL)),
	('breath_treated', report_judge(q.breath >= 4, true, q.treated)),
	('family_assessed', report_judge(true, true, q.family)),
	('family_taught', report_judge(NOT q.gone AND coalesce(q.place IN ('home', 'relatives', 'unknown'), true),
		q.place <> 'unknown', q.taught))
  ) AS y (code, v)
 WHERE y.v IS NOT NULL
 UNION ALL
SELECT c.symptom || CASE WHEN c.then <= c.low THEN '_stays_low' ELSE '_comes_down' END, c.mine, c.atom,
       report_judge(true, c.last IS NOT NULL, c.last <= c.low), NULL
  FROM course AS c WHERE c.symptom <> 'distress'
 UNION ALL
SELECT 'distress_better', c.mine, c.atom, report_judge(true, c.last IS NOT NULL, c.last < c.then OR greatest(c.then, c.last) <= c.low), NULL
  FROM course AS c WHERE c.symptom = 'distress'
$$;
REVOKE ALL ON FUNCTION report_support(date, date), report_services(date, date), report_forms(date, date),
	report_courses(date, date, text[], text[], text[], text[], text[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION report_support(date, date), report_services(date, date), report_forms(date, date),
	report_courses(date, date, text[], text[], text[], text[], text[], text[]) TO palreg_report;

COMMIT;
