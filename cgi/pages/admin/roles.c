/* roles.c: roles are sets of permissions; what one person may not do alone waits. */

#include <string.h>

#include "base/str.h"
#include "db/roles.h"
#include "pages/admin/grants.h"
#include "pages/admin/pages.h"
#include "pages/admin/users.h"
#include "pages/inputs.h"
#include "web/i18n.h"

enum { PAGE_SIZE = 50 };
enum { CODE, NAME, NAME_EN, PERMISSIONS, NEEDS_FACTOR, REASON, ROW_VERSION,
	NFIELDS };

static const struct field role_form[NFIELDS] = {
	[CODE]        = { "code",        F_TEXT, .max = 63 },
	[NAME]        = { "name",        F_TEXT, .required = true, .max = 400 },
	[NAME_EN]     = { "name_en",     F_TEXT, .max = 200 },
	[PERMISSIONS] = { "permissions", F_CODES, .required = true,
	    .max = 400 },
	[NEEDS_FACTOR] = { .name = "needs_factor", .kind = F_FLAG },
	[REASON]      = { "reason",      F_TEXT, .max = 600 },
	[ROW_VERSION]     = { "version",     F_INT, .low = 1, .high = 2147483647 },
};

static const struct input role_inputs[NFIELDS] = {
	[CODE]        = { N_("Code"), W_TEXT, N_("small Latin letters, digits, "
	    "hyphen; it stays as it is"), NULL },
	[NAME]        = { N_("Name"), W_TEXT, NULL, NULL },
	[NAME_EN]     = { N_("Name in English"), W_TEXT, NULL, NULL },
	[PERMISSIONS] = { N_("Permissions"), W_CHECKS, NULL, NULL },
	[NEEDS_FACTOR] = { N_("Second factor required"), W_FLAG, N_("whoever has "
	    "this role and no second factor sets it up before anything else"),
	    NULL },
	[REASON]      = { N_("Reason"), W_TEXT, N_("needed when you add what you "
	    "do not hold yourself, or to a role of your own: a second person "
	    "then confirms it"), NULL },
};

static const struct rule rules[] = {
	{ "role_code_key", CODE, N_("there is a role of this code") },
	{ "role_code_shape", CODE, N_("2 to 63 of: a–z, 0–9, hyphen, "
	    "underscore; the first a letter") },
	{ "role_name_length", NAME, N_("at most 200 characters") },
	{ "role_permits", PERMISSIONS, N_("a role permits something") },
	{ "right_request_reason", REASON, N_("a second person has to confirm "
	    "this: say why, in at most 300 characters") },
	{ "administrator_kept", PERMISSIONS, N_("the last administrator of an "
	    "area stays; appoint another one first") },
	{ NULL, 0, NULL }
};

enum { TEXT, PAGE, NSEARCH };
static const struct field search_form[NSEARCH] = {
	[TEXT] = { "q",    F_TEXT, .max = 100 },
	[PAGE] = { "page", F_INT, .low = 0, .high = 100000 },
};

/* GET /admin/roles: each with what it permits and how many have it. */
enum status
page_role_list(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct value in[NSEARCH];
	struct roles list;
	enum status st;
	long total;

	if ((st = form_read(c, search_form, NSEARCH, in)) != OK ||
	    (st = role_list(c->db, in[TEXT].text, c->lang,
	    text_long(c->arena, PAGE_SIZE),
	    text_long(c->arena, in[PAGE].number * PAGE_SIZE), &list, &total))
	    != OK)
		return st;
	view_text(v, "title", tr(c, "Roles"));
	view_flag(v, "tab_roles", true);
	view_text(v, "q", in[TEXT].text);
	view_flag(v, "has_roles", list.len > 0);
	view_list(v, "roles");
	for (size_t i = 0; i < list.len; i++) {
		const struct role *r = &list.item[i];
		struct view *o = view_item(v, "roles");

		view_text(o, "id", r->id);
		view_text(o, "name", r->shown);
		view_text(o, "permissions", permission_names(c,
		    r->permissions));
		view_long(o, "people", r->people);
		view_flag(o, "may_edit", r->may_edit);
		view_flag(o, "needs_factor", r->needs_factor);
	}
	show_pages(c, v, in[PAGE].number, PAGE_SIZE, list.len, total);
	return render(c, "role_list", v);
}

/* The form of a role; id NULL is a new one, whose code is still asked for. */
static enum status
show_form(struct ctx *c, const char *id, const struct value *in,
    enum status answer)
{
	struct view *v = view_new(c->arena);
	const struct book *books[NFIELDS] = { 0 };
	struct input inputs[NFIELDS];
	struct book book = choice_book(c, permission_choices);
	enum status st;

	memcpy(inputs, role_inputs, sizeof(inputs));
	if (id != NULL)
		inputs[CODE].label = NULL;
	books[PERMISSIONS] = &book;
	show_inputs(c, v, role_form, inputs, NFIELDS, in, books);
	view_text(v, "title", id != NULL ? tr(c, "Role") : tr(c, "New role"));
	view_flag(v, "tab_roles", true);
	view_text(v, "id", id);
	view_text(v, "version", in[ROW_VERSION].text);
	view_flag(v, "conflict", answer == CONFLICT);
	if ((st = render(c, "role_form", v)) != OK)
		return st;
	return answer;
}

/* GET /admin/roles/new */
enum status
page_role_new(struct ctx *c)
{
	struct value in[NFIELDS] = { 0 };

	return show_form(c, NULL, in, OK);
}

/* Does every code of a list stand for a permission? */
static bool
all_known(const struct ctx *c, const char *list)
{
	const char *code;

	for (size_t i = 0; (code = list_item(c, list, i)) != NULL; i++) {
		const struct choice *p = permission_choices;

		while (p->code != NULL && strcmp(p->code, code) != 0)
			p++;
		if (p->code == NULL)
			return false;
	}
	return true;
}

static enum status
write_role(struct ctx *c, const char *id)
{
	struct value in[NFIELDS];
	const char *written;
	enum status st;
	bool asked;

	if ((st = form_read(c, role_form, NFIELDS, in)) != OK && st != INVALID)
		return st;
	if (id == NULL && in[CODE].text == NULL) {
		form_fail(c, &in[CODE], N_("must be given"));
		st = INVALID;
	}
	if (in[PERMISSIONS].text != NULL && !all_known(c, in[PERMISSIONS].text)) {
		form_fail(c, &in[PERMISSIONS], N_("Choose one from the list"));
		st = INVALID;
	}
	if (st == INVALID)
		return show_form(c, id, in, INVALID);
	st = role_write(c->db, &(struct role_entry){
		.id = id,
		.version = in[ROW_VERSION].text,
		.code = in[CODE].text,
		.name = in[NAME].text,
		.name_en = in[NAME_EN].text,
		.permissions = array_text(c, in[PERMISSIONS].text),
		.reason = in[REASON].text,
		.needs_factor = in[NEEDS_FACTOR].number != 0,
	}, &written, &asked);
	if ((st == CONFLICT || st == INVALID) && rule_fail(c, rules, in))
		return show_form(c, id, in, INVALID);
	if (st == CONFLICT)
		return show_form(c, id, in, CONFLICT);
	if (st != OK)
		return st;
	return redirect(c, "/admin/roles?done=%s", asked ? "right_asked" :
	    "role_saved");
}

/* POST /admin/roles */
enum status
page_role_add(struct ctx *c)
{
	return write_role(c, NULL);
}

/* GET /admin/roles/:id */
enum status
page_role_show(struct ctx *c)
{
	struct value in[NFIELDS] = { 0 };
	struct role role;
	const char *id;
	enum status st;

	if ((st = path_number(c, &id)) != OK ||
	    (st = role_get(c->db, id, c->lang, &role)) != OK)
		return st;
	if (!role.may_edit)
		return redirect(c, "/admin/roles?done=role_elsewhere");
	in[NAME].text = role.name;
	in[NAME_EN].text = role.name_en;
	in[PERMISSIONS].text = role.permissions;
	in[NEEDS_FACTOR].text = role.needs_factor ? "1" : NULL;
	in[NEEDS_FACTOR].number = role.needs_factor;
	in[ROW_VERSION].text = text_long(c->arena, role.version);
	return show_form(c, id, in, OK);
}

/* POST /admin/roles/:id */
enum status
page_role_save(struct ctx *c)
{
	const char *id;
	enum status st;

	if ((st = path_number(c, &id)) != OK)
		return st;
	return write_role(c, id);
}

/* POST /admin/roles/:id/remove: only a role that nobody has. */
enum status
page_role_remove(struct ctx *c)
{
	const char *id;
	enum status st;

	if ((st = path_number(c, &id)) != OK ||
	    (st = form_read(c, NULL, 0, NULL)) != OK)
		return st;
	if ((st = role_remove(c->db, id)) != OK && st != INVALID)
		return st;
	return redirect(c, "/admin/roles?done=%s", st == OK ? "role_removed" :
	    "role_in_use");
}
