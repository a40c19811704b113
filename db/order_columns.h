/* order_columns.h: what order_read() reads of an order. */
#ifndef ORDER_COLUMNS_H
#define ORDER_COLUMNS_H

#include "db/language.h"

#define ORDER_CODED(list, column, lang) \
	"(SELECT " IN_LANGUAGE(lang, "v.name", "v.name_en") \
	"   FROM coded_value v WHERE v.list = '" list "' AND v.code = " column ")"

/* Whether the last change of order o was a step, made by who asks, today. */
#define ORDER_STEPPED(past) \
	"EXISTS (SELECT FROM " past " k JOIN order_step s" \
	" ON s.kind = o.kind AND s.action = 'undo'" \
	" AND s.from_status = o.status AND s.to_status = k.status" \
	" WHERE k.id = o.id AND k.version = o.version - 1)"
#define ORDER_MAY_UNDO \
	"order_own(o.changed_by, o.changed_at) AND CASE o.kind" \
	" WHEN 'service' THEN " ORDER_STEPPED("service_order_past") \
	" ELSE " ORDER_STEPPED("device_order_past") " END"

/* Until when a service counts: its end, today at the latest. */
#define ORDER_COUNTED_TO \
	"least(o.ended_on, o.until, current_date)"

/* Kept in step with read_order(); lang is a parameter. */
#define ORDER_COLUMNS(lang) \
	"o.id, o.patient_id, p.registry_no, o.kind, o.code, " \
	IN_LANGUAGE(lang, "o.name", "o.name_en") ", o.status, o.state," \
	" o.since, o.days, o.ended_on, " \
	IN_LANGUAGE(lang, "r.name", "r.name_en") ", a.name, c.name," \
	" to_char(o.changed_at, 'YYYY-MM-DD HH24:MI'), " \
	IN_LANGUAGE(lang, "i.name", "i.name_en") ", " \
	IN_LANGUAGE(lang, "d.name", "d.name_en") ", o.version, " \
	ORDER_MAY_UNDO ", order_own(o.author_id, o.created_at)," \
	" o.until, o.times, o.per, o.performer, " \
	ORDER_CODED("performer", "o.performer", lang) ", o.place, " \
	ORDER_CODED("service_place", "o.place", lang) ", o.indication, " \
	IN_LANGUAGE(lang, "n.name", "n.name_en") ", o.due_on, o.done_count," \
	" service_planned(o.since, o.times, o.per, " ORDER_COUNTED_TO ")," \
	" service_planned(o.since, o.times, o.per, o.until)," \
	" o.model, o.quantity, o.commission_no, o.commission_on, o.source, " \
	ORDER_CODED("device_source", "o.source", lang) ", o.requested_on," \
	" o.issued_on, o.serial_no, o.returned_on, o.return_due_on," \
	" o.consumable"

#define ORDER_JOINS \
	"  JOIN patient p ON p.id = o.patient_id" \
	"  LEFT JOIN reason r ON r.kind = o.reason_kind AND r.code = o.reason" \
	"  LEFT JOIN staff a ON a.id = o.author_id" \
	"  LEFT JOIN staff c ON c.id = o.changed_by" \
	"  LEFT JOIN area i ON i.id = o.institution_id" \
	"  LEFT JOIN area d ON d.id = p.district_id" \
	"  LEFT JOIN indication n ON n.code = o.indication"

#endif
