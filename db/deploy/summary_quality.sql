-- Deploy palreg:summary_quality to pg
-- requires: summary_once
-- Each datum that an entry needs is counted: who of those on the register at the end lacks it.

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
), step AS (
	SELECT t.patient_id, bool_or(t.strong) AS strong, bool_or(t.laxative) AS laxative
	  FROM p JOIN report_steps(p_since, p_until) AS t ON t.patient_id = p.id
	 GROUP BY 1
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
	SELECT patient_id, bool_or(o.code = 'pps') AS pps, bool_or(o.code = 'pain-nrs') AS pain, bool_or(o.code = 'phase') AS phase
	  FROM report_observation AS o
	 WHERE o.code IN ('pps', 'pain-nrs', 'phase') AND value IS NOT NULL AND effective_on <= p_until
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
	       n.pain, n.phase, b.basis_code, coalesce(s.on_day, p.date_in) AS seen_on, r.place_of_death, r.preferred_place_met, k.first_on AS family_on,
	       k.patient_id IS NOT NULL AS has_family, w.patient_id IS NOT NULL AS has_wishes
	  FROM p
	  JOIN report_entry AS b ON b.id = p.id
	  LEFT JOIN step AS l ON l.patient_id = p.id
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
	('has_phase', report_judge(NOT q.gone, true, q.phase), NULL),
	('has_referral', report_judge(NOT q.gone, true, q.referred_on IS NOT NULL), NULL),
	('has_ready', report_judge(NOT q.gone, true, q.ready_on IS NOT NULL), NULL),
	('has_contact', report_judge(NOT q.gone, true, q.first_contact_on <= p_until), NULL),
	('has_commission_on', report_judge(NOT q.gone, true, q.commission_on IS NOT NULL), NULL),
	('has_basis', report_judge(NOT q.gone, true, q.basis_code IS NOT NULL), NULL),
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

COMMIT;
