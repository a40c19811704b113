/* steps.c: hold, complete, stop and take back prescription lines. */

#include <string.h>

#include "base/str.h"
#include "db/documents.h"
#include "db/prescription_steps.h"
#include "pages/register/holds.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"
#include "web/i18n.h"

/* Why, and of a stop since when. */
enum { REASON, ON, NWHY };
static const struct field why_form[NWHY] = {
	[REASON] = { "reason", F_CODE, .required = true, .max = 40 },
	[ON]     = { "on",     F_DATE, .required = true },
};

/* A step that asks why: the kind of its reasons, its page, its fields. */
struct asking {
	const char	*reasons;
	const char	*page;
	size_t		 nfields;
};

static const struct asking hold = { "hold", "prescription_hold_form", ON };
static const struct asking stop = { "stop", "prescription_stop_form", NWHY };

/* The page of the line as it is now, in one round trip. */
static enum status
show_asking(struct ctx *c, const struct asking *a, const char *line,
    const struct value *in, enum status answer)
{
	struct query q[] = {
		PRESCRIPTION_GET(line, c->lang),
		PATIENT_OF_LINE(line, c->lang),
		DOCUMENT_OF_LINE(line),
		REASONS_QUERY(c->lang, a->reasons),
	};
	struct view *v = view_new(c->arena);
	struct prescription_list one;
	struct book book;
	struct patient p;
	enum status st;

	if ((st = db_run_all(c->db, q, 4)) != OK ||
	    (st = patient_read_one(q[1].rows, &p)) != OK)
		return st;
	c->subject = p.id;
	prescription_read(c->db, q[0].rows, &one);
	book_read(c->db, q[3].rows, &book);
	if (in != NULL)
		form_show(v, why_form, a->nfields, in);
	else
		view_text(v, "on", date_text(c, today(c)));
	show_book(v, "reasons", &book, in != NULL ? in[REASON].text : NULL);
	show_who(c, v, &p, document_read_text(q[2].rows), false);
	show_lines(c, v, &one);
	view_text(v, "line", line);
	view_flag(v, "conflict", answer == CONFLICT);
	if ((st = render(c, a->page, v)) != OK)
		return st;
	return answer;
}

static enum status
open_line(struct ctx *c, struct prescription *out)
{
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	return prescription_get(c->db, id, c->lang, out);
}

static enum status
ask(struct ctx *c, const struct asking *a)
{
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	return show_asking(c, a, id, NULL, OK);
}

/* GET /prescriptions/:id/hold: why. */
enum status
page_prescription_hold_form(struct ctx *c)
{
	return ask(c, &hold);
}

/* GET /prescriptions/:id/stop: why and since when. */
enum status
page_prescription_stop_form(struct ctx *c)
{
	return ask(c, &stop);
}

/* POST /prescriptions/:id/hold: the line is not given until it is resumed. */
enum status
page_prescription_hold(struct ctx *c)
{
	struct value in[NWHY];
	struct prescription l;
	enum status st, read;

	if ((st = open_line(c, &l)) != OK)
		return st;
	c->subject = l.patient;
	if ((read = form_read(c, why_form, hold.nfields, in)) == INVALID)
		return show_asking(c, &hold, l.id, in, INVALID);
	if (read != OK)
		return read;
	st = step_hold(c->db, l.id, in[REASON].text);
	if (st == INVALID)
		form_fail(c, &in[REASON], N_("Choose one from the list"));
	if (st == CONFLICT || st == INVALID)
		return show_asking(c, &hold, l.id, in, st);
	if (st != OK)
		return st;
	return redirect(c, "/patients/%s/prescriptions"
	    "?done=prescription_held", l.patient);
}

/* POST /prescriptions/:id/stop: the line ends, with its reason. */
enum status
page_prescription_stop(struct ctx *c)
{
	struct value in[NWHY];
	struct prescription l;
	enum status st, read;

	if ((st = open_line(c, &l)) != OK)
		return st;
	c->subject = l.patient;
	if ((read = form_read(c, why_form, stop.nfields, in)) != OK &&
	    read != INVALID)
		return read;
	if (read == OK && (strcmp(in[ON].text, l.starts_on) < 0 ||
	    strcmp(in[ON].text, today(c)) > 0)) {
		form_fail(c, &in[ON], N_("a day from the start of the line to "
		    "today"));
		read = INVALID;
	}
	if (read == INVALID)
		return show_asking(c, &stop, l.id, in, INVALID);
	st = step_stop(c->db, l.id, in[REASON].text, in[ON].text);
	if (st == INVALID)
		form_fail(c, &in[REASON], N_("Choose a reason from the list"));
	if (st == CONFLICT || st == INVALID)
		return show_asking(c, &stop, l.id, in, st);
	if (st != OK)
		return st;
	return redirect(c, "/patients/%s/prescriptions"
	    "?done=prescription_stopped", l.patient);
}

/* The steps that need no more than a click, and the notice after each. */
static const struct {
	const char	*from;
	const char	*to;
	const char	*done;
} clicks[] = {
	{ "on_hold", "active",           "prescription_resumed" },
	{ "active",  "completed",        "prescription_completed" },
	{ "on_hold", "completed",        "prescription_completed" },
	{ "draft",   "entered_in_error", "prescription_dropped" },
};

static const char *const from_codes[] = { "active", "on_hold", "draft", NULL };
static const char *const to_codes[] = { "active", "completed",
	"entered_in_error", NULL };

enum { FROM, TO, FINDINGS, NSTEP = FINDINGS + NFINDINGS };
static const struct field step_form[FINDINGS] = {
	[FROM] = { "from", F_CHOICE, .required = true, .choices = from_codes },
	[TO]   = { "to",   F_CHOICE, .required = true, .choices = to_codes },
};

/* Reasons may come with it. */
static enum status
read_step(struct ctx *c, struct value in[NSTEP])
{
	struct field *all = arena_array(c->arena, NSTEP, sizeof(*all));

	memcpy(all, step_form, sizeof(step_form));
	findings_fields(c, &all[FINDINGS]);
	return form_read(c, all, NSTEP, in);
}

/*
 * POST /prescriptions/:id/status: resume, complete, drop a draft.  What
 * speaks against giving a line again is answered first.
 */
enum status
page_prescription_status(struct ctx *c)
{
	struct value in[NSTEP];
	struct override_entries kept = { NULL, 0 };
	const char *id, *patient, *done = NULL;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = read_step(c, in)) != OK)
		return st;
	for (size_t i = 0; i < sizeof(clicks) / sizeof(clicks[0]); i++)
		if (strcmp(clicks[i].from, in[FROM].text) == 0 &&
		    strcmp(clicks[i].to, in[TO].text) == 0)
			done = clicks[i].done;
	if (done == NULL)
		return INVALID;
	if (strcmp(in[TO].text, "active") == 0 &&
	    (st = hold_ends(c, id, &in[FINDINGS], &kept)) != OK)
		return st;
	if ((st = step_take(c->db, id, in[FROM].text, in[TO].text, &kept,
	    &patient)) != OK)
		return st;
	c->subject = patient;
	if (strcmp(in[FROM].text, "draft") == 0)
		return redirect(c, "/patients/%s/sheet?done=%s", patient, done);
	return redirect(c, "/patients/%s/prescriptions?done=%s", patient,
	    done);
}

/* POST /prescriptions/:id/undo: take back one's own step of today. */
enum status
page_prescription_undo(struct ctx *c)
{
	const char *id, *patient;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, NULL, 0, NULL)) != OK ||
	    (st = step_undo(c->db, id, &patient)) != OK)
		return st;
	c->subject = patient;
	return redirect(c, "/patients/%s/prescriptions"
	    "?done=prescription_undone", patient);
}
