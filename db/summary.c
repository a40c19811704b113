/* summary.c: the figures of institutions, from views without any identity. */

#include <string.h>

#include "db/language.h"
#include "db/summary.h"
#include "db/timing.h"

enum { CELLS, OUTCOMES, NEEDS, CARE, MONTHS, TARGETS,
	INSTITUTIONS, DISTRICTS, GROUPS, PLACES, LIMIT, BOOKS, TURN, BEFORE, ASK };

/* $1 from, $2 to, $3 … $8 lists or NULL. */
#define PEOPLE	"report_people($1, $2, $3, $4, $5, $6, $7, $8)"

/* The last days of the period begin after this one. */
#define RECENTLY	"($2::date - 30)"

/* "Morphine, tablets 10 mg" of medicine i and product f. */
#define PRODUCT \
	"concat_ws(', ', " IN_LANGUAGE("$9", "i.inn", "i.inn_en") \
	", concat_ws(' ', " IN_LANGUAGE("$9", "f.form", "f.form_en") ", " \
	IN_LANGUAGE("$9", "f.strength", "f.strength_en") "))"

/* The columns of a dose, of what has none. */
#define NOTHING \
	"NULL::int, NULL::numeric, NULL, NULL, NULL, NULL::numeric," \
	" NULL::int, NULL, NULL::int, NULL::int, NULL::numeric," \
	" NULL::boolean, NULL::int"

/* A stay that ended within the period, by its reason. */
#define REASON	"CASE WHEN gone THEN coalesce(removal_reason, '') END"

/* Of those who stayed: today's, as who left later was under observation. */
#define STATUS \
	"CASE WHEN NOT gone THEN" \
	" CASE WHEN status = 'removed' THEN 'active' ELSE status END END"

#define TABLE(name, key) \
	" WHEN grouping(" key ") = 0 THEN '" name "'"
#define KEY(key) \
	" WHEN grouping(" key ") = 0 THEN coalesce((" key ")::text, '')"
#define SET(key)	", (" key ", mine, atom)"

const struct stmt summary_stmts[] = {
	[CELLS] = { "summary_cells",
	    "WITH p AS MATERIALIZED (SELECT * FROM " PEOPLE "),"
	    " l AS (SELECT p.id, bool_or(l.strong) AS strong,"
	    "       bool_or(l.weak) AS weak, bool_or(l.nonopioid) AS nonopioid"
	    "  FROM p JOIN report_steps($1, $2) l ON l.patient_id = p.id"
	    " GROUP BY 1),"
	    " q AS (SELECT p.*, " REASON " AS reason, " STATUS " AS state,"
	    "       CASE WHEN l.strong THEN 'iii' WHEN l.weak THEN 'ii'"
	    "            WHEN l.nonopioid THEN 'i' ELSE 'none' END AS step,"
	    "       coalesce(r.support, 'none') AS support"
	    "  FROM p LEFT JOIN l ON l.id = p.id"
	    "  LEFT JOIN report_support($1, $2) r ON r.patient_id = p.id),"
	    " c AS (SELECT CASE"
	    TABLE("institution", "institution_id")
	    TABLE("district", "district_id") TABLE("group", "group_code")
	    TABLE("age", "age") TABLE("sex", "sex")
	    TABLE("settlement", "settlement") TABLE("place", "place")
	    TABLE("status", "state") TABLE("reason", "reason")
	    TABLE("step", "step") TABLE("support", "support")
	    " ELSE 'all' END AS part, CASE"
	    KEY("institution_id") KEY("district_id") KEY("group_code")
	    KEY("age") KEY("sex") KEY("settlement") KEY("place") KEY("state")
	    KEY("reason") KEY("step") KEY("support")
	    " ELSE '' END AS key, mine, atom,"
	    "       count(*) AS ever, count(*) FILTER (WHERE old) AS at_start,"
	    "       count(*) FILTER (WHERE NOT old) AS came,"
	    "       count(*) FILTER (WHERE gone) AS went,"
	    "       count(*) FILTER (WHERE NOT gone) AS at_end,"
	    "       count(*) FILTER (WHERE sex = 'm') AS m,"
	    "       count(*) FILTER (WHERE sex = 'f') AS f,"
	    "       count(*) FILTER (WHERE sex = 'u') AS u"
	    "  FROM q GROUP BY GROUPING SETS ((mine, atom)"
	    SET("institution_id") SET("district_id") SET("group_code")
	    SET("age") SET("sex") SET("settlement") SET("place") SET("state")
	    SET("reason") SET("step") SET("support") "))"
	    "SELECT c.part, c.key, coalesce(" IN_LANGUAGE("$9", "a.name",
	    "a.name_en") ", " IN_LANGUAGE("$9", "g.name", "g.name_en") ", "
	    IN_LANGUAGE("$9", "v.name", "v.name_en") ", "
	    IN_LANGUAGE("$9", "r.name", "r.name_en") ", ''), c.mine, c.atom,"
	    "       c.ever, c.at_start, c.came, c.went, c.at_end, c.m, c.f, c.u"
	    "  FROM c"
	    "  LEFT JOIN area a ON c.part IN ('institution', 'district')"
	    "       AND a.id::text = c.key"
	    "  LEFT JOIN diagnosis_group g ON c.part = 'group' AND g.code = c.key"
	    "  LEFT JOIN coded_value v ON c.part = 'place'"
	    "       AND v.list = 'place_of_care' AND v.code = c.key"
	    "  LEFT JOIN reason r ON c.part = 'reason' AND r.kind = 'removal'"
	    "       AND r.code = c.key"
	    " WHERE NOT (c.part IN ('reason', 'status') AND c.key = '')"
	    " ORDER BY c.part, coalesce(g.ord, v.ord, r.ord), 3, c.key, c.atom" },
	[OUTCOMES] = { "summary_outcomes",
	    "SELECT x.code, x.mine, x.atom, count(*) FILTER (WHERE x.v = 1),"
	    "       count(*) FILTER (WHERE x.v = 0),"
	    "       count(*) FILTER (WHERE x.v = -1),"
	    "       trim_scale(percentile_cont(0.5) WITHIN GROUP"
	    "           (ORDER BY x.days)::numeric)"
	    "  FROM (SELECT * FROM report_outcomes($1, $2, $3, $4, $5, $6, $7, $8)"
	    "         UNION ALL"
	    "        SELECT * FROM report_courses($1, $2, $3, $4, $5, $6, $7, $8)"
	    "       ) x"
	    " GROUP BY 1, 2, 3" },
	/*
	 * All that lines amount to, from the spells in which they were given:
	 * medicines; lines that are given alike, with all their days together;
	 * the days on the register.
	 */
	[NEEDS] = { "summary_needs",
	    "WITH p AS MATERIALIZED (SELECT id, mine, atom,"
	    "       least(coalesce(date_out, $2::date), $2::date)"
	    "           - greatest(date_in, $1::date) + 1 AS stay"
	    "  FROM " PEOPLE "),"
	    " g AS MATERIALIZED (SELECT p.mine, p.atom, g.*,"
	    "       g.last_on - g.first_on + 1 AS days,"
	    "       greatest(g.last_on - greatest(g.first_on - 1, "
	    RECENTLY "), 0) AS recent"
	    "  FROM p JOIN report_given($1, $2) g ON g.patient_id = p.id),"
	    " m AS (SELECT product_id, medicine_id, mine, atom,"
	    "       count(DISTINCT patient_id) AS patients,"
	    "       count(DISTINCT series_id) AS lines, sum(days) AS days,"
	    "       count(DISTINCT patient_id) FILTER (WHERE recent > 0)"
	    "           AS recent"
	    "  FROM g GROUP BY 1, 2, 3, 4),"
	    " o AS (SELECT x.patient_id, (SELECT sum(upper(r) - lower(r))"
	    "          FROM unnest(x.days) AS r) AS days"
	    "  FROM (SELECT g.patient_id, range_agg(daterange(g.first_on,"
	    "               g.last_on + 1)) AS days"
	    "          FROM g JOIN medicine i ON i.id = g.medicine_id"
	    "               AND starts_with(i.group_code, 'opioid_')"
	    "         GROUP BY 1) x)"
	    "SELECT 'medicine', m.product_id::text, " PRODUCT " AS name,"
	    "       m.mine, m.atom, m.patients, m.lines, m.days, m.recent, 0,"
	    "       NULL::numeric, " NOTHING
	    "  FROM m JOIN medicine i ON i.id = m.medicine_id"
	    "  LEFT JOIN medicine_product f ON f.id = m.product_id"
	    " UNION ALL SELECT 'days', '', '', p.mine, p.atom, sum(p.stay),"
	    "       count(o.days), sum(o.days), 0, 0, NULL, " NOTHING
	    "  FROM p LEFT JOIN o ON o.patient_id = p.id GROUP BY p.mine, p.atom"
	    " UNION ALL SELECT 'amount', l.product_id::text, '', true, '',"
	    "       sum(l.days), sum(l.recent), 0, 0, 0, NULL,"
	    "       l.medicine_id, trim_scale(l.dose), l.unit, l.route,"
	    "       l.schedule, trim_scale(l.times_per_day), l.interval_hours, "
	    CLOCK_TEXT ", l.weekdays, l.patches, trim_scale(l.hours_per_day),"
	    "       l.prn, l.prn_max_per_day"
	    "  FROM g l WHERE l.mine"
	    " GROUP BY l.product_id, l.medicine_id, l.dose, l.unit, l.route,"
	    "       l.schedule, l.times_per_day, l.interval_hours,"
	    "       l.clock_times, l.clock_doses, l.weekdays, l.patches,"
	    "       l.hours_per_day, l.prn, l.prn_max_per_day"
	    " ORDER BY 1, 3, 2, 5" },
	/* What was needed and issued, who was seen, what could not be had. */
	[CARE] = { "summary_care",
	    "WITH p AS MATERIALIZED (SELECT id, mine, atom FROM " PEOPLE "),"
	    " d AS (SELECT o.device, p.mine, p.atom,"
	    "       count(DISTINCT p.id) AS patients,"
	    "       sum(quantity) FILTER (WHERE needed_on >= $1::date) AS needed,"
	    "       sum(quantity) FILTER (WHERE issued_on BETWEEN $1::date"
	    "           AND $2::date) AS issued,"
	    "       sum(quantity) FILTER (WHERE (issued_on IS NULL"
	    "           OR issued_on > $2::date) AND (ended_on IS NULL"
	    "           OR ended_on > $2::date)) AS waiting,"
	    "       sum(quantity) FILTER (WHERE returned_on BETWEEN $1::date"
	    "           AND $2::date) AS returned,"
	    "       percentile_cont(0.5) WITHIN GROUP (ORDER BY CASE WHEN"
	    "           issued_on BETWEEN $1::date AND $2::date"
	    "           THEN issued_on - needed_on END) AS wait"
	    "  FROM p JOIN report_device o ON o.patient_id = p.id"
	    " WHERE o.needed_on <= $2::date"
	    "   AND o.status NOT IN ('draft', 'entered_in_error')"
	    "   AND coalesce(o.returned_on, o.ended_on, 'infinity') >= $1::date"
	    " GROUP BY 1, 2, 3),"
	    " w AS (SELECT v.kind, p.mine, p.atom,"
	    "       count(DISTINCT p.id) FILTER (WHERE v.status = 'done')"
	    "           AS patients,"
	    "       count(*) FILTER (WHERE v.status = 'done') AS done,"
	    "       count(*) FILTER (WHERE v.status = 'done'"
	    "           AND v.place = 'home') AS home,"
	    "       count(*) FILTER (WHERE v.status = 'done'"
	    "           AND v.place IS DISTINCT FROM 'home') AS elsewhere,"
	    "       count(*) FILTER (WHERE v.status <> 'done') AS missed"
	    "  FROM p JOIN report_visit v ON v.patient_id = p.id"
	    " WHERE v.status IN ('done', 'planned', 'no_show')"
	    "   AND coalesce(v.done_on, v.planned_on) BETWEEN $1::date"
	    "       AND $2::date"
	    " GROUP BY 1, 2, 3),"
	    " s AS (SELECT l.product_id, l.medicine_id, p.mine, p.atom,"
	    "       count(DISTINCT p.id) AS patients,"
	    "       count(DISTINCT l.series_id) AS lines"
	    "  FROM p JOIN report_prescription l ON l.patient_id = p.id"
	    " WHERE l.stop_reason = 'not_available'"
	    "   AND l.stopped_on BETWEEN $1::date AND $2::date"
	    " GROUP BY 1, 2, 3, 4)"
	    "SELECT 'device', d.device, "
	    IN_LANGUAGE("$9", "e.name", "e.name_en") ", d.mine, d.atom,"
	    "       d.patients, d.needed, d.issued, d.waiting, d.returned,"
	    "       trim_scale(d.wait::numeric)"
	    "  FROM d JOIN device e ON e.code = d.device"
	    " UNION ALL SELECT 'visit', w.kind, "
	    IN_LANGUAGE("$9", "k.name", "k.name_en") ", w.mine, w.atom,"
	    "       w.patients, w.done, w.home, w.elsewhere, w.missed, NULL"
	    "  FROM w JOIN visit_kind k ON k.code = w.kind"
	    " UNION ALL SELECT 'shortage', s.product_id::text, " PRODUCT ","
	    "       s.mine, s.atom, s.patients, s.lines, 0, 0, 0, NULL"
	    "  FROM s JOIN medicine i ON i.id = s.medicine_id"
	    "  LEFT JOIN medicine_product f ON f.id = s.product_id"
	    " UNION ALL SELECT 'service', o.service, max("
	    IN_LANGUAGE("$9", "e.name", "e.name_en") "), p.mine, p.atom,"
	    "       count(DISTINCT p.id), count(*), sum(o.planned),"
	    "       sum(o.done), 0, NULL"
	    "  FROM p JOIN report_services($1, $2) o ON o.patient_id = p.id"
	    "  JOIN service e ON e.code = o.service GROUP BY 2, 4, 5"
	    " UNION ALL SELECT 'form', coalesce(o.rx_form, ''), coalesce(max("
	    IN_LANGUAGE("$9", "e.name", "e.name_en") "), ''), p.mine, p.atom,"
	    "       count(DISTINCT p.id), count(DISTINCT o.series_id),"
	    "       sum(o.written), sum(o.spoilt), 0, NULL"
	    "  FROM p JOIN report_forms($1, $2) o ON o.patient_id = p.id"
	    "  LEFT JOIN rx_form e ON e.code = o.rx_form GROUP BY 2, 4, 5"
	    " ORDER BY 1, 3, 2, 5" },
	[MONTHS] = { "summary_months",
	    "SELECT to_char(m.first, 'MM.YYYY'),"
	    "       count(*) FILTER (WHERE p.date_in BETWEEN m.first AND m.last),"
	    "       count(*) FILTER (WHERE p.date_out BETWEEN m.first AND m.last),"
	    "       count(*) FILTER (WHERE p.date_in <= m.last"
	    "           AND (p.date_out IS NULL OR p.date_out > m.last))"
	    "  FROM (SELECT greatest(d::date, $1::date) AS first,"
	    "               least((d + interval '1 month')::date - 1, $2::date)"
	    "                   AS last"
	    "          FROM generate_series(date_trunc('month', $1::date),"
	    "               $2::date, interval '1 month') d) m"
	    "  LEFT JOIN " PEOPLE " p ON p.mine"
	    " GROUP BY m.first, m.last ORDER BY m.first LIMIT 24" },
	[TARGETS] = { "summary_targets",
	    "SELECT code, target FROM indicator_target"
	    " WHERE retired_at IS NULL"
	    "   AND $1::date BETWEEN coalesce(valid_from, '-infinity')"
	    "   AND coalesce(valid_to, 'infinity')" },
	[INSTITUTIONS] = { "summary_institutions",
	    "SELECT a.id, " IN_LANGUAGE("$1", "a.name", "a.name_en") ", NULL"
	    "  FROM area a WHERE a.kind = 'institution' AND a.retired_at IS NULL"
	    "   AND a.id = ANY ((SELECT areas('report_summary'))::int[])"
	    " ORDER BY 2" },
	[DISTRICTS] = { "summary_districts",
	    "SELECT a.id, " IN_LANGUAGE("$1", "a.name", "a.name_en") ", NULL"
	    "  FROM area a WHERE a.kind = 'district' AND a.retired_at IS NULL"
	    " ORDER BY 2" },
	[GROUPS] = { "summary_groups",
	    "SELECT g.code, " IN_LANGUAGE("$1", "g.name", "g.name_en") ", NULL"
	    "  FROM diagnosis_group g ORDER BY g.ord" },
	[PLACES] = { "summary_places",
	    "SELECT v.code, " IN_LANGUAGE("$1", "v.name", "v.name_en") ", NULL"
	    "  FROM coded_value v WHERE v.list = 'place_of_care'"
	    "   AND v.retired_at IS NULL ORDER BY v.ord" },
	[LIMIT] = { "summary_limit", "SELECT small_cells()" },
	[BOOKS] = { "summary_books",
	    "SELECT (SELECT concat_ws(', ', " IN_LANGUAGE("$1", "t.name",
	    "t.name_en") ", nullif(t.version, '')) FROM ome_table t"
	    "         WHERE t.code = (SELECT ome_table_in_use())),"
	    "       (SELECT max(d.source) FROM medicine_ddd d"
	    "         WHERE current_date BETWEEN"
	    "               coalesce(d.valid_from, '-infinity')"
	    "           AND coalesce(d.valid_to, 'infinity')),"
	    "       (SELECT count(*) FROM icd10 i WHERE i.actual)" },
	[TURN] = { "summary_turn", "SELECT report_ask_turn()" },
	[BEFORE] = { "summary_before",
	    "SELECT a.id, a.since, a.until, array_to_string(a.hidden, ',')"
	    "  FROM report_asked a WHERE a.asked_on = current_date"
	    " ORDER BY a.id" },
	[ASK] = { "summary_ask",
	    "SELECT report_ask($1, $2, $3, $4, $5, $6, $7, $8,"
	    "       string_to_array($9, ','))" },
	{ NULL, NULL }
};

void
summary_choices(struct db *db, const char *lang,
    struct query q[SUMMARY_CHOICES])
{
	for (int i = 0; i < SUMMARY_CHOICES; i++)
		q[i] = query_keep(db, &summary_stmts[INSTITUTIONS + i],
		    ARGS({ lang }));
}

void
summary_site_queries(struct db *db, const char *lang,
    struct query q[SUMMARY_SITE])
{
	q[SUMMARY_LIMIT] = query_keep(db, &summary_stmts[LIMIT], NULL, 0);
	q[SUMMARY_BOOKS] = query_keep(db, &summary_stmts[BOOKS],
	    ARGS({ lang }));
}

void
summary_site_read(const struct query q[SUMMARY_SITE],
    struct summary_site *out)
{
	const struct rows *r = q[SUMMARY_BOOKS].rows;

	*out = (struct summary_site){ row_long(q[SUMMARY_LIMIT].rows, 0, 0),
	    row_text(r, 0, 0), row_text(r, 0, 1), row_long(r, 0, 2) };
}

void
summary_queries(struct db *db, const struct summary_scope *s,
    const char *lang, struct query q[SUMMARY_QUERIES])
{
	const struct arg args[] = { { s->from }, { s->to },
	    { s->institutions }, { s->districts }, { s->ages }, { s->sexes },
	    { s->groups }, { s->places }, { lang } };

	q[SUMMARY_CELLS] = query_keep(db, &summary_stmts[CELLS], args, 9);
	q[SUMMARY_OUTCOMES] = query_keep(db, &summary_stmts[OUTCOMES], args, 8);
	q[SUMMARY_NEEDS] = query_keep(db, &summary_stmts[NEEDS], args, 9);
	q[SUMMARY_CARE] = query_keep(db, &summary_stmts[CARE], args, 9);
	q[SUMMARY_MONTHS] = query_keep(db, &summary_stmts[MONTHS], args, 8);
	q[SUMMARY_TARGETS] = query_keep(db, &summary_stmts[TARGETS], &args[1],
	    1);
}

void
summary_earlier_queries(struct db *db, struct query q[SUMMARY_EARLIER])
{
	q[SUMMARY_TURN] = query_keep(db, &summary_stmts[TURN], NULL, 0);
	q[SUMMARY_BEFORE] = query_keep(db, &summary_stmts[BEFORE], NULL, 0);
}

void
summary_earlier_read(struct db *db, const struct query q[SUMMARY_EARLIER],
    struct summary_asked_list *out)
{
	const struct rows *r = q[SUMMARY_BEFORE].rows;

	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct summary_asked){ row_text(r, i, 0),
		    row_text(r, i, 1), row_text(r, i, 2), row_text(r, i, 3) };
}

struct query
summary_ask_query(struct db *db, const struct summary_scope *s,
    const char *hidden)
{
	return query_keep(db, &summary_stmts[ASK], ARGS({ s->from }, { s->to },
	    { s->institutions }, { s->districts }, { s->ages }, { s->sexes },
	    { s->groups }, { s->places }, { hidden }));
}

static void
read_cells(struct db *db, const struct rows *r, struct summary_counts *out)
{
	struct summary_cell *c;

	out->ncells = rows_len(r);
	out->cells = arena_array(db_arena(db), out->ncells, sizeof(*c));
	for (size_t i = 0; i < out->ncells; i++) {
		c = &out->cells[i];
		*c = (struct summary_cell){
			.table = row_text(r, i, 0),
			.key = row_text(r, i, 1),
			.label = row_text(r, i, 2),
			.mine = row_bool(r, i, 3),
			.atom = row_text(r, i, 4),
			.ever = row_long(r, i, 5),
			.at_start = row_long(r, i, 6),
			.in = row_long(r, i, 7),
			.out = row_long(r, i, 8),
			.at_end = row_long(r, i, 9),
		};
		for (int s = 0; s < 3; s++)
			c->sexes[s] = row_long(r, i, 10 + s);
	}
}

static void
read_outcomes(struct db *db, const struct rows *r, struct summary_counts *out)
{
	out->noutcomes = rows_len(r);
	out->outcomes = arena_array(db_arena(db), out->noutcomes,
	    sizeof(*out->outcomes));
	for (size_t i = 0; i < out->noutcomes; i++)
		out->outcomes[i] = (struct summary_outcome){
			.indicator = row_text(r, i, 0),
			.mine = row_bool(r, i, 1),
			.atom = row_text(r, i, 2),
			.yes = row_long(r, i, 3),
			.no = row_long(r, i, 4),
			.missing = row_long(r, i, 5),
			.median = row_text(r, i, 6),
		};
}

/* The columns of NEEDS, and of CARE up to WAIT. */
enum { KIND, OF, NAME, MINE, ATOM, COUNTS, WAIT = COUNTS + 5, DOSE_OF,
	PARTS_OF };

static void
read_need(const struct rows *r, size_t i, struct summary_counts *out)
{
	struct summary_need *n = &out->needs[out->nneeds++];

	*n = (struct summary_need){
		.kind = row_text(r, i, KIND),
		.key = row_text(r, i, OF),
		.label = row_text(r, i, NAME),
		.mine = row_bool(r, i, MINE),
		.atom = row_text(r, i, ATOM),
		.patients = row_long(r, i, COUNTS),
		.median = row_text(r, i, WAIT),
	};
	for (int k = 0; k < 4; k++)
		n->n[k] = row_long(r, i, COUNTS + 1 + k);
}

/* The columns of NEEDS from PARTS_OF on, as parts of a line. */
static const enum entry_part amount_parts[] = { E_DOSE, E_UNIT, E_ROUTE,
	E_SCHEDULE, E_TIMES, E_INTERVAL, E_CLOCK, E_WEEKDAYS, E_PATCHES,
	E_HOURS, E_PRN, E_PRN_MAX };
enum { AMOUNT_PARTS = sizeof(amount_parts) / sizeof(amount_parts[0]) };

static void
read_amount(const struct rows *r, size_t i, struct summary_counts *out)
{
	struct summary_amount *a = &out->amounts[out->namounts++];

	*a = (struct summary_amount){
		.medicine = row_text(r, i, DOSE_OF),
		.days = row_long(r, i, COUNTS),
		.recent = row_long(r, i, COUNTS + 1),
	};
	a->part[E_PRODUCT] = row_text(r, i, OF);
	for (int k = 0; k < AMOUNT_PARTS; k++)
		a->part[amount_parts[k]] = row_text(r, i, PARTS_OF + k);
}

static void
read_needs(struct db *db, const struct rows *r, const struct rows *care,
    struct summary_counts *out)
{
	struct arena *a = db_arena(db);
	size_t len = rows_len(r);

	out->needs = arena_array(a, len + rows_len(care), sizeof(*out->needs));
	out->amounts = arena_array(a, len, sizeof(*out->amounts));
	out->days = arena_array(a, len, sizeof(*out->days));
	out->nneeds = out->namounts = out->ndays = 0;
	for (size_t i = 0; i < len; i++)
		if (strcmp(row_text(r, i, KIND), "amount") == 0)
			read_amount(r, i, out);
		else if (strcmp(row_text(r, i, KIND), "days") == 0)
			out->days[out->ndays++] = (struct summary_days){
			    row_bool(r, i, MINE), row_text(r, i, ATOM),
			    row_long(r, i, COUNTS), row_long(r, i, COUNTS + 1),
			    row_long(r, i, COUNTS + 2) };
		else
			read_need(r, i, out);
	for (size_t i = 0; i < rows_len(care); i++)
		read_need(care, i, out);
}

static void
read_targets(struct db *db, const struct rows *r, struct summary_counts *out)
{
	out->ntargets = rows_len(r);
	out->targets = arena_array(db_arena(db), out->ntargets,
	    sizeof(*out->targets));
	for (size_t i = 0; i < out->ntargets; i++)
		out->targets[i] = (struct summary_target){ row_text(r, i, 0),
		    row_long(r, i, 1) };
}

void
summary_read(struct db *db, const struct query q[SUMMARY_QUERIES],
    struct summary_counts *out)
{
	const struct rows *m = q[SUMMARY_MONTHS].rows;

	read_cells(db, q[SUMMARY_CELLS].rows, out);
	read_outcomes(db, q[SUMMARY_OUTCOMES].rows, out);
	read_needs(db, q[SUMMARY_NEEDS].rows, q[SUMMARY_CARE].rows, out);
	read_targets(db, q[SUMMARY_TARGETS].rows, out);
	out->nmonths = rows_len(m);
	out->months = arena_array(db_arena(db), out->nmonths,
	    sizeof(*out->months));
	for (size_t i = 0; i < out->nmonths; i++)
		out->months[i] = (struct summary_month){ row_text(m, i, 0),
		    row_long(m, i, 1), row_long(m, i, 2), row_long(m, i, 3) };
}
