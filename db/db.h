/* db.h: the only door to libpq. */
#ifndef DB_H
#define DB_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"

struct db;
struct rows;

/*
 * A numbered, constant statement; prepared when the worker starts, and planned
 * once, unless it has an optional filter, "$1::int IS NULL OR …": then for the
 * values of each call.
 */
struct stmt {
	const char	*name;
	const char	*sql;
};

struct arg {
	const char	*text;	/* NULL is SQL NULL */
};

enum { ARGS_MAX = 48 };

#define ARGS(...)	(const struct arg[]){ __VA_ARGS__ }, \
	sizeof((const struct arg[]){ __VA_ARGS__ }) / sizeof(struct arg)

/* One statement of a round trip, and what came back. */
struct query {
	const struct stmt	*stmt;
	const struct arg	*args;
	size_t			 args_len;
	struct rows		*rows;	/* set by db_run_all() */
};

#define QUERY(s, ...)	{ .stmt = (s), \
	.args = (const struct arg[]){ __VA_ARGS__ }, \
	.args_len = sizeof((const struct arg[]){ __VA_ARGS__ }) / sizeof(struct arg) }

/*
 * Connect with a libpq conninfo, waiting (100 ms … 5 s between tries) while
 * the server is away, and prepare every statement of the NULL-ended list of
 * modules (each ended by a NULL name).  A statement that does not prepare
 * ends the program: schema and program do not fit.
 */
struct db *db_open(const char *conninfo, const struct stmt *const *modules);
void db_close(struct db *db);

/* The version of the library that speaks to the server. */
const char *db_library(struct db *db);

/*
 * Outside of a transaction: wait until a notice comes that a LISTEN of this
 * connection asked for, a signal, or the end of the time (-1: never).  FAILED
 * when the server is gone.
 */
enum status db_wait(struct db *db, int ms)
    __attribute__((warn_unused_result));

/* Rows are copied here; set once for each request. */
void db_use_arena(struct db *db, struct arena *a);
struct arena *db_arena(struct db *db);

/*
 * Run one statement, one round trip.  rows may be NULL.  SQLSTATE becomes a
 * status: 23505, 40001, 40P01, 55P03 CONFLICT; 42501 DENIED; 23xxx, 22xxx, P0001
 * INVALID; P0002 NOT_FOUND; anything else FAILED, logged by statement name.
 */
enum status db_run(struct db *db, const struct stmt *stmt,
    const struct arg *args, size_t len, struct rows **rows)
    __attribute__((warn_unused_result));

/* A query whose arguments live as long as the request. */
struct query query_keep(struct db *db, const struct stmt *stmt,
    const struct arg *args, size_t len);

/*
 * Run n statements in one round trip (a libpq pipeline).  The first failure
 * is the status; the statements after it did not run.
 */
enum status db_run_all(struct db *db, struct query *queries, size_t n)
    __attribute__((warn_unused_result));

/*
 * As db_run_all() behind a savepoint: after a refusal the transaction goes on
 * as if the statements had not run, so that a page can be shown again.
 */
enum status db_try_all(struct db *db, struct query *queries, size_t n)
    __attribute__((warn_unused_result));

/* One such statement that writes one row; none is the status when it wrote nothing. */
enum status db_try_one(struct db *db, struct query query, enum status none)
    __attribute__((warn_unused_result));

/* The constraint or message detail of the last refusal, "" if none. */
const char *db_refusal(const struct db *db);

/* Whether the last refusal was by the rule of this name. */
bool db_refused_by(const struct db *db, const char *rule);

/* BEGIN, COMMIT and ROLLBACK as statements for db_run_all(). */
extern const struct stmt db_begin, db_commit, db_rollback;

/* From here on deferred constraints are judged at once, where a page can still tell. */
extern const struct stmt db_rules_now;

/*
 * The next statement begins a transaction, in its own round trip; the router
 * does this for each request.  Without a statement nothing is begun.
 */
void db_start(struct db *db);

/* True while the connection is inside a transaction block. */
bool db_in_transaction(const struct db *db);

size_t rows_len(const struct rows *r);
int rows_width(const struct rows *r);	/* columns */
bool row_null(const struct rows *r, size_t row, int col);
const char *row_text(const struct rows *r, size_t row, int col); /* "" for NULL */
const char *row_text_or_null(const struct rows *r, size_t row, int col);
long row_long(const struct rows *r, size_t row, int col);	/* 0 for NULL */
bool row_bool(const struct rows *r, size_t row, int col);

#endif
