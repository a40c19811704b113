/* t-plan.c: when in a day, and on which day, a line is given. */

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "dose/plan.h"
#include "unit.h"

static long
day(const char *iso)
{
	long days = 0;

	assert_int_equal(date_parse(iso, &days), OK);
	return days;
}

static struct dose_line
line_of(enum dose_schedule schedule)
{
	return (struct dose_line){ .schedule = schedule,
	    .starts_on = day("2026-11-02"), .ends_on = DOSE_FOREVER };
}

/* "M E@20 …": part, hour, and how many doses where it is not one. */
static const char *
plan_text(const struct dose_line *line, char text[200])
{
	static const char parts[] = "MDEN";
	struct dose_time t[DOSE_PLAN_MAX];
	size_t n = dose_plan(line, t);
	char number[DECIMAL_TEXT];

	text[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		char *end = text + strlen(text);

		decimal_print(t[i].count, number);
		snprintf(end, 24, "%s%c", i > 0 ? " " : "", parts[t[i].part]);
		if (t[i].minute >= 0)
			snprintf(text + strlen(text), 16,
			    t[i].minute % 60 > 0 ? "@%d:%02d" : "@%d",
			    t[i].minute / 60, t[i].minute % 60);
		if (strcmp(number, "1") != 0)
			snprintf(text + strlen(text), 32, "x%s", number);
	}
	return text;
}

static void
times_a_day(void **state)
{
	static const struct { int64_t times; const char *plan; } cases[] = {
		{ 1, "M" }, { 2, "M E" }, { 3, "M D E" }, { 4, "M D E N" },
		{ 5, "" }, { 6, "M@6 M@10 D@14 E@18 N@22 N@2" },
		{ 8, "M@6 M@9 D@12 D@15 E@18 N@21 N@0 N@3" }, { 12, "" },
	};
	struct dose_line line = line_of(DOSE_TIMES_PER_DAY);
	char text[200];

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		line.times_per_day = (struct decimal){ cases[i].times, 0 };
		assert_string_equal(plan_text(&line, text), cases[i].plan);
	}
	line.times_per_day = (struct decimal){ 5, 1 };
	assert_string_equal(plan_text(&line, text), "");
}

static void
every_hours(void **state)
{
	static const struct { int hours; const char *plan; } cases[] = {
		{ 24, "M@8" }, { 12, "M@8 E@20" }, { 8, "M@6 D@14 N@22" },
		{ 6, "M@6 D@12 E@18 N@0" }, { 4, "M@6 M@10 D@14 E@18 N@22 N@2" },
		{ 5, "" }, { 2, "" }, { 48, "" }, { 0, "" },
	};
	struct dose_line line = line_of(DOSE_EVERY_HOURS);
	char text[200];

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		line.interval_hours = cases[i].hours;
		assert_string_equal(plan_text(&line, text), cases[i].plan);
	}
	line.interval_hours = 4;
	line.prn = true;
	assert_string_equal(plan_text(&line, text), "");
}

static void
by_the_clock(void **state)
{
	struct dose_line line = line_of(DOSE_CLOCK);
	char text[200];

	(void)state;
	line.clock[DOSE_MORNING] = (struct decimal){ 2, 0 };
	line.clock[DOSE_NIGHT] = (struct decimal){ 5, 1 };
	assert_string_equal(plan_text(&line, text), "Mx2 Nx0.5");
	line = line_of(DOSE_CLOCK);
	dose_clock_read("00:00 04:59 05:00 14:30 23:59", &line);
	assert_string_equal(plan_text(&line, text),
	    "M@5 D@14:30 N@23:59 N@0 N@4:59");
	line = line_of(DOSE_PATCH);
	line.interval_hours = 72;
	assert_string_equal(plan_text(&line, text), "");
}

static void
patches(void **state)
{
	static const struct { int hours; const char *from, *next; } cases[] = {
		{ 72, "2026-11-01", "2026-11-02" },
		{ 72, "2026-11-02", "2026-11-02" },
		{ 72, "2026-11-03", "2026-11-05" },
		{ 72, "2026-11-05", "2026-11-05" },
		{ 72, "2026-11-06", "2026-11-08" },
		{ 168, "2026-11-10", "2026-11-16" },
		/* Twice a week: at 84 h, in the evening of the fourth day. */
		{ 84, "2026-11-03", "2026-11-05" },
		{ 84, "2026-11-06", "2026-11-09" },
	};
	struct dose_line line = line_of(DOSE_PATCH);

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		line.interval_hours = cases[i].hours;
		assert_int_equal(dose_next_day(&line, day(cases[i].from)),
		    day(cases[i].next));
	}
	line.interval_hours = 72;
	line.ends_on = day("2026-11-07");
	assert_int_equal(dose_next_day(&line, day("2026-11-06")), -1);
}

static void
days_of_the_week(void **state)
{
	struct dose_line line = line_of(DOSE_WEEKLY);

	(void)state;
	line.weekdays = 1 | 8;		/* Monday, Thursday */
	assert_int_equal(dose_next_day(&line, day("2026-11-24")),
	    day("2026-11-26"));
	assert_int_equal(dose_next_day(&line, day("2026-11-27")),
	    day("2026-11-30"));
	line = line_of(DOSE_ONCE);
	assert_int_equal(dose_next_day(&line, day("2026-11-01")),
	    day("2026-11-02"));
	assert_int_equal(dose_next_day(&line, day("2026-11-03")), -1);
	line = line_of(DOSE_EVERY_HOURS);
	line.interval_hours = 48;
	assert_int_equal(dose_next_day(&line, day("2026-11-03")),
	    day("2026-11-04"));
	line.interval_hours = 8;
	assert_int_equal(dose_next_day(&line, day("2026-11-03")), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_a_day),
		cmocka_unit_test(every_hours),
		cmocka_unit_test(by_the_clock),
		cmocka_unit_test(patches),
		cmocka_unit_test(days_of_the_week),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
