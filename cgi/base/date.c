/* date.c: calendar dates as day numbers, ISO text and Russian text. */

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/date.h"

enum {
	YEAR_MIN = 1000,
	YEAR_MAX = 9999,
	DAYS_TO_1970 = 719468,	/* from 0000-03-01 */
	DAYS_OF_400 = 146097,
};

struct civil {
	long	year;
	long	month;
	long	day;
};

static bool
is_leap(long year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static long
month_days(long year, long month)
{
	static const char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
	    30, 31 };

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Years begin in March here, so that the leap day comes last. */
static long
to_days(struct civil c)
{
	long y = c.month <= 2 ? c.year - 1 : c.year;
	long era = y / 400;
	long year = y - era * 400;
	long day = (153 * (c.month + (c.month > 2 ? -3 : 9)) + 2) / 5 +
	    c.day - 1;

	return era * DAYS_OF_400 + year * 365 + year / 4 - year / 100 + day -
	    DAYS_TO_1970;
}

static struct civil
to_civil(long days)
{
	long z = days + DAYS_TO_1970;
	long era = z / DAYS_OF_400;
	long day = z - era * DAYS_OF_400;
	long year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	long in_year = day - (365 * year + year / 4 - year / 100);
	long month = (5 * in_year + 2) / 153;
	struct civil c;

	c.day = in_year - (153 * month + 2) / 5 + 1;
	c.month = month < 10 ? month + 3 : month - 9;
	c.year = year + era * 400 + (c.month <= 2 ? 1 : 0);
	assert(c.year >= YEAR_MIN && c.year <= YEAR_MAX);
	return c;
}

/* Read at least low and at most high digits. */
static bool
read_number(const char **text, int low, int high, long *out)
{
	int n = 0;

	*out = 0;
	for (; n < high && **text >= '0' && **text <= '9'; n++)
		*out = *out * 10 + (*(*text)++ - '0');
	return n >= low;
}

static bool
read_mark(const char **text, char mark)
{
	if (**text != mark)
		return false;
	(*text)++;
	return true;
}

static bool
read_iso(const char *text, struct civil *c)
{
	return read_number(&text, 4, 4, &c->year) && read_mark(&text, '-') &&
	    read_number(&text, 2, 2, &c->month) && read_mark(&text, '-') &&
	    read_number(&text, 2, 2, &c->day) && *text == '\0';
}

static bool
read_russian(const char *text, struct civil *c)
{
	return read_number(&text, 1, 2, &c->day) && read_mark(&text, '.') &&
	    read_number(&text, 1, 2, &c->month) && read_mark(&text, '.') &&
	    read_number(&text, 4, 4, &c->year) && *text == '\0';
}

enum status
date_parse(const char *text, long *days)
{
	struct civil c;

	if (!read_iso(text, &c) && !read_russian(text, &c))
		return INVALID;
	if (c.year < YEAR_MIN || c.month < 1 || c.month > 12 || c.day < 1 ||
	    c.day > month_days(c.year, c.month))
		return INVALID;
	*days = to_days(c);
	return OK;
}

/* Four or two digits, without the doubts a compiler has about printf. */
static char *
put_number(char *out, long number, int digits)
{
	for (int i = digits - 1; i >= 0; i--) {
		out[i] = (char)('0' + number % 10);
		number /= 10;
	}
	return out + digits;
}

void
date_iso(long days, char out[DATE_TEXT + 1])
{
	struct civil c = to_civil(days);

	out = put_number(out, c.year, 4);
	*out++ = '-';
	out = put_number(out, c.month, 2);
	*out++ = '-';
	out = put_number(out, c.day, 2);
	*out = '\0';
}

void
date_russian(long days, char out[DATE_TEXT + 1])
{
	struct civil c = to_civil(days);

	out = put_number(out, c.day, 2);
	*out++ = '.';
	out = put_number(out, c.month, 2);
	*out++ = '.';
	out = put_number(out, c.year, 4);
	*out = '\0';
}

static void
set_zone(void)
{
	setenv("TZ", "Europe/Moscow", 0);
	tzset();
}

void
date_local(long moment, long *days, long *minutes)
{
	time_t t = moment;
	struct tm tm;

	set_zone();
	if (localtime_r(&t, &tm) == NULL)
		abort();
	*days = to_days((struct civil){ tm.tm_year + 1900L, tm.tm_mon + 1L,
	    tm.tm_mday });
	*minutes = tm.tm_hour * 60L + tm.tm_min;
}

long
date_moment(long days, long minutes)
{
	struct civil c = to_civil(days);
	struct tm tm = {
		.tm_year = (int)(c.year - 1900),
		.tm_mon = (int)(c.month - 1),
		.tm_mday = (int)c.day,
		.tm_hour = (int)(minutes / 60),
		.tm_min = (int)(minutes % 60),
		.tm_isdst = -1,
	};

	set_zone();
	return (long)mktime(&tm);
}

long
date_today(void)
{
	long days, minutes;

	date_local((long)time(NULL), &days, &minutes);
	return days;
}

long
date_years(long from, long to)
{
	struct civil a = to_civil(from);
	struct civil b = to_civil(to);
	bool reached = b.month > a.month ||
	    (b.month == a.month && b.day >= a.day);

	return b.year - a.year - (reached ? 0 : 1);
}
