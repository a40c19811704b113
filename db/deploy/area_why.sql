-- Deploy palreg:area_why to pg
-- requires: account_right, book_editor
-- Who may see a patient and through which grant: of those above the place, too, the role, its reason and its end. What is
-- out of use is not offered as an allergen.

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

DROP FUNCTION area_why(int);
CREATE FUNCTION area_why(p_area int) RETURNS TABLE (account_id uuid, grant_id bigint, widened boolean, permissions text, opens boolean,
	role text, role_en text, given_for text, given_for_en text, valid_until date, reason text, within boolean)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT w.account_id, w.grant_id, w.widened, w.permissions,
       EXISTS (SELECT FROM member AS m WHERE m.account_id = w.account_id AND m.inst = area_inst(p_area)
           AND m.active AND m.role IN ('officer', 'doctor')),
       r.name, r.name_en, a.name, a.name_en, g.valid_until, g.reason, u.area_id = ANY (areas('user_manage'))
  FROM (SELECT x.account_id, x.grant_id, x.widened, string_agg(x.permission, ' ' ORDER BY x.permission) AS permissions
          FROM account_right AS x
         WHERE x.area_id = p_area AND x.permission IN ('PATIENT_READ', 'PATIENT_WRITE', 'RECORD_READ', 'RECORD_WRITE', 'REPORT_PATIENT')
           AND p_area = ANY (areas('user_manage'))
         GROUP BY x.account_id, x.grant_id, x.widened) AS w
  JOIN role_grant AS g ON g.id = w.grant_id
  JOIN role AS r ON r.id = g.role_id
  JOIN area AS a ON a.id = g.area_id
  JOIN account AS u ON u.id = w.account_id
$$;
REVOKE EXECUTE ON FUNCTION area_why(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION area_why(int) TO palreg_admin;

CREATE FUNCTION in_use(p_retired timestamptz, p_from date, p_to date) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
SET search_path = palreg, pg_temp
RETURN p_retired IS NULL AND CURRENT_DATE BETWEEN coalesce(p_from, '-infinity') AND coalesce(p_to, 'infinity');

CREATE OR REPLACE VIEW allergy_choice WITH (security_invoker) AS
SELECT '@' || code AS subject, 1 AS part, name, name_en, ''::text AS note, ''::text AS note_en, '' AS atc,
       in_use(retired_at, valid_from, valid_to) AS offered, ord
  FROM allergen
UNION ALL
SELECT code, 2, name, name_en, 'группа препаратов', 'group of medicines', '', in_use(retired_at, valid_from, valid_to), ord
  FROM medicine_group
UNION ALL
SELECT '#' || id, 3, inn, inn_en, coalesce(atc, ''), coalesce(atc, ''), coalesce(atc, ''), in_use(retired_at, valid_from, valid_to), 0
  FROM medicine
UNION ALL
SELECT left(m.atc, n), 4, 'АТХ ' || left(m.atc, n), 'ATC ' || left(m.atc, n), string_agg(m.inn, ', ' ORDER BY m.inn),
       string_agg(coalesce(nullif(m.inn_en, ''), m.inn), ', ' ORDER BY m.inn), left(m.atc, n), true, n
  FROM medicine AS m, unnest(ARRAY[3, 4, 5]) AS n
 WHERE length(m.atc) >= n
 GROUP BY left(m.atc, n), n;
GRANT EXECUTE ON FUNCTION in_use(timestamptz, date, date) TO palreg_register;

COMMIT;
