/* reports.c: the figures of reports, from views without any identity. */

#include "db/language.h"
#include "db/reports.h"

enum { PATIENT, LINES, FLOW, INSTITUTIONS, STATUSES, AGES, DIAGNOSES,
	MEDICINES, MEDICINE_TOTAL, MONTHS, NOW, CHOICES };

/* $1 from, $2 to, $3 institution or NULL: patients of the summary. */
#define SCOPE \
	" p.area_id = ANY ((SELECT areas('report_summary'))::int[])" \
	" AND ($3::int IS NULL OR p.institution_id = $3::int)"
#define ON_REGISTER \
	SCOPE " AND p.date_in <= $2::date" \
	" AND (p.date_out IS NULL OR p.date_out >= $1::date)"
#define AT_END \
	" p.date_in <= $2::date AND (p.date_out IS NULL OR p.date_out > $2::date)"
#define LINES_IN_FORCE \
	" l.starts_on <= $2::date" \
	" AND coalesce(l.stopped_on, l.ends_on, 'infinity') >= $1::date" \
	" AND l.status <> 'replaced'"

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
	    "       coalesce(l.stopped_on, l.ends_on), l.status, "
	    IN_LANGUAGE("$4", "s.name", "s.name_en") ", a.name, "
	    TIMING_COLUMNS("$4")
	    "  FROM report_prescription l"
	    "  JOIN medicine m ON m.id = l.medicine_id"
	    "  LEFT JOIN medicine_product f ON f.id = l.product_id"
	    "  LEFT JOIN unit u ON u.code = l.unit"
	    "  LEFT JOIN route t ON t.code = l.route"
	    "  LEFT JOIN reason s ON s.kind = 'stop' AND s.code = l.stop_reason"
	    "  LEFT JOIN staff a ON a.id = l.author_id"
	    " WHERE l.patient_id = $3 AND l.by_patient AND" LINES_IN_FORCE
	    " ORDER BY l.prn, 1, l.starts_on" },
	[FLOW] = { "report_flow",
	    "SELECT count(*) FILTER (WHERE p.date_in < $1::date),"
	    "       count(*) FILTER (WHERE p.date_in >= $1::date),"
	    "       count(*) FILTER (WHERE p.date_out <= $2::date),"
	    "       count(*) FILTER (WHERE" AT_END "),"
	    "       count(*), to_char(now(), 'YYYY-MM-DD HH24:MI')"
	    "  FROM report_patient p WHERE" ON_REGISTER },
	[INSTITUTIONS] = { "report_at_end",
	    "SELECT i.id, " IN_LANGUAGE("$4", "i.name", "i.name_en") ","
	    "       count(*) FILTER (WHERE" AT_END "), 0, 0"
	    "  FROM report_patient p JOIN area i ON i.id = p.institution_id"
	    " WHERE" ON_REGISTER
	    " GROUP BY 1, 2 ORDER BY 3 DESC, 2" },
	[STATUSES] = { "report_statuses",
	    "SELECT CASE WHEN p.date_out <= $2::date THEN 'removed'"
	    "            WHEN p.status = 'removed' THEN 'active'"
	    "            ELSE p.status END, '', count(*), 0, 0"
	    "  FROM report_patient p WHERE" ON_REGISTER " GROUP BY 1" },
	[AGES] = { "report_ages",
	    "SELECT width_bucket(extract(year FROM $2::date)::int"
	    "       - p.year_of_birth, ARRAY[18, 40, 60, 75]), '',"
	    "       count(*) FILTER (WHERE p.sex = 'm'),"
	    "       count(*) FILTER (WHERE p.sex = 'f'),"
	    "       count(*) FILTER (WHERE p.sex = 'u')"
	    "  FROM report_patient p WHERE" ON_REGISTER " GROUP BY 1" },
	[DIAGNOSES] = { "report_diagnoses",
	    "SELECT coalesce(g.code, ''), coalesce("
	    IN_LANGUAGE("$4", "g.name", "g.name_en") ", '—'), count(*), 0, 0"
	    "  FROM report_patient p"
	    "  LEFT JOIN diagnosis_group g ON g.code = p.group_code"
	    " WHERE" ON_REGISTER
	    " GROUP BY 1, 2 ORDER BY 3 DESC, 2" },
	[MEDICINES] = { "report_medicines",
	    "SELECT m.id, " IN_LANGUAGE("$4", "m.inn", "m.inn_en") ","
	    "       count(DISTINCT l.patient_id), count(DISTINCT l.series_id), 0"
	    "  FROM report_prescription l"
	    "  JOIN report_patient p ON p.id = l.patient_id"
	    "  JOIN medicine m ON m.id = l.medicine_id"
	    " WHERE" SCOPE " AND" LINES_IN_FORCE
	    " GROUP BY 1, 2 ORDER BY 3 DESC, 2" },
	[MEDICINE_TOTAL] = { "report_medicine_total",
	    "SELECT '', '', count(DISTINCT l.patient_id),"
	    "       count(DISTINCT l.series_id), 0"
	    "  FROM report_prescription l"
	    "  JOIN report_patient p ON p.id = l.patient_id"
	    " WHERE" SCOPE " AND" LINES_IN_FORCE },
	[MONTHS] = { "report_months",
	    "SELECT to_char(m.first, 'YYYY-MM'), to_char(m.first, 'MM.YYYY'),"
	    "       count(*) FILTER (WHERE p.date_in BETWEEN m.first AND m.last),"
	    "       count(*) FILTER (WHERE p.date_out BETWEEN m.first AND m.last),"
	    "       count(*) FILTER (WHERE p.date_in <= m.last"
	    "           AND (p.date_out IS NULL OR p.date_out > m.last))"
	    "  FROM (SELECT greatest(d::date, $1::date) AS first,"
	    "               least((d + interval '1 month')::date - 1, $2::date)"
	    "                   AS last"
	    "          FROM generate_series(date_trunc('month', $1::date),"
	    "               $2::date, interval '1 month') d) m,"
	    "       report_patient p"
	    " WHERE" ON_REGISTER
	    " GROUP BY m.first, m.last ORDER BY 1 LIMIT 24" },
	[NOW] = { "report_now", "SELECT to_char(now(), 'YYYY-MM-DD HH24:MI')" },
	[CHOICES] = { "report_institutions",
	    "SELECT a.id, " IN_LANGUAGE("$2", "a.name", "a.name_en") ", NULL"
	    "  FROM area a"
	    " WHERE a.kind = 'institution' AND a.retired_at IS NULL"
	    "   AND a.id = ANY ((SELECT areas($1))::int[])"
	    " ORDER BY 2" },
	{ NULL, NULL }
};

const struct stmt *const report_institutions_stmt = &report_stmts[CHOICES];

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
report_now(struct db *db, const char **out)
{
	struct rows *r;
	enum status st;

	if ((st = db_run(db, &report_stmts[NOW], NULL, 0, &r)) != OK)
		return st;
	*out = row_text(r, 0, 0);
	return OK;
}

enum status
report_patient_lines(struct db *db, const char *id,
    const struct report_scope *scope, const char *lang,
    struct report_lines *out)
{
	struct rows *r;
	enum status st;

	if ((st = db_run(db, &report_stmts[LINES], ARGS({ scope->from },
	    { scope->to }, { id }, { lang }), &r)) != OK)
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
		};
		timing_read(r, i, 11, &out->item[i].timing);
	}
	return OK;
}

static void
read_counts(struct db *db, const struct rows *r, struct report_counts *out)
{
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct report_count){
			.key = row_text(r, i, 0),
			.label = row_text(r, i, 1),
			.n = row_long(r, i, 2),
			.n2 = row_long(r, i, 3),
			.n3 = row_long(r, i, 4),
		};
}

#define SCOPE_QUERY(stmt, s) \
	QUERY(&report_stmts[stmt], { (s)->from }, { (s)->to }, \
	    { (s)->institution })
#define NAMED_QUERY(stmt, s, lang) \
	QUERY(&report_stmts[stmt], { (s)->from }, { (s)->to }, \
	    { (s)->institution }, { lang })

enum status
report_figures_get(struct db *db, const struct report_scope *s,
    const char *lang, struct report_figures *out)
{
	struct query q[] = {
		SCOPE_QUERY(FLOW, s),
		NAMED_QUERY(INSTITUTIONS, s, lang),
		SCOPE_QUERY(STATUSES, s),
		SCOPE_QUERY(AGES, s),
		NAMED_QUERY(DIAGNOSES, s, lang),
		NAMED_QUERY(MEDICINES, s, lang),
		SCOPE_QUERY(MEDICINE_TOTAL, s),
		SCOPE_QUERY(MONTHS, s),
	};
	struct report_counts *const to[] = { NULL, &out->institutions,
	    &out->statuses, &out->ages, &out->diagnoses, &out->medicines,
	    &out->medicine_total, &out->months };
	const size_t n = sizeof(q) / sizeof(q[0]);
	enum status st;

	if ((st = db_run_all(db, q, n)) != OK)
		return st;
	out->at_start = row_long(q[0].rows, 0, 0);
	out->in = row_long(q[0].rows, 0, 1);
	out->out = row_long(q[0].rows, 0, 2);
	out->at_end = row_long(q[0].rows, 0, 3);
	out->total = row_long(q[0].rows, 0, 4);
	out->made_at = row_text(q[0].rows, 0, 5);
	for (size_t i = 1; i < n; i++)
		read_counts(db, q[i].rows, to[i]);
	return OK;
}
