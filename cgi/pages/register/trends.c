/* trends.c: how a patient's values went over time: a table, and data to draw. */

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "db/trends.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"
#include "pages/register/trend_doses.h"
#include "web/i18n.h"

enum { PERIOD, SINCE, UNTIL, SERIES, NFIELDS };
enum { DAYS_MAX = 200 };	/* rows of the table */

static const char *const period_codes[] = { "30", "90", "180", "365", "all",
	NULL };
static const struct choice periods[] = {
	{ "90",  N_("3 months"), NULL },
	{ "30",  N_("30 days"),  NULL },
	{ "180", N_("6 months"), NULL },
	{ "365", N_("a year"),   NULL },
	{ "all", N_("all"),      NULL },
	{ NULL, NULL, NULL }
};

static const struct field trend_form[NFIELDS] = {
	[PERIOD] = { "period", F_CHOICE, .choices = period_codes },
	[SINCE]  = { .name = "since", .kind = F_DATE },
	[UNTIL]  = { .name = "until", .kind = F_DATE },
	[SERIES] = { "series", F_CODES, .max = 1000 },
};

static const char *const trend_labels[NFIELDS] = {
	N_("Period"), N_("From"), N_("until"), N_("Show")
};

/* What is shown unless something else is chosen. */
static const char usual[] = "pain-nrs,omedd,esas,pps,akps,weight,phase";

static const struct choice mark_kinds[] = {
	{ "started", N_("begun"),   NULL },
	{ "changed", N_("changed"), NULL },
	{ "stopped", N_("stopped"), NULL },
	{ NULL, NULL, NULL }
};

static bool
in_list(const char *list, const char *code)
{
	const size_t len = strlen(code);

	for (const char *p = list; (p = strstr(p, code)) != NULL; p += len)
		if ((p == list || p[-1] == ',') &&
		    (p[len] == ',' || p[len] == '\0'))
			return true;
	return false;
}

/* The first day of the period, or NULL for all; dates outrank a period. */
static const char *
first_day(const struct ctx *c, const struct value *in)
{
	const char *period = in[PERIOD].text != NULL ? in[PERIOD].text :
	    periods[0].code;
	char text[DATE_TEXT + 1];

	if (in[SINCE].text != NULL || in[UNTIL].text != NULL)
		return in[SINCE].text;
	if (strcmp(period, "all") == 0)
		return NULL;
	date_iso(date_today() - strtol(period, NULL, 10), text);
	return text_copy(c->arena, text);
}

static int
compare_days(const void *a, const void *b)
{
	return strcmp(*(const char *const *)b, *(const char *const *)a);
}

/* The days of the chosen points, newest first, each once. */
static size_t
find_days(const struct ctx *c, const struct trend_points *points,
    const char *chosen, const char ***out)
{
	const char **days = arena_array(c->arena, points->len, sizeof(*days));
	size_t n = 0, unique = 0;

	for (size_t i = 0; i < points->len; i++)
		if (in_list(chosen, points->item[i].code))
			days[n++] = points->item[i].on;
	if (n > 0)
		qsort(days, n, sizeof(*days), compare_days);
	for (size_t i = 0; i < n; i++)
		if (unique == 0 || strcmp(days[unique - 1], days[i]) != 0)
			days[unique++] = days[i];
	*out = days;
	return unique < DAYS_MAX ? unique : DAYS_MAX;
}

/* A column of the table: the points of a series, read from the newest on. */
struct column {
	const struct trend	*trend;
	size_t			 first;
	size_t			 next;	/* one behind the next to be read */
};

static struct column
find_column(const struct trend *t, const struct trend_points *points)
{
	struct column col = { .trend = t };

	while (col.first < points->len &&
	    strcmp(points->item[col.first].code, t->code) != 0)
		col.first++;
	for (col.next = col.first; col.next < points->len &&
	    strcmp(points->item[col.next].code, t->code) == 0;)
		col.next++;
	return col;
}

/* A dose goes on until it changes: the last one up to a day. */
static const struct trend_point *
find_dose(const struct column *col, const struct trend_points *points,
    const char *day)
{
	const struct trend_point *p = NULL;

	for (size_t i = col->first; i < points->len &&
	    strcmp(points->item[i].code, col->trend->code) == 0 &&
	    strcmp(points->item[i].on, day) <= 0; i++)
		p = &points->item[i];
	return p;
}

/* The last value of a day; NULL when there is none. */
static const struct trend_point *
take_day(struct column *col, const struct trend_points *points,
    const char *day)
{
	const struct trend_point *p = NULL;

	if (strcmp(col->trend->chart, "dose") == 0)
		return find_dose(col, points, day);
	while (col->next > col->first &&
	    strcmp(points->item[col->next - 1].on, day) >= 0) {
		if (p == NULL)
			p = &points->item[col->next - 1];
		col->next--;
	}
	return p;
}

static const char *
phase_name(const struct rows *phases, const char *value)
{
	for (size_t i = 0; i < rows_len(phases); i++)
		if (strcmp(row_text(phases, i, 0), value) == 0)
			return row_text(phases, i, 1);
	return value;
}

static void
show_cell(const struct ctx *c, struct view *v, const struct trend *t,
    const struct trend_point *p, const struct rows *phases)
{
	bool phase = strcmp(t->chart, "phase") == 0;

	view_text(v, "label", t->name);
	view_flag(v, "asked", p != NULL);
	view_flag(v, "at_least", p != NULL && p->missing > 0);
	view_long(v, "missing", p != NULL ? p->missing : 0);
	if (phase)
		view_text(v, "value", p != NULL ?
		    phase_name(phases, p->value) : "");
	else
		view_decimal(v, "value", p != NULL ? p->value : "", c->lang);
}

/* The table: a row a day, a column a series. */
static void
show_table(const struct ctx *c, struct view *v, const struct trend_list *list,
    const struct trend_points *points, const char *chosen,
    const struct rows *phases)
{
	struct column *col = arena_array(c->arena, list->len, sizeof(*col));
	const char **days;
	size_t len = find_days(c, points, chosen, &days), n = 0;

	view_list(v, "columns");
	view_list(v, "days");
	for (size_t i = 0; i < list->len; i++) {
		if (!in_list(chosen, list->item[i].code))
			continue;
		col[n++] = find_column(&list->item[i], points);
		view_text(view_item(v, "columns"), "name", list->item[i].name);
	}
	for (size_t k = 0; k < len; k++) {
		struct view *row = view_item(v, "days");

		view_text(row, "day", date_text(c, days[k]));
		view_list(row, "cells");
		for (size_t i = 0; i < n; i++)
			show_cell(c, view_item(row, "cells"), col[i].trend,
			    take_day(&col[i], points, days[k]), phases);
	}
	view_flag(v, "has_days", len > 0);
	view_flag(v, "cut", len == DAYS_MAX);
}

/* "Morphine 15 mg" */
static const char *
mark_text(const struct ctx *c, const struct trend_mark *m)
{
	char *dose = text_copy(c->arena, m->dose);
	char *point = strchr(dose, '.');

	if (point != NULL && strcmp(c->lang, "ru") == 0)
		*point = ',';
	return text_printf(c->arena, "%s %s %s", m->medicine, dose, m->unit);
}

static void
show_marks(const struct ctx *c, struct view *v, const struct trend_marks *list)
{
	view_list(v, "marks");
	view_flag(v, "has_marks", list->len > 0);
	for (size_t i = 0; i < list->len; i++) {
		const struct trend_mark *m = &list->item[i];
		struct view *o = view_item(v, "marks");

		view_text(o, "day", date_text(c, m->on));
		view_text(o, "text", mark_text(c, m));
		view_text(o, "kind", tr(c, choice_find(mark_kinds,
		    m->kind)->name));
	}
}

static void
show_choice_of_series(struct view *v, const struct trend_list *list,
    const char *chosen)
{
	view_list(v, "series");
	for (size_t i = 0; i < list->len; i++) {
		struct view *o = view_item(v, "series");

		view_text(o, "code", list->item[i].code);
		view_text(o, "name", list->item[i].name);
		view_flag(o, "chosen", in_list(chosen, list->item[i].code));
	}
}

/* What is asked for; a day that is none stays on the form and asks nothing. */
static enum status
read_period(struct ctx *c, struct value *in)
{
	enum status st = form_read(c, trend_form, NFIELDS, in);

	if (st == OK && in[SINCE].text != NULL && in[UNTIL].text != NULL &&
	    strcmp(in[SINCE].text, in[UNTIL].text) > 0) {
		form_fail(c, &in[UNTIL], N_("the period ends before it begins"));
		st = INVALID;
	}
	if (st == INVALID)
		in[SINCE].text = in[UNTIL].text = NULL;
	return st;
}

/* GET /patients/:id/trends: chosen values of a period. */
enum status
page_patient_trends(struct ctx *c)
{
	struct value in[NFIELDS];
	struct view *v = view_new(c->arena);
	struct trend_list list;
	struct trend_points points;
	struct trend_marks marks;
	struct patient p;
	const char *id, *chosen, *since;
	enum { OWN = 6 };
	enum status st, read;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	if ((read = read_period(c, in)) != OK && read != INVALID)
		return read;
	c->subject = id;
	chosen = in[SERIES].text != NULL && in[SERIES].error == NULL ?
	    in[SERIES].text : usual;
	since = first_day(c, in);
	struct query q[] = {
		PATIENT_GET(id, c->lang),
		DOCUMENT_CURRENT(id),
		TREND_SERIES(id, c->lang),
		TREND_PHASES(c->lang),
		TREND_POINTS(id, since, in[UNTIL].text),
		TREND_MARKS(id, since, in[UNTIL].text, c->lang),
		[OWN + TREND_DOSE_QUERIES - 1] = { 0 },
	};
	trend_dose_queries(c, id, since, in[UNTIL].text, &q[OWN]);
	if ((st = db_run_all(c->db, q, read == OK ?
	    OWN + TREND_DOSE_QUERIES : 4)) != OK ||
	    (st = patient_read_one(q[0].rows, &p)) != OK)
		return st;
	trend_read(c->db, q[2].rows, &list);
	memset(&points, 0, sizeof(points));
	memset(&marks, 0, sizeof(marks));
	if (read == OK) {
		trend_read_points(c->db, q[4].rows, &points);
		trend_read_marks(c->db, q[5].rows, &marks);
		view_text(v, "ome_table", trend_dose_read(c, &q[OWN], since,
		    in[UNTIL].text, &list, &points));
	}
	form_show(v, trend_form, NFIELDS, in);
	show_who(c, v, &p, document_read_text(q[1].rows), true);
	show_errors(c, v, trend_labels, NFIELDS, in);
	show_choices(c, v, "periods", periods, in[PERIOD].text);
	show_choice_of_series(v, &list, chosen);
	show_table(c, v, &list, &points, chosen, q[3].rows);
	show_marks(c, v, &marks);
	view_text(v, "first_day", since);
	view_text(v, "last_day", in[UNTIL].text);
	view_text(v, "end_day", *p.died_on != '\0' ? p.died_on : p.date_out);
	if ((st = render(c, "patient_trends", v)) != OK)
		return st;
	return read;
}

/* A series: its names and its points, in two arrays. */
static void
write_series(struct json *j, const struct trend *t,
    const struct trend_points *points)
{
	struct column col = find_column(t, points);

	json_begin_object(j, NULL);
	json_put_text(j, "code", t->code);
	json_put_text(j, "name", t->name);
	json_put_text(j, "chart", t->chart);
	json_put_decimal(j, "low", t->low);
	if (*t->high == '\0')
		json_put_null(j, "high");
	else
		json_put_decimal(j, "high", t->high);
	json_begin_array(j, "t");
	for (size_t i = col.first; i < col.next; i++)
		json_put_decimal(j, NULL, points->item[i].at);
	json_end_array(j);
	json_begin_array(j, "v");
	for (size_t i = col.first; i < col.next; i++)
		if (*points->item[i].value == '\0')
			json_put_null(j, NULL);
		else
			json_put_decimal(j, NULL, points->item[i].value);
	json_end_array(j);
	json_end_object(j);
}

static void
write_phases(struct json *j, const struct rows *phases)
{
	json_begin_array(j, "phases");
	for (size_t i = 0; i < rows_len(phases); i++) {
		json_begin_object(j, NULL);
		json_put_decimal(j, "value", row_text(phases, i, 0));
		json_put_text(j, "name", row_text(phases, i, 1));
		json_end_object(j);
	}
	json_end_array(j);
}

static void
write_marks(const struct ctx *c, struct json *j, const struct trend_marks *list)
{
	json_begin_array(j, "marks");
	for (size_t i = 0; i < list->len; i++) {
		const struct trend_mark *m = &list->item[i];
		long days = 0;

		if (date_parse(m->on, &days) != OK)
			continue;
		json_begin_object(j, NULL);
		json_put_long(j, "t", date_moment(days, 0));
		json_put_text(j, "kind", m->kind);
		json_put_text(j, "text", text_printf(c->arena, "%s: %s",
		    mark_text(c, m), tr(c, choice_find(mark_kinds,
		    m->kind)->name)));
		json_end_object(j);
	}
	json_end_array(j);
}

enum { DATA_SINCE, DATA_UNTIL, NDATA };
static const struct field data_form[NDATA] = {
	[DATA_SINCE] = { .name = "since", .kind = F_DATE },
	[DATA_UNTIL] = { .name = "until", .kind = F_DATE },
};

/* GET /api/patients/:id/trends: all there is to draw, in one round trip. */
enum status
page_trend_data(struct ctx *c)
{
	struct value in[NDATA];
	struct str *out = str_new(c->arena);
	struct trend_list list;
	struct trend_points points;
	struct trend_marks marks;
	struct patient p;
	struct json j;
	enum { OWN = 5 };
	const char *id, *since, *until;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, data_form, NDATA, in)) != OK)
		return st;
	since = in[DATA_SINCE].text;
	until = in[DATA_UNTIL].text;
	c->subject = id;
	struct query q[] = {
		PATIENT_GET(id, c->lang),
		TREND_SERIES(id, c->lang),
		TREND_PHASES(c->lang),
		TREND_POINTS(id, since, until),
		TREND_MARKS(id, since, until, c->lang),
		[OWN + TREND_DOSE_QUERIES - 1] = { 0 },
	};
	trend_dose_queries(c, id, since, until, &q[OWN]);
	if ((st = db_run_all(c->db, q, OWN + TREND_DOSE_QUERIES)) != OK ||
	    (st = patient_read_one(q[0].rows, &p)) != OK)
		return st;
	trend_read(c->db, q[1].rows, &list);
	trend_read_points(c->db, q[3].rows, &points);
	trend_read_marks(c->db, q[4].rows, &marks);
	trend_dose_read(c, &q[OWN], since, until, &list, &points);
	json_open(&j, out);
	json_begin_object(&j, NULL);
	json_begin_array(&j, "series");
	for (size_t i = 0; i < list.len; i++)
		write_series(&j, &list.item[i], &points);
	json_end_array(&j);
	write_phases(&j, q[2].rows);
	write_marks(c, &j, &marks);
	json_end_object(&j);
	return answer_json(c, 200, out);
}
