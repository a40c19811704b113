/* line_clock.c: doses through the day, or hours of the clock, as people write them. */

#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/str.h"
#include "dose/dose.h"
#include "pages/register/line_rules.h"
#include "web/i18n.h"

static bool
fail(struct ctx *c, struct value *in, const char *msgid)
{
	form_fail(c, in, msgid);
	return false;
}

/* "1-0-1" means nothing at night; a comma is a decimal one. */
static bool
check_doses(struct ctx *c, struct value *in)
{
	char *text = text_copy(c->arena, in->text);
	int hyphens = 0;

	for (char *p = text; *p != '\0'; p++) {
		if (*p == ',')
			*p = '.';
		hyphens += *p == '-';
	}
	in->text = hyphens == 2 ? text_printf(c->arena, "%s-0", text) : text;
	for (const char *p = in->text; *p != '\0'; p++) {
		size_t len = strcspn(p, "-");
		struct decimal d;

		if (len == 0 || len > 5 || decimal_parse(
		    text_copy_len(c->arena, p, len), &d) != OK)
			break;
		p += len;
		if (*p == '\0')
			return true;
	}
	return fail(c, in, N_("four numbers between hyphens, at least one "
	    "above zero: 1-0-1-0"));
}

/* "8:00" or "08.00": minutes of the day; -1 is none. */
static int
minute_of(const char *word, size_t len)
{
	size_t hours = strcspn(word, ":.");
	long hour, minute;

	if (hours == 0 || hours > 2 || len != hours + 3 ||
	    strspn(word, "0123456789") != hours ||
	    strspn(word + hours + 1, "0123456789") < 2)
		return -1;
	hour = strtol(word, NULL, 10);
	minute = strtol(word + hours + 1, NULL, 10);
	return hour < 24 && minute < 60 ? (int)(hour * 60 + minute) : -1;
}

/* Into its place among those before it; false: it is there already. */
static bool
insert(int *minutes, size_t n, int minute)
{
	size_t at = n;

	while (at > 0 && minutes[at - 1] > minute)
		at--;
	if (at > 0 && minutes[at - 1] == minute)
		return false;
	memmove(&minutes[at + 1], &minutes[at], (n - at) * sizeof(*minutes));
	minutes[at] = minute;
	return true;
}

static const char *
hours_text(struct ctx *c, const int *minutes, size_t n)
{
	struct str *s = str_new(c->arena);

	for (size_t i = 0; i < n; i++)
		str_addf(s, "%s%02d:%02d", i > 0 ? " " : "", minutes[i] / 60,
		    minutes[i] % 60);
	return s->text;
}

/* In any order, between blanks, commas, semicolons or hyphens. */
static bool
check_hours(struct ctx *c, struct value *in)
{
	static const char between[] = " ,;-";
	int minutes[DOSE_CLOCK_HOURS + 1];
	size_t n = 0, len;

	for (const char *p = in->text; *p != '\0'; p += len) {
		int minute;

		if ((len = strspn(p, between)) > 0)
			continue;
		len = strcspn(p, between);
		if ((minute = minute_of(p, len)) < 0)
			return fail(c, in, N_("hours and minutes from 00:00 "
			    "to 23:59: 08:00 14:00 22:00"));
		if (!insert(minutes, n, minute))
			return fail(c, in, N_("the same hour stands here "
			    "twice"));
		if (++n > DOSE_CLOCK_HOURS)
			return fail(c, in, N_("at most 24 hours"));
	}
	in->text = hours_text(c, minutes, n);
	return true;
}

bool
line_clock_check(struct ctx *c, struct value *in)
{
	if (in->text == NULL)
		return true;
	if (strpbrk(in->text, ":.") == NULL && strchr(in->text, '-') == NULL)
		return fail(c, in, N_("how many doses in the morning, by day, "
		    "in the evening, at night: 1-0-1-0; or at what hours: "
		    "08:00 14:00 22:00"));
	return strchr(in->text, ':') != NULL || strchr(in->text, '-') == NULL ?
	    check_hours(c, in) : check_doses(c, in);
}
