/* webauthn.h: security keys (WebAuthn); the only libfido2 caller. */
#ifndef WEBAUTHN_H
#define WEBAUTHN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "seal/crypt.h"
#include "seal/tup.h"

enum {
	WEBAUTHN_CHALLENGE_LEN = 32,
	WEBAUTHN_PUBLIC_MAX = 259,	/* of RS256: modulus and exponent */
	WEBAUTHN_ID_MIN = 16,		/* of a credential, by the standard */
	WEBAUTHN_ID_MAX = 1023,
};

enum webauthn_type { WEBAUTHN_CREATE, WEBAUTHN_GET };

/* What the browser told the key of us. */
struct webauthn_client {
	unsigned char	 challenge[HASH_LEN];	/* its SHA-256 */
	unsigned char	 hash[HASH_LEN];	/* of all of it: what is signed */
	const char	*host;			/* to which the key belongs */
};

/* A key as the database keeps it. */
struct webauthn_key {
	long		 algorithm;	/* of COSE: -7, -8 or -257 */
	struct bytes	 id;		/* of the credential */
	struct bytes	 public_key;	/* as libfido2 keeps one */
	uint32_t	 counter;
};

/*
 * Read a browser's clientDataJSON: INVALID unless it is of that type, for one
 * of our origins (divided by blanks) and not for a frame of another's page.
 * Whether the challenge is one of ours the database knows.
 */
enum status webauthn_client_read(struct arena *a, const char *origins,
    enum webauthn_type type, struct bytes json, struct webauthn_client *out)
    __attribute__((warn_unused_result));

/*
 * The new key in a key's authenticator data: INVALID unless nothing lacks, made
 * for our host in somebody's presence, and ES256, EdDSA or RS256.  No maker's
 * statement is asked for, none is read.  *out lives in the arena.
 */
enum status webauthn_key_read(struct arena *a,
    const struct webauthn_client *client, struct bytes data,
    struct webauthn_key *out) __attribute__((warn_unused_result));

/*
 * OK if the signature is this key's, of this data and client, for our host
 * and in somebody's presence; *counter is then the key's own count.  DENIED if
 * not.
 */
enum status webauthn_check(const struct webauthn_client *client,
    const struct webauthn_key *key, struct bytes data, struct bytes signature,
    uint32_t *counter) __attribute__((warn_unused_result));

#endif
