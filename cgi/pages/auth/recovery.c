/* recovery.c: an officer restored by two custodians: papers go out, what the ceremony has made comes in. */

#include <string.h>

#include "base/json.h"
#include "db/recoveries.h"
#include "pages/auth/answers.h"
#include "pages/auth/chain.h"
#include "pages/auth/check.h"
#include "pages/auth/pages.h"
#include "seal/objects.h"
#include "web/i18n.h"
#include "web/view.h"

enum { TOKEN, AUTH_KEY, BUNDLE, ENTRY, GRANTS, NFIELDS };

#define GRANTS_MAX	(240 * 1024)

static const struct field recovery_fields[NFIELDS] = {
	[TOKEN]    = { "token", F_BASE64URL, .required = true, .low = 32 },
	[AUTH_KEY] = { "auth_key", F_BASE64URL, .required = true, .low = 32 },
	[BUNDLE]   = { "bundle", F_LINES, .required = true,
	    .max = BUNDLE_MAX },
	[ENTRY]    = { "entry", F_LINES, .required = true,
	    .max = ROSTER_ENTRY_MAX },
	[GRANTS]   = { "grants", F_LINES, .required = true,
	    .max = GRANTS_MAX },
};

/* GET /recovery: the page; its token stands behind the "#" and is not sent. */
enum status
page_recovery_form(struct ctx *c)
{
	struct view *v = view_new(c->arena);

	view_text(v, "title", tr(c, "Recovery by two custodians"));
	return render(c, "recovery_form", v);
}

/* GET /ceremony: the page that works without a network, and may ask for nothing. */
enum status
page_ceremony_form(struct ctx *c)
{
	struct view *v = view_new(c->arena);

	view_text(v, "title", tr(c, "Ceremony of two custodians"));
	view_flag(v, "sends_nothing", true);
	return render(c, "ceremony_form", v);
}

/* GET /api/auth/recovery: the papers for the ceremony; nothing of them is secret. */
enum status
page_recovery_show(struct ctx *c)
{
	struct str *text = str_new(c->arena);
	struct recovery_papers p;
	const char *token;
	struct json j;
	enum status st;

	if ((st = token_read(c, &token)) != OK ||
	    (st = recovery_papers_get(c->db, token, c->lang, &p)) != OK)
		return st;
	json_open(&j, text);
	json_begin_object(&j, NULL);
	json_put_text(&j, "inst", p.inst);
	json_put_text(&j, "origin", p.origin);
	json_put_text(&j, "institution", p.area);
	put_texts(&j, "roster", &p.roster);
	json_put_text(&j, "set", p.set);
	json_put_text(&j, "user", p.user);
	json_put_text(&j, "login", p.login);
	json_put_text(&j, "name", p.name);
	put_texts(&j, "grants", &p.grants);
	put_given(&j, "given", p.given, p.given_len);
	json_end_object(&j);
	return answer_json(c, 200, text);
}

/* The roster with the entry, which root has signed, at its end. */
static enum status
check_entry(struct ctx *c, const struct recovery_papers *p,
    const char *entry, struct roster **out)
{
	struct roster *r = roster_new(c->arena);
	enum status st;

	for (size_t i = 0; i < p->roster.len; i++) {
		const char *text = p->roster.item[i];

		st = roster_append(r, text, strlen(text), ROSTER_STORED);
		if (st != OK)
			return st;
	}
	*out = r;
	return roster_append(r, entry, strlen(entry), ROSTER_VERIFY);
}

static enum status
check_bundle(struct ctx *c, const struct recovery_papers *p, const char *text)
{
	struct bundle bundle;
	enum status st;

	st = bundle_read(c->arena, text, strlen(text), &bundle);
	if (st != OK)
		return st;
	return strcmp(bundle.inst, p->inst) == 0 &&
	    strcmp(bundle.user, p->user) == 0 ? OK : INVALID;
}

static enum status
store_recovery(struct ctx *c, const char *token, const struct value *in)
{
	const char *salt, *verifier;
	enum status st;

	st = verifier_new(c, &in[AUTH_KEY], &salt, &verifier);
	if (st != OK)
		return st;
	return recovery_take(c->db, &(struct recovery){
	    .token = token,
	    .salt = salt,
	    .verifier = verifier,
	    .bundle = in[BUNDLE].text,
	    .entry = in[ENTRY].text,
	    .grants = in[GRANTS].text,
	}, &c->subject);
}

/*
 * POST /api/auth/recovery: entry and grants by root, and the key of the
 * officer's new password.  The database says first whether the roster has moved
 * on (409); then the seals are checked, and what does not hold takes it back.
 */
enum status
page_recovery_submit(struct ctx *c)
{
	struct str *text = str_new(c->arena);
	struct value in[NFIELDS];
	struct recovery_papers p;
	struct roster *r;
	const char *token;
	enum status st;

	if ((st = form_read(c, recovery_fields, NFIELDS, in)) != OK ||
	    (st = token_hash(c, &in[TOKEN], &token)) != OK)
		return st;
	st = recovery_papers_get(c->db, token, c->lang, &p);
	if (st != OK)
		return st == NOT_FOUND ? DENIED : st;
	if ((st = check_bundle(c, &p, in[BUNDLE].text)) != OK ||
	    (st = store_recovery(c, token, in)) != OK ||
	    (st = check_entry(c, &p, in[ENTRY].text, &r)) != OK ||
	    (st = chain_root_grants(c, r, in[GRANTS].text)) != OK)
		return st;
	str_add_text(text, "{}");
	return answer_json(c, 201, text);
}
