/* browsers.c: browsers that remember an account, each with a half of its key here. */

#include "base/json.h"
#include "db/browsers.h"
#include "db/bytea.h"
#include "pages/auth/answers.h"
#include "pages/auth/pages.h"
#include "pages/common.h"
#include "seal/base64url.h"
#include "seal/crypt.h"
#include "web/i18n.h"
#include "web/request.h"
#include "web/view.h"

enum { BROWSER, TOKEN, FORMER, NENROL };

static const struct field enrol_form[NENROL] = {
	[BROWSER] = { "browser", F_UUID, .required = true },
	[TOKEN]   = { "token", F_BASE64URL, .required = true, .low = 32 },
	[FORMER]  = { .name = "former", .kind = F_UUID },
};

static enum status
answer_half(struct ctx *c, int code, const unsigned char *half)
{
	struct str *out = str_new(c->arena);
	struct json j;

	json_open(&j, out);
	json_begin_object(&j, NULL);
	json_put_text(&j, "half", base64url_encode(c->arena, half, HALF_LEN));
	json_end_object(&j);
	return answer_json(c, code, out);
}

/* GET /account/browsers: where the password alone is enough. */
enum status
page_browser_list(struct ctx *c)
{
	struct view *v = view_new(c->arena), *item;
	struct browser_list list;
	enum status st;

	if ((st = browser_own(c->db, &list)) != OK)
		return st;
	view_text(v, "title", tr(c, "Browsers that remember my key file"));
	view_flag(v, "has_browsers", list.len > 0);
	view_list(v, "browsers");
	for (size_t i = 0; i < list.len; i++) {
		item = view_item(v, "browsers");
		view_text(item, "id", list.item[i].id);
		view_text(item, "agent", list.item[i].agent);
		view_text(item, "enrolled", list.item[i].enrolled);
		view_text(item, "used", list.item[i].used);
	}
	return render(c, "browser_list", v);
}

/* POST /api/auth/browsers: this browser is to remember; a half for its key. */
enum status
page_browser_enrol(struct ctx *c)
{
	unsigned char half[HALF_LEN];
	struct value in[NENROL];
	const char *hash;
	enum status st;

	if ((st = form_read(c, enrol_form, NENROL, in)) != OK ||
	    (st = token_hash(c, &in[TOKEN], &hash)) != OK ||
	    (st = crypt_random(half, sizeof(half))) != OK)
		return st;
	st = browser_enrol(c->db, &(struct browser){
	    .id = in[BROWSER].text,
	    .agent = c->req->agent,
	}, hash, bytea_text(c->arena, half, sizeof(half)), in[FORMER].text);
	if (st != OK)
		return st;
	c->subject = in[BROWSER].text;
	return answer_half(c, 201, half);
}

/* POST /api/auth/browser: the half again, before anybody has signed in. */
enum status
page_browser_half(struct ctx *c)
{
	unsigned char half[HALF_LEN];
	struct value in[FORMER];
	const char *hash, *text;
	enum status st;

	if ((st = form_read(c, enrol_form, FORMER, in)) != OK ||
	    (st = token_hash(c, &in[TOKEN], &hash)) != OK)
		return st;
	st = browser_half(c->db, in[BROWSER].text, hash, &text);
	if (st == NOT_FOUND)
		return answer_error(c, 404, "browser",
		    N_("This browser is not among those of the account."));
	if (st != OK || (st = bytea_read(text, half, sizeof(half))) != OK)
		return st;
	return answer_half(c, 200, half);
}

/* POST /account/browsers/:id/remove: what lies in that browser opens for nobody. */
enum status
page_browser_remove(struct ctx *c)
{
	struct value in[1];
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, NULL, 0, in)) != OK ||
	    (st = browser_remove(c->db, id)) != OK)
		return st;
	c->subject = id;
	return redirect(c, "/account/browsers?done=browser_removed");
}
