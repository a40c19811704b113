/* invites.c: an officer's invitation is kept, but for its secret, and answered once. */

#include "db/bytea.h"
#include "db/invites.h"
#include "pages/auth/answers.h"
#include "pages/auth/brought.h"
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

enum { TAG = BROUGHT_LEN, NANSWER };

static const struct field answer_form[NANSWER] = {
	[INVITED_BY] = { "invite", F_UUID, .required = true },
	BROUGHT_FIELDS,
	[TAG] = { "tag", F_BASE64URL, .required = true, .low = 32 },
};

static enum status
store_answer(struct ctx *c, const struct value *in, const struct brought *b)
{
	unsigned char tag[HASH_LEN];
	enum status st;

	if ((st = read_bytes(&in[TAG], tag, sizeof(tag))) != OK)
		return st;
	return invite_take(c->db, &(struct invite_answer){
	    .id = in[INVITED_BY].text,
	    .salt = b->salt,
	    .verifier = b->verifier,
	    .bundle = b->bundle,
	    .sig_pub = b->sig_pub,
	    .enc_pub = b->enc_pub,
	    .proof = b->proof,
	    .tag = bytea_text(c->arena, tag, sizeof(tag)),
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

	if ((st = form_read(c, answer_form, NANSWER, in)) != OK)
		return st;
	if ((st = invite_live(c->db, in[INVITED_BY].text, &who)) != OK)
		return st == NOT_FOUND ? DENIED : st;
	st = brought_read(c, in, &(struct invited){ who.inst, who.user,
	    who.login }, &b);
	if (st != OK || (st = store_answer(c, in, &b)) != OK)
		return st;
	c->subject = who.user;
	str_add_text(text, "{}");
	return answer_json(c, 201, text);
}
