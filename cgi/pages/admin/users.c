/* users.c: create, edit, block and delete users; invitations. */

#include <string.h>

#include "base/str.h"
#include "base/uuid.h"
#include "db/books.h"
#include "db/bytea.h"
#include "db/grants.h"
#include "db/jobs.h"
#include "pages/admin/grants.h"
#include "pages/admin/pages.h"
#include "pages/admin/users.h"
#include "pages/inputs.h"
#include "seal/base64url.h"
#include "seal/crypt.h"
#include "seal/objects.h"
#include "web/i18n.h"

enum { LOGIN, NAME, JOB, AREA, ROLE, EMPLOYMENT, STARTS, UNTIL, ROW_VERSION,
	NFIELDS };

static const char *const employments[] = { "permanent", "temporary", NULL };

static const struct field user_form[NFIELDS] = {
	[LOGIN]   = { "login",       F_TEXT, .max = 63 },
	[NAME]    = { "name",        F_TEXT, .required = true, .max = 200 },
	[JOB]     = { "job",         F_TEXT, .max = 200 },
	[AREA]    = { "area",        F_INT, .required = true, .low = 1,
	    .high = 2147483647 },
	[ROLE]    = { "role",        F_INT, .low = 1, .high = 2147483647 },
	[EMPLOYMENT] = { "employment", F_CHOICE, .choices = employments },
	[STARTS]  = { .name = "starts_on", .kind = F_DATE },
	[UNTIL]   = { .name = "valid_until", .kind = F_DATE },
	[ROW_VERSION] = { "version",     F_INT, .low = 1, .high = 2147483647 },
};

/* What the database refuses, and at which field it is told. */
static const struct rule rules[] = {
	{ "account_login_key", LOGIN, N_("this login is taken") },
	{ "account_temporary_ends", UNTIL,
	    N_("temporary staff have a last day") },
	{ "account_ends_after_start", UNTIL,
	    N_("the last day is not before the first") },
	{ "account_own_term", UNTIL,
	    N_("nobody lengthens his own time; ask another administrator") },
	{ "administrator_kept", UNTIL, N_("the last administrator of an area "
	    "stays; appoint another one first") },
	{ "role_none", ROLE, N_("no roles are set for this job: choose one") },
	{ "right_request_reason", ROLE, N_("you do not hold this role's rights "
	    "there yourself") },
	{ NULL, 0, NULL }
};

/* What a member may do with the keys of the institution. */
static enum status
show_lists(struct ctx *c, struct view *v, const char *role, const char *area)
{
	struct query q[] = {
		USER_ROLES_QUERY(c->lang),
		USER_AREAS_QUERY(c->lang),
		JOBS_QUERY(c->lang),
	};
	struct book book;
	enum status st;

	if ((st = db_run_all(c->db, q, 3)) != OK)
		return st;
	book_read(c->db, q[0].rows, &book);
	show_book(v, "roles_all", &book, role);
	book_read(c->db, q[1].rows, &book);
	show_book(v, "areas", &book, area);
	book_read(c->db, q[2].rows, &book);
	show_book(v, "jobs", &book, NULL);
	return OK;
}

static enum status
show_new(struct ctx *c, const struct value *in, enum status answer)
{
	struct view *v = view_new(c->arena);
	enum status st;

	if (in != NULL)
		form_show(v, user_form, NFIELDS, in);
	view_text(v, "title", tr(c, "New user"));
	view_flag(v, "tab_users", true);
	if ((st = show_lists(c, v, in != NULL ? in[ROLE].text : NULL,
	    in != NULL ? in[AREA].text : NULL)) != OK ||
	    (st = render(c, "user_new", v)) != OK)
		return st;
	return answer;
}

/* GET /admin/users/new */
enum status
page_user_new(struct ctx *c)
{
	return show_new(c, NULL, OK);
}

/* Is text a login name as ENCRYPTION.md 2.2 has them? */
static bool
is_login(const char *text)
{
	static const char first[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	const size_t len = strlen(text);

	return len >= 2 && len <= 63 && strchr(first, text[0]) != NULL &&
	    strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789._-") == len;
}

static struct user_entry
read_entry(const char *id, const struct value *in)
{
	return (struct user_entry){
		.id = id,
		.login = in[LOGIN].text,
		.name = in[NAME].text,
		.job = in[JOB].text,
		.area = in[AREA].text,
		.role = in[ROLE].text,
		.employment = in[EMPLOYMENT].text,
		.starts_on = in[STARTS].text,
		.valid_until = in[UNTIL].text,
		.version = in[ROW_VERSION].text,
	};
}

/* POST /admin/users: an invited account with its first role. */
enum status
page_user_add(struct ctx *c)
{
	struct value in[NFIELDS];
	struct user_entry entry;
	const char *id, *refusal;
	enum status st;

	if ((st = form_read(c, user_form, NFIELDS, in)) != OK && st != INVALID)
		return st;
	if (in[LOGIN].text == NULL || !is_login(in[LOGIN].text)) {
		form_fail(c, &in[LOGIN], N_("2 to 63 of: a–z, 0–9, dot, hyphen, "
		    "underscore; the first a letter or a digit"));
		st = INVALID;
	}
	if (in[ROLE].text == NULL && in[JOB].text == NULL) {
		form_fail(c, &in[ROLE], N_("at least one role is needed"));
		st = INVALID;
	}
	if (st != OK)
		return show_new(c, in, INVALID);
	if ((st = uuid_new(c, &id)) != OK)
		return st;
	c->subject = id;
	entry = read_entry(id, in);
	st = user_add(c->db, &entry, &refusal);
	if (st == DENIED && strcmp(refusal, "factor_fresh") == 0)
		return st;
	if (st == DENIED)
		form_fail(c, &in[AREA], N_("Choose one from the list"));
	if (st == DENIED || ((st == INVALID || st == CONFLICT) &&
	    rule_named(c, rules, refusal, in)))
		return show_new(c, in, INVALID);
	if (st != OK)
		return st;
	return redirect(c, "/admin/users/%s?done=user_added", id);
}

/* The fingerprint of who waits above the institutions: of the nil one. */
static enum status
show_applicant(struct ctx *c, struct view *v, const struct user_account *u)
{
	static const unsigned char nil[UUID_LEN];
	unsigned char user[UUID_LEN], print[FINGERPRINT_LEN];
	unsigned char sig_pub[SIG_PUB_LEN], enc_pub[ENC_PUB_LEN];
	char text[FINGERPRINT_TEXT];
	enum status st;

	if (*u->sig_pub == '\0')
		return OK;
	if ((st = uuid_parse(u->id, user)) != OK ||
	    (st = bytea_read(u->sig_pub, sig_pub, sizeof(sig_pub))) != OK ||
	    (st = bytea_read(u->enc_pub, enc_pub, sizeof(enc_pub))) != OK ||
	    (st = fingerprint(c->arena, nil, user, sig_pub, enc_pub, print))
	    != OK)
		return st;
	fingerprint_text(print, text);
	view_text(v, "fingerprint", text_printf(c->arena, "%s", text));
	return OK;
}

/* What may be done with the account as it stands. */
static void
show_steps(struct view *v, const struct ctx *c, const struct user_account *u)
{
	const bool blocked = strcmp(u->state, "blocked") == 0;
	const bool deleted = strcmp(u->state, "deleted") == 0;
	const bool waits = strcmp(u->state, "invited") == 0 ||
	    strcmp(u->state, "applied") == 0;

	view_flag(v, "above", u->above);
	view_flag(v, "is_self", strcmp(u->id, c->user->id) == 0);
	view_flag(v, "may_invite", u->above && waits);
	view_flag(v, "officer_invites", u->has_keys && !u->above && waits);
	view_flag(v, "may_block", !blocked && !deleted);
	view_flag(v, "may_unblock", blocked);
	view_flag(v, "may_renew", blocked && u->above);
	view_flag(v, "may_delete", !deleted);
}

/* What was changed and by whom is confirmed by another one. */
static void
show_held(struct view *v, const struct ctx *c, const struct user_account *u)
{
	view_flag(v, "may_release", u->held && !u->held_by_me &&
	    strcmp(u->id, c->user->id) != 0);
	view_text(v, "job_now", u->job);
}

static void
show_grants(struct ctx *c, struct view *v, const struct rows *rows)
{
	struct grant_rows grants;

	grants_read(c->db, rows, &grants);
	view_list(v, "grants");
	for (size_t i = 0; i < grants.len; i++)
		show_grant(c, view_item(v, "grants"), &grants.item[i]);
}

/* The page of one user; link is a fresh invitation, or NULL. */
static enum status
show_page(struct ctx *c, const char *id, const struct value *in,
    const char *link, enum status answer)
{
	struct query q[] = {
		GRANTS_QUERY(id, c->lang),
		DENIALS_QUERY(id, c->lang),
	};
	struct view *v = view_new(c->arena);
	struct user_account u;
	enum status st;

	c->subject = id;
	if ((st = user_get(c->db, id, c->lang, &u)) != OK ||
	    (st = db_run_all(c->db, q, 2)) != OK ||
	    (st = show_lists(c, v, NULL, in != NULL ? in[AREA].text : u.area))
	    != OK)
		return st;
	show_user(c, v, &u);
	view_text(v, "title", u.login);
	view_text(v, "heading", u.name);
	view_flag(v, "tab_users", true);
	view_flag(v, "tab_user", true);
	show_held(v, c, &u);
	if (in != NULL)
		form_show(v, user_form, NFIELDS, in);
	show_grants(c, v, q[0].rows);
	show_denials(c, v, q[1].rows);
	view_text(v, "link", link);
	view_flag(v, "conflict", answer == CONFLICT);
	show_steps(v, c, &u);
	if ((st = show_applicant(c, v, &u)) != OK ||
	    (st = render(c, "user_show", v)) != OK)
		return st;
	return answer;
}

/* GET /admin/users/:id */
enum status
page_user_show(struct ctx *c)
{
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	return show_page(c, id, NULL, NULL, OK);
}

/* POST /admin/users/:id: name, job, place and last day. */
enum status
page_user_save(struct ctx *c)
{
	struct value in[NFIELDS];
	struct user_entry entry;
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	if ((st = form_read(c, user_form, NFIELDS, in)) == INVALID)
		return show_page(c, id, in, NULL, INVALID);
	if (st != OK)
		return st;
	c->subject = id;
	entry = read_entry(id, in);
	st = user_save(c->db, &entry);
	if (st == CONFLICT || (st == INVALID && rule_fail(c, rules, in)))
		return show_page(c, id, in, NULL, st);
	if (st != OK)
		return st;
	return redirect(c, "/admin/users/%s?done=user_saved", id);
}

enum { TO, STATE_VERSION, NSTATE };
static const char *const next_states[] = { "active", "blocked", "deleted",
	"invited", NULL };
static const struct field state_form[NSTATE] = {
	[TO] = { "to", F_CHOICE, .required = true, .choices = next_states },
	[STATE_VERSION] = { "version", F_INT, .required = true, .low = 1,
	    .high = 2147483647 },
};

/* POST /admin/users/:id/state: block, take back, delete; sessions end. */
enum status
page_user_state(struct ctx *c)
{
	struct value in[NSTATE];
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, state_form, NSTATE, in)) != OK)
		return st;
	c->subject = id;
	if (strcmp(id, c->user->id) == 0)
		return redirect(c, "/admin/users/%s?done=not_yourself", id);
	st = user_set_state(c->db, id, in[STATE_VERSION].text, in[TO].text);
	if (st == INVALID)
		return redirect(c, "/admin/users/%s?done=%s", id,
		    strcmp(db_refusal(c->db), "administrator_kept") == 0 ?
		    "administrator_last" : "state_refused");
	if (st == CONFLICT)
		return show_page(c, id, NULL, NULL, CONFLICT);
	if (st != OK)
		return st;
	return redirect(c, "/admin/users/%s?done=user_state", id);
}

/*
 * POST /admin/users/:id/invite: a link to be handed over, for people above the
 * institutions; others are invited by an officer.  Shown at once and never
 * again, so this answer is a page and not a redirect.
 */
enum status
page_user_invite(struct ctx *c)
{
	struct value in[1];
	unsigned char token[HASH_LEN], hash[HASH_LEN];
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, NULL, 0, in)) != OK ||
	    (st = crypt_random(token, sizeof(token))) != OK ||
	    (st = crypt_sha256(token, sizeof(token), hash)) != OK)
		return st;
	c->subject = id;
	if ((st = user_invite(c->db, bytea_text(c->arena, hash, HASH_LEN),
	    id)) != OK)
		return st;
	return show_page(c, id, NULL, text_printf(c->arena, "%s/join#%s",
	    c->site->origin, base64url_encode(c->arena, token, sizeof(token))),
	    OK);
}

enum { COMPARED, CONFIRM_VERSION, NCONFIRM };
static const struct field confirm_form[NCONFIRM] = {
	[COMPARED] = { "compared", F_FLAG, .required = true },
	[CONFIRM_VERSION] = { "version", F_INT, .required = true, .low = 1,
	    .high = 2147483647 },
};

/*
 * POST /admin/users/:id/confirm: who has no institution is confirmed here.
 * Newer keys than those compared are a newer version of the account.
 */
enum status
page_user_confirm(struct ctx *c)
{
	struct value in[NCONFIRM];
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, confirm_form, NCONFIRM, in)) != OK)
		return st;
	c->subject = id;
	st = user_set_state(c->db, id, in[CONFIRM_VERSION].text, "active");
	if (st == INVALID)
		return redirect(c, "/admin/users/%s?done=state_refused", id);
	if (st == CONFLICT)
		return show_page(c, id, NULL, NULL, CONFLICT);
	if (st != OK)
		return st;
	return redirect(c, "/admin/users/%s?done=user_confirmed", id);
}

/* POST /admin/users/:id/session: end what is open now. */
enum status
page_user_session(struct ctx *c)
{
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, NULL, 0, NULL)) != OK)
		return st;
	c->subject = id;
	if ((st = user_end_session(c->db, id)) != OK)
		return st;
	return redirect(c, "/admin/users/%s?done=session_ended", id);
}

enum { RELEASE_VERSION, NRELEASE };
static const struct field release_form[NRELEASE] = {
	[RELEASE_VERSION] = { "version", F_INT, .required = true, .low = 1,
	    .high = 2147483647 },
};

/* POST /admin/users/:id/release: a second person confirms job and place. */
enum status
page_user_release(struct ctx *c)
{
	struct value in[NRELEASE];
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, release_form, NRELEASE, in)) != OK)
		return st;
	c->subject = id;
	st = user_release(c->db, id, in[RELEASE_VERSION].text);
	if (st == INVALID)
		return redirect(c, "/admin/users/%s?done=second_person", id);
	if (st == CONFLICT)
		return show_page(c, id, NULL, NULL, CONFLICT);
	if (st != OK)
		return st;
	return redirect(c, "/admin/users/%s?done=user_released", id);
}
