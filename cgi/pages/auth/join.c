/* join.c: an invited account brings its keys and waits to be let in. */

#include "base/json.h"
#include "db/bytea.h"
#include "db/enrolments.h"
#include "pages/auth/answers.h"
#include "pages/auth/brought.h"
#include "pages/auth/pages.h"
#include "seal/base64url.h"
#include "seal/objects.h"
#include "web/view.h"

static const struct field join_form[BROUGHT_LEN] = {
	[INVITED_BY] = { "token", F_BASE64URL, .required = true, .low = 32 },
	BROUGHT_FIELDS,
};

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
	struct str *text = str_new(c->arena);
	struct invitation who;
	const char *token;
	struct json j;
	enum status st;

	if ((st = token_read(c, &token)) != OK ||
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
	struct value in[BROUGHT_LEN];
	struct invitation who;
	const char *token;
	struct brought b;
	enum status st;

	if ((st = form_read(c, join_form, BROUGHT_LEN, in)) != OK ||
	    (st = token_hash(c, &in[INVITED_BY], &token)) != OK)
		return st;
	if ((st = join_lookup(c->db, token, c->lang, &who)) != OK)
		return st == NOT_FOUND ? DENIED : st;
	st = brought_read(c, in, &(struct invited){ who.inst, who.user,
	    who.login }, &b);
	if (st != OK)
		return st;
	st = join_take(c->db, token, b.salt, b.verifier, b.bundle, b.sig_pub,
	    b.enc_pub, b.proof);
	if (st != OK)
		return st;
	c->subject = who.user;
	str_add_text(text, "{}");
	return answer_json(c, 201, text);
}
