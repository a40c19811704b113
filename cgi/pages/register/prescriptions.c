/* prescriptions.c: write, change and copy prescription lines. */

#include <string.h>

#include "base/str.h"
#include "db/favourites.h"
#include "pages/register/line_form.h"
#include "pages/register/pages.h"
#include "web/i18n.h"

static struct line_purpose
purpose_new(struct ctx *c, const char *patient)
{
	return (struct line_purpose){
		.heading = tr(c, "New prescription"),
		.submit = tr(c, "Sign and save"),
		.action = text_printf(c->arena, "/patients/%s/prescriptions",
		    patient),
		.is_new = true,
	};
}

static struct line_purpose
purpose_change(struct ctx *c, const struct prescription_source *line)
{
	bool draft = strcmp(line->status, "draft") == 0;

	return (struct line_purpose){
		.heading = tr(c, "Change a prescription"),
		.submit = draft ? tr(c, "Save the draft") :
		    tr(c, "Sign the new version"),
		.action = text_printf(c->arena, "/prescriptions/%s", line->id),
		.old = line,
	};
}

/* A new row's number and today as its start. */
static enum status
begin(struct ctx *c, struct value in[NLINE])
{
	in[E_STARTS] = (struct value){ .text = today(c) };
	return uuid_new(c, &in[L_ID].text);
}

enum { FAVOURITE, WITH, SHEET, NNEW };
static const struct field new_form[NNEW] = {
	[FAVOURITE] = { .name = "favourite", .kind = F_UUID },
	[WITH]      = { "with", F_CODE, .max = 40 },
	[SHEET]     = { .name = "sheet", .kind = F_FLAG },
};

/* What the favourite says, from today. */
static enum status
fill_favourite(struct ctx *c, const char *favourite, struct value in[NLINE])
{
	const char *part[NENTRY], *days;
	enum status st;

	if ((st = favourite_get(c->db, favourite, part, &days)) != OK)
		return st;
	line_form_fill(c, part, in);
	in[L_DURATION].raw = days;
	return OK;
}

/* What a rule asks for beside the other lines, from today. */
static enum status
fill_companion(struct ctx *c, const char *rule, struct value in[NLINE])
{
	const char *part[NENTRY];
	enum status st;

	if ((st = entry_companion(c->db, rule, part)) != OK)
		return st;
	line_form_fill(c, part, in);
	return OK;
}

/*
 * GET /patients/:id/prescriptions/new: an empty line, by mouth from today, or
 * one as a favourite says, or one that a rule asks for.
 */
enum status
page_prescription_new(struct ctx *c)
{
	struct value in[NLINE] = {
		[E_UNIT].text = "mg",
		[E_ROUTE].text = "PO",
		[E_SCHEDULE].text = "times_per_day",
	};
	struct value query[NNEW];
	struct line_purpose purpose;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, new_form, NNEW, query)) != OK)
		return st;
	if (query[FAVOURITE].text != NULL &&
	    (st = fill_favourite(c, query[FAVOURITE].text, in)) != OK)
		return st;
	if (query[WITH].text != NULL &&
	    (st = fill_companion(c, query[WITH].text, in)) != OK)
		return st;
	if ((st = begin(c, in)) != OK)
		return st;
	purpose = purpose_new(c, id);
	purpose.to_sheet = query[SHEET].number != 0;
	return line_form_show(c, id, &purpose, in, NULL);
}

/* Whose line it is, where the link says so: that saves a round trip. */
enum { OF, NOF };
static const struct field of_form[NOF] = {
	[OF] = { .name = "patient", .kind = F_UUID },
};

/* The line and all that its form needs, in one round trip. */
static enum status
open_existing(struct ctx *c, struct prescription_source **out,
    struct query q[LINE_FORM_QUERIES + 1])
{
	struct prescription_source first;
	struct value in[NOF];
	const char *id, *patient;
	enum status st;
	size_t len;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, of_form, NOF, in)) != OK)
		return st;
	if ((patient = in[OF].text) == NULL) {
		if ((st = entry_get(c->db, id, &first)) != OK)
			return st;
		patient = first.patient;
	}
	line_form_queries(c, patient, NULL, NULL, q);
	q[LINE_FORM_QUERIES] = (struct query)ENTRY_GET(id);
	if ((st = db_run_all(c->db, q, LINE_FORM_QUERIES + 1)) != OK)
		return st;
	entry_read(c->db, q[LINE_FORM_QUERIES].rows, out, &len);
	return len == 1 && strcmp((*out)->patient, patient) == 0 ? OK :
	    NOT_FOUND;
}

/* The line of the path in the form. */
static enum status
show_existing(struct ctx *c, bool copy)
{
	struct query q[LINE_FORM_QUERIES + 1];
	struct prescription_source *line;
	struct line_purpose purpose;
	struct value in[NLINE];
	enum status st;

	if ((st = open_existing(c, &line, q)) != OK)
		return st;
	if (!copy && !line->current)
		return CONFLICT;
	line_form_fill(c, line->part, in);
	if ((st = begin(c, in)) != OK)
		return st;
	if (copy)
		in[E_PUMP].text = in[E_PUMP].raw = NULL;
	if (copy || strcmp(line->part[E_ENDS], today(c)) < 0)
		in[E_ENDS].text = NULL;
	if (strcmp(line->part[E_REVIEW], today(c)) < 0)
		in[E_REVIEW].text = NULL;
	purpose = copy ? purpose_new(c, line->patient) :
	    purpose_change(c, line);
	return line_form_render(c, line->patient, &purpose, in, NULL, q);
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

/* The form again as it was sent; returns what the answer is to be. */
static enum status
show_refused(struct ctx *c, const char *patient, struct line_purpose purpose,
    const struct value *in, struct line_check *check, enum status answer)
{
	enum status st;

	purpose.conflict = answer == CONFLICT;
	purpose.to_sheet = in[L_DRAFT].number != 0;
	if ((st = line_form_show(c, patient, &purpose, in, check)) != OK)
		return st;
	return answer;
}

/* Every infusion runs in a pump; without a choice in a new one. */
static enum status
choose_pump(struct ctx *c, struct value *in)
{
	if (strcmp(in[E_SCHEDULE].text, "infusion") != 0 ||
	    in[E_PUMP].text != NULL)
		return OK;
	return uuid_new(c, &in[E_PUMP].text);
}

/* Read the form and write the row: old is NULL for a new line. */
static enum status
write_line(struct ctx *c, const char *patient,
    const struct prescription_source *old, struct value in[NLINE],
    struct line_check *check)
{
	struct prescription_entry entry;
	struct override_entries kept = { NULL, 0 };
	enum status st;

	if ((st = line_form_read(c, patient, old, in, check)) != OK ||
	    (st = choose_pump(c, in)) != OK)
		return st;
	entry = line_form_entry(patient, in);
	if ((st = uuid_new(c, &entry.sheet)) != OK)
		return st;
	if (check->set.refused)
		findings_kept(c, &check->set, &kept);
	st = old != NULL ? entry_change(c->db, old->id, &entry, &kept) :
	    entry_add(c->db, &entry, &kept);
	if (st == INVALID)
		line_form_refuse(c, db_refusal(c->db), in);
	return st;
}

/* POST /patients/:id/prescriptions: sign a new line, or put it on the sheet. */
enum status
page_prescription_add(struct ctx *c)
{
	struct value in[NLINE];
	struct line_check check;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	c->subject = id;
	st = write_line(c, id, NULL, in, &check);
	if (st == INVALID || st == CONFLICT)
		return show_refused(c, id, purpose_new(c, id), in, &check, st);
	if (st != OK)
		return st;
	if (in[L_WAY].text != NULL)
		return redirect(c, "/patients/%s/prescriptions/new?with=%s"
		    "&sheet=1&done=prescription_drafted", id, in[L_WAY].text);
	if (in[L_NEXT].number != 0)
		return redirect(c, "/patients/%s/prescriptions/new?done=%s",
		    id, in[L_DRAFT].number != 0 ? "prescription_drafted" :
		    "prescription_added");
	if (in[L_DRAFT].number != 0)
		return redirect(c, "/patients/%s/sheet"
		    "?done=prescription_drafted", id);
	return redirect(c, "/patients/%s/prescriptions?done=prescription_added",
	    id);
}

/* POST /prescriptions/:id: sign a new version; the old one is kept. */
enum status
page_prescription_save(struct ctx *c)
{
	struct value in[NLINE];
	struct prescription_source old;
	struct line_purpose purpose;
	struct line_check check;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = entry_get(c->db, id, &old)) != OK)
		return st;
	c->subject = old.patient;
	st = write_line(c, old.patient, &old, in, &check);
	if (st == INVALID)
		return show_refused(c, old.patient, purpose_change(c, &old),
		    in, &check, INVALID);
	if (st == CONFLICT) {
		line_check_renew(&check);
		purpose = purpose_new(c, old.patient);
		purpose.clash = old.series;
		return show_refused(c, old.patient, purpose, in, &check,
		    CONFLICT);
	}
	if (st != OK)
		return st;
	if (strcmp(old.status, "draft") == 0)
		return redirect(c, "/patients/%s/sheet"
		    "?done=prescription_drafted", old.patient);
	return redirect(c, "/patients/%s/prescriptions"
	    "?done=prescription_changed", old.patient);
}
