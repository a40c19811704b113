-- Revert palreg:summary_once from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

-- One case of one indicator a row; days where a median is told.
CREATE OR REPLACE FUNCTION report_outcomes(p_since date, p_until date, p_institutions text[], p_districts text[], p_ages text[],
	p_sexes text[], p_groups text[], p_places text[])
RETURNS TABLE (code text, mine boolean, atom text, v int, days int)
LANGUAGE sql STABLE ROWS 100000
SET search_path = palreg, pg_temp
AS $$
WITH p AS MATERIALIZED (
	SELECT * FROM report_people(p_since, p_until, p_institutions, p_districts, p_ages, p_sexes, p_groups, p_places)
), first_pain AS (
	SELECT p.id, o.value, o.effective_on, o.effective_at
	  FROM p CROSS JOIN LATERAL (SELECT value, effective_on, effective_at FROM report_observation
		WHERE patient_id = p.id AND code = 'pain-nrs' AND value IS NOT NULL
		  AND effective_on BETWEEN p.first_contact_on AND p.first_contact_on + 1
		ORDER BY effective_at LIMIT 1) AS o
	 WHERE NOT p.old
), eased AS (
	SELECT f.id, min(o.value) AS least
	  FROM first_pain AS f JOIN report_observation AS o ON o.patient_id = f.id AND o.code = 'pain-nrs'
	   AND o.value IS NOT NULL AND o.effective_at > f.effective_at AND o.effective_on <= f.effective_on + 2
	 GROUP BY 1
), last_pain AS (
	SELECT p.id, o.value
	  FROM p CROSS JOIN LATERAL (SELECT value FROM report_observation
		WHERE patient_id = p.id AND code = 'pain-nrs' AND value IS NOT NULL
		  AND effective_on BETWEEN p.date_out - 7 AND p.date_out
		ORDER BY effective_at DESC LIMIT 1) AS o
	 WHERE p.gone AND p.removal_reason = 'death'
), noted AS (
	SELECT patient_id, bool_or(o.code = 'pps') AS pps, bool_or(o.code = 'pain-nrs') AS pain
	  FROM report_observation AS o
	 WHERE o.code IN ('pps', 'pain-nrs') AND value IS NOT NULL AND effective_on <= p_until
	 GROUP BY 1
), seen AS (
	SELECT patient_id, max(done_on) AS on_day FROM report_visit WHERE seen AND status = 'done' AND done_on <= p_until GROUP BY 1
), excused AS (
	SELECT DISTINCT patient_id FROM prescription_override WHERE rule = 'opioid_without_laxative' AND at < p_until + 1
), removal AS (
	SELECT DISTINCT ON (patient_id) patient_id, place_of_death, preferred_place_met
	  FROM report_removal WHERE reason = 'death' AND effective_on BETWEEN p_since AND p_until
	 ORDER BY patient_id, effective_on DESC
), wishes AS (
	SELECT DISTINCT patient_id FROM report_preference WHERE discussed_on <= p_until
), told AS (
	SELECT o.patient_id, o.value, o.effective_on, lag(o.value) OVER w AS before
	  FROM report_observation AS o JOIN p ON p.id = o.patient_id
	 WHERE o.code = 'phase' AND o.value IS NOT NULL
	WINDOW w AS (PARTITION BY o.patient_id ORDER BY o.effective_at)
), phase AS (
	SELECT t.patient_id, t.value, t.effective_on, p.mine, p.atom,
	       coalesce(lead(t.effective_on) OVER (PARTITION BY t.patient_id ORDER BY t.effective_on), p.date_out) AS ended_on
	  FROM told AS t JOIN p ON p.id = t.patient_id
	 WHERE t.before IS DISTINCT FROM t.value
), ended AS (
	SELECT h.*,
	       (SELECT o.value FROM report_observation AS o WHERE o.patient_id = h.patient_id AND o.code = 'pain-nrs'
	           AND o.value IS NOT NULL AND o.effective_on = h.effective_on ORDER BY o.effective_at LIMIT 1) AS pain_then,
	       (SELECT o.value FROM report_observation AS o WHERE o.patient_id = h.patient_id AND o.code = 'pain-nrs'
	           AND o.value IS NOT NULL AND o.effective_on > h.effective_on AND o.effective_on <= h.ended_on
	         ORDER BY o.effective_at DESC LIMIT 1) AS pain_last
	  FROM phase AS h WHERE h.ended_on BETWEEN p_since AND p_until
), q AS (
	SELECT p.*, p.gone AND p.removal_reason = 'death' AS died, coalesce(p.died_on, p.date_out) AS death_on, l.strong,
	       l.laxative OR x.patient_id IS NOT NULL AS softened, f.value AS first_value, e.least, z.value AS last_value, n.pps,
	       n.pain, coalesce(s.on_day, p.date_in) AS seen_on, r.place_of_death, r.preferred_place_met, k.first_on AS family_on,
	       k.patient_id IS NOT NULL AS has_family, w.patient_id IS NOT NULL AS has_wishes
	  FROM p
	  LEFT JOIN report_steps(p_since, p_until) AS l ON l.patient_id = p.id
	  LEFT JOIN first_pain AS f ON f.id = p.id
	  LEFT JOIN eased AS e ON e.id = p.id
	  LEFT JOIN last_pain AS z ON z.id = p.id
	  LEFT JOIN noted AS n ON n.patient_id = p.id
	  LEFT JOIN seen AS s ON s.patient_id = p.id
	  LEFT JOIN excused AS x ON x.patient_id = p.id
	  LEFT JOIN removal AS r ON r.patient_id = p.id
	  LEFT JOIN report_bereavement AS k ON k.patient_id = p.id
	  LEFT JOIN wishes AS w ON w.patient_id = p.id
)
SELECT y.code, q.mine, q.atom, y.v, y.days
  FROM q CROSS JOIN LATERAL (VALUES
	('decision_days', report_judge(NOT q.old, q.commission_on IS NOT NULL AND q.referred_on IS NOT NULL,
		q.commission_on - q.referred_on <= 10), CASE WHEN NOT q.old THEN q.commission_on - q.referred_on END),
	('contact_next_day', report_judge(NOT q.old, q.ready_on IS NOT NULL AND q.first_contact_on IS NOT NULL,
		q.first_contact_on - q.ready_on <= 1), CASE WHEN NOT q.old THEN q.first_contact_on - q.ready_on END),
	('pain_screened', report_judge(NOT q.old AND coalesce(q.first_contact_on <= p_until, true), q.first_contact_on IS NOT NULL,
		q.first_value IS NOT NULL), NULL),
	('pain_eased', report_judge(q.first_value >= 4, q.least IS NOT NULL, q.least <= 3), NULL),
	('laxative', report_judge(q.strong, true, q.softened), NULL),
	('wishes', report_judge(true, true, q.has_wishes), NULL),
	('death_at_home', report_judge(q.died, q.place_of_death <> 'unknown', q.place_of_death IN ('home', 'hospice')), NULL),
	('death_place_met', report_judge(q.died, q.preferred_place_met IN ('yes', 'no'), q.preferred_place_met = 'yes'), NULL),
	('late_referral', report_judge(q.died, true, q.date_out - q.date_in < 7), CASE WHEN q.died THEN q.date_out - q.date_in END),
	('last_week_pain', report_judge(q.died, q.last_value IS NOT NULL, q.last_value <= 3), NULL),
	('bereavement', report_judge(q.died AND q.death_on <= p_until - 14, q.has_family, q.family_on - q.death_on <= 14), NULL),
	('has_pps', report_judge(NOT q.gone, true, q.pps), NULL),
	('has_pain', report_judge(NOT q.gone, true, q.pain), NULL),
	('has_diagnosis', report_judge(NOT q.gone, true, q.diagnosis_code IS NOT NULL), NULL),
	('has_commission', report_judge(NOT q.gone, true, q.has_commission), NULL),
	('has_consent', report_judge(NOT q.gone, true, q.consent_on <= p_until), NULL),
	('unseen_30', report_judge(NOT q.gone, true, q.seen_on < p_until - 30), NULL),
	('unseen_60', report_judge(NOT q.gone, true, q.seen_on < p_until - 60), NULL)
  ) AS y (code, v, days)
 WHERE y.v IS NOT NULL
 UNION ALL
SELECT 'unstable_3_days', mine, atom, (ended_on - effective_on <= 3)::int, ended_on - effective_on FROM ended WHERE value = 2
 UNION ALL
SELECT 'pain_stays_low', mine, atom, report_judge(true, pain_last IS NOT NULL, pain_last <= 3), NULL FROM ended WHERE pain_then <= 3
 UNION ALL
SELECT 'pain_comes_down', mine, atom, report_judge(true, pain_last IS NOT NULL, pain_last <= 3), NULL FROM ended WHERE pain_then >= 4
$$;

-- Who was prescribed what on any day of the period, by its use against pain.
CREATE OR REPLACE FUNCTION report_steps(p_since date, p_until date)
RETURNS TABLE (patient_id uuid, strong boolean, weak boolean, nonopioid boolean, laxative boolean)
LANGUAGE sql STABLE ROWS 10000
SET search_path = palreg, pg_temp
AS $$
SELECT s.patient_id, bool_or(m.group_code = 'opioid_strong'), bool_or(m.group_code IN ('opioid_weak', 'opioid_partial')),
       bool_or(m.group_code = 'nonopioid'), bool_or(m.group_code = 'laxative')
  FROM report_span AS s JOIN medicine AS m ON m.id = s.medicine_id
 WHERE s.starts_on <= p_until AND s.last_day >= p_since
 GROUP BY 1
$$;

DROP FUNCTION report_given(date, date);
DROP VIEW report_span;
CREATE VIEW report_span WITH (security_invoker) AS
SELECT l.id, l.series_id, l.version, l.patient_id, l.area_id, l.institution_id, l.sheet_on, l.medicine_id, l.product_id, l.dose, l.unit,
       l.route, l.schedule, l.times_per_day, l.interval_hours, l.prn, l.prn_max_per_day, l.indication, l.starts_on, l.ends_on,
       l.status, l.stopped_on, l.stop_reason, l.author_id, l.created_at, l.change_reason, l.current, l.by_patient, l.clock_doses,
       l.weekdays, l.patches, l.hours_per_day, l.pump_id, l.volume_ml, l.rate_ml_h, l.diluent, l.device, l.prn_min_hours, l.basis,
       l.background_series, l.titration_step, l.titration_every_days, l.titration_target, l.titration_by, l.review_on,
       l.instructions, l.quantity, l.packs, l.rx_form, l.rx_valid_days, l.sheet_id, 
       least(coalesce(l.stopped_on, l.ends_on, 'infinity'::date), CASE l.status WHEN 'replaced' THEN (
		SELECT min(n.starts_on) - 1 FROM prescription AS n WHERE n.series_id = l.series_id AND n.version > l.version
		   AND n.status <> 'entered_in_error') WHEN 'completed' THEN (
		SELECT max(e.on_date) FROM prescription_event AS e WHERE e.prescription_id = l.id AND e.to_status = 'completed') END)
		AS last_day
  FROM report_prescription AS l
 WHERE l.status <> 'draft';
GRANT SELECT ON report_span TO palreg_report;

CREATE FUNCTION report_given(p_since date, p_until date)
RETURNS TABLE (prescription_id uuid, series_id uuid, patient_id uuid, first_on date, last_on date)
LANGUAGE sql STABLE ROWS 100000
SET search_path = palreg, pg_temp
AS $$
WITH step AS (
	SELECT e.prescription_id, e.from_status, e.to_status, e.on_date, lead(e.on_date) OVER w AS next_on, row_number() OVER w = 1 AS first
	  FROM prescription_event AS e
	 WHERE e.to_status = 'active' OR (e.to_status = 'on_hold' AND e.from_status IN ('active', 'replaced'))
	WINDOW w AS (PARTITION BY e.prescription_id ORDER BY e.id)
), hold AS (
	SELECT s.prescription_id, range_agg(CASE
	       WHEN s.to_status = 'on_hold' AND s.next_on IS DISTINCT FROM s.on_date THEN daterange(s.on_date + 1, s.next_on)
	       WHEN s.first AND s.from_status = 'on_hold' THEN daterange(NULL, s.on_date)
	       ELSE 'empty' END) AS days
	  FROM step AS s
	 GROUP BY 1
)
SELECT l.id, l.series_id, l.patient_id, lower(r), upper(r) - 1
  FROM report_span AS l
  JOIN prescription AS v ON v.id = l.id
  LEFT JOIN hold AS h ON h.prescription_id = l.id
 CROSS JOIN LATERAL unnest(
	datemultirange(daterange(greatest(l.starts_on, p_since),
	    least(CASE l.schedule WHEN 'once' THEN l.starts_on ELSE l.last_day END, p_until) + 1))
	- coalesce(h.days, CASE WHEN v.held_on IS NOT NULL OR l.status = 'on_hold'
	    THEN datemultirange(daterange(coalesce(v.held_on, l.starts_on) + 1, NULL)) ELSE '{}' END)) AS r
 WHERE l.starts_on <= p_until AND l.last_day >= greatest(p_since, l.starts_on)
   AND (l.schedule <> 'once' OR l.starts_on >= p_since)
$$;
REVOKE EXECUTE ON FUNCTION report_given(date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION report_given(date, date) TO palreg_report;

ALTER FUNCTION report_people(date, date, text[], text[], text[], text[], text[], text[]) ROWS 10000;

COMMIT;
