/* order_forms.c: the forms of ordered services and devices, new and changed. */

#include <string.h>

#include "base/str.h"
#include "db/documents.h"
#include "pages/inputs.h"
#include "pages/register/orders.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"
#include "web/i18n.h"

/* What both forms have; the rest is of one kind. */
enum { ID, ROW_VERSION, DRAFT, WHAT, NSHARED };
enum { TIMES = NSHARED, PER, PERFORMER, PLACE, STARTS, ENDS, INDICATION,
	NSERVICE };
enum { MODEL = NSHARED, QUANTITY, NEEDED, COMMISSION_NO, COMMISSION_ON, SOURCE,
	REQUESTED, ISSUED, SERIAL, NDEVICE };
enum { NFIELDS_MAX = NDEVICE };

static const char *const per_codes[] = { "day", "week", "month", "once",
	NULL };

static const struct field service_form[NSERVICE] = {
	[ID] = { .name = "id", .kind = F_UUID },
	[ROW_VERSION] = { "version", F_INT, .low = 1, .high = 2147483647 },
	[DRAFT] = { .name = "draft", .kind = F_FLAG },
	[WHAT] = { "service", F_CODE, .required = true, .max = 40 },
	[TIMES] = { "times", F_INT, .required = true, .low = 1, .high = 31 },
	[PER] = { "per", F_CHOICE, .required = true, .choices = per_codes },
	[PERFORMER] = { "performer", F_CODE, .required = true, .max = 40 },
	[PLACE] = { "place", F_CODE, .required = true, .max = 40 },
	[STARTS] = { "starts_on", F_DATE, .required = true },
	[ENDS] = { .name = "ends_on", .kind = F_DATE },
	[INDICATION] = { "indication", F_CODE, .max = 40 },
};

static const struct input service_inputs[NSERVICE] = {
	[TIMES] = { N_("How many times"), W_NUMBER, NULL, NULL },
	[PER] = { N_("In what time"), W_SELECT, NULL, NULL },
	[PERFORMER] = { N_("Who does it"), W_SELECT, NULL, NULL },
	[PLACE] = { N_("Place"), W_SELECT, NULL, NULL },
	[STARTS] = { N_("From"), W_DATE, NULL, NULL },
	[ENDS] = { N_("Last day"), W_DATE, N_("empty: without an end"), NULL },
	[INDICATION] = { N_("What for"), W_SELECT, NULL, N_("not given") },
};

static const struct field device_form[NDEVICE] = {
	[ID] = { .name = "id", .kind = F_UUID },
	[ROW_VERSION] = { "version", F_INT, .low = 1, .high = 2147483647 },
	[DRAFT] = { .name = "draft", .kind = F_FLAG },
	[WHAT] = { "device", F_CODE, .required = true, .max = 40 },
	[MODEL] = { "model", F_TEXT, .max = 60 },
	[QUANTITY] = { "quantity", F_INT, .required = true, .low = 1,
	    .high = 999 },
	[NEEDED] = { "needed_on", F_DATE, .required = true },
	[COMMISSION_NO] = { "commission_no", F_TEXT, .max = 40 },
	[COMMISSION_ON] = { .name = "commission_on", .kind = F_DATE },
	[SOURCE] = { "source", F_CODE, .max = 40 },
	[REQUESTED] = { .name = "requested_on", .kind = F_DATE },
	[ISSUED] = { .name = "issued_on", .kind = F_DATE },
	[SERIAL] = { "serial_no", F_TEXT, .max = 60 },
};

static const struct input device_inputs[NDEVICE] = {
	[MODEL] = { N_("Model"), W_TEXT,
	    N_("as on the plate, with a figure, for example BASE-100"), NULL },
	[QUANTITY] = { N_("Quantity"), W_NUMBER, NULL, NULL },
	[NEEDED] = { N_("Needed since"), W_DATE, NULL, NULL },
	[COMMISSION_NO] = { N_("Conclusion of the commission, No."), W_TEXT,
	    N_("for example 128 or 128/П"), NULL },
	[COMMISSION_ON] = { N_("Date of the conclusion"), W_DATE, NULL, NULL },
	[SOURCE] = { N_("From where"), W_SELECT, NULL,
	    N_("not decided yet") },
	[REQUESTED] = { N_("Requested on"), W_DATE, NULL, NULL },
	[ISSUED] = { N_("Issued on"), W_DATE, NULL, NULL },
	[SERIAL] = { N_("Serial number"), W_TEXT, N_("as on the plate"),
	    NULL },
};

static const struct rule service_rules[] = {
	{ "service_order_service_fkey", WHAT, N_("Choose one from the list") },
	{ "service_order_service_valid", WHAT,
	    N_("this service is not offered any more") },
	{ "service_order_times", TIMES,
	    N_("at most 24 a day, 21 a week, 31 a month, 1 in all") },
	{ "service_order_performer_known", PERFORMER,
	    N_("Choose one from the list") },
	{ "service_order_place_known", PLACE, N_("Choose one from the list") },
	{ "service_order_not_in_future", STARTS,
	    N_("this date lies in the future") },
	{ "service_order_after_birth", STARTS,
	    N_("this day lies before the year of birth") },
	{ "service_order_before_end", STARTS,
	    N_("this day lies after the death or removal") },
	{ "service_order_starts_within_year", STARTS,
	    N_("a day within a year") },
	{ "service_order_active_started", STARTS,
	    N_("what is under way has begun by today") },
	{ "service_order_period", ENDS,
	    N_("a day from the start to two years after it") },
	{ "service_order_once", ENDS,
	    N_("what is done once is done within a month") },
	{ "service_order_indication_fkey", INDICATION,
	    N_("Choose one from the list") },
	{ "service_order_patient_on_register", WHAT,
	    N_("the patient is not on the register: nothing can be ordered") },
	{ "order_change_open", WHAT,
	    N_("this order has ended and cannot be changed") },
	{ NULL, 0, NULL }
};

static const struct rule device_rules[] = {
	{ "device_order_device_fkey", WHAT, N_("Choose one from the list") },
	{ "device_order_device_valid", WHAT,
	    N_("this device is not offered any more") },
	{ "device_model_form", MODEL,
	    N_("a number as on the plate, for example BASE-100") },
	{ "device_model_nobody", MODEL,
	    N_("this looks like a number of a person") },
	{ "device_serial_form", SERIAL,
	    N_("a number as on the plate, for example BASE-100") },
	{ "device_serial_nobody", SERIAL,
	    N_("this looks like a number of a person") },
	{ "device_order_commission_no", COMMISSION_NO,
	    N_("a number such as 128 or 128/П") },
	{ "device_order_commission_whole", COMMISSION_NO,
	    N_("Give number and date of the conclusion") },
	{ "device_order_source_known", SOURCE, N_("Choose one from the list") },
	{ "device_order_source_asked", SOURCE,
	    N_("what is requested comes from somewhere") },
	{ "device_order_not_in_future", NEEDED,
	    N_("this date lies in the future") },
	{ "device_order_after_birth", NEEDED,
	    N_("this day lies before the year of birth") },
	{ "device_order_before_end", NEEDED,
	    N_("this day lies after the death or removal") },
	{ "device_order_requested_after_need", REQUESTED,
	    N_("this day lies before the need") },
	{ "device_order_issued_after_need", ISSUED,
	    N_("this day lies before the need") },
	{ "device_order_issued_after_request", ISSUED,
	    N_("this day lies before the request") },
	{ "device_order_returned_after_issue", ISSUED,
	    N_("this day lies after the return") },
	{ "device_order_patient_on_register", WHAT,
	    N_("the patient is not on the register: nothing can be ordered") },
	{ "order_change_open", WHAT,
	    N_("this order has ended and cannot be changed") },
	{ NULL, 0, NULL }
};

/* One of the two forms, and the order that it changes, or NULL. */
struct order_form {
	bool				 service;
	const char			*patient;
	const struct care_order		*order;
	const struct field		*fields;
	const struct rule		*rules;
	struct input			 inputs[NFIELDS_MAX];
	size_t				 len;
};

/* A request, an issue and a serial number are asked only where there is one. */
static struct order_form
form_of(bool service, const char *patient, const struct care_order *o)
{
	struct order_form f = {
		.service = service, .patient = patient, .order = o,
		.fields = service ? service_form : device_form,
		.rules = service ? service_rules : device_rules,
		.len = service ? NSERVICE : NDEVICE,
	};

	memcpy(f.inputs, service ? service_inputs : device_inputs,
	    f.len * sizeof(f.inputs[0]));
	if (service)
		return f;
	if (o == NULL || *o->requested_on == '\0')
		f.inputs[REQUESTED].label = NULL;
	if (o == NULL || *o->issued_on == '\0')
		f.inputs[ISSUED].label = f.inputs[SERIAL].label = NULL;
	return f;
}

/* What the order says now. */
static void
fill(const struct order_form *f, struct value *in)
{
	const struct care_order *o = f->order;
	const char *const service[NSERVICE] = { [WHAT] = o->code,
		[TIMES] = o->times, [PER] = o->per,
		[PERFORMER] = o->performer, [PLACE] = o->place,
		[STARTS] = o->since, [ENDS] = o->until,
		[INDICATION] = o->indication };
	const char *const device[NDEVICE] = { [WHAT] = o->code,
		[MODEL] = o->model, [QUANTITY] = o->quantity,
		[NEEDED] = o->since, [COMMISSION_NO] = o->commission_no,
		[COMMISSION_ON] = o->commission_on, [SOURCE] = o->source,
		[REQUESTED] = o->requested_on, [ISSUED] = o->issued_on,
		[SERIAL] = o->serial_no };

	for (size_t i = WHAT; i < f->len; i++)
		in[i].text = f->service ? service[i] : device[i];
}

/* What may be chosen: in the order of the fields that ask for it. */
static void
show_form_books(struct ctx *c, struct view *v, const struct order_form *f,
    const struct value *in, const struct query *q)
{
	struct book what, first, second, third,
	    periods = choice_book(c, service_periods);
	const struct book *books[NFIELDS_MAX] = { NULL };

	book_read(c->db, q[0].rows, &what);
	book_read(c->db, q[1].rows, &first);
	book_read(c->db, q[2].rows, &second);
	book_read(c->db, q[3].rows, &third);
	third = book_of(c->db, &third, "indication");
	if (f->service) {
		books[PER] = &periods;
		books[PERFORMER] = &first;
		books[PLACE] = &second;
		books[INDICATION] = &third;
	} else {
		books[SOURCE] = &first;
	}
	show_grouped(v, &what, in[WHAT].raw != NULL ? in[WHAT].raw :
	    in[WHAT].text);
	show_inputs(c, v, f->fields, f->inputs, f->len, in, books);
}

/* A service or device that is not offered any more is still shown. */
static enum status
show_form(struct ctx *c, const struct order_form *f, const struct value *in,
    enum status answer)
{
	struct query q[] = {
		PATIENT_GET(f->patient, c->lang),
		DOCUMENT_CURRENT(f->patient),
		SERVICES_QUERY(c->lang),
		CODED_QUERY(c->lang, f->service ? "performer" :
		    "device_source"),
		CODED_QUERY(c->lang, "service_place"),
		CODES_QUERY(c->lang),
	};
	const struct query devices = DEVICES_QUERY(c->lang);
	struct view *v = view_new(c->arena);
	struct patient p;
	enum status st;

	if (!f->service)
		q[2] = devices;
	if ((st = db_run_all(c->db, q, 6)) != OK ||
	    (st = patient_read_one(q[0].rows, &p)) != OK)
		return st;
	show_who(c, v, &p, document_read_text(q[1].rows), false);
	show_form_books(c, v, f, in, &q[2]);
	view_text(v, "what", f->fields[WHAT].name);
	view_text(v, "what_error", in[WHAT].error);
	view_flag(v, "is_service", f->service);
	view_flag(v, "has_errors", answer == INVALID);
	view_flag(v, "is_new", f->order == NULL);
	view_text(v, "entry", in[ID].text);
	view_text(v, "order", f->order != NULL ? f->order->id : "");
	view_text(v, "version", in[ROW_VERSION].text);
	view_flag(v, "conflict", answer == CONFLICT);
	if (f->order != NULL && answer == CONFLICT) {
		view_long(v, "version", f->order->version);
		show_order(c, view_item(v, "theirs"), f->order, NULL);
	}
	if ((st = render(c, "order_form", v)) != OK)
		return st;
	return answer;
}

static enum status
show_new(struct ctx *c, bool service)
{
	struct value in[NFIELDS_MAX] = { 0 };
	struct order_form f;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, NULL, 0, NULL)) != OK ||
	    (st = uuid_new(c, &in[ID].text)) != OK)
		return st;
	c->subject = id;
	f = form_of(service, id, NULL);
	if (service) {
		in[TIMES].text = "1";
		in[PER].text = "day";
		in[STARTS].text = today(c);
	} else {
		in[QUANTITY].text = "1";
		in[NEEDED].text = today(c);
	}
	return show_form(c, &f, in, OK);
}

/* GET /patients/:id/orders/service: order a service. */
enum status
page_service_new(struct ctx *c)
{
	return show_new(c, true);
}

/* GET /patients/:id/orders/device: order a device. */
enum status
page_device_new(struct ctx *c)
{
	return show_new(c, false);
}

/* Each day by itself; what lies between them is the database's to say. */
static bool
days_hold(struct ctx *c, const struct patient *p, const struct order_form *f,
    struct value *in)
{
	static const int device_days[] = { NEEDED, COMMISSION_ON, REQUESTED,
		ISSUED };
	bool hold = true;

	if (f->service)
		return in[STARTS].text == NULL ||
		    strcmp(in[STARTS].text, today(c)) > 0 ||
		    order_day_holds(c, p, &in[STARTS], false);
	for (size_t i = 0; i < sizeof(device_days) / sizeof(device_days[0]);
	    i++)
		hold &= order_day_holds(c, p, &in[device_days[i]], false);
	return hold;
}

/* Read the form; INVALID with what is wrong marked. */
static enum status
read_form(struct ctx *c, const struct order_form *f, struct value *in)
{
	struct query q = PATIENT_GET(f->patient, c->lang);
	struct patient p;
	enum status st, read;

	if ((read = form_read(c, f->fields, f->len, in)) != OK &&
	    read != INVALID)
		return read;
	if ((st = db_run_all(c->db, &q, 1)) != OK ||
	    (st = patient_read_one(q.rows, &p)) != OK)
		return st;
	return days_hold(c, &p, f, in) ? read : INVALID;
}

static enum status
write_service(struct ctx *c, const struct order_form *f,
    const struct value *in)
{
	const struct service_entry entry = {
		.id = f->order != NULL ? f->order->id : in[ID].text,
		.patient = f->patient,
		.version = in[ROW_VERSION].text,
		.service = in[WHAT].text,
		.times = in[TIMES].text,
		.per = in[PER].text,
		.performer = in[PERFORMER].text,
		.place = in[PLACE].text,
		.starts_on = in[STARTS].text,
		.ends_on = in[ENDS].text,
		.indication = in[INDICATION].text,
		.status = in[DRAFT].number != 0 ? "draft" : "requested",
	};

	return f->order != NULL ? service_save(c->db, &entry) :
	    service_add(c->db, &entry);
}

static enum status
write_device(struct ctx *c, const struct order_form *f,
    const struct value *in)
{
	const struct device_entry entry = {
		.id = f->order != NULL ? f->order->id : in[ID].text,
		.patient = f->patient,
		.version = in[ROW_VERSION].text,
		.device = in[WHAT].text,
		.model = in[MODEL].text,
		.quantity = in[QUANTITY].text,
		.needed_on = in[NEEDED].text,
		.commission_no = in[COMMISSION_NO].text,
		.commission_on = in[COMMISSION_ON].text,
		.source = in[SOURCE].text,
		.status = in[DRAFT].number != 0 ? "draft" : "needed",
		.requested_on = in[REQUESTED].text,
		.issued_on = in[ISSUED].text,
		.serial_no = in[SERIAL].text,
	};

	return f->order != NULL ? device_save(c->db, &entry) :
	    device_add(c->db, &entry);
}

/* Read and write; a refused form is shown again. */
static enum status
take_form(struct ctx *c, const struct order_form *f)
{
	struct value in[NFIELDS_MAX] = { 0 };
	enum status st;

	st = read_form(c, f, in);
	if (st == INVALID)
		return show_form(c, f, in, INVALID);
	if (st != OK)
		return st;
	if ((f->order != NULL ? in[ROW_VERSION].text : in[ID].text) == NULL)
		return MALFORMED;
	st = f->service ? write_service(c, f, in) : write_device(c, f, in);
	if (st == CONFLICT || (st == INVALID && rule_fail(c, f->rules, in)))
		return show_form(c, f, in, st);
	if (st != OK)
		return st;
	if (in[DRAFT].number != 0 || (f->order != NULL &&
	    strcmp(f->order->status, "draft") == 0))
		return redirect(c, "/patients/%s/sheet?done=order_drafted",
		    f->patient);
	return redirect(c, "/patients/%s/orders?done=%s", f->patient,
	    f->order == NULL ? "order_added" : "order_changed");
}

static enum status
add(struct ctx *c, bool service)
{
	struct order_form f;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	c->subject = id;
	f = form_of(service, id, NULL);
	return take_form(c, &f);
}

/* POST /patients/:id/orders/service: order it, or put it on the sheet. */
enum status
page_service_add(struct ctx *c)
{
	return add(c, true);
}

/* POST /patients/:id/orders/device: the same for a device. */
enum status
page_device_add(struct ctx *c)
{
	return add(c, false);
}

/* GET /orders/:id/edit: the order, to be changed while it is open. */
enum status
page_order_edit(struct ctx *c)
{
	struct value in[NFIELDS_MAX] = { 0 };
	struct care_order o;
	struct order_form f;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, NULL, 0, NULL)) != OK ||
	    (st = order_get(c->db, id, c->lang, &o)) != OK)
		return st;
	c->subject = o.patient;
	f = form_of(order_is_service(&o), o.patient, &o);
	fill(&f, in);
	in[ROW_VERSION].text = text_long(c->arena, o.version);
	return show_form(c, &f, in, OK);
}

/* POST /orders/:id: change it; the former version is kept. */
enum status
page_order_save(struct ctx *c)
{
	struct care_order o;
	struct order_form f;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = order_get(c->db, id, c->lang, &o)) != OK)
		return st;
	c->subject = o.patient;
	f = form_of(order_is_service(&o), o.patient, &o);
	return take_form(c, &f);
}
