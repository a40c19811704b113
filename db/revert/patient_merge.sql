-- Revert palreg:patient_merge from pg

BEGIN;
SET LOCAL search_path = palreg, pg_temp;

CREATE OR REPLACE FUNCTION status_undoable(p_event patient_status_event) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = palreg, pg_temp
RETURN p_event.from_status IS NOT NULL AND p_event.action NOT IN ('undo', 'revive')
   AND p_event.reason IS DISTINCT FROM 'death'
   AND NOT EXISTS (SELECT FROM patient_status_event AS e WHERE e.patient_id = p_event.patient_id AND e.seq > p_event.seq)
   AND ((p_event.author_id = current_account() AND p_event.created_at::date = CURRENT_DATE)
        OR p_event.area_id = ANY (areas('user_manage')) OR by_operator());
DROP TRIGGER patient_moved_merge ON patient;
DROP FUNCTION patient_merge_undo(uuid), patient_merge_do(uuid, int, uuid, int, text[], int, text), patient_rows_count(uuid),
	patient_rows_follow(uuid, uuid, int), patient_rows_give(uuid, uuid, uuid, int), merge_lock(uuid, uuid);
DROP VIEW merge_table;
DROP TABLE merge_stay, patient_merge_rows, patient_merge, duplicate_dismissed;
ALTER TABLE service_order_past DROP CONSTRAINT service_order_past_patient_of;
ALTER TABLE device_order_past DROP CONSTRAINT device_order_past_patient_of;
ALTER TABLE observation ALTER CONSTRAINT observation_of_assessment NOT DEFERRABLE;

COMMIT;
