/* eligibility.c: whether the criteria of palliative care are met: assessed, corrected. */

#include <string.h>

#include "base/str.h"
#include "db/books.h"
#include "pages/inputs.h"
#include "pages/register/clinical.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"
#include "web/i18n.h"

enum { GROUP, ON, CRITERIA, NFIELDS };

static const struct field eligibility_form[NFIELDS] = {
	[GROUP]    = { "group", F_CODE, .required = true, .max = 30 },
	[ON]       = { "assessed_on", F_DATE, .required = true },
	[CRITERIA] = { "criteria", F_CODES, .max = 1600 },
};

/* The criteria have a place of their own. */
static const struct input eligibility_inputs[NFIELDS] = {
	[GROUP] = { N_("Group"), W_SELECT, NULL, NULL },
	[ON]    = { N_("Assessed on"), W_DATE, NULL, NULL },
};

static const struct choice endings[] = {
	{ "active", N_("replaced"), "quiet" },
	{ "entered_in_error", N_("entered in error"), "stop" },
	{ NULL, NULL, NULL }
};

/* What the database's rules are about, and how to say it. */
static const struct rule rules[] = {
	{ "eligibility_group_known", GROUP, N_("Choose one from the list") },
	{ "eligibility_criteria_known", CRITERIA,
	    N_("Choose one from the list") },
	{ "eligibility_criteria_of_group", CRITERIA,
	    N_("what is ticked belongs to another group") },
	{ "eligibility_once", ON, N_("an assessment of this day stands "
	    "already; correct that one") },
	{ "eligibility_not_in_future", ON,
	    N_("this date lies in the future") },
	{ "eligibility_after_birth", ON,
	    N_("this day lies before the year of birth") },
	{ "eligibility_before_end", ON,
	    N_("this day lies after the patient left the register") },
	{ "eligibility_patient_on_register", ON,
	    N_("This patient is not on the register; nothing new is recorded") },
	{ NULL, 0, NULL }
};

static void
show_eligibility(const struct ctx *c, struct view *v,
    const struct eligibility *e)
{
	view_text(v, "group", e->group_name);
	view_text(v, "general", e->general);
	view_text(v, "specific", e->specific);
	view_text(v, "on", date_text(c, e->on));
	view_flag(v, "met", e->met);
	show_version(c, v, &e->v, endings);
}

void
show_eligibilities(const struct ctx *c, struct view *v,
    const struct eligibility_list *list)
{
	bool some = false;

	view_list(v, "eligibilities");
	view_list(v, "eligibility_history");
	for (size_t i = 0; i < list->len; i++) {
		const struct eligibility *e = &list->item[i];

		show_eligibility(c, view_item(v, e->v.current ?
		    "eligibilities" : "eligibility_history"), e);
		some |= e->v.current;
	}
	view_flag(v, "has_eligibilities", some);
	view_flag(v, "has_eligibility_history", list->len > 0 &&
	    !list->item[list->len - 1].v.current);
}

static const char *
set_title(const struct ctx *c, const struct criterion *k)
{
	if (k->general)
		return tr(c, "General criteria: two or more");
	return *k->group != '\0' ? k->group_name :
	    tr(c, "Any other condition");
}

/* The list "sets": the general criteria, then those of each group. */
static void
show_criteria(const struct ctx *c, struct view *v,
    const struct criterion_list *list, const char *ticked)
{
	const struct criterion *last = NULL;
	struct view *set = NULL;

	view_list(v, "sets");
	for (size_t i = 0; i < list->len; i++) {
		const struct criterion *k = &list->item[i];
		struct view *o;

		if (last == NULL || last->general != k->general ||
		    strcmp(last->group, k->group) != 0) {
			set = view_item(v, "sets");
			view_text(set, "set_title", set_title(c, k));
			view_text(set, "set_group", k->group);
			view_flag(set, "general", k->general);
			view_text(set, "set_source", k->source);
		}
		o = view_item(set, "criteria");
		view_text(o, "code", k->code);
		view_text(o, "name", k->name);
		view_flag(o, "ticked", codes_have(ticked, k->code));
		last = k;
	}
}

/* The form; the answer is the status that the request ends with. */
static enum status
show_form(struct ctx *c, struct target t, struct value *in,
    enum status answer)
{
	struct view *v = view_new(c->arena);
	const char *ticked = in[CRITERIA].raw != NULL ? in[CRITERIA].raw :
	    in[CRITERIA].text;
	struct query q[] = {
		PATIENT_GET(t.patient, c->lang),
		DOCUMENT_CURRENT(t.patient),
		ELIGIBILITIES_ALL(t.patient, c->lang),
		ELIGIBILITY_CRITERIA(ticked, c->lang),
		DIAGNOSIS_GROUPS_QUERY(c->lang),
		ELIGIBILITY_GROUP(t.patient),
	};
	struct book groups;
	const struct book *const books[NFIELDS] = { [GROUP] = &groups };
	struct eligibility_list list;
	struct criterion_list criteria;
	struct patient p;
	enum status st;

	c->subject = t.patient;
	if ((st = db_run_all(c->db, q, 6)) != OK ||
	    (st = patient_read_one(q[0].rows, &p)) != OK)
		return st;
	eligibility_read(c->db, q[2].rows, &list);
	criterion_read(c->db, q[3].rows, &criteria);
	book_read(c->db, q[4].rows, &groups);
	if (answer == OK && t.id == NULL)
		in[GROUP].text = row_text(q[5].rows, 0, 0);
	if (answer == CONFLICT)
		target_move(&t, list.item, list.len, sizeof(*list.item));
	show_who(c, v, &p, document_read_text(q[1].rows), false);
	show_eligibilities(c, v, &list);
	show_inputs(c, v, eligibility_form, eligibility_inputs, NFIELDS, in,
	    books);
	show_criteria(c, v, &criteria, ticked);
	view_text(v, "criteria_error", in[CRITERIA].error);
	show_target(c, v, &t, t.id != NULL ?
	    tr(c, "Correct an assessment of eligibility") :
	    tr(c, "New assessment of eligibility"), answer);
	if ((st = render(c, "eligibility_edit", v)) != OK)
		return st;
	return answer;
}

static enum status
read_form(struct ctx *c, const struct target *t, struct value *in)
{
	(void)t;
	return form_read(c, eligibility_form, NFIELDS, in);
}

static enum status
write_eligibility(struct ctx *c, const struct target *t,
    const struct value *in)
{
	struct eligibility_told told = { in[GROUP].text, in[CRITERIA].text,
		in[ON].text };

	return t->id != NULL ? eligibility_correct(c->db, t->id, &told) :
	    eligibility_add(c->db, t->patient, &told);
}

static enum status
open_eligibility(struct ctx *c, const char *id, struct target *t,
    struct value *in)
{
	struct eligibility e;
	enum status st;

	if ((st = eligibility_get(c->db, id, c->lang, &e)) != OK)
		return st;
	target_at(t, &e.v);
	in[GROUP].text = e.group;
	in[ON].text = e.on;
	in[CRITERIA].text = e.criteria;
	return OK;
}

static enum status
end_eligibility(struct ctx *c, const struct target *t)
{
	enum status st;

	if ((st = form_read(c, NULL, 0, NULL)) != OK)
		return st;
	return eligibility_end(c->db, t->id);
}

static const struct versioned eligibility = {
	.path = "eligibility",
	.tab = "diagnoses",
	.added = "eligibility_added",
	.corrected = "eligibility_corrected",
	.ended = "eligibility_ended",
	.rules = rules,
	.open = open_eligibility,
	.read = read_form,
	.write = write_eligibility,
	.show = show_form,
	.end = end_eligibility,
};

/* GET /patients/:id/eligibility/new: an empty form of today. */
enum status
page_eligibility_new(struct ctx *c)
{
	struct value in[NFIELDS] = { [ON] = { .text = today(c) } };

	return versioned_new(c, &eligibility, in);
}

/* POST /patients/:id/eligibility: an assessment. */
enum status
page_eligibility_add(struct ctx *c)
{
	return versioned_add(c, &eligibility);
}

/* GET /eligibility/:id/edit: an assessment, to be saved as its next version. */
enum status
page_eligibility_edit(struct ctx *c)
{
	return versioned_edit(c, &eligibility);
}

/* POST /eligibility/:id: the next version; the one before is kept. */
enum status
page_eligibility_save(struct ctx *c)
{
	return versioned_correct(c, &eligibility);
}

/* POST /eligibility/:id/end: entered in error. */
enum status
page_eligibility_end(struct ctx *c)
{
	return versioned_end(c, &eligibility);
}
