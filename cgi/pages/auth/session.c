/* session.c: what a page load asks: session and keys; lock and unlock. */

#include <string.h>

#include "auth/session.h"
#include "base/json.h"
#include "db/bytea.h"
#include "pages/auth/answers.h"
#include "pages/auth/check.h"
#include "pages/auth/next.h"
#include "pages/auth/pages.h"
#include "seal/crypt.h"
#include "web/request.h"
#include "web/view.h"

static const struct field unlock_fields[] = {
	{ "auth_key", F_BASE64URL, .required = true, .low = 32 },
};

static const struct field next_fields[] = {
	{ "next", F_TEXT, .max = 2000 },
};

static const struct field after_fields[] = {
	{ "after", F_INT, .low = -1, .high = 1000000000 },
};

/* The object "session" of the user who asks; half is NULL or HALF_LEN bytes. */
static void
put_own_session(struct ctx *c, struct json *j, const unsigned char *half,
    long expires)
{
	put_session(c, j, &(struct session_answer){
	    .user = c->user->id,
	    .login = c->user->login,
	    .name = c->user->name,
	    .inst = c->user->inst,
	    .area = c->user->area,
	    .language = c->lang,
	    .half = half,
	    .expires = expires,
	    .csrf = c->csrf,
	});
}

/* GET /unlock: ask for the password again. */
enum status
page_unlock_form(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct value in[1];
	enum status st;

	st = form_read(c, next_fields, 1, in);
	if (st != OK && in[0].error == NULL)
		return st;
	view_text(v, "title", tr(c, "Locked"));
	view_text(v, "next", next_path(&in[0]));
	view_text(v, "user_login", c->user->login);
	return render(c, "unlock_form", v);
}

/* A new server's half for this session, and the answer that carries it. */
static enum status
renew_half(struct ctx *c, const char *mac, const char *event)
{
	struct str *text = str_new(c->arena);
	char hash[SESSION_HASH_TEXT + 1];
	unsigned char half[HALF_LEN];
	const char *now;
	struct keys keys;
	struct json j;
	enum status st;
	long expires;

	if ((st = session_hash(c->req->cookie, hash)) != OK ||
	    (st = crypt_random(half, sizeof(half))) != OK)
		return st;
	st = session_half_put(c->db, hash,
	    bytea_text(c->arena, half, sizeof(half)), mac);
	if (st != OK ||
	    (st = session_half(c->db, hash, c->user->id, &now,
	    &expires)) != OK ||
	    (st = keys_get(c->db, c->user->id, c->user->inst, -1,
	    &keys)) != OK ||
	    (st = audit_success(c, event)) != OK)
		return st;
	json_open(&j, text);
	json_begin_object(&j, NULL);
	put_own_session(c, &j, half, expires);
	put_keys(&j, &keys);
	json_end_object(&j);
	return answer_json(c, 200, text);
}

/* POST /api/auth/unlock: the password again, for a new half. */
enum status
page_unlock_submit(struct ctx *c)
{
	struct value in[1];
	struct judgement j;
	enum status st;

	if ((st = form_read(c, unlock_fields, 1, in)) != OK)
		return st;
	st = judge(c, c->user->login, &in[0], "UNLOCK_REFUSED", &j);
	if (st != OK || !j.right)
		return st;
	if ((st = enter_again(c)) != OK)
		return st;
	return renew_half(c, j.mac, "UNLOCK");
}

/*
 * POST /api/auth/reopen: a new half for a session whose keys an authenticator
 * opens in the browser.  It opens nothing by itself: the old one is forgotten.
 */
enum status
page_reopen_submit(struct ctx *c)
{
	struct value in[1];
	enum status st;

	if ((st = form_read(c, NULL, 0, in)) != OK)
		return st;
	return renew_half(c, NULL, "UNLOCK_KEY");
}

/* POST /api/auth/password: it again, for what nobody else may do in this session. */
enum status
page_password_submit(struct ctx *c)
{
	struct str *text = str_new(c->arena);
	struct value in[1];
	struct judgement j;
	enum status st;

	if ((st = form_read(c, unlock_fields, 1, in)) != OK)
		return st;
	st = judge(c, c->user->login, &in[0], "PASSWORD_REFUSED", &j);
	if (st != OK || !j.right)
		return st;
	if ((st = enter_again(c)) != OK ||
	    (st = password_refresh(c->db, j.mac)) != OK ||
	    (st = audit_success(c, "PASSWORD_FRESH")) != OK)
		return st;
	str_add_text(text, "{}");
	return answer_json(c, 200, text);
}

/* POST /api/auth/lock: the server forgets its half. */
enum status
page_lock_submit(struct ctx *c)
{
	struct str *text = str_new(c->arena);
	char hash[SESSION_HASH_TEXT + 1];
	struct value in[1];
	enum status st;

	if ((st = form_read(c, NULL, 0, in)) != OK ||
	    (st = session_hash(c->req->cookie, hash)) != OK ||
	    (st = session_half_put(c->db, hash, NULL, NULL)) != OK)
		return st;
	str_add_text(text, "{}");
	return answer_json(c, 200, text);
}

/* GET /api/auth/session: who I am, and the server's half while it lasts. */
enum status
page_session_show(struct ctx *c)
{
	struct str *text = str_new(c->arena);
	char hash[SESSION_HASH_TEXT + 1];
	unsigned char bytes[HALF_LEN];
	const char *half;
	struct value in[1];
	struct json j;
	enum status st;
	long expires;

	if ((st = form_read(c, NULL, 0, in)) != OK ||
	    (st = session_hash(c->req->cookie, hash)) != OK ||
	    (st = session_half(c->db, hash, c->user->id, &half,
	    &expires)) != OK)
		return st;
	if (half != NULL &&
	    (st = bytea_read(half, bytes, sizeof(bytes))) != OK)
		return st;
	json_open(&j, text);
	json_begin_object(&j, NULL);
	put_own_session(c, &j, half == NULL ? NULL : bytes, expires);
	json_end_object(&j);
	return answer_json(c, 200, text);
}

/* GET /api/auth/keys: bundle, roster after an entry, grants. */
enum status
page_keys_show(struct ctx *c)
{
	struct str *text = str_new(c->arena);
	struct value in[1];
	struct keys keys;
	struct json j;
	enum status st;

	if ((st = form_read(c, after_fields, 1, in)) != OK)
		return st;
	st = keys_get(c->db, c->user->id, c->user->inst,
	    in[0].text == NULL ? -1 : in[0].number, &keys);
	if (st != OK)
		return st;
	json_open(&j, text);
	json_begin_object(&j, NULL);
	put_keys(&j, &keys);
	json_end_object(&j);
	return answer_json(c, 200, text);
}
