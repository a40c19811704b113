/* prescription_columns.h: what prescription_read() reads of a line. */
#ifndef PRESCRIPTION_COLUMNS_H
#define PRESCRIPTION_COLUMNS_H

#include "db/timing.h"

/* How many COLUMNS are; the timing comes last. */
enum { PRESCRIPTION_OWN = 36,
	PRESCRIPTION_COLUMNS = PRESCRIPTION_OWN + TIMING_COLUMNS_LEN };

/* Whether who asks took the last step of line l today, and may take it back. */
#define OWN_STEP \
	"CASE WHEN l.status IN ('stopped', 'completed') THEN EXISTS" \
	" (SELECT FROM prescription_event e WHERE e.prescription_id = l.id" \
	"   AND e.to_status = l.status AND e.at >= current_date" \
	"   AND e.account_id = current_account())" \
	" ELSE l.status IN ('active', 'on_hold', 'draft')" \
	"   AND l.author_id = current_account()" \
	"   AND coalesce(l.signed_at, l.created_at) >= current_date END"

/* Kept in step with read_line(); lang is a parameter. */
#define COLUMNS(lang)	COLUMNS_WITH(lang, OWN_STEP)
#define COLUMNS_WITH(lang, own_step) \
	"l.id, l.series_id, l.version, l.patient_id, l.product_id, " \
	IN_LANGUAGE(lang, "m.inn", "m.inn_en") ", m.atc, " \
	IN_LANGUAGE(lang, "f.form", "f.form_en") ", " \
	IN_LANGUAGE(lang, "f.strength", "f.strength_en") "," \
	" trim_scale(l.dose), l.unit, " IN_LANGUAGE(lang, "u.name", "u.name_en") "," \
	" l.route, " IN_LANGUAGE(lang, "t.name", "t.name_en") "," \
	" l.starts_on, l.ends_on, l.status, l.stopped_on, " \
	IN_LANGUAGE(lang, "s.name", "s.name_en") ", a.name, l.created_at, " \
	IN_LANGUAGE(lang, "i.name", "i.name_en") ", p.registry_no, l.current," \
	" l.review_on, l.basis, " \
	IN_LANGUAGE(lang, "n.name", "n.name_en") ", l.pump_id, l.sheet_id," \
	" l.sheet_on, trim_scale(l.quantity), l.packs, l.rx_form," \
	" g.controlled, " own_step ", l.held_on, " \
	TIMING_COLUMNS(lang)

/* s: why it was stopped, or is on hold. */
#define JOINS \
	"  JOIN medicine m ON m.id = l.medicine_id" \
	"  JOIN control_class g ON g.code = m.control_class" \
	"  LEFT JOIN medicine_product f ON f.id = l.product_id" \
	"  LEFT JOIN unit u ON u.code = l.unit" \
	"  LEFT JOIN route t ON t.code = l.route" \
	"  LEFT JOIN reason s ON (s.kind, s.code) = ('stop', l.stop_reason)" \
	"    OR l.status = 'on_hold'" \
	"   AND (s.kind, s.code) = ('hold', l.hold_reason)" \
	"  LEFT JOIN indication n ON n.code = l.indication" \
	"  LEFT JOIN staff a ON a.id = l.author_id" \
	"  LEFT JOIN area i ON i.id = l.institution_id" \
	"  JOIN patient p ON p.id = l.patient_id"

#endif
