/* patient_report.c: what the report on one patient tells beside his lines. */

#include "db/language.h"
#include "db/patient_report.h"

enum { STATE, PAINS, SERVICES, DEVICES, WARNINGS, BLANKS };

/* $1 patient, $2 from, $3 to. */
#define OBSERVED(code, what, order) \
	"(SELECT trim_scale(o.value) FROM report_observation o WHERE o.patient_id = $1" \
	"   AND o.code = '" code "' AND o.value IS NOT NULL" \
	"   AND o.effective_on BETWEEN $2::date AND $3::date" \
	" ORDER BY " what order " LIMIT 1)"
#define FIRST(code)	OBSERVED(code, "o.effective_at", "")
#define LAST(code)	OBSERVED(code, "o.effective_at", " DESC")

const struct stmt patient_report_stmts[] = {
	[STATE] = { "patient_report_state",
	    "SELECT (SELECT string_agg(coalesce(" IN_LANGUAGE("$4", "o.name",
	    "o.name_en") ", " IN_LANGUAGE("$4", "m.inn", "m.inn_en") ", "
	    IN_LANGUAGE("$4", "g.name", "g.name_en") ", a.subject), ', '"
	    "       ORDER BY a.noted_on) FROM allergy a"
	    "       LEFT JOIN medicine m ON m.id = a.medicine_id"
	    "       LEFT JOIN medicine_group g ON g.code = a.group_code"
	    "       LEFT JOIN allergen o ON o.code = a.allergen_code"
	    "       WHERE a.patient_id = $1 AND a.current), "
	    FIRST("pps") ", " LAST("pps") ", " FIRST("phase") ", "
	    LAST("phase") ", " FIRST("pain-nrs") ", " LAST("pain-nrs") ", "
	    OBSERVED("pain-nrs", "o.value", " DESC") },
	[PAINS] = { "patient_report_pains",
	    "SELECT o.effective_on, trim_scale(max(o.value))"
	    "  FROM report_observation o"
	    " WHERE o.patient_id = $1 AND o.code = 'pain-nrs'"
	    "   AND o.value IS NOT NULL"
	    "   AND o.effective_on BETWEEN $2::date AND $3::date"
	    " GROUP BY 1 ORDER BY 1" },
	[SERVICES] = { "patient_report_services",
	    "SELECT " IN_LANGUAGE("$4", "s.name", "s.name_en") ", o.starts_on,"
	    "       coalesce(o.ended_on, o.ends_on), o.status,"
	    "       service_planned(o.starts_on, o.times, o.per,"
	    "           least(coalesce(o.ended_on, o.ends_on), $3::date))"
	    "       - service_planned(o.starts_on, o.times, o.per,"
	    "           $2::date - 1),"
	    "       (SELECT count(*) FROM service_done d"
	    "         WHERE d.order_id = o.id AND d.taken_back_at IS NULL"
	    "           AND d.done_on BETWEEN $2::date AND $3::date)"
	    "  FROM service_order o JOIN service s ON s.code = o.service"
	    " WHERE o.patient_id = $1"
	    "   AND o.status NOT IN ('draft', 'entered_in_error')"
	    "   AND o.starts_on <= $3::date"
	    "   AND coalesce(o.ended_on, o.ends_on, 'infinity') >= $2::date"
	    " ORDER BY o.starts_on, 1" },
	[DEVICES] = { "patient_report_devices",
	    "SELECT " IN_LANGUAGE("$4", "d.name", "d.name_en") ", o.quantity,"
	    "       o.needed_on, o.issued_on, o.returned_on, o.ended_on"
	    "  FROM report_device o JOIN device d ON d.code = o.device"
	    " WHERE o.patient_id = $1 AND o.needed_on <= $3::date"
	    "   AND o.status NOT IN ('draft', 'entered_in_error')"
	    "   AND coalesce(o.returned_on, o.ended_on, 'infinity')"
	    "       >= $2::date"
	    " ORDER BY o.needed_on, 1" },
	[WARNINGS] = { "patient_report_warnings",
	    "SELECT o.at::date, " IN_LANGUAGE("$4", "m.inn", "m.inn_en") ", "
	    IN_LANGUAGE("$4", "s.title", "s.title_en") ", "
	    IN_LANGUAGE("$4", "r.name", "r.name_en")
	    "  FROM prescription_override o"
	    "  JOIN report_prescription l ON l.id = o.prescription_id"
	    "  JOIN medicine m ON m.id = l.medicine_id"
	    "  JOIN safety_rule s ON s.code = o.rule"
	    "  LEFT JOIN reason r ON r.kind = 'override' AND r.code = o.reason"
	    " WHERE o.patient_id = $1 AND o.at >= $2::date"
	    "   AND o.at < $3::date + 1"
	    " ORDER BY o.at, o.rule" },
	[BLANKS] = { "patient_report_blanks",
	    "SELECT b.prescription_id, concat_ws(' ', nullif(b.series, ''),"
	    "       b.number), b.issued_on, trim_scale(b.quantity)"
	    "  FROM prescription_blank b"
	    " WHERE b.patient_id = $1 AND b.error_at IS NULL"
	    "   AND b.issued_on BETWEEN $2::date AND $3::date"
	    " ORDER BY b.issued_on, b.number" },
	{ NULL, NULL }
};

void
patient_report_queries(struct db *db, const char *id,
    const struct report_scope *scope, const char *lang,
    struct query q[PATIENT_REPORT_QUERIES])
{
	const struct arg args[] = { { id }, { scope->from }, { scope->to },
	    { lang } };

	for (int i = 0; i < PATIENT_REPORT_QUERIES; i++)
		q[i] = query_keep(db, &patient_report_stmts[i], args,
		    i == PAINS || i == BLANKS ? 3 : 4);
}

static void
read_state(const struct rows *r, struct report_state *out)
{
	*out = (struct report_state){
		.allergies = row_text_or_null(r, 0, 0),
		.pps_first = row_text_or_null(r, 0, 1),
		.pps_last = row_text_or_null(r, 0, 2),
		.phase_first = row_text_or_null(r, 0, 3),
		.phase_last = row_text_or_null(r, 0, 4),
		.pain_first = row_text_or_null(r, 0, 5),
		.pain_last = row_text_or_null(r, 0, 6),
		.pain_worst = row_text_or_null(r, 0, 7),
	};
}

static void
read_orders(struct db *db, const struct rows *s, const struct rows *d,
    struct report_record *out)
{
	out->nservices = rows_len(s);
	out->services = arena_array(db_arena(db), out->nservices,
	    sizeof(*out->services));
	for (size_t i = 0; i < out->nservices; i++)
		out->services[i] = (struct report_service){
		    row_text(s, i, 0), row_text(s, i, 1),
		    row_text_or_null(s, i, 2), row_text(s, i, 3),
		    row_long(s, i, 4), row_long(s, i, 5) };
	out->ndevices = rows_len(d);
	out->devices = arena_array(db_arena(db), out->ndevices,
	    sizeof(*out->devices));
	for (size_t i = 0; i < out->ndevices; i++)
		out->devices[i] = (struct report_device){
		    row_text(d, i, 0), row_text(d, i, 1), row_text(d, i, 2),
		    row_text_or_null(d, i, 3), row_text_or_null(d, i, 4),
		    row_text_or_null(d, i, 5) };
}

void
patient_report_read(struct db *db,
    const struct query q[PATIENT_REPORT_QUERIES], struct report_record *out)
{
	const struct rows *p = q[PAINS].rows, *w = q[WARNINGS].rows;
	const struct rows *b = q[BLANKS].rows;

	read_state(q[STATE].rows, &out->state);
	read_orders(db, q[SERVICES].rows, q[DEVICES].rows, out);
	out->npains = rows_len(p);
	out->pains = arena_array(db_arena(db), out->npains,
	    sizeof(*out->pains));
	for (size_t i = 0; i < out->npains; i++)
		out->pains[i] = (struct report_pain){ row_text(p, i, 0),
		    row_text(p, i, 1) };
	out->nwarnings = rows_len(w);
	out->warnings = arena_array(db_arena(db), out->nwarnings,
	    sizeof(*out->warnings));
	for (size_t i = 0; i < out->nwarnings; i++)
		out->warnings[i] = (struct report_warning){ row_text(w, i, 0),
		    row_text(w, i, 1), row_text(w, i, 2), row_text(w, i, 3) };
	out->nblanks = rows_len(b);
	out->blanks = arena_array(db_arena(db), out->nblanks,
	    sizeof(*out->blanks));
	for (size_t i = 0; i < out->nblanks; i++)
		out->blanks[i] = (struct report_blank){ row_text(b, i, 0),
		    row_text(b, i, 1), row_text(b, i, 2),
		    row_text_or_null(b, i, 3) };
}
