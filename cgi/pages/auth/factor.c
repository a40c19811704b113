/* factor.c: one's own second factor: set up, recovery codes, a fresh code. */

#include <string.h>
#include <time.h>

#include "auth/recovery.h"
#include "auth/totp.h"
#include "base/str.h"
#include "base/uuid.h"
#include "db/bytea.h"
#include "db/factors.h"
#include "pages/auth/check.h"
#include "pages/auth/codes.h"
#include "pages/auth/key_answer.h"
#include "pages/auth/pages.h"
#include "pages/common.h"
#include "web/i18n.h"

static const struct field code_form[] = {
	{ "code", F_TEXT, .required = true, .max = CODE_MAX },
};

static void
show_keys(struct ctx *c, struct view *v, const struct own_key_list *keys)
{
	view_list(v, "keys");
	for (size_t i = 0; i < keys->len; i++) {
		const struct own_key *k = &keys->item[i];
		struct view *item = view_item(v, "keys");

		view_text(item, "id", k->id);
		view_text(item, "name", k->name);
		view_text(item, "made", moment_text(c, k->made));
		if (k->used != NULL)
			view_text(item, "used", moment_text(c, k->used));
		if (k->copied != NULL)
			view_text(item, "copied", moment_text(c, k->copied));
	}
}

/* GET /account/factor: what there is, and what can be done about it. */
enum status
page_factor_show(struct ctx *c)
{
	struct query q[] = {
		{ .stmt = factor_own_stmt },
		{ .stmt = own_keys_stmt },
	};
	struct view *v = view_new(c->arena);
	struct own_key_list keys;
	struct own_factor own;
	struct value none[1];
	enum status st;

	if ((st = form_read(c, NULL, 0, none)) != OK ||
	    (st = db_run_all(c->db, q, 2)) != OK ||
	    (st = factor_own_read(q[0].rows, &own)) != OK)
		return st;
	own_keys_read(c->db, q[1].rows, &keys);
	view_text(v, "title", tr(c, "Second factor"));
	view_flag(v, "has_factor", own.any);
	view_flag(v, "has_authenticator", own.since != NULL);
	if (own.since != NULL)
		view_text(v, "since", moment_text(c, own.since));
	view_flag(v, "has_keys", keys.len > 0);
	show_keys(c, v, &keys);
	view_flag(v, "due", c->user->factor_due);
	view_long(v, "codes_left", own.codes_left);
	view_flag(v, "few_codes", own.any && own.codes_left < 3);
	return render(c, "factor_show", v);
}

/* In groups of four, for who types it. */
static const char *
grouped(struct ctx *c, const char *text)
{
	struct str *out = str_new(c->arena);

	for (size_t i = 0; text[i] != '\0'; i++) {
		if (i > 0 && i % 4 == 0)
			str_add_char(out, ' ');
		str_add_char(out, text[i]);
	}
	return out->text;
}

/* The form that asks for the code; secret is shown once, or NULL. */
static enum status
show_setup(struct ctx *c, const char *secret, const struct value *in,
    enum status answer)
{
	struct view *v = view_new(c->arena);
	enum status st;

	view_text(v, "title", tr(c, "Second factor"));
	if (secret != NULL) {
		view_text(v, "secret", grouped(c, secret));
		view_text(v, "uri", text_printf(c->arena,
		    "otpauth://totp/palreg:%s?secret=%s&issuer=palreg"
		    "&algorithm=SHA1&digits=%d&period=%d", c->user->login,
		    secret, TOTP_DIGITS, TOTP_STEP));
	}
	view_text(v, "code_error", in != NULL ? in->error : NULL);
	if ((st = render(c, "factor_setup", v)) != OK)
		return st;
	return answer;
}

/*
 * POST /account/factor: a new secret.  It is shown at once and never again, so
 * this answer is a page and not a redirect.
 */
enum status
page_factor_begin(struct ctx *c)
{
	unsigned char id[UUID_LEN], sealed[TOTP_SEALED_LEN];
	struct value none[1];
	const char *secret;
	enum status st;

	if ((st = form_read(c, NULL, 0, none)) != OK ||
	    (st = uuid_parse(c->user->id, id)) != OK ||
	    (st = totp_new(c->arena, id, &secret, sealed)) != OK ||
	    (st = totp_begin(c->db, bytea_text(c->arena, sealed,
	    sizeof(sealed)))) != OK)
		return st;
	return show_setup(c, secret, NULL, OK);
}

/* The code of the secret that waits: OK, or INVALID with the field marked. */
static enum status
check_pending(struct ctx *c, const char *pending, struct value *in,
    long *step)
{
	unsigned char id[UUID_LEN], sealed[TOTP_SEALED_LEN];
	char code[CODE_MAX + 1];
	enum status st;

	if (bytea_read(pending, sealed, sizeof(sealed)) != OK ||
	    uuid_parse(c->user->id, id) != OK)
		return FAILED;
	code_plain(in->text, code);
	st = totp_check(sealed, id, code, time(NULL), step);
	if (st != DENIED)
		return st;
	form_fail(c, in, N_("this is not the code of now; does the clock of "
	    "your device go right?"));
	return INVALID;
}

/* Nothing waits any more, or a newer secret does. */
static enum status
too_late(struct ctx *c, struct value *in)
{
	form_fail(c, in, N_("it took more than a quarter of an hour, or was "
	    "begun anew elsewhere: begin anew"));
	return show_setup(c, NULL, in, INVALID);
}

/*
 * POST /account/factor/confirm: the secret is in force once its code was right;
 * the recovery codes are shown at once and never again.
 */
enum status
page_factor_confirm(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	const char *pending, *hashes;
	struct value in[1];
	bool done = false;
	enum status st;
	long step;

	if ((st = form_read(c, code_form, 1, in)) == INVALID)
		return show_setup(c, NULL, in, INVALID);
	if (st != OK || (st = totp_pending(c->db, &pending)) != OK)
		return st;
	if (pending == NULL)
		return too_late(c, in);
	if ((st = check_pending(c, pending, in, &step)) == INVALID)
		return show_setup(c, NULL, in, INVALID);
	if (st != OK || (st = make_codes(c, v, &hashes)) != OK ||
	    (st = totp_confirm(c->db, pending, step, hashes, &done)) != OK)
		return st;
	if (!done)
		return too_late(c, in);
	view_flag(v, "fresh_factor", true);
	return show_codes(c, v);
}

/* POST /account/factor/codes: new recovery codes; the others are void. */
enum status
page_factor_codes(struct ctx *c)
{
	struct view *v = view_new(c->arena);
	struct value none[1];
	const char *hashes;
	bool done = false;
	enum status st;

	if ((st = form_read(c, NULL, 0, none)) != OK ||
	    (st = make_codes(c, v, &hashes)) != OK ||
	    (st = recovery_renew(c->db, hashes, &done)) != OK)
		return st;
	if (!done)
		return redirect(c, "/account/factor");
	return show_codes(c, v);
}

/* POST /account/factor/remove: one's own second factor is no more. */
enum status
page_factor_remove(struct ctx *c)
{
	struct value none[1];
	enum status st;

	if ((st = form_read(c, NULL, 0, none)) != OK)
		return st;
	st = factor_drop(c->db);
	if (st == INVALID && db_refused_by(c->db, "factor_needed"))
		return CONFLICT;
	if (st != OK)
		return st;
	return redirect(c, "/account/factor?done=factor_removed");
}

enum { CODE, KEY, FRESH_FIELDS };
static const struct field fresh_form[FRESH_FIELDS] = {
	[CODE] = { "code", F_TEXT, .max = CODE_MAX },
	[KEY]  = { "key", F_TEXT, .max = KEY_ANSWER_MAX },
};

/* POST /api/auth/factor: a fresh code, or a key's answer, for this session. */
enum status
page_factor_submit(struct ctx *c)
{
	struct str *text = str_new(c->arena);
	struct value in[FRESH_FIELDS];
	struct judgement j;
	enum status st;

	if ((st = form_read(c, fresh_form, FRESH_FIELDS, in)) != OK)
		return st;
	if (in[CODE].text == NULL && in[KEY].text == NULL)
		return INVALID;
	st = judge_fresh(c, &(struct second){ &in[CODE], &in[KEY] },
	    "FACTOR_REFUSED", &j);
	if (st != OK || !j.right)
		return st;
	if ((st = factor_refresh(c->db, j.mac)) != OK ||
	    (st = audit_success(c, "FACTOR_FRESH")) != OK)
		return st;
	str_add_text(text, "{}");
	return answer_json(c, 200, text);
}
