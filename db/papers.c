/* papers.c: prescription lines as they are printed: with all that a paper says. */

#include "db/papers.h"
#include "db/prescription_columns.h"

enum { ONE, DAY, HOME, CONTROLLED, DAYS, PHONES };

/* Behind COLUMNS, kept in step with paper_read(); lang is a parameter. */
#define PAPER_COLUMNS(lang, earlier) \
	COLUMNS_WITH(lang, "false") ", array_to_string(ARRAY(SELECT " \
	IN_LANGUAGE(lang, "k.name", "k.name_en") \
	" FROM line_instruction k WHERE k.code = ANY (l.instructions)" \
	" ORDER BY array_position(l.instructions, k.code)), '; '), " \
	IN_LANGUAGE(lang, "x.name", "x.name_en") ", x.code," \
	" coalesce(l.rx_valid_days, x.valid_days), " \
	IN_LANGUAGE(lang, "g.name", "g.name_en") ", " \
	IN_LANGUAGE(lang, "c.name", "c.name_en") "," \
	" coalesce(l.signed_at, l.created_at)::date, trim_scale(f.amount)," \
	" f.amount_unit, f.per_unit, (SELECT trim_scale(k.container_ml)" \
	" FROM medicine_pack k WHERE k.product_id = f.id" \
	" ORDER BY k.ord LIMIT 1), array_to_string(f.units, ',')," \
	" z.ended_on, " earlier

/* z: when it ended or ends: stopped, completed, or by plan. */
#define PAPER_JOINS \
	JOINS \
	"  LEFT JOIN rx_form x" \
	"    ON x.code = coalesce(l.rx_form, f.rx_form, m.rx_form)" \
	"  LEFT JOIN reason c ON c.kind = 'stop' AND c.code = l.change_reason" \
	" CROSS JOIN LATERAL (SELECT coalesce(l.stopped_on," \
	" CASE WHEN l.status = 'completed' THEN (SELECT max(e.on_date)" \
	" FROM prescription_event e WHERE e.prescription_id = l.id" \
	" AND e.to_status = 'completed') END, l.ends_on) AS ended_on) z"

#define GIVEN \
	"l.status IN ('active', 'on_hold')" \
	" AND coalesce(l.ends_on, 'infinity') >= current_date"

/* Of the patient's own department, else of what it stands under. */
#define NEAREST(phone) \
	"(SELECT a." phone " FROM area a" \
	" WHERE a.path @> o.path AND a." phone " <> ''" \
	" ORDER BY nlevel(a.path) DESC LIMIT 1)"

const struct stmt paper_stmts[] = {
	[ONE] = { "paper_one",
	    "SELECT " PAPER_COLUMNS("$2", "false")
	    "  FROM prescription l" PAPER_JOINS
	    " WHERE l.patient_id = $1 AND l.id = $3"
	    "   AND l.status <> 'draft'" },
	/* Of each line the version of that day. */
	[DAY] = { "paper_day",
	    "SELECT " PAPER_COLUMNS("$2", "l.sheet_on < $3::date")
	    "  FROM (SELECT DISTINCT ON (v.series_id) v.*"
	    "          FROM prescription v"
	    "         WHERE v.patient_id = $1 AND v.sheet_on <= $3::date"
	    "           AND v.status NOT IN ('draft', 'entered_in_error')"
	    "           AND (v.starts_on <= $3::date"
	    "                OR v.sheet_on = $3::date)"
	    "         ORDER BY v.series_id, v.version DESC) l" PAPER_JOINS
	    " WHERE l.sheet_on = $3::date"
	    "    OR coalesce(z.ended_on, 'infinity') >= $3::date"
	    " ORDER BY l.sheet_on < $3::date, l.prn, 6, l.starts_on" },
	[HOME] = { "paper_home",
	    "SELECT " PAPER_COLUMNS("$2", "NOT (" GIVEN ")")
	    "  FROM prescription l" PAPER_JOINS
	    " WHERE l.patient_id = $1 AND l.current"
	    "   AND l.status IN ('active', 'on_hold', 'stopped', 'completed')"
	    "   AND ((" GIVEN ")"
	    "        OR z.ended_on >= current_date - 14)"
	    " ORDER BY l.prn, 6, l.starts_on" },
	[CONTROLLED] = { "paper_controlled",
	    "SELECT " PAPER_COLUMNS("$2", "false")
	    "  FROM prescription l" PAPER_JOINS
	    " WHERE l.patient_id = $1 AND l.current AND " GIVEN
	    "   AND (g.controlled OR x.code IN ('107/у-НП', '148-1/у-88'))"
	    " ORDER BY x.ord, 6, l.starts_on" },
	[DAYS] = { "paper_days",
	    "SELECT DISTINCT sheet_on FROM prescription"
	    " WHERE patient_id = $1"
	    "   AND status NOT IN ('draft', 'entered_in_error')"
	    " ORDER BY 1 DESC LIMIT 12" },
	[PHONES] = { "paper_phones",
	    "SELECT " NEAREST("phone_day") ", " NEAREST("phone_night")
	    "  FROM patient p JOIN area o ON o.id = p.area_id"
	    " WHERE p.id = $1" },
	{ NULL, NULL }
};

const struct stmt *const paper_one_stmt = &paper_stmts[ONE];
const struct stmt *const paper_day_stmt = &paper_stmts[DAY];
const struct stmt *const paper_home_stmt = &paper_stmts[HOME];
const struct stmt *const paper_controlled_stmt = &paper_stmts[CONTROLLED];
const struct stmt *const paper_days_stmt = &paper_stmts[DAYS];
const struct stmt *const paper_phones_stmt = &paper_stmts[PHONES];

void
paper_read(struct db *db, const struct rows *r, struct paper_list *out)
{
	struct prescription_list lines;
	int n = PRESCRIPTION_COLUMNS;

	prescription_read(db, r, &lines);
	out->len = lines.len;
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++) {
		struct paper_line *l = &out->item[i];

		l->line = lines.item[i];
		l->instructions = row_text(r, i, n);
		l->form_name = row_text(r, i, n + 1);
		l->line.rx_form = row_text(r, i, n + 2);
		l->valid_days = row_text(r, i, n + 3);
		l->control = row_text(r, i, n + 4);
		l->change_reason = row_text(r, i, n + 5);
		l->signed_on = row_text(r, i, n + 6);
		l->amount = row_text(r, i, n + 7);
		l->amount_unit = row_text(r, i, n + 8);
		l->per_unit = row_text(r, i, n + 9);
		l->container_ml = row_text(r, i, n + 10);
		l->units = row_text(r, i, n + 11);
		l->ended_on = row_text(r, i, n + 12);
		l->earlier = row_bool(r, i, n + 13);
	}
}
