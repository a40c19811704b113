/* notes.c: the notes of a patient, which only the browser can read. */

#include <string.h>

#include "auth/permission.h"
#include "base/str.h"
#include "db/notes.h"
#include "pages/register/entry.h"
#include "pages/register/note.h"
#include "pages/register/pages.h"
#include "web/i18n.h"

enum { KIND, SINCE, UNTIL, ERRORS, PAGE, NFILTERS };

static const struct field filter_form[NFILTERS] = {
	[KIND]   = { "kind", F_CODE, .max = 40 },
	[SINCE]  = { .name = "since", .kind = F_DATE },
	[UNTIL]  = { .name = "until", .kind = F_DATE },
	[ERRORS] = { .name = "wrong", .kind = F_FLAG },
	[PAGE]   = { "page", F_INT, .low = 0, .high = 10000 },
};

static const char *const filter_labels[NFILTERS] = {
	N_("Kind"), N_("From"), N_("until"), N_("Entered in error"), N_("Page")
};

/* What the browser fills with a note that is not on the page. */
static const struct note blank = { .id = "", .rev = "", .patient = "",
	.registry_no = "", .kind = "", .kind_name = "", .on = "", .author = "",
	.created = "0", .marked_by = "", .marked = "", .text = "", .mine = true,
	.current = true };

void
show_note(const struct ctx *c, struct view *v, const struct note *n)
{
	view_text(v, "note", n->id);
	view_text(v, "of", n->patient);
	view_text(v, "of_no", n->registry_no);
	view_text(v, "rev", n->rev);
	view_text(v, "kind_code", n->kind);
	view_text(v, "kind", n->kind_name);
	view_text(v, "on_iso", n->on);
	view_text(v, "on", date_text(c, n->on));
	view_text(v, "author", n->author);
	view_text(v, "at", moment_text(c, n->created));
	view_text(v, "envelope", n->text);
	view_flag(v, "versioned", strcmp(n->rev, "1") != 0);
	view_flag(v, "in_error", n->in_error);
	view_text(v, "marked_by", n->marked_by);
	view_text(v, "marked", *n->marked != '\0' ?
	    moment_text(c, n->marked) : "");
	view_flag(v, "may_change", may(c, PERM_RECORD_WRITE) && !n->in_error);
	view_flag(v, "may_mark", may(c, PERM_RECORD_WRITE) && n->mine &&
	    !n->in_error);
}

static struct note_filter
read_filter(const struct value *in)
{
	return (struct note_filter){
		.kind = in[KIND].text,
		.since = in[SINCE].text,
		.until = in[UNTIL].text,
		.with_errors = in[ERRORS].number != 0,
	};
}

static void
show_list(struct ctx *c, struct view *v, const char *patient,
    const struct query q[NOTE_QUERIES], const struct value *in)
{
	struct note_counts counts;
	struct note_list list;

	note_read(c->db, q[0].rows, &list);
	note_read_counts(q[1].rows, &counts);
	view_list(v, "notes");
	for (size_t i = 0; i < list.len; i++) {
		struct view *o = view_item(v, "notes");

		show_note(c, o, &list.item[i]);
		view_flag(o, "merged",
		    strcmp(list.item[i].patient, patient) != 0);
	}
	view_flag(v, "has_notes", list.len > 0);
	view_flag(v, "has_any", counts.all > 0);
	view_long(v, "total", counts.fitting);
	view_long(v, "in_all", counts.all);
	view_flag(v, "whole", list.len == (size_t)counts.all);
	show_pages(c, v, in[PAGE].number, NOTE_PAGE, list.len, counts.fitting);
}

/* GET /patients/:id/notes: notes by kind and period; their texts are sealed. */
enum status
page_note_list(struct ctx *c)
{
	enum { PATIENT, PASSPORT, KINDS, NOTES, LEN = NOTES + NOTE_QUERIES };
	struct value in[NFILTERS];
	struct view *v = view_new(c->arena);
	struct note_filter filter;
	struct book kinds;
	struct patient p;
	const char *id;
	enum status st, read;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	if ((read = form_read(c, filter_form, NFILTERS, in)) != OK &&
	    read != INVALID)
		return read;
	c->subject = id;
	filter = read_filter(in);
	struct query q[LEN] = {
		[PATIENT] = PATIENT_GET(id, c->lang),
		[PASSPORT] = DOCUMENT_CURRENT(id),
		[KINDS] = CODED_QUERY(c->lang, "note_kind"),
	};
	note_queries(c->db, id, &filter, in[PAGE].number * NOTE_PAGE,
	    NOTE_PAGE, c->lang, &q[NOTES]);
	if ((st = db_run_all(c->db, q, read == OK ? LEN : NOTES)) != OK ||
	    (st = patient_read_one(q[PATIENT].rows, &p)) != OK)
		return st;
	book_read(c->db, q[KINDS].rows, &kinds);
	book_offer_all(&kinds);
	show_who(c, v, &p, document_read_text(q[PASSPORT].rows), true);
	form_show(v, filter_form, NFILTERS, in);
	show_book(v, "kinds", &kinds, in[KIND].text);
	show_errors(c, v, filter_labels, NFILTERS, in);
	view_flag(v, "filtered", in[KIND].raw != NULL || in[SINCE].raw != NULL ||
	    in[UNTIL].raw != NULL || in[ERRORS].raw != NULL);
	view_flag(v, "fits", read == OK);
	if (read == OK)
		show_list(c, v, id, &q[NOTES], in);
	show_note(c, view_item(v, "template"), &blank);
	if ((st = render(c, "note_list", v)) != OK)
		return st;
	return read;
}

/* A note as the browser fills the template of part_note.html with it. */
static void
write_note(const struct ctx *c, struct json *j, const char *patient,
    const struct note *n)
{
	bool writes = may(c, PERM_RECORD_WRITE) && !n->in_error;

	json_begin_object(j, NULL);
	json_put_text(j, "id", n->id);
	json_put_text(j, "of", n->patient);
	json_put_text(j, "of_no", n->registry_no);
	json_put_bool(j, "merged", strcmp(n->patient, patient) != 0);
	json_put_text(j, "rev", n->rev);
	json_put_text(j, "kind_code", n->kind);
	json_put_text(j, "kind", n->kind_name);
	json_put_text(j, "on_iso", n->on);
	json_put_text(j, "on", date_text(c, n->on));
	json_put_text(j, "author", n->author);
	json_put_text(j, "at", moment_text(c, n->created));
	json_put_text(j, "envelope", n->text);
	json_put_bool(j, "versioned", strcmp(n->rev, "1") != 0);
	json_put_bool(j, "in_error", n->in_error);
	json_put_bool(j, "may_change", writes);
	json_put_bool(j, "may_mark", writes && n->mine);
	json_end_object(j);
}

/* GET /api/patients/:id/notes: all of them, for the search in the browser. */
enum status
page_note_data(struct ctx *c)
{
	static const struct note_filter all = { .with_errors = true };
	struct query q[NOTE_QUERIES];
	struct note_list list;
	struct patient p;
	struct str *out = str_new(c->arena);
	struct json j;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, NULL, 0, NULL)) != OK)
		return st;
	c->subject = id;
	note_queries(c->db, id, &all, 0, NOTE_MOST, c->lang, q);
	q[1] = (struct query)PATIENT_GET(id, c->lang);
	if ((st = db_run_all(c->db, q, 2)) != OK ||
	    (st = patient_read_one(q[1].rows, &p)) != OK)
		return st;
	note_read(c->db, q[0].rows, &list);
	json_open(&j, out);
	json_begin_object(&j, NULL);
	json_begin_array(&j, "notes");
	for (size_t i = 0; i < list.len; i++)
		write_note(c, &j, id, &list.item[i]);
	json_end_array(&j);
	json_put_bool(&j, "whole", list.len < NOTE_MOST);
	json_end_object(&j);
	return answer_json(c, 200, out);
}

/* GET /notes/:id/versions: every revision, compared in the browser. */
enum status
page_note_versions(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct note_list list;
	struct patient p;
	const char *id, *passport;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = note_versions(c->db, id, c->lang, &list)) != OK ||
	    (st = patient_open(c, list.item[0].patient, &p, &passport)) != OK)
		return st;
	show_who(c, v, &p, passport, true);
	view_text(v, "rec", id);
	view_list(v, "versions");
	for (size_t i = 0; i < list.len; i++)
		show_note(c, view_item(v, "versions"), &list.item[i]);
	return render(c, "note_versions", v);
}
