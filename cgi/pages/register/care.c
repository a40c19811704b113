/* care.c: visits, places, wishes and the family of a patient, on one page. */

#include <string.h>

#include "base/str.h"
#include "pages/register/care.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"
#include "web/i18n.h"

static const struct choice visit_statuses[] = {
	{ "planned",          N_("planned"),          "quiet" },
	{ "done",             N_("took place"),       "ok" },
	{ "cancelled",        N_("cancelled"),        "quiet" },
	{ "no_show",          N_("did not succeed"),  "warn" },
	{ "entered_in_error", N_("entered in error"), "stop" },
	{ NULL, NULL, NULL }
};

const struct choice informed_states[] = {
	{ "yes",      N_("informed"),             NULL },
	{ "partly",   N_("informed in part"),     NULL },
	{ "no",       N_("not informed"),         NULL },
	{ "unwanted", N_("does not want to know"), NULL },
	{ NULL, NULL, NULL }
};

const struct choice bereavement_risks[] = {
	{ "low",    N_("low"),    "quiet" },
	{ "medium", N_("medium"), "warn" },
	{ "high",   N_("high"),   "stop" },
	{ NULL, NULL, NULL }
};

static const struct choice met[] = {
	{ "unknown", N_("not known"), NULL },
	{ "yes",     N_("yes"),       NULL },
	{ "no",      N_("no"),        NULL },
	{ NULL, NULL, NULL }
};

static const char *
choice_text(const struct ctx *c, const struct choice *table, const char *code)
{
	return *code != '\0' ? tr(c, choice_find(table, code)->name) : "";
}

void
show_visit(const struct ctx *c, struct view *v, const struct visit *w)
{
	const struct choice *status = choice_find(visit_statuses, w->status);
	bool done = strcmp(w->status, "done") == 0;
	bool planned = strcmp(w->status, "planned") == 0;

	view_text(v, "series", w->series);
	view_long(v, "version", w->version);
	view_text(v, "patient", w->patient);
	view_text(v, "registry_no", w->registry_no);
	view_text(v, "diagnosis", w->diagnosis);
	view_text(v, "district", w->district_name);
	view_text(v, "kind", w->kind_name);
	view_text(v, "day", date_text(c, done ? w->done_on :
	    w->planned_on));
	view_text(v, "time", done ? w->done_time : w->planned_time);
	view_text(v, "planned_for", done ? date_text(c, w->planned_on) : "");
	view_text(v, "place", w->place_name);
	view_text(v, "team_names", w->team_names);
	view_text(v, "decision_names", w->decision_names);
	view_text(v, "reason", w->reason_name);
	view_text(v, "status_text", tr(c, status->name));
	view_text(v, "tone", status->tone);
	view_text(v, "author", w->author_name);
	view_text(v, "created", moment_text(c, w->created));
	view_flag(v, "overdue", w->overdue && w->current);
	view_flag(v, "is_planned", planned && w->current);
	view_flag(v, "is_done", done && w->current);
	view_flag(v, "is_missed", w->current && !planned && !done);
	view_flag(v, "is_current", w->current);
	view_flag(v, "replaced", !w->current &&
	    strcmp(w->status, "entered_in_error") != 0);
}

void
show_care(const struct ctx *c, struct view *v, const struct care_glance *g)
{
	view_text(v, "next_series", g->next_series);
	view_text(v, "next_on", date_text(c, g->next_on));
	view_text(v, "next_time", g->next_time);
	view_text(v, "next_kind", g->next_kind);
	view_flag(v, "next_overdue", g->next_overdue);
	view_text(v, "last_on", date_text(c, g->last_on));
	view_text(v, "last_kind", g->last_kind);
	view_text(v, "care_place", g->place);
	view_text(v, "care_since", date_text(c, g->place_since));
	view_text(v, "wishes", g->wishes);
	view_text(v, "preferred_care", g->preferred_care);
	view_text(v, "preferred_death", g->preferred_death);
}

static void
show_places(const struct ctx *c, struct view *v, const struct care_places *l)
{
	bool current = true;	/* the newest that stands */

	view_list(v, "places");
	for (size_t i = 0; i < l->len; i++) {
		const struct care_place *p = &l->item[i];
		struct view *o = view_item(v, "places");

		view_text(o, "series", p->series);
		view_long(o, "version", p->version);
		view_text(o, "place", p->place_name);
		view_text(o, "since", date_text(c, p->since));
		view_text(o, "until", date_text(c, p->until));
		view_flag(o, "now", p->current && current &&
		    *p->until == '\0');
		view_flag(o, "is_current", p->current);
		view_flag(o, "in_error", p->in_error);
		view_flag(o, "replaced", !p->current && !p->in_error);
		view_text(o, "author", p->author_name);
		view_text(o, "created", moment_text(c, p->created));
		current = current && !p->current;
	}
}

static void
show_preferences(const struct ctx *c, struct view *v,
    const struct preferences *l)
{
	bool newest = true;

	view_list(v, "preferences");
	for (size_t i = 0; i < l->len; i++) {
		const struct preference *p = &l->item[i];
		struct view *o = view_item(v, "preferences");

		view_text(o, "series", p->series);
		view_long(o, "version", p->version);
		view_text(o, "discussed_on", date_text(c, p->discussed_on));
		view_text(o, "with_names", p->with_names);
		view_text(o, "informed_diagnosis",
		    choice_text(c, informed_states, p->informed_diagnosis));
		view_text(o, "informed_prognosis",
		    choice_text(c, informed_states, p->informed_prognosis));
		view_text(o, "wish_names", p->wish_names);
		view_text(o, "place_of_care", p->place_of_care_name);
		view_text(o, "place_of_death", p->place_of_death_name);
		view_flag(o, "counts", p->current && newest);
		view_flag(o, "is_current", p->current);
		view_flag(o, "in_error", p->in_error);
		view_flag(o, "replaced", !p->current && !p->in_error);
		view_text(o, "author", p->author_name);
		view_text(o, "created", moment_text(c, p->created));
		newest = newest && !p->current;
	}
}

/* A contact with the family: when it was, or that it is due. */
static void
show_contact(const struct ctx *c, struct view *v, const char *on,
    const char *due, bool open)
{
	view_text(v, "on", date_text(c, on));
	view_text(v, "due", date_text(c, due));
	view_flag(v, "late", open && *on == '\0' &&
	    strcmp(due, today(c)) < 0);
	view_flag(v, "in_time", *on != '\0' && strcmp(on, due) <= 0);
}

static void
show_bereavement(const struct ctx *c, struct view *v,
    const struct bereavement *b)
{
	bool open = strcmp(b->status, "open") == 0;

	view_long(v, "version", b->version);
	view_flag(v, "open", open);
	view_text(v, "died_on", date_text(c, b->died_on));
	show_contact(c, view_item(v, "first"), b->first_on, b->first_due, open);
	show_contact(c, view_item(v, "second"), b->second_on, b->second_due,
	    open);
	view_text(v, "risk", choice_text(c, bereavement_risks, b->risk));
	view_text(v, "risk_tone", *b->risk != '\0' ?
	    choice_find(bereavement_risks, b->risk)->tone : "");
	view_text(v, "closed_on", date_text(c, b->closed_on));
	view_text(v, "close_reason", b->close_reason_name);
	view_text(v, "place_of_death", b->place_of_death);
	view_text(v, "preferred_met", choice_text(c, met, b->preferred_met));
	view_text(v, "preferred_place", b->preferred_place);
	view_text(v, "author", b->author_name);
	view_text(v, "created", moment_text(c, b->created));
}

static void
show_family(const struct ctx *c, struct view *v, const struct bereavements *l)
{
	view_list(v, "bereavement");
	view_list(v, "former");
	for (size_t i = 0; i < l->len; i++)
		show_bereavement(c, view_item(v, i == 0 ? "bereavement" :
		    "former"), &l->item[i]);
}

static void
show_visits(const struct ctx *c, struct view *v, const struct visit_list *l)
{
	view_list(v, "visits");
	view_flag(v, "has_visits", l->len > 0);
	for (size_t i = 0; i < l->len; i++)
		show_visit(c, view_item(v, "visits"), &l->item[i]);
}

enum { ALL, PAGE, NASKED };
static const struct field asked_form[NASKED] = {
	[ALL]  = { .name = "all", .kind = F_FLAG },
	[PAGE] = { "page", F_INT, .low = 0, .high = 10000 },
};

enum { PATIENT, PASSPORT, PLACES, WISHES, FAMILY, VISITS, TOTAL, NQUERIES };

static enum status
show_page(struct ctx *c, const struct query q[NQUERIES],
    const struct value *asked)
{
	struct view *v = view_new(c->arena);
	struct care_places places;
	struct preferences wishes;
	struct bereavements family;
	struct visit_list visits;
	struct patient p;
	enum status st;

	if ((st = patient_read_one(q[PATIENT].rows, &p)) != OK)
		return st;
	care_place_read(c->db, q[PLACES].rows, &places);
	preference_read(c->db, q[WISHES].rows, &wishes);
	bereavement_read(c->db, q[FAMILY].rows, &family);
	visit_read(c->db, q[VISITS].rows, &visits);
	show_who(c, v, &p, document_read_text(q[PASSPORT].rows), true);
	show_visits(c, v, &visits);
	show_places(c, v, &places);
	show_preferences(c, v, &wishes);
	show_family(c, v, &family);
	view_flag(v, "all", asked[ALL].text != NULL);
	show_pages(c, v, asked[PAGE].number, VISIT_PAGE, visits.len,
	    row_long(q[TOTAL].rows, 0, 0));
	return render(c, "care_show", v);
}

/* GET /patients/:id/care: visits, places, wishes, the family. */
enum status
page_care_show(struct ctx *c)
{
	struct value asked[NASKED];
	const char *id, *all;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	c->subject = id;
	if ((st = form_read(c, asked_form, NASKED, asked)) != OK)
		return st == INVALID ? NOT_FOUND : st;
	all = asked[ALL].text != NULL ? "true" : "false";
	struct query q[NQUERIES] = {
		[PATIENT] = PATIENT_GET(id, c->lang),
		[PASSPORT] = DOCUMENT_CURRENT(id),
		[PLACES] = CARE_PLACES(id, all, c->lang),
		[WISHES] = PREFERENCES(id, all, c->lang),
		[FAMILY] = BEREAVEMENT(id, all, c->lang),
	};
	visit_page_queries(c->db, id, asked[ALL].text != NULL,
	    asked[PAGE].number, c->lang, &q[VISITS]);
	if ((st = db_run_all(c->db, q, NQUERIES)) != OK)
		return st;
	return show_page(c, q, asked);
}
