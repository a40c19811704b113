/* security_keys.c: one's own security keys: set up, named, removed; asked for an answer. */

#include <string.h>

#include "auth/webauthn.h"
#include "base/str.h"
#include "db/bytea.h"
#include "pages/auth/codes.h"
#include "pages/auth/key_answer.h"
#include "pages/auth/pages.h"
#include "pages/common.h"
#include "web/i18n.h"

enum { NAME, ANSWER, NFIELDS };

static const struct field key_form[NFIELDS] = {
	[NAME]   = { "name", F_TEXT, .required = true, .max = 40 },
	[ANSWER] = { "answer", F_TEXT, .required = true,
	    .max = KEY_ANSWER_MAX },
};

/* The form that names a key and asks it; question is NULL where it answered. */
static enum status
show_setup(struct ctx *c, const char *question, const struct value *in,
    enum status answer)
{
	struct view *v = view_new(c->arena);
	enum status st;

	view_text(v, "title", tr(c, "Security key"));
	view_text(v, "question", question);
	view_text(v, "user_id", c->user->id);
	view_text(v, "login", c->user->login);
	if (in != NULL) {
		view_text(v, "key_name", in[NAME].text);
		view_text(v, "name_error", in[NAME].error);
		view_text(v, "answer_error", in[ANSWER].error);
		if (in[ANSWER].error == NULL)
			view_text(v, "answer", in[ANSWER].text);
	}
	if ((st = render(c, "key_setup", v)) != OK)
		return st;
	return answer;
}

/*
 * POST /account/keys: a question for a new key.  It holds for five minutes and
 * this session, so this answer is a page and not a redirect.
 */
enum status
page_key_begin(struct ctx *c)
{
	struct str *text = str_new(c->arena);
	struct value none[1];
	struct json j;
	enum status st;
	size_t n;

	if ((st = form_read(c, NULL, 0, none)) != OK)
		return st;
	json_open(&j, text);
	json_begin_object(&j, NULL);
	st = key_question(c, c->user->id, KEY_ADD, &j, &n);
	if (st != OK)
		return st;
	json_end_object(&j);
	return show_setup(c, text->text, NULL, OK);
}

/* What a new key answered: "client.data". */
static enum status
read_answer(struct ctx *c, const char *answer, struct webauthn_client *client,
    struct webauthn_key *key)
{
	enum { CLIENT, DATA, N };
	struct bytes part[N];
	enum status st;

	if ((st = key_parts(c, answer, N, part)) != OK ||
	    (st = webauthn_client_read(c->arena, c->site->origins,
	    WEBAUTHN_CREATE, part[CLIENT], client)) != OK)
		return st;
	return webauthn_key_read(c->arena, client, part[DATA], key);
}

static enum status
refuse_answer(struct ctx *c, struct value *in, const char *msgid)
{
	form_fail(c, &in[ANSWER], msgid);
	return show_setup(c, NULL, in, INVALID);
}

/* What the database refused, in words; NULL for what is none of ours. */
static const char *
refusal_of(struct ctx *c, enum status st)
{
	if (st == CONFLICT && db_refused_by(c->db, "security_key_once"))
		return N_("this key is set up already, here or for another "
		    "account");
	if (st == INVALID && db_refused_by(c->db, "security_key_many"))
		return N_("ten keys are the most; remove one first");
	return NULL;
}

static enum status
keep_key(struct ctx *c, struct value *in, const struct webauthn_client *client,
    const struct webauthn_key *key)
{
	struct view *v = view_new(c->arena);
	const char *hashes, *answer, *refusal;
	enum status st;

	if ((st = make_codes(c, v, &hashes)) != OK)
		return st;
	st = key_add(c->db, &(struct new_key){
	    .challenge = bytea_text(c->arena, client->challenge, HASH_LEN),
	    .name = in[NAME].text,
	    .credential = bytea_text(c->arena, key->id.at, key->id.len),
	    .algorithm = key->algorithm,
	    .public_key = bytea_text(c->arena, key->public_key.at,
	    key->public_key.len),
	    .counter = (long)key->counter,
	    .hashes = hashes,
	}, &answer);
	if ((refusal = refusal_of(c, st)) != NULL)
		return refuse_answer(c, in, refusal);
	if (st != OK)
		return st;
	if (strcmp(answer, "late") == 0)
		return refuse_answer(c, in, N_("it took more than five "
		    "minutes, or was begun anew elsewhere: begin anew"));
	if (strcmp(answer, "added") == 0)
		return redirect(c, "/account/factor?done=key_added");
	view_flag(v, "fresh_factor", true);
	return show_codes(c, v);
}

/*
 * POST /account/keys/confirm: the key is in force; if it is the first factor,
 * recovery codes are shown at once and never again.
 */
enum status
page_key_confirm(struct ctx *c)
{
	struct webauthn_client client;
	struct webauthn_key key;
	struct value in[NFIELDS];
	enum status st;

	if ((st = form_read(c, key_form, NFIELDS, in)) == INVALID)
		return show_setup(c, NULL, in, INVALID);
	if (st != OK)
		return st;
	st = read_answer(c, in[ANSWER].text, &client, &key);
	if (st == INVALID)
		return refuse_answer(c, in, N_("this is no answer of a "
		    "security key that can be used here: begin anew, or take "
		    "another key"));
	if (st != OK)
		return st;
	return keep_key(c, in, &client, &key);
}

/* POST /account/keys/:id/remove: one of one's own keys is no more. */
enum status
page_key_remove(struct ctx *c)
{
	struct value none[1];
	bool gone = false;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, NULL, 0, none)) != OK)
		return st;
	st = key_drop(c->db, id, &gone);
	if (st == INVALID && db_refused_by(c->db, "factor_needed"))
		return CONFLICT;
	if (st != OK)
		return st;
	if (!gone)
		return NOT_FOUND;
	return redirect(c, "/account/factor?done=key_removed");
}

/* POST /api/auth/key: what a key of one's own is to sign, for a fresh proof. */
enum status
page_key_question(struct ctx *c)
{
	struct str *text = str_new(c->arena);
	struct value none[1];
	struct json j;
	enum status st;
	size_t n = 0;

	if ((st = form_read(c, NULL, 0, none)) != OK)
		return st;
	json_open(&j, text);
	json_begin_object(&j, NULL);
	st = key_question(c, c->user->id, KEY_FRESH, &j, &n);
	if (st != OK)
		return st;
	json_end_object(&j);
	if (n == 0)
		return NOT_FOUND;
	return answer_json(c, 200, text);
}
