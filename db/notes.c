/* notes.c: notes: what may be known of them without their text. */

#include "base/str.h"
#include "db/entries.h"
#include "db/language.h"
#include "db/notes.h"

enum { PAGE, COUNTS, GET, VERSIONS, ADD, MARK };

/* Kept in step with read_note(); $1 is the language. */
#define COLUMNS \
	"n.rec, n.rev, n.patient_id, n.kind, " \
	IN_LANGUAGE("$1", "k.name", "k.name_en") ", n.noted_on, a.name," \
	" extract(epoch FROM n.created_at)::bigint, m.name," \
	" extract(epoch FROM n.marked_at)::bigint, d.envelope," \
	" n.status = 'entered_in_error'," \
	" EXISTS (SELECT FROM note o WHERE o.rec = n.rec" \
	"   AND o.author_id = current_account()), n.current, p.registry_no"
#define JOINED \
	"  JOIN document d ON d.rec = n.rec AND d.rev = n.rev" \
	"  LEFT JOIN coded_value k ON k.list = 'note_kind' AND k.code = n.kind" \
	"  LEFT JOIN staff a ON a.id = n.author_id" \
	"  LEFT JOIN staff m ON m.id = n.marked_by" \
	"  LEFT JOIN patient p ON p.id = n.patient_id"

/* Kind, first and last day; NULL is any. */
#define FITS(kind, since, until) \
	"n.kind = coalesce(" kind ", n.kind)" \
	" AND n.noted_on BETWEEN coalesce(" since "::date, '-infinity')" \
	" AND coalesce(" until "::date, 'infinity')"

const struct stmt note_stmts[] = {
	[PAGE] = { "note_page",
	    "SELECT " COLUMNS
	    "  FROM (SELECT n.* FROM note n"
	    "         WHERE n.patient_id = ANY " ENTRIES("$2") " AND n.current"
	    "           AND " FITS("$3", "$4", "$5")
	    "           AND ($6::boolean OR n.status = 'completed')"
	    "         ORDER BY n.noted_on DESC, n.created_at DESC, n.rec"
	    "         LIMIT $8::int OFFSET $7::int) n"
	    JOINED
	    " ORDER BY n.noted_on DESC, n.created_at DESC, n.rec" },
	[COUNTS] = { "note_counts",
	    "SELECT count(*) FILTER (WHERE " FITS("$2", "$3", "$4")
	    "       AND ($5::boolean OR n.status = 'completed')),"
	    "       count(*) FILTER (WHERE n.status <> 'completed'), count(*)"
	    "  FROM note n"
	    " WHERE n.patient_id = ANY " ENTRIES("$1") " AND n.current" },
	[GET] = { "note_get",
	    "SELECT " COLUMNS
	    "  FROM note n" JOINED
	    " WHERE n.rec = $2 AND n.current" },
	[VERSIONS] = { "note_versions",
	    "SELECT " COLUMNS
	    "  FROM note n" JOINED
	    " WHERE n.rec = $2 ORDER BY n.rev DESC" },
	[ADD] = { "note_add",
	    "INSERT INTO note (rec, rev, patient_id, kind, noted_on)"
	    " VALUES ($1, $2, $3, $4, $5)" },
	[MARK] = { "note_mark",
	    "UPDATE note SET status = 'entered_in_error'"
	    " WHERE rec = $1 AND rev = $2::int AND current"
	    "   AND status = 'completed' RETURNING rec" },
	{ NULL, NULL }
};

static void
read_note(const struct rows *r, size_t i, struct note *out)
{
	out->id = row_text(r, i, 0);
	out->rev = row_text(r, i, 1);
	out->patient = row_text(r, i, 2);
	out->kind = row_text(r, i, 3);
	out->kind_name = row_text(r, i, 4);
	out->on = row_text(r, i, 5);
	out->author = row_text(r, i, 6);
	out->created = row_text(r, i, 7);
	out->marked_by = row_text(r, i, 8);
	out->marked = row_text(r, i, 9);
	out->text = row_text(r, i, 10);
	out->in_error = row_bool(r, i, 11);
	out->mine = row_bool(r, i, 12);
	out->current = row_bool(r, i, 13);
	out->registry_no = row_text(r, i, 14);
}

void
note_read(struct db *db, const struct rows *rows, struct note_list *out)
{
	out->len = rows_len(rows);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		read_note(rows, i, &out->item[i]);
}

void
note_queries(struct db *db, const char *patient, const struct note_filter *f,
    long offset, long limit, const char *lang, struct query q[NOTE_QUERIES])
{
	struct arena *a = db_arena(db);
	const char *errors = f->with_errors ? "true" : "false";

	q[0] = query_keep(db, &note_stmts[PAGE], ARGS({ lang }, { patient },
	    { f->kind }, { f->since }, { f->until }, { errors },
	    { text_printf(a, "%ld", offset) }, { text_printf(a, "%ld", limit) }));
	q[1] = query_keep(db, &note_stmts[COUNTS], ARGS({ patient },
	    { f->kind }, { f->since }, { f->until }, { errors }));
}

void
note_read_counts(const struct rows *rows, struct note_counts *out)
{
	out->fitting = row_long(rows, 0, 0);
	out->in_error = row_long(rows, 0, 1);
	out->all = row_long(rows, 0, 2);
}

static enum status
run_of(struct db *db, int stmt, const char *id, const char *lang,
    struct note_list *out)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &note_stmts[stmt], ARGS({ lang }, { id }),
	    &rows)) != OK)
		return st;
	note_read(db, rows, out);
	return out->len > 0 ? OK : NOT_FOUND;
}

enum status
note_get(struct db *db, const char *id, const char *lang, struct note *out)
{
	struct note_list list;
	enum status st;

	if ((st = run_of(db, GET, id, lang, &list)) == OK)
		*out = list.item[0];
	return st;
}

enum status
note_versions(struct db *db, const char *id, const char *lang,
    struct note_list *out)
{
	return run_of(db, VERSIONS, id, lang, out);
}

enum status
note_put(struct db *db, const struct note_entry *in, const struct document *d)
{
	struct query q[] = {
		DOCUMENT_PUT(d, in->patient),
		QUERY(&note_stmts[ADD], { d->rec }, { d->rev }, { in->patient },
		    { in->kind }, { in->on }),
	};

	return db_try_all(db, q, 2);
}

enum status
note_mark(struct db *db, const char *id, const char *rev)
{
	struct rows *rows;
	enum status st;

	if ((st = db_run(db, &note_stmts[MARK], ARGS({ id }, { rev }),
	    &rows)) != OK)
		return st;
	return rows_len(rows) == 1 ? OK : CONFLICT;
}
