/* requests.c: what one person asked for and another decides. */

#include <string.h>

#include "db/roles.h"
#include "db/users.h"
#include "pages/admin/grants.h"
#include "pages/admin/pages.h"
#include "pages/admin/users.h"
#include "web/i18n.h"

static const struct choice states[] = {
	{ "waiting",   N_("waits"),      "warn" },
	{ "confirmed", N_("confirmed"),  "ok" },
	{ "refused",   N_("refused"),    "stop" },
	{ "withdrawn", N_("taken back"), "quiet" },
	{ NULL, NULL, NULL }
};

static void
show_request(const struct ctx *c, struct view *v,
    const struct right_request *r)
{
	const struct choice *state = choice_find(states, r->state);
	const bool waiting = strcmp(r->state, "waiting") == 0;

	view_text(v, "id", r->id);
	view_text(v, "account", r->account);
	view_text(v, "account_name", r->account_name);
	view_text(v, "role_name", r->role);
	view_text(v, "area_name", r->area_name);
	view_text(v, "permissions", permission_names(c, r->permissions));
	view_date(v, "until", r->valid_until);
	view_text(v, "reason", r->reason);
	view_text(v, "asked_by", r->asked_by);
	view_text(v, "asked_at", moment_text(c, r->asked_at));
	view_text(v, "decided_by", r->decided_by);
	view_text(v, "state", tr(c, state->name));
	view_text(v, "tone", state->tone);
	view_flag(v, "one_off", r->one_off);
	view_flag(v, "factor", r->factor);
	view_text(v, "disposal", r->disposal);
	view_text(v, "kind", r->kind);
	/* A deletion is released where its list is seen. */
	view_flag(v, "may_confirm", waiting && r->may_confirm &&
	    *r->disposal == '\0');
	view_flag(v, "may_withdraw", waiting && r->mine &&
	    *r->disposal == '\0');
}

/* GET /admin/requests: what waits for a second person, and what was decided. */
enum status
page_request_list(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct right_requests list;
	struct user_accounts held;
	enum status st;
	long total;

	if ((st = request_list(c->db, c->lang, &list)) != OK ||
	    (st = user_list(c->db, &(struct user_filter){ .state = "held",
		.limit = "200", .offset = "0" }, c->lang, &held, &total))
	    != OK)
		return st;
	view_text(v, "title", tr(c, "Second person"));
	view_flag(v, "tab_requests", true);
	view_flag(v, "has_requests", list.len > 0);
	view_list(v, "requests");
	for (size_t i = 0; i < list.len; i++)
		show_request(c, view_item(v, "requests"), &list.item[i]);
	view_flag(v, "has_held", held.len > 0);
	view_list(v, "users");
	for (size_t i = 0; i < held.len; i++)
		show_user(c, view_item(v, "users"), &held.item[i]);
	return render(c, "request_list", v);
}

enum { CONFIRM, NDECIDE };
static const char *const decisions[] = { "yes", "no", NULL };
static const struct field decide_form[NDECIDE] = {
	[CONFIRM] = { "confirm", F_CHOICE, .required = true,
	    .choices = decisions },
};

/* POST /admin/requests/:id: yes or no; who asked takes it back with no. */
enum status
page_request_decide(struct ctx *c)
{
	const char *id = path_param(c, "id"), *result = "refused";
	struct value in[NDECIDE];
	enum status st;

	if (strspn(id, "0123456789") != strlen(id) || strlen(id) > 15)
		return NOT_FOUND;
	if ((st = form_read(c, decide_form, NDECIDE, in)) != OK)
		return st;
	st = request_decide(c->db, id, strcmp(in[CONFIRM].text, "yes") == 0,
	    &result);
	if (st == INVALID)
		return redirect(c, "/admin/requests?done=second_person");
	if (st != OK)
		return st;
	return redirect(c, "/admin/requests?done=request_%s", result);
}
