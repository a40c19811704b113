/* totp.h: codes of an authenticator (RFC 6238); the only liboath caller. */
#ifndef TOTP_H
#define TOTP_H

#include <time.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/uuid.h"
#include "seal/crypt.h"

enum {
	TOTP_SECRET_LEN = 20,
	TOTP_SEALED_LEN = TOTP_SECRET_LEN + CRYPT_MORE,
	TOTP_DIGITS = 6,
	TOTP_STEP = 30,		/* seconds */
};

/*
 * Make a secret for the account: its text for the authenticator (base32, lives
 * in the arena), and sealed under the pepper for the database.
 */
enum status totp_new(struct arena *a, const unsigned char account[UUID_LEN],
    const char **text, unsigned char sealed[TOTP_SEALED_LEN])
    __attribute__((warn_unused_result));

/*
 * OK if code is that of now, of the step before or of the step after; *step
 * says which.  DENIED if not; FAILED when the secret cannot be opened: it was
 * sealed for another account, or under another pepper.
 */
enum status totp_check(const unsigned char sealed[TOTP_SEALED_LEN],
    const unsigned char account[UUID_LEN], const char *code, time_t now,
    long *step) __attribute__((warn_unused_result));

#endif
