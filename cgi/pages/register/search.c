/* search.c: prescription lines by everything coded of them, as a page and a file. */

#include <string.h>

#include "base/str.h"
#include "db/prescription_search.h"
#include "db/staff.h"
#include "pages/csv.h"
#include "pages/register/heads.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"
#include "pages/timing.h"
#include "web/i18n.h"

/* The parts of the filter come first, under the same numbers. */
enum { SORT = NSEARCH, DESCENDING, PAGE, IDS, NFILTERS };

static const char *const status_codes[] = { "active", "on_hold", "completed",
	"stopped", "replaced", "entered_in_error", NULL };
static const char *const prn_codes[] = { "true", "false", NULL };
static const char *const sort_codes[] = { "start", "medicine", "dose",
	"how", "status", "author", "patient", NULL };

static const struct field filter_form[NFILTERS] = {
	[S_SINCE]       = { .name = "since", .kind = F_DATE },
	[S_UNTIL]       = { .name = "until", .kind = F_DATE },
	[S_STATUS]      = { "status", F_CHOICE, .choices = status_codes },
	[S_AUTHOR]      = { .name = "author", .kind = F_UUID },
	[S_INSTITUTION] = { "institution", F_INT, .low = 1,
	    .high = 2147483647 },
	[S_ROUTE]       = { "route", F_CODE, .max = 10 },
	[S_RX_FORM]     = { "rx_form", F_TEXT, .max = 40 },
	[S_PRN]         = { "prn", F_CHOICE, .choices = prn_codes },
	[S_INDICATION]  = { "indication", F_CODE, .max = 40 },
	[S_STOP_REASON] = { "stop_reason", F_CODE, .max = 40 },
	[S_MEDICINE]    = { "medicine", F_INT, .low = 1, .high = 2147483647 },
	[S_ATC]         = { "atc", F_CODE, .max = 7 },
	[S_GROUP]       = { "group", F_CODE, .max = 30 },
	[S_CONTROL]     = { "control", F_CODE, .max = 30 },
	[SORT]          = { "sort", F_CHOICE, .choices = sort_codes },
	[DESCENDING]    = { .name = "desc", .kind = F_FLAG },
	[PAGE]          = { "page", F_INT, .low = 0, .high = 10000 },
	[IDS]           = { .name = "ids", .kind = F_FLAG },
};

static const char *const filter_labels[NFILTERS] = {
	[S_SINCE] = N_("In force from"), [S_UNTIL] = N_("until"),
	[S_STATUS] = N_("Status"), [S_AUTHOR] = N_("Author"),
	[S_INSTITUTION] = N_("Institution"), [S_ROUTE] = N_("Route"),
	[S_RX_FORM] = N_("Prescription form"), [S_PRN] = N_("As needed"),
	[S_INDICATION] = N_("What for"), [S_STOP_REASON] = N_("Stopped for"),
	[S_MEDICINE] = N_("Medicine"), [S_ATC] = N_("ATC code begins with"),
	[S_GROUP] = N_("Group"), [S_CONTROL] = N_("Control class"),
	[SORT] = N_("Order"), [DESCENDING] = N_("Order"),
	[PAGE] = N_("Page"), [IDS] = N_("Page"),
};

/* The columns of the page that sort, in their order. */
static const struct choice columns[] = {
	{ "patient",  N_("Patient"),        NULL },
	{ "medicine", N_("Medicine"),       NULL },
	{ "dose",     N_("Dose and route"), NULL },
	{ "how",      N_("How"),            NULL },
	{ "start",    N_("Period"),         NULL },
	{ "status",   N_("Status"),         NULL },
	{ "author",   N_("Author"),         NULL },
	{ NULL, NULL, NULL }
};

/* Queries of the choices, before those of the rows. */
enum { INSTITUTIONS, STAFF, NAMES, ROUTES, REASONS, CODES, ROWS, TOTAL,
	NQUERIES };

static const struct choice as_needed[] = {
	{ "true",  N_("as needed"), NULL },
	{ "false", N_("regularly"), NULL },
	{ NULL, NULL, NULL }
};

static struct prescription_filter
read_filter(const struct value *in)
{
	struct prescription_filter f = { .sort = in[SORT].text,
		.descending = in[DESCENDING].number != 0 };

	for (int i = 0; i < NSEARCH; i++)
		f.part[i] = in[i].text;
	if (f.sort != NULL && strcmp(f.sort, "start") == 0 && f.descending)
		f.sort = NULL;
	return f;
}

static void
show_codes(struct ctx *c, struct view *v, const struct rows *rows,
    const struct value *in)
{
	static const struct {
		int		 part;
		const char	*list;
		const char	*book;
	} selects[] = {
		{ S_INDICATION, "indications", "indication" },
		{ S_RX_FORM,    "rx_forms",    "rx_form" },
		{ S_GROUP,      "groups",      "medicine_group" },
		{ S_CONTROL,    "controls",    "control_class" },
	};
	struct book codes, book;

	book_read(c->db, rows, &codes);
	book_offer_all(&codes);
	for (size_t i = 0; i < sizeof(selects) / sizeof(selects[0]); i++) {
		book = book_of(c->db, &codes, selects[i].book);
		show_book(v, selects[i].list, &book,
		    in[selects[i].part].text);
	}
}

static bool
is_given(const struct value *in)
{
	return in->raw != NULL && *in->raw != '\0';
}

static void
show_filters(struct ctx *c, struct view *v, const struct value *in,
    const struct query q[NQUERIES])
{
	struct area_list institutions;
	struct book book;
	bool filtered = false, more = false;

	form_show(v, filter_form, NFILTERS, in);
	area_read(c->db, q[INSTITUTIONS].rows, &institutions);
	show_areas(v, "institutions", &institutions, in[S_INSTITUTION].text);
	book_read(c->db, q[STAFF].rows, &book);
	show_book(v, "authors", &book, in[S_AUTHOR].text);
	book_read(c->db, q[NAMES].rows, &book);
	book_offer_all(&book);
	show_book(v, "medicines", &book, in[S_MEDICINE].text);
	book_read(c->db, q[ROUTES].rows, &book);
	book_offer_all(&book);
	show_book(v, "routes", &book, in[S_ROUTE].text);
	book_read(c->db, q[REASONS].rows, &book);
	book_offer_all(&book);
	show_book(v, "stop_reasons", &book, in[S_STOP_REASON].text);
	show_codes(c, v, q[CODES].rows, in);
	show_choices(c, v, "statuses", prescription_statuses,
	    in[S_STATUS].text);
	show_choices(c, v, "as_needed", as_needed, in[S_PRN].text);
	show_errors(c, v, filter_labels, NFILTERS, in);
	for (int i = 0; i < NSEARCH; i++)
		filtered |= is_given(&in[i]);
	for (int i = S_ROUTE; i < NSEARCH; i++)
		more |= i != S_MEDICINE && is_given(&in[i]);
	view_flag(v, "filtered", filtered);
	view_flag(v, "more", more);
}

/* GET /prescriptions: lines by any of their codes, in any order. */
enum status
page_prescription_search(struct ctx *c)
{
	struct value in[NFILTERS];
	struct prescription_filter filter;
	struct prescription_list list = { 0 };
	struct query q[NQUERIES] = {
		[INSTITUTIONS] = AREA_QUERY("institution", "record_read",
		    c->lang),
		[STAFF] = STAFF_QUERY,
		[NAMES] = MEDICINE_NAMES_QUERY(c->lang),
		[ROUTES] = ROUTES_QUERY(c->lang),
		[REASONS] = REASONS_QUERY(c->lang, "stop"),
		[CODES] = CODES_QUERY(c->lang),
	};
	struct view *v = view_new(c->arena);
	enum status st, read;
	long total = 0;

	if ((read = form_read(c, filter_form, NFILTERS, in)) != OK &&
	    read != INVALID)
		return read;
	filter = read_filter(in);
	prescription_search_queries(c->db, &filter, in[PAGE].number, c->lang,
	    &q[ROWS]);
	if ((st = read == OK ? run_last(c, q, NQUERIES) :
	    db_run_all(c->db, q, ROWS)) != OK)
		return st;
	if (read == OK) {
		prescription_read(c->db, q[ROWS].rows, &list);
		total = row_long(q[TOTAL].rows, 0, 0);
	}
	show_filters(c, v, in, q);
	show_heads(c, v, columns, in[SORT].text, in[DESCENDING].number != 0);
	view_text(v, "title", tr(c, "Prescriptions"));
	show_found(c, v, total, PRESCRIPTION_COUNT_MAX);
	show_lines(c, v, &list);
	show_pages(c, v, in[PAGE].number, 50, list.len, total);
	if ((st = render(c, "prescription_search", v)) != OK)
		return st;
	return read;
}

/* The file's columns; the first is for a browser that knows the names. */
static const char *const heads[] = { N_("Patient no."), N_("Medicine"),
	N_("ATC"), N_("Form"), N_("Strength"), N_("Dose"), N_("Unit"),
	N_("Route"), N_("How"), N_("As needed"), N_("What for"), N_("From"),
	N_("Until"), N_("Status"), N_("Stopped for"), N_("Prescription form"),
	N_("Author"), N_("Institution") };

static void
add_line(const struct ctx *c, struct str *s, const struct prescription *l,
    bool ids)
{
	const char *until = *l->stopped_on != '\0' ? l->stopped_on : l->ends_on;

	if (ids)
		csv_text(c, s, l->patient);
	csv_text(c, s, l->registry_no);
	csv_text(c, s, l->medicine);
	csv_text(c, s, l->atc);
	csv_text(c, s, l->form);
	csv_text(c, s, l->strength);
	csv_decimal(c, s, l->dose);
	csv_text(c, s, l->unit_name);
	csv_text(c, s, l->route_name);
	csv_text(c, s, timing_text(c, &l->timing));
	csv_text(c, s, l->timing.prn ? tr(c, "yes") : tr(c, "no"));
	csv_text(c, s, l->indication);
	csv_date(c, s, l->starts_on);
	csv_date(c, s, until);
	csv_text(c, s, tr(c, choice_find(prescription_statuses,
	    l->status)->name));
	csv_text(c, s, l->stop_reason);
	csv_text(c, s, l->rx_form);
	csv_text(c, s, l->author_name);
	csv_text(c, s, l->institution_name);
	csv_end_row(s);
}

/* GET /prescriptions.csv: what the search finds, without any name. */
enum status
page_prescription_export(struct ctx *c)
{
	struct value in[NFILTERS];
	struct prescription_filter filter;
	struct prescription_list list;
	struct query q;
	struct str *s;
	enum status st;

	if ((st = form_read(c, filter_form, NFILTERS, in)) != OK)
		return st;
	filter = read_filter(in);
	q = prescription_export_query(c->db, &filter, c->lang);
	if ((st = run_last(c, &q, 1)) != OK)
		return st;
	prescription_read(c->db, q.rows, &list);
	s = csv_new(c);
	if (in[IDS].number != 0)
		csv_text(c, s, "id");
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		csv_text(c, s, tr(c, heads[i]));
	csv_end_row(s);
	for (size_t i = 0; i < list.len; i++)
		add_line(c, s, &list.item[i], in[IDS].number != 0);
	return answer_bytes(c, "text/csv; charset=utf-8", s->text, s->len,
	    "prescriptions.csv");
}
