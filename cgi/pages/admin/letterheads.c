/* letterheads.c: what an institution writes at the head of its papers. */

#include "base/str.h"
#include "db/letterheads.h"
#include "pages/admin/pages.h"
#include "pages/inputs.h"
#include "web/i18n.h"

enum { NAME, ADDRESS, PHONE, HEAD, ROW_VERSION, NFIELDS };

static const struct field letterhead_form[NFIELDS] = {
	[NAME]    = { "name",    F_TEXT, .required = true, .max = 400 },
	[ADDRESS] = { "address", F_TEXT, .max = 400 },
	[PHONE]   = { "phone",   F_TEXT, .max = 200 },
	[HEAD]    = { "head",    F_TEXT, .max = 400 },
	[ROW_VERSION] = { "version", F_INT, .required = true, .low = 0,
	    .high = 2147483647 },
};

static const struct input letterhead_inputs[NFIELDS] = {
	[NAME]    = { N_("Full name"), W_TEXT, NULL, NULL },
	[ADDRESS] = { N_("Address"), W_TEXT, NULL, NULL },
	[PHONE]   = { N_("Telephone and e-mail"), W_TEXT, NULL, NULL },
	[HEAD]    = { N_("Head"), W_TEXT,
	    N_("office and name of who answers for the papers"), NULL },
};

static const struct rule rules[] = {
	{ "letterhead_name", NAME, N_("at most 200 characters") },
	{ "letterhead_address", ADDRESS, N_("at most 200 characters") },
	{ "letterhead_phone", PHONE, N_("at most 100 characters") },
	{ "letterhead_head", HEAD, N_("at most 200 characters") },
	{ NULL, 0, NULL }
};

/* GET /admin/letterheads */
enum status
page_letterhead_list(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct letterheads list;
	enum status st;

	if ((st = form_read(c, NULL, 0, NULL)) != OK ||
	    (st = letterhead_list(c->db, c->lang, &list)) != OK)
		return st;
	view_text(v, "title", tr(c, "Letterheads"));
	view_flag(v, "tab_settings", true);
	view_list(v, "letterheads");
	for (size_t i = 0; i < list.len; i++) {
		const struct letterhead *l = &list.item[i];
		struct view *o = view_item(v, "letterheads");

		view_text(o, "area", l->area);
		view_text(o, "area_name", l->area_name);
		view_text(o, "name", l->name);
		view_text(o, "address", l->address);
		view_text(o, "phone", l->phone);
		view_text(o, "head", l->head);
	}
	return render(c, "letterhead_list", v);
}

static enum status
show_form(struct ctx *c, const struct letterhead *l, const struct value *in,
    enum status answer)
{
	const struct book *books[NFIELDS] = { 0 };
	struct view *v = view_new(c->arena);
	enum status st;

	show_inputs(c, v, letterhead_form, letterhead_inputs, NFIELDS, in,
	    books);
	view_text(v, "title", l->area_name);
	view_flag(v, "tab_settings", true);
	view_text(v, "area", l->area);
	/* After a conflict what stands there now is shown beside what was typed. */
	view_flag(v, "conflict", answer == CONFLICT);
	view_text(v, "now", text_printf(c->arena, "%s, %s, %s, %s", l->name,
	    l->address, l->phone, l->head));
	view_long(v, "version", l->version);
	if ((st = render(c, "letterhead_form", v)) != OK)
		return st;
	return answer;
}

/* GET /admin/letterheads/:id */
enum status
page_letterhead_show(struct ctx *c)
{
	struct value in[NFIELDS] = { 0 };
	struct letterhead l;
	const char *id;
	enum status st;

	if ((st = path_number(c, &id)) != OK ||
	    (st = form_read(c, NULL, 0, NULL)) != OK ||
	    (st = letterhead_get(c->db, id, c->lang, &l)) != OK)
		return st;
	in[NAME].text = l.name;
	in[ADDRESS].text = l.address;
	in[PHONE].text = l.phone;
	in[HEAD].text = l.head;
	return show_form(c, &l, in, OK);
}

/* POST /admin/letterheads/:id */
enum status
page_letterhead_save(struct ctx *c)
{
	struct value in[NFIELDS];
	struct letterhead l;
	const char *id;
	enum status st, answer;

	if ((st = path_number(c, &id)) != OK)
		return st;
	if ((answer = form_read(c, letterhead_form, NFIELDS, in)) == OK)
		answer = letterhead_write(c->db, &(struct letterhead_entry){
			.area = id,
			.version = in[ROW_VERSION].text,
			.name = in[NAME].text,
			.address = in[ADDRESS].text,
			.phone = in[PHONE].text,
			.head = in[HEAD].text,
		});
	if (answer == OK)
		return redirect(c, "/admin/letterheads?done=letterhead_saved");
	if (answer != CONFLICT && answer != INVALID)
		return answer;
	if (answer == INVALID)
		rule_fail(c, rules, in);
	if ((st = letterhead_get(c->db, id, c->lang, &l)) != OK)
		return st;
	return show_form(c, &l, in, answer);
}
