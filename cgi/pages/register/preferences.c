/* preferences.c: what a patient knows and wishes, conversation by conversation. */

#include "base/str.h"
#include "pages/register/care.h"
#include "pages/register/pages.h"
#include "web/i18n.h"

enum { SERIES, ROW_VERSION, DISCUSSED_ON, INFORMED_DIAGNOSIS, INFORMED_PROGNOSIS,
	PLACE_OF_CARE, PLACE_OF_DEATH, WISHES, WITH_WHOM, NFIELDS };

static const char *const informed_codes[] = { "yes", "partly", "no",
	"unwanted", NULL };

static const struct field preference_form[NFIELDS] = {
	[SERIES]  = { "series", F_UUID, .required = true },
	[ROW_VERSION] = { "version", F_INT, .required = true, .low = 0,
	    .high = 1000000 },
	[DISCUSSED_ON] = { "discussed_on", F_DATE, .required = true },
	[INFORMED_DIAGNOSIS] = { "informed_diagnosis", F_CHOICE,
	    .choices = informed_codes },
	[INFORMED_PROGNOSIS] = { "informed_prognosis", F_CHOICE,
	    .choices = informed_codes },
	[PLACE_OF_CARE] = { "place_of_care", F_CODE, .max = 40 },
	[PLACE_OF_DEATH] = { "place_of_death", F_CODE, .max = 40 },
	[WISHES] = { "wishes", F_CODES, .max = 300 },
	[WITH_WHOM] = { "with_whom", F_CODES, .required = true, .max = 300 },
};

static const struct input preference_inputs[NFIELDS] = {
	[DISCUSSED_ON] = { N_("Date of the conversation"), W_DATE, NULL, NULL },
	[INFORMED_DIAGNOSIS] = { N_("About the diagnosis"), W_SELECT, NULL,
	    N_("not discussed") },
	[INFORMED_PROGNOSIS] = { N_("About the prognosis"), W_SELECT, NULL,
	    N_("not discussed") },
	[PLACE_OF_CARE] = { N_("Preferred place of care"), W_SELECT, NULL,
	    N_("not discussed") },
	[PLACE_OF_DEATH] = { N_("Preferred place of death"), W_SELECT, NULL,
	    N_("not discussed") },
	[WISHES] = { N_("Wishes of the patient"), W_CHECKS,
	    N_("they guide the team; they are not a refusal of treatment in "
	    "the sense of the law"), NULL },
	[WITH_WHOM] = { N_("The conversation was"), W_CHECKS, NULL, NULL },
};

static const char *const preference_lists[NFIELDS] = {
	[PLACE_OF_CARE] = "preferred_place",
	[PLACE_OF_DEATH] = "preferred_place",
	[WISHES] = "wish",
	[WITH_WHOM] = "conversation_with",
};

static const struct choice *const preference_tables[NFIELDS] = {
	[INFORMED_DIAGNOSIS] = informed_states,
	[INFORMED_PROGNOSIS] = informed_states,
};

static const struct rule rules[] = {
	{ "preference_not_in_future", DISCUSSED_ON,
	    N_("this day lies in the future") },
	{ "preference_after_birth", DISCUSSED_ON,
	    N_("this day lies before the birth") },
	{ "preference_before_end", DISCUSSED_ON,
	    N_("this day lies after the death or removal") },
	{ "preference_with_somebody", WITH_WHOM,
	    N_("Say with whom it was") },
	{ "preference_with_whom_known", WITH_WHOM,
	    N_("Choose one from the list") },
	{ "preference_wishes_known", WISHES, N_("Choose one from the list") },
	{ "preference_wishes_agree", WISHES,
	    N_("“full treatment” and “undecided” stand alone") },
	{ "preference_place_of_care_known", PLACE_OF_CARE,
	    N_("Choose one from the list") },
	{ "preference_place_of_death_known", PLACE_OF_DEATH,
	    N_("Choose one from the list") },
	{ "preference_says_something", INFORMED_DIAGNOSIS,
	    N_("Say what was discussed: at least one answer or wish") },
	{ NULL, 0, NULL }
};

/* was is the last version, or NULL. */
static enum status
show_form(struct ctx *c, const char *patient, const struct preference *was,
    const struct value *in, enum status answer)
{
	const char *to = was != NULL ? text_printf(c->arena,
	    "/care/preferences/%s", was->series) : text_printf(c->arena,
	    "/patients/%s/care/preferences", patient);

	return care_form_show(c, &(struct care_form){
		.heading = was != NULL ? N_("Correct a conversation") :
		    N_("Conversation about wishes"),
		.note = N_("What the patient knows and wishes. The newest "
		    "conversation counts; earlier ones stay."),
		.patient = patient,
		.action = to,
		.series = in[SERIES].text,
		.version = was != NULL ? was->version : 0,
		.in_error = was != NULL && was->in_error,
		.fields = preference_form,
		.inputs = preference_inputs,
		.len = NFIELDS,
		.lists = preference_lists,
		.tables = preference_tables,
		.in = in,
	}, answer);
}

static void
fill_form(struct value in[NFIELDS], const struct preference *p)
{
	care_fill(&in[INFORMED_DIAGNOSIS], p->informed_diagnosis);
	care_fill(&in[INFORMED_PROGNOSIS], p->informed_prognosis);
	care_fill(&in[PLACE_OF_CARE], p->place_of_care);
	care_fill(&in[PLACE_OF_DEATH], p->place_of_death);
	care_fill(&in[WISHES], p->wishes);
	care_fill(&in[WITH_WHOM], p->with_whom);
}

/* GET /patients/:id/care/preferences/new: what was said last, to be changed. */
enum status
page_preference_new(struct ctx *c)
{
	struct value in[NFIELDS] = { 0 };
	struct preferences list;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = uuid_new(c, &in[SERIES].text)) != OK)
		return st;
	struct query q = PREFERENCES(id, "false", c->lang);
	if ((st = db_run_all(c->db, &q, 1)) != OK)
		return st;
	preference_read(c->db, q.rows, &list);
	if (list.len > 0)
		fill_form(in, &list.item[0]);
	in[DISCUSSED_ON].text = today(c);
	return show_form(c, id, NULL, in, OK);
}

/* The last version of the conversation of the path. */
static enum status
open_preference(struct ctx *c, struct preference *out)
{
	struct preferences list;
	const char *series;
	enum status st;

	if ((st = path_uuid(c, &series)) != OK)
		return st;
	struct query q = PREFERENCE_GET(series, c->lang);
	if ((st = db_run_all(c->db, &q, 1)) != OK)
		return st;
	preference_read(c->db, q.rows, &list);
	if (list.len == 0)
		return NOT_FOUND;
	*out = list.item[0];
	c->subject = out->patient;
	return OK;
}

static enum status
save(struct ctx *c, const char *patient, const struct preference *was)
{
	struct value in[NFIELDS];
	enum status st = form_read(c, preference_form, NFIELDS, in);

	if (st != OK && st != INVALID)
		return st;
	if (in[SERIES].text == NULL || in[ROW_VERSION].text == NULL)
		return INVALID;
	if (was != NULL)
		in[SERIES].text = was->series;
	if (!care_day_holds(c, &in[DISCUSSED_ON]) || st == INVALID)
		return show_form(c, patient, was, in, INVALID);
	st = preference_save(c->db, &(struct preference_entry){
		.series = in[SERIES].text,
		.version = in[ROW_VERSION].text,
		.patient = patient,
		.discussed_on = in[DISCUSSED_ON].text,
		.with_whom = array_text(c, in[WITH_WHOM].text),
		.informed_diagnosis = in[INFORMED_DIAGNOSIS].text,
		.informed_prognosis = in[INFORMED_PROGNOSIS].text,
		.wishes = array_text(c, in[WISHES].text),
		.place_of_care = in[PLACE_OF_CARE].text,
		.place_of_death = in[PLACE_OF_DEATH].text,
	});
	if (st == CONFLICT || (st == INVALID && rule_fail(c, rules, in)))
		return show_form(c, patient, was, in, st);
	if (st != OK)
		return st;
	return redirect(c, "/patients/%s/care?done=preference_saved", patient);
}

/* POST /patients/:id/care/preferences: a new conversation. */
enum status
page_preference_add(struct ctx *c)
{
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	c->subject = id;
	return save(c, id, NULL);
}

/* GET /care/preferences/:id/edit: to correct what was written. */
enum status
page_preference_edit(struct ctx *c)
{
	struct value in[NFIELDS] = { 0 };
	struct preference was;
	enum status st;

	if ((st = open_preference(c, &was)) != OK)
		return st;
	if (was.in_error)
		return CONFLICT;
	in[SERIES].text = was.series;
	fill_form(in, &was);
	care_fill(&in[DISCUSSED_ON], was.discussed_on);
	return show_form(c, was.patient, &was, in, OK);
}

/* POST /care/preferences/:id: the next version. */
enum status
page_preference_save(struct ctx *c)
{
	struct preference was;
	enum status st;

	if ((st = open_preference(c, &was)) != OK)
		return st;
	return save(c, was.patient, &was);
}

enum { UNDO_VERSION, NUNDO };
static const struct field undo_form[NUNDO] = {
	[UNDO_VERSION] = { "version", F_INT, .required = true, .low = 1,
	    .high = 1000000 },
};

/* POST /care/preferences/:id/undo: it was entered in error. */
enum status
page_preference_undo(struct ctx *c)
{
	struct value in[NUNDO];
	struct preference was;
	enum status st;

	if ((st = open_preference(c, &was)) != OK ||
	    (st = form_read(c, undo_form, NUNDO, in)) != OK ||
	    (st = preference_take_back(c->db, was.series,
	    in[UNDO_VERSION].text)) != OK)
		return st;
	return redirect(c, "/patients/%s/care?done=preference_taken_back",
	    was.patient);
}
