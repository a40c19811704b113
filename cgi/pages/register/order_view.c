/* order_view.c: how ordered services and devices are put into views. */

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "pages/register/orders.h"
#include "pages/register/show.h"
#include "web/i18n.h"

/* Longer than this a device is waited for too long (days). */
enum { WAIT_LONG = 14 };

const struct choice order_states[] = {
	{ "waiting",   N_("waited for"),      "warn" },
	{ "needed",    N_("needed"),          "warn" },
	{ "due",       N_("due"),             "warn" },
	{ "to_return", N_("to be returned"),  "warn" },
	{ "requested", N_("requested"),       "quiet" },
	{ "active",    N_("under way"),       "ok" },
	{ "issued",    N_("issued"),          "ok" },
	{ "returned",  N_("handed back"),     "quiet" },
	{ "done",      N_("carried out"),     "quiet" },
	{ "stopped",   N_("broken off"),      "stop" },
	{ "cancelled", N_("called off"),      "quiet" },
	{ "refused",   N_("refused"),         "stop" },
	{ "not_needed", N_("not needed any more"), "quiet" },
	{ "draft",     N_("draft"),           "quiet" },
	{ "entered_in_error", N_("entered in error"), "stop" },
	{ NULL, NULL, NULL }
};

const struct choice order_kinds[] = {
	{ "device",  N_("devices"),  NULL },
	{ "service", N_("services"), NULL },
	{ NULL, NULL, NULL }
};

const struct choice service_periods[] = {
	{ "day",   N_("a day"),       NULL },
	{ "week",  N_("a week"),      NULL },
	{ "month", N_("a month"),     NULL },
	{ "once",  N_("once in all"), NULL },
	{ NULL, NULL, NULL }
};

bool
order_is_service(const struct care_order *o)
{
	return strcmp(o->kind, "service") == 0;
}

const char *
order_often(const struct ctx *c, const struct care_order *o)
{
	unsigned long n = strtoul(o->times, NULL, 10);
	long shown = (long)n;

	if (strcmp(o->per, "day") == 0)
		return text_printf(c->arena, trn(c, "%ld time a day",
		    "%ld times a day", n), shown);
	if (strcmp(o->per, "week") == 0)
		return text_printf(c->arena, trn(c, "%ld time a week",
		    "%ld times a week", n), shown);
	if (strcmp(o->per, "month") == 0)
		return text_printf(c->arena, trn(c, "%ld time a month",
		    "%ld times a month", n), shown);
	return tr(c, "once");
}

const char *
order_done(const struct ctx *c, const struct care_order *o)
{
	if (*o->planned == '\0')
		return o->done;
	return text_printf(c->arena, tr(c, "%s of %s"), o->done, o->planned);
}

static void
show_service(const struct ctx *c, struct view *v, const struct care_order *o)
{
	view_text(v, "often", order_often(c, o));
	view_text(v, "per_name", tr(c, choice_find(service_periods,
	    o->per)->name));
	view_text(v, "performer", o->performer_name);
	view_text(v, "place", o->place_name);
	view_text(v, "indication", o->indication_name);
	view_date(v, "until", o->until);
	view_date(v, "due_on", o->due_on);
	view_text(v, "done_text", order_done(c, o));
	view_text(v, "planned_all", o->planned_all);
	view_flag(v, "behind", strcmp(o->state, "due") == 0);
	view_flag(v, "period_over", *o->until != '\0' &&
	    strcmp(o->until, today(c)) < 0 &&
	    (strcmp(o->status, "active") == 0 ||
	    strcmp(o->status, "requested") == 0));
	view_flag(v, "may_log", strcmp(o->status, "active") == 0 ||
	    strcmp(o->status, "requested") == 0);
}

static void
show_device(const struct ctx *c, struct view *v, const struct care_order *o)
{
	long days = strtol(o->days, NULL, 10);
	bool waiting = strcmp(o->state, "waiting") == 0;

	view_text(v, "model", o->model);
	view_text(v, "quantity", strcmp(o->quantity, "1") == 0 ? "" :
	    o->quantity);
	view_text(v, "commission_no", o->commission_no);
	view_date(v, "commission_on", o->commission_on);
	view_text(v, "source", o->source_name);
	view_date(v, "requested_on", o->requested_on);
	view_date(v, "issued_on", o->issued_on);
	view_text(v, "serial_no", o->serial_no);
	view_date(v, "returned_on", o->returned_on);
	view_date(v, "return_due_on", o->return_due_on);
	view_flag(v, "to_return", strcmp(o->state, "to_return") == 0);
	view_text(v, "days", *o->days == '\0' ? "" : text_printf(c->arena,
	    trn(c, "%ld day", "%ld days", (unsigned long)days), days));
	view_flag(v, "waiting", waiting);
	view_text(v, "wait_tone", !waiting ? "quiet" : days > WAIT_LONG ?
	    "stop" : "warn");
}

/* The steps that can be taken on it now; one without a question is a button. */
static void
show_order_steps(struct view *v, const struct care_order *o,
    const struct order_steps *steps)
{
	view_list(v, "steps");
	for (size_t i = 0; steps != NULL && i < steps->len; i++) {
		const struct order_step *s = &steps->item[i];
		struct view *item;

		if (strcmp(s->kind, o->kind) != 0 ||
		    strcmp(s->from, o->status) != 0 ||
		    strcmp(s->action, "sign") == 0 ||
		    (s->by_author && !o->own_new &&
		    strcmp(s->action, "drop") != 0) ||
		    (strcmp(s->action, "mistake") == 0 && *o->done != '\0' &&
		    strcmp(o->done, "0") != 0) ||
		    (o->consumable && strcmp(s->action, "return") == 0))
			continue;
		item = view_item(v, s->by_author ? "late_steps" : "steps");
		view_text(item, "to", s->to);
		view_text(item, "from", s->from);
		view_text(item, "step", s->name);
		view_flag(item, "asks", s->asks_day || s->asks_reason);
	}
}

void
show_order(const struct ctx *c, struct view *v, const struct care_order *o,
    const struct order_steps *steps)
{
	const struct choice *state = choice_find(order_states, o->status);
	bool open = strcmp(o->status, "draft") == 0 ||
	    strcmp(o->status, "needed") == 0 ||
	    strcmp(o->status, "requested") == 0 ||
	    strcmp(o->status, "issued") == 0 ||
	    strcmp(o->status, "active") == 0;

	view_text(v, "order", o->id);
	view_text(v, "patient", o->patient);
	view_text(v, "registry_no", o->registry_no);
	view_text(v, "name", o->name);
	view_flag(v, "is_service", order_is_service(o));
	view_text(v, "status", tr(c, state->name));
	view_text(v, "tone", state->tone);
	view_date(v, "since", o->since);
	view_date(v, "ended_on", o->ended_on);
	view_text(v, "reason", o->reason);
	view_text(v, "author", o->author);
	view_text(v, "changed_by", o->changed_by);
	view_text(v, "changed_at", date_text(c, o->changed_at));
	view_long(v, "version", o->version);
	view_flag(v, "is_draft", strcmp(o->status, "draft") == 0);
	view_flag(v, "open", open);
	view_flag(v, "may_undo", o->may_undo);
	view_list(v, "late_steps");
	show_order_steps(v, o, steps);
	if (order_is_service(o))
		show_service(c, v, o);
	else
		show_device(c, v, o);
}

void
show_open_orders(const struct ctx *c, struct view *v,
    const struct care_order_list *list)
{
	view_list(v, "orders");
	view_flag(v, "has_orders", list->len > 0);
	for (size_t i = 0; i < list->len; i++)
		show_order(c, view_item(v, "orders"), &list->item[i], NULL);
}

void
show_grouped(struct view *v, const struct book *book, const char *selected)
{
	const char *group = NULL;
	struct view *g = NULL;

	view_list(v, "book");
	for (size_t i = 0; i < book->len; i++) {
		const struct book_entry *e = &book->item[i];
		bool stands = selected != NULL &&
		    strcmp(selected, e->code) == 0;
		struct view *o;

		if (e->retired && !stands)
			continue;
		if (group == NULL || strcmp(group, e->note) != 0) {
			group = e->note;
			g = view_item(v, "book");
			view_text(g, "heading", group);
			view_list(g, "options");
		}
		o = view_item(g, "options");
		view_text(o, "code", e->code);
		view_text(o, "option", e->name);
		view_flag(o, "selected", stands);
	}
}

bool
order_day_holds(struct ctx *c, const struct patient *p, struct value *in,
    bool late)
{
	const char *end = *p->died_on != '\0' ? p->died_on : p->date_out;

	if (in->text == NULL || in->error != NULL)
		return true;
	if (strcmp(in->text, today(c)) > 0)
		form_fail(c, in, N_("this date lies in the future"));
	else if (strtol(in->text, NULL, 10) < p->year_of_birth)
		form_fail(c, in, N_("this day lies before the year of birth"));
	else if (!late && *end != '\0' && strcmp(in->text, end) > 0)
		form_fail(c, in, N_("this day lies after the death or removal"));
	return in->error == NULL;
}
