/* objects.c: bundles, grants, recovery sets and enrolment proofs. */

#include <string.h>

#include "seal/base64url.h"
#include "seal/json.h"
#include "seal/login.h"
#include "seal/objects.h"

/* A credential id in bytes, and as base64url, which fills a TUP text. */
enum { CREDENTIAL_MAX = 191, CREDENTIAL_TEXT_MAX = 255 };

enum { M_M, M_ID, M_COMMIT, M_N, M_C, NMETHOD };

static const struct member method_members[NMETHOD] = {
	[M_M]	   = { "m", MEMBER_TEXT, .min = 1, .max = 4 },
	[M_ID]	   = { "id", MEMBER_TEXT, .min = 1,
		       .max = CREDENTIAL_TEXT_MAX },
	[M_COMMIT] = { "commit", MEMBER_BYTES, .min = 32, .max = 32 },
	[M_N]	   = { "n", MEMBER_BYTES, .min = 12, .max = 12 },
	[M_C]	   = { "c", MEMBER_BYTES, .min = 48, .max = 48 },
};

static const struct member privs_members[] = {
	{ "n", MEMBER_BYTES, .min = 12, .max = 12 },
	{ "c", MEMBER_BYTES, .min = 112, .max = 112 },
};

enum { B_V, B_SUITE, B_INST, B_USER, B_METHODS, B_PRIVS, NBUNDLE };

static const struct member bundle_members[NBUNDLE] = {
	[B_V]	    = { "v", MEMBER_INTEGER, .min = 1, .max = 1 },
	[B_SUITE]   = { "suite", MEMBER_TEXT, .only = "A1" },
	[B_INST]    = { "inst", .kind = MEMBER_UUID },
	[B_USER]    = { "user", .kind = MEMBER_UUID },
	[B_METHODS] = { "methods", MEMBER_LIST, .min = 1,
			.max = BUNDLE_METHODS_MAX,
			.members = method_members, .nmembers = NMETHOD },
	[B_PRIVS]   = { "privs", MEMBER_OBJECT,
			.members = privs_members, .nmembers = 2 },
};

enum { G_V, G_SUITE, G_INFO, G_ENC, G_CT, G_SIG, NGRANT };

static const struct member grant_members[NGRANT] = {
	[G_V]	  = { "v", MEMBER_INTEGER, .min = 1, .max = 1 },
	[G_SUITE] = { "suite", MEMBER_TEXT, .only = "A1" },
	[G_INFO]  = { "info", MEMBER_BYTES, .min = 1, .max = GRANT_MAX },
	[G_ENC]	  = { "enc", MEMBER_BYTES, .min = 32, .max = 32 },
	[G_CT]	  = { "ct", MEMBER_BYTES, .min = 48, .max = 48 },
	[G_SIG]	  = { "sig", MEMBER_BYTES, .min = SIG_LEN, .max = SIG_LEN },
};

/* The items of TUP grant. */
enum {
	INFO_INST, INFO_E, INFO_IK_ID, INFO_SENDER, INFO_SENDER_PRINT,
	INFO_RECIPIENT, INFO_RECIPIENT_PRINT, INFO_ROSTER_SEQ
};

enum { S_BY, S_SIG, NSIG };

static const struct member root_sig_members[NSIG] = {
	[S_BY]	= { "by", MEMBER_TEXT,
		    .only = "00000000-0000-0000-0000-000000000000" },
	[S_SIG]	= { "sig", MEMBER_BYTES, .min = SIG_LEN, .max = SIG_LEN },
};

enum { SET_BODY, SET_SIGS, NSET };

static const struct member set_members[NSET] = {
	[SET_BODY] = { "body", MEMBER_BYTES, .min = 1,
		       .max = RECOVERY_SET_MAX },
	[SET_SIGS] = { "sigs", MEMBER_LIST, .min = 1, .max = 1,
		       .members = root_sig_members, .nmembers = NSIG },
};

/* The items of TUP recset. */
enum { RECSET_INST, RECSET_SET_ID, RECSET_REC_PUB, RECSET_TIME = 6 };

static int
is_credential_id(struct arena *arena, struct bytes id)
{
	const unsigned char *bytes;
	size_t len;

	return base64url_decode(arena, (const char *)id.at, id.len, &bytes,
	    &len) == OK && len >= 1 && len <= CREDENTIAL_MAX;
}

/* Exactly one pwkf, first and with the id "0"; the others prf, ids differ. */
static int
method_fits(struct arena *arena, const struct bundle *bundle, size_t i,
    struct bytes id)
{
	const struct bundle_method *method = &bundle->methods[i];

	if (i == 0)
		return strcmp(method->m, "pwkf") == 0 &&
		    strcmp(method->id, "0") == 0;
	if (strcmp(method->m, "prf") != 0 || !is_credential_id(arena, id))
		return 0;
	for (size_t j = 0; j < i; j++)
		if (strcmp(bundle->methods[j].id, method->id) == 0)
			return 0;
	return 1;
}

enum status
bundle_read(struct arena *arena, const char *text, size_t len,
    struct bundle *out)
{
	struct member_value in[NBUNDLE], *m;
	enum status st;

	memset(in, 0, sizeof(in));
	memset(out, 0, sizeof(*out));
	st = members_read(arena, text, len, BUNDLE_MAX, bundle_members,
	    NBUNDLE, in);
	if (st != OK)
		return st;
	out->inst = in[B_INST].text;
	out->user = in[B_USER].text;
	memcpy(out->inst_id, in[B_INST].id, UUID_LEN);
	memcpy(out->user_id, in[B_USER].id, UUID_LEN);
	out->nmethods = in[B_METHODS].count;
	for (size_t i = 0; i < out->nmethods; i++) {
		m = &in[B_METHODS].items[i * NMETHOD];
		out->methods[i] = (struct bundle_method){
			.m = m[M_M].text,
			.id = m[M_ID].text,
			.commit = m[M_COMMIT].bytes,
			.n = m[M_N].bytes,
			.c = m[M_C].bytes,
		};
		if (!method_fits(arena, out, i, m[M_ID].bytes))
			return INVALID;
	}
	return OK;
}

enum status
grant_read(struct arena *arena, const char *text, size_t len,
    struct grant *out)
{
	struct bytes info[TUP_MAX_ITEMS];
	struct member_value in[NGRANT];
	enum status st;

	memset(in, 0, sizeof(in));
	st = members_read(arena, text, len, GRANT_MAX, grant_members, NGRANT,
	    in);
	if (st != OK)
		return st;
	if ((st = tup_decode(TUP_GRANT, in[G_INFO].bytes, info)) != OK)
		return st;
	*out = (struct grant){
		.e = tup_value(info[INFO_E]),
		.ik_id = info[INFO_IK_ID].at,
		.sender_print = info[INFO_SENDER_PRINT].at,
		.recipient_print = info[INFO_RECIPIENT_PRINT].at,
		.roster_seq = tup_value(info[INFO_ROSTER_SEQ]),
		.info = in[G_INFO].bytes,
		.enc = in[G_ENC].bytes,
		.ct = in[G_CT].bytes,
		.sig = in[G_SIG].bytes,
	};
	memcpy(out->inst_id, info[INFO_INST].at, UUID_LEN);
	memcpy(out->sender, info[INFO_SENDER].at, UUID_LEN);
	memcpy(out->recipient, info[INFO_RECIPIENT].at, UUID_LEN);
	return out->e > 0 ? OK : INVALID;
}

enum status
recovery_set_read(struct arena *arena, const char *text, size_t len,
    struct recovery_set *out)
{
	struct bytes body[TUP_MAX_ITEMS];
	struct member_value in[NSET];
	enum status st;

	memset(in, 0, sizeof(in));
	st = members_read(arena, text, len, RECOVERY_SET_MAX, set_members,
	    NSET, in);
	if (st != OK)
		return st;
	if ((st = tup_decode(TUP_RECSET, in[SET_BODY].bytes, body)) != OK)
		return st;
	*out = (struct recovery_set){
		.rec_pub = body[RECSET_REC_PUB].at,
		.time = tup_value(body[RECSET_TIME]),
		.body = in[SET_BODY].bytes,
		.sig = in[SET_SIGS].items[S_SIG].bytes,
	};
	memcpy(out->inst_id, body[RECSET_INST].at, UUID_LEN);
	memcpy(out->set_id, body[RECSET_SET_ID].at, UUID_LEN);
	return OK;
}

enum status
fingerprint(struct arena *arena, const unsigned char inst[UUID_LEN],
    const unsigned char user[UUID_LEN],
    const unsigned char sig_pub[SIG_PUB_LEN],
    const unsigned char enc_pub[ENC_PUB_LEN],
    unsigned char out[FINGERPRINT_LEN])
{
	unsigned char hash[HASH_LEN];
	struct bytes message;
	enum status st;

	st = tup_encode(arena, TUP_FP, (const struct bytes[]){
	    { inst, UUID_LEN }, { user, UUID_LEN },
	    { sig_pub, SIG_PUB_LEN }, { enc_pub, ENC_PUB_LEN } }, 4, &message);
	if (st != OK)
		return st;
	if ((st = crypt_sha256(message.at, message.len, hash)) != OK)
		return st;
	memcpy(out, hash, FINGERPRINT_LEN);
	return OK;
}

void
fingerprint_text(const unsigned char print[FINGERPRINT_LEN],
    char text[FINGERPRINT_TEXT])
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	unsigned held = 0;
	int bits = 0, n = 0;

	for (size_t i = 0; i < FINGERPRINT_LEN; i++) {
		held = (held & 31) << 8 | print[i];
		for (bits += 8; bits >= 5;) {
			bits -= 5;
			text[n++] = alphabet[held >> bits & 31];
			if (n % 5 == 4)
				text[n++] = ' ';
		}
	}
	text[n - 1] = '\0';
}

struct end {
	const unsigned char	*sig_pub;
	uint64_t		 since;
};

/*
 * Check one end of a grant: the institution itself, or a member of at most the
 * given role (officers come first), with the fingerprint of the current keys.
 * out tells its signature key, and since when it has been so.
 */
static enum status
check_end(struct arena *arena, const struct roster *roster,
    const unsigned char user[UUID_LEN], enum roster_role most,
    const unsigned char *want, struct end *out)
{
	const struct roster_member *m = NULL;
	unsigned char print[FINGERPRINT_LEN];
	enum status st;

	if (!uuid_is_nil(user)) {
		m = roster_active(roster, user);
		if (m == NULL || m->role > most)
			return INVALID;
	}
	out->sig_pub = m == NULL ? roster_root_pub(roster) : m->sig_pub;
	out->since = m == NULL ? roster_root_since(roster) : m->since;
	st = fingerprint(arena, roster_inst(roster), user, out->sig_pub,
	    m == NULL ? roster_rec_pub(roster) : m->enc_pub, print);
	if (st != OK)
		return st;
	return memcmp(print, want, FINGERPRINT_LEN) == 0 ? OK : INVALID;
}

enum status
grant_check(struct arena *arena, const struct grant *grant,
    const struct roster *roster)
{
	struct end recipient, sender;
	const unsigned char *ik_id;
	struct bytes message;
	enum status st;

	if (memcmp(grant->inst_id, roster_inst(roster), UUID_LEN) != 0 ||
	    grant->roster_seq >= roster_len(roster))
		return INVALID;
	ik_id = roster_ik_id(roster, grant->e);
	if (ik_id == NULL || memcmp(ik_id, grant->ik_id, IK_ID_LEN) != 0)
		return INVALID;
	st = check_end(arena, roster, grant->recipient, ROSTER_DOCTOR,
	    grant->recipient_print, &recipient);
	if (st != OK)
		return st;
	st = check_end(arena, roster, grant->sender, ROSTER_OFFICER,
	    grant->sender_print, &sender);
	if (st != OK)
		return st;
	if (sender.since > grant->roster_seq)
		return INVALID;
	st = tup_encode(arena, TUP_GRANTSIG, (const struct bytes[]){
	    grant->info, grant->enc, grant->ct }, 3, &message);
	if (st != OK)
		return st;
	return crypt_verify(sender.sig_pub, message.at, message.len,
	    grant->sig.at);
}

enum status
recovery_set_check(const struct recovery_set *set, const struct roster *roster)
{
	if (memcmp(set->inst_id, roster_inst(roster), UUID_LEN) != 0 ||
	    memcmp(set->rec_pub, roster_rec_pub(roster), ENC_PUB_LEN) != 0)
		return INVALID;
	return crypt_verify(roster_root_pub(roster), set->body.at,
	    set->body.len, set->sig.at);
}

enum status
enrolment_verify(struct arena *arena, const struct enrolment *who,
    const unsigned char sig[SIG_LEN])
{
	struct bytes message, login = tup_text(who->login);
	enum status st;

	if (!login_is_valid(login))
		return INVALID;
	st = tup_encode(arena, TUP_ENROL, (const struct bytes[]){
	    { who->inst, UUID_LEN }, { who->user, UUID_LEN }, login,
	    { who->sig_pub, SIG_PUB_LEN }, { who->enc_pub, ENC_PUB_LEN } }, 5,
	    &message);
	if (st != OK)
		return st;
	return crypt_verify(who->sig_pub, message.at, message.len, sig);
}
