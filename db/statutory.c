/* statutory.c: the register in twelve columns, a row a patient, without names. */

#include "db/language.h"
#include "db/statutory.h"

enum { ROWS, LINES, DEVICES, STATEMENTS };

/* As a text of the statement below. */
_Static_assert(STATUTORY_MOST == 2000, "LIMIT is one more than the most");

/* $1 from, $2 to. */
#define PRESENT \
	"p.date_in <= $2::date AND (p.date_out IS NULL OR p.date_out >= $1::date)"
#define LAST_DAY	"least(p.date_out, $2::date)"

/* Rows, lines and devices go through the patients in one order. */
#define BY_PATIENT	"p.date_in, p.registry_no"

const struct stmt statutory_stmts[] = {
	[ROWS] = { "statutory_rows",
	    "SELECT p.id, p.registry_no, p.year_of_birth, "
	    IN_LANGUAGE("$3", "d.name", "d.name_en") ", p.diagnosis_code, "
	    IN_LANGUAGE("$3", "g.title", "g.title_en") ","
	    "       (SELECT string_agg(DISTINCT x.code, ', ') FROM diagnosis x"
	    "         WHERE x.patient_id = p.id AND x.role = 'complication'"
	    "           AND x.current AND x.status = 'active'), "
	    IN_LANGUAGE("$3", "b.name", "b.name_en") ", p.date_in,"
	    "       p.commission_no, " IN_LANGUAGE("$3", "i.name", "i.name_en")
	    ", CASE WHEN p.date_out <= $2::date THEN p.date_out END,"
	    "       CASE WHEN p.date_out <= $2::date THEN "
	    IN_LANGUAGE("$3", "r.name", "r.name_en") " END"
	    "  FROM report_register p"
	    "  LEFT JOIN area d ON d.id = p.district_id"
	    "  LEFT JOIN area i ON i.id = p.institution_id"
	    "  LEFT JOIN icd10 g ON g.code = p.diagnosis_code"
	    "  LEFT JOIN diagnosis_group b ON b.code = p.basis_code"
	    "  LEFT JOIN reason r ON r.kind = 'removal'"
	    "       AND r.code = p.removal_reason"
	    " WHERE " PRESENT
	    " ORDER BY " BY_PATIENT " LIMIT 2001" },
	[LINES] = { "statutory_lines",
	    "SELECT p.id, " IN_LANGUAGE("$3", "m.inn", "m.inn_en") ", "
	    IN_LANGUAGE("$3", "f.form", "f.form_en") ", "
	    IN_LANGUAGE("$3", "f.strength", "f.strength_en") ","
	    "       trim_scale(l.dose), " IN_LANGUAGE("$3", "u.name", "u.name_en")
	    ", " TIMING_COLUMNS("$3")
	    "  FROM report_register p"
	    "  JOIN report_span l ON l.patient_id = p.id"
	    "  JOIN medicine m ON m.id = l.medicine_id"
	    "       AND (m.group_code = 'nonopioid'"
	    "            OR starts_with(m.group_code, 'opioid_'))"
	    "  LEFT JOIN medicine_product f ON f.id = l.product_id"
	    "  LEFT JOIN unit u ON u.code = l.unit"
	    " WHERE " PRESENT " AND l.starts_on <= " LAST_DAY
	    "   AND coalesce(l.stopped_on, l.ends_on, 'infinity') >= $1::date"
	    "   AND l.last_day >= " LAST_DAY
	    " ORDER BY " BY_PATIENT ", l.prn, 2, l.starts_on, l.id" },
	[DEVICES] = { "statutory_devices",
	    "SELECT p.id, " IN_LANGUAGE("$3", "d.name", "d.name_en") ","
	    "       d.national_code, o.quantity,"
	    "       CASE WHEN o.issued_on <= " LAST_DAY " THEN o.issued_on END,"
	    "       d.respiratory IS NOT NULL"
	    "  FROM report_register p"
	    "  JOIN report_device o ON o.patient_id = p.id"
	    "  JOIN device d ON d.code = o.device"
	    " WHERE " PRESENT " AND o.needed_on <= " LAST_DAY
	    "   AND o.status NOT IN ('draft', 'entered_in_error')"
	    "   AND coalesce(o.returned_on, o.ended_on, 'infinity') > " LAST_DAY
	    " ORDER BY " BY_PATIENT ", o.needed_on, 2, o.id" },
	{ NULL, NULL }
};

static void
read_rows(struct db *db, const struct rows *r, struct statutory *out)
{
	out->nrows = rows_len(r);
	out->rows = arena_array(db_arena(db), out->nrows, sizeof(*out->rows));
	for (size_t i = 0; i < out->nrows; i++)
		out->rows[i] = (struct statutory_row){
			.id = row_text(r, i, 0),
			.registry_no = row_text(r, i, 1),
			.year_of_birth = row_text(r, i, 2),
			.district = row_text_or_null(r, i, 3),
			.diagnosis = row_text_or_null(r, i, 4),
			.diagnosis_title = row_text_or_null(r, i, 5),
			.complications = row_text_or_null(r, i, 6),
			.basis = row_text_or_null(r, i, 7),
			.date_in = row_text(r, i, 8),
			.commission_no = row_text_or_null(r, i, 9),
			.institution = row_text_or_null(r, i, 10),
			.date_out = row_text_or_null(r, i, 11),
			.reason = row_text_or_null(r, i, 12),
		};
}

static void
read_lines(struct db *db, const struct rows *r, struct statutory *out)
{
	out->nlines = rows_len(r);
	out->lines = arena_array(db_arena(db), out->nlines,
	    sizeof(*out->lines));
	for (size_t i = 0; i < out->nlines; i++) {
		out->lines[i] = (struct statutory_line){
			.patient = row_text(r, i, 0),
			.medicine = row_text(r, i, 1),
			.form = row_text(r, i, 2),
			.strength = row_text(r, i, 3),
			.dose = row_text(r, i, 4),
			.unit = row_text(r, i, 5),
		};
		timing_read(r, i, 6, &out->lines[i].timing);
	}
}

static void
read_devices(struct db *db, const struct rows *r, struct statutory *out)
{
	out->ndevices = rows_len(r);
	out->devices = arena_array(db_arena(db), out->ndevices,
	    sizeof(*out->devices));
	for (size_t i = 0; i < out->ndevices; i++)
		out->devices[i] = (struct statutory_device){
			.patient = row_text(r, i, 0),
			.name = row_text(r, i, 1),
			.code = row_text_or_null(r, i, 2),
			.quantity = row_text(r, i, 3),
			.issued_on = row_text_or_null(r, i, 4),
			.respiratory = row_bool(r, i, 5),
		};
}

enum status
statutory_read(struct db *db, const struct report_scope *scope,
    const char *lang, struct statutory *out)
{
	struct query q[STATEMENTS] = {
		QUERY(&statutory_stmts[ROWS], { scope->from }, { scope->to },
		    { lang }),
		QUERY(&statutory_stmts[LINES], { scope->from }, { scope->to },
		    { lang }),
		QUERY(&statutory_stmts[DEVICES], { scope->from }, { scope->to },
		    { lang }),
	};
	enum status st;

	if ((st = db_run_all(db, q, STATEMENTS)) != OK)
		return st;
	read_rows(db, q[ROWS].rows, out);
	read_lines(db, q[LINES].rows, out);
	read_devices(db, q[DEVICES].rows, out);
	return OK;
}
