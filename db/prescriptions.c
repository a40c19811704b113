/* prescriptions.c: prescription lines, versioned; nothing is overwritten. */

#include <string.h>

#include "db/prescription_columns.h"
#include "db/prescriptions.h"

enum { HISTORY, ACTIVE, SHEET, GET, NOW };

const struct stmt prescription_stmts[] = {
	[HISTORY] = { "prescription_history",
	    "SELECT " COLUMNS("$2")
	    "  FROM prescription l" JOINS
	    " WHERE l.patient_id = $1 AND (l.current OR NOT $3::boolean)"
	    " ORDER BY l.starts_on DESC, l.series_id, l.version DESC" },
	[ACTIVE] = { "prescription_active",
	    "SELECT " COLUMNS("$2")
	    "  FROM prescription l" JOINS
	    " WHERE l.patient_id = $1 AND l.current"
	    "   AND l.status IN ('active', 'on_hold')"
	    "   AND coalesce(l.ends_on, 'infinity') >= current_date"
	    " ORDER BY l.prn, 6, l.starts_on" },
	[SHEET] = { "prescription_sheet",
	    "SELECT " COLUMNS("$2")
	    "  FROM prescription l" JOINS
	    " WHERE l.patient_id = $1 AND l.current"
	    "   AND (l.status = 'active' OR"
	    "        l.status = 'draft' AND l.author_id = current_account())"
	    " ORDER BY l.status, l.prn, 6, l.starts_on" },
	[GET] = { "prescription_get",
	    "SELECT " COLUMNS("$2")
	    "  FROM prescription l" JOINS
	    " WHERE l.id = $1" },
	[NOW] = { "prescription_now",
	    "SELECT " COLUMNS("$2")
	    "  FROM prescription l" JOINS
	    " WHERE l.series_id = $1 AND l.current" },
	{ NULL, NULL }
};

const struct stmt *const prescription_active_stmt =
    &prescription_stmts[ACTIVE];
const struct stmt *const prescription_sheet_stmt =
    &prescription_stmts[SHEET];
const struct stmt *const prescription_get_stmt = &prescription_stmts[GET];
const struct stmt *const prescription_now_stmt = &prescription_stmts[NOW];
const struct stmt *const prescription_history_stmt =
    &prescription_stmts[HISTORY];

static void
read_line(const struct rows *r, size_t i, struct prescription *l)
{
	l->id = row_text(r, i, 0);
	l->series = row_text(r, i, 1);
	l->version = row_long(r, i, 2);
	l->patient = row_text(r, i, 3);
	l->product = row_text(r, i, 4);
	l->medicine = row_text(r, i, 5);
	l->atc = row_text(r, i, 6);
	l->form = row_text(r, i, 7);
	l->strength = row_text(r, i, 8);
	l->dose = row_text(r, i, 9);
	l->unit = row_text(r, i, 10);
	l->unit_name = row_text(r, i, 11);
	l->route = row_text(r, i, 12);
	l->route_name = row_text(r, i, 13);
	l->starts_on = row_text(r, i, 14);
	l->ends_on = row_text(r, i, 15);
	l->status = row_text(r, i, 16);
	l->stopped_on = row_text(r, i, 17);
	l->stop_reason = row_text(r, i, 18);
	l->author_name = row_text(r, i, 19);
	l->created_at = row_text(r, i, 20);
	l->institution_name = row_text(r, i, 21);
	l->registry_no = row_text(r, i, 22);
	l->current = row_bool(r, i, 23);
	l->review_on = row_text(r, i, 24);
	l->basis = row_text(r, i, 25);
	l->indication = row_text(r, i, 26);
	l->pump = row_text(r, i, 27);
	l->sheet = row_text(r, i, 28);
	l->sheet_on = row_text(r, i, 29);
	l->quantity = row_text(r, i, 30);
	l->packs = row_text(r, i, 31);
	l->rx_form = row_text(r, i, 32);
	l->controlled = row_bool(r, i, 33);
	l->own_step = row_bool(r, i, 34);
	l->held_on = strcmp(l->status, "on_hold") == 0 ?
	    row_text(r, i, 35) : "";
	timing_read(r, i, PRESCRIPTION_OWN, &l->timing);
}

void
prescription_read(struct db *db, const struct rows *rows,
    struct prescription_list *out)
{
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		read_line(rows, i, &out->item[i]);
}

enum status
prescription_get(struct db *db, const char *id, const char *lang,
    struct prescription *out)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &prescription_stmts[GET], ARGS({ id }, { lang }),
	    &rows)) != OK)
		return st;
	if (rows_len(rows) == 0)
		return NOT_FOUND;
	read_line(rows, 0, out);
	return OK;
}
