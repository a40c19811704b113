/* login.c: sign in and out. */

#include <string.h>

#include "auth/csrf.h"
#include "auth/recovery.h"
#include "auth/session.h"
#include "base/json.h"
#include "db/bytea.h"
#include "pages/auth/answers.h"
#include "pages/auth/check.h"
#include "pages/auth/key_answer.h"
#include "pages/auth/next.h"
#include "pages/auth/pages.h"
#include "seal/crypt.h"
#include "web/request.h"
#include "web/view.h"

enum { LOGIN, AUTH_KEY, CODE, KEY, NFIELDS };

static const struct field login_fields[NFIELDS] = {
	[LOGIN]    = { "login", F_CODE, .required = true, .max = 63 },
	[AUTH_KEY] = { "auth_key", F_BASE64URL, .required = true, .low = 32 },
	[CODE]     = { "code", F_TEXT, .max = CODE_MAX },
	[KEY]      = { "key", F_TEXT, .max = KEY_ANSWER_MAX },
};

static const struct field query_fields[] = {
	{ "next", F_TEXT, .max = 2000 },
};

/* GET /login: the form; whoever is signed in goes home. */
enum status
page_login_form(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct value in[1];
	enum status st;

	st = form_read(c, query_fields, 1, in);
	if (st != OK && in[0].error == NULL)
		return st;
	if (c->user != NULL)
		return redirect(c, "/");
	view_text(v, "title", tr(c, "Sign in"));
	view_text(v, "next", next_path(&in[0]));
	return render(c, "login_form", v);
}

/* A new session of the account that was judged right, and its answer. */
static enum status
open_session(struct ctx *c, const struct judgement *right)
{
	const struct login *who = &right->who;
	const char *cookie = session_new(c->arena);
	char hash[SESSION_HASH_TEXT + 1];
	unsigned char half[HALF_LEN];
	struct str *text = str_new(c->arena);
	const char *inst;
	struct keys keys;
	struct json j;
	enum status st;
	long expires;

	if (cookie == NULL)
		return FAILED;
	if ((st = session_hash(cookie, hash)) != OK ||
	    (st = crypt_random(half, sizeof(half))) != OK)
		return st;
	st = session_open(c->db, &(struct new_session){
	    .hash = hash,
	    .account = who->id,
	    .half = bytea_text(c->arena, half, sizeof(half)),
	    .address = c->req->address,
	    .agent = c->req->agent,
	    .mac = right->mac,
	}, &expires, &inst);
	if (st != OK ||
	    (st = keys_get(c->db, who->id, inst, -1, &keys)) != OK ||
	    (st = audit_success(c, "LOGIN")) != OK)
		return st;
	json_open(&j, text);
	json_begin_object(&j, NULL);
	put_session(c, &j, &(struct session_answer){
	    .user = who->id,
	    .login = who->login,
	    .name = who->name,
	    .inst = inst,
	    .area = who->area,
	    .language = who->language,
	    .half = half,
	    .expires = expires,
	    .csrf = csrf_token(c->arena, cookie),
	});
	put_keys(&j, &keys);
	json_end_object(&j);
	session_send(c, cookie);
	return answer_json(c, 200, text);
}

/*
 * POST /api/auth/login: an authKey for a session, and a code or a key's answer
 * where the account has a second factor.  Until it is right there is no session; every try counts.
 */
enum status
page_login_submit(struct ctx *c)
{
	struct value in[NFIELDS];
	enum code code = CODE_TOTP;
	struct judgement j;
	enum status st;

	if ((st = form_read(c, login_fields, NFIELDS, in)) != OK)
		return st;
	st = judge(c, in[LOGIN].text, &in[AUTH_KEY], "LOGIN_REFUSED", &j);
	if (st != OK || !j.right)
		return st;
	if (j.who.factor &&
	    ((st = judge_second(c, &j, &(struct second){ &in[CODE],
	    &in[KEY] }, &code)) != OK || code == CODE_WRONG))
		return st;
	if ((st = open_session(c, &j)) != OK || code != CODE_RECOVERY)
		return st;
	return audit_success(c, "FACTOR_RECOVERY");
}

/* POST /logout: the session ends, here and on the server. */
enum status
page_logout(struct ctx *c)
{
	char hash[SESSION_HASH_TEXT + 1];
	struct value in[1];
	enum status st;

	if ((st = form_read(c, NULL, 0, in)) != OK ||
	    (st = session_hash(c->req->cookie, hash)) != OK ||
	    (st = session_close(c->db, hash)) != OK)
		return st;
	st = redirect(c, "/login?done=signed_out");
	session_send(c, NULL);
	return st;
}
