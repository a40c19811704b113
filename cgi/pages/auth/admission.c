/* admission.c: an officer admits those who have applied (provisional). */

#include <string.h>

#include "base/json.h"
#include "db/bytea.h"
#include "db/enrolments.h"
#include "pages/auth/answers.h"
#include "pages/auth/chain.h"
#include "pages/auth/pages.h"
#include "seal/base64url.h"
#include "seal/objects.h"
#include "web/i18n.h"
#include "web/view.h"

enum { USER, ENTRY, GRANTS, NFIELDS };

/* Grants of that many epochs fit into a request. */
#define GRANTS_MAX	(40 * (GRANT_MAX + 1))

static const struct field admission_form[NFIELDS] = {
	[USER]   = { "user", F_UUID, .required = true },
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

static enum status
show_applicant(struct ctx *c, struct view *v, const struct applicant *a)
{
	enum status st;

	view_text(v, "user", a->user);
	view_text(v, "login", a->login);
	view_text(v, "name", a->name);
	view_text(v, "role", a->role);
	view_text(v, "role_name", role_text(c, a->role));
	view_text(v, "applied", a->applied);
	st = show_bytes(c, v, "sig_pub", a->sig_pub, SIG_PUB_LEN);
	if (st != OK)
		return st;
	st = show_bytes(c, v, "enc_pub", a->enc_pub, ENC_PUB_LEN);
	return st == OK ? show_bytes(c, v, "proof", a->proof, SIG_LEN) : st;
}

static void
show_leavers(struct view *v, const struct leaver_list *list)
{
	view_flag(v, "has_leavers", list->len > 0);
	view_list(v, "leavers");
	for (size_t i = 0; i < list->len; i++) {
		struct view *o = view_item(v, "leavers");

		view_text(o, "leaver_name", list->item[i].name);
		view_text(o, "leaver_login", list->item[i].login);
		view_date(o, "leaver_until", list->item[i].valid_until);
	}
}

/* GET /admission: who waits, for an officer; a word of why not for others. */
enum status
page_admission_list(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct applicant_list list;
	struct leaver_list leavers;
	enum status st;
	bool officer;

	if ((st = applicants_get(c->db, &officer, &list)) != OK ||
	    (st = leavers_get(c->db, &leavers)) != OK)
		return st;
	show_leavers(v, &leavers);
	view_text(v, "title", tr(c, "Admission"));
	view_flag(v, "is_officer", officer);
	view_list(v, "applicants");
	for (size_t i = 0; i < list.len; i++) {
		st = show_applicant(c, view_item(v, "applicants"),
		    &list.item[i]);
		if (st != OK)
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
	enum status st;

	if ((st = form_read(c, admission_form, NFIELDS, in)) != OK)
		return st;
	if (c->user->inst == NULL)
		return DENIED;
	st = admission_put(c->db, in[USER].text, in[ENTRY].text,
	    in[GRANTS].text);
	if (st != OK || (st = chain_read(c, 1, &r)) != OK ||
	    (st = chain_grants(c, r, in[GRANTS].text, in[USER].text)) != OK)
		return st;
	c->subject = in[USER].text;
	str_add_text(text, "{}");
	return answer_json(c, 201, text);
}
