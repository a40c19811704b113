/* secrets.c: another password, another key file. */

#include <string.h>

#include "db/enrolments.h"
#include "pages/auth/answers.h"
#include "pages/auth/check.h"
#include "pages/auth/pages.h"
#include "seal/objects.h"
#include "web/view.h"

enum { AUTH_KEY, NEW_AUTH_KEY, BUNDLE, NFIELDS };

static const struct field secrets_form[NFIELDS] = {
	[AUTH_KEY]     = { "auth_key", F_BASE64URL, .required = true,
	    .low = 32 },
	[NEW_AUTH_KEY] = { "new_auth_key", F_BASE64URL, .required = true,
	    .low = 32 },
	[BUNDLE]       = { "bundle", F_LINES, .required = true,
	    .max = BUNDLE_MAX },
};

/* GET /account/secrets: the old password, the new one, a new key file. */
enum status
page_secrets_form(struct ctx *c)
{
	struct view *v = view_new(c->arena);

	view_text(v, "title", tr(c, "Password and key file"));
	view_text(v, "user_login", c->user->login);
	return render(c, "secrets_form", v);
}

/* The bundle has the shape of one; whose it is the database checks. */
static enum status
check_bundle(struct ctx *c, const struct value *text)
{
	struct bundle bundle;

	return bundle_read(c->arena, text->text, strlen(text->text), &bundle);
}

static enum status
store(struct ctx *c, const struct value *in)
{
	const char *salt, *verifier;
	enum status st;

	st = verifier_new(c, &in[NEW_AUTH_KEY], &salt, &verifier);
	if (st != OK)
		return st;
	return own_secrets_put(c->db, salt, verifier, in[BUNDLE].text);
}

/*
 * POST /api/auth/secrets: new verifier and bundle, by the old authKey.  It ends
 * the session: what is new shows itself at the next sign-in.
 */
enum status
page_secrets_submit(struct ctx *c)
{
	struct str *text = str_new(c->arena);
	struct value in[NFIELDS];
	struct judgement j;
	enum status st;

	if ((st = form_read(c, secrets_form, NFIELDS, in)) != OK ||
	    (st = check_bundle(c, &in[BUNDLE])) != OK)
		return st;
	st = judge(c, c->user->login, &in[AUTH_KEY], "SECRETS_REFUSED", &j);
	if (st != OK || !j.right)
		return st;
	if ((st = enter_again(c)) != OK ||
	    (st = store(c, in)) != OK ||
	    (st = audit_success(c, "SECRETS_CHANGE")) != OK)
		return st;
	str_add_text(text, "{}");
	return answer_json(c, 200, text);
}
