/* account.c: one's own account: roles, language, session. */

#include <string.h>

#include "db/enrolments.h"
#include "db/logins.h"
#include "pages/auth/pages.h"
#include "web/view.h"

static const char *const languages[] = { "ru", "en", NULL };

static const struct field language_form[] = {
	{ "language", F_CHOICE, .required = true, .choices = languages },
};

static void
show_roles(struct view *v, const struct own_account *a)
{
	struct view *item;

	view_list(v, "roles");
	for (size_t i = 0; i < a->roles_len; i++) {
		item = view_item(v, "roles");
		view_text(item, "role_name", a->roles[i].role);
		view_text(item, "area_name", a->roles[i].area);
		view_date(item, "until", a->roles[i].until);
	}
}

/* GET /account: who I am here. */
enum status
page_account_show(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct own_account a;
	struct own_session s;
	struct own_factor f;
	enum status st;

	st = own_account_get(c->db, c->user->id, c->lang, &a);
	if (st != OK || (st = session_own(c->db, c->user->id, &s, &f)) != OK)
		return st;
	view_text(v, "title", tr(c, "My account"));
	view_text(v, "name", c->user->name);
	view_text(v, "login", c->user->login);
	view_text(v, "job", a.job);
	view_text(v, "area_name", a.area);
	show_roles(v, &a);
	view_flag(v, "language_ru", strcmp(c->lang, "ru") == 0);
	view_flag(v, "language_en", strcmp(c->lang, "en") == 0);
	view_flag(v, "has_inst", c->user->inst != NULL);
	view_flag(v, "has_factor", f.any);
	view_long(v, "codes_left", f.codes_left);
	view_text(v, "created", s.created);
	view_text(v, "seen", s.seen);
	view_text(v, "address", s.address);
	view_text(v, "agent", s.agent);
	return render(c, "account_show", v);
}

/* POST /account/language: in which language pages speak to me. */
enum status
page_account_language(struct ctx *c)
{
	struct value in[1];
	enum status st;

	if ((st = form_read(c, language_form, 1, in)) != OK ||
	    (st = own_language_put(c->db, in[0].text)) != OK)
		return st;
	return redirect(c, "/account?done=account_saved");
}

/* POST /account/sessions: end my session, wherever it is. */
enum status
page_account_sessions(struct ctx *c)
{
	struct value in[1];
	enum status st;

	if ((st = form_read(c, NULL, 0, in)) != OK ||
	    (st = session_end_own(c->db, c->user->id)) != OK)
		return st;
	return redirect(c, "/login?done=signed_out");
}
