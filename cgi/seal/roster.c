/* roster.c: the signed chain that says who is a member, and with which keys. */

#include <assert.h>
#include <string.h>

#include "seal/roster_rules.h"

static const char *const actions[NACTIONS] = {
	[GENESIS] = "genesis", [ADD] = "add", [REKEY] = "rekey",
	[REMOVE] = "remove", [EPOCH] = "epoch",
};

static const char *const reasons[NREASONS] = {
	[R_GENESIS] = "genesis", [R_ENROL] = "enrol", [R_REKEY] = "rekey",
	[R_ROLE] = "role", [R_LEAVER] = "leaver",
	[R_COMPROMISE] = "compromise", [R_PERIODIC] = "periodic",
	[R_RECOVERY] = "recovery", [R_FIRST] = "first",
};

static const char *const roles[NROLES] = {
	[ROSTER_OFFICER] = "officer", [ROSTER_DOCTOR] = "doctor",
	[ROSTER_AUDITOR] = "auditor", [ROLE_ROOT] = "root", [ROLE_NONE] = "",
};

static const struct member sig_members[NSIG_MEMBERS] = {
	[BY]  = { "by", .kind = MEMBER_UUID },
	[SIG] = { "sig", MEMBER_BYTES, .min = SIG_LEN, .max = SIG_LEN },
};

enum { BODY, SIGS, NENTRY_MEMBERS };

static const struct member entry_members[NENTRY_MEMBERS] = {
	[BODY] = { "body", MEMBER_BYTES, .min = 1, .max = ROSTER_ENTRY_MAX },
	[SIGS] = { "sigs", MEMBER_LIST, .min = 1, .max = 4,
	    .members = sig_members, .nmembers = NSIG_MEMBERS },
};

/* The index of the text in the table, or n. */
static unsigned
look_up(const char *const *table, unsigned n, struct bytes text)
{
	unsigned i;

	for (i = 0; i < n; i++)
		if (strlen(table[i]) == text.len &&
		    (text.len == 0 ||
		     memcmp(table[i], text.at, text.len) == 0))
			break;
	return i;
}

static enum shape
shape_of(unsigned action, int is_nil)
{
	if (action == GENESIS)
		return SHAPE_ROOT;
	if (action == ADD)
		return SHAPE_MEMBER;
	if (action == REKEY)
		return is_nil ? SHAPE_ROOT : SHAPE_MEMBER;
	return action == REMOVE ? SHAPE_BARE : SHAPE_EPOCH;
}

static enum status
read_entry(const struct roster *r, const char *text, size_t len,
    struct entry *e)
{
	struct member_value in[NENTRY_MEMBERS];
	enum status st;

	memset(e, 0, sizeof(*e));
	memset(in, 0, sizeof(in));
	st = members_read(r->arena, text, len, ROSTER_ENTRY_MAX, entry_members,
	    NENTRY_MEMBERS, in);
	if (st != OK)
		return st;
	e->body = in[BODY].bytes;
	e->sigs = in[SIGS].items;
	e->nsigs = in[SIGS].count;
	if ((st = tup_decode(TUP_ROSTER, e->body, e->f)) != OK)
		return st;
	e->action = look_up(actions, NACTIONS, e->f[ACTION]);
	e->reason = look_up(reasons, NREASONS, e->f[REASON]);
	e->role = look_up(roles, NROLES, e->f[ROLE]);
	if (e->action == NACTIONS || e->reason == NREASONS ||
	    e->role == NROLES)
		return INVALID;
	e->shape = shape_of(e->action, uuid_is_nil(e->f[SUBJECT].at));
	e->subject = roster_find(r, e->f[SUBJECT].at);
	return OK;
}

static void
use(struct roster *r, struct used **list, const struct entry *e, int field)
{
	struct used *u;

	if (roster_find_used(*list, e->f[field]) != NULL)
		return;
	u = arena_alloc(r->arena, sizeof(*u));
	u->what = e->f[field];
	u->next = *list;
	*list = u;
}

static void
apply_member(struct roster *r, const struct entry *e)
{
	struct roster_member *m = e->subject;
	uint64_t since;
	char *login;

	/* A change of login alone leaves him who he was. */
	if (m == NULL || !m->active || (unsigned)m->role != e->role ||
	    !roster_is_key(e->f[SIG_PUB], m->sig_pub))
		since = r->len;
	else
		since = m->since;
	if (m == NULL) {
		m = arena_alloc(r->arena, sizeof(*m));
		memcpy(m->user, e->f[SUBJECT].at, UUID_LEN);
		if (r->last == NULL)
			r->members = m;
		else
			r->last->next = m;
		r->last = m;
	}
	login = arena_alloc(r->arena, e->f[LOGIN].len + 1);
	memcpy(login, e->f[LOGIN].at, e->f[LOGIN].len);
	m->login = login;
	m->role = (enum roster_role)e->role;
	m->active = 1;
	m->since = since;
	memcpy(m->sig_pub, e->f[SIG_PUB].at, SIG_PUB_LEN);
	memcpy(m->enc_pub, e->f[ENC_PUB].at, ENC_PUB_LEN);
	use(r, &r->logins, e, LOGIN);
	use(r, &r->keys, e, SIG_PUB);
	use(r, &r->keys, e, ENC_PUB);
}

static void
apply_root(struct roster *r, const struct entry *e)
{
	r->root_since = r->len;
	memcpy(r->root_pub, e->f[SIG_PUB].at, SIG_PUB_LEN);
	memcpy(r->rec_pub, e->f[ENC_PUB].at, ENC_PUB_LEN);
	use(r, &r->keys, e, SIG_PUB);
	use(r, &r->keys, e, ENC_PUB);
}

static void
apply_epoch(struct roster *r, const struct entry *e)
{
	struct epoch *epoch = arena_alloc(r->arena, sizeof(*epoch));

	memcpy(epoch->ik_id, e->f[IK_ID].at, IK_ID_LEN);
	epoch->before = r->epochs;
	r->epochs = epoch;
	r->nepochs++;
}

static void
apply(struct roster *r, const struct entry *e,
    const unsigned char head[HASH_LEN])
{
	switch (e->shape) {
	case SHAPE_ROOT:
		apply_root(r, e);
		break;
	case SHAPE_MEMBER:
		apply_member(r, e);
		break;
	case SHAPE_BARE:
		e->subject->active = 0;
		break;
	case SHAPE_EPOCH:
		apply_epoch(r, e);
		break;
	}
	if (r->len == 0) {
		memcpy(r->inst, e->f[INST].at, UUID_LEN);
		memcpy(r->root, head, HASH_LEN);
	}
	memcpy(r->head, head, HASH_LEN);
	r->time = tup_value(e->f[TIME]);
	r->len++;
}

struct roster *
roster_new(struct arena *arena)
{
	struct roster *r = arena_alloc(arena, sizeof(*r));

	r->arena = arena;
	return r;
}

enum status
roster_append(struct roster *r, const char *text, size_t len,
    enum roster_mode mode)
{
	unsigned char head[HASH_LEN];
	struct entry e;
	enum status st;

	if ((st = read_entry(r, text, len, &e)) != OK)
		return st;
	if ((st = roster_check(r, &e, mode)) != OK)
		return st;
	if ((st = crypt_sha256(e.body.at, e.body.len, head)) != OK)
		return st;
	apply(r, &e, head);
	return OK;
}

enum status
roster_propose(const struct roster *r, const char *text, size_t len)
{
	struct entry e;
	enum status st;

	if ((st = read_entry(r, text, len, &e)) != OK)
		return st;
	return roster_check(r, &e, ROSTER_PROPOSED);
}

uint64_t
roster_len(const struct roster *r)
{
	return r->len;
}

const unsigned char *
roster_head(const struct roster *r)
{
	assert(r->len > 0);
	return r->head;
}

const unsigned char *
roster_root(const struct roster *r)
{
	assert(r->len > 0);
	return r->root;
}

const unsigned char *
roster_inst(const struct roster *r)
{
	assert(r->len > 0);
	return r->inst;
}

const unsigned char *
roster_root_pub(const struct roster *r)
{
	assert(r->len > 0);
	return r->root_pub;
}

const unsigned char *
roster_rec_pub(const struct roster *r)
{
	assert(r->len > 0);
	return r->rec_pub;
}

uint64_t
roster_root_since(const struct roster *r)
{
	assert(r->len > 0);
	return r->root_since;
}

uint64_t
roster_epoch(const struct roster *r)
{
	return r->nepochs;
}

const unsigned char *
roster_ik_id(const struct roster *r, uint64_t e)
{
	const struct epoch *epoch = r->epochs;

	if (e == 0 || e > r->nepochs)
		return NULL;
	for (uint64_t at = r->nepochs; at > e; at--)
		epoch = epoch->before;
	return epoch->ik_id;
}

const struct roster_member *
roster_active(const struct roster *r, const unsigned char user[UUID_LEN])
{
	const struct roster_member *m = roster_find(r, user);

	return m != NULL && m->active ? m : NULL;
}

const struct roster_member *
roster_members(const struct roster *r)
{
	return r->members;
}

const char *
roster_role_name(enum roster_role role)
{
	assert(role <= ROSTER_AUDITOR);
	return roles[role];
}
