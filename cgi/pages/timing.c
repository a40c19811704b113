/* timing.c: when a prescription line is given, in words. */

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "pages/timing.h"
#include "web/i18n.h"

const struct choice prescription_schedules[] = {
	{ "times_per_day", N_("times a day"),                      NULL },
	{ "every_hours",   N_("every N hours"),                    NULL },
	{ "clock",         N_("by the clock"),                     NULL },
	{ "weekly",        N_("on days of the week"),              NULL },
	{ "once",          N_("once"),                             NULL },
	{ "patch",         N_("patch, changed every N hours"),     NULL },
	{ "infusion",      N_("continuous infusion (pump)"),       NULL },
	{ "oxygen",        N_("oxygen, hours a day"),              NULL },
	{ NULL, NULL, NULL }
};

const char *const weekday_names[7] = { N_("Mon"), N_("Tue"), N_("Wed"),
	N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun") };

const char *
decimal_text(const struct ctx *c, const char *decimal)
{
	char *text = text_copy(c->arena, decimal);
	char *point = strchr(text, '.');

	if (point != NULL && strcmp(c->lang, "ru") == 0)
		*point = ',';
	return text;
}

const char *
clock_text(const struct ctx *c, const char *clock)
{
	char *text = text_copy(c->arena, clock);

	if (strcmp(c->lang, "ru") == 0)
		for (char *p = text; (p = strchr(p, '.')) != NULL; p++)
			*p = ',';
	return text;
}

/* "08:00 14:00" as "08:00, 14:00". */
static const char *
hours_text(const struct ctx *c, const char *hours)
{
	struct str *s = str_new(c->arena);

	for (const char *p = hours; *p != '\0'; p++)
		str_addf(s, *p == ' ' ? ",%c" : "%c", *p);
	return s->text;
}

static void
add_times(const struct ctx *c, struct str *s, const struct timing *t)
{
	long n = strtol(t->times, NULL, 10);

	if (strchr(t->times, '.') == NULL)
		str_addf(s, trn(c, "%ld time a day", "%ld times a day",
		    (unsigned long)n), n);
	else
		str_addf(s, tr(c, "%s times a day"),
		    decimal_text(c, t->times));
}

static void
add_hours(const struct ctx *c, struct str *s, const struct timing *t)
{
	str_addf(s, tr(c, "every %s h"), t->interval);
}

static void
add_clock(const struct ctx *c, struct str *s, const struct timing *t)
{
	if (strchr(t->clock, ':') != NULL) {
		str_addf(s, tr(c, "at %s"), hours_text(c, t->clock));
		return;
	}
	str_addf(s, tr(c, "%s (morning-day-evening-night)"),
	    clock_text(c, t->clock));
}

static void
add_weekdays(const struct ctx *c, struct str *s, const struct timing *t)
{
	const char *between = "";

	for (int day = 0; day < 7; day++) {
		if ((t->weekdays >> day & 1) == 0)
			continue;
		str_addf(s, "%s%s", between, tr(c, weekday_names[day]));
		between = ", ";
	}
	if (*t->times != '\0' && strcmp(t->times, "1") != 0) {
		str_add_text(s, ", ");
		add_times(c, s, t);
	}
}

static void
add_once(const struct ctx *c, struct str *s, const struct timing *t)
{
	(void)t;
	str_add_text(s, tr(c, "once"));
}

static void
add_patch(const struct ctx *c, struct str *s, const struct timing *t)
{
	if (t->patches > 1)
		str_addf(s, trn(c, "%ld patch, ", "%ld patches, ",
		    (unsigned long)t->patches), t->patches);
	str_addf(s, tr(c, "change every %s h"), t->interval);
}

static void
add_infusion(const struct ctx *c, struct str *s, const struct timing *t)
{
	str_add_text(s, tr(c, "continuously"));
	if (*t->volume != '\0')
		str_addf(s, tr(c, ", %s mL in 24 h"),
		    decimal_text(c, t->volume));
	if (*t->rate != '\0')
		str_addf(s, tr(c, ", %s mL/h"), decimal_text(c, t->rate));
	if (*t->diluent != '\0')
		str_addf(s, ", %s", t->diluent);
	if (*t->device != '\0')
		str_addf(s, ", %s", t->device);
}

static void
add_oxygen(const struct ctx *c, struct str *s, const struct timing *t)
{
	str_addf(s, tr(c, "%s h a day"), decimal_text(c, t->hours));
}

static void
add_prn(const struct ctx *c, struct str *s, const struct timing *t)
{
	str_add_text(s, tr(c, "as needed"));
	if (*t->prn_min != '\0')
		str_addf(s, tr(c, ", not more often than every %s h"),
		    decimal_text(c, t->prn_min));
	if (t->prn_max != NULL && *t->prn_max != '\0')
		str_addf(s, tr(c, ", at most %s per 24 h"), t->prn_max);
}

static const struct {
	const char	*schedule;
	void		(*add)(const struct ctx *, struct str *,
			    const struct timing *);
} writers[] = {
	{ "times_per_day", add_times },
	{ "every_hours",   add_hours },
	{ "clock",         add_clock },
	{ "weekly",        add_weekdays },
	{ "once",          add_once },
	{ "patch",         add_patch },
	{ "infusion",      add_infusion },
	{ "oxygen",        add_oxygen },
};

const char *
timing_text(const struct ctx *c, const struct timing *t)
{
	struct str *s = str_new(c->arena);

	if (t->prn) {
		add_prn(c, s, t);
		return s->text;
	}
	for (size_t i = 0; i < sizeof(writers) / sizeof(writers[0]); i++)
		if (strcmp(writers[i].schedule, t->schedule) == 0)
			writers[i].add(c, s, t);
	return s->text;
}
