/* order_search.c: what is ordered in the institutions in reach, as a page and a file. */

#include <string.h>

#include "base/str.h"
#include "db/order_search.h"
#include "pages/csv.h"
#include "pages/register/heads.h"
#include "pages/register/orders.h"
#include "pages/register/pages.h"
#include "web/i18n.h"

/* The parts of the filter come first, under the same numbers. */
enum { SORT = NORDER, DESCENDING, PAGE, IDS, NFILTERS };

static const char *const kind_codes[] = { "device", "service", NULL };
static const char *const state_codes[] = { "all", "waiting", "due",
	"to_return", "needed", "requested", "active", "issued", "returned",
	"done", "stopped", "cancelled", "refused", "not_needed",
	"entered_in_error", NULL };
static const char *const sort_codes[] = { "days", "name", "patient", "state",
	"since", "district", NULL };

static const struct field filter_form[NFILTERS] = {
	[O_KIND]        = { "kind", F_CHOICE, .choices = kind_codes },
	[O_SERVICE]     = { "service", F_CODE, .max = 40 },
	[O_DEVICE]      = { "device", F_CODE, .max = 40 },
	[O_STATE]       = { "state", F_CHOICE, .choices = state_codes },
	[O_DISTRICT]    = { "district", F_INT, .low = 1, .high = 2147483647 },
	[O_INSTITUTION] = { "institution", F_INT, .low = 1,
	    .high = 2147483647 },
	[SORT]          = { "sort", F_CHOICE, .choices = sort_codes },
	[DESCENDING]    = { .name = "desc", .kind = F_FLAG },
	[PAGE]          = { "page", F_INT, .low = 0, .high = 10000 },
	[IDS]           = { .name = "ids", .kind = F_FLAG },
};

static const char *const filter_labels[NFILTERS] = {
	[O_KIND] = N_("What"), [O_SERVICE] = N_("Service"),
	[O_DEVICE] = N_("Medical device"), [O_STATE] = N_("State"),
	[O_DISTRICT] = N_("District"), [O_INSTITUTION] = N_("Institution"),
	[SORT] = N_("Order"), [DESCENDING] = N_("Order"),
	[PAGE] = N_("Page"), [IDS] = N_("Page"),
};

/* What the list may be asked for, besides what waits. */
static const struct choice filter_states[] = {
	{ "waiting",   N_("device waited for"), NULL },
	{ "to_return", N_("device to be returned"), NULL },
	{ "due",       N_("service due"), NULL },
	{ "needed",    N_("needed"), NULL },
	{ "requested", N_("requested"), NULL },
	{ "issued",    N_("issued"), NULL },
	{ "active",    N_("under way"), NULL },
	{ "returned",  N_("handed back"), NULL },
	{ "done",      N_("carried out"), NULL },
	{ "stopped",   N_("broken off"), NULL },
	{ "cancelled", N_("called off"), NULL },
	{ "refused",   N_("refused"), NULL },
	{ "not_needed", N_("not needed any more"), NULL },
	{ "entered_in_error", N_("entered in error"), NULL },
	{ "all",       N_("any"), NULL },
	{ NULL, NULL, NULL }
};

/* The columns of the page that sort, in their order. */
static const struct choice columns[] = {
	{ "patient",  N_("Patient"),  NULL },
	{ "name",     N_("What"),     NULL },
	{ "state",    N_("State"),    NULL },
	{ "since",    N_("Since"),    NULL },
	{ "days",     N_("Days"),     NULL },
	{ "",         N_("Done or issued"), NULL },
	{ "district", N_("District"), NULL },
	{ NULL, NULL, NULL }
};

enum { INSTITUTIONS, DISTRICTS, SERVICES, DEVICES, ROWS, TOTAL, NQUERIES };

static struct order_filter
read_filter(const struct value *in)
{
	struct order_filter f = { .sort = in[SORT].text,
		.descending = in[DESCENDING].number != 0 };

	for (int i = 0; i < NORDER; i++)
		f.part[i] = in[i].text;
	return f;
}

static void
show_filters(struct ctx *c, struct view *v, const struct value *in,
    const struct query q[NQUERIES])
{
	struct area_list areas;
	struct book book;
	bool filtered = false;

	form_show(v, filter_form, NFILTERS, in);
	area_read(c->db, q[INSTITUTIONS].rows, &areas);
	show_areas(v, "institutions", &areas, in[O_INSTITUTION].text);
	area_read(c->db, q[DISTRICTS].rows, &areas);
	show_areas(v, "districts", &areas, in[O_DISTRICT].text);
	book_read(c->db, q[SERVICES].rows, &book);
	book_offer_all(&book);
	show_book(v, "services", &book, in[O_SERVICE].text);
	book_read(c->db, q[DEVICES].rows, &book);
	book_offer_all(&book);
	show_book(v, "devices", &book, in[O_DEVICE].text);
	show_choices(c, v, "kinds", order_kinds, in[O_KIND].text);
	show_choices(c, v, "states", filter_states, in[O_STATE].text);
	show_errors(c, v, filter_labels, NFILTERS, in);
	for (int i = 0; i < NORDER; i++)
		filtered |= in[i].raw != NULL && *in[i].raw != '\0';
	view_flag(v, "filtered", filtered);
}

/* In the list a row says what is to be done, the days alone. */
static void
show_row(const struct ctx *c, struct view *v, const struct care_order *o)
{
	const struct choice *state = choice_find(order_states, o->state);

	show_order(c, v, o, NULL);
	view_text(v, "state", tr(c, state->name));
	view_text(v, "state_tone", state->tone);
	view_text(v, "days_alone", o->days);
	view_text(v, "district", o->district);
	view_text(v, "institution", o->institution);
}

/* GET /orders: devices waited for and services due, or whatever is asked. */
enum status
page_order_search(struct ctx *c)
{
	struct value in[NFILTERS];
	struct order_filter filter;
	struct care_order_list list = { 0 };
	struct query q[NQUERIES] = {
		[INSTITUTIONS] = AREA_QUERY("institution", "record_read",
		    c->lang),
		[DISTRICTS] = DISTRICT_QUERY(c->lang),
		[SERVICES] = SERVICES_QUERY(c->lang),
		[DEVICES] = DEVICES_QUERY(c->lang),
	};
	struct view *v = view_new(c->arena);
	enum status st, read;
	long total = 0;

	if ((read = form_read(c, filter_form, NFILTERS, in)) != OK &&
	    read != INVALID)
		return read;
	filter = read_filter(in);
	order_search_queries(c->db, &filter, in[PAGE].number, c->lang,
	    &q[ROWS]);
	if ((st = read == OK ? run_last(c, q, NQUERIES) :
	    db_run_all(c->db, q, ROWS)) != OK)
		return st;
	if (read == OK) {
		order_read(c->db, q[ROWS].rows, &list);
		total = row_long(q[TOTAL].rows, 0, 0);
	}
	show_filters(c, v, in, q);
	show_heads(c, v, columns, in[SORT].text, in[DESCENDING].number != 0);
	view_text(v, "title", tr(c, "Services and devices"));
	show_found(c, v, total, ORDER_COUNT_MAX);
	view_list(v, "rows");
	view_flag(v, "has_rows", list.len > 0);
	for (size_t i = 0; i < list.len; i++)
		show_row(c, view_item(v, "rows"), &list.item[i]);
	show_pages(c, v, in[PAGE].number, 50, list.len, total);
	if ((st = render(c, "order_search", v)) != OK)
		return st;
	return read;
}

/* The file's columns; the first is for a browser that knows the names. */
static const char *const heads[] = { N_("Patient no."), N_("Kind"),
	N_("What"), N_("State"), N_("Since"), N_("Until"), N_("How often"),
	N_("Planned"), N_("Carried out"), N_("Due on"), N_("Days"), N_("Model"),
	N_("Quantity"), N_("Conclusion of the commission, No."),
	N_("Date of the conclusion"), N_("From where"), N_("Requested on"),
	N_("Issued on"), N_("Serial number"), N_("Returned on"),
	N_("Ended on"), N_("Reason"), N_("District"), N_("Institution") };

static void
add_order(const struct ctx *c, struct str *s, const struct care_order *o,
    bool ids)
{
	bool service = order_is_service(o);

	if (ids)
		csv_text(c, s, o->patient);
	csv_text(c, s, o->registry_no);
	csv_text(c, s, service ? tr(c, "service") : tr(c, "device"));
	csv_text(c, s, o->name);
	csv_text(c, s, tr(c, choice_find(order_states, o->state)->name));
	csv_date(c, s, o->since);
	csv_date(c, s, o->until);
	csv_text(c, s, service ? order_often(c, o) : "");
	csv_text(c, s, o->planned);
	csv_text(c, s, o->done);
	csv_date(c, s, o->due_on);
	csv_text(c, s, o->days);
	csv_text(c, s, o->model);
	csv_text(c, s, o->quantity);
	csv_text(c, s, o->commission_no);
	csv_date(c, s, o->commission_on);
	csv_text(c, s, o->source_name);
	csv_date(c, s, o->requested_on);
	csv_date(c, s, o->issued_on);
	csv_text(c, s, o->serial_no);
	csv_date(c, s, o->returned_on);
	csv_date(c, s, o->ended_on);
	csv_text(c, s, o->reason);
	csv_text(c, s, o->district);
	csv_text(c, s, o->institution);
	csv_end_row(s);
}

/* GET /orders.csv: what the list shows, all of it, without any name. */
enum status
page_order_export(struct ctx *c)
{
	struct value in[NFILTERS];
	struct order_filter filter;
	struct care_order_list list;
	struct query q;
	struct str *s;
	enum status st;

	if ((st = form_read(c, filter_form, NFILTERS, in)) != OK)
		return st;
	filter = read_filter(in);
	q = order_export_query(c->db, &filter, c->lang);
	if ((st = run_last(c, &q, 1)) != OK)
		return st;
	order_read(c->db, q.rows, &list);
	s = csv_new(c);
	if (in[IDS].number != 0)
		csv_text(c, s, "id");
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		csv_text(c, s, tr(c, heads[i]));
	csv_end_row(s);
	for (size_t i = 0; i < list.len; i++)
		add_order(c, s, &list.item[i], in[IDS].number != 0);
	return answer_bytes(c, "text/csv; charset=utf-8", s->text, s->len,
	    "orders.csv");
}
