-- Revert palreg:area_why from pg

BEGIN;
SET LOCAL ROLE palreg_owner;
SET LOCAL search_path = palreg, pg_temp;

CREATE OR REPLACE VIEW allergy_choice WITH (security_invoker) AS
SELECT '@' || code AS subject, 1 AS part, name, name_en, ''::text AS note, ''::text AS note_en, '' AS atc,
       retired_at IS NULL AS offered, ord
  FROM allergen
UNION ALL
SELECT code, 2, name, name_en, 'группа препаратов', 'group of medicines', '', true, ord
  FROM medicine_group
UNION ALL
SELECT '#' || id, 3, inn, inn_en, coalesce(atc, ''), coalesce(atc, ''), coalesce(atc, ''), retired_at IS NULL, 0
  FROM medicine
UNION ALL
SELECT left(m.atc, n), 4, 'АТХ ' || left(m.atc, n), 'ATC ' || left(m.atc, n), string_agg(m.inn, ', ' ORDER BY m.inn),
       string_agg(coalesce(nullif(m.inn_en, ''), m.inn), ', ' ORDER BY m.inn), left(m.atc, n), true, n
  FROM medicine AS m, unnest(ARRAY[3, 4, 5]) AS n
 WHERE length(m.atc) >= n
 GROUP BY left(m.atc, n), n;
DROP FUNCTION in_use(timestamptz, date, date);
DROP FUNCTION area_why(int);
CREATE FUNCTION area_why(p_area int) RETURNS TABLE (account_id uuid, grant_id bigint, widened boolean, permissions text, opens boolean)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
AS $$
SELECT r.account_id, r.grant_id, r.widened, string_agg(r.permission, ' ' ORDER BY r.permission),
       EXISTS (SELECT FROM member AS m WHERE m.account_id = r.account_id AND m.inst = area_inst(p_area)
           AND m.active AND m.role IN ('officer', 'doctor'))
  FROM account_right AS r
 WHERE r.area_id = p_area AND r.permission IN ('PATIENT_READ', 'PATIENT_WRITE', 'RECORD_READ', 'RECORD_WRITE', 'REPORT_PATIENT')
   AND p_area = ANY (areas('user_manage'))
 GROUP BY r.account_id, r.grant_id, r.widened
$$;
REVOKE EXECUTE ON FUNCTION area_why(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION area_why(int) TO palreg_admin;

COMMIT;
