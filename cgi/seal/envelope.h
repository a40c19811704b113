/* envelope.h: what a server can check of a sealed document. */
#ifndef SEAL_ENVELOPE_H
#define SEAL_ENVELOPE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/uuid.h"
#include "seal/crypt.h"
#include "seal/tup.h"

enum { ENVELOPE_MAX = 131072 };		/* characters */

/* How far a client's clock may be off, in seconds. */
enum { ENVELOPE_CLOCK_SKEW = 600 };

struct envelope {
	const char	*t;		/* "passport" or "note" */
	const char	*inst;		/* the four ids, as text and as bytes */
	const char	*rec;
	const char	*by;
	unsigned char	 inst_id[UUID_LEN];
	unsigned char	 rec_id[UUID_LEN];
	unsigned char	 by_id[UUID_LEN];
	uint64_t	 rev;
	uint64_t	 ts;		/* unix seconds, the author's clock */
	uint64_t	 kep;		/* epoch of the key that wraps */
	struct bytes	 prev;		/* 32 bytes, zero exactly for rev 1 */
	struct bytes	 n;
	struct bytes	 c;
	struct bytes	 sig;
	struct bytes	 wn;
	struct bytes	 wk;
	struct bytes	 doc_aad;	/* TUP doc of these fields */
	unsigned char	 doc_hash[HASH_LEN];	/* prev of rev + 1 */
};

/* What the server knows before it takes a revision. */
struct envelope_place {
	const unsigned char	*inst;		/* 16 bytes */
	const unsigned char	*user;		/* of the session, 16 bytes */
	const unsigned char	*sig_pub;	/* of the user, by the roster */
	const char		*last_t;	/* of the last one, or NULL */
	uint64_t		 last_rev;	/* 0 when there is none */
	const unsigned char	*last_hash;	/* 32 bytes; NULL when none */
	uint64_t		 epoch;		/* the current one */
	uint64_t		 now;		/* unix seconds */
};

/*
 * Read an envelope: canonical, exactly the members, t in the compiled-in
 * list, all lengths, prev and rev agree.  The signature is not looked at.
 */
enum status envelope_read(struct arena *arena, const char *text, size_t len,
    struct envelope *out) __attribute__((warn_unused_result));

/* OK if sig is the author's, whose public key is sig_pub; else INVALID. */
enum status envelope_verify(struct arena *arena, const struct envelope *e,
    const unsigned char sig_pub[SIG_PUB_LEN])
    __attribute__((warn_unused_result));

/*
 * All the server's rules for a new revision, in the order of ENCRYPTION.md 3:
 * INVALID for another institution, a changed type, a clock that is off or a
 * wrong signature, DENIED if the author is not the user, CONFLICT if it does
 * not follow the last revision or is not wrapped for the current epoch.
 */
enum status envelope_accept(struct arena *arena, const struct envelope *e,
    const struct envelope_place *place) __attribute__((warn_unused_result));

/*
 * May fresh take the place of stored, as the same revision wrapped for the
 * current epoch?  INVALID if anything but kep, wn and wk differs, CONFLICT if
 * fresh is not for the epoch.  OK sets *changed: 0 if stored was current
 * already, and then nothing is to be done.
 */
enum status envelope_rewrap(const struct envelope *stored,
    const struct envelope *fresh, uint64_t epoch, int *changed)
    __attribute__((warn_unused_result));

#endif
