/* places.c: where a patient is cared for, from a day on. */

#include "pages/register/care.h"
#include "pages/register/pages.h"
#include "web/i18n.h"

enum { PLACE = CARE_FIRST, SINCE, NFIELDS };

static const struct field place_form[NFIELDS] = {
	CARE_VERSION_FIELDS,
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

static enum status
open_place(struct ctx *c, const char *series, struct target *t,
    struct value *in)
{
	struct query q = CARE_PLACE_GET(series, c->lang);
	struct care_places list;
	const struct care_place *p;
	enum status st;

	if ((st = db_run_all(c->db, &q, 1)) != OK)
		return st;
	care_place_read(c->db, q.rows, &list);
	if (list.len == 0)
		return NOT_FOUND;
	p = &list.item[0];
	t->patient = p->patient;
	t->id = t->series = p->series;
	t->version = p->version;
	t->standing = !p->in_error;
	care_fill(&in[PLACE], p->place);
	care_fill(&in[SINCE], p->since);
	return OK;
}

static enum status
read_form(struct ctx *c, const struct target *t, struct value *in)
{
	(void)t;
	return care_form_read(c, place_form, NFIELDS, SINCE, in);
}

static enum status
write_place(struct ctx *c, const struct target *t, const struct value *in)
{
	return care_place_save(c->db, &(struct care_place_entry){
		.series = t->id != NULL ? t->id : in[CARE_SERIES].text,
		.version = in[CARE_VERSION].text,
		.patient = t->patient,
		.place = in[PLACE].text,
		.since = in[SINCE].text,
	});
}

static enum status
show_form(struct ctx *c, struct target t, struct value *in,
    enum status answer)
{
	return care_form_show(c, &(struct care_form){
		.heading = t.id != NULL ? N_("Correct a place of care") :
		    N_("New place of care"),
		.target = &t,
		.series = t.id != NULL ? t.id : in[CARE_SERIES].text,
		.fields = place_form,
		.inputs = place_inputs,
		.len = NFIELDS,
		.lists = place_lists,
		.tables = place_tables,
		.in = in,
	}, answer);
}

static enum status
take_back(struct ctx *c, const struct target *t)
{
	return care_take_back(c, t->id, care_place_take_back);
}

static const struct versioned places = {
	.path = "care/places",
	.tab = "care",
	.added = "place_saved",
	.corrected = "place_saved",
	.ended = "place_taken_back",
	.rules = rules,
	.open = open_place,
	.read = read_form,
	.write = write_place,
	.show = show_form,
	.end = take_back,
};

/* GET /patients/:id/care/places/new: where he is from today on. */
enum status
page_place_new(struct ctx *c)
{
	struct value in[NFIELDS] = { [SINCE] = { .text = today(c) } };
	enum status st;

	if ((st = uuid_new(c, &in[CARE_SERIES].text)) != OK)
		return st;
	return versioned_new(c, &places, in);
}

/* POST /patients/:id/care/places: a new place of care. */
enum status
page_place_add(struct ctx *c)
{
	return versioned_add(c, &places);
}

/* GET /care/places/:id/edit: to correct the place or its day. */
enum status
page_place_edit(struct ctx *c)
{
	return versioned_edit(c, &places);
}

/* POST /care/places/:id: the next version. */
enum status
page_place_save(struct ctx *c)
{
	return versioned_correct(c, &places);
}

/* POST /care/places/:id/undo: it was entered in error. */
enum status
page_place_undo(struct ctx *c)
{
	return versioned_end(c, &places);
}
