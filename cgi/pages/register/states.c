/* states.c: take a step between the states of the register, or take it back. */

#include <string.h>

#include "base/str.h"
#include "db/care.h"
#include "pages/inputs.h"
#include "pages/register/entry.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"
#include "web/i18n.h"

enum { ACTION, FROM, ON, REASON, RETURN, COMMISSION_NO, COMMISSION_ON, BASIS,
	CONSENT, PLACE, CAUSE, PREFERRED, LAST_PAIN, NFIELDS };

static const char *const preferred_codes[] = { "yes", "no", "unknown", NULL };

static const struct field step_form[NFIELDS] = {
	[ACTION] = { "action", F_CODE, .required = true, .max = 20 },
	[FROM] = { "from", F_CODE, .max = 20 },
	[ON] = { "on", F_DATE, .required = true },
	[REASON] = { "reason", F_CODE, .max = 40 },
	[RETURN] = { .name = "expected_return", .kind = F_DATE },
	[COMMISSION_NO] = { "commission_no", F_TEXT, .max = 40 },
	[COMMISSION_ON] = { .name = "commission_on", .kind = F_DATE },
	[BASIS] = { "basis", F_CODE, .max = 30 },
	[CONSENT] = { .name = "consent_on", .kind = F_DATE },
	[PLACE] = { "place_of_death", F_CODE, .max = 40 },
	[CAUSE] = { "cause", F_CODE, .max = 8 },
	[PREFERRED] = { "preferred_place_met", F_CHOICE,
	    .choices = preferred_codes },
	[LAST_PAIN] = { "last_pain", F_INT, .low = 0, .high = 10 },
};

static const struct input step_inputs[NFIELDS] = {
	[ON] = { N_("Date"), W_DATE, NULL, NULL },
	[REASON] = { N_("Reason"), W_SELECT, NULL, NULL },
	[RETURN] = { N_("Expected back on"), W_DATE, NULL, NULL },
	[COMMISSION_NO] = { N_("Conclusion of the commission, No."), W_TEXT,
	    N_("for example 128 or 128/П"), NULL },
	[COMMISSION_ON] = { N_("Date of the conclusion"), W_DATE, NULL, NULL },
	[BASIS] = { N_("Basis"), W_SELECT, NULL, NULL },
	[CONSENT] = { N_("Consented on"), W_DATE,
	    N_("consent to the register, signed"), NULL },
	[PLACE] = { N_("Place of death"), W_SELECT, NULL, NULL },
	[CAUSE] = { N_("Cause of death, ICD-10"), W_DIAGNOSIS, NULL, NULL },
	[PREFERRED] = { N_("In the place he preferred"), W_SELECT, NULL, NULL },
	[LAST_PAIN] = { N_("Last pain score, 0–10"), W_NUMBER,
	    N_("empty: not assessed"), NULL },
};

static const struct choice preferred[] = {
	{ "yes",     N_("yes"),     NULL },
	{ "no",      N_("no"),      NULL },
	{ "unknown", N_("not known"), NULL },
	{ NULL, NULL, NULL }
};

/* What the database's rules are about, and how to say it. */
static const struct rule rules[] = {
	{ "status_needs_reason", REASON, N_("Choose a reason") },
	{ "status_reason_fits", REASON, N_("Choose a reason from the list") },
	{ "patient_status_event_reason_known", REASON,
	    N_("Choose a reason from the list") },
	{ "status_not_in_future", ON, N_("this date lies in the future") },
	{ "status_in_order", ON,
	    N_("this day lies before the last change of the state") },
	{ "patient_out_after_in", ON,
	    N_("this day lies before the entry into the register") },
	{ "patient_entry_before_death", ON,
	    N_("this day lies before other dates of the entry") },
	{ "patient_died", ON, N_("this day lies before the year of birth") },
	{ "status_needs_commission", COMMISSION_NO,
	    N_("Give number and date of the conclusion") },
	{ "patient_commission_no", COMMISSION_NO,
	    N_("a number such as 128 or 128/П") },
	{ "status_needs_basis", BASIS, N_("Choose the basis") },
	{ "patient_basis_code_fkey", BASIS, N_("Choose one from the list") },
	{ "patient_status_event_basis_code_fkey", BASIS,
	    N_("Choose one from the list") },
	{ "status_commission_before", COMMISSION_ON,
	    N_("the conclusion comes before the entry") },
	{ "status_needs_new_commission", COMMISSION_ON,
	    N_("a conclusion after the removal is needed") },
	{ "patient_entry_after_birth", COMMISSION_ON,
	    N_("this day lies before the year of birth") },
	{ "status_needs_consent", CONSENT,
	    N_("Without consent nobody is taken in") },
	{ "patient_entry_not_in_future", CONSENT,
	    N_("this date lies in the future") },
	{ "status_needs_return", RETURN,
	    N_("Give a day after the suspension begins") },
	{ "patient_status_event_return_soon", RETURN,
	    N_("at most a year ahead; for longer the patient is removed") },
	{ "death_needs_place", PLACE, N_("Choose the place of death") },
	{ "patient_status_event_place_of_death_known", PLACE,
	    N_("Choose one from the list") },
	{ "death_needs_cause", CAUSE, N_("Give the cause of death") },
	{ "patient_status_event_cause_code_fkey", CAUSE,
	    N_("not an ICD-10 code of the reference book; choose the most "
	    "exact one from the list") },
	{ "death_needs_preferred", PREFERRED,
	    N_("Say whether it was the place he preferred") },
	{ "death_fields_of_death", REASON,
	    N_("What is told of a death belongs to the reason “death”") },
	{ NULL, 0, NULL }
};

static const struct state_step *
find_step(const struct state_steps *steps, const char *action)
{
	for (size_t i = 0; i < steps->len; i++)
		if (strcmp(steps->item[i].action, action) == 0)
			return &steps->item[i];
	return NULL;
}

/* The inputs which this step asks for; those of a death apart. */
static void
choose_inputs(const struct state_step *s, bool death,
    struct input out[NFIELDS])
{
	const bool asked[NFIELDS] = {
		[ON] = !death,
		[REASON] = !death && s->asks_reason,
		[RETURN] = !death && s->asks_return,
		[COMMISSION_NO] = !death && s->asks_commission,
		[COMMISSION_ON] = !death && s->asks_commission,
		[BASIS] = !death && s->asks_commission,
		[CONSENT] = !death && s->asks_consent,
		[PLACE] = death, [CAUSE] = death, [PREFERRED] = death,
		[LAST_PAIN] = death,
	};

	for (size_t i = 0; i < NFIELDS; i++)
		out[i] = asked[i] ? step_inputs[i] : (struct input){ 0 };
}

/* What he wished, beside the question whether it was met. */
static const char *
wished_text(const struct ctx *c, const struct wished_death *w)
{
	if (*w->place == '\0')
		return N_("where he wished to die is not recorded");
	return text_printf(c->arena, tr(c, "he wished: %s (talked on %s)"),
	    w->place_name, date_text(c, w->on));
}

static void
show_step_inputs(const struct ctx *c, struct view *v,
    const struct state_step *s, const struct wished_death *wished,
    const struct value *in, const struct book *const *books)
{
	struct input shown[NFIELDS];
	struct view *death;

	choose_inputs(s, false, shown);
	show_inputs(c, v, step_form, shown, NFIELDS, in, books);
	view_list(v, "death");
	if (!s->may_be_death)
		return;
	death = view_item(v, "death");
	choose_inputs(s, true, shown);
	shown[PREFERRED].note = wished_text(c, wished);
	view_text(death, "wished", wished->place);
	show_inputs(c, death, step_form, shown, NFIELDS, in, books);
}

/* The form of a step, NOT_FOUND when it cannot be taken now. */
static enum status
show_form(struct ctx *c, const char *id, const struct value *in,
    enum status answer)
{
	struct view *v = view_new(c->arena);
	struct query q[] = {
		PATIENT_GET(id, c->lang),
		DOCUMENT_CURRENT(id),
		STATE_STEPS(id, c->lang),
		STATE_REASONS(id, in[ACTION].text, c->lang),
		DIAGNOSIS_GROUPS_QUERY(c->lang),
		CODED_QUERY(c->lang, "place_of_death"),
		WISHED_DEATH(id, c->lang),
	};
	struct book reasons, groups, places, yes_no = choice_book(c, preferred);
	const struct book *const books[NFIELDS] = { [REASON] = &reasons,
		[BASIS] = &groups, [PLACE] = &places, [PREFERRED] = &yes_no };
	const struct state_step *step;
	struct state_steps steps;
	struct wished_death wished;
	struct patient p;
	enum status st;

	if ((st = db_run_all(c->db, q, 7)) != OK ||
	    (st = patient_read_one(q[0].rows, &p)) != OK)
		return st;
	state_read_steps(c->db, q[2].rows, &steps);
	if ((step = find_step(&steps, in[ACTION].text)) == NULL)
		return answer == CONFLICT ? CONFLICT : NOT_FOUND;
	book_read(c->db, q[3].rows, &reasons);
	book_read(c->db, q[4].rows, &groups);
	book_read(c->db, q[5].rows, &places);
	wished_death_read(q[6].rows, &wished);
	show_who(c, v, &p, document_read_text(q[1].rows), false);
	show_step_inputs(c, v, step, &wished, in, books);
	view_text(v, "step", step->name);
	view_text(v, "action", step->action);
	view_text(v, "from", step->from);
	view_flag(v, "conflict", answer == CONFLICT);
	if ((st = render(c, "state_form", v)) != OK)
		return st;
	return answer;
}

enum { ASKED, NASKED };
static const struct field asked_form[NASKED] = {
	[ASKED] = { "action", F_CODE, .required = true, .max = 20 },
};

/* GET /patients/:id/entry/state?action=: what a step asks for. */
enum status
page_state_form(struct ctx *c)
{
	struct value asked[NASKED], in[NFIELDS] = { 0 };
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	c->subject = id;
	if ((st = form_read(c, asked_form, NASKED, asked)) != OK)
		return st == INVALID ? NOT_FOUND : st;
	in[ACTION].text = asked[ASKED].text;
	in[ON].text = today(c);
	return show_form(c, id, in, OK);
}

static struct state_entry
read_entry(const char *id, const struct state_step *step,
    const struct value *in)
{
	return (struct state_entry){
		.patient = id,
		.action = step->action,
		.from = in[FROM].text != NULL ? in[FROM].text : "",
		.to = step->to,
		.on = in[ON].text,
		.reason = in[REASON].text,
		.commission_no = in[COMMISSION_NO].text,
		.commission_on = in[COMMISSION_ON].text,
		.basis = in[BASIS].text,
		.consent_on = in[CONSENT].text,
		.expected_return = in[RETURN].text,
		.place_of_death = in[PLACE].text,
		.cause = in[CAUSE].text,
		.preferred_place_met = in[PREFERRED].text,
		.last_pain = in[LAST_PAIN].text,
	};
}

/* POST /patients/:id/entry/state: take a step. */
enum status
page_state_add(struct ctx *c)
{
	struct value in[NFIELDS];
	const struct state_step *step;
	struct state_steps steps;
	struct state_entry entry;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	c->subject = id;
	if ((st = form_read(c, step_form, NFIELDS, in)) != OK &&
	    (st != INVALID || in[ACTION].text == NULL))
		return st;
	if (st == INVALID)
		return show_form(c, id, in, INVALID);
	struct query q = STATE_STEPS(id, c->lang);
	if ((st = db_run_all(c->db, &q, 1)) != OK)
		return st;
	state_read_steps(c->db, q.rows, &steps);
	if ((step = find_step(&steps, in[ACTION].text)) == NULL)
		return show_form(c, id, in, CONFLICT);
	entry = read_entry(id, step, in);
	st = state_add(c->db, &entry);
	if (st == CONFLICT ||
	    (st == INVALID && rule_fail(c, rules, in)))
		return show_form(c, id, in, st);
	if (st != OK)
		return st;
	return redirect(c, "/patients/%s/entry?done=status_changed", id);
}

enum { UNDO_FROM, NUNDO };
static const struct field undo_form[NUNDO] = {
	[UNDO_FROM] = { "from", F_CODE, .required = true, .max = 20 },
};

/* POST /patients/:id/entry/undo: take the last step back. */
enum status
page_state_undo(struct ctx *c)
{
	struct value in[NUNDO];
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	c->subject = id;
	if ((st = form_read(c, undo_form, NUNDO, in)) != OK)
		return st;
	st = state_add(c->db, &(struct state_entry){
		.patient = id,
		.action = "undo",
		.from = in[UNDO_FROM].text,
		.to = in[UNDO_FROM].text,
		.on = today(c),
	});
	if (st == INVALID)
		return redirect(c, "/patients/%s/entry?done=undo_refused", id);
	if (st != OK)
		return st;
	return redirect(c, "/patients/%s/entry?done=status_undone", id);
}
