/* admission.c: an officer invites, and admits those who have answered. */

#include <string.h>

#include "db/bytea.h"
#include "db/invites.h"
#include "pages/auth/answers.h"
#include "pages/auth/chain.h"
#include "pages/auth/pages.h"
#include "seal/base64url.h"
#include "seal/objects.h"
#include "web/i18n.h"
#include "web/view.h"

enum { INVITE, ENTRY, GRANTS, NFIELDS };

/* Grants of that many epochs fit into a request. */
#define GRANTS_MAX	(40 * (GRANT_MAX + 1))

static const struct field admission_form[NFIELDS] = {
	[INVITE] = { "invite", F_UUID, .required = true },
	[ENTRY]  = { "entry", F_LINES, .required = true,
	    .max = ROSTER_ENTRY_MAX },
	[GRANTS] = { "grants", F_LINES, .max = GRANTS_MAX },
};

static const char *
role_text(const struct ctx *c, const char *role)
{
	if (strcmp(role, "doctor") == 0)
		return tr(c, "doctor");
	if (strcmp(role, "auditor") == 0)
		return tr(c, "auditor");
	return tr(c, "officer");
}

static enum status
show_bytes(struct ctx *c, struct view *v, const char *name, const char *column,
    size_t len)
{
	unsigned char *bytes = arena_alloc(c->arena, len);
	enum status st;

	if ((st = bytea_read(column, bytes, len)) != OK)
		return st;
	view_text(v, name, base64url_encode(c->arena, bytes, len));
	return OK;
}

static void
show_invite(struct ctx *c, struct view *v, const struct invite *i)
{
	view_text(v, "invite", i->id);
	view_text(v, "user", i->user);
	view_text(v, "login", i->login);
	view_text(v, "name", i->name);
	view_text(v, "role", i->role);
	view_text(v, "role_name", role_text(c, i->role));
	view_text(v, "exp", i->exp);
	view_text(v, "until", i->until);
	view_text(v, "officer", i->officer);
	view_flag(v, "renews", i->renews);
	view_flag(v, "mine", i->mine);
}

static enum status
show_answer(struct ctx *c, struct view *v, const struct invite *i)
{
	enum status st;

	show_invite(c, v, i);
	view_flag(v, "two", strcmp(i->role, "officer") == 0);
	view_text(v, "taken", i->taken);
	if ((st = show_bytes(c, v, "sig_pub", i->sig_pub, SIG_PUB_LEN)) != OK ||
	    (st = show_bytes(c, v, "enc_pub", i->enc_pub, ENC_PUB_LEN)) != OK ||
	    (st = show_bytes(c, v, "proof", i->proof, SIG_LEN)) != OK)
		return st;
	return show_bytes(c, v, "tag", i->tag, HASH_LEN);
}

static void
show_invitees(struct view *v, const struct invite_base *base)
{
	view_flag(v, "has_invitees", base->invitees_len > 0);
	view_list(v, "invitees");
	for (size_t i = 0; i < base->invitees_len; i++) {
		const struct invitee *who = &base->invitees[i];
		struct view *o = view_item(v, "invitees");

		view_text(o, "who", who->user);
		view_text(o, "who_login", who->login);
		view_text(o, "who_name", who->name);
		view_text(o, "who_role", who->role);
		view_flag(o, "who_renews", *who->role != '\0');
	}
}

/* GET /admission: invitations and answers, for an officer; a word of why not for others. */
enum status
page_admission_list(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct invite_base base;
	enum status st;

	if ((st = invite_base_get(c->db, &base)) != OK)
		return st;
	view_text(v, "title", tr(c, "Invitations and admission"));
	view_flag(v, "is_officer", base.officer);
	view_flag(v, "has_leavers", base.leavers > 0);
	show_invitees(v, &base);
	view_list(v, "answers");
	view_list(v, "open");
	for (size_t i = 0; i < base.invites_len; i++) {
		const struct invite *one = &base.invites[i];

		if (*one->taken == '\0')
			show_invite(c, view_item(v, "open"), one);
		else if ((st = show_answer(c, view_item(v, "answers"),
		    one)) != OK)
			return st;
	}
	return render(c, "admission_list", v);
}

/*
 * POST /api/auth/admission: an officer's entry and grants.  The database says
 * first whether the roster has moved on (409); then the seals are checked, and
 * whatever does not hold takes it all back.
 */
enum status
page_admission_submit(struct ctx *c)
{
	struct str *text = str_new(c->arena);
	struct value in[NFIELDS];
	struct roster *r;
	const char *user;
	enum status st;

	if ((st = form_read(c, admission_form, NFIELDS, in)) != OK)
		return st;
	if (c->user->inst == NULL)
		return DENIED;
	st = invite_settle(c->db, in[INVITE].text, in[ENTRY].text,
	    in[GRANTS].text, &user);
	if (st != OK || (st = chain_read(c, 1, &r)) != OK ||
	    (st = chain_grants(c, r, in[GRANTS].text, user)) != OK)
		return st;
	c->subject = user;
	str_add_text(text, "{}");
	return answer_json(c, 201, text);
}
