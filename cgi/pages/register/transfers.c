/* transfers.c: offer a patient to another department, accept, decline. */

#include <string.h>

#include "base/str.h"
#include "pages/inputs.h"
#include "pages/register/entry.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"
#include "pages/register/transfer.h"
#include "web/i18n.h"

enum { TO, REASON, ON, ROW_VERSION, NFIELDS };

static const struct field offer_form[NFIELDS] = {
	[TO] = { "to", F_INT, .required = true, .low = 1, .high = 2147483647 },
	[REASON] = { "reason", F_CODE, .required = true, .max = 40 },
	[ON] = { "on", F_DATE, .required = true },
	[ROW_VERSION] = { "version", F_INT, .required = true, .low = 1,
	    .high = 2147483647 },
};

static const struct input offer_inputs[NFIELDS] = {
	[TO] = { N_("To"), W_SELECT, NULL, NULL },
	[REASON] = { N_("Reason"), W_SELECT, NULL, NULL },
	[ON] = { N_("Planned for"), W_DATE,
	    N_("the patient moves when the other side accepts"), NULL },
};

/* What the database's rules are about, and how to say it. */
static const struct rule offer_rules[] = {
	{ "transfer_within_institution", TO,
	    N_("Choose a department of this institution from the list") },
	{ "patient_transfer_elsewhere", TO, N_("the patient is there already") },
	{ "transfer_patient_on_register", TO,
	    N_("this patient is not on the register") },
	{ "patient_transfer_reason_known", REASON,
	    N_("Choose one from the list") },
	{ "transfer_planned_soon", ON,
	    N_("a day from today on, within 90 days") },
	{ NULL, 0, NULL }
};

enum { DECLINE_REASON, OFFER_VERSION, NDECISION };

static const struct field decision_form[NDECISION] = {
	[DECLINE_REASON] = { "reason", F_CODE, .max = 40 },
	[OFFER_VERSION] = { "version", F_INT, .required = true, .low = 1,
	    .high = 2147483647 },
};

static const struct input decision_inputs[NDECISION] = {
	[DECLINE_REASON] = { N_("Reason for declining"), W_SELECT, NULL, NULL },
};

static const struct rule decision_rules[] = {
	{ "transfer_decline_needs_reason", DECLINE_REASON,
	    N_("Choose a reason") },
	{ "patient_transfer_decline_reason_known", DECLINE_REASON,
	    N_("Choose one from the list") },
	{ NULL, 0, NULL }
};

static const struct choice statuses[] = {
	{ "offered",   N_("offered"),   "warn" },
	{ "accepted",  N_("accepted"),  "ok" },
	{ "declined",  N_("declined"),  "stop" },
	{ "withdrawn", N_("withdrawn"), "quiet" },
	{ NULL, NULL, NULL }
};

static void
show_transfer(const struct ctx *c, struct view *v, const struct transfer *t)
{
	const struct choice *status = choice_find(statuses, t->status);

	view_text(v, "transfer", t->id);
	view_text(v, "transfer_version", t->version);
	view_text(v, "transfer_status", tr(c, status->name));
	view_text(v, "tone", status->tone);
	view_text(v, "from", t->from);
	view_text(v, "to", t->to);
	view_text(v, "reason", t->reason);
	view_text(v, "planned_on", date_text(c, t->planned_on));
	view_text(v, "offered_by", t->offered_by);
	view_text(v, "offered_on", date_text(c, t->offered_on));
}

/* One stay: from the day somebody came until the day he went on. */
static void
show_stay(const struct ctx *c, struct view *v, const char *name,
    const char *since, const char *until)
{
	struct view *s = view_item(v, "attachments");

	view_text(s, "name", name);
	view_text(s, "since", date_text(c, text_printf(c->arena, "%.10s", since)));
	view_text(s, "until", until == NULL ? "" :
	    date_text(c, text_printf(c->arena, "%.10s", until)));
}

/* The list is newest first; stays are told in the order of time. */
static void
show_stays(const struct ctx *c, struct view *v, const struct patient *p,
    const struct transfer_list *list)
{
	const char *since = p->date_in;

	view_list(v, "attachments");
	for (size_t i = list->len; i-- > 0;) {
		const struct transfer *t = &list->item[i];

		if (strcmp(t->status, "accepted") != 0)
			continue;
		show_stay(c, v, t->from, since, t->decided_on);
		since = t->decided_on;
	}
	show_stay(c, v, *p->department != '\0' ? p->department :
	    p->institution_name, since,
	    *p->date_out != '\0' ? p->date_out : NULL);
}

void
show_transfers(const struct ctx *c, struct view *v, const struct patient *p,
    const struct transfer_list *list)
{
	bool is_open = false;

	show_stays(c, v, p, list);
	view_list(v, "transfers");
	for (size_t i = 0; i < list->len; i++) {
		const struct transfer *t = &list->item[i];
		struct view *o = view_item(v, "transfers");
		bool offered = strcmp(t->status, "offered") == 0;

		show_transfer(c, o, t);
		view_text(o, "decline_reason", t->decline_reason);
		view_text(o, "decided_by", t->decided_by);
		view_text(o, "decided_on", date_text(c, t->decided_on));
		view_flag(o, "is_offered", offered);
		is_open = is_open || offered;
	}
	view_flag(v, "transfer_open", is_open);
}

static void
show_offer(const struct ctx *c, struct view *v, const struct transfer_offer *o)
{
	const struct choice *status =
	    choice_find(patient_statuses, o->patient_status);

	show_transfer(c, v, &o->transfer);
	view_text(v, "id", o->patient);
	view_text(v, "passport", o->passport);
	view_text(v, "registry_no", o->registry_no);
	view_text(v, "age_text", text_printf(c->arena,
	    trn(c, "%ld year", "%ld years", (unsigned long)o->age), o->age));
	view_text(v, "sex_text", tr(c, choice_find(patient_sexes, o->sex)->name));
	view_text(v, "diagnosis", o->diagnosis);
	view_text(v, "diagnosis_title", o->diagnosis_title);
	view_text(v, "status_text", tr(c, status->name));
	view_text(v, "status_tone", status->tone);
}

void
show_offers(const struct ctx *c, struct view *v,
    const struct transfer_offers *list)
{
	view_list(v, "offers");
	view_flag(v, "has_offers", list->len > 0);
	for (size_t i = 0; i < list->len; i++)
		show_offer(c, view_item(v, "offers"), &list->item[i]);
}

/* The form of an offer, as it was sent or empty. */
static enum status
show_form(struct ctx *c, const char *id, const struct value *in,
    enum status answer)
{
	struct view *v = view_new(c->arena);
	struct query q[] = {
		PATIENT_GET(id, c->lang),
		DOCUMENT_CURRENT(id),
		TRANSFER_AREAS(id, c->lang),
		CODED_QUERY(c->lang, "transfer_reason"),
		TRANSFER_HISTORY(id, c->lang),
	};
	struct book areas, reasons;
	const struct book *const books[NFIELDS] = { [TO] = &areas,
		[REASON] = &reasons };
	struct transfer_list list;
	struct patient p;
	enum status st;

	if ((st = db_run_all(c->db, q, 5)) != OK ||
	    (st = patient_read_one(q[0].rows, &p)) != OK)
		return st;
	book_read(c->db, q[2].rows, &areas);
	book_read(c->db, q[3].rows, &reasons);
	transfer_read(c->db, q[4].rows, &list);
	show_who(c, v, &p, document_read_text(q[1].rows), false);
	show_transfers(c, v, &p, &list);
	show_inputs(c, v, offer_form, offer_inputs, NFIELDS, in, books);
	view_long(v, "version", p.version);
	view_flag(v, "no_areas", areas.len == 0);
	view_flag(v, "conflict", answer == CONFLICT);
	if ((st = render(c, "transfer_form", v)) != OK)
		return st;
	return answer;
}

/* GET /patients/:id/entry/transfer: where to, why, when. */
enum status
page_transfer_form(struct ctx *c)
{
	struct value in[NFIELDS] = { 0 };
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	c->subject = id;
	in[ON].text = today(c);
	return show_form(c, id, in, OK);
}

/* POST /patients/:id/entry/transfer: offer him to another department. */
enum status
page_transfer_add(struct ctx *c)
{
	struct value in[NFIELDS];
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	c->subject = id;
	if ((st = form_read(c, offer_form, NFIELDS, in)) == OK)
		st = transfer_add(c->db, id, in[ROW_VERSION].text, in[TO].text,
		    in[REASON].text, in[ON].text);
	else if (st == INVALID)
		return show_form(c, id, in, INVALID);
	if (st == CONFLICT ||
	    (st == INVALID && rule_fail(c, offer_rules, in)))
		return show_form(c, id, in, st);
	if (st != OK)
		return st;
	return redirect(c, "/patients/%s/entry?done=transfer_offered", id);
}

/* What was offered, to decide about; NOT_FOUND when it is over. */
static enum status
show_decision(struct ctx *c, const char *id, const struct value *in,
    enum status answer)
{
	struct view *v = view_new(c->arena);
	struct query q[] = {
		TRANSFER_OFFER(id, c->lang),
		CODED_QUERY(c->lang, "transfer_decline"),
	};
	struct transfer_offers offers;
	struct book reasons;
	const struct book *const books[NDECISION] = {
		[DECLINE_REASON] = &reasons };
	enum status st;

	if ((st = db_run_all(c->db, q, 2)) != OK)
		return st;
	transfer_read_offers(c->db, q[0].rows, &offers);
	book_read(c->db, q[1].rows, &reasons);
	if (offers.len == 0)
		return answer == CONFLICT ? CONFLICT : NOT_FOUND;
	c->subject = offers.item[0].patient;
	show_offer(c, v, &offers.item[0]);
	show_inputs(c, v, decision_form, decision_inputs, NDECISION, in, books);
	view_text(v, "title", tr(c, "Transfer"));
	view_flag(v, "conflict", answer == CONFLICT);
	if ((st = render(c, "transfer_show", v)) != OK)
		return st;
	return answer;
}

/* GET /transfers/:id: somebody offered to a department of this user. */
enum status
page_transfer_show(struct ctx *c)
{
	struct value in[NDECISION] = { 0 };
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	return show_decision(c, id, in, OK);
}

/* Take one decision; the patient it was about when it was taken. */
static enum status
decide(struct ctx *c, const char *action, const char **patient)
{
	struct value in[NDECISION];
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, decision_form, NDECISION, in)) != OK)
		return st;
	st = transfer_decide(c->db, id, in[OFFER_VERSION].text, action,
	    in[DECLINE_REASON].text, patient);
	if (st == OK)
		c->subject = *patient;
	if (st == CONFLICT ||
	    (st == INVALID && rule_fail(c, decision_rules, in)))
		return show_decision(c, id, in, st);
	return st;
}

/* POST /transfers/:id/accept: the patient and all his rows move here. */
enum status
page_transfer_accept(struct ctx *c)
{
	const char *patient;
	enum status st;

	if ((st = decide(c, "accept", &patient)) != OK)
		return st;
	return redirect(c, "/patients/%s?done=transfer_accepted", patient);
}

/* POST /transfers/:id/decline: he stays where he is, with a reason. */
enum status
page_transfer_decline(struct ctx *c)
{
	const char *patient;
	enum status st;

	if ((st = decide(c, "decline", &patient)) != OK)
		return st;
	return redirect(c, "/%s?done=transfer_declined", "");
}

/* POST /transfers/:id/withdraw: the side that offered thinks better of it. */
enum status
page_transfer_withdraw(struct ctx *c)
{
	const char *patient;
	enum status st;

	if ((st = decide(c, "withdraw", &patient)) != OK)
		return st;
	return redirect(c, "/patients/%s/entry?done=transfer_withdrawn",
	    patient);
}
