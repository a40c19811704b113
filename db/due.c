/* due.c: prescription lines that ask for something: review, a patch, an end. */

#include "db/due.h"
#include "db/language.h"
#include "db/patch_day.h"

enum { LIST, SUPPLIED };

/* Kept in step with due_read(); lang is a parameter. */
#define LINES(what, on) \
	"SELECT l.id, l.patient_id, p.registry_no, " \
	IN_LANGUAGE("$1", "m.inn", "m.inn_en") ", " \
	IN_LANGUAGE("$1", "f.form", "f.form_en") " || ' ' || " \
	IN_LANGUAGE("$1", "f.strength", "f.strength_en") "," \
	" trim_scale(l.dose), " IN_LANGUAGE("$1", "u.name", "u.name_en") "," \
	" '" what "', " on " AS due_on" \
	"  FROM prescription l JOIN patient p ON p.id = l.patient_id" \
	"  JOIN medicine m ON m.id = l.medicine_id" \
	"  LEFT JOIN medicine_product f ON f.id = l.product_id" \
	"  LEFT JOIN unit u ON u.code = l.unit" \
	" WHERE l.area_id = ANY ((SELECT areas('record_read'))::int[])" \
	"   AND l.current AND l.status = 'active'" \
	"   AND coalesce(l.ends_on, 'infinity') >= current_date"

const struct stmt due_stmts[] = {
	[LIST] = { "due_list",
	    "(" LINES("review", "l.review_on")
	    "    AND l.review_on <= current_date"
	    "  ORDER BY due_on, 2 LIMIT 300)"
	    " UNION ALL "
	    "(" LINES("patch", "current_date")
	    "    AND l.schedule = 'patch' AND " PATCH_TODAY("l")
	    "  ORDER BY 2 LIMIT 300)"
	    " UNION ALL "
	    "(" LINES("ending", "l.ends_on")
	    "    AND l.ends_on <= current_date + $2::int"
	    "  ORDER BY due_on, 2 LIMIT 300)" },
	[SUPPLIED] = { "due_supplied",
	    LINES("supply", "NULL::date")
	    "    AND (l.quantity IS NOT NULL OR l.packs IS NOT NULL)"
	    "  ORDER BY l.id LIMIT 3000" },
	{ NULL, NULL }
};

const struct stmt *const due_list_stmt = &due_stmts[LIST];
const struct stmt *const due_supplied_stmt = &due_stmts[SUPPLIED];

void
due_read(struct db *db, const struct rows *r, struct due_list *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct due_line){
			.id = row_text(r, i, 0),
			.patient = row_text(r, i, 1),
			.registry_no = row_text(r, i, 2),
			.medicine = row_text(r, i, 3),
			.strength = row_text(r, i, 4),
			.dose = row_text(r, i, 5),
			.unit = row_text(r, i, 6),
			.what = row_text(r, i, 7),
			.on = row_text(r, i, 8),
		};
}
