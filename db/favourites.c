/* favourites.c: a doctor's own lines to write again. */

#include "db/favourites.h"
#include "db/in_use.h"

enum { LIST, GET, ADD, REMOVE };

/* What a favourite keeps of a line. */
#define KEPT \
	"medicine_id, product_id, dose, unit, route, schedule, times_per_day," \
	" interval_hours, clock_doses, clock_times, weekdays, patches," \
	" hours_per_day, volume_ml, rate_ml_h, diluent, device, prn, prn_max_per_day," \
	" prn_min_hours, basis, indication, instructions"

const struct stmt favourite_stmts[] = {
	[LIST] = { "favourite_list",
	    "SELECT l.id, " IN_LANGUAGE("$1", "m.inn", "m.inn_en") ", "
	    IN_LANGUAGE("$1", "f.form", "f.form_en") ", "
	    IN_LANGUAGE("$1", "f.strength", "f.strength_en") ","
	    " trim_scale(l.dose), " IN_LANGUAGE("$1", "u.name", "u.name_en")
	    ", " IN_LANGUAGE("$1", "t.name", "t.name_en") ", "
	    TIMING_COLUMNS("$1")
	    "  FROM prescription_favourite l"
	    "  JOIN medicine m ON m.id = l.medicine_id"
	    "  JOIN medicine_product f ON f.id = l.product_id"
	    "  JOIN unit u ON u.code = l.unit"
	    "  JOIN route t ON t.code = l.route"
	    " WHERE l.account_id = current_account()"
	    "   AND NOT " OUT_OF_USE("m.", "valid_to")
	    "   AND NOT " OUT_OF_USE("f.", "valid_to")
	    " ORDER BY 2, l.dose LIMIT 100" },
	[GET] = { "favourite_get",
	    "SELECT l.product_id, trim_scale(l.dose), l.unit, l.route,"
	    " l.schedule, trim_scale(l.times_per_day), l.interval_hours, "
	    CLOCK_TEXT ", l.weekdays, l.patches,"
	    " trim_scale(l.hours_per_day), NULL, trim_scale(l.volume_ml),"
	    " trim_scale(l.rate_ml_h), l.diluent, l.device, l.prn,"
	    " l.prn_max_per_day, trim_scale(l.prn_min_hours), l.basis, NULL,"
	    " l.indication, NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
	    " array_to_string(l.instructions, ','), NULL, NULL, NULL, NULL,"
	    " NULL, l.days"
	    "  FROM prescription_favourite l"
	    " WHERE l.id = $1 AND l.account_id = current_account()" },
	[ADD] = { "favourite_add",
	    "WITH kept AS (INSERT INTO prescription_favourite (account_id, "
	    KEPT ", days)"
	    " SELECT current_account(), " KEPT ","
	    "       least(ends_on - starts_on + 1, 730)"
	    "  FROM prescription WHERE id = $1 AND product_id IS NOT NULL"
	    " ON CONFLICT DO NOTHING)"
	    "SELECT patient_id FROM prescription WHERE id = $1" },
	[REMOVE] = { "favourite_remove",
	    "DELETE FROM prescription_favourite"
	    " WHERE id = $1 AND account_id = current_account() RETURNING id" },
	{ NULL, NULL }
};

const struct stmt *const favourite_list_stmt = &favourite_stmts[LIST];

void
favourite_read(struct db *db, const struct rows *r,
    struct favourite_list *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++) {
		out->item[i] = (struct favourite){
			.id = row_text(r, i, 0),
			.medicine = row_text(r, i, 1),
			.form = row_text(r, i, 2),
			.strength = row_text(r, i, 3),
			.dose = row_text(r, i, 4),
			.unit_name = row_text(r, i, 5),
			.route_name = row_text(r, i, 6),
		};
		timing_read(r, i, 7, &out->item[i].timing);
	}
}

enum status
favourite_get(struct db *db, const char *id, const char *part[NENTRY],
    const char **days)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &favourite_stmts[GET], ARGS({ id }),
	    &rows)) != OK)
		return st;
	if (rows_len(rows) == 0)
		return NOT_FOUND;
	entry_read_parts(rows, 0, 0, part);
	*days = row_text(rows, 0, NENTRY);
	return OK;
}

enum status
favourite_add(struct db *db, const char *line, const char **patient)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &favourite_stmts[ADD], ARGS({ line }),
	    &rows)) != OK)
		return st;
	if (rows_len(rows) == 0)
		return NOT_FOUND;
	*patient = row_text(rows, 0, 0);
	return OK;
}

enum status
favourite_remove(struct db *db, const char *id)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &favourite_stmts[REMOVE], ARGS({ id }),
	    &rows)) != OK)
		return st;
	return rows_len(rows) == 1 ? OK : NOT_FOUND;
}
