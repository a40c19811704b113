/* duplicates.c: pairs of entries that may be one person; the browser finds them. */

#include <string.h>

#include "base/json.h"
#include "base/str.h"
#include "db/merges.h"
#include "pages/common.h"
#include "pages/register/pages.h"

enum { FIRST, SECOND, DISMISSED, NMARK };

static const struct field mark_form[NMARK] = {
	[FIRST] = { .name = "first", .kind = F_UUID, .required = true },
	[SECOND] = { .name = "second", .kind = F_UUID, .required = true },
	[DISMISSED] = { .name = "dismissed", .kind = F_FLAG },
};

/* GET /patients/duplicates: the page that the browser fills. */
enum status
page_duplicate_list(struct ctx *c)
{
	struct view *v = view_new(c->arena);

	view_text(v, "title", tr(c, "Duplicate suspects"));
	return render(c, "duplicate_list", v);
}

/* GET /api/duplicates: the pairs which somebody knows to be two people. */
enum status
page_duplicate_data(struct ctx *c)
{
	struct str *out = str_new(c->arena);
	const char *pairs;
	struct json j;
	enum status st;

	if ((st = duplicates_dismissed(c->db, &pairs)) != OK)
		return st;
	json_open(&j, out);
	json_begin_object(&j, NULL);
	put_list(c, &j, "dismissed", pairs);
	json_end_object(&j);
	return answer_json(c, 200, out);
}

/* POST /api/duplicates: two people, or suspects again. */
enum status
page_duplicate_mark(struct ctx *c)
{
	struct value in[NMARK];
	struct str *out = str_new(c->arena);
	struct json j;
	enum status st;

	if ((st = form_read(c, mark_form, NMARK, in)) != OK)
		return st;
	c->subject = in[FIRST].text;
	c->detail = text_printf(c->arena, "{\"other\":\"%s\",\"dismissed\":%s}",
	    in[SECOND].text, in[DISMISSED].number != 0 ? "true" : "false");
	st = in[DISMISSED].number != 0 ?
	    duplicate_dismiss(c->db, in[FIRST].text, in[SECOND].text) :
	    duplicate_withdraw(c->db, in[FIRST].text, in[SECOND].text);
	if (st != OK)
		return st;
	json_open(&j, out);
	json_begin_object(&j, NULL);
	json_put_bool(&j, "dismissed", in[DISMISSED].number != 0);
	json_end_object(&j);
	return answer_json(c, 201, out);
}
