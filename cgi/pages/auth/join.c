/* join.c: an invited account brings its keys and waits to be let in. */

#include <string.h>

#include "auth/password.h"
#include "base/json.h"
#include "db/bytea.h"
#include "db/enrolments.h"
#include "pages/auth/answers.h"
#include "pages/auth/pages.h"
#include "seal/base64url.h"
#include "seal/objects.h"
#include "web/view.h"

enum { TOKEN, AUTH_KEY, BUNDLE, SIG_PUB, ENC_PUB, PROOF, NFIELDS };

static const struct field join_form[NFIELDS] = {
	[TOKEN]    = { "token", F_BASE64URL, .required = true, .low = 32 },
	[AUTH_KEY] = { "auth_key", F_BASE64URL, .required = true, .low = 32 },
	[BUNDLE]   = { "bundle", F_LINES, .required = true,
	    .max = BUNDLE_MAX },
	[SIG_PUB]  = { "sig_pub", F_BASE64URL, .required = true, .low = 32 },
	[ENC_PUB]  = { "enc_pub", F_BASE64URL, .required = true, .low = 32 },
	[PROOF]    = { "proof", F_BASE64URL, .required = true, .low = 64 },
};

/* What the form's bytes are. */
struct brought {
	unsigned char	auth_key[AUTH_KEY_LEN];
	unsigned char	sig_pub[SIG_PUB_LEN];
	unsigned char	enc_pub[ENC_PUB_LEN];
	unsigned char	proof[SIG_LEN];
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
	    sizeof(b->enc_pub))) != OK)
		return st;
	return read_bytes(&in[PROOF], b->proof, sizeof(b->proof));
}

/* The bundle is the invited account's, the proof is by the key it brings. */
static enum status
check_join(struct ctx *c, const struct value *in, const struct brought *b,
    const struct invitation *who)
{
	const char *text = in[BUNDLE].text;
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
store_join(struct ctx *c, const char *token, const struct value *in,
    const struct brought *b)
{
	unsigned char salt[SALT_LEN], verifier[VERIFIER_LEN];
	struct arena *a = c->arena;
	enum status st;

	if ((st = crypt_random(salt, sizeof(salt))) != OK ||
	    (st = password_verifier(b->auth_key, salt, verifier)) != OK)
		return st;
	return join_take(c->db, token, bytea_text(a, salt, sizeof(salt)),
	    bytea_text(a, verifier, sizeof(verifier)), in[BUNDLE].text,
	    bytea_text(a, b->sig_pub, sizeof(b->sig_pub)),
	    bytea_text(a, b->enc_pub, sizeof(b->enc_pub)),
	    bytea_text(a, b->proof, sizeof(b->proof)));
}

/* The base64url text of a bytea column of 32 bytes. */
static enum status
put_hash(struct ctx *c, struct json *j, const char *key, const char *column)
{
	unsigned char bytes[HASH_LEN];
	enum status st;

	if ((st = bytea_read(column, bytes, sizeof(bytes))) != OK)
		return st;
	json_put_text(j, key, base64url_encode(c->arena, bytes, sizeof(bytes)));
	return OK;
}

/* GET /join: the page; its token stands behind the "#" and is not sent. */
enum status
page_join_form(struct ctx *c)
{
	struct view *v = view_new(c->arena);

	view_text(v, "title", tr(c, "Join the register"));
	return render(c, "join_form", v);
}

/* GET /api/auth/join: what a token invites to. */
enum status
page_join_show(struct ctx *c)
{
	static const struct field token_form[] = {
		{ "token", F_BASE64URL, .required = true, .low = 32 },
	};
	struct str *text = str_new(c->arena);
	struct invitation who;
	struct value in[1];
	const char *token;
	struct json j;
	enum status st;

	if ((st = form_read(c, token_form, 1, in)) != OK ||
	    (st = token_hash(c, &in[0], &token)) != OK ||
	    (st = join_lookup(c->db, token, c->lang, &who)) != OK)
		return st;
	json_open(&j, text);
	json_begin_object(&j, NULL);
	json_put_text(&j, "inst", who.inst);
	json_put_text(&j, "user", who.user);
	json_put_text(&j, "login", who.login);
	json_put_text(&j, "name", who.name);
	json_put_text(&j, "institution", who.area);
	json_put_text(&j, "role", who.role);
	if ((st = put_hash(c, &j, "root", who.root)) != OK ||
	    (st = put_hash(c, &j, "rosterHead", who.roster_head)) != OK)
		return st;
	json_put_long(&j, "rosterSeq", who.roster_seq);
	json_put_text(&j, "origin", who.origin != NULL ? who.origin :
	    c->site->origin);
	json_end_object(&j);
	return answer_json(c, 200, text);
}

/* POST /api/auth/join: the keys of an invited account. */
enum status
page_join_submit(struct ctx *c)
{
	struct str *text = str_new(c->arena);
	struct value in[NFIELDS];
	struct invitation who;
	const char *token;
	struct brought b;
	enum status st;

	if ((st = form_read(c, join_form, NFIELDS, in)) != OK ||
	    (st = token_hash(c, &in[TOKEN], &token)) != OK ||
	    (st = read_brought(in, &b)) != OK)
		return st;
	if ((st = join_lookup(c->db, token, c->lang, &who)) != OK)
		return st == NOT_FOUND ? DENIED : st;
	if ((st = check_join(c, in, &b, &who)) != OK ||
	    (st = store_join(c, token, in, &b)) != OK)
		return st;
	c->subject = who.user;
	str_add_text(text, "{}");
	return answer_json(c, 201, text);
}
