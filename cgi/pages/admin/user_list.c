/* user_list.c: the people of the areas managed. */

#include <string.h>

#include "base/str.h"
#include "pages/admin/pages.h"
#include "pages/admin/users.h"
#include "web/i18n.h"

enum { PAGE_SIZE = 50 };

const struct choice user_states[] = {
	{ "active",  N_("active account"),            "ok" },
	{ "invited", N_("invited"),                   "warn" },
	{ "applied", N_("awaiting admission"),        "warn" },
	{ "blocked", N_("blocked"),                   "stop" },
	{ "deleted", N_("deleted account"),           "quiet" },
	{ "held",    N_("rights wait to be confirmed"), "warn" },
	{ "left",    N_("has left, still in the roster"), "stop" },
	{ NULL, NULL, NULL }
};

static const struct choice orders[] = {
	{ "name",  N_("by name"),     NULL },
	{ "login", N_("by login"),    NULL },
	{ "until", N_("by last day"), NULL },
	{ NULL, NULL, NULL }
};

enum { TEXT, STATE, AREA, SORT, PAGE, NSEARCH };
static const char *const state_codes[] = { "active", "invited", "applied",
	"blocked", "deleted", "held", "left", NULL };
static const char *const order_codes[] = { "name", "login", "until", NULL };
static const struct field search_form[NSEARCH] = {
	[TEXT]  = { "q",     F_TEXT, .max = 100 },
	[STATE] = { "state", F_CHOICE, .choices = state_codes },
	[AREA]  = { "area",  F_INT, .low = 1, .high = 2147483647 },
	[SORT]  = { "sort",  F_CHOICE, .choices = order_codes },
	[PAGE]  = { "page",  F_INT, .low = 0, .high = 100000 },
};

/* GET /admin: its first page is the list of users. */
enum status
page_admin_home(struct ctx *c)
{
	return redirect(c, "/admin/users");
}

void
show_user(struct ctx *c, struct view *v, const struct user_account *u)
{
	const struct choice *state = choice_find(user_states, u->state);

	view_text(v, "id", u->id);
	view_text(v, "login", u->login);
	view_text(v, "name", u->name);
	view_text(v, "job", u->job);
	view_text(v, "area", u->area_name);
	view_text(v, "roles", u->roles);
	view_text(v, "state", tr(c, state->name));
	view_text(v, "tone", state->tone);
	view_text(v, "seen_at", date_text(c, u->seen_at));
	view_date(v, "starts_on", u->starts_on);
	view_date(v, "valid_until", u->valid_until);
	view_flag(v, "employment_is_temporary",
	    strcmp(u->employment, "temporary") == 0);
	view_flag(v, "held", u->held);
	view_flag(v, "left", u->left);
	view_long(v, "version", u->version);
}

enum status
show_user_head(struct ctx *c, struct view *v, const char *id, const char *tab)
{
	struct user_account u;
	enum status st;

	c->subject = id;
	if ((st = user_get(c->db, id, c->lang, &u)) != OK)
		return st;
	show_user(c, v, &u);
	view_text(v, "title", u.login);
	view_text(v, "heading", u.name);
	view_flag(v, "tab_users", true);
	view_flag(v, tab, true);
	return OK;
}

static void
show_filter(struct ctx *c, struct view *v, const struct value *in,
    const struct book *areas)
{
	view_text(v, "title", tr(c, "Users"));
	view_flag(v, "tab_users", true);
	view_text(v, "q", in[TEXT].text);
	show_choices(c, v, "states", user_states, in[STATE].text);
	show_choices(c, v, "orders", orders, in[SORT].text);
	show_book(v, "areas", areas, in[AREA].text);
	view_flag(v, "filtered", in[TEXT].text != NULL ||
	    in[STATE].text != NULL || in[AREA].text != NULL ||
	    in[SORT].text != NULL);
}

/* GET /admin/users: the people of the areas managed, by pages. */
enum status
page_user_list(struct ctx *c)
{
	struct value in[NSEARCH];
	struct query areas = USER_AREAS_QUERY(c->lang);
	struct user_accounts list;
	struct view *v = view_new(c->arena);
	struct book book;
	enum status st;
	long total;

	if ((st = form_read(c, search_form, NSEARCH, in)) != OK ||
	    (st = db_run_all(c->db, &areas, 1)) != OK ||
	    (st = user_list(c->db, &(struct user_filter){
		.text = in[TEXT].text,
		.state = in[STATE].text,
		.area = in[AREA].text,
		.sort = in[SORT].text,
		.limit = text_long(c->arena, PAGE_SIZE),
		.offset = text_long(c->arena, in[PAGE].number * PAGE_SIZE),
	    }, c->lang, &list, &total)) != OK)
		return st;
	book_read(c->db, areas.rows, &book);
	show_filter(c, v, in, &book);
	view_flag(v, "has_users", list.len > 0);
	view_list(v, "users");
	for (size_t i = 0; i < list.len; i++)
		show_user(c, view_item(v, "users"), &list.item[i]);
	show_pages(c, v, in[PAGE].number, PAGE_SIZE, list.len, total);
	return render(c, "user_list", v);
}
