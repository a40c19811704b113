/* registration.c: the register entry: how a patient came, and his states. */

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "pages/inputs.h"
#include "pages/register/entry.h"
#include "pages/register/merges.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"
#include "pages/register/transfer.h"
#include "web/i18n.h"

enum { SOURCE, REFERRED, READY, CONTACT, COMMISSION_NO, COMMISSION_ON, BASIS,
	CONSENT, SETTLEMENT, CARE, ROW_VERSION, NFIELDS };

static const char *const settlement_codes[] = { "urban", "rural", NULL };

static const struct choice preferred[] = {
	{ "unknown", N_("not known"), NULL },
	{ "yes",     N_("yes"),       NULL },
	{ "no",      N_("no"),        NULL },
	{ NULL, NULL, NULL }
};

static const struct field entry_form[NFIELDS] = {
	[SOURCE] = { "referral_source", F_CODE, .max = 40 },
	[REFERRED] = { .name = "referred_on", .kind = F_DATE },
	[READY] = { .name = "ready_on", .kind = F_DATE },
	[CONTACT] = { .name = "first_contact_on", .kind = F_DATE },
	[COMMISSION_NO] = { "commission_no", F_TEXT, .max = 40 },
	[COMMISSION_ON] = { .name = "commission_on", .kind = F_DATE },
	[BASIS] = { "basis", F_CODE, .max = 30 },
	[CONSENT] = { .name = "consent_on", .kind = F_DATE },
	[SETTLEMENT] = { "settlement", F_CHOICE, .choices = settlement_codes },
	[CARE] = { "care_institution", F_INT, .low = 1, .high = 2147483647 },
	[ROW_VERSION] = { "version", F_INT, .required = true, .low = 1,
	    .high = 2147483647 },
};

static const struct input entry_inputs[NFIELDS] = {
	[SOURCE] = { N_("Referred by"), W_SELECT, NULL, N_("not known") },
	[REFERRED] = { N_("Referred on"), W_DATE, NULL, NULL },
	[READY] = { N_("Ready for care on"), W_DATE, NULL, NULL },
	[CONTACT] = { N_("First contact on"), W_DATE, NULL, NULL },
	[COMMISSION_NO] = { N_("Conclusion of the commission, No."), W_TEXT,
	    N_("for example 128 or 128/П"), NULL },
	[COMMISSION_ON] = { N_("Date of the conclusion"), W_DATE, NULL, NULL },
	[BASIS] = { N_("Basis"), W_SELECT, NULL, NULL },
	[CONSENT] = { N_("Consented on"), W_DATE,
	    N_("consent to the register, signed"), NULL },
	[SETTLEMENT] = { N_("Settlement"), W_SELECT, NULL, N_("not known") },
	[CARE] = { N_("Institution of care"), W_SELECT, NULL,
	    N_("not known") },
};

static const struct rule rules[] = {
	{ "patient_ready_after_referral", READY,
	    N_("this day lies before the referral") },
	{ "patient_contact_after_referral", CONTACT,
	    N_("this day lies before the referral") },
	{ "patient_commission_no", COMMISSION_NO,
	    N_("a number such as 128 or 128/П") },
	{ "patient_commission_whole", COMMISSION_NO,
	    N_("Give number and date of the conclusion") },
	{ "patient_active_needs_commission", COMMISSION_NO,
	    N_("a patient under observation has a conclusion and its basis") },
	{ "patient_active_needs_consent", CONSENT,
	    N_("a patient under observation has consented") },
	{ "patient_basis_code_fkey", BASIS, N_("Choose one from the list") },
	{ "patient_referral_source_known", SOURCE,
	    N_("Choose one from the list") },
	{ "patient_care_institution_is_one", CARE,
	    N_("Choose one from the list") },
	{ "patient_care_institution_id_fkey", CARE,
	    N_("Choose one from the list") },
	{ NULL, 0, NULL }
};

void
show_registration(const struct ctx *c, struct view *v,
    const struct registration *r)
{
	view_text(v, "referral_source", r->referral_source_name);
	view_text(v, "referred_on", date_text(c, r->referred_on));
	view_text(v, "ready_on", date_text(c, r->ready_on));
	view_text(v, "first_contact_on", date_text(c, r->first_contact_on));
	view_text(v, "commission_no", r->commission_no);
	view_text(v, "commission_on", date_text(c, r->commission_on));
	view_text(v, "basis", r->basis_name);
	view_text(v, "consent_on", date_text(c, r->consent_on));
	view_text(v, "settlement", *r->settlement != '\0' ?
	    tr(c, choice_find(patient_settlements, r->settlement)->name) : "");
	view_text(v, "care_institution", r->care_institution_name);
	view_text(v, "expected_return", date_text(c, r->expected_return));
}

static void
show_detail(struct view *v, const char *label, const char *text)
{
	struct view *d;

	if (*text == '\0')
		return;
	d = view_item(v, "details");
	view_text(d, "label", label);
	view_text(d, "text", text);
}

static void
show_event(const struct ctx *c, struct view *v, const struct state_event *e)
{
	const struct choice *to = choice_find(patient_statuses, e->to);
	const char *name = e->action_name;

	if (strcmp(e->action, "enter") == 0)
		name = tr(c, "Entered into the register");
	else if (strcmp(e->action, "undo") == 0)
		name = tr(c, "Taken back");
	view_text(v, "on", date_text(c, e->on));
	view_text(v, "name", name);
	view_text(v, "to", tr(c, to->name));
	view_text(v, "tone", to->tone);
	view_text(v, "author", e->author);
	view_text(v, "at", date_text(c, e->at));
	view_flag(v, "undone", e->undone);
	view_list(v, "details");
	show_detail(v, tr(c, "Reason"), e->reason);
	if (*e->commission_no != '\0')
		show_detail(v, tr(c, "Conclusion of the commission"),
		    text_printf(c->arena, "№ %s, %s", e->commission_no,
		    date_text(c, e->commission_on)));
	show_detail(v, tr(c, "Basis"), e->basis);
	show_detail(v, tr(c, "Expected back on"),
	    date_text(c, e->expected_return));
	show_detail(v, tr(c, "Place of death"), e->place_of_death);
	show_detail(v, tr(c, "Cause of death, ICD-10"), e->cause);
	if (*e->preferred_place_met == '\0')
		return;
	show_detail(v, tr(c, "In the place he preferred"),
	    tr(c, choice_find(preferred, e->preferred_place_met)->name));
	show_detail(v, tr(c, "Last pain score, 0–10"),
	    *e->last_pain != '\0' ? e->last_pain : tr(c, "not assessed"));
}

static void
show_state_events(const struct ctx *c, struct view *v,
    const struct state_events *events)
{
	view_list(v, "state_events");
	for (size_t i = 0; i < events->len; i++)
		show_event(c, view_item(v, "state_events"), &events->item[i]);
	view_flag(v, "undoable", events->len > 0 && events->item[0].undoable);
}

/* GET /patients/:id/entry: the register entry and how its state came about. */
enum status
page_entry_show(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct registration r;
	struct state_events events;
	struct state_steps steps;
	struct transfer_list transfers;
	struct merge_list merges;
	struct patient p;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	c->subject = id;
	struct query q[] = {
		PATIENT_GET(id, c->lang),
		DOCUMENT_CURRENT(id),
		REGISTRATION_GET(id, c->lang),
		STATE_EVENTS(id, c->lang),
		STATE_STEPS(id, c->lang),
		TRANSFER_HISTORY(id, c->lang),
		MERGES_OF(id),
	};
	if ((st = db_run_all(c->db, q, 7)) != OK ||
	    (st = patient_read_one(q[0].rows, &p)) != OK)
		return st;
	registration_read(q[2].rows, &r);
	state_read_events(c->db, q[3].rows, &events);
	state_read_steps(c->db, q[4].rows, &steps);
	transfer_read(c->db, q[5].rows, &transfers);
	show_who(c, v, &p, document_read_text(q[1].rows), true);
	show_registration(c, v, &r);
	show_state_events(c, v, &events);
	show_steps(v, &steps);
	show_transfers(c, v, &p, &transfers);
	merge_read(c->db, q[6].rows, &merges);
	show_merges(c, v, id, &merges);
	view_text(v, "status", p.status);
	view_text(v, "date_in", date_text(c, p.date_in));
	view_text(v, "date_out", date_text(c, p.date_out));
	return render(c, "entry_show", v);
}

/* The form; in NULL shows what is stored. */
static enum status
show_form(struct ctx *c, const char *id, struct value *in,
    enum status answer)
{
	struct view *v = view_new(c->arena);
	struct value stored[NFIELDS] = { 0 };
	struct query q[] = {
		PATIENT_GET(id, c->lang),
		DOCUMENT_CURRENT(id),
		REGISTRATION_GET(id, c->lang),
		CODED_QUERY(c->lang, "referral_source"),
		DIAGNOSIS_GROUPS_QUERY(c->lang),
		INSTITUTIONS_QUERY(c->lang),
	};
	struct book sources, groups, institutions,
	    places = choice_book(c, patient_settlements);
	const struct book *const books[NFIELDS] = { [SOURCE] = &sources,
		[BASIS] = &groups, [SETTLEMENT] = &places,
		[CARE] = &institutions };
	struct registration r;
	struct patient p;
	enum status st;

	if ((st = db_run_all(c->db, q, 6)) != OK ||
	    (st = patient_read_one(q[0].rows, &p)) != OK)
		return st;
	registration_read(q[2].rows, &r);
	book_read(c->db, q[3].rows, &sources);
	book_read(c->db, q[4].rows, &groups);
	book_read(c->db, q[5].rows, &institutions);
	if (in == NULL) {
		const char *const texts[NFIELDS] = { r.referral_source,
			r.referred_on, r.ready_on, r.first_contact_on,
			r.commission_no, r.commission_on, r.basis,
			r.consent_on, r.settlement, r.care_institution };

		in = stored;
		for (size_t i = 0; i < ROW_VERSION; i++)
			in[i].text = texts[i];
	}
	show_who(c, v, &p, document_read_text(q[1].rows), false);
	show_inputs(c, v, entry_form, entry_inputs, NFIELDS, in, books);
	view_long(v, "version", p.version);
	view_flag(v, "conflict", answer == CONFLICT);
	if (answer == CONFLICT)
		show_registration(c, view_item(v, "theirs"), &r);
	if ((st = render(c, "entry_edit", v)) != OK)
		return st;
	return answer;
}

/* GET /patients/:id/entry/edit: the open fields of the entry. */
enum status
page_entry_edit(struct ctx *c)
{
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	c->subject = id;
	return show_form(c, id, NULL, OK);
}

/* Each date by itself: not before the birth, not after the death, not to come. */
static bool
dates_hold(struct ctx *c, const struct patient *p, struct value *in)
{
	bool hold = true;

	for (size_t i = 0; i < ROW_VERSION; i++) {
		const char *why = NULL;

		if (entry_form[i].kind != F_DATE || in[i].text == NULL)
			continue;
		if (strcmp(in[i].text, today(c)) > 0)
			why = N_("this date lies in the future");
		else if (strtol(in[i].text, NULL, 10) < p->year_of_birth)
			why = N_("this day lies before the year of birth");
		else if (*p->died_on != '\0' &&
		    strcmp(in[i].text, p->died_on) > 0)
			why = N_("this day lies after the death");
		if (why == NULL)
			continue;
		form_fail(c, &in[i], why);
		hold = false;
	}
	return hold;
}

/* POST /patients/:id/entry: store the open fields. */
enum status
page_entry_save(struct ctx *c)
{
	struct value in[NFIELDS];
	struct patient p;
	const char *id, *passport;
	enum status st, read;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	if ((read = form_read(c, entry_form, NFIELDS, in)) != OK &&
	    read != INVALID)
		return read;
	if ((st = patient_open(c, id, &p, &passport)) != OK)
		return st;
	if (in[ROW_VERSION].text == NULL)
		return INVALID;
	if (!dates_hold(c, &p, in) || read == INVALID)
		return show_form(c, id, in, INVALID);
	st = registration_save(c->db, id, in[ROW_VERSION].text,
	    &(struct registration){
		.referral_source = in[SOURCE].text,
		.referred_on = in[REFERRED].text,
		.ready_on = in[READY].text,
		.first_contact_on = in[CONTACT].text,
		.commission_no = in[COMMISSION_NO].text,
		.commission_on = in[COMMISSION_ON].text,
		.basis = in[BASIS].text,
		.consent_on = in[CONSENT].text,
		.settlement = in[SETTLEMENT].text,
		.care_institution = in[CARE].text,
	});
	if (st == CONFLICT || (st == INVALID && rule_fail(c, rules, in)))
		return show_form(c, id, in, st);
	if (st != OK)
		return st;
	return redirect(c, "/patients/%s/entry?done=entry_saved", id);
}
