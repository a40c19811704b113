/* db.c: the only door to libpq. */

#include <assert.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <libpq-fe.h>

#include "base/log.h"
#include "base/str.h"
#include "db/db.h"

enum { REFUSAL_MAX = 255, WAIT_FIRST_MS = 100, WAIT_MAX_MS = 5000 };

struct db {
	PGconn		*conn;
	struct arena	*own;		/* until a request's is set */
	struct arena	*arena;
	bool		 start;		/* BEGIN goes before the next one */
	enum status	 st;		/* of the pipeline that is read */
	char		 refusal[REFUSAL_MAX + 1];
};

struct rows {
	size_t		 len;
	size_t		 cols;
	const char	**cell;		/* NULL is SQL NULL */
};

const struct stmt db_begin = { "begin", "BEGIN" };
const struct stmt db_commit = { "commit", "COMMIT" };
const struct stmt db_rollback = { "rollback", "ROLLBACK" };
const struct stmt db_rules_now = { "rules_now", "SET CONSTRAINTS ALL IMMEDIATE" };

static const struct stmt savepoint = { "savepoint", "SAVEPOINT page" };
static const struct stmt release = { "release", "RELEASE SAVEPOINT page" };
static const struct stmt back = { "back", "ROLLBACK TO SAVEPOINT page" };

static const struct stmt plan_anew = { "plan_anew",
    "SET LOCAL plan_cache_mode = force_custom_plan" };
static const struct stmt plan_once = { "plan_once",
    "SET LOCAL plan_cache_mode TO DEFAULT" };

static const struct stmt *const own_stmts[] = { &db_begin, &db_commit,
    &db_rollback, &db_rules_now, &savepoint, &release, &back, &plan_anew,
    &plan_once };

/* The first prefix that fits decides; anything else is FAILED. */
static const struct sqlstate {
	const char	*prefix;
	enum status	 st;
} sqlstates[] = {
	{ "23505", CONFLICT },
	{ "40001", CONFLICT },
	{ "40P01", CONFLICT },
	{ "55P03", CONFLICT },
	{ "42501", DENIED },
	{ "P0002", NOT_FOUND },
	{ "P0001", INVALID },
	{ "22", INVALID },
	{ "23", INVALID },
};

static void
drop_notice(void *arg, const PGresult *res)
{
	(void)arg;
	(void)res;
}

static bool
send_prepare(struct db *db, const struct stmt *stmt)
{
	return PQsendPrepare(db->conn, stmt->name, stmt->sql, 0, NULL) == 1;
}

/* True if prepared; false when the connection went. */
static bool
read_prepared(struct db *db, const struct stmt *stmt)
{
	PGresult *res = PQgetResult(db->conn);
	bool done = PQresultStatus(res) == PGRES_COMMAND_OK;
	const char *why = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);

	if (!done && PQstatus(db->conn) == CONNECTION_OK)
		log_fatal("cannot prepare %s: %s", stmt->name,
		    why != NULL ? why : "the one before failed");
	PQclear(res);
	if (done)
		PQclear(PQgetResult(db->conn));	/* the NULL behind it */
	return done;
}

static bool
each_stmt(struct db *db, const struct stmt *const *modules,
    bool (*visit)(struct db *, const struct stmt *))
{
	for (size_t i = 0; i < sizeof(own_stmts) / sizeof(own_stmts[0]); i++)
		if (!visit(db, own_stmts[i]))
			return false;
	for (; *modules != NULL; modules++)
		for (const struct stmt *s = *modules; s->name != NULL; s++)
			if (!visit(db, s))
				return false;
	return true;
}

/* All in one round trip; the connection stays in pipeline mode for good. */
static bool
prepare_all(struct db *db, const struct stmt *const *modules)
{
	bool done;

	done = PQenterPipelineMode(db->conn) == 1 &&
	    each_stmt(db, modules, send_prepare) &&
	    PQpipelineSync(db->conn) == 1 &&
	    each_stmt(db, modules, read_prepared);
	if (done)
		PQclear(PQgetResult(db->conn));
	return done;
}

static bool
connect_once(struct db *db, const char *conninfo)
{
	const char *const names[] = { "dbname", "client_encoding",
	    "connect_timeout", NULL };
	const char *const values[] = { conninfo, "UTF8", "10", NULL };

	db->conn = PQconnectdbParams(names, values, 1);
	if (PQstatus(db->conn) != CONNECTION_OK)
		return false;
	PQsetNoticeReceiver(db->conn, drop_notice, NULL);
	return true;
}

static void
wait_ms(long ms)
{
	struct timespec time = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&time, NULL);
}

struct db *
db_open(const char *conninfo, const struct stmt *const *modules)
{
	struct db *db = calloc(1, sizeof(*db));
	long ms = WAIT_FIRST_MS;

	if (db == NULL)
		log_fatal("out of memory");
	/* The log speaks English, whatever language the pages speak. */
	setenv("PGLOCALEDIR", "/nonexistent", 0);
	db->arena = db->own = arena_new();
	while (!connect_once(db, conninfo) || !prepare_all(db, modules)) {
		log_error("cannot reach the database: %s",
		    PQerrorMessage(db->conn));
		PQfinish(db->conn);
		wait_ms(ms);
		ms = ms * 2 > WAIT_MAX_MS ? WAIT_MAX_MS : ms * 2;
	}
	return db;
}

const char *
db_library(struct db *db)
{
	const int version = PQlibVersion();

	return text_printf(db->arena, "%d.%d", version / 10000,
	    version % 10000);
}

void
db_close(struct db *db)
{
	PQfinish(db->conn);
	arena_free(db->own);
	free(db);
}

void
db_use_arena(struct db *db, struct arena *a)
{
	db->arena = a;
}

struct arena *
db_arena(struct db *db)
{
	return db->arena;
}

void
db_start(struct db *db)
{
	db->start = true;
}

bool
db_in_transaction(const struct db *db)
{
	PGTransactionStatusType type = PQtransactionStatus(db->conn);

	return type == PQTRANS_INTRANS || type == PQTRANS_INERROR;
}

const char *
db_refusal(const struct db *db)
{
	return db->refusal;
}

bool
db_refused_by(const struct db *db, const char *rule)
{
	return strcmp(db->refusal, rule) == 0;
}

static void
keep_refusal(struct db *db, const PGresult *res)
{
	const char *text = PQresultErrorField(res, PG_DIAG_CONSTRAINT_NAME);

	if (text == NULL)
		text = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
	snprintf(db->refusal, sizeof(db->refusal), "%s",
	    text != NULL ? text : "");
}

static enum status
refused(struct db *db, const struct stmt *stmt, const PGresult *res)
{
	const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);

	keep_refusal(db, res);
	if (state == NULL)
		state = "none";
	for (size_t i = 0; i < sizeof(sqlstates) / sizeof(sqlstates[0]); i++)
		if (strncmp(state, sqlstates[i].prefix,
		    strlen(sqlstates[i].prefix)) == 0)
			return sqlstates[i].st;
	log_event("error", LOG_FIELDS({ "statement", stmt->name, 0 },
	    { "sqlstate", state, 0 }));
	return FAILED;
}

static size_t
bytes_of(const PGresult *res, int len, int cols)
{
	size_t bytes = 0;

	for (int i = 0; i < len; i++)
		for (int k = 0; k < cols; k++)
			bytes += (size_t)PQgetlength(res, i, k) + 1;
	return bytes;
}

/* Everything the request needs of a result, in two pieces of its arena. */
static struct rows *
copy_rows(struct db *db, const PGresult *res)
{
	struct rows *rows = arena_alloc(db->arena, sizeof(*rows));
	int len = PQntuples(res), cols = PQnfields(res);
	char *text = arena_alloc(db->arena, bytes_of(res, len, cols));
	const char **cell;
	size_t size;

	rows->len = (size_t)len;
	rows->cols = (size_t)cols;
	cell = rows->cell = arena_array(db->arena, rows->len * rows->cols,
	    sizeof(*cell));
	for (int i = 0; i < len; i++)
		for (int k = 0; k < cols; k++, cell++) {
			if (PQgetisnull(res, i, k))
				continue;
			size = (size_t)PQgetlength(res, i, k) + 1;
			memcpy(text, PQgetvalue(res, i, k), size);
			*cell = text;
			text += size;
		}
	return rows;
}

static bool
send_query(struct db *db, struct query *q)
{
	const char *values[ARGS_MAX];

	assert(q->args_len <= ARGS_MAX);
	for (size_t i = 0; i < q->args_len; i++)
		values[i] = q->args[i].text;
	return PQsendQueryPrepared(db->conn, q->stmt->name,
	    (int)q->args_len, values, NULL, NULL, 0) == 1;
}

/* COMMIT of a transaction that had failed says ROLLBACK, not an error. */
static bool
was_committed(const struct stmt *stmt, PGresult *res)
{
	return stmt != &db_commit ||
	    strcmp(PQcmdStatus(res), "COMMIT") == 0;
}

/* What became of one statement, after those before it; false at a loss. */
static bool
read_query(struct db *db, struct query *q)
{
	PGresult *res = PQgetResult(db->conn);
	ExecStatusType type = PQresultStatus(res);

	if (type == PGRES_TUPLES_OK) {
		q->rows = copy_rows(db, res);
	} else if (type == PGRES_COMMAND_OK) {
		if (!was_committed(q->stmt, res))
			db->st = FAILED;
		q->rows = NULL;
	} else if (type != PGRES_PIPELINE_ABORTED || db->st == OK) {
		db->st = refused(db, q->stmt, res);
	}
	PQclear(res);
	if (PQstatus(db->conn) != CONNECTION_OK)
		return false;
	PQclear(PQgetResult(db->conn));		/* the NULL behind it */
	return true;
}

/*
 * Only an optional filter needs a plan made for the values it is given;
 * everything else is planned once for each connection (see roles.sql).
 */
static bool
is_planned_anew(const struct stmt *stmt)
{
	return strstr(stmt->sql, " IS NULL OR ") != NULL;
}

/* The statements of a pipeline in their order, with those of our own. */
static bool
each_query(struct db *db, struct query *queries, size_t n, bool start,
    bool (*visit)(struct db *, struct query *))
{
	struct query own = { .stmt = &db_begin };
	bool anew = false;

	if (start && !visit(db, &own))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (is_planned_anew(queries[i].stmt) != anew) {
			anew = !anew;
			own.stmt = anew ? &plan_anew : &plan_once;
			if (!visit(db, &own))
				return false;
		}
		if (!visit(db, &queries[i]))
			return false;
	}
	own.stmt = &plan_once;
	return !anew || visit(db, &own);
}

static bool
read_sync(struct db *db)
{
	PGresult *res = PQgetResult(db->conn);
	bool synced = PQresultStatus(res) == PGRES_PIPELINE_SYNC;

	PQclear(res);
	return synced;
}

static enum status
lost(struct db *db)
{
	log_error("cannot talk to the database: %s",
	    PQerrorMessage(db->conn));
	return FAILED;
}

enum status
db_wait(struct db *db, int ms)
{
	struct pollfd fd = { .fd = PQsocket(db->conn), .events = POLLIN };
	PGnotify *notice = PQnotifies(db->conn);

	if (notice == NULL && poll(&fd, 1, ms) > 0 &&
	    PQconsumeInput(db->conn) != 1)
		return lost(db);
	while (notice != NULL || (notice = PQnotifies(db->conn)) != NULL) {
		PQfreemem(notice);
		notice = NULL;
	}
	return OK;
}

enum status
db_run_all(struct db *db, struct query *queries, size_t n)
{
	bool start = db->start;

	db->start = false;
	db->st = OK;
	db->refusal[0] = '\0';
	if (!each_query(db, queries, n, start, send_query) ||
	    PQpipelineSync(db->conn) != 1 ||
	    !each_query(db, queries, n, start, read_query) || !read_sync(db))
		return lost(db);
	return db->st;
}

enum status
db_run(struct db *db, const struct stmt *stmt, const struct arg *args,
    size_t len, struct rows **rows)
{
	struct query q = { .stmt = stmt, .args = args, .args_len = len };
	enum status st = db_run_all(db, &q, 1);

	if (rows != NULL)
		*rows = q.rows;
	return st;
}

enum status
db_try_all(struct db *db, struct query *queries, size_t n)
{
	struct query *all = arena_array(db->arena, n + 2, sizeof(*all));
	char refusal[REFUSAL_MAX + 1];
	enum status st;

	all[0].stmt = &savepoint;
	all[n + 1].stmt = &release;
	memcpy(all + 1, queries, n * sizeof(*all));
	st = db_run_all(db, all, n + 2);
	memcpy(queries, all + 1, n * sizeof(*all));
	if (st == OK || st == FAILED)
		return st;
	memcpy(refusal, db->refusal, sizeof(refusal));
	if (db_run(db, &back, NULL, 0, NULL) != OK)
		return FAILED;
	memcpy(db->refusal, refusal, sizeof(refusal));
	return st;
}

size_t
rows_len(const struct rows *r)
{
	return r->len;
}

int
rows_width(const struct rows *r)
{
	return (int)r->cols;
}

const char *
row_text_or_null(const struct rows *r, size_t row, int col)
{
	assert(row < r->len && col >= 0 && (size_t)col < r->cols);
	return r->cell[row * r->cols + (size_t)col];
}

bool
row_null(const struct rows *r, size_t row, int col)
{
	return row_text_or_null(r, row, col) == NULL;
}

const char *
row_text(const struct rows *r, size_t row, int col)
{
	const char *text = row_text_or_null(r, row, col);

	return text != NULL ? text : "";
}

long
row_long(const struct rows *r, size_t row, int col)
{
	return strtol(row_text(r, row, col), NULL, 10);
}

bool
row_bool(const struct rows *r, size_t row, int col)
{
	return row_text(r, row, col)[0] == 't';
}
