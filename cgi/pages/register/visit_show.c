/* visit_show.c: how the form of a visit is put into a view. */

#include <string.h>

#include "base/str.h"
#include "db/staff.h"
#include "pages/inputs.h"
#include "pages/register/show.h"
#include "pages/register/visit_form.h"
#include "web/i18n.h"

static const struct choice days_ahead[] = {
	{ "1",  N_("in a day"),         NULL },
	{ "2",  N_("in 2 days"),        NULL },
	{ "3",  N_("in 3 days"),        NULL },
	{ "7",  N_("in 7 days"),        NULL },
	{ "14", N_("in 14 days"),       NULL },
	{ "30", N_("in 30 days"),       NULL },
	{ NULL, NULL, NULL }
};

static const struct input plan_inputs[NVISIT] = {
	[V_KIND] = { N_("Kind of contact"), W_SELECT, NULL, NULL },
	[V_PLANNED_IN] = { N_("When"), W_SELECT, NULL, N_("choose a day") },
	[V_PLANNED_ON] = { N_("or on"), W_DATE, NULL, NULL },
	[V_PLANNED_TIME] = { N_("Time"), W_TEXT, N_("HH:MM, may stay empty"),
	    NULL },
	[V_PLACE] = { N_("Where"), W_SELECT, NULL, N_("not told yet") },
};

/* The day of a plan that is changed. */
static const struct input change_inputs[NVISIT] = {
	[V_KIND] = { N_("Kind of contact"), W_SELECT, NULL, NULL },
	[V_PLANNED_ON] = { N_("Day"), W_DATE, NULL, NULL },
	[V_PLANNED_TIME] = { N_("Time"), W_TEXT, N_("HH:MM, may stay empty"),
	    NULL },
	[V_PLACE] = { N_("Where"), W_SELECT, NULL, N_("not told yet") },
};

static const struct input done_inputs[NVISIT] = {
	[V_KIND] = { N_("Kind of contact"), W_SELECT, NULL, NULL },
	[V_DONE_ON] = { N_("Took place on"), W_DATE, NULL, NULL },
	[V_DONE_TIME] = { N_("Time"), W_TEXT, N_("HH:MM, may stay empty"),
	    NULL },
	[V_PLACE] = { N_("Where"), W_SELECT, N_("a call has no place"),
	    N_("choose") },
};

static const struct input decision_inputs[NVISIT] = {
	[V_DECISIONS] = { N_("Decisions"), W_CHECKS, NULL, NULL },
};

static const struct input next_inputs[NVISIT] = {
	[V_NEXT_IN] = { N_("When"), W_SELECT, NULL, N_("not planned now") },
	[V_NEXT_ON] = { N_("or on"), W_DATE, NULL, NULL },
	[V_NEXT_TIME] = { N_("Time"), W_TEXT, NULL, NULL },
	[V_NEXT_KIND] = { N_("Kind of contact"), W_SELECT, NULL,
	    N_("as this one") },
};

static const struct input reason_inputs[NVISIT] = {
	[V_REASON] = { N_("Reason"), W_SELECT, NULL, NULL },
};

/* What a status asks for, and how it is called. */
static const struct stage {
	const char		*status;
	const char		*reasons;	/* list of codes */
	const char		*heading;	/* of a new visit, or of a step */
	const char		*again;		/* of a change */
	const char		*submit;
	const struct input	*inputs;
} stages[] = {
	{ "planned", "cancel_reason", N_("Plan a visit"),
	    N_("Change the plan of a visit"), N_("Save the plan"), plan_inputs },
	{ "done", "cancel_reason", N_("Record a visit"),
	    N_("Correct a visit"), N_("Save the visit"), done_inputs },
	{ "cancelled", "cancel_reason", N_("Cancel the visit"),
	    N_("Correct the reason"), N_("Cancel the visit"), reason_inputs },
	{ "no_show", "no_show_reason", N_("The visit did not succeed"),
	    N_("Correct the reason"), N_("Save the reason"), reason_inputs },
};

static const struct stage *
stage_of(const char *status)
{
	const size_t n = sizeof(stages) / sizeof(stages[0]);

	for (size_t i = 0; i < n; i++)
		if (strcmp(stages[i].status, status) == 0)
			return &stages[i];
	return &stages[0];
}

static bool
is_again(const struct visit_form *f)
{
	return f->was != NULL && strcmp(f->was->status, f->status) == 0;
}

/* The day on which it probably was: the planned one, but never tomorrow. */
static const char *
likely_day(const struct ctx *c, const struct visit *was)
{
	const char *now = today(c);

	if (was == NULL || *was->planned_on == '\0' ||
	    strcmp(was->planned_on, now) > 0)
		return now;
	return was->planned_on;
}

static void
fill(struct value *in, const char *text)
{
	in->text = text != NULL && *text != '\0' ? text : NULL;
}

static void
fill_team(const struct ctx *c, struct visit_form *f,
    const struct visit_start *start)
{
	const struct visit *was = f->was;
	bool known = was != NULL && *was->team != '\0';

	for (size_t i = 0; i < VISIT_TEAM; i++) {
		fill(&f->in[V_MEMBER + i],
		    known ? list_item(c, was->team, i) : NULL);
		fill(&f->in[V_ROLE + i],
		    known ? list_item(c, was->team_roles, i) : NULL);
	}
	if (known)
		return;
	fill(&f->in[V_MEMBER], c->user->id);
	fill(&f->in[V_ROLE], start->role);
}

static void
fill_form(const struct ctx *c, struct visit_form *f,
    const struct visit_start *start)
{
	const struct visit *was = f->was;

	fill(&f->in[V_KIND], was != NULL ? was->kind : start->kind);
	fill(&f->in[V_PLACE], was != NULL ? was->place : start->place);
	fill_team(c, f, start);
	fill(&f->in[V_DONE_ON], was != NULL && *was->done_on != '\0' ?
	    was->done_on : likely_day(c, was));
	if (was == NULL)
		return;
	fill(&f->in[V_PLANNED_ON], was->planned_on);
	fill(&f->in[V_PLANNED_TIME], was->planned_time);
	fill(&f->in[V_DONE_TIME], was->done_time);
	fill(&f->in[V_DECISIONS], was->decisions);
	fill(&f->in[V_REASON], was->reason);
}

/* The books of the form, in the order of its queries. */
enum { KINDS, PLACES, ROLES, DECISIONS, REASONS, STAFF, NBOOKS };

static void
show_team(struct view *v, const struct visit_form *f,
    const struct book *books)
{
	for (size_t i = 0; i < VISIT_TEAM; i++) {
		const struct value *who = &f->in[V_MEMBER + i];
		const struct value *role = &f->in[V_ROLE + i];
		struct view *o = view_item(v, "team");

		view_text(o, "member", visit_fields[V_MEMBER + i].name);
		view_text(o, "role", visit_fields[V_ROLE + i].name);
		view_long(o, "n", (long)i + 1);
		show_book(o, "people", &books[STAFF], who->text);
		show_book(o, "roles", &books[ROLES], role->text);
		view_text(o, "member_error", who->error);
		view_text(o, "role_error", role->error);
	}
}

static void
show_parts(const struct ctx *c, struct view *v, const struct visit_form *f,
    const struct book *books, bool on_register)
{
	const struct stage *stage = stage_of(f->status);
	struct book ahead = choice_book(c, days_ahead);
	const struct book *const of[NVISIT] = { [V_KIND] = &books[KINDS],
		[V_PLACE] = &books[PLACES], [V_REASON] = &books[REASONS],
		[V_DECISIONS] = &books[DECISIONS], [V_PLANNED_IN] = &ahead,
		[V_NEXT_IN] = &ahead, [V_NEXT_KIND] = &books[KINDS] };
	bool done = strcmp(f->status, "done") == 0;
	const struct input *inputs = stage->inputs;

	if (inputs == plan_inputs && f->was != NULL)
		inputs = change_inputs;
	view_list(v, "team");
	view_list(v, "decided");
	view_list(v, "next_visit");
	show_inputs(c, view_item(v, "main"), visit_fields, inputs, NVISIT,
	    f->in, of);
	view_flag(v, "has_team", inputs != reason_inputs);
	show_team(v, f, books);
	if (done)
		show_inputs(c, view_item(v, "decided"), visit_fields,
		    decision_inputs, NVISIT, f->in, of);
	if (done && !is_again(f) &&
	    (on_register || f->in[V_NEXT_ON].error != NULL))
		show_inputs(c, view_item(v, "next_visit"), visit_fields,
		    next_inputs, NVISIT, f->in, of);
}

/* What stands now, for who goes on from it or meets a conflict. */
static void
show_was(const struct ctx *c, struct view *v, const struct visit *was)
{
	view_text(v, "was_kind", was->kind_name);
	view_text(v, "was_planned", *was->planned_on != '\0' ?
	    text_printf(c->arena, "%s %s", date_text(c, was->planned_on),
	    was->planned_time) : "");
	view_flag(v, "was_in_error",
	    strcmp(was->status, "entered_in_error") == 0);
}

static void
show_form(const struct ctx *c, struct view *v, const struct visit_form *f,
    enum status answer)
{
	const struct stage *stage = stage_of(f->status);

	form_show(v, visit_fields, V_KIND, f->in);
	view_text(v, "heading", tr(c, is_again(f) ? stage->again :
	    stage->heading));
	view_text(v, "title", tr(c, is_again(f) ? stage->again :
	    stage->heading));
	view_text(v, "submit", tr(c, stage->submit));
	view_text(v, "action", f->was != NULL ?
	    text_printf(c->arena, "/care/visits/%s", f->was->series) :
	    text_printf(c->arena, "/patients/%s/care/visits", f->patient));
	view_text(v, "draft", f->was != NULL ?
	    text_printf(c->arena, "/care/visits/%s/edit", f->was->series) :
	    text_printf(c->arena, "/patients/%s/care/visits/new", f->patient));
	view_text(v, "series", f->in[V_SERIES].text);
	view_text(v, "status", f->status);
	view_text(v, "back", f->in[V_BACK].text);
	view_text(v, "back_doctor", f->in[V_BACK_DOCTOR].text);
	view_text(v, "refused", f->in[V_STATUS].error);
	view_flag(v, "is_done", strcmp(f->status, "done") == 0);
	view_flag(v, "is_plan", strcmp(f->status, "planned") == 0);
	view_flag(v, "conflict", answer == CONFLICT);
	view_list(v, "was");
	view_long(v, "version", f->was != NULL ? f->was->version : 0);
	if (f->was != NULL)
		show_was(c, view_item(v, "was"), f->was);
}

enum status
visit_form_show(struct ctx *c, struct visit_form *f, bool fresh,
    enum status answer)
{
	enum { PATIENT, PASSPORT, START, FIRST };
	struct view *v = view_new(c->arena);
	struct book books[NBOOKS];
	struct visit_start start;
	struct patient p;
	enum status st;
	struct query q[FIRST + NBOOKS] = {
		[PATIENT] = PATIENT_GET(f->patient, c->lang),
		[PASSPORT] = DOCUMENT_CURRENT(f->patient),
		[START] = VISIT_START(f->patient),
		[FIRST + KINDS] = VISIT_KINDS(c->lang),
		[FIRST + PLACES] = CODED_QUERY(c->lang, "visit_place"),
		[FIRST + ROLES] = CODED_QUERY(c->lang, "team_role"),
		[FIRST + DECISIONS] = CODED_QUERY(c->lang, "visit_decision"),
		[FIRST + REASONS] = CODED_QUERY(c->lang,
		    stage_of(f->status)->reasons),
		[FIRST + STAFF] = STAFF_QUERY,
	};

	c->subject = f->patient;
	if ((st = db_run_all(c->db, q, FIRST + NBOOKS)) != OK ||
	    (st = patient_read_one(q[PATIENT].rows, &p)) != OK)
		return st;
	visit_read_start(q[START].rows, &start);
	for (size_t i = 0; i < NBOOKS; i++)
		book_read(c->db, q[FIRST + i].rows, &books[i]);
	if (fresh)
		fill_form(c, f, &start);
	show_who(c, v, &p, document_read_text(q[PASSPORT].rows), false);
	show_form(c, v, f, answer);
	show_parts(c, v, f, books, is_on_register(&p));
	if ((st = render(c, "visit_form", v)) != OK)
		return st;
	return answer;
}
