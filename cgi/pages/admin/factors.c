/* factors.c: somebody's second factor: what there is, and asking to reset it. */

#include <string.h>

#include "db/factor_resets.h"
#include "db/users.h"
#include "pages/admin/pages.h"
#include "pages/admin/users.h"
#include "pages/inputs.h"
#include "web/i18n.h"

enum { REASON, NFIELDS };

static const struct field reset_form[NFIELDS] = {
	[REASON] = { "reason", F_TEXT, .required = true, .max = 600 },
};

static const struct input reset_inputs[NFIELDS] = {
	[REASON] = { N_("Reason"), W_TEXT, N_("how you know that it is he who "
	    "asks: he came in person; a voice on the telephone is nobody"),
	    NULL },
};

static const struct rule rules[] = {
	{ "right_request_reason", REASON, N_("at most 300 characters") },
	{ "factor_reset_own", REASON, N_("your own is reset by others; with a "
	    "recovery code you need nobody") },
	{ "factor_reset_none", REASON, N_("there is no second factor") },
	{ "factor_reset_once", REASON,
	    N_("this was asked for already and waits to be confirmed") },
	{ NULL, 0, NULL }
};

static enum status
show_page(struct ctx *c, const char *id, const struct value *in,
    enum status answer)
{
	const struct book *books[NFIELDS] = { 0 };
	struct view *v = view_new(c->arena);
	struct factor_state f;
	enum status st;
	bool any;

	if ((st = show_user_head(c, v, id, "tab_factor")) != OK ||
	    (st = factor_of(c->db, id, &f)) != OK)
		return st;
	any = f.since != NULL || f.keys > 0;
	view_flag(v, "has_factor", any);
	view_long(v, "keys", f.keys);
	if (f.since != NULL)
		view_text(v, "since", moment_text(c, f.since));
	view_long(v, "codes_left", f.codes_left);
	view_flag(v, "needed", f.needed);
	view_flag(v, "asked", f.asked);
	view_flag(v, "asking", answer == INVALID || (any &&
	    !f.asked && strcmp(id, c->user->id) != 0));
	show_inputs(c, v, reset_form, reset_inputs, NFIELDS, in, books);
	if ((st = render(c, "user_factor", v)) != OK)
		return st;
	return answer;
}

/* GET /admin/users/:id/factor */
enum status
page_user_factor(struct ctx *c)
{
	struct value in[NFIELDS] = { 0 };
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	return show_page(c, id, in, OK);
}

/* POST /admin/users/:id/factor: a reset is asked for; another one confirms it. */
enum status
page_user_factor_reset(struct ctx *c)
{
	struct value in[NFIELDS];
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	c->subject = id;
	if ((st = form_read(c, reset_form, NFIELDS, in)) == INVALID)
		return show_page(c, id, in, INVALID);
	if (st != OK)
		return st;
	st = factor_reset_ask(c->db, id, in[REASON].text);
	if ((st == INVALID || st == CONFLICT) && rule_fail(c, rules, in))
		return show_page(c, id, in, INVALID);
	if (st != OK)
		return st;
	return redirect(c, "/admin/users/%s/factor?done=right_asked", id);
}
