/* retention.c: how long data is kept, what is over, and asking for its deletion. */

#include <string.h>

#include "base/str.h"
#include "pages/admin/disposals.h"
#include "pages/admin/pages.h"
#include "pages/inputs.h"
#include "pages/trail.h"
#include "web/i18n.h"

/* From when the time counts. */
static const struct choice beginnings[] = {
	{ "never",    "", NULL },
	{ "death",    N_("from the death"), NULL },
	{ "removal",  N_("from the removal or the refusal"), NULL },
	{ "end",      N_("from the end"), NULL },
	{ "event",    N_("from the day itself"), NULL },
	{ "decision", N_("from the decision"), NULL },
	{ NULL, NULL, NULL }
};

static const struct choice ways[] = {
	{ "hold",    N_("not deleted"), "quiet" },
	{ "itself",  N_("goes by itself"), "quiet" },
	{ "release", N_("released by two persons"), "ok" },
	{ NULL, NULL, NULL }
};

enum { AREA, NASKED };
static const struct field asked_form[NASKED] = {
	[AREA] = { "area", F_INT, .low = 1, .high = 2147483647 },
};

enum { PLACE, HASH, REASON, NFIELDS };
static const struct field release_form[NFIELDS] = {
	[PLACE]  = { "area", F_INT, .required = true, .low = 1,
	    .high = 2147483647 },
	[HASH]   = { "list", F_CODE, .required = true, .max = 64 },
	[REASON] = { "reason", F_TEXT, .required = true, .max = 600 },
};

static const struct input release_inputs[NFIELDS] = {
	[REASON] = { N_("Reason"), W_TEXT, N_("stands on the certificate: the "
	    "order or the minutes by which it is deleted"), NULL },
};

static const struct rule rules[] = {
	{ "right_request_reason", REASON, N_("at most 300 characters") },
	{ "disposal_hold", REASON, N_("nothing is deleted by this rule now") },
	{ "disposal_once", REASON,
	    N_("this was asked for already and waits to be released") },
	{ "disposal_entries", REASON,
	    N_("there is nothing here, or too much at once") },
	{ NULL, 0, NULL }
};

const char *
months_text(const struct ctx *c, long months)
{
	if (months == 0)
		return tr(c, "at once");
	if (months >= 24 && months % 12 == 0)
		return text_printf(c->arena, trn(c, "%ld year",
		    "%ld years", (unsigned long)months / 12), months / 12);
	return text_printf(c->arena, trn(c, "%ld month", "%ld months",
	    (unsigned long)months), months);
}

void
show_due(const struct ctx *c, struct view *v, const char *rule,
    const struct due_list *list)
{
	bool trail = strcmp(rule, "audit_event") == 0;

	view_long(v, "entries", list->entries);
	view_text(v, "hash", list->hash);
	view_flag(v, "has_dues", list->len > 0);
	view_flag(v, "more_dues", list->entries > (long)list->len);
	view_list(v, "dues");
	for (size_t i = 0; i < list->len; i++) {
		const struct due *d = &list->item[i];
		struct view *o = view_item(v, "dues");

		view_text(o, "called", trail ? event_text(c, d->called) :
		    d->called);
		view_text(o, "area_name", d->area_name);
		view_date(o, "ended_on", d->ended_on);
	}
}

static void
show_rule(const struct ctx *c, struct view *v, const struct retention *r)
{
	const struct choice *way = choice_find(ways, r->way);
	const char *since = choice_find(beginnings, r->since)->name;
	/* What goes by itself says when in its source. */
	bool itself = strcmp(r->way, "itself") == 0;

	view_text(v, "code", r->code);
	view_text(v, "name", r->name);
	view_text(v, "kept", itself ? "" : strcmp(r->since, "never") == 0 ?
	    tr(c, "always") : months_text(c, r->months));
	view_text(v, "since", *since != '\0' && !itself ? tr(c, since) : "");
	view_text(v, "way", tr(c, way->name));
	view_text(v, "tone", way->tone);
	view_text(v, "source", r->source);
	view_long(v, "over", r->entries);
	view_flag(v, "has_over", r->entries > 0);
	view_flag(v, "released", strcmp(r->way, "release") == 0);
	view_date(v, "oldest", r->oldest);
}

/* GET /admin/retention: the rules with what is over, and what was deleted. */
enum status
page_retention_list(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct retentions list;
	struct disposals done;
	enum status st;

	if ((st = form_read(c, NULL, 0, NULL)) != OK ||
	    (st = retention_list(c->db, c->lang, &list, &done)) != OK)
		return st;
	view_text(v, "title", tr(c, "Life of data"));
	view_flag(v, "tab_retention", true);
	view_list(v, "rules");
	for (size_t i = 0; i < list.len; i++)
		show_rule(c, view_item(v, "rules"), &list.item[i]);
	view_flag(v, "has_disposals", done.len > 0);
	view_list(v, "disposals");
	for (size_t i = 0; i < done.len; i++)
		show_disposal(c, view_item(v, "disposals"), &done.item[i]);
	return render(c, "retention_list", v);
}

static void
show_places(struct view *v, const struct due_places *places, const char *area)
{
	view_flag(v, "has_places", places->len > 0);
	view_list(v, "places");
	for (size_t i = 0; i < places->len; i++) {
		const struct due_place *p = &places->item[i];
		struct view *o = view_item(v, "places");

		view_text(o, "area", p->area);
		view_text(o, "area_name", p->name);
		view_long(o, "over", p->entries);
		view_date(o, "oldest", p->oldest);
		view_flag(o, "chosen", area != NULL &&
		    strcmp(p->area, area) == 0);
	}
}

/* One rule; area NULL: no list is looked at yet. */
static enum status
show_page(struct ctx *c, const char *area, const struct value *in,
    enum status answer)
{
	const struct book *books[NFIELDS] = { 0 };
	const char *code = path_param(c, "id");
	struct view *v = view_new(c->arena);
	struct due_places places;
	struct due_list list;
	struct retention rule;
	enum status st;

	if ((st = retention_get(c->db, code, c->lang, area, &rule, &places,
	    &list)) != OK)
		return st;
	show_rule(c, v, &rule);
	view_text(v, "title", rule.name);
	view_flag(v, "tab_retention", true);
	view_flag(v, "conflict", answer == CONFLICT);
	view_text(v, "area", area);
	view_flag(v, "has_area", area != NULL);
	show_places(v, &places, area);
	show_due(c, v, code, &list);
	view_flag(v, "asking", answer != OK || (list.entries > 0 &&
	    strcmp(rule.way, "release") == 0));
	show_inputs(c, v, release_form, release_inputs, NFIELDS, in, books);
	if ((st = render(c, "retention_show", v)) != OK)
		return st;
	return answer;
}

/* GET /admin/retention/:id: a rule, where something is over, and what. */
enum status
page_retention_show(struct ctx *c)
{
	struct value asked[NASKED], in[NFIELDS] = { 0 };
	enum status st;

	if ((st = form_read(c, asked_form, NASKED, asked)) != OK)
		return st;
	return show_page(c, asked[AREA].text, in, OK);
}

/* POST /admin/retention/:id: what was seen is to be deleted; another one releases it. */
enum status
page_disposal_ask(struct ctx *c)
{
	struct value in[NFIELDS];
	const char *id;
	enum status st;

	if ((st = form_read(c, release_form, NFIELDS, in)) == INVALID)
		return show_page(c, in[PLACE].text, in, INVALID);
	if (st != OK)
		return st;
	st = disposal_ask(c->db, path_param(c, "id"), in[PLACE].text,
	    in[HASH].text, in[REASON].text, &id);
	if (st == CONFLICT)
		return show_page(c, in[PLACE].text, in, CONFLICT);
	if (st == INVALID && rule_fail(c, rules, in))
		return show_page(c, in[PLACE].text, in, INVALID);
	if (st != OK)
		return st;
	return redirect(c, "/admin/disposals/%s?done=right_asked", id);
}
