/* bereavement.c: contacts with the family after a death. */

#include <string.h>

#include "base/str.h"
#include "pages/register/care.h"
#include "pages/register/pages.h"
#include "web/i18n.h"

enum { ROW_VERSION, FIRST_ON, SECOND_ON, RISK, CLOSED_ON, CLOSE_REASON, NFIELDS };

static const char *const risk_codes[] = { "low", "medium", "high", NULL };

static const struct field family_form[NFIELDS] = {
	[ROW_VERSION] = { "version", F_INT, .required = true, .low = 1,
	    .high = 1000000 },
	[FIRST_ON] = { .name = "first_on", .kind = F_DATE },
	[SECOND_ON] = { .name = "second_on", .kind = F_DATE },
	[RISK] = { "risk", F_CHOICE, .choices = risk_codes },
	[CLOSED_ON] = { .name = "closed_on", .kind = F_DATE },
	[CLOSE_REASON] = { "close_reason", F_CODE, .max = 40 },
};

static const struct input family_inputs[NFIELDS] = {
	[FIRST_ON] = { N_("First contact on"), W_DATE,
	    N_("within 14 days of the death"), NULL },
	[SECOND_ON] = { N_("Second contact on"), W_DATE,
	    N_("about 3 months after the death"), NULL },
	[RISK] = { N_("Risk of complicated grief"), W_SELECT, NULL,
	    N_("not assessed") },
	[CLOSED_ON] = { N_("Follow-up closed on"), W_DATE,
	    N_("empty: it goes on"), NULL },
	[CLOSE_REASON] = { N_("Why it is closed"), W_SELECT,
	    N_("needed when the second contact has not taken place"),
	    N_("not told") },
};

static const char *const family_lists[NFIELDS] = {
	[CLOSE_REASON] = "bereavement_close",
};

static const struct choice *const family_tables[NFIELDS] = {
	[RISK] = bereavement_risks,
};

static const struct rule rules[] = {
	{ "bereavement_first_after_death", FIRST_ON,
	    N_("this day lies before the death") },
	{ "bereavement_second_after_first", SECOND_ON,
	    N_("the second contact comes after the first") },
	{ "bereavement_closed_after", CLOSED_ON,
	    N_("this day lies before the death") },
	{ "bereavement_closed_last", CLOSED_ON,
	    N_("this day lies before a contact") },
	{ "bereavement_closed_why", CLOSE_REASON,
	    N_("Say why it is closed without the second contact") },
	{ "bereavement_reason_of_closing", CLOSED_ON,
	    N_("Say when it was closed") },
	{ "bereavement_close_reason_known", CLOSE_REASON,
	    N_("Choose one from the list") },
	{ NULL, 0, NULL }
};

/* The family of a patient who has died, or NOT_FOUND. */
static enum status
open_family(struct ctx *c, const char **id, struct bereavement *out)
{
	struct bereavements list;
	enum status st;

	if ((st = path_uuid(c, id)) != OK)
		return st;
	c->subject = *id;
	struct query q = BEREAVEMENT(*id, "false", c->lang);
	if ((st = db_run_all(c->db, &q, 1)) != OK)
		return st;
	bereavement_read(c->db, q.rows, &list);
	if (list.len == 0)
		return NOT_FOUND;
	*out = list.item[0];
	return OK;
}

/* What is asked for, and how he died: what the family may speak of. */
static const char *
note_text(const struct ctx *c, const struct bereavement *b)
{
	struct str *s = str_new(c->arena);

	str_addf(s, "%s", tr(c, "Two contacts with the family after the death: "
	    "a call or visit within two weeks, another after three months."));
	if (*b->place_of_death != '\0')
		str_addf(s, tr(c, " He died on %s: %s."),
		    date_text(c, b->died_on), b->place_of_death);
	if (*b->preferred_place != '\0')
		str_addf(s, tr(c, " He had wished: %s."), b->preferred_place);
	return s->text;
}

static enum status
show_form(struct ctx *c, const char *id, const struct bereavement *was,
    const struct value *in, enum status answer)
{
	return care_form_show(c, &(struct care_form){
		.heading = N_("Care for the family"),
		.note = note_text(c, was),
		.target = &(struct target){ .path = "care/bereavement",
		    .patient = id, .version = was->version,
		    .standing = true },
		.fields = family_form,
		.inputs = family_inputs,
		.len = NFIELDS,
		.lists = family_lists,
		.tables = family_tables,
		.in = in,
	}, answer);
}

/* GET /patients/:id/care/bereavement: what was done for the family. */
enum status
page_bereavement_edit(struct ctx *c)
{
	struct value in[NFIELDS] = { 0 };
	struct bereavement was;
	const char *id;
	enum status st;

	if ((st = open_family(c, &id, &was)) != OK)
		return st;
	care_fill(&in[FIRST_ON], was.first_on);
	care_fill(&in[SECOND_ON], was.second_on);
	care_fill(&in[RISK], was.risk);
	care_fill(&in[CLOSED_ON], was.closed_on);
	care_fill(&in[CLOSE_REASON], was.close_reason);
	return show_form(c, id, &was, in, OK);
}

static bool
dates_hold(struct ctx *c, struct value in[NFIELDS])
{
	bool first = care_day_holds(c, &in[FIRST_ON]);
	bool second = care_day_holds(c, &in[SECOND_ON]);
	bool closed = care_day_holds(c, &in[CLOSED_ON]);

	return first && second && closed;
}

/* POST /patients/:id/care/bereavement: contacts, risk, the end of it. */
enum status
page_bereavement_save(struct ctx *c)
{
	struct value in[NFIELDS];
	struct bereavement was;
	const char *id;
	enum status st, read;

	if ((st = open_family(c, &id, &was)) != OK)
		return st;
	if ((read = form_read(c, family_form, NFIELDS, in)) != OK &&
	    read != INVALID)
		return read;
	if (in[ROW_VERSION].text == NULL)
		return INVALID;
	if (!dates_hold(c, in) || read == INVALID)
		return show_form(c, id, &was, in, INVALID);
	st = bereavement_save(c->db, id, in[ROW_VERSION].text,
	    &(struct bereavement_entry){
		.first_on = in[FIRST_ON].text,
		.second_on = in[SECOND_ON].text,
		.risk = in[RISK].text,
		.closed_on = in[CLOSED_ON].text,
		.close_reason = in[CLOSE_REASON].text,
	});
	if (st == CONFLICT || (st == INVALID && rule_fail(c, rules, in)))
		return show_form(c, id, &was, in, st);
	if (st != OK)
		return st;
	return redirect(c, "/patients/%s/care?done=bereavement_saved", id);
}
