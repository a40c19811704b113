/* prescription_entry.c: what a doctor writes in a line: added, changed, drafted. */

#include "db/in_use.h"
#include "db/prescription_entry.h"
#include "db/timing.h"

enum { GET, RENEWABLE, IN_FORCE, HISTORY, SUPPLIED, UNMEASURED, COMPANION,
	COMPANION_PRODUCT, ADD, CHANGE, FOLLOW, ONE_MIX };

/* The order of enum entry_part. */
#define BEFORE_MIX \
	"product_id, dose, unit, route, schedule, times_per_day," \
	" interval_hours, clock_doses, clock_times, weekdays, patches," \
	" hours_per_day, pump_id"
#define MIX	"volume_ml, rate_ml_h, diluent, device"
#define AFTER_MIX \
	"prn, prn_max_per_day, prn_min_hours, basis, background_series," \
	" indication, titration_step, titration_every_days," \
	" titration_target, titration_by, starts_on, ends_on, review_on," \
	" instructions, quantity, packs, rx_form, rx_valid_days," \
	" change_reason"

/* Read by entry_read_parts(). */
#define TEXTS_OF(first, last) \
	"l.product_id, trim_scale(l.dose), l.unit, l.route, l.schedule," \
	" trim_scale(l.times_per_day), l.interval_hours, " \
	CLOCK_TEXT ", l.weekdays, l.patches," \
	" trim_scale(l.hours_per_day), l.pump_id, trim_scale(l.volume_ml)," \
	" trim_scale(l.rate_ml_h), l.diluent, l.device, l.prn," \
	" l.prn_max_per_day, trim_scale(l.prn_min_hours), l.basis," \
	" l.background_series, l.indication, trim_scale(l.titration_step)," \
	" l.titration_every_days, trim_scale(l.titration_target)," \
	" l.titration_by, " first ", " last ", l.review_on," \
	" array_to_string(l.instructions, ','), trim_scale(l.quantity)," \
	" l.packs, l.rx_form, l.rx_valid_days, NULL"

/* What all new rows have beside the parts; $1 id, $2 patient, $38 … */
#define ROW_COLUMNS \
	"id, patient_id, medicine_id, area_id, institution_id, sheet_on," \
	" sheet_id, author_id, current, status, series_id, version, "

/* A line joins a mix as it is, unless it says otherwise. */
#define OF_MIX(n, column, type) \
	"coalesce($" n "::" type ", (SELECT k." column " FROM prescription k" \
	" WHERE k.pump_id = $14::uuid AND k.current" \
	"   AND k.status IN ('active', 'on_hold') AND k.patient_id = p.id" \
	" LIMIT 1))"

/* Of "1-0-1-0" the doses; of "08:00 14:00" the times, a dose each. */
#define CLOCK_COLUMNS(text) \
	" CASE WHEN strpos(" text ", ':') > 0" \
	"      THEN array_fill(1::numeric," \
	"          ARRAY[cardinality(string_to_array(" text ", ' '))])" \
	"      ELSE string_to_array(" text ", '-')::numeric[] END," \
	" CASE WHEN strpos(" text ", ':') > 0" \
	"      THEN string_to_array(" text ", ' ')::time[] END"

/* $3 … $37: the parts; $38 the status, $39 the sheet, $40 the old version. */
#define NEW_ROW(mix, status, series, version) \
	"INSERT INTO prescription (" ROW_COLUMNS BEFORE_MIX ", " MIX ", " \
	AFTER_MIX ")" \
	" SELECT $1::uuid, p.id, f.medicine_id, p.area_id, p.institution_id," \
	" current_date, $39::uuid, current_account(), true, " status ", " \
	series ", " version ", " \
	"f.id, $4::numeric, $5, $6, $7, $8::numeric, $9::int," \
	CLOCK_COLUMNS("$10") ", $11::int, $12::int," \
	" $13::numeric, $14::uuid, " mix ", coalesce($19::boolean, false)," \
	" $20::int, $21::numeric, $22, $23::uuid, $24, $25::numeric," \
	" $26::int, $27::numeric, $28, $29::date, $30::date, $31::date," \
	" coalesce(string_to_array($32, ','), '{}'), $33::numeric, $34::int," \
	" x.code, coalesce($36::int, x.valid_days), $37" \
	"  FROM patient p CROSS JOIN medicine_product f" \
	"  JOIN medicine m ON m.id = f.medicine_id" \
	"  LEFT JOIN rx_form x ON x.code = coalesce($35, f.rx_form, m.rx_form)"
#define OWN_MIX	"$15::numeric, $16::numeric, $17, $18"
#define JOINED_MIX \
	OF_MIX("15", "volume_ml", "numeric") ", " \
	OF_MIX("16", "rate_ml_h", "numeric") ", " \
	OF_MIX("17", "diluent", "text") ", " OF_MIX("18", "device", "text")

#define SOURCE_OF(first, last) \
	"SELECT l.id, l.series_id, l.patient_id, l.medicine_id, l.status," \
	" l.current, " TEXTS_OF(first, last) "  FROM prescription l"
#define SOURCE	SOURCE_OF("l.starts_on", "l.ends_on")

/* The last day on which this version was in force, or NULL. */
#define LAST_DAY \
	" CROSS JOIN LATERAL (SELECT least(l.ends_on, l.stopped_on," \
	" (SELECT min(n.starts_on) - 1 FROM prescription n" \
	"   WHERE n.series_id = l.series_id AND n.version > l.version" \
	"     AND n.status NOT IN ('draft', 'entered_in_error'))," \
	" CASE WHEN l.status = 'completed' THEN" \
	"   (SELECT max(e.on_date) FROM prescription_event e" \
	"     WHERE e.prescription_id = l.id AND e.to_status = l.status)" \
	" END) AS day) d"

/*
 * h: the days on which lines of patient $1 were on hold, by the steps between
 * them; the day of the hold and that of resuming are days of giving.  A
 * version may begin on hold, or have no step of its own.
 */
#define HOLDS \
	"  LEFT JOIN (SELECT s.prescription_id, range_agg(CASE" \
	"       WHEN s.to_status = 'on_hold' AND s.next_on IS DISTINCT FROM" \
	"           s.on_date THEN daterange(s.on_date + 1, s.next_on)" \
	"       WHEN s.first AND s.from_status = 'on_hold'" \
	"           THEN daterange(NULL, s.on_date)" \
	"       ELSE 'empty' END) AS days" \
	"  FROM (SELECT e.prescription_id, e.from_status, e.to_status," \
	"               e.on_date, lead(e.on_date) OVER w AS next_on," \
	"               row_number() OVER w = 1 AS first" \
	"          FROM prescription_event e WHERE e.patient_id = $1" \
	"           AND (e.to_status = 'active' OR e.to_status = 'on_hold'" \
	"                AND e.from_status IN ('active', 'replaced'))" \
	"        WINDOW w AS (PARTITION BY e.prescription_id ORDER BY e.id)) s" \
	" GROUP BY s.prescription_id) h ON h.prescription_id = l.id"
#define HELD \
	"coalesce(h.days, CASE WHEN l.held_on IS NOT NULL OR" \
	" l.status = 'on_hold' THEN datemultirange(daterange(" \
	" coalesce(l.held_on, l.starts_on) + 1, NULL)) ELSE '{}' END)"

/* g: the spells of days on which this version was given. */
#define GIVEN \
	" CROSS JOIN LATERAL (SELECT lower(r) AS first, upper(r) - 1 AS last" \
	"  FROM unnest(CASE WHEN d.day < l.starts_on THEN '{}' ELSE" \
	"       datemultirange(daterange(l.starts_on, d.day, '[]')) - " HELD \
	"       END) AS r) g"

/* Medicines that rule $1 asks for beside others. */
#define COMPANIONS \
	"(SELECT m.id FROM medicine m, safety_rule r" \
	" WHERE r.code = $1 AND NOT " OUT_OF_USE("m.", "valid_to") \
	" AND EXISTS (SELECT" \
	"  FROM regexp_split_to_table(r.other, ',') AS w (word)" \
	"  WHERE m.group_code = w.word" \
	"     OR (w.word ~ '^.[0-9]' AND starts_with(m.atc, w.word))))"

const struct stmt entry_stmts[] = {
	[GET] = { "entry_get", SOURCE " WHERE l.id = $1" },
	[RENEWABLE] = { "entry_renewable",
	    SOURCE " WHERE l.patient_id = $1 AND l.current"
	    "   AND l.status = 'active'" },
	[IN_FORCE] = { "entry_in_force",
	    SOURCE_OF("l.starts_on", "d.day") LAST_DAY
	    " WHERE l.patient_id = $1"
	    "   AND (l.status = 'replaced' AND l.held_on IS NULL OR l.current AND"
	    "        (l.status = 'active' OR"
	    "         l.status = 'draft' AND l.author_id = current_account()))"
	    "   AND coalesce(d.day, 'infinity') >="
	    "       greatest(current_date, l.starts_on)"
	    " ORDER BY l.prn, l.starts_on, l.id" },
	[HISTORY] = { "entry_history",
	    SOURCE_OF("g.first", "g.last") LAST_DAY HOLDS GIVEN
	    " WHERE l.patient_id = $1"
	    "   AND l.status NOT IN ('draft', 'entered_in_error')"
	    "   AND g.first <= $3::date"
	    "   AND coalesce(g.last, 'infinity') >= $2::date"
	    "   AND (l.schedule <> 'once' OR g.first = l.starts_on)"
	    " ORDER BY g.first, l.id" },
	/* What the user last wrote of them, as needed for a rescue. */
	[COMPANION] = { "entry_companion",
	    SOURCE " WHERE l.author_id = current_account() AND l.current"
	    "   AND l.medicine_id IN " COMPANIONS
	    "   AND l.status NOT IN ('draft', 'entered_in_error')"
	    "   AND l.prn = (SELECT r.kind = 'needs_rescue'"
	    "                  FROM safety_rule r WHERE r.code = $1)"
	    " ORDER BY l.starts_on DESC, l.id LIMIT 1" },
	[COMPANION_PRODUCT] = { "entry_companion_product",
	    "SELECT f.id, f.units[1], f.routes[1], r.kind = 'needs_rescue'"
	    "  FROM medicine_product f, safety_rule r"
	    " WHERE r.code = $1 AND NOT " OUT_OF_USE("f.", "valid_to")
	    "   AND f.patch_hours IS NULL AND f.medicine_id IN " COMPANIONS
	    " ORDER BY f.medicine_id, f.id LIMIT 1" },
	[SUPPLIED] = { "entry_supplied",
	    SOURCE
	    " WHERE l.area_id = ANY ((SELECT areas('record_read'))::int[])"
	    "   AND l.current AND l.status = 'active'"
	    "   AND (l.quantity IS NOT NULL OR l.packs IS NOT NULL)"
	    " ORDER BY l.id LIMIT 3000" },
	[UNMEASURED] = { "entry_unmeasured",
	    SOURCE " WHERE l.id = ANY (ARRAY(SELECT DISTINCT ON (f.dosage) f.id"
	    "   FROM opioid_in_force f"
	    "  WHERE NOT EXISTS (SELECT FROM dosage_equivalent e"
	    "         WHERE e.dosage = f.dosage"
	    "           AND e.table_code = (SELECT ome_table_in_use())"
	    "           AND e.computed_on = current_date)"
	    "  ORDER BY f.dosage LIMIT 2000))" },
	[ADD] = { "entry_add",
	    NEW_ROW(JOINED_MIX, "$38", "$1::uuid", "1")
	    " WHERE p.id = $2::uuid AND f.id = $3::int"
	    "   AND p.status NOT IN ('removed', 'refused', 'declined')"
	    "   AND $40::uuid IS NULL"
	    " RETURNING id" },
	[CHANGE] = { "entry_change",
	    NEW_ROW(OWN_MIX, "o.status", "o.series_id",
	    "(SELECT max(v.version) + 1 FROM prescription v"
	    " WHERE v.series_id = o.series_id)")
	    " CROSS JOIN prescription o"
	    " WHERE p.id = $2::uuid AND f.id = $3::int"
	    "   AND o.id = $40::uuid AND o.patient_id = p.id AND o.current"
	    "   AND (o.status IN ('active', 'on_hold') OR"
	    "        o.status = 'draft' AND o.author_id = current_account())"
	    "   AND p.status NOT IN ('removed', 'refused', 'declined')"
	    "   AND $38::text IS NOT NULL"
	    " RETURNING id" },
	[FOLLOW] = { "entry_follow",
	    "INSERT INTO prescription (" ROW_COLUMNS BEFORE_MIX ", " MIX ", "
	    AFTER_MIX ")"
	    " SELECT gen_random_uuid(), s.patient_id, s.medicine_id, s.area_id,"
	    " s.institution_id, current_date, n.sheet_id, current_account(),"
	    " true, s.status, s.series_id, (SELECT max(v.version) + 1"
	    " FROM prescription v WHERE v.series_id = s.series_id),"
	    " s.product_id, s.dose, s.unit, s.route, s.schedule,"
	    " s.times_per_day, s.interval_hours, s.clock_doses,"
	    " s.clock_times, s.weekdays, s.patches, s.hours_per_day,"
	    " s.pump_id, n.volume_ml, n.rate_ml_h, n.diluent, n.device,"
	    " s.prn, s.prn_max_per_day, s.prn_min_hours,"
	    " s.basis, s.background_series, s.indication, s.titration_step,"
	    " s.titration_every_days, s.titration_target, s.titration_by,"
	    " greatest(s.starts_on, n.starts_on), s.ends_on,"
	    " CASE WHEN s.review_on >= n.starts_on THEN s.review_on END,"
	    " s.instructions, NULL, NULL, s.rx_form, s.rx_valid_days,"
	    " s.change_reason"
	    "  FROM prescription n JOIN prescription s ON s.pump_id = n.pump_id"
	    " WHERE n.id = $1 AND n.status IN ('active', 'on_hold')"
	    "   AND s.id <> n.id AND s.current"
	    "   AND s.status IN ('active', 'on_hold')"
	    "   AND coalesce(s.ends_on, 'infinity') >= n.starts_on"
	    "   AND (s.volume_ml, s.rate_ml_h, s.diluent, s.device)"
	    "       IS DISTINCT FROM"
	    "       (n.volume_ml, n.rate_ml_h, n.diluent, n.device)" },
	[ONE_MIX] = { "entry_one_mix",
	    "SET CONSTRAINTS prescription_one_mix IMMEDIATE" },
	{ NULL, NULL }
};

const struct stmt *const entry_get_stmt = &entry_stmts[GET];
const struct stmt *const entry_renewable_stmt = &entry_stmts[RENEWABLE];
const struct stmt *const entry_supplied_stmt = &entry_stmts[SUPPLIED];
const struct stmt *const entry_unmeasured_stmt = &entry_stmts[UNMEASURED];
const struct stmt *const entry_in_force_stmt = &entry_stmts[IN_FORCE];
const struct stmt *const entry_history_stmt = &entry_stmts[HISTORY];

void
entry_read_parts(const struct rows *r, size_t i, int column,
    const char *part[NENTRY])
{
	for (int k = 0; k < NENTRY; k++)
		part[k] = row_text(r, i, column + k);
}

static void
read_source(const struct rows *r, size_t i, struct prescription_source *out)
{
	out->id = row_text(r, i, 0);
	out->series = row_text(r, i, 1);
	out->patient = row_text(r, i, 2);
	out->medicine = row_text(r, i, 3);
	out->status = row_text(r, i, 4);
	out->current = row_bool(r, i, 5);
	entry_read_parts(r, i, 6, out->part);
}

enum status
entry_get(struct db *db, const char *id, struct prescription_source *out)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &entry_stmts[GET], ARGS({ id }), &rows)) != OK)
		return st;
	if (rows_len(rows) == 0)
		return NOT_FOUND;
	read_source(rows, 0, out);
	return OK;
}

/* How it is to be used; not for how long or how much of it. */
static void
keep_usage(const char *part[NENTRY], bool rescue)
{
	static const int dropped[] = { E_PUMP, E_BACKGROUND, E_STEP,
		E_STEP_DAYS, E_TARGET, E_DECIDER, E_STARTS, E_ENDS, E_REVIEW,
		E_QUANTITY, E_PACKS, E_RX_FORM, E_RX_DAYS };

	for (size_t i = 0; i < sizeof(dropped) / sizeof(dropped[0]); i++)
		part[dropped[i]] = "";
	if (rescue)
		part[E_DOSE] = "";
}

enum status
entry_companion(struct db *db, const char *rule, const char *part[NENTRY])
{
	struct query q[] = {
		QUERY(&entry_stmts[COMPANION], { rule }),
		QUERY(&entry_stmts[COMPANION_PRODUCT], { rule }),
	};
	struct prescription_source last;
	bool rescue;
	enum status st;

	if ((st = db_run_all(db, q, 2)) != OK)
		return st;
	if (rows_len(q[1].rows) == 0)
		return NOT_FOUND;
	rescue = row_bool(q[1].rows, 0, 3);
	for (int i = 0; i < NENTRY; i++)
		part[i] = "";
	part[E_PRODUCT] = row_text(q[1].rows, 0, 0);
	part[E_UNIT] = row_text(q[1].rows, 0, 1);
	part[E_ROUTE] = row_text(q[1].rows, 0, 2);
	part[E_SCHEDULE] = "times_per_day";
	part[E_PRN] = rescue ? "t" : "f";
	if (rows_len(q[0].rows) > 0) {
		read_source(q[0].rows, 0, &last);
		for (int i = 0; i < NENTRY; i++)
			part[i] = last.part[i];
	}
	if (rescue) {
		part[E_BASIS] = "breakthrough";
		part[E_INDICATION] = "breakthrough_pain";
	}
	keep_usage(part, rescue);
	return OK;
}

void
entry_read(struct db *db, const struct rows *rows,
    struct prescription_source **out, size_t *len)
{
	*len = rows_len(rows);
	*out = arena_array(db_arena(db), *len, sizeof(**out));
	for (size_t i = 0; i < *len; i++)
		read_source(rows, i, &(*out)[i]);
}

/* The forty arguments of a new row. */
static struct query
row_query(struct db *db, int stmt, const struct prescription_entry *in,
    const char *old)
{
	struct arg args[5 + NENTRY] = { { in->id }, { in->patient } };

	for (size_t i = 0; i < NENTRY; i++)
		args[2 + i].text = in->part[i];
	args[2 + NENTRY].text = in->status;
	args[3 + NENTRY].text = in->sheet;
	args[4 + NENTRY].text = old;
	return query_keep(db, &entry_stmts[stmt], args, 5 + NENTRY);
}

/* At the end of q: warnings that are kept, if there are any. */
static size_t
add_kept(struct db *db, const struct override_entries *kept, struct query *q,
    size_t n)
{
	if (kept->len > 0)
		q[n++] = override_query(db, kept);
	return n;
}

enum status
entry_add(struct db *db, const struct prescription_entry *in,
    const struct override_entries *kept)
{
	struct query q[3] = {
		row_query(db, ADD, in, NULL),
		{ .stmt = &entry_stmts[ONE_MIX] },
	};
	enum status st;

	if ((st = db_try_all(db, q, add_kept(db, kept, q, 2))) != OK)
		return st;
	return rows_len(q[0].rows) == 1 ? OK : CONFLICT;
}

enum status
entry_change_all(struct db *db, struct query *first,
    const char *const *old, const struct prescription_entry *in, size_t len,
    const struct override_entries *kept)
{
	struct query *all = arena_array(db_arena(db), 2 * len + 3,
	    sizeof(*all));
	struct query *q = first != NULL ? all + 1 : all;
	enum status st;

	for (size_t i = 0; i < len; i++) {
		struct query follow = QUERY(&entry_stmts[FOLLOW], { in[i].id });

		q[i] = row_query(db, CHANGE, &in[i], old[i]);
		q[len + i] = query_keep(db, follow.stmt, follow.args,
		    follow.args_len);
	}
	q[2 * len] = (struct query){ .stmt = &entry_stmts[ONE_MIX] };
	if (first != NULL)
		all[0] = *first;
	if ((st = db_try_all(db, all, add_kept(db, kept, q, 2 * len + 1) +
	    (size_t)(q - all))) != OK)
		return st;
	if (first != NULL)
		*first = all[0];
	for (size_t i = 0; i < len; i++)
		if (rows_len(q[i].rows) != 1)
			return CONFLICT;
	return OK;
}

enum status
entry_change(struct db *db, const char *old,
    const struct prescription_entry *in, const struct override_entries *kept)
{
	return entry_change_all(db, NULL, &old, in, 1, kept);
}
