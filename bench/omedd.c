/* omedd.c: how long a worker takes for the equivalents of 10,000 lines by day. */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/date.h"
#include "pages/dosing.h"

#define PATIENT	"00000000-0000-4000-8000-00000000d05e"

enum { DAYS = 365, RUNS = 5 };

static const struct stmt *const modules[] = { dose_stmts, entry_stmts, NULL };

static double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* From the rows as the database gave them to the sum over all days. */
static struct ratio
compute(struct db *db, const struct dosing *d, const struct rows *rows,
    long until)
{
	struct dose_day *day = arena_array(db_arena(db), DAYS, sizeof(*day));
	struct prescription_source *list;
	struct dose_line *lines;
	struct ratio sum = RATIO_ZERO;
	size_t len, n;

	entry_read(db, rows, &list, &len);
	dosing_lines(d, list, len, &lines, &n);
	dose_opioid_days(lines, n, d->table->code, until - DAYS + 1, until,
	    day);
	for (int i = 0; i < DAYS; i++)
		sum = ratio_add(sum, day[i].background);
	return sum;
}

/* omedd CONNINFO: prints the milliseconds of the best run, and the sum in mg. */
int
main(int argc, char **argv)
{
	char since[DATE_TEXT + 1], until[DATE_TEXT + 1];
	struct arena *a = arena_new();
	struct db *db = argc > 1 ? db_open(argv[1], modules) : NULL;
	struct ctx c = { .arena = a, .db = db, .lang = "en" };
	struct query q[DOSES_QUERIES + 1];
	struct doses book;
	struct dosing d;
	struct ratio sum = RATIO_NONE;
	double began, best = 1e9;

	if (db == NULL)
		return EXIT_FAILURE;
	db_use_arena(db, a);
	date_iso(date_today() - DAYS + 1, since);
	date_iso(date_today(), until);
	doses_queries(db, NULL, NULL, "en", q);
	q[DOSES_QUERIES] = (struct query)ENTRY_HISTORY(PATIENT, since, until);
	if (db_run_all(db, q, DOSES_QUERIES + 1) != OK)
		return EXIT_FAILURE;
	doses_read(db, q, &book);
	dosing_read_book(&c, &book, "anzca_2021", &d);
	for (int i = 0; i < RUNS; i++) {
		began = now_ms();
		sum = compute(db, &d, q[DOSES_QUERIES].rows, date_today());
		if (now_ms() - began < best)
			best = now_ms() - began;
	}
	printf("%.2f %s\n", best, dose_number(a, sum, 2, '.'));
	db_close(db);
	arena_free(a);
	return EXIT_SUCCESS;
}
