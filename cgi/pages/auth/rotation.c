/* rotation.c: another key for the institution: leavers go out, an epoch begins. */

#include <string.h>

#include "base/json.h"
#include "db/rotations.h"
#include "pages/auth/answers.h"
#include "pages/auth/chain.h"
#include "pages/auth/pages.h"
#include "web/i18n.h"
#include "web/view.h"

enum { ENTRIES, GRANTS, NFIELDS };

/* So many go at once; grants of two epochs for some 200 members fit beside. */
#define ENTRIES_MAX	(8 * ROSTER_ENTRY_MAX)
#define GRANTS_MAX	(240 * 1024)

static const struct field rotation_fields[NFIELDS] = {
	[ENTRIES] = { "entries", F_LINES, .required = true,
	    .max = ENTRIES_MAX },
	[GRANTS]  = { "grants", F_LINES, .required = true, .max = GRANTS_MAX },
};

static const char *
reason_text(const struct ctx *c, const char *reason)
{
	if (strcmp(reason, "leaver") == 0)
		return tr(c, "somebody has left");
	if (strcmp(reason, "compromise") == 0)
		return tr(c, "keys may be in other hands");
	return tr(c, "in turn");
}

static void
show_last(const struct ctx *c, struct view *v, const struct rotation *r)
{
	view_flag(v, "has_last", *r->epoch != '\0');
	if (*r->epoch == '\0')
		return;
	view_text(v, "last_epoch", r->epoch);
	view_text(v, "last_reason", reason_text(c, r->reason));
	view_text(v, "last_officer", r->officer);
	view_text(v, "last_started", r->started);
	view_text(v, "last_finished", r->finished);
	view_text(v, "last_closed", r->closed);
	view_text(v, "last_unchecked",
	    text_printf(c->arena, "%ld", r->unchecked));
}

/* GET /account/rotation: who has left, and how the last change went. */
enum status
page_rotation_form(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct rotation_base base;
	enum status st;

	if ((st = rotation_base_get(c->db, &base)) != OK)
		return st;
	view_text(v, "title", tr(c, "Change the institution's key"));
	view_flag(v, "is_officer", base.officer);
	show_last(c, v, &base.last);
	view_flag(v, "has_leavers", base.leavers.len > 0);
	view_list(v, "leavers");
	for (size_t i = 0; i < base.leavers.len; i++) {
		struct view *o = view_item(v, "leavers");

		view_text(o, "leaver_user", base.leavers.item[i].user);
		view_text(o, "leaver_name", base.leavers.item[i].name);
		view_text(o, "leaver_login", base.leavers.item[i].login);
		view_date(o, "leaver_until", base.leavers.item[i].valid_until);
	}
	return render(c, "rotation_form", v);
}

/* GET /api/auth/rotation: who gave which grant; nothing for who is no officer. */
enum status
page_rotation_show(struct ctx *c)
{
	struct str *text = str_new(c->arena);
	struct rotation_base base;
	struct value in[1];
	struct json j;
	enum status st;

	if ((st = form_read(c, NULL, 0, in)) != OK ||
	    (st = rotation_base_get(c->db, &base)) != OK)
		return st;
	json_open(&j, text);
	json_begin_object(&j, NULL);
	put_given(&j, "grants", base.given, base.given_len);
	json_end_object(&j);
	return answer_json(c, 200, text);
}

/*
 * POST /api/auth/rotation: removals, the epoch and its grants, all or nothing.
 * The database says first whether the roster has moved on (409).
 */
enum status
page_rotation_submit(struct ctx *c)
{
	struct str *text = str_new(c->arena);
	struct value in[NFIELDS];
	struct roster *r;
	enum status st;

	if ((st = form_read(c, rotation_fields, NFIELDS, in)) != OK)
		return st;
	if (c->user->inst == NULL)
		return DENIED;
	st = rotation_begin(c->db, in[ENTRIES].text, in[GRANTS].text);
	if (st != OK ||
	    (st = chain_read(c, chain_lines(in[ENTRIES].text), &r)) != OK ||
	    (st = chain_grants(c, r, in[GRANTS].text, NULL)) != OK)
		return st;
	c->detail = text_printf(c->arena, "{\"epoch\":%llu}",
	    (unsigned long long)roster_epoch(r));
	str_add_text(text, "{}");
	return answer_json(c, 201, text);
}
