/* runs.c: reports that are made apart from requests, and what is kept of them. */

#include <string.h>

#include "base/hex.h"
#include "base/str.h"
#include "db/bytea.h"
#include "db/language.h"
#include "db/runs.h"

enum { ASK, LIST, GET, SEEN, FILE_GET, PAGE, CANCEL, DROP, ISSUE, SIZE, TEMPLATE,
	LISTEN, NAME, TAKE, RELEASE, ACT, PROGRESS, FINISH, FAIL };

/* Kept in step with read_run(). */
#define COLUMNS \
	"SELECT r.id, r.kind, r.query, r.since, r.until, r.state, r.phase," \
	"       floor(r.progress * 100)::int, r.reason, r.word, r.template," \
	"       to_char(r.asked_at, 'YYYY-MM-DD HH24:MI')," \
	"       to_char(r.finished_at, 'YYYY-MM-DD HH24:MI')," \
	"       r.expires_at::date, r.seen_at IS NOT NULL," \
	"       octet_length(p.bytes), octet_length(c.bytes)," \
	"       encode(p.sha256, 'hex')," \
	"       (SELECT count(*) FROM report_run o WHERE o.asked_at < r.asked_at" \
	"           AND o.state IN ('queued', 'running'))," \
	"       count(*) OVER ()" \
	"  FROM report_run r" \
	"  LEFT JOIN report_file p ON p.run_id = r.id AND p.kind = 'pdf'" \
	"  LEFT JOIN report_file c ON c.run_id = r.id AND c.kind = 'csv'"

const struct stmt run_stmts[] = {
	[ASK] = { "run_ask", "SELECT report_run_ask($1, $2, $3, $4, $5)" },
	[LIST] = { "run_list", COLUMNS
	    " ORDER BY r.asked_at DESC, r.id LIMIT $1 OFFSET $2" },
	[GET] = { "run_get", COLUMNS " WHERE r.id = $1::uuid" },
	[SEEN] = { "run_seen", "SELECT report_run_seen($1)" },
	[FILE_GET] = { "run_file",
	    "SELECT encode(bytes, 'hex'), octet_length(bytes) FROM report_file"
	    " WHERE run_id = $1::uuid AND kind = $2" },
	[PAGE] = { "run_page",
	    "SELECT convert_from(bytes, 'UTF8') FROM report_file"
	    " WHERE run_id = $1::uuid AND kind = 'page'" },
	[CANCEL] = { "run_cancel",
	    "SELECT pg_cancel_backend(a.pid) FROM report_run_cancel($1) c"
	    "  JOIN pg_stat_activity a ON a.pid = c.pid"
	    "   AND a.backend_start = c.since" },
	[DROP] = { "run_drop", "SELECT report_run_drop($1)" },
	[ISSUE] = { "run_issue", "SELECT run, hash"
	    "  FROM report_issue($1, $2, $3, $4, $5, $6, $7, $8)" },
	[SIZE] = { "run_size", "SELECT report_size($1)" },
	[TEMPLATE] = { "run_template",
	    "SELECT version, " IN_LANGUAGE("$3", "title", "title_en") ","
	    "       array_to_string(sections, ',')"
	    "  FROM report_template WHERE kind = $1 AND valid_from <= $2::date"
	    " ORDER BY valid_from DESC LIMIT 1" },
	[LISTEN] = { "run_listen", "LISTEN report_run" },
	[NAME] = { "run_worker",
	    "SELECT pid, backend_start FROM pg_stat_activity"
	    " WHERE pid = pg_backend_pid()" },
	[TAKE] = { "run_take",
	    "SELECT id, key, others FROM report_run_take($1, $2)" },
	[RELEASE] = { "run_release", "SELECT report_run_release($1)" },
	[ACT] = { "run_act",
	    "SELECT kind, query, language, account_id, login, name, area_id,"
	    "       permissions FROM report_run_act($1)" },
	[PROGRESS] = { "run_progress",
	    "SELECT report_run_progress($1, $2, $3)" },
	[FINISH] = { "run_finish",
	    "SELECT report_run_finish($1, $2, $3, $4, $5, $6)" },
	[FAIL] = { "run_fail", "SELECT report_run_fail($1, $2, $3)" },
	{ NULL, NULL }
};

static struct run
read_run(const struct rows *r, size_t i)
{
	return (struct run){
		.id = row_text(r, i, 0),
		.kind = row_text(r, i, 1),
		.query = row_text(r, i, 2),
		.from = row_text(r, i, 3),
		.to = row_text(r, i, 4),
		.state = row_text(r, i, 5),
		.phase = row_text(r, i, 6),
		.percent = row_long(r, i, 7),
		.reason = row_text(r, i, 8),
		.word = row_text(r, i, 9),
		.template = row_text(r, i, 10),
		.asked_at = row_text(r, i, 11),
		.finished_at = row_text(r, i, 12),
		.expires_on = row_text(r, i, 13),
		.seen = row_bool(r, i, 14),
		.pdf = row_long(r, i, 15),
		.csv = row_long(r, i, 16),
		.hash = row_text(r, i, 17),
		.ahead = row_long(r, i, 18),
	};
}

enum status
run_ask(struct db *db, const struct run_ask *ask, const char **id)
{
	struct query q = QUERY(&run_stmts[ASK], { ask->kind }, { ask->query },
	    { ask->lang }, { ask->from }, { ask->to });
	enum status st;

	if ((st = db_try_all(db, &q, 1)) != OK)
		return st;
	*id = row_text(q.rows, 0, 0);
	return OK;
}

enum status
run_list(struct db *db, long page, long size, struct run_list *out)
{
	struct rows *r;
	enum status st;

	if ((st = db_run(db, &run_stmts[LIST], ARGS({ text_long(db_arena(db),
	    size) }, { text_long(db_arena(db), page * size) }), &r)) != OK)
		return st;
	out->len = rows_len(r);
	out->item = arena_array(db_arena(db), out->len, sizeof(*out->item));
	for (size_t i = 0; i < out->len; i++)
		out->item[i] = read_run(r, i);
	out->total = out->len > 0 ? row_long(r, 0, 19) : 0;
	return OK;
}

enum status
run_get(struct db *db, const char *id, struct run *out)
{
	struct rows *r;
	enum status st;

	if ((st = db_run(db, &run_stmts[GET], ARGS({ id }), &r)) != OK)
		return st;
	if (rows_len(r) == 0)
		return NOT_FOUND;
	*out = read_run(r, 0);
	return OK;
}

enum status
run_open(struct db *db, const char *id, struct run *out, const char **page)
{
	struct query q[] = {
		QUERY(&run_stmts[GET], { id }),
		QUERY(&run_stmts[PAGE], { id }),
		QUERY(&run_stmts[SEEN], { id }),
	};
	enum status st;

	if ((st = db_run_all(db, q, 3)) != OK)
		return st;
	if (rows_len(q[0].rows) == 0)
		return NOT_FOUND;
	*out = read_run(q[0].rows, 0);
	*page = rows_len(q[1].rows) > 0 ? row_text(q[1].rows, 0, 0) : NULL;
	return OK;
}

enum status
run_file(struct db *db, const char *id, const char *kind, const void **data,
    size_t *len)
{
	struct rows *r;
	void *bytes;
	enum status st;

	if ((st = db_run(db, &run_stmts[FILE_GET], ARGS({ id }, { kind }),
	    &r)) != OK)
		return st;
	if (rows_len(r) == 0)
		return NOT_FOUND;
	*len = (size_t)row_long(r, 0, 1);
	bytes = arena_alloc(db_arena(db), *len + 1);
	if (hex_parse(row_text(r, 0, 0), bytes, *len) != OK)
		return FAILED;
	*data = bytes;
	return OK;
}

enum status
run_cancel(struct db *db, const char *id)
{
	return db_run(db, &run_stmts[CANCEL], ARGS({ id }), NULL);
}

enum status
run_drop(struct db *db, const char *id)
{
	return db_run(db, &run_stmts[DROP], ARGS({ id }), NULL);
}

enum status
run_issue(struct db *db, const struct run_ask *ask,
    const struct run_files *made, const char **id, const char **hash)
{
	struct rows *r;
	enum status st;

	if ((st = db_run(db, &run_stmts[ISSUE], ARGS({ ask->kind },
	    { ask->query }, { ask->lang }, { ask->from }, { ask->to },
	    { made->template }, { made->books }, { bytea_text(db_arena(db),
	    made->pdf, made->pdf_len) }), &r)) != OK)
		return st;
	*id = row_text(r, 0, 0);
	*hash = row_text(r, 0, 1);
	return OK;
}

struct query
run_size_query(struct db *db, const char *institutions)
{
	return query_keep(db, &run_stmts[SIZE], ARGS({ institutions }));
}

long
run_size_read(const struct query *q)
{
	return row_long(q->rows, 0, 0);
}

struct query
run_template_query(struct db *db, const char *kind, const char *until,
    const char *lang)
{
	return query_keep(db, &run_stmts[TEMPLATE], ARGS({ kind }, { until },
	    { lang }));
}

enum status
run_template_read(const struct query *q, struct run_template *out)
{
	if (rows_len(q->rows) == 0)
		return NOT_FOUND;
	*out = (struct run_template){ row_text(q->rows, 0, 0),
	    row_text(q->rows, 0, 1), row_text(q->rows, 0, 2) };
	return OK;
}

enum status
run_listen(struct db *desk)
{
	return db_run(desk, &run_stmts[LISTEN], NULL, 0, NULL);
}

enum status
run_worker_name(struct db *work, struct arena *keep, struct run_worker *out)
{
	struct rows *r;
	enum status st;

	if ((st = db_run(work, &run_stmts[NAME], NULL, 0, &r)) != OK)
		return st;
	if (rows_len(r) == 0)
		return FAILED;
	*out = (struct run_worker){ text_copy(keep, row_text(r, 0, 0)),
	    text_copy(keep, row_text(r, 0, 1)) };
	return OK;
}

enum status
run_take(struct db *desk, const struct run_worker *who, struct run_taken *out)
{
	struct rows *r;
	enum status st;

	if ((st = db_run(desk, &run_stmts[TAKE], ARGS({ who->pid },
	    { who->since }), &r)) != OK)
		return st;
	*out = (struct run_taken){ row_text_or_null(r, 0, 0),
	    row_text_or_null(r, 0, 1), row_bool(r, 0, 2) };
	return OK;
}

enum status
run_release(struct db *desk, const char *id)
{
	return db_run(desk, &run_stmts[RELEASE], ARGS({ id }), NULL);
}

enum status
run_act(struct db *work, const char *key, struct run_acting *out)
{
	struct rows *r;
	enum status st;

	if ((st = db_run(work, &run_stmts[ACT], ARGS({ key }), &r)) != OK)
		return st;
	if (rows_len(r) == 0)
		return CONFLICT;
	*out = (struct run_acting){
		.kind = row_text(r, 0, 0),
		.query = row_text(r, 0, 1),
		.lang = row_text(r, 0, 2),
		.account = row_text(r, 0, 3),
		.login = row_text(r, 0, 4),
		.name = row_text(r, 0, 5),
		.area = row_long(r, 0, 6),
		.permissions = row_text(r, 0, 7),
	};
	return OK;
}

enum status
run_progress(struct db *desk, const char *key, double part, const char *phase)
{
	struct rows *r;
	enum status st;

	if ((st = db_run(desk, &run_stmts[PROGRESS], ARGS({ key },
	    { text_printf(db_arena(desk), "%.2f", part) }, { phase }), &r)) !=
	    OK)
		return st;
	return row_bool(r, 0, 0) ? OK : CONFLICT;
}

enum status
run_finish(struct db *work, const char *key, const struct run_files *made)
{
	struct arena *a = db_arena(work);
	struct query q[] = {
		QUERY(&run_stmts[FINISH], { key }, { made->template },
		    { made->books },
		    { bytea_text(a, made->page, made->page_len) },
		    { bytea_text(a, made->csv, made->csv_len) },
		    { bytea_text(a, made->pdf, made->pdf_len) }),
		{ .stmt = &db_commit },
	};

	return db_run_all(work, q, 2);
}

enum status
run_fail(struct db *desk, const char *key, const char *reason,
    const char *word)
{
	return db_run(desk, &run_stmts[FAIL], ARGS({ key }, { reason },
	    { word }), NULL);
}
