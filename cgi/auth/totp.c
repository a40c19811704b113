/* totp.c: codes of an authenticator (RFC 6238); the only liboath caller. */

#define _DEFAULT_SOURCE	1	/* explicit_bzero() */

#include <stdlib.h>
#include <string.h>

#include <liboath/oath.h>

#include "auth/password.h"
#include "auth/totp.h"
#include "base/log.h"
#include "base/str.h"

enum { WINDOW = 1 };

static const char purpose[] = "palreg totp v1";

/* What liboath says of an inner trouble becomes a line of the log. */
static enum status
troubled(int rc)
{
	log_error("cannot check codes: %s", oath_strerror(rc));
	return FAILED;
}

static enum status
encode(struct arena *a, const unsigned char *secret, const char **text)
{
	size_t len;
	char *made;
	int rc;

	rc = oath_base32_encode((const char *)secret, TOTP_SECRET_LEN, &made,
	    &len);
	if (rc != OATH_OK)
		return troubled(rc);
	*text = text_copy_len(a, made, len);
	explicit_bzero(made, len);
	free(made);
	return OK;
}

enum status
totp_new(struct arena *a, const unsigned char account[UUID_LEN],
    const char **text, unsigned char sealed[TOTP_SEALED_LEN])
{
	unsigned char secret[TOTP_SECRET_LEN], key[PEPPER_LEN];
	enum status st;

	if ((st = pepper_key(purpose, key)) != OK ||
	    (st = crypt_random(secret, sizeof(secret))) != OK)
		return st;
	st = crypt_seal(key, account, UUID_LEN, secret, sizeof(secret),
	    sealed);
	if (st == OK)
		st = encode(a, secret, text);
	explicit_bzero(secret, sizeof(secret));
	explicit_bzero(key, sizeof(key));
	return st;
}

static enum status
open_secret(const unsigned char *sealed, const unsigned char *account,
    unsigned char secret[TOTP_SECRET_LEN])
{
	unsigned char key[PEPPER_LEN];
	enum status st;

	if ((st = pepper_key(purpose, key)) != OK)
		return st;
	st = crypt_open(key, account, UUID_LEN, sealed, TOTP_SECRET_LEN,
	    secret);
	explicit_bzero(key, sizeof(key));
	if (st == INVALID)
		log_error("cannot open the secret of a second factor: "
		    "another account's, or another pepper's");
	return st == OK ? OK : FAILED;
}

enum status
totp_check(const unsigned char sealed[TOTP_SEALED_LEN],
    const unsigned char account[UUID_LEN], const char *code, time_t now,
    long *step)
{
	unsigned char secret[TOTP_SECRET_LEN];
	uint64_t counter;
	enum status st;
	int rc, at;

	if (strlen(code) != TOTP_DIGITS)
		return DENIED;
	if ((rc = oath_init()) != OATH_OK)
		return troubled(rc);
	if ((st = open_secret(sealed, account, secret)) != OK)
		return st;
	rc = oath_totp_validate4((const char *)secret, sizeof(secret), now,
	    TOTP_STEP, 0, WINDOW, &at, &counter, 0, code);
	explicit_bzero(secret, sizeof(secret));
	if (rc == OATH_INVALID_OTP)
		return DENIED;
	if (rc < 0)
		return troubled(rc);
	*step = (long)counter;
	return OK;
}
