-- Deploy palreg:summary to pg
-- requires: care, care_order, prescription_line
-- What the summary of institutions counts beside what palreg_report saw already: the days and marks of an entry, the ends
-- of stays, devices; and which figures an account was given today, so that two of them together tell no small count.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

GRANT SELECT (care_institution_id, settlement, referral_source, referred_on, ready_on, first_contact_on, commission_no, commission_on,
	basis_code, consent_on) ON patient TO palreg_report;
GRANT SELECT (id, patient_id, area_id, seq, action, effective_on, reason, place_of_death, preferred_place_met, undoes)
	ON patient_status_event TO palreg_report;
GRANT SELECT (id, patient_id, area_id, institution_id, device, quantity, needed_on, source, status, requested_on, issued_on,
	returned_on, ended_on, reason) ON device_order TO palreg_report;
CREATE POLICY entry_report ON patient_status_event FOR SELECT TO palreg_report
	USING (area_id = ANY ((SELECT areas('report_patient') || areas('report_summary'))::int[]));
CREATE POLICY order_report ON device_order FOR SELECT TO palreg_report
	USING (area_id = ANY ((SELECT areas('report_patient') || areas('report_summary'))::int[]));

-- The entry as it is counted; of the number of the commission's conclusion only whether there is one.
CREATE VIEW report_entry WITH (security_invoker) AS
SELECT p.id, p.area_id, p.institution_id, p.district_id, p.year_of_birth, p.sex, p.diagnosis_code, d.group_code, p.settlement,
       p.status, p.removal_reason, p.date_in, p.date_out, p.died_on, p.referred_on, p.ready_on, p.first_contact_on,
       p.commission_no IS NOT NULL AS has_commission, p.commission_on, p.basis_code, p.consent_on,
       CASE WHEN p.area_id = ANY ((SELECT areas('report_patient'))::int[]) THEN p.registry_no END AS registry_no
  FROM patient AS p
  LEFT JOIN icd10 AS d ON d.code = p.diagnosis_code
 WHERE p.status <> 'draft';

-- How a stay ended, unless that was taken back.
CREATE VIEW report_removal WITH (security_invoker) AS
SELECT e.patient_id, e.area_id, e.effective_on, e.reason, e.place_of_death, e.preferred_place_met
  FROM patient_status_event AS e
 WHERE e.action = 'remove' AND NOT EXISTS (SELECT FROM patient_status_event AS u
	WHERE u.patient_id = e.patient_id AND u.undoes = e.id);

CREATE VIEW report_device WITH (security_invoker) AS
SELECT id, patient_id, area_id, institution_id, device, quantity, needed_on, source, status, requested_on, issued_on, returned_on,
       ended_on, reason
  FROM device_order;

-- The days on which a version of a line was in force: one that was replaced ends on the day before its successor begins.
CREATE VIEW report_span WITH (security_invoker) AS
SELECT l.*, least(coalesce(l.stopped_on, l.ends_on, 'infinity'::date), CASE WHEN l.status = 'replaced' THEN (
		SELECT min(n.starts_on) - 1 FROM prescription AS n WHERE n.series_id = l.series_id AND n.version > l.version
		   AND n.status <> 'entered_in_error') END) AS last_day
  FROM report_prescription AS l
 WHERE l.status <> 'draft';

-- What an account that may not see single patients asked for, and which rows were kept from it ("table:row").
CREATE TABLE report_asked (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	account_id uuid NOT NULL REFERENCES account,
	asked_on date NOT NULL DEFAULT current_date,
	since date NOT NULL,
	until date NOT NULL,
	institutions int[],
	districts int[],
	ages int[],
	sexes text[],
	groups text[],
	places text[],
	hidden text[] NOT NULL,
	at timestamptz NOT NULL DEFAULT now(),
	CONSTRAINT report_asked_period CHECK (until >= since)
);
CREATE INDEX report_asked_today ON report_asked (account_id, asked_on);
ALTER TABLE report_asked ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_asked FORCE ROW LEVEL SECURITY;
CREATE POLICY report_asked_own ON report_asked FOR SELECT TO palreg_report USING (account_id = (SELECT current_account()));
CREATE POLICY report_asked_owner ON report_asked TO palreg_owner USING (account_id = (SELECT current_account()));
GRANT SELECT ON report_asked TO palreg_report;

-- One report of an account at a time, so that each is judged by all before it.
CREATE FUNCTION report_ask_turn() RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT pg_advisory_xact_lock(hashtextextended('report ' || current_account(), 0))
$$;

CREATE FUNCTION report_ask(p_since date, p_until date, p_institutions int[], p_districts int[], p_ages int[], p_sexes text[],
	p_groups text[], p_places text[], p_hidden text[]) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
INSERT INTO report_asked (account_id, since, until, institutions, districts, ages, sexes, groups, places, hidden)
SELECT current_account(), p_since, p_until, p_institutions, p_districts, p_ages, p_sexes, p_groups, p_places, p_hidden
 WHERE NOT EXISTS (SELECT FROM report_asked AS a WHERE a.asked_on = current_date
	AND (a.since, a.until, a.institutions, a.districts, a.ages, a.sexes, a.groups, a.places, a.hidden) IS NOT DISTINCT FROM
	    (p_since, p_until, p_institutions, p_districts, p_ages, p_sexes, p_groups, p_places, p_hidden))
$$;
REVOKE ALL ON FUNCTION report_ask_turn(), report_ask(date, date, int[], int[], int[], text[], text[], text[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION report_ask_turn(), report_ask(date, date, int[], int[], int[], text[], text[], text[], text[])
	TO palreg_report;

GRANT SELECT ON report_entry, report_removal, report_device, report_span TO palreg_report;

-- Everybody who was on the register on a day of the period and is in the report that is asked for (mine), or in another that
-- the user was given today for the same period; atom names those others. A list that is NULL takes all; old: on the register before
-- the period; gone: left within it.
CREATE FUNCTION report_people(p_since date, p_until date, p_institutions text[], p_districts text[], p_ages text[], p_sexes text[],
	p_groups text[], p_places text[])
RETURNS TABLE (id uuid, institution_id int, district_id int, group_code text, age int, sex text, settlement text, place text,
	status text, removal_reason text, date_in date, date_out date, died_on date, referred_on date, ready_on date,
	first_contact_on date, has_commission boolean, commission_on date, consent_on date, diagnosis_code text, old boolean,
	gone boolean, mine boolean, atom text)
LANGUAGE sql STABLE ROWS 10000
SET search_path = palreg, pg_temp
AS $$
WITH asked AS MATERIALIZED (
	SELECT 0 AS id, p_institutions AS institutions, p_districts AS districts, p_ages AS ages, p_sexes AS sexes,
	       p_groups AS groups, p_places AS places
	 UNION ALL SELECT id, institutions::text[], districts::text[], ages::text[], sexes, groups, places
	  FROM report_asked WHERE asked_on = current_date AND since = p_since AND until = p_until
), b AS (
	SELECT e.*, width_bucket(extract(year FROM p_until)::int - e.year_of_birth, ARRAY[18, 40, 60, 75]) AS age,
	       e.date_in < p_since AS old, coalesce(e.date_out <= p_until, false) AS gone, c.place
	  FROM report_entry AS e
	  LEFT JOIN (SELECT DISTINCT ON (patient_id) patient_id, place FROM report_care_place WHERE since <= p_until
	              ORDER BY patient_id, since DESC) AS c ON c.patient_id = e.id
	 WHERE e.area_id = ANY ((SELECT areas('report_summary'))::int[])
	   AND e.date_in <= p_until AND (e.date_out IS NULL OR e.date_out >= p_since)
)
SELECT b.id, b.institution_id, b.district_id, b.group_code, b.age, b.sex, b.settlement, b.place, b.status, b.removal_reason,
       b.date_in, b.date_out, b.died_on, b.referred_on, b.ready_on, b.first_contact_on, b.has_commission, b.commission_on,
       b.consent_on, b.diagnosis_code, b.old, b.gone, m.mine, coalesce(m.atom, '')
  FROM b CROSS JOIN LATERAL (
	SELECT bool_or(a.id = 0) AS mine, string_agg(a.id::text, ',' ORDER BY a.id) FILTER (WHERE a.id > 0) AS atom
	  FROM asked AS a
	 WHERE (a.institutions IS NULL OR b.institution_id::text = ANY (a.institutions))
	   AND (a.districts IS NULL OR coalesce(b.district_id::text = ANY (a.districts), false))
	   AND (a.ages IS NULL OR b.age::text = ANY (a.ages))
	   AND (a.sexes IS NULL OR b.sex = ANY (a.sexes))
	   AND (a.groups IS NULL OR coalesce(b.group_code = ANY (a.groups), false))
	   AND (a.places IS NULL OR coalesce(b.place = ANY (a.places), false))
  ) AS m
 WHERE m.mine IS NOT NULL
$$;

-- Who was prescribed what on any day of the period, by its use against pain.
CREATE FUNCTION report_steps(p_since date, p_until date)
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

-- 1 good, 0 not, -1 where what it is judged by is not known, NULL where it is not asked.
CREATE FUNCTION report_judge(asked boolean, known boolean, good boolean) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT CASE WHEN asked IS NOT TRUE THEN NULL WHEN known IS NOT TRUE THEN -1 ELSE coalesce(good, false)::int END
$$;

-- One case of one indicator a row; days where a median is told.
CREATE FUNCTION report_outcomes(p_since date, p_until date, p_institutions text[], p_districts text[], p_ages text[],
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
REVOKE ALL ON FUNCTION report_people(date, date, text[], text[], text[], text[], text[], text[]), report_steps(date, date),
	report_judge(boolean, boolean, boolean),
	report_outcomes(date, date, text[], text[], text[], text[], text[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION report_people(date, date, text[], text[], text[], text[], text[], text[]), report_steps(date, date),
	report_judge(boolean, boolean, boolean), report_outcomes(date, date, text[], text[], text[], text[], text[], text[])
	TO palreg_report;

COMMIT;
