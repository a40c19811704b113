/* orders.c: services and devices ordered for a patient: all of them, and one. */

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "db/documents.h"
#include "db/staff.h"
#include "pages/register/orders.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"
#include "web/i18n.h"

/* Where an order stands on the page of a patient. */
enum { DRAFTS, TO_RETURN, WAITING, SERVICES, ISSUED, ENDED, NGROUPS };

static const char *const group_names[NGROUPS] = {
	[DRAFTS]    = N_("On the sheet, not signed yet"),
	[TO_RETURN] = N_("Devices to be returned"),
	[WAITING]   = N_("Devices waited for"),
	[SERVICES]  = N_("Services"),
	[ISSUED]    = N_("Devices issued"),
	[ENDED]     = N_("Ended services and devices"),
};

static bool
is(const char *code, const char *other)
{
	return strcmp(code, other) == 0;
}

static int
group_of(const struct care_order *o)
{
	if (is(o->status, "draft"))
		return DRAFTS;
	if (is(o->state, "to_return"))
		return TO_RETURN;
	if (is(o->state, "waiting"))
		return WAITING;
	if (is(o->status, "issued"))
		return ISSUED;
	if (is(o->status, "requested") || is(o->status, "active"))
		return SERVICES;
	return ENDED;
}

/* Drafts and what has ended may be of either kind: services stand first. */
static bool
show_group(const struct ctx *c, struct view *v, int group,
    const struct care_order_list *list, const struct order_steps *steps)
{
	struct view *g = NULL;

	for (size_t i = 0; i < list->len; i++) {
		const struct care_order *o = &list->item[i];
		bool service = order_is_service(o);

		if (group_of(o) != group)
			continue;
		if (g == NULL) {
			g = view_item(v, "groups");
			view_text(g, "group", tr(c, group_names[group]));
			view_flag(g, "drafts", group == DRAFTS);
			view_list(g, "services");
			view_list(g, "devices");
		}
		view_flag(g, service ? "has_services" : "has_devices", true);
		show_order(c, view_item(g, service ? "services" : "devices"),
		    o, steps);
	}
	return g != NULL;
}

/* GET /patients/:id/orders: what is ordered now, and what was. */
enum status
page_order_history(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct care_order_list list;
	struct order_steps steps;
	bool any = false;
	struct patient p;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, NULL, 0, NULL)) != OK)
		return st;
	c->subject = id;
	struct query q[] = {
		PATIENT_GET(id, c->lang),
		DOCUMENT_CURRENT(id),
		ORDER_HISTORY(id, c->lang),
		ORDER_STEPS(c->lang),
	};
	if ((st = db_run_all(c->db, q, 4)) != OK ||
	    (st = patient_read_one(q[0].rows, &p)) != OK)
		return st;
	order_read(c->db, q[2].rows, &list);
	order_read_steps(c->db, q[3].rows, &steps);
	show_who(c, v, &p, document_read_text(q[1].rows), true);
	view_text(v, "today", date_text(c, today(c)));
	view_list(v, "groups");
	for (int group = 0; group < NGROUPS; group++)
		any |= show_group(c, v, group, &list, &steps);
	view_flag(v, "nothing", !any);
	return render(c, "order_history", v);
}

static void
show_done(const struct ctx *c, struct view *v,
    const struct service_done_list *list)
{
	view_list(v, "done");
	view_flag(v, "has_done", list->len > 0);
	for (size_t i = 0; i < list->len; i++) {
		const struct service_done *d = &list->item[i];
		struct view *o = view_item(v, "done");

		view_text(o, "done_id", d->id);
		view_text(o, "on", date_text(c, d->on));
		view_text(o, "by", d->by);
		view_text(o, "taken_back_by", d->taken_back_by);
		view_flag(o, "may_take_back", d->may_take_back &&
		    *d->taken_back_by == '\0');
	}
}

/* The newest first: what it is now, then the former versions. */
static void
show_versions(const struct ctx *c, struct view *v, const struct care_order *now,
    const struct care_order_list *past)
{
	view_list(v, "versions");
	show_order(c, view_item(v, "versions"), now, NULL);
	for (size_t i = 0; i < past->len; i++)
		show_order(c, view_item(v, "versions"), &past->item[i], NULL);
}

enum status
order_page(struct ctx *c, const struct care_order *o, const struct value *done,
    enum status answer)
{
	struct query q[] = {
		PATIENT_GET(o->patient, c->lang),
		DOCUMENT_CURRENT(o->patient),
		ORDER_PAST(o->id, c->lang),
		ORDER_DONE(o->id),
		ORDER_STEPS(c->lang),
		STAFF_QUERY,
	};
	struct view *v = view_new(c->arena), *one;
	struct service_done_list log;
	struct care_order_list past;
	struct order_steps steps;
	struct book staff;
	struct patient p;
	enum status st;

	c->subject = o->patient;
	if ((st = db_run_all(c->db, q, 6)) != OK ||
	    (st = patient_read_one(q[0].rows, &p)) != OK)
		return st;
	order_read(c->db, q[2].rows, &past);
	order_read_done(c->db, q[3].rows, &log);
	order_read_steps(c->db, q[4].rows, &steps);
	book_read(c->db, q[5].rows, &staff);
	show_who(c, v, &p, document_read_text(q[1].rows), true);
	one = view_item(v, "one");
	show_order(c, one, o, &steps);
	show_done(c, one, &log);
	show_book(one, "staff", &staff, done != NULL && done[DONE_BY].text != NULL ?
	    done[DONE_BY].text : c->user->id);
	view_text(one, "done_on", done != NULL ? done[DONE_ON].raw :
	    date_text(c, today(c)));
	view_text(one, "done_on_error", done != NULL ? done[DONE_ON].error : NULL);
	view_text(one, "done_by_error", done != NULL ? done[DONE_BY].error : NULL);
	view_flag(one, "may_log", order_is_service(o) &&
	    !is(o->status, "draft") && !is(o->status, "cancelled") &&
	    !is(o->status, "entered_in_error"));
	show_versions(c, v, o, &past);
	if ((st = render(c, "order_show", v)) != OK)
		return st;
	return answer;
}

/* GET /orders/:id: one order with all that happened to it. */
enum status
page_order_show(struct ctx *c)
{
	struct care_order o;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, NULL, 0, NULL)) != OK ||
	    (st = order_get(c->db, id, c->lang, &o)) != OK)
		return st;
	return order_page(c, &o, NULL, OK);
}
