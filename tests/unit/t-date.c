/* t-date.c: dates that exist, both spellings, days and years between. */

#include <stdlib.h>
#include <time.h>

#include "base/date.h"
#include "unit.h"

static long
days_of(const char *text)
{
	long days = 0;

	assert_int_equal(date_parse(text, &days), OK);
	return days;
}

static void
test_parse(void **state)
{
	(void)state;
	assert_int_equal(days_of("1970-01-01"), 0);
	assert_int_equal(days_of("01.01.1970"), 0);
	assert_int_equal(days_of("1.1.1970"), 0);
	assert_int_equal(days_of("1969-12-31"), -1);
	assert_int_equal(days_of("2000-03-01"), 11017);
	assert_int_equal(days_of("29.02.2024"), days_of("2024-02-29"));
}

static void
test_refuse(void **state)
{
	static const char *const bad[] = { "", "2023-02-29", "29.02.1900",
	    "31.04.2024", "00.01.2024", "01.00.2024", "01.13.2024",
	    "2024-1-1", "24-01-01", "01.01.24", "0999-01-01", "2024-01-01 ",
	    " 2024-01-01", "2024-01-011", "001.01.2024", "01/01/2024",
	    "2024-01-01T00:00", "1.1.02024", "-024-01-01", "٢٠٢٤-٠١-٠١" };
	long days = 77;

	(void)state;
	for (size_t i = 0; i < LEN(bad); i++)
		assert_int_equal(date_parse(bad[i], &days), INVALID);
	assert_int_equal(days, 77);
}

/* Every day of eight centuries: there and back, one after another. */
static void
test_round_trip(void **state)
{
	char iso[DATE_TEXT + 1], russian[DATE_TEXT + 1];
	long end = days_of("2399-12-31");

	(void)state;
	for (long day = days_of("1600-01-01"); day <= end; day++) {
		date_iso(day, iso);
		date_russian(day, russian);
		assert_int_equal(days_of(iso), day);
		assert_int_equal(days_of(russian), day);
	}
	assert_string_equal(iso, "2399-12-31");
	assert_string_equal(russian, "31.12.2399");
}

/* As the C library counts them. */
static void
test_against_libc(void **state)
{
	char ours[DATE_TEXT + 1], theirs[32];
	struct tm tm;

	(void)state;
	for (long day = -200000; day < 200000; day += 331) {
		time_t at = day * 86400;

		assert_non_null(gmtime_r(&at, &tm));
		strftime(theirs, sizeof(theirs), "%Y-%m-%d", &tm);
		date_iso(day, ours);
		assert_string_equal(ours, theirs);
	}
}

static void
test_years(void **state)
{
	(void)state;
	assert_int_equal(date_years(days_of("1950-06-15"),
	    days_of("2024-06-14")), 73);
	assert_int_equal(date_years(days_of("1950-06-15"),
	    days_of("2024-06-15")), 74);
	assert_int_equal(date_years(days_of("2000-02-29"),
	    days_of("2023-02-28")), 22);
	assert_int_equal(date_years(days_of("2000-02-29"),
	    days_of("2023-03-01")), 23);
}

/* East of Greenwich a new day begins earlier, west of it later. */
static void
test_today(void **state)
{
	long east, west, utc = (long)(time(NULL) / 86400);

	(void)state;
	setenv("TZ", "EAST-14", 1);
	east = date_today();
	setenv("TZ", "WEST12", 1);
	west = date_today();
	assert_true(east - west == 1 || east - west == 2);
	assert_in_range(utc + 1 - west, 1, 3);
	unsetenv("TZ");
	date_today();
	assert_string_equal(getenv("TZ"), "Europe/Moscow");
}

/* A minute of a day here is the same minute when it is read again. */
static void
test_moments(void **state)
{
	long days, minutes;

	(void)state;
	setenv("TZ", "Europe/Moscow", 1);
	assert_int_equal(date_moment(0, 0), -3 * 3600);
	assert_int_equal(date_moment(days_of("2026-11-20"), 8 * 60 + 5),
	    days_of("2026-11-20") * 86400 + 5 * 3600 + 5 * 60);
	for (long day = days_of("1999-12-30"); day < days_of("2027-01-02");
	    day += 13) {
		date_local(date_moment(day, 23 * 60 + 59), &days, &minutes);
		assert_int_equal(days, day);
		assert_int_equal(minutes, 23 * 60 + 59);
	}
	unsetenv("TZ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_refuse),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_against_libc),
		cmocka_unit_test(test_years),
		cmocka_unit_test(test_today),
		cmocka_unit_test(test_moments),
	};

	return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
