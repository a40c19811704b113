/* reports.c: the figures of reports, from views without any identity. */

#include "db/language.h"
#include "db/reports.h"

enum { PATIENT, LINES, NOW };

const struct stmt report_stmts[] = {
	[PATIENT] = { "report_patient",
	    "SELECT p.registry_no, p.year_of_birth, p.sex, p.diagnosis_code, "
	    IN_LANGUAGE("$2", "g.title", "g.title_en") ", "
	    IN_LANGUAGE("$2", "i.name", "i.name_en")
	    "  FROM report_patient p"
	    "  LEFT JOIN icd10 g ON g.code = p.diagnosis_code"
	    "  LEFT JOIN area i ON i.id = p.institution_id"
	    " WHERE p.id = $1 AND p.by_patient" },
	[LINES] = { "report_lines",
	    "SELECT " IN_LANGUAGE("$4", "m.inn", "m.inn_en") ", "
	    IN_LANGUAGE("$4", "f.form", "f.form_en") ", "
	    IN_LANGUAGE("$4", "f.strength", "f.strength_en") ","
	    "       trim_scale(l.dose), " IN_LANGUAGE("$4", "u.name", "u.name_en")
	    ", " IN_LANGUAGE("$4", "t.name", "t.name_en") ", l.starts_on,"
	    "       nullif(l.last_day, 'infinity'), l.status, "
	    IN_LANGUAGE("$4", "s.name", "s.name_en") ", a.name, l.id,"
	    "       l.series_id, " IN_LANGUAGE("$4", "i.name", "i.name_en") ","
	    "       k.controlled, coalesce(l.rx_form, f.rx_form, m.rx_form),"
	    "       trim_scale(l.quantity), l.packs, "
	    IN_LANGUAGE("$4", "w.name", "w.name_en") ", " TIMING_COLUMNS("$4")
	    "  FROM (SELECT p.*, r.last_day FROM report_span r"
	    "          JOIN report_prescription p ON p.id = r.id"
	    "         WHERE r.patient_id = $3 AND r.by_patient"
	    "           AND r.starts_on <= $2::date"
	    "           AND r.last_day >= greatest(r.starts_on, $1::date)) l"
	    "  JOIN medicine m ON m.id = l.medicine_id"
	    "  LEFT JOIN medicine_product f ON f.id = l.product_id"
	    "  LEFT JOIN unit u ON u.code = l.unit"
	    "  LEFT JOIN route t ON t.code = l.route"
	    "  LEFT JOIN reason s ON (s.kind, s.code) = ('stop', l.stop_reason)"
	    "    OR l.status = 'on_hold'"
	    "   AND (s.kind, s.code) = ('hold', l.hold_reason)"
	    "  LEFT JOIN reason w ON w.kind = 'stop'"
	    "       AND w.code = l.change_reason"
	    "  LEFT JOIN indication i ON i.code = l.indication"
	    "  LEFT JOIN control_class k ON k.code = m.control_class"
	    "  LEFT JOIN staff a ON a.id = l.author_id"
	    " WHERE CASE $5 WHEN 'in_force' THEN l.status IN ('active', 'on_hold')"
	    "       WHEN 'controlled' THEN k.controlled"
	    "       WHEN 'pain' THEN m.group_code = 'nonopioid'"
	    "            OR starts_with(m.group_code, 'opioid_')"
	    "            OR l.indication IN ('pain', 'breakthrough_pain')"
	    "       ELSE true END"
	    " ORDER BY l.prn, 1, min(l.starts_on) OVER (PARTITION BY"
	    "       l.series_id), l.series_id, l.version" },
	[NOW] = { "report_now",
	    "SELECT to_char(now(), 'YYYY-MM-DD HH24:MITZH:TZM'),"
	    "       l.name, l.address, l.phone, l.head"
	    "  FROM (SELECT) one LEFT JOIN letterhead_of(NULL) l ON true" },
	{ NULL, NULL }
};

enum status
report_patient_get(struct db *db, const char *id, const char *lang,
    struct report_patient *out)
{
	struct rows *r;
	enum status st;

	if ((st = db_run(db, &report_stmts[PATIENT], ARGS({ id }, { lang }),
	    &r)) != OK)
		return st;
	if (rows_len(r) == 0)
		return NOT_FOUND;
	*out = (struct report_patient){
		.registry_no = row_text(r, 0, 0),
		.year_of_birth = row_long(r, 0, 1),
		.sex = row_text(r, 0, 2),
		.diagnosis = row_text(r, 0, 3),
		.diagnosis_title = row_text(r, 0, 4),
		.institution_name = row_text(r, 0, 5),
	};
	return OK;
}

enum status
report_now(struct db *db, struct report_made *out)
{
	struct rows *r;
	enum status st;

	if ((st = db_run(db, &report_stmts[NOW], NULL, 0, &r)) != OK)
		return st;
	out->at = row_text(r, 0, 0);
	for (int i = 0; i < 4; i++)
		out->letter[i] = row_text(r, 0, i + 1);
	return OK;
}

enum status
report_patient_lines(struct db *db, const char *id,
    const struct report_scope *scope, const char *which, const char *lang,
    struct report_lines *out)
{
	struct rows *r;
	enum status st;

	if ((st = db_run(db, &report_stmts[LINES], ARGS({ scope->from },
	    { scope->to }, { id }, { lang }, { which }), &r)) != OK)
		return st;
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++) {
		out->item[i] = (struct report_line){
			.medicine = row_text(r, i, 0),
			.form = row_text(r, i, 1),
			.strength = row_text(r, i, 2),
			.dose = row_text(r, i, 3),
			.unit = row_text(r, i, 4),
			.route = row_text(r, i, 5),
			.starts_on = row_text(r, i, 6),
			.ends_on = row_text_or_null(r, i, 7),
			.status = row_text(r, i, 8),
			.stop_reason = row_text_or_null(r, i, 9),
			.author = row_text_or_null(r, i, 10),
			.id = row_text(r, i, 11),
			.series = row_text(r, i, 12),
			.indication = row_text_or_null(r, i, 13),
			.controlled = row_bool(r, i, 14),
			.rx_form = row_text_or_null(r, i, 15),
			.quantity = row_text_or_null(r, i, 16),
			.packs = row_text_or_null(r, i, 17),
			.change_reason = row_text_or_null(r, i, 18),
		};
		timing_read(r, i, 19, &out->item[i].timing);
	}
	return OK;
}
