/* audit.c: the audit trail, of users and of patients; who may see a patient. */

#include <string.h>

#include "base/str.h"
#include "db/factor_resets.h"
#include "pages/admin/grants.h"
#include "pages/admin/pages.h"
#include "pages/csv.h"
#include "pages/inputs.h"
#include "pages/trail.h"
#include "web/i18n.h"

enum { PAGE_SIZE = 50, FILE_SIZE = 10000 };

enum { USER, NUMBER, EVENT, RESULT, SINCE, UNTIL, BEFORE, NFIELDS };

static const char *const result_codes[] = { "OK", "DENIED", "REFUSED",
	"NOT_FOUND", NULL };

static const struct field trail_form[NFIELDS] = {
	[USER]   = { "user",   F_TEXT, .max = 63 },
	[NUMBER] = { "number", F_TEXT, .max = 40 },
	[EVENT]  = { "event",  F_CODE, .max = 60 },
	[RESULT] = { "result", F_CHOICE, .choices = result_codes },
	[SINCE]  = { .name = "since", .kind = F_DATE },
	[UNTIL]  = { .name = "until", .kind = F_DATE },
	[BEFORE] = { "before", F_INT, .low = 1, .high = 9007199254740991 },
};

static const struct input trail_inputs[NFIELDS] = {
	[USER]   = { N_("Login"), W_TEXT, NULL, NULL },
	[NUMBER] = { N_("Patient's register number"), W_TEXT, NULL, NULL },
	[EVENT]  = { N_("Event"), W_TEXT,
	    N_("its name or the beginning of it: PATIENT, LOGIN"), NULL },
	[RESULT] = { N_("Result"), W_SELECT, NULL, N_("any") },
	[SINCE]  = { N_("From"), W_DATE, NULL, NULL },
	[UNTIL]  = { N_("until"), W_DATE, NULL, NULL },
};

/* What was asked, read from the trail; INVALID with an error at its field. */
static enum status
find(struct ctx *c, struct value *in, long size, struct trail *out)
{
	struct place place = { 0 };
	enum status st;

	if ((st = form_read(c, trail_form, NFIELDS, in)) != OK)
		return st;
	if (in[NUMBER].text != NULL &&
	    (st = place_get(c->db, NULL, in[NUMBER].text, &place)) ==
	    NOT_FOUND) {
		form_fail(c, &in[NUMBER], N_("no patient of your areas has this "
		    "number"));
		return INVALID;
	}
	if (st != OK)
		return st;
	c->subject = place.id;
	return trail_list(c->db, &(struct trail_filter){
		.login = in[USER].text,
		.subject = place.id,
		.event = in[EVENT].text,
		.result = in[RESULT].text,
		.since = in[SINCE].text,
		.until = in[UNTIL].text,
		.before = in[BEFORE].text,
		.limit = text_long(c->arena, size),
	}, out);
}

/* GET /admin/audit: who saw or changed what, when, from where. */
enum status
page_audit_list(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	const struct book *books[NFIELDS] = { 0 };
	struct value in[NFIELDS];
	struct trail trail = { 0 };
	struct book results = { 0 };
	enum status st, answer;

	if ((answer = find(c, in, PAGE_SIZE, &trail)) != OK &&
	    answer != INVALID)
		return answer;
	results.item = arena_array(c->arena, 4, sizeof(*results.item));
	for (; result_codes[results.len] != NULL; results.len++)
		results.item[results.len] = (struct book_entry){
			.code = result_codes[results.len],
			.name = result_text(c, result_codes[results.len]),
			.note = "" };
	books[RESULT] = &results;
	show_inputs(c, v, trail_form, trail_inputs, NFIELDS, in, books);
	view_text(v, "title", tr(c, "Audit trail"));
	view_flag(v, "tab_audit", true);
	view_text(v, "file_href", query_link(c, "/admin/audit.csv", "before",
	    in[BEFORE].text != NULL ? in[BEFORE].text : ""));
	show_trail(c, v, &trail, PAGE_SIZE);
	if ((st = render(c, "audit_list", v)) != OK)
		return st;
	return answer;
}

/* GET /admin/audit.csv: the same as a file, ten thousand rows at most. */
enum status
page_audit_file(struct ctx *c)
{
	struct value in[NFIELDS];
	struct trail trail;
	struct str *s;
	enum status st;

	if ((st = factor_demand(c->db)) != OK ||
	    (st = find(c, in, FILE_SIZE, &trail)) != OK)
		return st;
	s = csv_new(c);
	csv_text(c, s, tr(c, "When"));
	csv_text(c, s, tr(c, "Who"));
	csv_text(c, s, tr(c, "Login"));
	csv_text(c, s, tr(c, "Event"));
	csv_text(c, s, tr(c, "Result"));
	csv_text(c, s, tr(c, "About"));
	csv_text(c, s, tr(c, "Address"));
	csv_end_row(s);
	for (size_t i = 0; i < trail.len; i++) {
		const struct trail_event *e = &trail.item[i];

		csv_text(c, s, moment_text(c, e->at));
		csv_text(c, s, e->name);
		csv_text(c, s, e->login);
		csv_text(c, s, e->event);
		csv_text(c, s, result_text(c, e->result));
		csv_text(c, s, e->subject);
		csv_text(c, s, e->address);
		csv_end_row(s);
	}
	return answer_bytes(c, "text/csv; charset=utf-8", s->text, s->len,
	    "audit.csv");
}

static void
show_viewers(const struct ctx *c, struct view *v, const struct viewers *list)
{
	view_list(v, "viewers");
	for (size_t i = 0; i < list->len; i++) {
		const struct viewer *w = &list->item[i];
		struct view *o = view_item(v, "viewers");

		view_text(o, "account", w->account);
		view_text(o, "name", w->name);
		view_text(o, "job", w->job);
		view_text(o, "may", permission_names(c, w->permissions));
		view_text(o, "role_name", w->role);
		view_text(o, "area_name", w->area_name);
		view_date(o, "until", w->valid_until);
		view_text(o, "reason", w->reason);
		view_flag(o, "widened", w->widened);
		view_flag(o, "opens", w->opens);
		view_flag(o, "within", w->within);
	}
}

enum { OLDER, NACCESS };
static const struct field access_form[NACCESS] = {
	[OLDER] = { "before", F_INT, .low = 1, .high = 9007199254740991 },
};

/* GET /admin/patients/:id: who may see him and why, who opened him. */
enum status
page_access_show(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct value in[NACCESS];
	struct viewers viewers;
	struct trail trail;
	struct place place;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, access_form, NACCESS, in)) != OK)
		return st;
	c->subject = id;
	if ((st = place_get(c->db, id, NULL, &place)) != OK ||
	    (st = viewer_list(c->db, place.area, c->lang, &viewers)) != OK ||
	    (st = trail_patient(c->db, id, in[OLDER].text,
	    text_long(c->arena, PAGE_SIZE), &trail)) != OK)
		return st;
	view_text(v, "title", place.registry_no);
	view_text(v, "number", place.registry_no);
	view_text(v, "id", id);
	view_flag(v, "tab_audit", true);
	show_viewers(c, v, &viewers);
	show_trail(c, v, &trail, PAGE_SIZE);
	return render(c, "access_show", v);
}
