/* blanks.c: the numbered prescription forms that were written for a line. */

#include "db/blanks.h"

enum { LIST, ADD, UNDO };

const struct stmt blank_stmts[] = {
	[LIST] = { "blank_list",
	    "SELECT b.id, b.prescription_id, b.rx_form, b.series, b.number,"
	    "       b.issued_on, b.issued_on + b.valid_days - 1,"
	    "       trim_scale(b.quantity), a.name, b.error_at::date, e.name"
	    "  FROM prescription_blank b"
	    "  LEFT JOIN staff a ON a.id = b.author_id"
	    "  LEFT JOIN staff e ON e.id = b.error_by"
	    " WHERE b.patient_id = $1"
	    " ORDER BY b.issued_on DESC, b.created_at DESC LIMIT 200" },
	[ADD] = { "blank_add",
	    "INSERT INTO prescription_blank (id, prescription_id, patient_id,"
	    "       area_id, rx_form, series, number, issued_on, valid_days,"
	    "       quantity, author_id)"
	    " SELECT $1::uuid, l.id, l.patient_id, l.area_id, x.code,"
	    "       coalesce(upper($3), ''), $4, $5::date,"
	    "       coalesce(l.rx_valid_days, x.valid_days, 15), $6::numeric,"
	    "       current_account()"
	    "  FROM prescription l JOIN medicine m ON m.id = l.medicine_id"
	    "  LEFT JOIN medicine_product f ON f.id = l.product_id"
	    "  JOIN rx_form x"
	    "    ON x.code = coalesce(l.rx_form, f.rx_form, m.rx_form)"
	    " WHERE l.id = $2::uuid"
	    " RETURNING patient_id" },
	[UNDO] = { "blank_undo",
	    "UPDATE prescription_blank SET error_at = now() WHERE id = $1"
	    " RETURNING patient_id, prescription_id" },
	{ NULL, NULL }
};

const struct stmt *const blank_list_stmt = &blank_stmts[LIST];

void
blank_read(struct db *db, const struct rows *r, struct blank_list *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct blank){
			.id = row_text(r, i, 0),
			.line = row_text(r, i, 1),
			.form = row_text(r, i, 2),
			.series = row_text(r, i, 3),
			.number = row_text(r, i, 4),
			.issued_on = row_text(r, i, 5),
			.valid_until = row_text(r, i, 6),
			.quantity = row_text(r, i, 7),
			.author = row_text(r, i, 8),
			.error_on = row_text(r, i, 9),
			.error_by = row_text(r, i, 10),
		};
}

enum status
blank_add(struct db *db, const struct blank_entry *in, const char **patient)
{
	struct query q = QUERY(&blank_stmts[ADD], { in->id }, { in->line },
	    { in->series }, { in->number }, { in->issued_on },
	    { in->quantity });
	enum status st;

	if ((st = db_try_all(db, &q, 1)) != OK)
		return st;
	if (rows_len(q.rows) == 0)
		return NOT_FOUND;
	*patient = row_text(q.rows, 0, 0);
	return OK;
}

enum status
blank_undo(struct db *db, const char *id, const char **patient,
    const char **line)
{
	struct query q = QUERY(&blank_stmts[UNDO], { id });
	enum status st;

	if ((st = db_try_all(db, &q, 1)) != OK)
		return st;
	if (rows_len(q.rows) == 0)
		return NOT_FOUND;
	*patient = row_text(q.rows, 0, 0);
	*line = row_text(q.rows, 0, 1);
	return OK;
}
