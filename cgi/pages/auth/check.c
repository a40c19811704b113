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
#include "pages/auth/key_answer.h"
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

/* What is told of a second factor that was not taken. */
static const struct refusal {
	const char	*event;		/* NULL: the page's own */
	const char	*error;
	const char	*message;	/* msgid */
} wrong_code = { NULL, "code",
	N_("The code is wrong, or it was used already") },
wrong_key = { NULL, "key",
	N_("The security key's answer was not accepted") },
copied_key = { "FACTOR_KEY_COPIED", "copied",
	N_("This key has signed more often than it says: a copy of it may be "
	"in use. Take another factor, and tell the administrator") };

/* Of an account that is known by now. */
static enum status
refuse_second(struct ctx *c, const struct refusal *r, const char *event,
    const char *account)
{
	enum status st;

	st = audit(c, event, "DENIED", account);
	if (st == OK && r->event != NULL)
		st = audit(c, r->event, "DENIED", account);
	if (st != OK)
		return st;
	return answer_error(c, 401, r->error, r->message);
}

/* Of who is known: a code or a key's answer; a wrong one is answered here. */
static enum status
judge_given(struct ctx *c, const struct login *who, enum key_purpose purpose,
    const struct second *given, const char *event, enum code *out)
{
	enum key_verdict verdict;
	enum status st;

	if (given->key->text == NULL) {
		st = code_judge(c, who, given->code->text, out);
		if (st != OK || *out != CODE_WRONG)
			return st;
		return refuse_second(c, &wrong_code, event, who->id);
	}
	*out = CODE_WRONG;
	st = key_judge(c, who->id, purpose, given->key->text, &verdict);
	if (st != OK)
		return st;
	if (verdict == KEY_RIGHT) {
		*out = CODE_KEY;
		return OK;
	}
	return refuse_second(c, verdict == KEY_COPIED ? &copied_key :
	    &wrong_key, event, who->id);
}

/* 401: what is asked for beside the password. */
static enum status
ask_second(struct ctx *c, const struct login *who)
{
	struct str *text = str_new(c->arena);
	struct json j;
	enum status st;
	size_t n;

	json_open(&j, text);
	json_begin_object(&j, NULL);
	json_put_text(&j, "error", "factor");
	json_put_text(&j, "message",
	    tr(c, N_("A code of the second factor is needed")));
	json_put_bool(&j, "authenticator", who->totp != NULL);
	if (who->keys) {
		json_begin_object(&j, "key");
		st = key_question(c, who->id, KEY_ENTER, &j, &n);
		if (st != OK)
			return st;
		json_end_object(&j);
	}
	json_end_object(&j);
	return answer_json(c, 401, text);
}

enum status
judge_second(struct ctx *c, const struct judgement *right,
    const struct second *given, enum code *out)
{
	*out = CODE_WRONG;
	if (given->code->text == NULL && given->key->text == NULL)
		return ask_second(c, &right->who);
	return judge_given(c, &right->who, KEY_ENTER, given,
	    "LOGIN_CODE_REFUSED", out);
}

enum status
judge_fresh(struct ctx *c, const struct second *given, const char *event,
    struct judgement *out)
{
	unsigned char mac[LOGIN_MAC_LEN];
	enum code kind;
	enum status st;
	bool early;

	*out = (struct judgement){ 0 };
	if ((st = login_mac(c->user->login, mac)) != OK)
		return st;
	out->mac = bytea_text(c->arena, mac, sizeof(mac));
	st = count_try(c, c->user->login, event, out, &early);
	if (st != OK || early)
		return st;
	if ((st = enter_again(c)) != OK)
		return st;
	st = judge_given(c, &out->who, KEY_FRESH, given, event, &kind);
	out->right = st == OK && kind != CODE_WRONG;
	return st;
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
