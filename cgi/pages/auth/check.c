/* check.c: judge an authKey: the same road for signing in and unlocking. */

#define _DEFAULT_SOURCE	1	/* explicit_bzero() */

#include <string.h>

#include "auth/password.h"
#include "auth/session.h"
#include "auth/turn.h"
#include "base/json.h"
#include "db/bytea.h"
#include "pages/auth/answers.h"
#include "pages/auth/check.h"
#include "seal/crypt.h"
#include "web/i18n.h"
#include "web/request.h"

static enum status
audit(struct ctx *c, const char *event, const char *result,
    const char *subject)
{
	return login_audit(c->db, &(struct audit){
	    .event = event,
	    .result = result,
	    .subject = subject,
	    .request = c->req->id,
	    .address = c->req->address,
	});
}

enum status
audit_success(struct ctx *c, const char *event)
{
	return audit(c, event, "OK", NULL);
}

/* 429: how long to wait, the same for logins that nobody has. */
static enum status
answer_wait(struct ctx *c, long wait)
{
	struct str *text = str_new(c->arena);
	struct json j;

	json_open(&j, text);
	json_begin_object(&j, NULL);
	json_put_text(&j, "error", "wait");
	json_put_text(&j, "message", tr(c, "Too many failed tries"));
	json_put_long(&j, "wait", wait);
	json_end_object(&j);
	answer_header(c, "Retry-After", text_printf(c->arena, "%ld", wait));
	return answer_json(c, 429, text);
}

static enum status
check_key(const struct login *who, const unsigned char *key)
{
	unsigned char salt[SALT_LEN], verifier[VERIFIER_LEN];
	enum status st;

	if (who->id == NULL)
		return password_check(key, NULL, NULL);
	if (bytea_read(who->salt, salt, sizeof(salt)) != OK ||
	    bytea_read(who->verifier, verifier, sizeof(verifier)) != OK)
		return FAILED;
	st = password_check(key, salt, verifier);
	explicit_bzero(verifier, sizeof(verifier));
	return st;
}

/* Count a try before it is judged; one that came too early is answered here. */
static enum status
count_try(struct ctx *c, const char *login, const char *event,
    struct judgement *out, bool *early)
{
	enum status st;
	long wait;

	st = login_attempt(c->db, out->mac, login, &wait, &out->who);
	*early = st == OK && wait > 0;
	if (!*early)
		return st;
	st = audit(c, event, "DELAYED", out->who.id);
	return st == OK ? answer_wait(c, wait) : st;
}

/* With a turn in hand: count the try, then judge it. */
static enum status
judge_in_turn(struct ctx *c, const char *login, const unsigned char *key,
    const char *event, struct judgement *out)
{
	enum status st;
	bool early;

	st = count_try(c, login, event, out, &early);
	if (st != OK || early)
		return st;
	if ((st = check_key(&out->who, key)) == OK) {
		out->right = true;
		return OK;
	}
	if (st != DENIED ||
	    (st = audit(c, event, "DENIED", out->who.id)) != OK)
		return st;
	return answer_error(c, 401, "credentials",
	    N_("Login, password or key file is wrong"));
}

enum status
judge(struct ctx *c, const char *login, const struct value *auth_key,
    const char *event, struct judgement *out)
{
	unsigned char key[AUTH_KEY_LEN], mac[LOGIN_MAC_LEN];
	enum status st;

	*out = (struct judgement){ 0 };
	if ((st = read_bytes(auth_key, key, sizeof(key))) != OK ||
	    (st = login_mac(login, mac)) != OK)
		return st;
	out->mac = bytea_text(c->arena, mac, sizeof(mac));
	if (turn_take() != OK) {
		answer_header(c, "Retry-After", "2");
		return answer_error(c, 503, "busy",
		    N_("Many people are signing in just now"));
	}
	st = judge_in_turn(c, login, key, event, out);
	turn_give();
	explicit_bzero(key, sizeof(key));
	return st;
}

/* A wrong code, of an account that is known by now. */
static enum status
refuse_code(struct ctx *c, const char *event, const char *account)
{
	enum status st;

	if ((st = audit(c, event, "DENIED", account)) != OK)
		return st;
	return answer_error(c, 401, "code",
	    N_("The code is wrong, or it was used already"));
}

enum status
judge_second(struct ctx *c, const struct judgement *right,
    const struct value *code, enum code *out)
{
	enum status st;

	*out = CODE_WRONG;
	if (code->text == NULL)
		return answer_error(c, 401, "factor",
		    N_("A code of the second factor is needed"));
	st = code_judge(c, &right->who, code->text, out);
	if (st != OK || *out != CODE_WRONG)
		return st;
	return refuse_code(c, "LOGIN_CODE_REFUSED", right->who.id);
}

enum status
judge_code(struct ctx *c, const char *login, const struct value *code,
    const char *event, struct judgement *out)
{
	unsigned char mac[LOGIN_MAC_LEN];
	enum code kind;
	enum status st;
	bool early;

	*out = (struct judgement){ 0 };
	if ((st = login_mac(login, mac)) != OK)
		return st;
	out->mac = bytea_text(c->arena, mac, sizeof(mac));
	st = count_try(c, login, event, out, &early);
	if (st != OK || early)
		return st;
	if ((st = code_judge(c, &out->who, code->text, &kind)) != OK)
		return st;
	if (kind == CODE_WRONG)
		return refuse_code(c, event, out->who.id);
	out->right = true;
	return OK;
}

enum status
verifier_new(struct ctx *c, const struct value *auth_key, const char **salt,
    const char **verifier)
{
	unsigned char key[AUTH_KEY_LEN], bytes[SALT_LEN], kept[VERIFIER_LEN];
	enum status st;

	if ((st = read_bytes(auth_key, key, sizeof(key))) != OK ||
	    (st = crypt_random(bytes, sizeof(bytes))) != OK)
		return st;
	st = password_verifier(key, bytes, kept);
	explicit_bzero(key, sizeof(key));
	*salt = bytea_text(c->arena, bytes, sizeof(bytes));
	*verifier = bytea_text(c->arena, kept, sizeof(kept));
	return st;
}

enum status
enter_again(struct ctx *c)
{
	char hash[SESSION_HASH_TEXT + 1];
	enum status st;

	if ((st = session_hash(c->req->cookie, hash)) != OK)
		return st;
	return session_enter(c->db, hash);
}
