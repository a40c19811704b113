/* order_steps.c: steps of ordered services and devices, and what was done. */

#include <string.h>

#include "base/str.h"
#include "db/documents.h"
#include "pages/inputs.h"
#include "pages/register/orders.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"
#include "web/i18n.h"

enum { TO, FROM, ROW_VERSION, ON, REASON, SOURCE, MODEL, SERIAL, NFIELDS };

static const struct field step_form[NFIELDS] = {
	[TO] = { "to", F_CODE, .required = true, .max = 20 },
	[FROM] = { "from", F_CODE, .max = 20 },
	[ROW_VERSION] = { "version", F_INT, .low = 1, .high = 2147483647 },
	[ON] = { .name = "on", .kind = F_DATE },
	[REASON] = { "reason", F_CODE, .max = 40 },
	[SOURCE] = { "source", F_CODE, .max = 40 },
	[MODEL] = { "model", F_TEXT, .max = 60 },
	[SERIAL] = { "serial_no", F_TEXT, .max = 60 },
};

static const struct input step_inputs[NFIELDS] = {
	[ON] = { N_("Date"), W_DATE, NULL, NULL },
	[REASON] = { N_("Reason"), W_SELECT, NULL, NULL },
	[SOURCE] = { N_("From where"), W_SELECT, NULL, NULL },
	[MODEL] = { N_("Model"), W_TEXT,
	    N_("as on the plate, with a figure, for example BASE-100"), NULL },
	[SERIAL] = { N_("Serial number"), W_TEXT, N_("as on the plate"),
	    NULL },
};

static const struct rule rules[] = {
	{ "service_order_reason", REASON, N_("Choose a reason") },
	{ "device_order_reason", REASON, N_("Choose a reason") },
	{ "service_order_reason_known", REASON,
	    N_("Choose a reason from the list") },
	{ "device_order_reason_known", REASON,
	    N_("Choose a reason from the list") },
	{ "service_order_ended", ON, N_("Give the day") },
	{ "service_order_ended_after_start", ON,
	    N_("this day lies before the start") },
	{ "service_order_ended_not_in_future", ON,
	    N_("this date lies in the future") },
	{ "device_order_requested", ON, N_("Give the day") },
	{ "device_order_issued", ON, N_("Give the day") },
	{ "device_order_returned", ON, N_("Give the day") },
	{ "device_order_ended", ON, N_("Give the day") },
	{ "device_order_requested_after_need", ON,
	    N_("this day lies before the need") },
	{ "device_order_issued_after_need", ON,
	    N_("this day lies before the need") },
	{ "device_order_ended_after_need", ON,
	    N_("this day lies before the need") },
	{ "device_order_issued_after_request", ON,
	    N_("this day lies before the request") },
	{ "device_order_returned_after_issue", ON,
	    N_("this day lies before the issue") },
	{ "device_order_not_in_future", ON,
	    N_("this date lies in the future") },
	{ "device_order_end_not_in_future", ON,
	    N_("this date lies in the future") },
	{ "device_order_before_end", ON,
	    N_("this day lies after the death or removal") },
	{ "device_order_source_asked", SOURCE,
	    N_("what is requested comes from somewhere") },
	{ "device_order_source_known", SOURCE, N_("Choose one from the list") },
	{ "device_model_form", MODEL,
	    N_("a number as on the plate, for example BASE-100") },
	{ "device_model_nobody", MODEL,
	    N_("this looks like a number of a person") },
	{ "device_serial_form", SERIAL,
	    N_("a number as on the plate, for example BASE-100") },
	{ "device_serial_nobody", SERIAL,
	    N_("this looks like a number of a person") },
	{ NULL, 0, NULL }
};

static const struct order_step *
find_step(const struct order_steps *steps, const struct care_order *o,
    const char *to)
{
	for (size_t i = 0; i < steps->len; i++) {
		const struct order_step *s = &steps->item[i];

		if (strcmp(s->kind, o->kind) == 0 &&
		    strcmp(s->from, o->status) == 0 &&
		    strcmp(s->to, to) == 0 && strcmp(s->action, "sign") != 0)
			return s;
	}
	return NULL;
}

static void
show_step_inputs(struct ctx *c, struct view *v, const struct order_step *s,
    const struct value *in, const struct query *q)
{
	struct book reasons, sources;
	const struct book *const books[NFIELDS] = { [REASON] = &reasons,
		[SOURCE] = &sources };
	const bool asked[NFIELDS] = { [ON] = s->asks_day,
		[REASON] = s->asks_reason, [SOURCE] = s->asks_source,
		[MODEL] = s->asks_serial, [SERIAL] = s->asks_serial };
	struct input shown[NFIELDS];

	book_read(c->db, q[0].rows, &reasons);
	book_read(c->db, q[1].rows, &sources);
	for (size_t i = 0; i < NFIELDS; i++)
		shown[i] = asked[i] ? step_inputs[i] : (struct input){ 0 };
	show_inputs(c, v, step_form, shown, NFIELDS, in, books);
}

/* The form of a step; NOT_FOUND when it cannot be taken now. */
static enum status
show_form(struct ctx *c, const struct care_order *o, struct value *in,
    enum status answer)
{
	struct query q[] = {
		PATIENT_GET(o->patient, c->lang),
		DOCUMENT_CURRENT(o->patient),
		ORDER_STEPS(c->lang),
		REASONS_QUERY(c->lang, order_is_service(o) ? "service_end" :
		    "device_end"),
		CODED_QUERY(c->lang, "device_source"),
	};
	struct view *v = view_new(c->arena);
	const struct order_step *step;
	struct order_steps steps;
	struct patient p;
	enum status st;

	if ((st = db_run_all(c->db, q, 5)) != OK ||
	    (st = patient_read_one(q[0].rows, &p)) != OK)
		return st;
	order_read_steps(c->db, q[2].rows, &steps);
	if ((step = find_step(&steps, o, in[TO].text)) == NULL)
		return answer == CONFLICT ? CONFLICT : NOT_FOUND;
	show_who(c, v, &p, document_read_text(q[1].rows), false);
	show_order(c, view_item(v, "one"), o, NULL);
	show_step_inputs(c, v, step, in, &q[3]);
	view_text(v, "order", o->id);
	view_text(v, "step", step->name);
	view_text(v, "to", step->to);
	view_text(v, "from", step->from);
	view_long(v, "version", o->version);
	view_flag(v, "conflict", answer == CONFLICT);
	if ((st = render(c, "order_step", v)) != OK)
		return st;
	return answer;
}

enum { ASKED, NASKED };
static const struct field asked_form[NASKED] = {
	[ASKED] = { "to", F_CODE, .required = true, .max = 20 },
};

/* GET /orders/:id/step?to=: what a step asks for. */
enum status
page_order_step_form(struct ctx *c)
{
	struct value asked[NASKED], in[NFIELDS] = { 0 };
	struct care_order o;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = order_get(c->db, id, c->lang, &o)) != OK)
		return st;
	c->subject = o.patient;
	if ((st = form_read(c, asked_form, NASKED, asked)) != OK)
		return st == INVALID ? NOT_FOUND : st;
	in[TO].text = asked[ASKED].text;
	in[ON].text = today(c);
	in[SOURCE].text = o.source;
	in[MODEL].text = o.model;
	return show_form(c, &o, in, OK);
}

/* A device comes back after a death too; the rest lies before it. */
static enum status
check_day(struct ctx *c, const struct care_order *o, struct value *in)
{
	struct query q = PATIENT_GET(o->patient, c->lang);
	struct patient p;
	enum status st;

	if ((st = db_run_all(c->db, &q, 1)) != OK ||
	    (st = patient_read_one(q.rows, &p)) != OK)
		return st;
	return order_day_holds(c, &p, &in[ON],
	    strcmp(in[TO].text, "returned") == 0) ? OK : INVALID;
}

/* POST /orders/:id/step: take a step. */
enum status
page_order_step(struct ctx *c)
{
	struct value in[NFIELDS];
	struct care_order o;
	const char *id;
	enum status st, read;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = order_get(c->db, id, c->lang, &o)) != OK)
		return st;
	c->subject = o.patient;
	if ((read = form_read(c, step_form, NFIELDS, in)) != OK &&
	    (read != INVALID || in[TO].text == NULL))
		return read;
	if ((st = check_day(c, &o, in)) != OK && st != INVALID)
		return st;
	if (st == INVALID || read == INVALID)
		return show_form(c, &o, in, INVALID);
	if (in[FROM].text == NULL || in[ROW_VERSION].text == NULL)
		return MALFORMED;
	st = order_take_step(c->db, o.kind, &(struct order_step_entry){
		.id = id, .version = in[ROW_VERSION].text,
		.from = in[FROM].text, .to = in[TO].text, .on = in[ON].text,
		.reason = in[REASON].text, .source = in[SOURCE].text,
		.model = in[MODEL].text, .serial_no = in[SERIAL].text });
	if (st == CONFLICT || (st == INVALID && rule_fail(c, rules, in)))
		return show_form(c, &o, in, st);
	if (st != OK)
		return st;
	if (strcmp(o.status, "draft") == 0)
		return redirect(c, "/patients/%s/sheet?done=order_dropped",
		    o.patient);
	return redirect(c, "/patients/%s/orders?done=order_stepped",
	    o.patient);
}

enum { UNDO_VERSION, NUNDO };
static const struct field undo_form[NUNDO] = {
	[UNDO_VERSION] = { "version", F_INT, .required = true, .low = 1,
	    .high = 2147483647 },
};

/* POST /orders/:id/undo: take back one's own last step of today. */
enum status
page_order_undo(struct ctx *c)
{
	struct value in[NUNDO];
	struct care_order o;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, undo_form, NUNDO, in)) != OK ||
	    (st = order_get(c->db, id, c->lang, &o)) != OK)
		return st;
	c->subject = o.patient;
	st = order_take_back(c->db, id, in[UNDO_VERSION].text);
	if (st == INVALID)
		return redirect(c, "/patients/%s/orders"
		    "?done=order_undo_refused", o.patient);
	if (st != OK)
		return st;
	return redirect(c, "/patients/%s/orders?done=order_undone", o.patient);
}

enum { DONE_ID = NDONE, NDONE_FIELDS };
static const struct field done_form[NDONE_FIELDS] = {
	[DONE_ON] = { "done_on", F_DATE, .required = true },
	[DONE_BY] = { .name = "done_by", .kind = F_UUID },
	[DONE_ID] = { .name = "id", .kind = F_UUID },
};

static const struct rule done_rules[] = {
	{ "service_done_in_period", DONE_ON,
	    N_("this day lies outside the period of the service") },
	{ "service_done_not_in_future", DONE_ON,
	    N_("this date lies in the future") },
	{ "service_done_before_end", DONE_ON,
	    N_("this day lies after the death or removal") },
	{ "service_done_order_open", DONE_ON,
	    N_("this service was never under way") },
	{ "service_order_active_started", DONE_ON,
	    N_("this day lies outside the period of the service") },
	{ NULL, 0, NULL }
};

/* POST /orders/:id/done: it was done on a day, by a member of the staff. */
enum status
page_service_done(struct ctx *c)
{
	struct value in[NDONE_FIELDS];
	struct care_order o;
	const char *order;
	enum status st;

	if ((st = path_uuid(c, &order)) != OK ||
	    (st = order_get(c->db, order, c->lang, &o)) != OK)
		return st;
	c->subject = o.patient;
	if ((st = form_read(c, done_form, NDONE_FIELDS, in)) != OK)
		return st == INVALID ? order_page(c, &o, in, INVALID) : st;
	if (in[DONE_ID].text == NULL &&
	    (st = uuid_new(c, &in[DONE_ID].text)) != OK)
		return st;
	st = service_done_add(c->db, in[DONE_ID].text, order, in[DONE_ON].text,
	    in[DONE_BY].text);
	if (st == INVALID && rule_fail(c, done_rules, in))
		return order_page(c, &o, in, INVALID);
	if (st != OK)
		return st;
	return redirect(c, "/patients/%s/orders?done=service_done", o.patient);
}

static const struct field done_undo_form[1] = {
	{ "id", F_UUID, .required = true },
};

/* POST /orders/:id/done/undo: what was written down as done was not. */
enum status
page_service_done_undo(struct ctx *c)
{
	struct value in[1];
	struct care_order o;
	const char *order;
	enum status st;

	if ((st = path_uuid(c, &order)) != OK ||
	    (st = form_read(c, done_undo_form, 1, in)) != OK ||
	    (st = order_get(c->db, order, c->lang, &o)) != OK)
		return st;
	c->subject = o.patient;
	if ((st = service_done_take_back(c->db, in[0].text, order)) != OK)
		return st;
	return redirect(c, "/orders/%s?done=service_done_undone", order);
}
