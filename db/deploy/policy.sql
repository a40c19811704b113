-- Deploy palreg:policy to pg
-- requires: patient, prescription, audit, session_functions, enrolment, document_put
-- Deny by default: row level security is forced on every table, and a program gets only what is granted here.
-- "(SELECT areas(...))" is computed once per statement, so that an index on area_id serves.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DO $$
DECLARE
	t regclass;
BEGIN
	FOR t IN SELECT oid FROM pg_class WHERE relnamespace = 'palreg'::regnamespace AND relkind = 'r' LOOP
		EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
	END LOOP;
	-- Tables behind functions: their owner, in whose name these run, may pass.
	FOREACH t IN ARRAY ARRAY['area', 'crypto_inst', 'account', 'credential', 'login_delay', 'session', 'setup_token',
	    'role', 'role_permission', 'role_grant', 'roster_entry', 'member', 'key_grant', 'recovery_set',
	    'patient_total', 'registry_number']::regclass[] LOOP
		EXECUTE format('CREATE POLICY owner_all ON %s TO palreg_owner USING (true) WITH CHECK (true)', t);
	END LOOP;
	-- Reference books: read by everybody who works with them, written by who manages users somewhere.
	FOREACH t IN ARRAY ARRAY['diagnosis_group', 'icd10', 'medicine_group', 'control_class', 'rx_form', 'route', 'unit',
	    'reason', 'indication', 'medicine', 'medicine_ddd', 'medicine_product', 'ome_table', 'ome_factor']::regclass[] LOOP
		EXECUTE format('CREATE POLICY book_read ON %s FOR SELECT USING (true)', t);
		EXECUTE format('CREATE POLICY book_write ON %s TO palreg_admin'
		    ' USING ((SELECT cardinality(areas(''user_manage''))) > 0)'
		    ' WITH CHECK ((SELECT cardinality(areas(''user_manage''))) > 0)', t);
		EXECUTE format('GRANT SELECT ON %s TO palreg_register, palreg_admin, palreg_report', t);
		EXECUTE format('GRANT INSERT, UPDATE, DELETE ON %s TO palreg_admin', t);
	END LOOP;
END
$$;

-- Areas and institutions.
CREATE POLICY area_read ON area FOR SELECT USING (true);
CREATE POLICY area_add ON area FOR INSERT TO palreg_admin
	WITH CHECK (parent_id = ANY ((SELECT areas('user_manage'))::int[]));
CREATE POLICY area_edit ON area FOR UPDATE TO palreg_admin
	USING (id = ANY ((SELECT areas('user_manage'))::int[]));
CREATE POLICY area_drop ON area FOR DELETE TO palreg_admin
	USING (id = ANY ((SELECT areas('user_manage'))::int[]));
GRANT SELECT ON area TO palreg_auth, palreg_register, palreg_admin, palreg_report;
GRANT INSERT (parent_id, kind, name, name_en), UPDATE (name, name_en, retired_at), DELETE ON area TO palreg_admin;
CREATE POLICY crypto_inst_read ON crypto_inst FOR SELECT USING (true);
GRANT SELECT ON crypto_inst TO palreg_auth, palreg_register, palreg_admin;

-- Accounts, their secrets and sessions.
CREATE POLICY account_login ON account FOR SELECT TO palreg_auth USING (true);
CREATE POLICY account_manage_read ON account FOR SELECT TO palreg_admin
	USING (area_id = ANY ((SELECT areas('user_manage'))::int[]));
CREATE POLICY account_manage_add ON account FOR INSERT TO palreg_admin
	WITH CHECK (area_id = ANY ((SELECT areas('user_manage'))::int[]));
CREATE POLICY account_manage_edit ON account FOR UPDATE TO palreg_admin
	USING (area_id = ANY ((SELECT areas('user_manage'))::int[]));
GRANT SELECT ON account TO palreg_auth, palreg_admin;
GRANT INSERT (id, login, name, job, area_id, language, valid_until),
	UPDATE (name, job, area_id, state, language, valid_until) ON account TO palreg_admin;
CREATE POLICY credential_login ON credential FOR SELECT TO palreg_auth USING (true);
GRANT SELECT ON credential TO palreg_auth;
CREATE POLICY session_own ON session FOR SELECT TO palreg_auth
	USING (account_id = (SELECT current_account()));
GRANT SELECT ON session TO palreg_auth;
GRANT SELECT ON staff TO palreg_register, palreg_admin, palreg_report;

-- Roles. Nobody gives what he does not hold himself in that area; a role is changed only by who manages every
-- area in which it is given.
CREATE FUNCTION role_in_reach(p_role int) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT cardinality(areas('user_manage')) > 0
   AND NOT EXISTS (SELECT FROM role_grant WHERE role_id = p_role AND NOT area_id = ANY (areas('user_manage')))
$$;
CREATE FUNCTION role_holds(p_role int, p_area int) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT p_area = ANY (areas('user_manage'))
   AND NOT EXISTS (SELECT FROM role_permission
                    WHERE role_id = p_role AND NOT p_area = ANY (areas(lower(permission))))
$$;
GRANT EXECUTE ON FUNCTION role_in_reach(int), role_holds(int, int) TO palreg_admin;
CREATE POLICY role_read ON role FOR SELECT USING (true);
CREATE POLICY role_add ON role FOR INSERT TO palreg_admin
	WITH CHECK ((SELECT cardinality(areas('user_manage'))) > 0);
CREATE POLICY role_edit ON role FOR UPDATE TO palreg_admin USING (role_in_reach(id));
CREATE POLICY role_drop ON role FOR DELETE TO palreg_admin USING (role_in_reach(id));
CREATE POLICY role_permission_read ON role_permission FOR SELECT USING (true);
CREATE POLICY role_permission_add ON role_permission FOR INSERT TO palreg_admin
	WITH CHECK (role_in_reach(role_id) AND (SELECT cardinality(areas(lower(permission)))) > 0);
CREATE POLICY role_permission_drop ON role_permission FOR DELETE TO palreg_admin USING (role_in_reach(role_id));
GRANT SELECT ON role, role_permission TO palreg_auth, palreg_admin;
GRANT INSERT (code, name, name_en), UPDATE (name, name_en), DELETE ON role TO palreg_admin;
GRANT INSERT, DELETE ON role_permission TO palreg_admin;
CREATE POLICY role_grant_read ON role_grant FOR SELECT TO palreg_admin
	USING (account_id IN (SELECT id FROM account) OR area_id = ANY ((SELECT areas('user_manage'))::int[]));
CREATE POLICY role_grant_own ON role_grant FOR SELECT TO palreg_auth
	USING (account_id = (SELECT current_account()));
CREATE POLICY role_grant_add ON role_grant FOR INSERT TO palreg_admin
	WITH CHECK (account_id IN (SELECT id FROM account) AND role_holds(role_id, area_id));
CREATE POLICY role_grant_edit ON role_grant FOR UPDATE TO palreg_admin
	USING (account_id IN (SELECT id FROM account) AND role_holds(role_id, area_id));
CREATE POLICY role_grant_drop ON role_grant FOR DELETE TO palreg_admin
	USING (account_id IN (SELECT id FROM account) AND area_id = ANY ((SELECT areas('user_manage'))::int[]));
GRANT SELECT ON role_grant TO palreg_auth, palreg_admin;
GRANT INSERT (account_id, role_id, area_id, valid_until), UPDATE (valid_until), DELETE ON role_grant TO palreg_admin;

-- Members and keys: of the own institution, grants only the own.
CREATE POLICY roster_own ON roster_entry FOR SELECT TO palreg_auth USING (inst = (SELECT current_inst()));
CREATE POLICY member_own ON member FOR SELECT TO palreg_auth, palreg_register
	USING (inst = (SELECT current_inst()));
CREATE POLICY key_grant_own ON key_grant FOR SELECT TO palreg_auth
	USING (inst = (SELECT current_inst()) AND recipient = (SELECT current_account()));
CREATE POLICY recovery_set_own ON recovery_set FOR SELECT TO palreg_auth USING (inst = (SELECT current_inst()));
GRANT SELECT ON roster_entry, key_grant, recovery_set TO palreg_auth;
GRANT SELECT ON member TO palreg_auth, palreg_register;

-- Patients and what is recorded about them. The owner's policies serve the triggers and document_put(), and let
-- the triggers work for an operator who loads data.
CREATE POLICY patient_read ON patient FOR SELECT TO palreg_register
	USING (area_id = ANY ((SELECT areas('patient_read'))::int[]));
CREATE POLICY patient_add ON patient FOR INSERT TO palreg_register
	WITH CHECK (area_id = ANY ((SELECT areas('patient_write'))::int[]));
CREATE POLICY patient_edit ON patient FOR UPDATE TO palreg_register
	USING (area_id = ANY ((SELECT areas('patient_write'))::int[]));
CREATE POLICY patient_report ON patient FOR SELECT TO palreg_report
	USING (area_id = ANY ((SELECT areas('report_patient') || areas('report_summary'))::int[]));
CREATE POLICY patient_owner_read ON patient FOR SELECT TO palreg_owner
	USING (area_id = ANY ((SELECT areas('patient_read') || areas('patient_write') || areas('record_write'))::int[]) OR (SELECT by_operator()));
CREATE POLICY patient_owner_edit ON patient FOR UPDATE TO palreg_owner
	USING (area_id = ANY ((SELECT areas('patient_write') || areas('record_write'))::int[]) OR (SELECT by_operator()));
GRANT SELECT ON patient TO palreg_register;
CREATE POLICY patient_total_read ON patient_total FOR SELECT TO palreg_register
	USING (area_id = ANY ((SELECT areas('patient_read'))::int[]));
GRANT SELECT ON patient_total TO palreg_register;
GRANT INSERT (id, inst, institution_id, area_id, district_id, year_of_birth, sex, diagnosis_code, status,
	removal_reason, date_in, date_out, died_on, created_by, changed_by),
	UPDATE (inst, institution_id, area_id, district_id, year_of_birth, sex, diagnosis_code, status, removal_reason,
	date_in, date_out, died_on) ON patient TO palreg_register;

CREATE POLICY document_read ON document FOR SELECT TO palreg_register
	USING (area_id = ANY ((SELECT areas('patient_read'))::int[]));
CREATE POLICY document_owner_read ON document FOR SELECT TO palreg_owner
	USING (area_id = ANY ((SELECT areas('patient_read') || areas('patient_write'))::int[]) OR (SELECT by_operator()));
CREATE POLICY document_owner_add ON document FOR INSERT TO palreg_owner
	WITH CHECK (area_id = ANY ((SELECT areas('patient_write'))::int[]) OR (SELECT by_operator()));
CREATE POLICY document_owner_edit ON document FOR UPDATE TO palreg_owner
	USING (area_id = ANY ((SELECT areas('patient_write'))::int[]) OR (SELECT by_operator()));
GRANT SELECT ON document TO palreg_register;

CREATE POLICY observation_read ON observation FOR SELECT TO palreg_register
	USING (area_id = ANY ((SELECT areas('record_read'))::int[]));
CREATE POLICY observation_add ON observation FOR INSERT TO palreg_register
	WITH CHECK (area_id = ANY ((SELECT areas('record_write'))::int[]) AND author_id = (SELECT current_account()));
CREATE POLICY observation_report ON observation FOR SELECT TO palreg_report
	USING (area_id = ANY ((SELECT areas('report_patient') || areas('report_summary'))::int[]));
CREATE POLICY observation_owner_read ON observation FOR SELECT TO palreg_owner
	USING (area_id = ANY ((SELECT areas('record_read') || areas('record_write') || areas('patient_write'))::int[]) OR (SELECT by_operator()));
CREATE POLICY observation_owner_edit ON observation FOR UPDATE TO palreg_owner
	USING (area_id = ANY ((SELECT areas('record_write') || areas('patient_write'))::int[]) OR (SELECT by_operator()));
GRANT SELECT ON observation TO palreg_register;
GRANT INSERT (id, patient_id, area_id, code, value, effective_on, effective_at, author_id) ON observation TO palreg_register;

CREATE POLICY prescription_read ON prescription FOR SELECT TO palreg_register
	USING (area_id = ANY ((SELECT areas('record_read'))::int[]));
CREATE POLICY prescription_add ON prescription FOR INSERT TO palreg_register
	WITH CHECK (area_id = ANY ((SELECT areas('record_write'))::int[]) AND author_id = (SELECT current_account()));
CREATE POLICY prescription_report ON prescription FOR SELECT TO palreg_report
	USING (area_id = ANY ((SELECT areas('report_patient') || areas('report_summary'))::int[]));
CREATE POLICY prescription_owner_read ON prescription FOR SELECT TO palreg_owner
	USING (area_id = ANY ((SELECT areas('record_read') || areas('record_write') || areas('patient_write'))::int[]) OR (SELECT by_operator()));
CREATE POLICY prescription_owner_edit ON prescription FOR UPDATE TO palreg_owner
	USING (area_id = ANY ((SELECT areas('record_write') || areas('patient_write'))::int[]) OR (SELECT by_operator()));
CREATE POLICY prescription_edit ON prescription FOR UPDATE TO palreg_register
	USING (area_id = ANY ((SELECT areas('record_write'))::int[]));
GRANT SELECT ON prescription TO palreg_register;
GRANT INSERT (id, series_id, version, patient_id, area_id, institution_id, sheet_on, medicine_id, product_id, dose, unit,
	route, schedule, times_per_day, interval_hours, prn, prn_max_per_day, indication, starts_on, ends_on, status,
	stopped_on, stop_reason, stopped_by, author_id, change_reason, current),
	UPDATE (status, stopped_on, stop_reason, stopped_by, current) ON prescription TO palreg_register;

-- Audit: added through audit_add(), read by administrators.
CREATE POLICY audit_event_add ON audit_event FOR INSERT TO palreg_owner WITH CHECK (true);
CREATE POLICY audit_event_read ON audit_event FOR SELECT TO palreg_admin
	USING (area_id = ANY ((SELECT areas('user_manage'))::int[])
	OR (area_id IS NULL AND (SELECT EXISTS (SELECT FROM area AS a
	    WHERE a.parent_id IS NULL AND a.id = ANY (areas('user_manage'))))));
CREATE POLICY audit_event_own ON audit_event FOR SELECT TO palreg_owner
	USING (account_id = (SELECT current_account()));
GRANT SELECT ON audit_event TO palreg_admin;

-- Patients the user opened last, newest first.
CREATE FUNCTION recent_patients(p_limit int) RETURNS TABLE (patient_id uuid, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT e.subject, max(e.at)
  FROM (SELECT subject, at
          FROM audit_event
         WHERE account_id = current_account() AND subject IS NOT NULL AND result = 'OK'
           AND event ~ '^(PATIENT|PRESCRIPTION|RECORD)_'
         ORDER BY id DESC
         LIMIT 400) AS e
 WHERE EXISTS (SELECT FROM patient AS p WHERE p.id = e.subject)
 GROUP BY e.subject
 ORDER BY 2 DESC
 LIMIT p_limit
$$;
GRANT EXECUTE ON FUNCTION recent_patients(int) TO palreg_register;

-- Steps an account may take, whoever asks; its version counts every change.
CREATE FUNCTION account_step() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
BEGIN
	IF NOT (NEW.state = OLD.state
	    OR (OLD.state, NEW.state) IN (('invited', 'applied'), ('invited', 'blocked'), ('applied', 'blocked'),
	        ('active', 'blocked'), ('invited', 'deleted'), ('applied', 'deleted'), ('active', 'deleted'),
	        ('blocked', 'deleted'))
	    OR (OLD.state IN ('applied', 'blocked') AND NEW.state = 'active'
	        AND EXISTS (SELECT FROM credential WHERE account_id = NEW.id)
	        AND (area_inst(NEW.area_id) IS NULL
	            OR EXISTS (SELECT FROM member WHERE account_id = NEW.id AND active)))
	    OR (OLD.state = 'blocked' AND NEW.state = 'invited'
	        AND NOT EXISTS (SELECT FROM member WHERE account_id = NEW.id))) THEN
		RAISE EXCEPTION 'an account cannot go from % to %', OLD.state, NEW.state
		    USING ERRCODE = '23514', CONSTRAINT = 'account_step';
	END IF;
	NEW.version := OLD.version + 1;
	RETURN NEW;
END
$$;
CREATE TRIGGER account_step BEFORE UPDATE ON account FOR EACH ROW EXECUTE FUNCTION account_step();

COMMIT;
