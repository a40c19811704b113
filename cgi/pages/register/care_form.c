/* care_form.c: the form of a place, a preference or a family. */

#include <assert.h>
#include <string.h>

#include "pages/register/care.h"
#include "pages/register/show.h"
#include "web/i18n.h"

/* The queries of the lists, and what each field offers. */
static size_t
ask_books(struct ctx *c, const struct care_form *f, struct query *q)
{
	size_t n = 0;

	for (size_t i = 0; i < f->len; i++)
		if (f->lists[i] != NULL)
			q[n++] = query_keep(c->db, book_coded_stmt,
			    ARGS({ c->lang }, { f->lists[i] }));
	return n;
}

static void
read_books(struct ctx *c, const struct care_form *f, const struct query *q,
    struct book *books)
{
	for (size_t i = 0; i < f->len; i++) {
		if (f->lists[i] != NULL)
			book_read(c->db, (q++)->rows, &books[i]);
		else if (f->tables[i] != NULL)
			books[i] = choice_book(c, f->tables[i]);
	}
}

static void
show_form(const struct ctx *c, struct view *v, const struct care_form *f,
    const struct book *books, enum status answer)
{
	const struct book *of[VERSIONED_FIELDS];

	for (size_t i = 0; i < f->len; i++)
		of[i] = &books[i];
	view_text(v, "heading", tr(c, f->heading));
	view_text(v, "title", tr(c, f->heading));
	view_text(v, "note_text", f->note != NULL ? tr(c, f->note) : NULL);
	view_text(v, "action", target_action(c, f->target));
	view_text(v, "series", f->series);
	view_long(v, "version", f->target->version);
	view_flag(v, "was_in_error", !f->target->standing);
	view_flag(v, "conflict", answer == CONFLICT);
	show_inputs(c, v, f->fields, f->inputs, f->len, f->in, of);
}

enum status
care_form_show(struct ctx *c, const struct care_form *f, enum status answer)
{
	enum { PATIENT, PASSPORT, FIRST };
	struct view *v = view_new(c->arena);
	struct query q[FIRST + VERSIONED_FIELDS] = {
		[PATIENT] = PATIENT_GET(f->target->patient, c->lang),
		[PASSPORT] = DOCUMENT_CURRENT(f->target->patient),
	};
	struct book books[VERSIONED_FIELDS] = { 0 };
	struct patient p;
	enum status st;
	size_t n;

	assert(f->len <= VERSIONED_FIELDS);
	c->subject = f->target->patient;
	n = ask_books(c, f, &q[FIRST]);
	if ((st = db_run_all(c->db, q, FIRST + n)) != OK ||
	    (st = patient_read_one(q[PATIENT].rows, &p)) != OK)
		return st;
	read_books(c, f, &q[FIRST], books);
	show_who(c, v, &p, document_read_text(q[PASSPORT].rows), false);
	show_form(c, v, f, books, answer);
	if ((st = render(c, "care_form", v)) != OK)
		return st;
	return answer;
}

enum status
care_form_read(struct ctx *c, const struct field *fields, size_t len,
    size_t day, struct value *in)
{
	enum status st = form_read(c, fields, len, in);

	if (st != OK && st != INVALID)
		return st;
	return care_day_holds(c, &in[day]) ? st : INVALID;
}

enum { UNDO_VERSION, NUNDO };
static const struct field undo_form[NUNDO] = {
	[UNDO_VERSION] = { "version", F_INT, .required = true, .low = 1,
	    .high = 1000000 },
};

enum status
care_take_back(struct ctx *c, const char *series, care_undo *undo)
{
	struct value in[NUNDO];
	enum status st;

	if ((st = form_read(c, undo_form, NUNDO, in)) != OK)
		return st;
	return undo(c->db, series, in[UNDO_VERSION].text);
}

bool
care_day_holds(struct ctx *c, struct value *day)
{
	if (day->text == NULL || day->error != NULL ||
	    strcmp(day->text, today(c)) <= 0)
		return true;
	form_fail(c, day, N_("this day lies in the future"));
	return false;
}

void
care_fill(struct value *in, const char *text)
{
	in->text = text != NULL && *text != '\0' ? text : NULL;
}
