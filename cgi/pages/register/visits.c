/* visits.c: plan a visit, record it, change or cancel it, take it back. */

#include <string.h>

#include "base/str.h"
#include "pages/register/care.h"
#include "pages/register/pages.h"
#include "pages/register/visit_form.h"
#include "pages/common.h"

enum { ASKED, ASKED_BACK, ASKED_DOCTOR, NASKED };

static const char *const status_codes[] = { "planned", "done", "cancelled",
	"no_show", NULL };
static const struct field asked_form[NASKED] = {
	[ASKED] = { "status", F_CHOICE, .choices = status_codes },
	[ASKED_BACK] = { .name = "back", .kind = F_DATE },
	[ASKED_DOCTOR] = { .name = "doctor", .kind = F_UUID },
};

/* What the address asks for; without a status the one that it has, or done. */
static enum status
read_asked(struct ctx *c, struct visit_form *f)
{
	struct value asked[NASKED];
	enum status st;

	if ((st = form_read(c, asked_form, NASKED, asked)) != OK)
		return st == INVALID ? NOT_FOUND : st;
	f->status = asked[ASKED].text != NULL ? asked[ASKED].text :
	    f->was != NULL ? f->was->status : "done";
	f->in[V_BACK].text = asked[ASKED_BACK].text;
	f->in[V_BACK_DOCTOR].text = asked[ASKED_DOCTOR].text;
	return OK;
}

/* The last version of the visit of the path. */
static enum status
open_visit(struct ctx *c, struct visit *out)
{
	const char *series;
	enum status st;

	if ((st = path_uuid(c, &series)) != OK)
		return st;
	struct query q = VISIT_GET(series, c->lang);
	if ((st = db_run_all(c->db, &q, 1)) != OK ||
	    (st = visit_read_one(q.rows, out)) != OK)
		return st;
	c->subject = out->patient;
	return OK;
}

/* GET /patients/:id/care/visits/new?status=: a plan, or what took place. */
enum status
page_visit_new(struct ctx *c)
{
	struct visit_form f = { 0 };
	enum status st;

	if ((st = path_uuid(c, &f.patient)) != OK)
		return st;
	c->subject = f.patient;
	if ((st = read_asked(c, &f)) != OK ||
	    (st = uuid_new(c, &f.in[V_SERIES].text)) != OK)
		return st;
	if (!visit_step(NULL, f.status))
		return NOT_FOUND;
	return visit_form_show(c, &f, true, OK);
}

/* Where one goes from a visit: on with the work, or back to the list. */
static enum status
leave(struct ctx *c, const struct visit_form *f)
{
	const char *then = f->in[V_THEN].text;
	const char *back = f->in[V_BACK].text;
	const char *doctor = f->in[V_BACK_DOCTOR].text;

	if (then != NULL && strcmp(then, "assess") == 0)
		return redirect(c, "/patients/%s/assessments/new"
		    "?done=visit_done", f->patient);
	if (then != NULL)
		return redirect(c, "/patients/%s/sheet?done=visit_done",
		    f->patient);
	if (back != NULL)
		return redirect(c, "/visits?day=%s%s%s&done=visit_%s", back,
		    doctor != NULL ? "&doctor=" : "",
		    doctor != NULL ? doctor : "", f->status);
	return redirect(c, "/patients/%s/care?done=visit_%s", f->patient,
	    f->status);
}

/* Check and save what was read, or show it again. */
static enum status
save(struct ctx *c, struct visit_form *f, enum status read)
{
	enum status st;

	if (f->status == NULL)
		return INVALID;
	if (read == CONFLICT)
		return visit_form_show(c, f, false, CONFLICT);
	if ((st = visit_form_check(c, f)) == OK)
		st = read == OK ? visit_form_save(c, f) : INVALID;
	if (st == INVALID || st == CONFLICT)
		return visit_form_show(c, f, false, st);
	if (st != OK)
		return st;
	return leave(c, f);
}

/* POST /patients/:id/care/visits: a new visit, and the one after it. */
enum status
page_visit_add(struct ctx *c)
{
	struct visit_form f = { 0 };
	enum status st;

	if ((st = path_uuid(c, &f.patient)) != OK)
		return st;
	c->subject = f.patient;
	st = visit_form_read(c, &f);
	if (st != OK && st != INVALID)
		return st;
	return save(c, &f, st);
}

/* GET /care/visits/:id/edit?status=: the next step, or a change. */
enum status
page_visit_edit(struct ctx *c)
{
	struct visit_form f = { 0 };
	struct visit was;
	enum status st;

	if ((st = open_visit(c, &was)) != OK)
		return st;
	f.was = &was;
	f.patient = was.patient;
	if ((st = read_asked(c, &f)) != OK)
		return st;
	if (!visit_step(&was, f.status))
		return CONFLICT;
	f.in[V_SERIES].text = was.series;
	return visit_form_show(c, &f, true, OK);
}

/* POST /care/visits/:id: the next version of a visit. */
enum status
page_visit_save(struct ctx *c)
{
	struct visit_form f = { 0 };
	struct visit was;
	enum status st;

	if ((st = open_visit(c, &was)) != OK)
		return st;
	f.was = &was;
	f.patient = was.patient;
	st = visit_form_read(c, &f);
	if (st != OK && st != INVALID && st != CONFLICT)
		return st;
	f.in[V_SERIES].text = was.series;
	return save(c, &f, st);
}

/* POST /care/visits/:id/undo: it was entered in error. */
enum status
page_visit_undo(struct ctx *c)
{
	struct visit was;
	enum status st;

	if ((st = open_visit(c, &was)) != OK ||
	    (st = care_take_back(c, was.series, visit_take_back)) != OK)
		return st;
	return redirect(c, "/patients/%s/care?done=visit_taken_back",
	    was.patient);
}
