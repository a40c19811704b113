/* unlockers.c: ways to unlock besides password and key file: an authenticator that makes a key. */

#include <string.h>

#include "db/enrolments.h"
#include "pages/auth/answers.h"
#include "pages/auth/check.h"
#include "pages/auth/pages.h"
#include "seal/objects.h"
#include "web/view.h"

enum { AUTH_KEY, BUNDLE, NFIELDS };

static const struct field unlockers_form[NFIELDS] = {
	[AUTH_KEY] = { "auth_key", F_BASE64URL, .required = true, .low = 32 },
	[BUNDLE]   = { "bundle", F_LINES, .required = true, .max = BUNDLE_MAX },
};

/* GET /account/unlockers: add an authenticator, or take one away. */
enum status
page_unlockers_form(struct ctx *c)
{
	struct view *v = view_new(c->arena);

	view_text(v, "title", tr(c, "Unlocking with a security key"));
	view_text(v, "user_login", c->user->login);
	return render(c, "unlockers_form", v);
}

/* POST /api/auth/unlockers: the bundle with other methods, by the password. */
enum status
page_unlockers_submit(struct ctx *c)
{
	struct str *text = str_new(c->arena);
	struct value in[NFIELDS];
	struct bundle bundle;
	struct judgement j;
	enum status st;

	if ((st = form_read(c, unlockers_form, NFIELDS, in)) != OK ||
	    (st = bundle_read(c->arena, in[BUNDLE].text,
	    strlen(in[BUNDLE].text), &bundle)) != OK)
		return st;
	st = judge(c, c->user->login, &in[AUTH_KEY], "SECRETS_REFUSED", &j);
	if (st != OK || !j.right)
		return st;
	if ((st = enter_again(c)) != OK ||
	    (st = own_methods_put(c->db, in[BUNDLE].text, j.mac)) != OK ||
	    (st = audit_success(c, "UNLOCKERS_CHANGE")) != OK)
		return st;
	str_add_text(text, "{}");
	return answer_json(c, 200, text);
}
