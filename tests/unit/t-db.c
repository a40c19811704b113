/* t-db.c: pipelines, refusals and lost connections, on a real server. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "db/db.h"
#include "unit.h"

enum { ADD, COUNT, DIVIDE, RAISE, NO_ROW, DIE, WIDE, FILTERED, PLAIN };

static const struct stmt stmts[] = {
	[ADD] = { "t_add", "INSERT INTO t_db (id, n) VALUES ($1, $2)" },
	[COUNT] = { "t_count", "SELECT count(*), max(n), NULL, true"
	    "  FROM t_db" },
	[DIVIDE] = { "t_divide", "SELECT 1 / $1::int" },
	[RAISE] = { "t_raise", "SELECT t_db_raise($1, $2)" },
	[NO_ROW] = { "t_no_row", "SELECT 1 WHERE false" },
	[DIE] = { "t_die", "SELECT pg_terminate_backend(pg_backend_pid())" },
	[WIDE] = { "t_wide", "SELECT i, repeat('x', 1000)"
	    "  FROM generate_series(1, 2000) AS i" },
	[FILTERED] = { "t_filtered", "SELECT current_setting("
	    "'plan_cache_mode') WHERE $1::int IS NULL OR $1::int = 1" },
	[PLAIN] = { "t_plain", "SELECT current_setting('plan_cache_mode')"
	    " ORDER BY $1::int IS NULL" },
	{ NULL, NULL }
};

static const struct stmt *const modules[] = { stmts, NULL };

static const char *conninfo;
static struct arena *arena;
static struct db *db;

static long
count(void)
{
	struct rows *rows;

	assert_int_equal(db_run(db, &stmts[COUNT], NULL, 0, &rows), OK);
	return row_long(rows, 0, 0);
}

static void
test_rows(void **state)
{
	struct rows *rows;

	(void)state;
	assert_int_equal(db_run(db, &stmts[ADD], ARGS({ "1" }, { "x" }),
	    NULL), INVALID);
	assert_int_equal(db_run(db, &stmts[ADD], ARGS({ "1" }, { NULL }),
	    NULL), OK);
	assert_int_equal(db_run(db, &stmts[COUNT], NULL, 0, &rows), OK);
	assert_int_equal(rows_len(rows), 1);
	assert_int_equal(row_long(rows, 0, 0), 1);
	assert_true(row_null(rows, 0, 1) && row_null(rows, 0, 2));
	assert_string_equal(row_text(rows, 0, 2), "");
	assert_null(row_text_or_null(rows, 0, 2));
	assert_true(row_bool(rows, 0, 3));
	assert_int_equal(db_run(db, &stmts[NO_ROW], NULL, 0, &rows), OK);
	assert_int_equal(rows_len(rows), 0);
	assert_int_equal(db_run(db, &stmts[WIDE], NULL, 0, &rows), OK);
	assert_int_equal(rows_len(rows), 2000);
	assert_int_equal(row_long(rows, 1999, 0), 2000);
	assert_int_equal(strlen(row_text(rows, 1999, 1)), 1000);
}

static void
test_statuses(void **state)
{
	static const struct {
		const char	*state;
		enum status	 st;
	} cases[] = { { "23505", CONFLICT }, { "40001", CONFLICT },
	    { "40P01", CONFLICT }, { "55P03", CONFLICT }, { "42501", DENIED },
	    { "P0002", NOT_FOUND }, { "P0001", INVALID }, { "23514", INVALID },
	    { "22023", INVALID }, { "57014", FAILED }, { "XX000", FAILED } };

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		assert_int_equal(db_run(db, &stmts[RAISE],
		    ARGS({ cases[i].state }, { "said so" }), NULL),
		    cases[i].st);
		assert_string_equal(db_refusal(db), "said so");
	}
	assert_int_equal(db_run(db, &stmts[ADD], ARGS({ "1" }, { "1" }),
	    NULL), CONFLICT);
	assert_string_equal(db_refusal(db), "t_db_pkey");
	assert_int_equal(count(), 1);
	assert_string_equal(db_refusal(db), "");
}

/* What stands behind the first failure does not run. */
static void
test_pipeline(void **state)
{
	struct query good[] = { { .stmt = &db_begin },
	    QUERY(&stmts[ADD], { "2" }, { "2" }),
	    { .stmt = &stmts[COUNT] }, { .stmt = &db_commit } };
	struct query bad[] = { { .stmt = &db_begin },
	    QUERY(&stmts[ADD], { "3" }, { "3" }),
	    QUERY(&stmts[DIVIDE], { "0" }),
	    QUERY(&stmts[ADD], { "4" }, { "4" }), { .stmt = &db_commit } };

	(void)state;
	assert_int_equal(db_run_all(db, good, 4), OK);
	assert_int_equal(row_long(good[2].rows, 0, 0), 2);
	assert_false(db_in_transaction(db));
	assert_int_equal(db_run_all(db, bad, 5), INVALID);
	assert_true(db_in_transaction(db));
	assert_int_equal(db_run(db, &db_rollback, NULL, 0, NULL), OK);
	assert_false(db_in_transaction(db));
	assert_int_equal(count(), 2);
}

/* A plan is made for the values of optional filters, and only for theirs. */
static void
test_plans(void **state)
{
	struct query q[] = {
		QUERY(&stmts[PLAIN], { "1" }),
		QUERY(&stmts[FILTERED], { "1" }),
		QUERY(&stmts[FILTERED], { NULL }),
		QUERY(&stmts[PLAIN], { "1" }),
		QUERY(&stmts[FILTERED], { "1" }),
	};
	static const char *const modes[] = { "auto", "force_custom_plan",
	    "force_custom_plan", "auto", "force_custom_plan" };

	(void)state;
	db_start(db);
	assert_int_equal(db_run_all(db, q, 5), OK);
	for (size_t i = 0; i < 5; i++)
		assert_string_equal(row_text(q[i].rows, 0, 0), modes[i]);
	assert_int_equal(db_run_all(db, q, 1), OK);
	assert_string_equal(row_text(q[0].rows, 0, 0), "auto");
	assert_int_equal(db_run(db, &db_commit, NULL, 0, NULL), OK);
}

static void
test_start(void **state)
{
	(void)state;
	db_start(db);
	assert_false(db_in_transaction(db));
	assert_int_equal(count(), 2);
	assert_true(db_in_transaction(db));
	assert_int_equal(db_run(db, &stmts[ADD], ARGS({ "5" }, { "5" }),
	    NULL), OK);
	assert_int_equal(db_run(db, &db_rollback, NULL, 0, NULL), OK);
	assert_int_equal(count(), 2);
	assert_false(db_in_transaction(db));
}

/* A commit that did not happen is never taken for one that did. */
static void
test_failed_commit(void **state)
{
	(void)state;
	db_start(db);
	assert_int_equal(db_run(db, &stmts[DIVIDE], ARGS({ "0" }), NULL),
	    INVALID);
	assert_int_equal(db_run(db, &db_commit, NULL, 0, NULL), FAILED);
	assert_false(db_in_transaction(db));
}

static void
test_try(void **state)
{
	struct query taken[] = { QUERY(&stmts[ADD], { "6" }, { "6" }),
	    QUERY(&stmts[ADD], { "1" }, { "1" }) };
	struct query fine[] = { QUERY(&stmts[ADD], { "7" }, { "7" }),
	    { .stmt = &stmts[COUNT] } };

	(void)state;
	db_start(db);
	assert_int_equal(db_try_all(db, taken, 2), CONFLICT);
	assert_string_equal(db_refusal(db), "t_db_pkey");
	assert_int_equal(count(), 2);
	assert_int_equal(db_try_all(db, fine, 2), OK);
	assert_int_equal(row_long(fine[1].rows, 0, 0), 3);
	assert_int_equal(db_run(db, &db_commit, NULL, 0, NULL), OK);
	assert_int_equal(count(), 3);
}

static void
test_lost(void **state)
{
	struct query all[] = { { .stmt = &db_begin }, { .stmt = &stmts[DIE] },
	    { .stmt = &stmts[COUNT] }, { .stmt = &db_commit } };

	(void)state;
	assert_int_equal(db_run_all(db, all, 4), FAILED);
	assert_int_equal(db_run_all(db, all, 4), FAILED);
	assert_int_equal(db_run(db, &stmts[COUNT], NULL, 0, NULL), FAILED);
	db_close(db);
	db = db_open(conninfo, modules);
	assert_int_equal(count(), 3);
}

static int
psql(const char *sql)
{
	char command[1000];

	snprintf(command, sizeof(command), "psql -X -q -v ON_ERROR_STOP=1 "
	    "-c \"%s\" \"$PALREG_TEST_DB\" >/dev/null 2>&1", sql);
	return system(command);
}

static int
setup(void **state)
{
	(void)state;
	if (psql("DROP TABLE IF EXISTS t_db; CREATE TABLE t_db "
	    "(id int PRIMARY KEY, n int); CREATE OR REPLACE FUNCTION "
	    "t_db_raise(state text, said text) RETURNS void LANGUAGE plpgsql "
	    "AS 'BEGIN RAISE EXCEPTION USING ERRCODE = state, "
	    "MESSAGE = said; END'") != 0)
		return -1;
	arena = arena_new();
	db = db_open(conninfo, modules);
	db_use_arena(db, arena);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	db_close(db);
	arena_free(arena);
	return psql("DROP TABLE t_db; DROP FUNCTION t_db_raise");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_statuses),
		cmocka_unit_test(test_pipeline),
		cmocka_unit_test(test_plans),
		cmocka_unit_test(test_start),
		cmocka_unit_test(test_failed_commit),
		cmocka_unit_test(test_try),
		cmocka_unit_test(test_lost),
	};

	/* A conninfo of a scratch database whose user may create tables. */
	if ((conninfo = getenv("PALREG_TEST_DB")) == NULL) {
		printf("1..0 # SKIP PALREG_TEST_DB names no database\n");
		return 0;
	}
	return cmocka_run_group_tests_name("db", tests, setup, teardown);
}
