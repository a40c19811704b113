/* invites.c: an officer's invitation is kept, but for its secret, and answered once. */

#include <string.h>

#include "auth/password.h"
#include "db/bytea.h"
#include "db/invites.h"
#include "pages/auth/answers.h"
#include "pages/auth/pages.h"
#include "seal/objects.h"

enum { NEW_ID, NEW_USER, NEW_LOGIN, NEW_ROLE, NEW_EXP, NNEW };

static const char *const roles[] = { "doctor", "officer", "auditor", NULL };

static const struct field invite_form[NNEW] = {
	[NEW_ID]    = { "invite", F_UUID, .required = true },
	[NEW_USER]  = { "user", F_UUID, .required = true },
	[NEW_LOGIN] = { "login", F_TEXT, .required = true, .max = 64 },
	[NEW_ROLE]  = { "role", F_CHOICE, .required = true, .choices = roles },
	[NEW_EXP]   = { "exp", F_INT, .required = true, .low = 1,
	    .high = 9007199254740991 },
};

/* POST /api/auth/invites: what an invitation names; its secret stays away. */
enum status
page_invite_submit(struct ctx *c)
{
	struct str *text = str_new(c->arena);
	struct value in[NNEW];
	enum status st;

	if ((st = form_read(c, invite_form, NNEW, in)) != OK)
		return st;
	if (c->user->inst == NULL)
		return DENIED;
	st = invite_add(c->db, in[NEW_ID].text, in[NEW_USER].text,
	    in[NEW_LOGIN].text, in[NEW_ROLE].text, in[NEW_EXP].text);
	if (st != OK)
		return st;
	c->subject = in[NEW_USER].text;
	str_add_text(text, "{}");
	return answer_json(c, 201, text);
}

enum { ID, AUTH_KEY, BUNDLE, SIG_PUB, ENC_PUB, PROOF, TAG, NANSWER };

static const struct field answer_form[NANSWER] = {
	[ID]       = { "invite", F_UUID, .required = true },
	[AUTH_KEY] = { "auth_key", F_BASE64URL, .required = true, .low = 32 },
	[BUNDLE]   = { "bundle", F_LINES, .required = true,
	    .max = BUNDLE_MAX },
	[SIG_PUB]  = { "sig_pub", F_BASE64URL, .required = true, .low = 32 },
	[ENC_PUB]  = { "enc_pub", F_BASE64URL, .required = true, .low = 32 },
	[PROOF]    = { "proof", F_BASE64URL, .required = true, .low = 64 },
	[TAG]      = { "tag", F_BASE64URL, .required = true, .low = 32 },
};

/* What the form's bytes are. */
struct brought {
	unsigned char	auth_key[AUTH_KEY_LEN];
	unsigned char	sig_pub[SIG_PUB_LEN];
	unsigned char	enc_pub[ENC_PUB_LEN];
	unsigned char	proof[SIG_LEN];
	unsigned char	tag[HASH_LEN];
};

static enum status
read_brought(const struct value *in, struct brought *b)
{
	enum status st;

	if ((st = read_bytes(&in[AUTH_KEY], b->auth_key,
	    sizeof(b->auth_key))) != OK ||
	    (st = read_bytes(&in[SIG_PUB], b->sig_pub,
	    sizeof(b->sig_pub))) != OK ||
	    (st = read_bytes(&in[ENC_PUB], b->enc_pub,
	    sizeof(b->enc_pub))) != OK ||
	    (st = read_bytes(&in[PROOF], b->proof, sizeof(b->proof))) != OK)
		return st;
	return read_bytes(&in[TAG], b->tag, sizeof(b->tag));
}

/* The bundle is the invited account's, the proof is by the key it brings. */
static enum status
check_answer(struct ctx *c, const char *text, const struct brought *b,
    const struct invite_who *who)
{
	unsigned char inst[UUID_LEN], user[UUID_LEN];
	struct bundle bundle;
	enum status st;

	if ((st = uuid_parse(who->inst, inst)) != OK ||
	    (st = uuid_parse(who->user, user)) != OK ||
	    (st = bundle_read(c->arena, text, strlen(text), &bundle)) != OK)
		return st;
	if (strcmp(bundle.inst, who->inst) != 0 ||
	    strcmp(bundle.user, who->user) != 0)
		return INVALID;
	return enrolment_verify(c->arena, &(struct enrolment){
	    .inst = inst,
	    .user = user,
	    .login = who->login,
	    .sig_pub = b->sig_pub,
	    .enc_pub = b->enc_pub,
	}, b->proof);
}

static enum status
store_answer(struct ctx *c, const struct value *in, const struct brought *b)
{
	unsigned char salt[SALT_LEN], verifier[VERIFIER_LEN];
	struct arena *a = c->arena;
	enum status st;

	if ((st = crypt_random(salt, sizeof(salt))) != OK ||
	    (st = password_verifier(b->auth_key, salt, verifier)) != OK)
		return st;
	return invite_take(c->db, &(struct invite_answer){
	    .id = in[ID].text,
	    .salt = bytea_text(a, salt, sizeof(salt)),
	    .verifier = bytea_text(a, verifier, sizeof(verifier)),
	    .bundle = in[BUNDLE].text,
	    .sig_pub = bytea_text(a, b->sig_pub, sizeof(b->sig_pub)),
	    .enc_pub = bytea_text(a, b->enc_pub, sizeof(b->enc_pub)),
	    .proof = bytea_text(a, b->proof, sizeof(b->proof)),
	    .tag = bytea_text(a, b->tag, sizeof(b->tag)),
	});
}

/* POST /api/auth/answer: the keys of who was invited, and the tag for the officer. */
enum status
page_answer_submit(struct ctx *c)
{
	struct str *text = str_new(c->arena);
	struct value in[NANSWER];
	struct invite_who who;
	struct brought b;
	enum status st;

	if ((st = form_read(c, answer_form, NANSWER, in)) != OK ||
	    (st = read_brought(in, &b)) != OK)
		return st;
	if ((st = invite_live(c->db, in[ID].text, &who)) != OK)
		return st == NOT_FOUND ? DENIED : st;
	if ((st = check_answer(c, in[BUNDLE].text, &b, &who)) != OK ||
	    (st = store_answer(c, in, &b)) != OK)
		return st;
	c->subject = who.user;
	str_add_text(text, "{}");
	return answer_json(c, 201, text);
}
