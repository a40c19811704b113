/* proposals.c: officers come, go and change their keys, and the root changes, by two signatures. */

#include <string.h>

#include "base/json.h"
#include "db/proposals.h"
#include "pages/auth/answers.h"
#include "pages/auth/chain.h"
#include "pages/auth/pages.h"
#include "seal/objects.h"
#include "web/i18n.h"
#include "web/view.h"

enum { NEW_ENTRY, NEW_INVITE, NEW_SET, NNEW };
enum { SIGN_ID, SIGN_ENTRIES, SIGN_GRANTS, NSIGN };

/* The proposed entry and an epoch; grants as for a change of the key. */
#define ENTRIES_MAX	(2 * ROSTER_ENTRY_MAX + 1)
#define GRANTS_MAX	(240 * 1024)

static const struct field new_form[NNEW] = {
	[NEW_ENTRY]  = { "entry", F_LINES, .required = true,
	    .max = ROSTER_ENTRY_MAX },
	[NEW_INVITE] = { "invite", F_UUID, .required = false },
	[NEW_SET]    = { "set", F_LINES, .max = RECOVERY_SET_MAX },
};

static const struct field sign_form[NSIGN] = {
	[SIGN_ID]      = { "proposal", F_UUID, .required = true },
	[SIGN_ENTRIES] = { "entries", F_LINES, .required = true,
	    .max = ENTRIES_MAX },
	[SIGN_GRANTS]  = { "grants", F_LINES, .max = GRANTS_MAX },
};

static const struct field drop_form[] = {
	{ "proposal", F_UUID, .required = true },
};

static void
show_members(const struct ctx *c, struct view *v,
    const struct proposal_base *base)
{
	view_list(v, "members");
	for (size_t i = 0; i < base->members_len; i++) {
		const struct quorum_member *m = &base->members[i];
		struct view *o = view_item(v, "members");
		bool officer = strcmp(m->role, "officer") == 0;

		view_text(o, "user", m->user);
		view_text(o, "name", m->name);
		view_text(o, "login", m->login);
		view_text(o, "role_name", officer ? tr(c, "officer") :
		    tr(c, "doctor"));
		view_text(o, "proof", m->proof);
		view_flag(o, "own", m->own);
		view_flag(o, "gone", m->gone);
		view_flag(o, "may_rise", !officer && !m->gone);
		view_flag(o, "may_step_down", officer && !m->own && !m->gone);
		view_flag(o, "may_go", officer && (m->own || m->gone));
	}
}

/* GET /account/officers: who they are, and what waits for a second signature. */
enum status
page_officer_list(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct proposal_base base;
	enum status st;

	if ((st = proposal_base_get(c->db, c->lang, &base)) != OK)
		return st;
	view_text(v, "title", tr(c, "Officers and the root"));
	view_flag(v, "is_officer", base.officer);
	view_flag(v, "waits", base.waits);
	show_members(c, v, &base);
	if (base.waits) {
		view_text(v, "subject_name", base.waiting.name);
		view_text(v, "proposer", base.waiting.officer);
		view_text(v, "institution", base.waiting.area);
		view_text(v, "proposed", base.waiting.created);
		view_flag(v, "proposal_void", base.waiting.is_void);
	}
	return render(c, "officer_list", v);
}

/* GET /account/root: new shares for a new root, to be signed by a second officer. */
enum status
page_root_form(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct proposal_base base;
	enum status st;

	if ((st = proposal_base_get(c->db, c->lang, &base)) != OK)
		return st;
	view_text(v, "title", tr(c, "Another root"));
	view_flag(v, "is_officer", base.officer);
	view_flag(v, "waits", base.waits && !base.waiting.is_void);
	return render(c, "root_form", v);
}

/* GET /api/auth/proposal: what waits, and the grants that stand; null and none for others. */
enum status
page_proposal_show(struct ctx *c)
{
	struct str *text = str_new(c->arena);
	struct proposal_base base;
	struct value in[1];
	struct json j;
	enum status st;

	if ((st = form_read(c, NULL, 0, in)) != OK ||
	    (st = proposal_base_get(c->db, c->lang, &base)) != OK)
		return st;
	json_open(&j, text);
	json_begin_object(&j, NULL);
	json_put_text(&j, "id", base.waits ? base.waiting.id : NULL);
	json_put_text(&j, "entry", base.waits ? base.waiting.entry : NULL);
	json_put_text(&j, "set", base.waits ? base.waiting.set : NULL);
	put_given(&j, "grants", base.given, base.given_len);
	json_end_object(&j);
	return answer_json(c, 200, text);
}

/*
 * POST /api/auth/proposals: an entry with one officer's signature.  What of it
 * can be checked is: only the second signature may be missing.
 */
enum status
page_proposal_submit(struct ctx *c)
{
	struct str *text = str_new(c->arena);
	struct value in[NNEW];
	struct roster *r;
	const char *entry;
	enum status st;

	if ((st = form_read(c, new_form, NNEW, in)) != OK)
		return st;
	if (c->user->inst == NULL)
		return DENIED;
	entry = in[NEW_ENTRY].text;
	st = proposal_add(c->db, entry, in[NEW_INVITE].text, in[NEW_SET].text,
	    &c->subject);
	if (st != OK || (st = chain_read(c, 0, &r)) != OK ||
	    (st = roster_propose(r, entry, strlen(entry))) != OK)
		return st;
	str_add_text(text, "{}");
	return answer_json(c, 201, text);
}

/* The set of a new root, once the entry is in the roster. */
static enum status
check_set(struct ctx *c, const struct roster *r, const char *text)
{
	struct recovery_set set;
	enum status st;

	if (text == NULL)
		return OK;
	st = recovery_set_read(c->arena, text, strlen(text), &set);
	return st == OK ? recovery_set_check(&set, r) : st;
}

/*
 * POST /api/auth/proposals/sign: the entry with all its signatures, what comes
 * after it, and grants; all or nothing.
 */
enum status
page_proposal_sign(struct ctx *c)
{
	struct str *text = str_new(c->arena);
	struct value in[NSIGN];
	struct proposal_base base;
	struct roster *r;
	enum status st;

	if ((st = form_read(c, sign_form, NSIGN, in)) != OK)
		return st;
	if (c->user->inst == NULL)
		return DENIED;
	if ((st = proposal_base_get(c->db, c->lang, &base)) != OK)
		return st;
	st = proposal_settle(c->db, in[SIGN_ID].text, in[SIGN_ENTRIES].text,
	    in[SIGN_GRANTS].text, &c->subject);
	if (st != OK ||
	    (st = chain_read(c, chain_lines(in[SIGN_ENTRIES].text),
	    &r)) != OK ||
	    (st = chain_grants(c, r, in[SIGN_GRANTS].text, NULL)) != OK ||
	    (st = check_set(c, r, base.waits ? base.waiting.set : NULL)) != OK)
		return st;
	c->detail = text_printf(c->arena, "{\"kind\":\"%s\"}",
	    base.waits ? base.waiting.kind : "");
	str_add_text(text, "{}");
	return answer_json(c, 201, text);
}

/* POST /api/auth/proposals/drop: nothing comes of it. */
enum status
page_proposal_drop(struct ctx *c)
{
	struct str *text = str_new(c->arena);
	struct value in[1];
	enum status st;

	if ((st = form_read(c, drop_form, 1, in)) != OK)
		return st;
	if (c->user->inst == NULL)
		return DENIED;
	st = proposal_drop(c->db, in[0].text, &c->subject);
	if (st != OK)
		return st;
	str_add_text(text, "{}");
	return answer_json(c, 201, text);
}
