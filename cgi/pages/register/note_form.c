/* note_form.c: write, change and mark notes, whose text arrives sealed. */

#include "auth/permission.h"
#include "base/str.h"
#include "pages/inputs.h"
#include "pages/register/entry.h"
#include "pages/register/note.h"
#include "pages/register/pages.h"
#include "pages/register/sealed.h"
#include "seal/envelope.h"
#include "web/i18n.h"

enum { ID, KIND, ON, NOTE, NFIELDS };

static const struct field note_fields[NFIELDS] = {
	[ID]   = { .name = "id", .kind = F_UUID },
	[KIND] = { "kind", F_CODE, .required = true, .max = 40 },
	[ON]   = { "on", F_DATE, .required = true },
	[NOTE] = { "note", F_SEALED, .max = ENVELOPE_MAX },
};

static const struct input note_inputs[NFIELDS] = {
	[KIND] = { N_("Kind"), W_SELECT, NULL, NULL },
	[ON]   = { N_("Day"), W_DATE, NULL, NULL },
};

static const struct rule rules[] = {
	{ "note_kind_known", KIND, N_("Choose one from the list") },
	{ "note_not_in_future", ON, N_("this date lies in the future") },
	{ "note_after_birth", ON,
	    N_("this day lies before the year of birth") },
	{ "note_before_death", ON,
	    N_("nobody is seen after his death; choose another kind or day") },
	{ NULL, 0, NULL }
};

static const char unsealed[] = N_("the note arrived without its seal; it is "
    "sealed by the script of this page");
static const char broken[] = N_("the seal of the note does not hold; check "
    "the clock of this computer");

/* What the form is about; now is NULL for a new note. */
struct note_page {
	const char		*patient;
	const struct note	*now;
	struct value		*in;
};

/* Where it is sent, and under which name a draft of it is kept. */
static void
show_target(struct ctx *c, struct view *v, const struct note_page *n,
    const char *fresh)
{
	if (n->now != NULL && !n->now->in_error) {
		view_text(v, "action", text_printf(c->arena, "/notes/%s",
		    n->now->id));
		view_text(v, "draft", text_printf(c->arena, "/notes/%s/edit",
		    n->now->id));
		view_text(v, "rec", n->now->id);
		view_text(v, "current_note", n->now->text);
		view_text(v, "current_kind", n->now->kind);
		view_text(v, "current_on", n->now->on);
		return;
	}
	view_text(v, "action", text_printf(c->arena, "/patients/%s/notes",
	    n->patient));
	view_text(v, "draft", text_printf(c->arena, "/patients/%s/notes/new",
	    n->patient));
	view_text(v, "rec", fresh);
	view_flag(v, "new", true);
}

/* The form; the answer is the status that the request ends with. */
static enum status
show_form(struct ctx *c, const struct note_page *n, enum status answer)
{
	struct view *v = view_new(c->arena);
	struct query q[] = {
		PATIENT_GET(n->patient, c->lang),
		DOCUMENT_CURRENT(n->patient),
		CODED_QUERY(c->lang, "note_kind"),
	};
	struct book kinds;
	const struct book *const books[NFIELDS] = { [KIND] = &kinds };
	const char *fresh;
	struct patient p;
	enum status st;

	c->subject = n->patient;
	if ((st = uuid_new(c, &fresh)) != OK ||
	    (st = db_run_all(c->db, q, 3)) != OK ||
	    (st = patient_read_one(q[0].rows, &p)) != OK)
		return st;
	book_read(c->db, q[2].rows, &kinds);
	show_who(c, v, &p, document_read_text(q[1].rows), false);
	show_inputs(c, v, note_fields, note_inputs, NFIELDS, n->in, books);
	show_target(c, v, n, n->now == NULL && n->in[ID].text != NULL &&
	    answer != CONFLICT ? n->in[ID].text : fresh);
	view_text(v, "pending", n->in[NOTE].text);
	view_text(v, "pending_rec", n->in[ID].text);
	view_text(v, "note_error", n->in[NOTE].error);
	view_flag(v, "has_errors", answer == INVALID);
	view_flag(v, "stored", answer == CONFLICT && n->now == NULL);
	view_text(v, "title", n->now != NULL ? tr(c, "Change a note") :
	    tr(c, "New note"));
	if (answer == CONFLICT && n->now != NULL)
		show_note(c, view_item(v, "theirs"), n->now);
	if ((st = render(c, "note_form", v)) != OK)
		return st;
	return answer;
}

enum { ASKED_KIND, NASKED };
static const struct field asked_form[NASKED] = {
	[ASKED_KIND] = { "kind", F_CODE, .max = 40 },
};

/* GET /patients/:id/notes/new: an empty form, of a kind if one is asked for. */
enum status
page_note_new(struct ctx *c)
{
	struct value asked[NASKED], in[NFIELDS] = { 0 };
	struct note_page n = { .in = in };
	enum status st;

	if ((st = path_uuid(c, &n.patient)) != OK)
		return st;
	if ((st = form_read(c, asked_form, NASKED, asked)) != OK)
		return st == INVALID ? NOT_FOUND : st;
	in[KIND].text = asked[ASKED_KIND].text;
	in[ON].text = today(c);
	return show_form(c, &n, OK);
}

/* Read the form; INVALID too where no sealed text came. */
static enum status
read_form(struct ctx *c, struct value *in)
{
	enum status st = form_read(c, note_fields, NFIELDS, in);

	if (st != OK && st != INVALID)
		return st;
	if (in[NOTE].text == NULL && in[NOTE].error == NULL) {
		form_fail(c, &in[NOTE], unsealed);
		st = INVALID;
	}
	return st;
}

/* Store what was read, or say at which field it fails. */
static enum status
put(struct ctx *c, const struct note_page *n, const char *rec)
{
	const struct note_entry entry = {
		.patient = n->patient,
		.kind = n->in[KIND].text,
		.on = n->in[ON].text,
	};
	struct document d;
	enum status st;

	if ((st = sealed_check(c, "note", rec, n->in[NOTE].text,
	    n->now != NULL ? n->now->text : NULL, &d)) == INVALID) {
		form_fail(c, &n->in[NOTE], broken);
		return INVALID;
	}
	if (st != OK)
		return st;
	if ((st = note_put(c->db, &entry, &d)) == INVALID &&
	    !rule_fail(c, rules, n->in))
		form_fail(c, &n->in[NOTE], broken);
	return st;
}

/* POST /patients/:id/notes: a new note. */
enum status
page_note_add(struct ctx *c)
{
	struct value in[NFIELDS];
	struct note_page n = { .in = in };
	enum status st;

	if ((st = path_uuid(c, &n.patient)) != OK)
		return st;
	c->subject = n.patient;
	if ((st = read_form(c, in)) != OK && st != INVALID)
		return st;
	if (in[ID].text == NULL || in[ID].error != NULL) {
		form_fail(c, &in[NOTE], unsealed);
		st = INVALID;
	}
	if (st == OK)
		st = put(c, &n, in[ID].text);
	if (st == INVALID || st == CONFLICT)
		return show_form(c, &n, st);
	if (st != OK)
		return st;
	return redirect(c, "/patients/%s/notes?done=note_added", n.patient);
}

/* GET /notes/:id/edit: a note to be saved as its next revision. */
enum status
page_note_edit(struct ctx *c)
{
	struct value in[NFIELDS] = { 0 };
	struct note now;
	struct note_page n = { .now = &now, .in = in };
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = note_get(c->db, id, c->lang, &now)) != OK)
		return st;
	if (now.in_error)
		return CONFLICT;
	n.patient = now.patient;
	in[KIND].text = now.kind;
	in[ON].text = now.on;
	return show_form(c, &n, OK);
}

/* POST /notes/:id: the next revision; the former ones are kept. */
enum status
page_note_save(struct ctx *c)
{
	struct value in[NFIELDS];
	struct note now;
	struct note_page n = { .now = &now, .in = in };
	const char *id;
	enum status st, read;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	if ((read = read_form(c, in)) != OK && read != INVALID)
		return read;
	if ((st = note_get(c->db, id, c->lang, &now)) != OK)
		return st;
	n.patient = now.patient;
	c->subject = now.patient;
	in[ID].text = id;
	if (read == INVALID)
		return show_form(c, &n, INVALID);
	st = now.in_error ? CONFLICT : put(c, &n, id);
	if (st == CONFLICT &&
	    (st = note_get(c->db, id, c->lang, &now)) == OK)
		return show_form(c, &n, CONFLICT);
	if (st == INVALID)
		return show_form(c, &n, INVALID);
	if (st != OK)
		return st;
	return redirect(c, "/patients/%s/notes?done=note_changed", n.patient);
}

enum { REV, NMARK };
static const struct field mark_form[NMARK] = {
	[REV] = { "rev", F_INT, .required = true, .low = 1, .high = 2147483647 },
};

/* POST /notes/:id/error: entered in error, says who wrote it. */
enum status
page_note_mark(struct ctx *c)
{
	struct value in[NMARK];
	struct note now;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, mark_form, NMARK, in)) != OK ||
	    (st = note_get(c->db, id, c->lang, &now)) != OK)
		return st;
	c->subject = now.patient;
	if (!now.mine)
		return DENIED;
	if ((st = note_mark(c->db, id, in[REV].text)) != OK)
		return st;
	return redirect(c, "/patients/%s/notes?done=note_marked", now.patient);
}
