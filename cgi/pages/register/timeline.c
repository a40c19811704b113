/* timeline.c: the record of a patient as one list of all events. */

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "pages/register/event.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"
#include "web/i18n.h"
#include "web/request.h"

enum { KIND, AUTHOR, SINCE, UNTIL, SERIES, BEFORE, NFIELDS };

static const struct field timeline_form[NFIELDS] = {
	[KIND]   = { "kind",   F_CODES, .max = 400 },
	[AUTHOR] = { .name = "author", .kind = F_UUID },
	[SINCE]  = { .name = "since", .kind = F_DATE },
	[UNTIL]  = { .name = "until", .kind = F_DATE },
	[SERIES] = { .name = "series", .kind = F_UUID },
	[BEFORE] = { "before", F_CODE, .max = 120 },
};

static const char *const labels[NFIELDS] = {
	N_("Kind"), N_("Author"), N_("From"), N_("until"), N_("Version"),
	N_("Page")
};

/* Whether code is one of a comma-separated list. */
static bool
is_chosen(const char *list, const char *code)
{
	size_t len = strlen(code);

	for (const char *p = list; p != NULL && *p != '\0';) {
		size_t n = strcspn(p, ",");

		if (n == len && strncmp(p, code, n) == 0)
			return true;
		p += n + (p[n] == ',' ? 1 : 0);
	}
	return false;
}

static long
count_of(const struct event_facets *facets, const char *kind)
{
	for (size_t i = 0; i < facets->len; i++)
		if (strcmp(facets->item[i].kind, kind) == 0)
			return facets->item[i].count;
	return 0;
}

/* The kinds and authors that this record has, with how many events. */
static void
show_facets(const struct ctx *c, struct view *v,
    const struct event_facets *facets, const struct value *in)
{
	view_list(v, "kinds");
	for (const struct event_kind *k = event_kinds; k->code != NULL; k++) {
		long count = count_of(facets, k->code);
		struct view *o;

		if (count == 0 && !is_chosen(in[KIND].text, k->code))
			continue;
		o = view_item(v, "kinds");
		view_text(o, "code", k->code);
		view_text(o, "name", tr(c, k->name));
		view_long(o, "count", count);
		view_flag(o, "chosen", is_chosen(in[KIND].text, k->code));
	}
	view_list(v, "authors");
	for (size_t i = 0; i < facets->len; i++) {
		const struct event_facet *f = &facets->item[i];
		struct view *o;

		if (*f->kind != '\0')
			continue;
		o = view_item(v, "authors");
		view_text(o, "code", f->author);
		view_text(o, "name", f->name);
		view_long(o, "count", f->count);
		view_flag(o, "selected", in[AUTHOR].text != NULL &&
		    strcmp(in[AUTHOR].text, f->author) == 0);
	}
}

/* A page of events, and the way to the older ones. */
static void
show_page(struct ctx *c, struct view *v, const char *patient,
    const struct rows *rows, const struct value *in)
{
	struct event_list list;
	bool more;

	event_read(c->db, rows, &list);
	more = list.len > EVENT_PAGE;
	if (more)
		list.len = EVENT_PAGE;
	show_events(c, v, patient, &list);
	view_text(v, "next", more ? query_link(c, c->req->path, "before",
	    list.item[list.len - 1].cursor) : "");
	view_text(v, "newest_href", in[BEFORE].text != NULL ?
	    query_link(c, c->req->path, "before", "") : "");
}

static bool
is_filtered(const struct value *in)
{
	for (size_t i = 0; i < BEFORE; i++)
		if (in[i].raw != NULL && *in[i].raw != '\0')
			return true;
	return false;
}

/* GET /patients/:id/timeline: who did what and when, by kind, author, period. */
enum status
page_patient_timeline(struct ctx *c)
{
	enum { PATIENT, PASSPORT, FACETS, EVENTS, LEN };
	struct value in[NFIELDS];
	struct view *v = view_new(c->arena);
	struct event_facets facets;
	struct event_filter filter;
	struct patient p;
	const char *id;
	enum status st, read;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	if ((read = form_read(c, timeline_form, NFIELDS, in)) != OK &&
	    read != INVALID)
		return read;
	c->subject = id;
	filter = (struct event_filter){ .kinds = in[KIND].text,
		.author = in[AUTHOR].text, .since = in[SINCE].text,
		.until = in[UNTIL].text, .series = in[SERIES].text,
		.before = in[BEFORE].text };
	struct query q[LEN] = {
		[PATIENT] = PATIENT_GET(id, c->lang),
		[PASSPORT] = DOCUMENT_CURRENT(id),
		[FACETS] = event_facets_query(c->db, id),
		[EVENTS] = event_page_query(c->db, id, &filter, c->lang),
	};
	if ((st = db_run_all(c->db, q, read == OK ? LEN : EVENTS)) != OK ||
	    (st = patient_read_one(q[PATIENT].rows, &p)) != OK)
		return st;
	event_read_facets(c->db, q[FACETS].rows, &facets);
	show_who(c, v, &p, document_read_text(q[PASSPORT].rows), true);
	form_show(v, timeline_form, NFIELDS, in);
	show_errors(c, v, labels, NFIELDS, in);
	show_facets(c, v, &facets, in);
	view_flag(v, "filtered", is_filtered(in));
	view_flag(v, "fits", read == OK);
	if (read == OK)
		show_page(c, v, id, q[EVENTS].rows, in);
	if ((st = render(c, "patient_timeline", v)) != OK)
		return st;
	return read;
}
