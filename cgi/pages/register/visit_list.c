/* visit_list.c: the visits of a day, of a doctor or a district. */

#include "base/date.h"
#include "base/str.h"
#include "db/staff.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"
#include "web/i18n.h"

enum { DAY, DOCTOR, DISTRICT, PAGE, NFILTERS };

static const struct field filter_form[NFILTERS] = {
	[DAY]      = { .name = "day", .kind = F_DATE },
	[DOCTOR]   = { .name = "doctor", .kind = F_UUID },
	[DISTRICT] = { "district", F_INT, .low = 1, .high = 2147483647 },
	[PAGE]     = { "page", F_INT, .low = 0, .high = 10000 },
};

static const char *const filter_labels[NFILTERS] = { N_("Day"),
	N_("Doctor or nurse"), N_("District"), N_("Page") };

/* In the order of day numbers: the first day of 1970 was a Thursday. */
static const char *const weekdays[] = { N_("Thursday"), N_("Friday"),
	N_("Saturday"), N_("Sunday"), N_("Monday"), N_("Tuesday"),
	N_("Wednesday") };

static const char *
day_link(const struct ctx *c, long days)
{
	char text[DATE_TEXT + 1];

	date_iso(days, text);
	return query_link(c, "/visits", "day", text);
}

static void
show_day(const struct ctx *c, struct view *v, const char *day)
{
	const long week = 7, now = date_today();
	long days = now;

	if (date_parse(day, &days) != OK)
		days = now;
	view_text(v, "iso_day", day);
	view_text(v, "back_day", day);
	view_text(v, "day", date_text(c, day));
	view_text(v, "weekday", tr(c, weekdays[((days % week) + week) % week]));
	view_text(v, "prev_url", day_link(c, days - 1));
	view_text(v, "next_url", day_link(c, days + 1));
	view_text(v, "today_url", days != now ? day_link(c, now) : "");
	view_text(v, "title", text_printf(c->arena, "%s %s",
	    tr(c, "Visits on"), date_text(c, day)));
}

static void
show_list(const struct ctx *c, struct view *v, const char *name,
    const struct visit_list *l)
{
	view_list(v, name);
	for (size_t i = 0; i < l->len; i++)
		show_visit(c, view_item(v, name), &l->item[i]);
}

static void
show_filters(struct ctx *c, struct view *v, const struct value *in,
    const struct rows *staff, const struct rows *districts)
{
	struct book people;
	struct area_list areas;

	book_read(c->db, staff, &people);
	area_read(c->db, districts, &areas);
	show_book(v, "doctors", &people, in[DOCTOR].text);
	show_areas(v, "districts", &areas, in[DISTRICT].text);
	show_errors(c, v, filter_labels, NFILTERS, in);
	view_text(v, "doctor", in[DOCTOR].text);
	view_text(v, "doctor_name", in[DOCTOR].text != NULL ?
	    book_name(&people, in[DOCTOR].text) : NULL);
	view_text(v, "me", c->user->id);
	view_flag(v, "filtered", in[DOCTOR].text != NULL ||
	    in[DISTRICT].text != NULL);
}

/* GET /visits: who is to be visited on a day, and who was. */
enum status
page_visit_list(struct ctx *c)
{
	enum { STAFF, DISTRICTS, FIRST };
	struct value in[NFILTERS];
	struct view *v = view_new(c->arena);
	struct visit_list list = { 0 }, overdue = { 0 };
	struct query q[FIRST + DAY_QUERIES] = {
		[STAFF] = STAFF_QUERY,
		[DISTRICTS] = DISTRICT_QUERY(c->lang),
	};
	enum status st, read;
	const char *day;
	long total = 0;

	if ((read = form_read(c, filter_form, NFILTERS, in)) != OK &&
	    read != INVALID)
		return read;
	day = in[DAY].text != NULL ? in[DAY].text : today(c);
	visit_day_queries(c->db, &(struct visit_day){ .day = day,
	    .doctor = in[DOCTOR].text, .district = in[DISTRICT].text },
	    in[PAGE].number, c->lang, &q[FIRST]);
	if ((st = db_run_all(c->db, q, FIRST +
	    (read == OK ? DAY_QUERIES : 0))) != OK)
		return st;
	if (read == OK) {
		visit_read(c->db, q[FIRST + DAY_VISITS].rows, &list);
		visit_read(c->db, q[FIRST + DAY_OVERDUE].rows, &overdue);
		total = row_long(q[FIRST + DAY_TOTAL].rows, 0, 0);
	}
	show_day(c, v, day);
	show_filters(c, v, in, q[STAFF].rows, q[DISTRICTS].rows);
	show_list(c, v, "visits", &list);
	view_flag(v, "has_visits", list.len > 0);
	show_list(c, v, "overdue_visits", &overdue);
	view_flag(v, "has_overdue", overdue.len > 0);
	view_long(v, "total", total);
	show_pages(c, v, in[PAGE].number, VISIT_DAY_PAGE, list.len, total);
	if ((st = render(c, "visit_list", v)) != OK)
		return st;
	return read;
}
