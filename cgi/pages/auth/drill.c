/* drill.c: two custodians prove their shares; the browser does it, here the day is kept. */

#include "base/json.h"
#include "db/drills.h"
#include "pages/auth/answers.h"
#include "pages/auth/pages.h"
#include "web/i18n.h"
#include "web/view.h"

enum { FIRST, SECOND, NFIELDS };

static const struct field drill_form[NFIELDS] = {
	[FIRST]  = { "first", F_INT, .required = true, .low = 1, .high = 2 },
	[SECOND] = { "second", F_INT, .required = true, .low = 2, .high = 3 },
};

/* GET /account/drill: two share files and their passphrases. */
enum status
page_drill_form(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct drill_base base;
	enum status st;

	if ((st = drill_base_get(c->db, &base)) != OK)
		return st;
	view_text(v, "title", tr(c, "Recovery drill"));
	view_flag(v, "is_officer", base.set != NULL);
	view_text(v, "last", base.last);
	view_list(v, "shares");
	for (int i = 0; base.set != NULL && i < SHARES; i++) {
		struct view *o = view_item(v, "shares");

		view_text(o, "share", text_printf(c->arena, "%d", i + 1));
		view_text(o, "share_proved", base.proved[i]);
	}
	return render(c, "drill_form", v);
}

/* GET /api/auth/drill: the set that root signed; null for who is no officer. */
enum status
page_drill_show(struct ctx *c)
{
	struct str *text = str_new(c->arena);
	struct drill_base base;
	struct value in[1];
	struct json j;
	enum status st;

	if ((st = form_read(c, NULL, 0, in)) != OK ||
	    (st = drill_base_get(c->db, &base)) != OK)
		return st;
	json_open(&j, text);
	json_begin_object(&j, NULL);
	json_put_text(&j, "set", base.set);
	json_end_object(&j);
	return answer_json(c, 200, text);
}

/* POST /api/auth/drill: which two shares were found good. */
enum status
page_drill_submit(struct ctx *c)
{
	struct str *text = str_new(c->arena);
	struct value in[NFIELDS];
	enum status st;

	if ((st = form_read(c, drill_form, NFIELDS, in)) != OK)
		return st;
	if (c->user->inst == NULL)
		return DENIED;
	if ((st = drill_add(c->db, in[FIRST].text, in[SECOND].text)) != OK)
		return st;
	c->detail = text_printf(c->arena, "{\"shares\":[%ld,%ld]}",
	    in[FIRST].number, in[SECOND].number);
	str_add_text(text, "{}");
	return answer_json(c, 201, text);
}
