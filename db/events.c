/* events.c: all that happened to a patient, as one list, newest first. */

#include <string.h>

#include "base/str.h"
#include "db/entries.h"
#include "db/events.h"
#include "db/language.h"

enum { PAGE, NEWEST, FACETS };

/* Kept in step with read_event(); $1 is the language. A code without a name is not told. */
#define COLUMNS \
	"e.kind, e.step, e.series, e.version," \
	" extract(epoch FROM e.at)::bigint," \
	" extract(epoch FROM e.written)::bigint, a.name," \
	" coalesce(" IN_LANGUAGE("$1", "w.name", "w.name_en") "," \
	" CASE e.book WHEN '' THEN e.what END)," \
	" coalesce(" IN_LANGUAGE("$1", "r.name", "r.name_en") "," \
	" CASE e.note_book WHEN '' THEN e.note END)," \
	" e.at = e.written OR e.at::time <> '12:00'," \
	" e.at::date <> e.written::date, e.wrong, " CURSOR

/* Names are looked up for the events that are shown. */
#define NAMED \
	"  LEFT JOIN staff a ON a.id = e.who" \
	"  LEFT JOIN LATERAL (SELECT n.name, n.name_en FROM record_name n" \
	"   WHERE n.book = e.book AND n.code = e.what) w ON true" \
	"  LEFT JOIN LATERAL (SELECT n.name, n.name_en FROM record_name n" \
	"   WHERE n.book = e.note_book AND n.code = e.note) r ON true"

/* Where an event stands in the list: microseconds and the rest of its key. */
#define CURSOR \
	"(extract(epoch FROM e.at) * 1000000)::bigint || '.' || e.kind || '.'" \
	" || e.series || '.' || e.version || '.' || e.step"
#define BEFORE(cursor) \
	"(e.at, e.kind, e.series, e.version, e.step) <" \
	" (coalesce('epoch'::timestamptz + split_part(" cursor ", '.', 1)::bigint" \
	" * interval '1 microsecond', 'infinity')," \
	" coalesce(split_part(" cursor ", '.', 2), '')," \
	" coalesce(split_part(" cursor ", '.', 3)::uuid," \
	" 'ffffffff-ffff-ffff-ffff-ffffffffffff')," \
	" coalesce(split_part(" cursor ", '.', 4)::int, 0)," \
	" coalesce(split_part(" cursor ", '.', 5), ''))"
#define NEWEST_FIRST(e) \
	e ".at DESC, " e ".kind DESC, " e ".series DESC, " e ".version DESC, " \
	e ".step DESC"

/* All that is of a patient, and the notes of who was merged into him. */
#define OF(patient) \
	"(e.patient_id = " patient " OR e.kind = 'note'" \
	" AND e.patient_id = ANY " ENTRIES(patient) ")"

/*
 * NULL is any: these have a plan each, and an arm of the view that is not
 * asked for is not read.  $2 patient, $3 kinds, $4 author, $5 and $6 days,
 * $7 series, $8 cursor.  Of a change, or of every version when one thing is
 * asked for, the facts that differ from the version before.
 */
const struct stmt event_stmts[] = {
	[PAGE] = { "event_page",
	    "WITH e AS MATERIALIZED (SELECT e.* FROM record_event e"
	    "  WHERE " OF("$2")
	    "    AND e.kind = ANY (coalesce(string_to_array($3, ','),"
	    "        ARRAY[e.kind]))"
	    "    AND e.who IS NOT DISTINCT FROM coalesce($4::uuid, e.who)"
	    "    AND e.at >= coalesce($5::date, '-infinity')"
	    "    AND e.at < coalesce($6::date + 1, 'infinity')"
	    "    AND e.series = coalesce($7::uuid, e.series)"
	    "    AND " BEFORE("$8::text")
	    "  ORDER BY " NEWEST_FIRST("e") " LIMIT $9::int)"
	    "SELECT " COLUMNS ", f.label, "
	    IN_LANGUAGE("$1", "f.name", "f.name_en") ", "
	    IN_LANGUAGE("$1", "f.was", "f.was_en") ", "
	    IN_LANGUAGE("$1", "f.now", "f.now_en")
	    "  FROM e" NAMED
	    "  LEFT JOIN LATERAL"
	    "  (SELECT coalesce(n.ord, b.ord) AS ord,"
	    "       coalesce(n.label, b.label) AS label,"
	    "       coalesce(n.name, b.name) AS name,"
	    "       coalesce(n.name_en, b.name_en) AS name_en,"
	    "       b.text AS was, b.text_en AS was_en,"
	    "       n.text AS now, n.text_en AS now_en"
	    "  FROM (SELECT *, label || coalesce(name, '') AS key FROM record_fact"
	    "         WHERE kind = e.kind AND series = e.series"
	    "           AND version = e.version) n"
	    "  FULL JOIN"
	    "       (SELECT *, label || coalesce(name, '') AS key FROM record_fact"
	    "         WHERE kind = e.kind AND series = e.series"
	    "           AND version = e.version - 1) b ON b.key = n.key"
	    " WHERE n.text IS DISTINCT FROM b.text) f"
	    "    ON e.step = 'changed' OR e.kind = 'preference'"
	    "       OR (e.kind IN ('order', 'visit') AND e.version > 1"
	    "           AND e.step NOT IN ('ordered', 'carried_out'))"
	    "       OR (e.step = 'added' AND $7 IS NOT NULL)"
	    " ORDER BY " NEWEST_FIRST("e") ", f.ord, f.label, f.name" },
	[NEWEST] = { "event_newest",
	    "SELECT " COLUMNS ", NULL, NULL, NULL, NULL"
	    "  FROM (SELECT e.* FROM record_event e WHERE " OF("$2")
	    "         ORDER BY " NEWEST_FIRST("e") " LIMIT 12) e"
	    NAMED
	    " ORDER BY " NEWEST_FIRST("e") },
	[FACETS] = { "event_facets",
	    "SELECT e.kind, e.who, a.name, e.n"
	    "  FROM (SELECT kind, who, count(*) AS n FROM record_event e"
	    "         WHERE " OF("$1")
	    "         GROUP BY GROUPING SETS ((kind), (who))) e"
	    "  LEFT JOIN staff a ON a.id = e.who"
	    " WHERE e.kind IS NOT NULL OR a.name IS NOT NULL"
	    " ORDER BY a.name" },
	{ NULL, NULL }
};

enum { CURSOR_AT = 12, CHANGE_AT };

const struct stmt *const event_newest_stmt = &event_stmts[NEWEST];

struct query
event_page_query(struct db *db, const char *patient,
    const struct event_filter *f, const char *lang)
{
	return query_keep(db, &event_stmts[PAGE], ARGS({ lang }, { patient },
	    { f->kinds }, { f->author }, { f->since }, { f->until },
	    { f->series }, { f->before },
	    { text_printf(db_arena(db), "%d", EVENT_PAGE + 1) }));
}

struct query
event_facets_query(struct db *db, const char *patient)
{
	return query_keep(db, &event_stmts[FACETS], ARGS({ patient }));
}

static void
read_event(const struct rows *r, size_t i, struct event *out)
{
	out->kind = row_text(r, i, 0);
	out->step = row_text(r, i, 1);
	out->series = row_text(r, i, 2);
	out->version = row_text(r, i, 3);
	out->at = row_text(r, i, 4);
	out->written = row_text(r, i, 5);
	out->who = row_text(r, i, 6);
	out->what = row_text(r, i, 7);
	out->note = row_text(r, i, 8);
	out->timed = row_bool(r, i, 9);
	out->late = row_bool(r, i, 10);
	out->wrong = row_bool(r, i, 11);
	out->cursor = row_text(r, i, CURSOR_AT);
}

static void
read_change(const struct rows *r, size_t i, struct event_change *out)
{
	out->label = row_text(r, i, CHANGE_AT);
	out->name = row_text(r, i, CHANGE_AT + 1);
	out->was = row_text_or_null(r, i, CHANGE_AT + 2);
	out->now = row_text_or_null(r, i, CHANGE_AT + 3);
}

/* A row is an event, or one more of its changes. */
void
event_read(struct db *db, const struct rows *rows, struct event_list *out)
{
	size_t n = rows_len(rows);
	struct event_change *changes = arena_array(db_arena(db), n,
	    sizeof(*changes));
	struct event *e = NULL;

	out->len = 0;
	out->item = arena_array(db_arena(db), n, sizeof(*out->item));
	for (size_t i = 0; i < n; i++) {
		if (e == NULL || strcmp(e->cursor,
		    row_text(rows, i, CURSOR_AT)) != 0) {
			e = &out->item[out->len++];
			read_event(rows, i, e);
			e->changes = &changes[i];
		}
		if (!row_null(rows, i, CHANGE_AT))
			read_change(rows, i, &e->changes[e->changes_len++]);
	}
}

void
event_read_facets(struct db *db, const struct rows *rows,
    struct event_facets *out)
{
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++) {
		out->item[i].kind = row_text(rows, i, 0);
		out->item[i].author = row_text(rows, i, 1);
		out->item[i].name = row_text(rows, i, 2);
		out->item[i].count = row_long(rows, i, 3);
	}
}
