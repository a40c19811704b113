/* when.c: ISO 8601 dates and times as reports need them. */

#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "reports/when.h"

/* Read exactly n digits, or say 0 and leave *p alone. */
static int
digits(const char **p, int n, int *out)
{
	int v = 0;

	for (int i = 0; i < n; i++) {
		if ((*p)[i] < '0' || (*p)[i] > '9')
			return 0;
		v = v * 10 + ((*p)[i] - '0');
	}
	*p += n;
	*out = v;
	return 1;
}

static int
literal(const char **p, char c)
{
	if (**p != c)
		return 0;
	(*p)++;
	return 1;
}

static int
read_day(const char **p, struct when *w)
{
	char day[DATE_TEXT + 1] = "";

	memcpy(day, *p, strnlen(*p, DATE_TEXT));
	return digits(p, 4, &w->year) && literal(p, '-') &&
	    digits(p, 2, &w->month) && literal(p, '-') &&
	    digits(p, 2, &w->day) && date_parse(day, &w->days) == OK;
}

static int
read_clock(const char **p, struct when *w)
{
	return (literal(p, 'T') || literal(p, ' ')) &&
	    digits(p, 2, &w->hour) && literal(p, ':') &&
	    digits(p, 2, &w->minute) &&
	    (!literal(p, ':') || digits(p, 2, &w->second)) &&
	    w->hour < 24 && w->minute < 60 && w->second <= 60;
}

/* The zone and what is left of the seconds, up to the end of the text. */
static int
read_zone(const char **p, struct when *w)
{
	if (literal(p, '.'))
		*p += strspn(*p, "0123456789");
	if (**p == '+' || **p == '-') {
		w->zone = *(*p)++;
		if (!digits(p, 2, &w->zone_hour))
			return 0;
		if (**p != '\0') {
			(void)literal(p, ':');
			if (!digits(p, 2, &w->zone_minute))
				return 0;
		}
	} else {
		(void)literal(p, 'Z');
	}
	return **p == '\0' && w->zone_hour <= 14 && w->zone_minute < 60;
}

int
when_read(const char *iso, struct when *out)
{
	struct when w = { .zone = 'Z' };

	if (!read_day(&iso, &w))
		return 0;
	w.has_time = *iso != '\0';
	if (w.has_time && (!read_clock(&iso, &w) || !read_zone(&iso, &w)))
		return 0;
	*out = w;
	return 1;
}

const char *
when_text(struct arena *a, const char *iso)
{
	char day[DATE_TEXT + 1];
	struct when w;

	if (iso == NULL || !when_read(iso, &w))
		return "\xe2\x80\x94";
	date_russian(w.days, day);
	if (!w.has_time)
		return text_copy(a, day);
	return text_printf(a, "%s %02d:%02d", day, w.hour, w.minute);
}

const char *
when_iso(struct arena *a, const char *iso)
{
	struct when w;

	if (!when_read(iso, &w))
		return NULL;
	return text_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d%s", w.year,
	    w.month, w.day, w.hour, w.minute, w.second, w.zone == 'Z' ? "Z" :
	    text_printf(a, "%c%02d:%02d", w.zone, w.zone_hour,
	    w.zone_minute));
}
