/* setup.c: the first hour of an institution: its keys arrive, checked and stored. */

#include <string.h>

#include "base/json.h"
#include "db/enrolments.h"
#include "pages/auth/answers.h"
#include "pages/auth/check.h"
#include "pages/auth/pages.h"
#include "seal/objects.h"
#include "web/view.h"

enum { TOKEN, INST, USER, LOGIN, NAME, AUTH_KEY, BUNDLE, GENESIS, ADD, EPOCH,
	GRANT_USER, GRANT_RECOVERY, RECOVERY_SET, NFIELDS };

static const struct field setup_form[NFIELDS] = {
	[TOKEN]    = { "token", F_BASE64URL, .required = true, .low = 32 },
	[INST]     = { "inst", F_UUID, .required = true },
	[USER]     = { "user", F_UUID, .required = true },
	[LOGIN]    = { "login", F_CODE, .required = true, .max = 63 },
	[NAME]     = { "name", F_TEXT, .required = true, .max = 400 },
	[AUTH_KEY] = { "auth_key", F_BASE64URL, .required = true, .low = 32 },
	[BUNDLE]   = { "bundle", F_LINES, .required = true,
	    .max = BUNDLE_MAX },
	[GENESIS]  = { "genesis", F_LINES, .required = true,
	    .max = ROSTER_ENTRY_MAX },
	[ADD]      = { "add", F_LINES, .required = true,
	    .max = ROSTER_ENTRY_MAX },
	[EPOCH]    = { "epoch", F_LINES, .required = true,
	    .max = ROSTER_ENTRY_MAX },
	[GRANT_USER] = { "grant_user", F_LINES, .required = true,
	    .max = GRANT_MAX },
	[GRANT_RECOVERY] = { "grant_recovery", F_LINES, .required = true,
	    .max = GRANT_MAX },
	[RECOVERY_SET] = { "recovery_set", F_LINES, .required = true,
	    .max = RECOVERY_SET_MAX },
};

/* The two ids that everything else has to name. */
struct founder {
	unsigned char	inst[UUID_LEN];
	unsigned char	user[UUID_LEN];
};

static enum status
check_roster(struct ctx *c, const struct value *in, const struct founder *who,
    struct roster **out)
{
	static const int entries[] = { GENESIS, ADD, EPOCH };
	struct roster *r = roster_new(c->arena);
	const struct roster_member *m;
	enum status st;

	for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++) {
		const char *text = in[entries[i]].text;

		st = roster_append(r, text, strlen(text), ROSTER_VERIFY);
		if (st != OK)
			return st;
	}
	m = roster_active(r, who->user);
	if (memcmp(roster_inst(r), who->inst, UUID_LEN) != 0 || m == NULL ||
	    m->role != ROSTER_OFFICER || roster_epoch(r) != 1 ||
	    strcmp(m->login, in[LOGIN].text) != 0)
		return INVALID;
	*out = r;
	return OK;
}

static enum status
check_bundle(struct ctx *c, const char *text, const struct founder *who)
{
	struct bundle b;
	enum status st;

	if ((st = bundle_read(c->arena, text, strlen(text), &b)) != OK)
		return st;
	return memcmp(b.inst_id, who->inst, UUID_LEN) == 0 &&
	    memcmp(b.user_id, who->user, UUID_LEN) == 0 ? OK : INVALID;
}

static enum status
check_grant(struct ctx *c, const char *text, const struct roster *r,
    const unsigned char sender[UUID_LEN], const unsigned char *recipient)
{
	struct grant g;
	enum status st;

	if ((st = grant_read(c->arena, text, strlen(text), &g)) != OK ||
	    (st = grant_check(c->arena, &g, r)) != OK)
		return st;
	return memcmp(g.sender, sender, UUID_LEN) == 0 &&
	    memcmp(g.recipient, recipient, UUID_LEN) == 0 ? OK : INVALID;
}

/* Everything that can be checked without opening anything. */
static enum status
check_setup(struct ctx *c, const struct value *in)
{
	static const unsigned char nil[UUID_LEN];
	const char *set_text = in[RECOVERY_SET].text;
	struct recovery_set set;
	struct founder who;
	struct roster *r;
	enum status st;

	if ((st = uuid_parse(in[INST].text, who.inst)) != OK ||
	    (st = uuid_parse(in[USER].text, who.user)) != OK ||
	    (st = check_roster(c, in, &who, &r)) != OK ||
	    (st = check_bundle(c, in[BUNDLE].text, &who)) != OK ||
	    (st = check_grant(c, in[GRANT_USER].text, r, who.user,
	    who.user)) != OK ||
	    (st = check_grant(c, in[GRANT_RECOVERY].text, r, who.user,
	    nil)) != OK)
		return st;
	st = recovery_set_read(c->arena, set_text, strlen(set_text), &set);
	return st == OK ? recovery_set_check(&set, r) : st;
}

static enum status
store_setup(struct ctx *c, const struct value *in, const char *token)
{
	const char *salt, *verifier;
	enum status st;

	st = verifier_new(c, &in[AUTH_KEY], &salt, &verifier);
	if (st != OK)
		return st;
	return setup_take(c->db, &(struct setup){
	    .token = token,
	    .inst = in[INST].text,
	    .user = in[USER].text,
	    .login = in[LOGIN].text,
	    .name = in[NAME].text,
	    .language = c->lang,
	    .origin = c->site->origin,
	    .salt = salt,
	    .verifier = verifier,
	    .bundle = in[BUNDLE].text,
	    .genesis = in[GENESIS].text,
	    .add = in[ADD].text,
	    .epoch = in[EPOCH].text,
	    .grant_user = in[GRANT_USER].text,
	    .grant_recovery = in[GRANT_RECOVERY].text,
	    .recovery_set = in[RECOVERY_SET].text,
	});
}

/* GET /setup: the page; its token stands behind the "#" and is not sent. */
enum status
page_setup_form(struct ctx *c)
{
	struct view *v = view_new(c->arena);

	view_text(v, "title", tr(c, "Set up the institution's keys"));
	return render(c, "setup_form", v);
}

/* GET /api/auth/setup: which institution a token is for. */
enum status
page_setup_show(struct ctx *c)
{
	struct str *text = str_new(c->arena);
	const char *area, *token;
	struct json j;
	enum status st;

	if ((st = token_read(c, &token)) != OK ||
	    (st = setup_lookup(c->db, token, c->lang, &area)) != OK)
		return st;
	json_open(&j, text);
	json_begin_object(&j, NULL);
	json_put_text(&j, "institution", area);
	json_end_object(&j);
	return answer_json(c, 200, text);
}

/* POST /api/auth/setup: all that the first officer's browser has made. */
enum status
page_setup_submit(struct ctx *c)
{
	struct str *text = str_new(c->arena);
	struct value in[NFIELDS];
	const char *area, *token;
	enum status st;

	if ((st = form_read(c, setup_form, NFIELDS, in)) != OK ||
	    (st = token_hash(c, &in[TOKEN], &token)) != OK)
		return st;
	st = setup_lookup(c->db, token, c->lang, &area);
	if (st != OK)
		return st == NOT_FOUND ? DENIED : st;
	if ((st = check_setup(c, in)) != OK ||
	    (st = store_setup(c, in, token)) != OK)
		return st;
	c->subject = in[USER].text;
	str_add_text(text, "{}");
	return answer_json(c, 201, text);
}
