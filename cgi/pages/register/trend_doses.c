/* trend_doses.c: oral morphine equivalents by day, beside a patient's values. */

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "pages/dosing.h"
#include "pages/register/trend_doses.h"
#include "web/i18n.h"

enum { REGULAR, WITH_NEEDED, NSERIES };
static const struct {
	const char	*code;
	const char	*name;	/* msgid */
} series[NSERIES] = {
	[REGULAR]     = { "omedd", N_("OMEDD, regular, mg a day") },
	[WITH_NEEDED] = { "omedd-max", N_("OMEDD with as needed, mg a day") },
};

void
trend_dose_queries(const struct ctx *c, const char *patient,
    const char *since, const char *until,
    struct query q[TREND_DOSE_QUERIES])
{
	char text[DATE_TEXT + 1];
	const char *last = until;

	date_iso(date_today(), text);
	if (last == NULL || strcmp(last, text) > 0)
		last = text_copy(c->arena, text);
	struct query lines = ENTRY_HISTORY(patient,
	    since != NULL ? since : "-infinity", last);

	doses_queries(c->db, patient, NULL, c->lang, q);
	q[DOSES_QUERIES] = query_keep(c->db, lines.stmt, lines.args,
	    lines.args_len);
}

/* The days of the series: from the first opioid on; false without one. */
static bool
find_period(const struct dose_line *lines, size_t n, const char *since,
    const char *until, long *first, long *last)
{
	long from = 0, begin = DOSE_FOREVER;

	*last = date_today();
	if (until != NULL && (date_parse(until, &from) != OK))
		return false;
	if (until != NULL && from < *last)
		*last = from;
	for (size_t i = 0; i < n; i++)
		if (dose_is_opioid(lines[i].medicine) &&
		    lines[i].starts_on < begin)
			begin = lines[i].starts_on;
	*first = begin;
	if (since != NULL && date_parse(since, &from) == OK && from > begin)
		*first = from;
	return begin <= *last && *first <= *last;
}

static const char *
mg_text(const struct ctx *c, struct ratio r)
{
	char text[DECIMAL_TEXT];
	struct decimal d;

	if (ratio_round(r, 1, &d) != OK)
		return "";
	decimal_print(d, text);
	return text_copy(c->arena, text);
}

static bool
changes(const struct dose_day *day, const struct dose_day *before, int which)
{
	return ratio_compare(which == REGULAR ? day->background : day->maximum,
	    which == REGULAR ? before->background : before->maximum) != 0 ||
	    day->missing != before->missing;
}

/* A point where the sum changes, and at the end of the period. */
static void
add_points(const struct ctx *c, const struct dose_day *days, long first,
    long last, int which, struct trend_points *points)
{
	char text[DATE_TEXT + 1];

	for (long d = 0; d <= last - first; d++) {
		if (d > 0 && d < last - first &&
		    !changes(&days[d], &days[d - 1], which))
			continue;
		date_iso(first + d, text);
		points->item[points->len++] = (struct trend_point){
			.code = series[which].code,
			.at = text_printf(c->arena, "%ld",
			    date_moment(first + d, 0)),
			.on = text_copy(c->arena, text),
			.value = mg_text(c, which == REGULAR ?
			    days[d].background : days[d].maximum),
			.missing = days[d].missing,
		};
	}
}

/* Room for more behind what is there. */
static void
make_room(const struct ctx *c, struct trend_list *list,
    struct trend_points *points, size_t more)
{
	struct trend *trends = arena_array(c->arena, list->len + NSERIES,
	    sizeof(*trends));
	struct trend_point *all = arena_array(c->arena, points->len + more,
	    sizeof(*all));

	if (list->len > 0)
		memcpy(trends, list->item, list->len * sizeof(*trends));
	if (points->len > 0)
		memcpy(all, points->item, points->len * sizeof(*all));
	list->item = trends;
	points->item = all;
}

static void
add_series(const struct ctx *c, const struct dosing *d,
    const struct dose_line *lines, size_t n, const long period[2],
    struct trend_list *list, struct trend_points *points)
{
	size_t len = (size_t)(period[1] - period[0] + 1);
	struct dose_day *days = arena_array(c->arena, len, sizeof(*days));

	dose_opioid_days(lines, n, d->table->code, period[0], period[1], days);
	make_room(c, list, points, NSERIES * len);
	for (int i = 0; i < NSERIES; i++) {
		list->item[list->len++] = (struct trend){
			.code = series[i].code,
			.name = tr(c, series[i].name),
			.chart = "dose",
			.low = "0",
			.high = "",
			.worse = "",
		};
		add_points(c, days, period[0], period[1], i, points);
	}
}

const char *
trend_dose_read(const struct ctx *c,
    const struct query q[TREND_DOSE_QUERIES], const char *since,
    const char *until, struct trend_list *list, struct trend_points *points)
{
	struct prescription_source *sources;
	struct dose_line *lines;
	struct dosing d;
	struct doses book;
	size_t len, n;
	long period[2];

	doses_read(c->db, q, &book);
	dosing_read_book(c, &book, NULL, &d);
	entry_read(c->db, q[DOSES_QUERIES].rows, &sources, &len);
	dosing_lines(&d, sources, len, &lines, &n);
	if (d.table == NULL || !find_period(lines, n, since, until,
	    &period[0], &period[1]))
		return "";
	add_series(c, &d, lines, n, period, list, points);
	return text_printf(c->arena, "%s, %s", d.table->name,
	    d.table->version);
}
