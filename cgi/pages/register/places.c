/* places.c: where a patient is cared for, from a day on. */

#include "base/str.h"
#include "pages/register/care.h"
#include "pages/register/pages.h"
#include "web/i18n.h"

enum { SERIES, ROW_VERSION, PLACE, SINCE, NFIELDS };

static const struct field place_form[NFIELDS] = {
	[SERIES]  = { "series", F_UUID, .required = true },
	[ROW_VERSION] = { "version", F_INT, .required = true, .low = 0,
	    .high = 1000000 },
	[PLACE]   = { "place", F_CODE, .required = true, .max = 40 },
	[SINCE]   = { "since", F_DATE, .required = true },
};

static const struct input place_inputs[NFIELDS] = {
	[PLACE] = { N_("Cared for"), W_SELECT, NULL, NULL },
	[SINCE] = { N_("Since"), W_DATE,
	    N_("the former place ends on this day"), NULL },
};

static const char *const place_lists[NFIELDS] = { [PLACE] = "place_of_care" };
static const struct choice *const place_tables[NFIELDS] = { NULL };

static const struct rule rules[] = {
	{ "care_place_place_known", PLACE, N_("Choose one from the list") },
	{ "care_place_one_a_day", SINCE,
	    N_("another place begins on this day; correct that one") },
	{ "care_place_not_in_future", SINCE,
	    N_("this day lies in the future") },
	{ "care_place_after_birth", SINCE, N_("this day lies before the birth") },
	{ "care_place_before_end", SINCE,
	    N_("this day lies after the death or removal") },
	{ NULL, 0, NULL }
};

/* was is the last version, or NULL. */
static enum status
show_form(struct ctx *c, const char *patient, const struct care_place *was,
    const struct value *in, enum status answer)
{
	const char *to = was != NULL ? text_printf(c->arena,
	    "/care/places/%s", was->series) : text_printf(c->arena,
	    "/patients/%s/care/places", patient);

	return care_form_show(c, &(struct care_form){
		.heading = was != NULL ? N_("Correct a place of care") :
		    N_("New place of care"),
		.patient = patient,
		.action = to,
		.series = in[SERIES].text,
		.version = was != NULL ? was->version : 0,
		.in_error = was != NULL && was->in_error,
		.fields = place_form,
		.inputs = place_inputs,
		.len = NFIELDS,
		.lists = place_lists,
		.tables = place_tables,
		.in = in,
	}, answer);
}

/* GET /patients/:id/care/places/new: where he is from today on. */
enum status
page_place_new(struct ctx *c)
{
	struct value in[NFIELDS] = { 0 };
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = uuid_new(c, &in[SERIES].text)) != OK)
		return st;
	in[SINCE].text = today(c);
	return show_form(c, id, NULL, in, OK);
}

/* The last version of the place of the path. */
static enum status
open_place(struct ctx *c, struct care_place *out)
{
	struct care_places list;
	const char *series;
	enum status st;

	if ((st = path_uuid(c, &series)) != OK)
		return st;
	struct query q = CARE_PLACE_GET(series, c->lang);
	if ((st = db_run_all(c->db, &q, 1)) != OK)
		return st;
	care_place_read(c->db, q.rows, &list);
	if (list.len == 0)
		return NOT_FOUND;
	*out = list.item[0];
	c->subject = out->patient;
	return OK;
}

static enum status
save(struct ctx *c, const char *patient, const struct care_place *was)
{
	struct value in[NFIELDS];
	enum status st = form_read(c, place_form, NFIELDS, in);

	if (st != OK && st != INVALID)
		return st;
	if (in[SERIES].text == NULL || in[ROW_VERSION].text == NULL)
		return INVALID;
	if (was != NULL)
		in[SERIES].text = was->series;
	if (!care_day_holds(c, &in[SINCE]) || st == INVALID)
		return show_form(c, patient, was, in, INVALID);
	st = care_place_save(c->db, &(struct care_place_entry){
		.series = in[SERIES].text,
		.version = in[ROW_VERSION].text,
		.patient = patient,
		.place = in[PLACE].text,
		.since = in[SINCE].text,
	});
	if (st == CONFLICT || (st == INVALID && rule_fail(c, rules, in)))
		return show_form(c, patient, was, in, st);
	if (st != OK)
		return st;
	return redirect(c, "/patients/%s/care?done=place_saved", patient);
}

/* POST /patients/:id/care/places: a new place of care. */
enum status
page_place_add(struct ctx *c)
{
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	c->subject = id;
	return save(c, id, NULL);
}

/* GET /care/places/:id/edit: to correct the place or its day. */
enum status
page_place_edit(struct ctx *c)
{
	struct value in[NFIELDS] = { 0 };
	struct care_place was;
	enum status st;

	if ((st = open_place(c, &was)) != OK)
		return st;
	if (was.in_error)
		return CONFLICT;
	in[SERIES].text = was.series;
	care_fill(&in[PLACE], was.place);
	care_fill(&in[SINCE], was.since);
	return show_form(c, was.patient, &was, in, OK);
}

/* POST /care/places/:id: the next version. */
enum status
page_place_save(struct ctx *c)
{
	struct care_place was;
	enum status st;

	if ((st = open_place(c, &was)) != OK)
		return st;
	return save(c, was.patient, &was);
}

enum { UNDO_VERSION, NUNDO };
static const struct field undo_form[NUNDO] = {
	[UNDO_VERSION] = { "version", F_INT, .required = true, .low = 1,
	    .high = 1000000 },
};

/* POST /care/places/:id/undo: it was entered in error. */
enum status
page_place_undo(struct ctx *c)
{
	struct value in[NUNDO];
	struct care_place was;
	enum status st;

	if ((st = open_place(c, &was)) != OK ||
	    (st = form_read(c, undo_form, NUNDO, in)) != OK ||
	    (st = care_place_take_back(c->db, was.series,
	    in[UNDO_VERSION].text)) != OK)
		return st;
	return redirect(c, "/patients/%s/care?done=place_taken_back",
	    was.patient);
}
