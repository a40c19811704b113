/* assessment_history.c: what was assessed by one instrument, side by side. */

#include <string.h>

#include "base/str.h"
#include "pages/register/pages.h"
#include "pages/register/sheet.h"
#include "pages/register/show.h"
#include "web/i18n.h"

enum { INSTRUMENT, ALL, PAGE, NFIELDS };
static const struct field history_form[NFIELDS] = {
	[INSTRUMENT] = { "instrument", F_CODE, .max = 40 },
	[ALL]        = { .name = "all", .kind = F_FLAG },
	[PAGE]       = { "page", F_INT, .low = 0, .high = 10000 },
};

/* The instruments this patient has assessments by, as links. */
static void
show_known(struct view *v, const struct instrument_list *list,
    const char *code)
{
	view_list(v, "known");
	for (size_t i = 0; i < list->len; i++) {
		const struct instrument *t = &list->item[i];
		struct view *o;

		if (!t->known)
			continue;
		o = view_item(v, "known");
		view_text(o, "instrument", t->code);
		view_text(o, "instrument_name", t->name);
		view_flag(o, "selected", strcmp(t->code, code) == 0);
	}
}

/* The heads of the columns: when, who, which version. */
static void
show_assessments(const struct ctx *c, struct view *v,
    const struct assessment_list *list)
{
	view_list(v, "assessments");
	for (size_t i = 0; i < list->len; i++) {
		const struct assessment *a = &list->item[i];
		struct view *o = view_item(v, "assessments");

		view_text(o, "assessment", a->id);
		view_text(o, "on", date_text(c, a->on));
		view_text(o, "at", time_text(c, a->moment));
		view_text(o, "author", a->author_name);
		view_text(o, "created", moment_text(c, a->created));
		view_long(o, "version", a->version);
		view_flag(o, "versioned", a->version > 1 || !a->current);
		view_flag(o, "current", a->current);
		view_flag(o, "mine", a->current && a->mine);
		view_flag(o, "in_error",
		    strcmp(a->status, "entered_in_error") == 0);
		view_text(o, "by", *a->completed_by == '\0' ? "" : tr(c,
		    choice_find(assessment_sources, a->completed_by)->name));
	}
}

static const struct observed *
find_value(const struct observed_list *values, const char *assessment,
    const char *code)
{
	for (size_t i = 0; i < values->len; i++)
		if (strcmp(values->item[i].assessment, assessment) == 0 &&
		    strcmp(values->item[i].code, code) == 0)
			return &values->item[i];
	return NULL;
}

static void
show_value(const struct ctx *c, struct view *v, const struct item *item,
    const struct observed *o)
{
	view_flag(v, "total", strcmp(item->kind, "total") == 0);
	view_decimal(v, "value", o != NULL ? o->value : "", c->lang);
	view_text(v, "meaning", "");
	for (size_t i = 0; o != NULL && i < item->answers_len; i++)
		if (strcmp(item->answers[i].value, o->value) == 0)
			view_text(v, "meaning", item->answers[i].name);
}

/* One row an item. */
static void
show_rows(const struct ctx *c, struct view *v, const struct instrument *t,
    const struct assessment_list *list, const struct observed_list *values)
{
	for (size_t k = 0; k < t->items_len; k++) {
		const struct item *item = &t->items[k];
		struct view *row = view_item(v, "rows");

		view_text(row, "name", item->name);
		view_flag(row, "total", strcmp(item->kind, "total") == 0);
		view_list(row, "cells");
		for (size_t i = 0; i < list->len; i++)
			show_value(c, view_item(row, "cells"), item, find_value(
			    values, list->item[i].id, item->code));
	}
}

/* The instrument asked for, else the first one known, or NULL. */
static const struct instrument *
find_instrument(const struct instrument_list *list, const char *code)
{
	for (size_t i = 0; i < list->len; i++)
		if (code != NULL ? strcmp(list->item[i].code, code) == 0 :
		    list->item[i].known)
			return &list->item[i];
	return NULL;
}

static void
show_history(struct ctx *c, struct view *v, const struct query *q,
    const char *code, long page)
{
	struct instrument_list instruments;
	const struct instrument *t;
	struct assessment_list list;
	struct observed_list values;

	instrument_read(c->db, q, &instruments);
	t = find_instrument(&instruments, code);
	assessment_read(c->db, q[INSTRUMENT_QUERIES].rows, &list);
	observed_read(c->db, q[INSTRUMENT_QUERIES + 1].rows, &values);
	show_known(v, &instruments, t != NULL ? t->code : "");
	show_assessments(c, v, &list);
	view_list(v, "rows");
	if (t != NULL) {
		view_text(v, "code", t->code);
		view_text(v, "heading", t->name);
		view_text(v, "source", t->source);
		show_rows(c, v, t, &list, &values);
	}
	show_pages(c, v, page, ASSESSMENT_PAGE, list.len,
	    row_long(q[INSTRUMENT_QUERIES + 2].rows, 0, 0));
	view_flag(v, "has_assessments", list.len > 0);
}

/* GET /patients/:id/assessments: eight assessments, with all versions or not. */
enum status
page_assessment_history(struct ctx *c)
{
	enum { PATIENT, PASSPORT, HISTORY, LEN = HISTORY + INSTRUMENT_QUERIES + 3 };
	struct value in[NFIELDS];
	struct view *v = view_new(c->arena);
	struct patient p;
	const char *id, *code;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, history_form, NFIELDS, in)) != OK)
		return st;
	c->subject = id;
	code = in[INSTRUMENT].text;
	struct query q[LEN] = {
		[PATIENT] = PATIENT_GET(id, c->lang),
		[PASSPORT] = DOCUMENT_CURRENT(id),
	};
	instrument_queries(c->db, code == NULL ? "{*}" :
	    text_printf(c->arena, "{%s}", code), id, c->lang, &q[HISTORY]);
	assessment_page_queries(c->db, id, code, in[ALL].number != 0,
	    in[PAGE].number, &q[HISTORY + INSTRUMENT_QUERIES]);
	if ((st = db_run_all(c->db, q, LEN)) != OK ||
	    (st = patient_read_one(q[PATIENT].rows, &p)) != OK)
		return st;
	show_who(c, v, &p, document_read_text(q[PASSPORT].rows), true);
	show_history(c, v, &q[HISTORY], code, in[PAGE].number);
	view_flag(v, "all", in[ALL].number != 0);
	return render(c, "assessment_history", v);
}
