/* lines.c: the history of a patient's prescriptions, and the search in all. */

#include <string.h>

#include "base/str.h"
#include "db/staff.h"
#include "pages/register/entry.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"
#include "web/i18n.h"

enum { ALL, NHISTORY };
static const struct field history_form[NHISTORY] = {
	[ALL] = { .name = "all", .kind = F_FLAG },
};

/* GET /patients/:id/prescriptions: current lines, or all their versions. */
enum status
page_prescription_history(struct ctx *c)
{
	struct value in[NHISTORY];
	struct view *v = view_new(c->arena);
	struct prescription_list list;
	struct patient p;
	const char *id, *passport;
	bool all;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, history_form, NHISTORY, in)) != OK)
		return st;
	all = in[ALL].number != 0;
	if ((st = patient_open(c, id, &p, &passport)) != OK ||
	    (st = prescription_history(c->db, id, !all, c->lang, &list)) != OK)
		return st;
	show_who(c, v, &p, passport, true);
	show_lines(c, v, &list);
	view_flag(v, "all", all);
	return render(c, "prescription_history", v);
}

enum { MEDICINE, SINCE, UNTIL, STATUS, AUTHOR, INSTITUTION, PAGE, NFILTERS };

static const char *const status_codes[] = { "active", "on_hold", "completed",
	"stopped", "replaced", "entered_in_error", NULL };

static const struct field filter_form[NFILTERS] = {
	[MEDICINE]    = { "medicine",    F_INT, .low = 1, .high = 2147483647 },
	[SINCE]       = { .name = "since", .kind = F_DATE },
	[UNTIL]       = { .name = "until", .kind = F_DATE },
	[STATUS]      = { "status",      F_CHOICE, .choices = status_codes },
	[AUTHOR]      = { .name = "author", .kind = F_UUID },
	[INSTITUTION] = { "institution", F_INT, .low = 1, .high = 2147483647 },
	[PAGE]        = { "page",        F_INT, .low = 0, .high = 10000 },
};

static const char *const filter_labels[NFILTERS] = {
	N_("Medicine"), N_("In force from"), N_("until"), N_("Status"),
	N_("Author"), N_("Institution"), N_("Page")
};

static void
show_filters(struct ctx *c, struct view *v, const struct value *in,
    const struct query q[3])
{
	struct area_list institutions;
	struct book book;
	bool filtered = false;

	form_show(v, filter_form, NFILTERS, in);
	area_read(c->db, q[0].rows, &institutions);
	show_areas(v, "institutions", &institutions, in[INSTITUTION].text);
	book_read(c->db, q[1].rows, &book);
	show_book(v, "authors", &book, in[AUTHOR].text);
	book_read(c->db, q[2].rows, &book);
	show_book(v, "medicines", &book, in[MEDICINE].text);
	show_choices(c, v, "statuses", prescription_statuses, in[STATUS].text);
	show_errors(c, v, filter_labels, NFILTERS, in);
	for (size_t i = 0; i < PAGE; i++)
		filtered |= in[i].raw != NULL && *in[i].raw != '\0';
	view_flag(v, "filtered", filtered);
}

/* GET /prescriptions: lines by medicine, period, status, author, place. */
enum status
page_prescription_search(struct ctx *c)
{
	struct value in[NFILTERS];
	struct prescription_filter filter;
	struct prescription_list list = { 0 };
	struct query q[5] = {
		AREA_QUERY("institution", "record_read", c->lang),
		STAFF_QUERY,
		MEDICINE_NAMES_QUERY(c->lang),
	};
	struct view *v = view_new(c->arena);
	enum status st, read;
	long total = 0;

	if ((read = form_read(c, filter_form, NFILTERS, in)) != OK &&
	    read != INVALID)
		return read;
	filter = (struct prescription_filter){
		.medicine = in[MEDICINE].text,
		.since = in[SINCE].text,
		.until = in[UNTIL].text,
		.status = in[STATUS].text,
		.author = in[AUTHOR].text,
		.institution = in[INSTITUTION].text,
	};
	prescription_search_queries(c->db, &filter, in[PAGE].number, c->lang,
	    &q[3]);
	if ((st = db_run_all(c->db, q, read == OK ? 5 : 3)) != OK)
		return st;
	if (read == OK) {
		prescription_read(c->db, q[3].rows, &list);
		total = row_long(q[4].rows, 0, 0);
	}
	show_filters(c, v, in, q);
	view_text(v, "title", tr(c, "Prescriptions"));
	view_text(v, "total_text", total < PRESCRIPTION_COUNT_MAX ?
	    text_printf(c->arena, "%ld", total) :
	    text_printf(c->arena, tr(c, "more than %ld"), total));
	show_lines(c, v, &list);
	show_pages(c, v, in[PAGE].number, 50, list.len, total);
	if ((st = render(c, "prescription_search", v)) != OK)
		return st;
	return read;
}
