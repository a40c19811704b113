-- transitions.t.sql: every step from every state to every state: what status_transition does not have is refused.
\ir fixture.sql
SELECT plan(5);

-- An entry in each state; of the removed one for each reason.
CREATE TABLE t.entry AS
SELECT md5(s.status || coalesce(s.reason, ''))::uuid AS id, s.*
  FROM (SELECT unnest(ARRAY['draft', 'awaiting', 'active', 'suspended', 'refused', 'declined']) AS status, NULL AS reason
        UNION ALL SELECT 'removed', code FROM reason WHERE kind = 'removal') AS s;
GRANT SELECT ON t.entry TO PUBLIC;
INSERT INTO patient (id, inst, institution_id, area_id, district_id, year_of_birth, sex, diagnosis_code, status, removal_reason, date_in, date_out, died_on,
	expected_return, commission_no, commission_on, basis_code, consent_on, created_by, changed_by)
SELECT e.id, p.inst, p.institution_id, p.area_id, p.district_id, p.year_of_birth, p.sex, p.diagnosis_code, e.status, e.reason, p.date_in,
       CASE WHEN e.status = 'removed' THEN CURRENT_DATE - 1 END, CASE WHEN e.reason = 'death' THEN CURRENT_DATE - 1 END,
       CASE WHEN e.status = 'suspended' THEN CURRENT_DATE + 7 END, p.commission_no, p.commission_on, p.basis_code, p.consent_on, p.created_by, p.changed_by
  FROM t.entry AS e, patient AS p WHERE p.id = 'a1000000-0000-4000-8000-000000000001';
SELECT is((SELECT string_agg(DISTINCT status, ' ' ORDER BY status) FROM t.entry),
	(SELECT string_agg(s, ' ' ORDER BY s) FROM (SELECT from_status FROM status_transition UNION SELECT to_status FROM status_transition) AS u(s)),
	'there is an entry in every state that steps know');

-- Tries a step with all that any step asks for, and takes nothing: the rule that refused it, or 'taken'.
CREATE FUNCTION t.try(p_entry t.entry, p_action text, p_to text) RETURNS text
LANGUAGE plpgsql SET search_path = palreg, tap, pg_temp AS $$
DECLARE
	s status_transition;
	rule text;
BEGIN
	SELECT * INTO s FROM status_transition WHERE (action, from_status, to_status) = (p_action, p_entry.status, p_to);
	BEGIN
		INSERT INTO patient_status_event (patient_id, action, from_status, to_status, effective_on, reason, commission_no, commission_on, basis_code,
			consent_on, expected_return)
		SELECT p_entry.id, p_action, p_entry.status, p_to, CURRENT_DATE,
		       CASE WHEN 'reason' = ANY (s.asks) THEN (SELECT min(code) FROM reason WHERE kind = s.reason_kind AND code <> 'death'
		           AND (s.reasons = '{}' OR code = ANY (s.reasons))) END,
		       '99', CURRENT_DATE, 'onco', CURRENT_DATE, CASE WHEN 'expected_return' = ANY (s.asks) THEN CURRENT_DATE + 7 END;
		RAISE EXCEPTION USING ERRCODE = 'PT200';
	EXCEPTION WHEN OTHERS THEN
		GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME;
		RETURN CASE SQLSTATE WHEN 'PT200' THEN 'taken' ELSE coalesce(nullif(rule, ''), SQLSTATE) END;
	END;
END
$$;
GRANT EXECUTE ON FUNCTION t.try(t.entry, text, text) TO PUBLIC;
-- Every step there could be, and what the table says of it for who holds the permissions.
CREATE FUNCTION t.steps(p_permissions text[], OUT step text, OUT said text, OUT wanted boolean) RETURNS SETOF record
LANGUAGE sql SET search_path = palreg, tap, pg_temp AS $$
SELECT concat_ws(' ', e.status, e.reason, a.action, s.status), t.try(e, a.action, s.status),
       EXISTS (SELECT FROM status_transition AS w WHERE (w.action, w.from_status, w.to_status) = (a.action, e.status, s.status)
           AND (w.after = '{}' OR e.reason = ANY (w.after)) AND w.permission = ANY (p_permissions))
  FROM t.entry AS e
 CROSS JOIN (SELECT DISTINCT action FROM status_transition UNION VALUES ('enter'), ('no_such')) AS a
 CROSS JOIN (SELECT DISTINCT status FROM t.entry UNION VALUES ('transferred')) AS s $$;
GRANT EXECUTE ON FUNCTION t.steps(text[]) TO PUBLIC;

CREATE TABLE t.tried (who text, step text, said text, wanted boolean);
GRANT SELECT, INSERT ON t.tried TO PUBLIC;

SELECT t.act_as('doc.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
INSERT INTO t.tried SELECT 'doctor', * FROM t.steps('{patient_write}');
SELECT is_empty($$ SELECT step, said FROM t.tried WHERE who = 'doctor' AND (said = 'taken') <> wanted $$, 'a doctor takes the steps of the table and no other');
SELECT is((SELECT string_agg(DISTINCT said, ' ' ORDER BY said) FROM t.tried), '42501 status_step_allowed taken', 'the others are no steps, or the administrator''s');
RESET SESSION AUTHORIZATION;

SELECT t.act_as('admin.a');
SET LOCAL SESSION AUTHORIZATION palreg_register;
INSERT INTO t.tried SELECT 'administrator', * FROM t.steps('{patient_write,user_manage}');
SELECT is_empty($$ SELECT step, said FROM t.tried WHERE who = 'administrator' AND (said = 'taken') <> wanted $$, 'an administrator takes those of both');
RESET SESSION AUTHORIZATION;
SELECT cmp_ok((SELECT count(*) FROM t.tried WHERE NOT wanted), '>', 2000::bigint, 'and there are many to refuse');
SELECT * FROM finish();
ROLLBACK;
