/* envelope.c: what a server can check of a sealed document. */

#include <string.h>

#include "seal/envelope.h"
#include "seal/json.h"

/* GCM's tag, and the padded sizes of a document. */
enum { TAG = 16, PADDED_MIN = 1024, PADDED_STEP = 512, PADDED_MAX = 65536 };

enum {
	V, SUITE, T, INST, REC, REV, BY, TS, PREV, N, C, SIG, KEP, WN, WK,
	NMEMBERS
};

static const struct member members[NMEMBERS] = {
	[V]	= { "v", MEMBER_INTEGER, .min = 1, .max = 1 },
	[SUITE]	= { "suite", MEMBER_TEXT, .only = "A1" },
	[T]	= { "t", MEMBER_TEXT, .min = 1, .max = 16 },
	[INST]	= { "inst", .kind = MEMBER_UUID },
	[REC]	= { "rec", .kind = MEMBER_UUID4 },
	[REV]	= { "rev", MEMBER_INTEGER, .min = 1 },
	[BY]	= { "by", .kind = MEMBER_UUID },
	[TS]	= { "ts", .kind = MEMBER_INTEGER },
	[PREV]	= { "prev", MEMBER_BYTES, .min = 32, .max = 32 },
	[N]	= { "n", MEMBER_BYTES, .min = 12, .max = 12 },
	[C]	= { "c", MEMBER_BYTES, .min = PADDED_MIN + TAG,
		    .max = PADDED_MAX + TAG },
	[SIG]	= { "sig", MEMBER_BYTES, .min = SIG_LEN, .max = SIG_LEN },
	[KEP]	= { "kep", MEMBER_INTEGER, .min = 1 },
	[WN]	= { "wn", MEMBER_BYTES, .min = 12, .max = 12 },
	[WK]	= { "wk", MEMBER_BYTES, .min = 48, .max = 48 },
};

/* The document types there are; no server or client can add one at run time. */
static const char *const types[] = { "passport", "note" };

static const unsigned char no_hash[HASH_LEN];

static int
is_type(const char *t)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(t, types[i]) == 0)
			return 1;
	return 0;
}

static int
is_same(struct bytes a, struct bytes b)
{
	return a.len == b.len && memcmp(a.at, b.at, a.len) == 0;
}

/* Compute doc_aad and doc_hash of the fields read. */
static enum status
hash_document(struct arena *arena, struct envelope *e)
{
	const struct bytes doc[] = {
		tup_text("A1"), tup_text(e->t), { e->inst_id, UUID_LEN },
		{ e->rec_id, UUID_LEN }, tup_integer(arena, e->rev),
		{ e->by_id, UUID_LEN }, tup_integer(arena, e->ts), e->prev,
	};
	struct bytes hashed;
	enum status st;

	if ((st = tup_encode(arena, TUP_DOC, doc, 8, &e->doc_aad)) != OK)
		return st;
	st = tup_encode(arena, TUP_DOCHASH, (const struct bytes[]){
	    e->doc_aad, e->n, e->c, e->sig }, 4, &hashed);
	if (st != OK)
		return st;
	return crypt_sha256(hashed.at, hashed.len, e->doc_hash);
}

enum status
envelope_read(struct arena *arena, const char *text, size_t len,
    struct envelope *out)
{
	struct member_value in[NMEMBERS];
	enum status st;

	memset(in, 0, sizeof(in));
	st = members_read(arena, text, len, ENVELOPE_MAX, members, NMEMBERS,
	    in);
	if (st != OK)
		return st;
	*out = (struct envelope){
		.t = in[T].text,
		.inst = in[INST].text,
		.rec = in[REC].text,
		.by = in[BY].text,
		.rev = in[REV].number,
		.ts = in[TS].number,
		.kep = in[KEP].number,
		.prev = in[PREV].bytes,
		.n = in[N].bytes,
		.c = in[C].bytes,
		.sig = in[SIG].bytes,
		.wn = in[WN].bytes,
		.wk = in[WK].bytes,
	};
	memcpy(out->inst_id, in[INST].id, UUID_LEN);
	memcpy(out->rec_id, in[REC].id, UUID_LEN);
	memcpy(out->by_id, in[BY].id, UUID_LEN);
	if (!is_type(out->t) || (out->c.len - TAG) % PADDED_STEP != 0)
		return INVALID;
	if ((out->rev == 1) != (memcmp(out->prev.at, no_hash, HASH_LEN) == 0))
		return INVALID;
	return hash_document(arena, out);
}

enum status
envelope_verify(struct arena *arena, const struct envelope *e,
    const unsigned char sig_pub[SIG_PUB_LEN])
{
	struct bytes message;
	enum status st;

	st = tup_encode(arena, TUP_DOCSIG, (const struct bytes[]){
	    e->doc_aad, e->n, e->c }, 3, &message);
	if (st != OK)
		return st;
	return crypt_verify(sig_pub, message.at, message.len, e->sig.at);
}

enum status
envelope_accept(struct arena *arena, const struct envelope *e,
    const struct envelope_place *place)
{
	const unsigned char *hash = place->last_rev == 0 ?
	    no_hash : place->last_hash;

	if (memcmp(e->inst_id, place->inst, UUID_LEN) != 0)
		return INVALID;
	if (place->last_t != NULL && strcmp(e->t, place->last_t) != 0)
		return INVALID;
	if (memcmp(e->by_id, place->user, UUID_LEN) != 0)
		return DENIED;
	if (e->rev != place->last_rev + 1 ||
	    memcmp(e->prev.at, hash, HASH_LEN) != 0 || e->kep != place->epoch)
		return CONFLICT;
	if (e->ts > place->now + ENVELOPE_CLOCK_SKEW ||
	    place->now > e->ts + ENVELOPE_CLOCK_SKEW)
		return INVALID;
	return envelope_verify(arena, e, place->sig_pub);
}

enum status
envelope_rewrap(const struct envelope *stored, const struct envelope *fresh,
    uint64_t epoch, int *changed)
{
	/* doc_aad holds suite, t, inst, rec, rev, by, ts and prev. */
	if (!is_same(stored->doc_aad, fresh->doc_aad) ||
	    !is_same(stored->n, fresh->n) || !is_same(stored->c, fresh->c) ||
	    !is_same(stored->sig, fresh->sig))
		return INVALID;
	if (fresh->kep != epoch)
		return CONFLICT;
	*changed = stored->kep != epoch;
	return OK;
}
