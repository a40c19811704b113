/* prescriptions.c: search, write, change, copy and stop prescription lines. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "auth/permission.h"
#include "base/date.h"
#include "base/str.h"
#include "pages/register/entry.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"
#include "web/i18n.h"

enum { LINE, MEDICINE, PRODUCT, DOSE, UNIT, ROUTE, SCHEDULE, TIMES, INTERVAL,
	PRN, PRN_MAX, STARTS, ENDS, DURATION, NEXT, NFIELDS };

static const char *const schedule_codes[] = { "times_per_day", "every_hours",
	"once", "continuous", "patch", NULL };

static const struct field line_form[NFIELDS] = {
	[LINE]     = { "id",              F_UUID, .required = true },
	[MEDICINE] = { "medicine",        F_INT, .low = 1, .high = 2147483647 },
	[PRODUCT]  = { "product",         F_INT, .required = true, .low = 1,
	    .high = 2147483647 },
	[DOSE]     = { "dose",            F_DECIMAL, .required = true, .max = 12 },
	[UNIT]     = { "unit",            F_TEXT, .required = true, .max = 20 },
	[ROUTE]    = { "route",           F_CODE, .required = true, .max = 10 },
	[SCHEDULE] = { "schedule",        F_CHOICE, .required = true,
	    .choices = schedule_codes },
	[TIMES]    = { "times_per_day",   F_DECIMAL, .max = 5 },
	[INTERVAL] = { "interval_hours",  F_INT, .low = 1, .high = 720 },
	[PRN]      = { .name = "prn", .kind = F_FLAG },
	[PRN_MAX]  = { "prn_max_per_day", F_INT, .low = 1, .high = 48 },
	[STARTS]   = { "starts_on",       F_DATE, .required = true },
	[ENDS]     = { .name = "ends_on", .kind = F_DATE },
	[DURATION] = { "duration_days",   F_INT, .low = 1, .high = 730 },
	[NEXT]     = { .name = "next", .kind = F_FLAG },
};

/* What the form is for. */
struct purpose {
	const char	*heading;	/* translated */
	const char	*submit;
	const char	*action;	/* path of the POST */
	bool		 conflict;
};

static void
show_product(struct ctx *c, struct view *v, const struct product *p,
    const char *selected)
{
	struct view *o = view_item(v, "products");
	bool chosen = selected != NULL && strcmp(selected, p->id) == 0;

	view_text(o, "id", p->id);
	view_text(o, "medicine", p->medicine);
	view_text(o, "units", p->units);
	view_text(o, "routes", p->routes);
	view_text(o, "name", text_printf(c->arena, "%s, %s %s", p->inn,
	    p->form, p->strength));
	view_flag(o, "selected", chosen);
	if (chosen) {
		view_text(v, "medicine", p->medicine);
		view_text(v, "medicine_text", p->inn);
	}
}

/* The form with all its choices; v holds the values already. */
static enum status
show_form(struct ctx *c, struct view *v, const char *patient,
    const struct purpose *purpose, const char *product, const char *unit,
    const char *route, const char *schedule)
{
	struct query q[] = { UNITS_QUERY(c->lang), ROUTES_QUERY(c->lang) };
	struct product_list products;
	struct book book;
	struct patient p;
	const char *passport;
	enum status st;

	if ((st = patient_open(c, patient, &p, &passport)) != OK ||
	    (st = db_run_all(c->db, q, 2)) != OK ||
	    (st = book_products(c->db, c->lang, &products)) != OK)
		return st;
	show_who(c, v, &p, passport, false);
	book_read(c->db, q[0].rows, &book);
	show_book(v, "units", &book, unit);
	book_read(c->db, q[1].rows, &book);
	show_book(v, "routes", &book, route);
	show_choices(c, v, "schedules", prescription_schedules, schedule);
	view_list(v, "products");
	for (size_t i = 0; i < products.len; i++)
		show_product(c, v, &products.item[i], product);
	view_text(v, "heading", purpose->heading);
	view_text(v, "title", purpose->heading);
	view_text(v, "submit", purpose->submit);
	view_text(v, "action", purpose->action);
	view_flag(v, "conflict", purpose->conflict);
	return render(c, "prescription_new", v);
}

static struct purpose
purpose_new(struct ctx *c, const char *patient)
{
	return (struct purpose){
		.heading = tr(c, "New prescription"),
		.submit = tr(c, "Sign and save"),
		.action = text_printf(c->arena, "/patients/%s/prescriptions",
		    patient),
	};
}

static struct purpose
purpose_change(struct ctx *c, const char *line)
{
	return (struct purpose){
		.heading = tr(c, "Change a prescription"),
		.submit = tr(c, "Sign the new version"),
		.action = text_printf(c->arena, "/prescriptions/%s", line),
	};
}

/* GET /patients/:id/prescriptions/new: an empty line, by mouth from today. */
enum status
page_prescription_new(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct purpose purpose;
	const char *id, *line;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK || (st = uuid_new(c, &line)) != OK)
		return st;
	purpose = purpose_new(c, id);
	view_text(v, "line", line);
	view_text(v, "starts_on", date_text(c, today(c)));
	return show_form(c, v, id, &purpose, NULL, "mg", "PO",
	    "times_per_day");
}

/* A line's values into the form, to be changed or copied. */
static enum status
show_line_form(struct ctx *c, const struct prescription *l, bool copy)
{
	struct view *v = view_new(c->arena);
	struct purpose purpose;
	const char *line;
	enum status st;

	if ((st = uuid_new(c, &line)) != OK)
		return st;
	purpose = copy ? purpose_new(c, l->patient) : purpose_change(c, l->id);
	view_text(v, "line", line);
	view_text(v, "product", l->product);
	view_decimal(v, "dose", l->dose, c->lang);
	view_text(v, "unit", l->unit);
	view_text(v, "route", l->route);
	view_decimal(v, "times_per_day", l->times, c->lang);
	view_text(v, "interval_hours", l->interval);
	view_flag(v, "prn", l->prn);
	view_text(v, "prn_max_per_day", l->prn_max);
	view_text(v, "starts_on", date_text(c, today(c)));
	if (!copy && strcmp(l->ends_on, today(c)) >= 0)
		view_date(v, "ends_on", l->ends_on);
	return show_form(c, v, l->patient, &purpose, l->product, l->unit,
	    l->route, l->schedule);
}

/* The line of the path in the form. */
static enum status
show_existing(struct ctx *c, bool copy)
{
	struct prescription l;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = prescription_get(c->db, id, c->lang, &l)) != OK)
		return st;
	return copy || l.current ? show_line_form(c, &l, copy) : CONFLICT;
}

/* GET /prescriptions/:id/edit: the line, to be signed as a new version. */
enum status
page_prescription_edit(struct ctx *c)
{
	return show_existing(c, false);
}

/* GET /prescriptions/:id/copy: a new line like this one, from today. */
enum status
page_prescription_copy(struct ctx *c)
{
	return show_existing(c, true);
}

/* Is code one of the comma-separated list? */
static bool
in_list(const char *list, const char *code)
{
	const size_t len = strlen(code);

	for (const char *p = list; (p = strstr(p, code)) != NULL; p += len)
		if ((p == list || p[-1] == ',') &&
		    (p[len] == ',' || p[len] == '\0'))
			return true;
	return false;
}

/* What must hold between the fields; true when all does. */
static bool
check_schedule(struct ctx *c, struct value *in)
{
	const char *schedule = in[SCHEDULE].text;
	bool prn = in[PRN].number != 0, good = true;

	if (strcmp(schedule, "times_per_day") == 0 && in[TIMES].text == NULL) {
		form_fail(c, &in[TIMES], N_("how many times a day?"));
		good = false;
	}
	if ((strcmp(schedule, "every_hours") == 0 ||
	    strcmp(schedule, "patch") == 0) && in[INTERVAL].text == NULL) {
		form_fail(c, &in[INTERVAL], N_("every how many hours?"));
		good = false;
	}
	if (prn && in[PRN_MAX].text == NULL) {
		form_fail(c, &in[PRN_MAX], N_("an as-needed medicine needs the "
		    "largest number of doses in 24 hours"));
		good = false;
	}
	if (in[DOSE].text != NULL && strcmp(in[DOSE].text, "0") == 0) {
		form_fail(c, &in[DOSE], N_("the dose must be above zero"));
		good = false;
	}
	return good;
}

/* The end from the duration; both must agree when both are given. */
static bool
check_period(struct ctx *c, struct value *in)
{
	char text[DATE_TEXT + 1];
	long start, end;

	if (date_parse(in[STARTS].text, &start) != OK)
		return false;
	if (in[DURATION].text != NULL) {
		date_iso(start + in[DURATION].number - 1, text);
		if (in[ENDS].text != NULL && strcmp(in[ENDS].text, text) != 0) {
			form_fail(c, &in[DURATION], N_("end and duration do "
			    "not agree; leave one of them out"));
			return false;
		}
		in[ENDS].text = text_copy(c->arena, text);
	}
	if (in[ENDS].text != NULL && (date_parse(in[ENDS].text, &end) != OK ||
	    end < start)) {
		form_fail(c, &in[ENDS], N_("the end lies before the start"));
		return false;
	}
	return true;
}

/* Unit and route must be ones in which this product is given. */
static enum status
check_product(struct ctx *c, struct value *in)
{
	struct product p;
	enum status st;

	st = book_product(c->db, in[PRODUCT].text, c->lang, &p);
	if (st == NOT_FOUND) {
		form_fail(c, &in[PRODUCT], N_("choose a medicine from the list"));
		return INVALID;
	}
	if (st != OK)
		return st;
	if (!in_list(p.units, in[UNIT].text)) {
		form_fail(c, &in[UNIT], N_("this form is not dosed in this unit"));
		st = INVALID;
	}
	if (!in_list(p.routes, in[ROUTE].text)) {
		form_fail(c, &in[ROUTE],
		    N_("this form is not given by this route"));
		st = INVALID;
	}
	return st;
}

static enum status
read_line_form(struct ctx *c, struct value *in)
{
	enum status st;
	bool schedule, period;

	if ((st = form_read(c, line_form, NFIELDS, in)) != OK)
		return st;
	schedule = check_schedule(c, in);
	period = check_period(c, in);
	if ((st = check_product(c, in)) != OK)
		return st;
	return schedule && period ? OK : INVALID;
}

/* The form again as it was sent; returns what the answer is to be. */
static enum status
show_refused(struct ctx *c, const char *patient, struct purpose purpose,
    const struct value *in, enum status answer)
{
	struct view *v = view_new(c->arena);
	enum status st;

	form_show(v, line_form, NFIELDS, in);
	view_text(v, "line", in[LINE].text);
	view_flag(v, "has_errors", answer == INVALID);
	view_flag(v, "prn", in[PRN].number != 0);
	purpose.conflict = answer == CONFLICT;
	if ((st = show_form(c, v, patient, &purpose, in[PRODUCT].text,
	    in[UNIT].text, in[ROUTE].text, in[SCHEDULE].text)) != OK)
		return st;
	return answer;
}

static struct prescription_entry
read_entry(const char *patient, const struct value *in)
{
	const char *schedule = in[SCHEDULE].text;
	bool prn = in[PRN].number != 0;
	bool times = strcmp(schedule, "times_per_day") == 0;
	bool interval = strcmp(schedule, "every_hours") == 0 ||
	    strcmp(schedule, "patch") == 0;

	return (struct prescription_entry){
		.id = in[LINE].text,
		.patient = patient,
		.product = in[PRODUCT].text,
		.dose = in[DOSE].text,
		.unit = in[UNIT].text,
		.route = in[ROUTE].text,
		.schedule = schedule,
		.times = times ? in[TIMES].text : NULL,
		.interval = interval ? in[INTERVAL].text : NULL,
		.prn = prn ? "true" : "false",
		.prn_max = prn ? in[PRN_MAX].text : NULL,
		.starts_on = in[STARTS].text,
		.ends_on = in[ENDS].text,
	};
}

/* POST /patients/:id/prescriptions: sign a new line. */
enum status
page_prescription_add(struct ctx *c)
{
	struct value in[NFIELDS];
	struct prescription_entry entry;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	c->subject = id;
	if ((st = read_line_form(c, in)) == INVALID)
		return show_refused(c, id, purpose_new(c, id), in, INVALID);
	if (st != OK)
		return st;
	entry = read_entry(id, in);
	if ((st = prescription_add(c->db, &entry)) == CONFLICT)
		return show_refused(c, id, purpose_new(c, id), in, CONFLICT);
	if (st != OK)
		return st;
	if (in[NEXT].number != 0)
		return redirect(c, "/patients/%s/prescriptions/new"
		    "?done=prescription_added", id);
	return redirect(c, "/patients/%s/prescriptions?done=prescription_added",
	    id);
}

/* POST /prescriptions/:id: sign a new version; the old one is kept. */
enum status
page_prescription_save(struct ctx *c)
{
	struct value in[NFIELDS];
	struct prescription_entry entry;
	struct prescription old;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = prescription_get(c->db, id, c->lang, &old)) != OK)
		return st;
	c->subject = old.patient;
	if ((st = read_line_form(c, in)) == INVALID)
		return show_refused(c, old.patient, purpose_change(c, id), in,
		    INVALID);
	if (st != OK)
		return st;
	entry = read_entry(old.patient, in);
	if ((st = prescription_change(c->db, id, &entry)) == CONFLICT)
		return show_refused(c, old.patient,
		    purpose_new(c, old.patient), in, CONFLICT);
	if (st != OK)
		return st;
	return redirect(c, "/patients/%s/prescriptions"
	    "?done=prescription_changed", old.patient);
}

enum { REASON, ON, NSTOP };
static const struct field stop_form[NSTOP] = {
	[REASON] = { "reason", F_CODE, .required = true, .max = 40 },
	[ON]     = { "on",     F_DATE, .required = true },
};

static enum status
show_stop_form(struct ctx *c, const struct prescription *l,
    const struct value *in, enum status answer)
{
	struct view *v = view_new(c->arena);
	struct query reasons = REASONS_QUERY(c->lang, "stop");
	struct prescription_list one = { (struct prescription *)l, 1 };
	struct book book;
	struct patient p;
	const char *passport;
	enum status st;

	if ((st = patient_open(c, l->patient, &p, &passport)) != OK ||
	    (st = db_run_all(c->db, &reasons, 1)) != OK)
		return st;
	book_read(c->db, reasons.rows, &book);
	if (in != NULL)
		form_show(v, stop_form, NSTOP, in);
	else
		view_text(v, "on", date_text(c, today(c)));
	show_book(v, "reasons", &book, in != NULL ? in[REASON].text : NULL);
	show_who(c, v, &p, passport, false);
	show_lines(c, v, &one);
	view_text(v, "line", l->id);
	view_flag(v, "conflict", answer == CONFLICT);
	if ((st = render(c, "prescription_stop_form", v)) != OK)
		return st;
	return answer;
}

/* GET /prescriptions/:id/stop: why and since when. */
enum status
page_prescription_stop_form(struct ctx *c)
{
	struct prescription l;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = prescription_get(c->db, id, c->lang, &l)) != OK)
		return st;
	return show_stop_form(c, &l, NULL, OK);
}

/* POST /prescriptions/:id/stop: the line ends, with its reason. */
enum status
page_prescription_stop(struct ctx *c)
{
	struct value in[NSTOP];
	struct prescription l;
	const char *id;
	enum status st, read;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = prescription_get(c->db, id, c->lang, &l)) != OK)
		return st;
	c->subject = l.patient;
	if ((read = form_read(c, stop_form, NSTOP, in)) != OK &&
	    read != INVALID)
		return read;
	if (read == OK && (strcmp(in[ON].text, l.starts_on) < 0 ||
	    strcmp(in[ON].text, today(c)) > 0)) {
		form_fail(c, &in[ON], N_("a day from the start of the line to "
		    "today"));
		read = INVALID;
	}
	if (read == INVALID)
		return show_stop_form(c, &l, in, INVALID);
	st = prescription_stop(c->db, id, in[REASON].text, in[ON].text);
	if (st == CONFLICT)
		return show_stop_form(c, &l, in, CONFLICT);
	if (st != OK)
		return st;
	return redirect(c, "/patients/%s/prescriptions"
	    "?done=prescription_stopped", l.patient);
}
