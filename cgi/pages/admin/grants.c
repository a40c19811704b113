/* grants.c: give and take roles, deny permissions, tell what follows. */

#include <string.h>

#include "base/str.h"
#include "pages/admin/grants.h"
#include "pages/admin/pages.h"
#include "pages/admin/users.h"
#include "pages/inputs.h"
#include "web/i18n.h"

const struct choice permission_choices[] = {
	{ "USER_MANAGE",    N_("administration: users, rights, books"), NULL },
	{ "PATIENT_READ",   N_("see patients"),                       NULL },
	{ "PATIENT_WRITE",  N_("enter and change patients"),          NULL },
	{ "RECORD_READ",    N_("see medical records"),                NULL },
	{ "RECORD_WRITE",   N_("write medical records"),              NULL },
	{ "REPORT_PATIENT", N_("reports on single patients"),         NULL },
	{ "REPORT_SUMMARY", N_("summary reports without patients"),   NULL },
	{ NULL, NULL, NULL }
};

enum { WHAT, AREA, UNTIL, ONE_OFF, REASON, NFIELDS };

static const struct field grant_form[NFIELDS] = {
	[WHAT]    = { "role",        F_INT, .required = true, .low = 1,
	    .high = 2147483647 },
	[AREA]    = { "area",        F_INT, .required = true, .low = 1,
	    .high = 2147483647 },
	[UNTIL]   = { .name = "valid_until", .kind = F_DATE },
	[ONE_OFF] = { .name = "one_off", .kind = F_FLAG },
	[REASON]  = { "reason",      F_TEXT, .max = 600 },
};

static const struct input grant_inputs[NFIELDS] = {
	[WHAT]    = { N_("Role"), W_SELECT, NULL, NULL },
	[AREA]    = { N_("Place"), W_SELECT,
	    N_("the role holds there and for everything under it"), NULL },
	[UNTIL]   = { N_("Last day"), W_DATE,
	    N_("empty: until it is taken away"), NULL },
	[ONE_OFF] = { N_("For one sitting only"), W_FLAG,
	    N_("the next session has it, those after it have not"), NULL },
	[REASON]  = { N_("Reason"), W_TEXT, N_("needed when the role is for a "
	    "time, or when a second person has to confirm it"), NULL },
};

static const char *const permission_codes[] = { "USER_MANAGE", "PATIENT_READ",
	"PATIENT_WRITE", "RECORD_READ", "RECORD_WRITE", "REPORT_PATIENT",
	"REPORT_SUMMARY", NULL };

/* The same fields but for one sitting. */
static const struct field denial_form[NFIELDS] = {
	[WHAT]    = { "permission",  F_CHOICE, .choices = permission_codes },
	[AREA]    = { "area",        F_INT, .required = true, .low = 1,
	    .high = 2147483647 },
	[UNTIL]   = { .name = "valid_until", .kind = F_DATE },
	[ONE_OFF] = { .name = "one_off", .kind = F_FLAG },
	[REASON]  = { "reason",      F_TEXT, .required = true, .max = 600 },
};

static const struct input denial_inputs[NFIELDS] = {
	[WHAT]    = { N_("What"), W_SELECT, NULL, N_("everything") },
	[AREA]    = { N_("Place"), W_SELECT, N_("the denial holds there and for "
	    "everything under it, whatever the roles say"), NULL },
	[UNTIL]   = { N_("Last day"), W_DATE,
	    N_("empty: until it is lifted"), NULL },
	[REASON]  = { N_("Reason"), W_TEXT, NULL, NULL },
};

static const struct rule rules[] = {
	{ "role_grant_once", WHAT, N_("this role is held there already") },
	{ "right_request_once", WHAT,
	    N_("this was asked for already and waits to be confirmed") },
	{ "role_grant_not_over", UNTIL, N_("this day is over") },
	{ "right_denial_ends", UNTIL, N_("this day is over") },
	{ "role_grant_one_off_ends", UNTIL,
	    N_("a role for one sitting has a last day") },
	{ "role_grant_temporary_reason", REASON,
	    N_("a role for a time has a reason") },
	{ "role_grant_reason_length", REASON, N_("at most 300 characters") },
	{ "right_request_reason", REASON, N_("a second person has to confirm "
	    "this: say why, in at most 300 characters") },
	{ "right_denial_reason", REASON, N_("at most 300 characters") },
	{ "right_request_role_id_fkey", WHAT, N_("Choose one from the list") },
	{ "role_grant_role_id_fkey", WHAT, N_("Choose one from the list") },
	{ "administrator_kept", WHAT, N_("the last administrator of an area "
	    "stays; appoint another one first") },
	{ NULL, 0, NULL }
};

/* One of the two forms. */
static const struct {
	const struct field	*fields;
	const struct input	*inputs;
	const char		*title;
	const char		*tab;
} forms[] = {
	{ grant_form, grant_inputs, N_("Give a role"), "giving" },
	{ denial_form, denial_inputs, N_("Deny a permission"), "denying" },
};

const char *
permission_names(const struct ctx *c, const char *list)
{
	struct str *s = str_new(c->arena);
	const char *name;
	size_t len;

	for (; *list != '\0'; list += len) {
		list += strspn(list, " ,{}");
		len = strcspn(list, " ,{}");
		if (len == 0)
			break;
		name = text_copy_len(c->arena, list, len);
		if (s->len > 0)
			str_add_text(s, ", ");
		str_add_text(s, tr(c,
		    choice_find(permission_choices, name)->name));
	}
	return s->text;
}

void
show_grant(struct ctx *c, struct view *v, const struct grant_row *g)
{
	view_text(v, "grant", g->id);
	view_text(v, "role_name", g->role);
	view_text(v, "area_name", g->area_name);
	view_date(v, "until", g->valid_until);
	view_text(v, "reason", g->reason);
	view_text(v, "given_by", g->given_by);
	view_text(v, "confirmed_by", g->confirmed_by);
	view_text(v, "given_on", date_text(c, g->given_on));
	view_flag(v, "one_off", g->one_off);
	view_flag(v, "over", !g->in_force);
}

void
show_denials(struct ctx *c, struct view *v, const struct rows *rows)
{
	struct denials list;

	denials_read(c->db, rows, &list);
	view_flag(v, "has_denials", list.len > 0);
	view_list(v, "denials");
	for (size_t i = 0; i < list.len; i++) {
		const struct denial *d = &list.item[i];
		struct view *o = view_item(v, "denials");

		view_text(o, "denial", d->id);
		view_text(o, "what", *d->permission != '\0' ?
		    permission_names(c, d->permission) : tr(c, "everything"));
		view_text(o, "area_name", d->area_name);
		view_date(o, "until", d->valid_until);
		view_text(o, "reason", d->reason);
		view_text(o, "given_by", d->given_by);
		view_flag(o, "over", !d->in_force);
	}
}

static enum status
show_form(struct ctx *c, const char *id, int form, const struct value *in,
    enum status answer)
{
	struct query q[] = {
		USER_ROLES_QUERY(c->lang),
		USER_AREAS_QUERY(c->lang),
	};
	struct view *v = view_new(c->arena);
	const struct book *books[NFIELDS] = { 0 };
	struct book what, areas;
	enum status st;

	if ((st = show_user_head(c, v, id, forms[form].tab)) != OK ||
	    (st = db_run_all(c->db, q, 2)) != OK)
		return st;
	book_read(c->db, q[0].rows, &what);
	if (forms[form].fields == denial_form)
		what = choice_book(c, permission_choices);
	book_read(c->db, q[1].rows, &areas);
	books[WHAT] = &what;
	books[AREA] = &areas;
	show_inputs(c, v, forms[form].fields, forms[form].inputs, NFIELDS, in,
	    books);
	view_text(v, "what_title", tr(c, forms[form].title));
	if ((st = render(c, "user_grant", v)) != OK)
		return st;
	return answer;
}

static enum status
show_empty(struct ctx *c, int form)
{
	struct value in[NFIELDS] = { 0 };
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	return show_form(c, id, form, in, OK);
}

/* Read one of the forms; INVALID after it was shown again. */
static enum status
read_form(struct ctx *c, int form, struct value *in, const char **id)
{
	enum status st;

	if ((st = path_uuid(c, id)) != OK)
		return st;
	c->subject = *id;
	st = form_read(c, forms[form].fields, NFIELDS, in);
	return st == INVALID ? show_form(c, *id, form, in, INVALID) : st;
}

static struct grant_entry
read_entry(const char *id, const struct value *in)
{
	return (struct grant_entry){
		.account = id,
		.role = in[WHAT].text,
		.area = in[AREA].text,
		.valid_until = in[UNTIL].text,
		.one_off = in[ONE_OFF].number != 0 ? "true" : NULL,
		.reason = in[REASON].text,
	};
}

/* A refusal goes to its field; what is outside of reach is a place. */
static enum status
refuse(struct ctx *c, const char *id, int form, struct value *in,
    enum status st)
{
	if (st == DENIED && db_refused_by(c->db, "factor_fresh"))
		return st;
	if (st == DENIED)
		form_fail(c, &in[AREA], N_("Choose one from the list"));
	else if (!rule_fail(c, rules, in))
		return st;
	return show_form(c, id, form, in, INVALID);
}

/* GET /admin/users/:id/roles: the form of one more role. */
enum status
page_user_role_new(struct ctx *c)
{
	return show_empty(c, 0);
}

/* POST /admin/users/:id/roles: one more role, or a request for one. */
enum status
page_user_role_add(struct ctx *c)
{
	struct value in[NFIELDS];
	struct grant_entry entry;
	const char *id;
	enum status st;
	bool asked;

	if ((st = read_form(c, 0, in, &id)) != OK)
		return st;
	entry = read_entry(id, in);
	st = grant_give(c->db, &entry, &asked);
	if (st == INVALID || st == CONFLICT || st == DENIED)
		return refuse(c, id, 0, in, st);
	if (st != OK)
		return st;
	return redirect(c, "/admin/users/%s?done=%s", id,
	    asked ? "right_asked" : "role_changed");
}

enum { ID, NDROP };
static const struct field drop_form[NDROP] = {
	[ID] = { "grant", F_INT, .required = true, .low = 1,
	    .high = 9007199254740991 },
};

/* POST /admin/users/:id/drop: a role less; the last one stays. */
enum status
page_user_role_drop(struct ctx *c)
{
	struct value in[NDROP];
	const char *id, *done = "role_changed";
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, drop_form, NDROP, in)) != OK)
		return st;
	c->subject = id;
	st = grant_drop(c->db, id, in[ID].text);
	if (st == INVALID)
		done = strcmp(db_refusal(c->db), "administrator_kept") == 0 ?
		    "administrator_last" : "role_last";
	else if (st != OK)
		return st;
	return redirect(c, "/admin/users/%s?done=%s", id, done);
}

/* GET /admin/users/:id/denials: the form of one more denial. */
enum status
page_user_denial_new(struct ctx *c)
{
	return show_empty(c, 1);
}

/* POST /admin/users/:id/denials: what somebody may not, whatever his roles. */
enum status
page_user_denial_add(struct ctx *c)
{
	struct value in[NFIELDS];
	struct grant_entry entry;
	const char *id;
	enum status st;

	if ((st = read_form(c, 1, in, &id)) != OK)
		return st;
	entry = read_entry(id, in);
	st = denial_add(c->db, &entry);
	if (st == INVALID || st == CONFLICT || st == DENIED)
		return refuse(c, id, 1, in, st);
	if (st != OK)
		return st;
	return redirect(c, "/admin/users/%s?done=denial_added", id);
}

static const struct field undeny_form[NDROP] = {
	[ID] = { "denial", F_INT, .required = true, .low = 1,
	    .high = 9007199254740991 },
};

/* POST /admin/users/:id/undeny: a denial is lifted, by somebody else. */
enum status
page_user_denial_drop(struct ctx *c)
{
	struct value in[NDROP];
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, undeny_form, NDROP, in)) != OK)
		return st;
	c->subject = id;
	st = denial_drop(c->db, id, in[ID].text);
	if (st != OK && st != NOT_FOUND)
		return st;
	return redirect(c, "/admin/users/%s?done=%s", id,
	    st == OK ? "denial_lifted" : "denial_stays");
}

/* One grant with what it gives now. */
static void
show_effects(struct ctx *c, struct view *v, const struct grant_row *g,
    const struct grant_effects *effects)
{
	show_grant(c, v, g);
	view_list(v, "effects");
	for (size_t i = 0; i < effects->len; i++) {
		const struct grant_effect *e = &effects->item[i];
		struct view *o;

		if (strcmp(e->grant, g->id) != 0)
			continue;
		view_flag(v, "works", true);
		o = view_item(v, "effects");
		view_text(o, "what", permission_names(c, e->permission));
		view_text(o, "areas", e->areas);
		view_flag(o, "widened", e->widened);
	}
}

/* GET /admin/users/:id/rights: what he may do, and through which grant. */
enum status
page_user_rights(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct grant_effects effects;
	struct grant_rows grants;
	struct query q[3];
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	q[0] = query_keep(c->db, grant_list_stmt, ARGS({ id }, { c->lang }));
	q[1] = query_keep(c->db, denial_list_stmt, ARGS({ id }, { c->lang }));
	q[2] = query_keep(c->db, grant_effect_stmt, ARGS({ id }));
	if ((st = show_user_head(c, v, id, "tab_rights")) != OK ||
	    (st = db_run_all(c->db, q, 3)) != OK)
		return st;
	grants_read(c->db, q[0].rows, &grants);
	grant_effects_read(c->db, q[2].rows, &effects);
	view_flag(v, "may_nothing", effects.len == 0);
	view_list(v, "grants");
	for (size_t i = 0; i < grants.len; i++)
		show_effects(c, view_item(v, "grants"), &grants.item[i],
		    &effects);
	show_denials(c, v, q[1].rows);
	return render(c, "user_rights", v);
}
