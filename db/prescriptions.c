/* prescriptions.c: prescription lines, versioned; nothing is overwritten. */

#include <assert.h>
#include <string.h>

#include "base/str.h"
#include "db/language.h"
#include "db/prescriptions.h"

enum { HISTORY, ACTIVE, GET, SEARCH, FIRST_RU, FIRST_EN, COUNT, COUNT_ALL };

/* Whether who asks took the last step of line l today, and may take it back. */
#define OWN_STEP \
	"CASE WHEN l.status IN ('stopped', 'completed') THEN EXISTS" \
	" (SELECT FROM prescription_event e WHERE e.prescription_id = l.id" \
	"   AND e.to_status = l.status AND e.at >= current_date" \
	"   AND e.account_id = current_account())" \
	" ELSE l.status IN ('active', 'on_hold', 'draft')" \
	"   AND l.author_id = current_account()" \
	"   AND coalesce(l.signed_at, l.created_at) >= current_date END"

/* Kept in step with read_line(); lang is a parameter. */
#define COLUMNS(lang) \
	"l.id, l.series_id, l.version, l.patient_id, l.product_id, " \
	IN_LANGUAGE(lang, "m.inn", "m.inn_en") ", m.atc, " \
	IN_LANGUAGE(lang, "f.form", "f.form_en") ", " \
	IN_LANGUAGE(lang, "f.strength", "f.strength_en") "," \
	" trim_scale(l.dose), l.unit, " IN_LANGUAGE(lang, "u.name", "u.name_en") "," \
	" l.route, " IN_LANGUAGE(lang, "t.name", "t.name_en") "," \
	" l.starts_on, l.ends_on, l.status, l.stopped_on, " \
	IN_LANGUAGE(lang, "s.name", "s.name_en") ", a.name, l.created_at, " \
	IN_LANGUAGE(lang, "i.name", "i.name_en") ", p.registry_no, l.current," \
	" l.review_on, l.basis, " \
	IN_LANGUAGE(lang, "n.name", "n.name_en") ", l.pump_id, l.sheet_id," \
	" l.sheet_on, trim_scale(l.quantity), l.packs, l.rx_form," \
	" g.controlled, " OWN_STEP ", " \
	TIMING_COLUMNS(lang)

#define JOINS \
	"  JOIN medicine m ON m.id = l.medicine_id" \
	"  JOIN control_class g ON g.code = m.control_class" \
	"  LEFT JOIN medicine_product f ON f.id = l.product_id" \
	"  LEFT JOIN unit u ON u.code = l.unit" \
	"  LEFT JOIN route t ON t.code = l.route" \
	"  LEFT JOIN reason s ON s.kind = 'stop' AND s.code = l.stop_reason" \
	"  LEFT JOIN indication n ON n.code = l.indication" \
	"  LEFT JOIN staff a ON a.id = l.author_id" \
	"  LEFT JOIN area i ON i.id = l.institution_id" \
	"  JOIN patient p ON p.id = l.patient_id"

/* $1 … $7 in the order of struct prescription_filter. */
#define FILTER \
	"       l.current" \
	"   AND ($1::int IS NULL OR l.medicine_id = $1::int)" \
	"   AND ($2::date IS NULL OR" \
	"        coalesce(l.stopped_on, l.ends_on, 'infinity') >= $2::date)" \
	"   AND ($3::date IS NULL OR l.starts_on <= $3::date)" \
	"   AND ($4::text IS NULL OR l.status = $4)" \
	"   AND ($5::uuid IS NULL OR l.author_id = $5::uuid)" \
	"   AND ($6::int IS NULL OR l.institution_id = $6::int)" \
	"   AND ($7::uuid IS NULL OR l.patient_id = $7::uuid)"
#define FILTER_ARGS(f) \
	{ (f)->medicine }, { (f)->since }, { (f)->until }, { (f)->status }, \
	{ (f)->author }, { (f)->institution }, { (f)->patient }

/*
 * The first ids of each area by an index alone, merged; then the rows that
 * are shown.  Without a parameter the first page of all is planned once.
 */
#define SEARCH_SQL(lang, filter, offset) \
	"SELECT " COLUMNS(lang) \
	"  FROM (SELECT l.id" \
	"          FROM unnest((SELECT areas('record_read'))::int[]) v(area)" \
	"         CROSS JOIN LATERAL" \
	"               (SELECT l.id, l.starts_on FROM prescription l" \
	"                 WHERE l.area_id = v.area AND " filter \
	"                 ORDER BY l.starts_on DESC, l.id" \
	"                 LIMIT " offset " + 50) l" \
	"         ORDER BY l.starts_on DESC, l.id" \
	"         LIMIT 50 OFFSET " offset ") page" \
	"  JOIN prescription l ON l.id = page.id" \
	JOINS \
	" ORDER BY l.starts_on DESC, l.id"
#define COUNT_SQL(filter) \
	"SELECT count(*) FROM (SELECT 1 FROM prescription l" \
	" WHERE l.area_id = ANY ((SELECT areas('record_read'))::int[])" \
	"   AND " filter " LIMIT 10000) n"

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
	[GET] = { "prescription_get",
	    "SELECT " COLUMNS("$2")
	    "  FROM prescription l" JOINS
	    " WHERE l.id = $1" },
	[SEARCH] = { "prescription_search",
	    SEARCH_SQL("$8", FILTER, "$9::int") },
	[FIRST_RU] = { "prescription_first_ru",
	    SEARCH_SQL("'ru'", "l.current", "0") },
	[FIRST_EN] = { "prescription_first_en",
	    SEARCH_SQL("'en'", "l.current", "0") },
	[COUNT] = { "prescription_count", COUNT_SQL(FILTER) },
	[COUNT_ALL] = { "prescription_count_all", COUNT_SQL("l.current") },
	{ NULL, NULL }
};

const struct stmt *const prescription_active_stmt =
    &prescription_stmts[ACTIVE];

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
	timing_read(r, i, 35, &l->timing);
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
prescription_history(struct db *db, const char *patient, bool current_only,
    const char *lang, struct prescription_list *out)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &prescription_stmts[HISTORY], ARGS({ patient },
	    { lang }, { current_only ? "true" : "false" }), &rows)) != OK)
		return st;
	prescription_read(db, rows, out);
	return OK;
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

static bool
is_unfiltered(const struct prescription_filter *f)
{
	return f->medicine == NULL && f->since == NULL && f->until == NULL &&
	    f->status == NULL && f->author == NULL && f->institution == NULL &&
	    f->patient == NULL;
}

void
prescription_search_queries(struct db *db,
    const struct prescription_filter *f, long page, const char *lang,
    struct query q[2])
{
	const char *offset;

	assert(page >= 0 && page <= 100000);
	if (is_unfiltered(f) && page == 0) {
		q[0] = (struct query){ .stmt = &prescription_stmts[
		    strcmp(lang, "en") == 0 ? FIRST_EN : FIRST_RU] };
		q[1] = (struct query){ .stmt = &prescription_stmts[COUNT_ALL] };
		return;
	}
	offset = text_printf(db_arena(db), "%ld", page * 50);
	q[0] = query_keep(db, &prescription_stmts[SEARCH],
	    ARGS(FILTER_ARGS(f), { lang }, { offset }));
	q[1] = query_keep(db, &prescription_stmts[COUNT],
	    ARGS(FILTER_ARGS(f)));
}
