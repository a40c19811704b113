/* roster_rules.c: one entry against the roster before it. */

#include <string.h>

#include "seal/login.h"
#include "seal/roster_rules.h"

int
roster_is_key(struct bytes item, const unsigned char key[SIG_PUB_LEN])
{
	return item.len == SIG_PUB_LEN && memcmp(item.at, key, item.len) == 0;
}

struct roster_member *
roster_find(const struct roster *r, const unsigned char user[UUID_LEN])
{
	struct roster_member *m;

	for (m = r->members; m != NULL; m = m->next)
		if (memcmp(m->user, user, UUID_LEN) == 0)
			break;
	return m;
}

const struct used *
roster_find_used(const struct used *list, struct bytes what)
{
	const struct used *u;

	for (u = list; u != NULL; u = u->next)
		if (u->what.len == what.len &&
		    memcmp(u->what.at, what.at, what.len) == 0)
			break;
	return u;
}

/* The entry follows the tip: genesis first and only there. */
static int
is_next(const struct roster *r, const struct entry *e)
{
	if ((e->action == GENESIS) != (r->len == 0))
		return 0;
	if (r->len > 0 && memcmp(e->f[INST].at, r->inst, UUID_LEN) != 0)
		return 0;
	return tup_value(e->f[SEQ]) == r->len &&
	    memcmp(e->f[PREV_HEAD].at, r->head, HASH_LEN) == 0 &&
	    tup_value(e->f[TIME]) >= r->time;
}

/* The fields that the entry must have are there, the others are not. */
static int
has_shape(const struct entry *e)
{
	int wants_nil = e->shape == SHAPE_ROOT || e->shape == SHAPE_EPOCH;
	int wants_keys = e->shape == SHAPE_ROOT || e->shape == SHAPE_MEMBER;

	if (uuid_is_nil(e->f[SUBJECT].at) != wants_nil)
		return 0;
	if (e->shape == SHAPE_MEMBER ?
	    !login_is_valid(e->f[LOGIN]) : e->f[LOGIN].len != 0)
		return 0;
	if (e->shape == SHAPE_MEMBER ? e->role >= ROLE_ROOT :
	    e->role != (wants_keys ? ROLE_ROOT : ROLE_NONE))
		return 0;
	if ((e->f[SIG_PUB].len != 0) != wants_keys ||
	    (e->f[ENC_PUB].len != 0) != wants_keys)
		return 0;
	if (e->shape == SHAPE_EPOCH)
		return e->f[IK_ID].len != 0;
	return e->f[IK_ID].len == 0 && tup_value(e->f[E]) == 0;
}

/* A member joins who is not in, and leaves or changes who is. */
static int
subject_fits(const struct entry *e)
{
	int active = e->subject != NULL && e->subject->active;

	if (e->shape == SHAPE_ROOT || e->shape == SHAPE_EPOCH)
		return 1;
	return active == (e->action != ADD);
}

/* A login is its subject's for ever, and gone once it was replaced. */
static int
login_fits(const struct roster *r, const struct entry *e)
{
	if (e->shape != SHAPE_MEMBER ||
	    roster_find_used(r->logins, e->f[LOGIN]) == NULL)
		return 1;
	return e->subject != NULL &&
	    strlen(e->subject->login) == e->f[LOGIN].len &&
	    memcmp(e->subject->login, e->f[LOGIN].at, e->f[LOGIN].len) == 0;
}

/*
 * New keys were never seen before; a rekey may keep the old ones, a member's
 * both together.  That the two differ is our own rule: one public key cannot
 * serve two algorithms.
 */
static int
keys_fit(const struct roster *r, const struct entry *e)
{
	int is_new_sig = 1, is_new_enc = 1;

	if (e->shape != SHAPE_ROOT && e->shape != SHAPE_MEMBER)
		return 1;
	if (crypt_small_order(e->f[SIG_PUB].at) ||
	    roster_is_key(e->f[SIG_PUB], e->f[ENC_PUB].at))
		return 0;
	if (e->action == REKEY && e->shape == SHAPE_ROOT) {
		is_new_sig = !roster_is_key(e->f[SIG_PUB], r->root_pub);
		is_new_enc = !roster_is_key(e->f[ENC_PUB], r->rec_pub);
		if (!is_new_sig && !is_new_enc)
			return 0;
	} else if (e->action == REKEY) {
		is_new_sig = !roster_is_key(e->f[SIG_PUB], e->subject->sig_pub);
		is_new_enc = !roster_is_key(e->f[ENC_PUB], e->subject->enc_pub);
		if (is_new_sig != is_new_enc)
			return 0;
	}
	if (is_new_sig && roster_find_used(r->keys, e->f[SIG_PUB]) != NULL)
		return 0;
	return !is_new_enc ||
	    roster_find_used(r->keys, e->f[ENC_PUB]) == NULL;
}

static int
epoch_fits(const struct roster *r, const struct entry *e)
{
	if (e->shape != SHAPE_EPOCH)
		return 1;
	if (tup_value(e->f[E]) != r->nepochs + 1)
		return 0;
	if (r->nepochs == 0)
		return e->reason == R_FIRST;
	return e->reason == R_LEAVER || e->reason == R_PERIODIC ||
	    e->reason == R_COMPROMISE;
}

/* Root weighs 2, an officer 1: whatever touches an officer or root needs 2. */
static int
weight_needed(const struct entry *e)
{
	int was_officer = e->subject != NULL && e->subject->active &&
	    e->subject->role == ROSTER_OFFICER;

	return e->shape == SHAPE_ROOT || e->role == ROSTER_OFFICER ||
	    was_officer ? 2 : 1;
}

/*
 * Who signs with which key over what: root and officers sign the body, the
 * subject of its own add or rekey the enrolment text with the new key, nobody
 * else may.  Returns the weight, 0 for the subject, -1 for a stranger.
 */
static int
find_signer(const struct roster *r, const struct entry *e,
    const unsigned char by[UUID_LEN], const unsigned char **key)
{
	const struct roster_member *m;

	if (uuid_is_nil(by)) {
		*key = r->len == 0 ? e->f[SIG_PUB].at : r->root_pub;
		return 2;
	}
	if (e->shape == SHAPE_MEMBER &&
	    memcmp(by, e->f[SUBJECT].at, UUID_LEN) == 0) {
		*key = e->f[SIG_PUB].at;
		return 0;
	}
	m = roster_find(r, by);
	if (m == NULL || !m->active || m->role != ROSTER_OFFICER)
		return -1;
	*key = m->sig_pub;
	return 1;
}

/* What the subject signs. */
static enum status
make_enrol(const struct roster *r, const struct entry *e, struct bytes *out)
{
	return tup_encode(r->arena, TUP_ENROL, (const struct bytes[]){
	    e->f[INST], e->f[SUBJECT], e->f[LOGIN], e->f[SIG_PUB],
	    e->f[ENC_PUB] }, 5, out);
}

static enum status
check_signature(const struct roster *r, const struct entry *e, int weight,
    const unsigned char *key, struct bytes sig)
{
	struct bytes message = e->body;
	enum status st;

	if (weight == 0 && (st = make_enrol(r, e, &message)) != OK)
		return st;
	return crypt_verify(key, message.at, message.len, sig.at);
}

static enum status
check_signatures(const struct roster *r, const struct entry *e,
    enum roster_mode mode)
{
	const struct member_value *sig, *before = NULL;
	const unsigned char *key = NULL;
	int weight = 0, consents = 0, needed, w;
	enum status st;

	for (size_t i = 0; i < e->nsigs; i++) {
		sig = &e->sigs[i * NSIG_MEMBERS];
		if (before != NULL &&
		    memcmp(before[BY].id, sig[BY].id, UUID_LEN) >= 0)
			return INVALID;
		if ((w = find_signer(r, e, sig[BY].id, &key)) < 0)
			return INVALID;
		weight += w;
		consents += w == 0;
		if (mode != ROSTER_STORED &&
		    (st = check_signature(r, e, w, key, sig[SIG].bytes)) != OK)
			return st;
		before = sig;
	}
	if (e->shape == SHAPE_MEMBER && consents == 0)
		return INVALID;
	needed = mode == ROSTER_PROPOSED ? 1 : weight_needed(e);
	return weight >= needed ? OK : INVALID;
}

enum status
roster_check(const struct roster *r, const struct entry *e,
    enum roster_mode mode)
{
	if (!is_next(r, e) || !has_shape(e) || !subject_fits(e) ||
	    !login_fits(r, e) || !keys_fit(r, e) || !epoch_fits(r, e))
		return INVALID;
	return check_signatures(r, e, mode);
}
