/* trends.c: how a patient's values went over time. */

#include "db/language.h"
#include "db/trends.h"

enum { SERIES, POINTS, MARKS, PHASES };

/* Marks beyond these are no help to the eye. */
#define MARKS_MAX	"400"

/* $2 since, $3 until. */
#define WITHIN(day) \
	"($2::date IS NULL OR " day " >= $2::date)" \
	" AND ($3::date IS NULL OR " day " <= $3::date)"

const struct stmt trend_stmts[] = {
	/* Of two instruments that ask for the same, the first one names it. */
	[SERIES] = { "trend_series",
	    "SELECT s.code, s.name, s.chart, trim_scale(s.low),"
	    "       trim_scale(s.high), s.worse"
	    "  FROM (SELECT DISTINCT ON (t.code) t.code, "
	    IN_LANGUAGE("$2", "t.name", "t.name_en") " AS name, t.chart,"
	    "               t.low, t.high, t.worse, i.ord, t.ord AS place"
	    "          FROM instrument i"
	    "          JOIN instrument_item t ON t.instrument = i.code"
	    "         WHERE t.chart <> ''"
	    "         ORDER BY t.code, i.ord) s"
	    " WHERE EXISTS (SELECT FROM observation o WHERE o.patient_id = $1"
	    "               AND o.code = s.code AND o.current)"
	    " ORDER BY s.ord, s.place" },
	/* What was said of the same moment last counts. */
	[POINTS] = { "trend_points",
	    "SELECT c.code, extract(epoch FROM o.effective_at)::bigint,"
	    "       o.effective_on, trim_scale(o.value)"
	    "  FROM (SELECT DISTINCT t.code FROM instrument_item t"
	    "         WHERE t.chart <> '') c"
	    " CROSS JOIN LATERAL"
	    "       (SELECT DISTINCT ON (o.effective_at)"
	    "               o.effective_at, o.effective_on, o.value"
	    "          FROM observation o"
	    "         WHERE o.patient_id = $1 AND o.code = c.code AND o.current"
	    "           AND " WITHIN("o.effective_on")
	    "         ORDER BY o.effective_at DESC, o.created_at DESC) o"
	    " ORDER BY c.code, o.effective_at" },
	[MARKS] = { "trend_marks",
	    "SELECT e.day, e.kind, " IN_LANGUAGE("$4", "m.inn", "m.inn_en") ","
	    "       trim_scale(e.dose), "
	    IN_LANGUAGE("$4", "u.name", "u.name_en")
	    "  FROM (SELECT l.starts_on AS day, l.medicine_id, l.dose, l.unit,"
	    "               CASE WHEN l.version = 1 THEN 'started'"
	    "               ELSE 'changed' END AS kind"
	    "          FROM prescription l WHERE l.patient_id = $1"
	    "           AND l.status NOT IN ('draft', 'entered_in_error')"
	    "         UNION ALL "
	    "        SELECT l.stopped_on, l.medicine_id, l.dose, l.unit,"
	    "               'stopped'"
	    "          FROM prescription l WHERE l.patient_id = $1"
	    "           AND l.current AND l.status = 'stopped') e"
	    "  JOIN medicine m ON m.id = e.medicine_id"
	    "  LEFT JOIN unit u ON u.code = e.unit"
	    " WHERE " WITHIN("e.day")
	    " ORDER BY e.day DESC, 3 LIMIT " MARKS_MAX },
	[PHASES] = { "trend_phases",
	    "SELECT trim_scale(w.value), "
	    IN_LANGUAGE("$1", "w.short", "w.short_en")
	    "  FROM instrument_item t JOIN instrument_answer w"
	    "    ON w.instrument = t.instrument AND w.item = t.code"
	    " WHERE t.chart = 'phase' ORDER BY w.ord" },
	{ NULL, NULL }
};

const struct stmt *const trend_series_stmt = &trend_stmts[SERIES];
const struct stmt *const trend_points_stmt = &trend_stmts[POINTS];
const struct stmt *const trend_marks_stmt = &trend_stmts[MARKS];
const struct stmt *const trend_phases_stmt = &trend_stmts[PHASES];

void
trend_read(struct db *db, const struct rows *rows, struct trend_list *out)
{
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct trend){
			.code = row_text(rows, i, 0),
			.name = row_text(rows, i, 1),
			.chart = row_text(rows, i, 2),
			.low = row_text(rows, i, 3),
			.high = row_text(rows, i, 4),
			.worse = row_text(rows, i, 5),
		};
}

void
trend_read_points(struct db *db, const struct rows *rows,
    struct trend_points *out)
{
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct trend_point){
			.code = row_text(rows, i, 0),
			.at = row_text(rows, i, 1),
			.on = row_text(rows, i, 2),
			.value = row_text(rows, i, 3),
		};
}

void
trend_read_marks(struct db *db, const struct rows *rows,
    struct trend_marks *out)
{
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = (struct trend_mark){
			.on = row_text(rows, i, 0),
			.kind = row_text(rows, i, 1),
			.medicine = row_text(rows, i, 2),
			.dose = row_text(rows, i, 3),
			.unit = row_text(rows, i, 4),
		};
}
