/* preferences.c: what a patient knows and wishes, conversation by conversation. */

#include "pages/register/care.h"
#include "pages/register/pages.h"
#include "web/i18n.h"

enum { DISCUSSED_ON = CARE_FIRST, INFORMED_DIAGNOSIS, INFORMED_PROGNOSIS,
	PLACE_OF_CARE, PLACE_OF_DEATH, WISHES, WITH_WHOM, NFIELDS };

static const char *const informed_codes[] = { "yes", "partly", "no",
	"unwanted", NULL };

static const struct field preference_form[NFIELDS] = {
	CARE_VERSION_FIELDS,
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

static void
fill_form(struct value in[NFIELDS], const struct preference *p)
{
	care_fill(&in[DISCUSSED_ON], p->discussed_on);
	care_fill(&in[INFORMED_DIAGNOSIS], p->informed_diagnosis);
	care_fill(&in[INFORMED_PROGNOSIS], p->informed_prognosis);
	care_fill(&in[PLACE_OF_CARE], p->place_of_care);
	care_fill(&in[PLACE_OF_DEATH], p->place_of_death);
	care_fill(&in[WISHES], p->wishes);
	care_fill(&in[WITH_WHOM], p->with_whom);
}

static enum status
open_preference(struct ctx *c, const char *series, struct target *t,
    struct value *in)
{
	struct query q = PREFERENCE_GET(series, c->lang);
	struct preferences list;
	const struct preference *p;
	enum status st;

	if ((st = db_run_all(c->db, &q, 1)) != OK)
		return st;
	preference_read(c->db, q.rows, &list);
	if (list.len == 0)
		return NOT_FOUND;
	p = &list.item[0];
	t->patient = p->patient;
	t->id = t->series = p->series;
	t->version = p->version;
	t->standing = !p->in_error;
	fill_form(in, p);
	return OK;
}

static enum status
read_form(struct ctx *c, const struct target *t, struct value *in)
{
	(void)t;
	return care_form_read(c, preference_form, NFIELDS, DISCUSSED_ON, in);
}

static enum status
write_preference(struct ctx *c, const struct target *t, const struct value *in)
{
	return preference_save(c->db, &(struct preference_entry){
		.series = t->id != NULL ? t->id : in[CARE_SERIES].text,
		.version = in[CARE_VERSION].text,
		.patient = t->patient,
		.discussed_on = in[DISCUSSED_ON].text,
		.with_whom = array_text(c, in[WITH_WHOM].text),
		.informed_diagnosis = in[INFORMED_DIAGNOSIS].text,
		.informed_prognosis = in[INFORMED_PROGNOSIS].text,
		.wishes = array_text(c, in[WISHES].text),
		.place_of_care = in[PLACE_OF_CARE].text,
		.place_of_death = in[PLACE_OF_DEATH].text,
	});
}

static enum status
show_form(struct ctx *c, struct target t, struct value *in,
    enum status answer)
{
	return care_form_show(c, &(struct care_form){
		.heading = t.id != NULL ? N_("Correct a conversation") :
		    N_("Conversation about wishes"),
		.note = N_("What the patient knows and wishes. The newest "
		    "conversation counts; earlier ones stay."),
		.target = &t,
		.series = t.id != NULL ? t.id : in[CARE_SERIES].text,
		.fields = preference_form,
		.inputs = preference_inputs,
		.len = NFIELDS,
		.lists = preference_lists,
		.tables = preference_tables,
		.in = in,
	}, answer);
}

static enum status
take_back(struct ctx *c, const struct target *t)
{
	return care_take_back(c, t->id, preference_take_back);
}

static const struct versioned preferences = {
	.path = "care/preferences",
	.tab = "care",
	.added = "preference_saved",
	.corrected = "preference_saved",
	.ended = "preference_taken_back",
	.rules = rules,
	.open = open_preference,
	.read = read_form,
	.write = write_preference,
	.show = show_form,
	.end = take_back,
};

/* GET /patients/:id/care/preferences/new: what was said last, to be changed. */
enum status
page_preference_new(struct ctx *c)
{
	struct value in[NFIELDS] = { 0 };
	struct preferences list;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = uuid_new(c, &in[CARE_SERIES].text)) != OK)
		return st;
	struct query q = PREFERENCES(id, "false", c->lang);
	if ((st = db_run_all(c->db, &q, 1)) != OK)
		return st;
	preference_read(c->db, q.rows, &list);
	if (list.len > 0)
		fill_form(in, &list.item[0]);
	in[DISCUSSED_ON].text = today(c);
	return versioned_new(c, &preferences, in);
}

/* POST /patients/:id/care/preferences: a new conversation. */
enum status
page_preference_add(struct ctx *c)
{
	return versioned_add(c, &preferences);
}

/* GET /care/preferences/:id/edit: to correct what was written. */
enum status
page_preference_edit(struct ctx *c)
{
	return versioned_edit(c, &preferences);
}

/* POST /care/preferences/:id: the next version. */
enum status
page_preference_save(struct ctx *c)
{
	return versioned_correct(c, &preferences);
}

/* POST /care/preferences/:id/undo: it was entered in error. */
enum status
page_preference_undo(struct ctx *c)
{
	return versioned_end(c, &preferences);
}
