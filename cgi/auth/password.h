/* password.h: what the server does with authKey; the only Argon2 caller. */
#ifndef PASSWORD_H
#define PASSWORD_H

#include "base/status.h"

enum {
	PEPPER_LEN = 32,
	AUTH_KEY_LEN = 32,
	SALT_LEN = 16,
	VERIFIER_LEN = 32,
	LOGIN_MAC_LEN = 32,
};

/*
 * Read the pepper from the file that PALREG_PEPPER names: 32 bytes, readable
 * by nobody else.  Ends the program with a message when it is not so: without
 * the pepper no password can be checked.
 */
void pepper_load(void);

/* Make the pepper file, mode 0600; FAILED (with a message) if one is there. */
enum status pepper_make(const char *path) __attribute__((warn_unused_result));

/*
 * The verifier of authKey: Argon2id over its HMAC under the pepper.  FAILED
 * when there is no memory for it.
 */
enum status password_verifier(const unsigned char auth_key[AUTH_KEY_LEN],
    const unsigned char salt[SALT_LEN], unsigned char out[VERIFIER_LEN])
    __attribute__((warn_unused_result));

/*
 * OK if authKey is the one the verifier was made from, DENIED if not.  salt
 * and verifier are NULL for a login nobody has: the same work, then DENIED.
 */
enum status password_check(const unsigned char auth_key[AUTH_KEY_LEN],
    const unsigned char *salt, const unsigned char *verifier)
    __attribute__((warn_unused_result));

/*
 * A key for one purpose, derived from the pepper.  The purpose has a space in
 * it, which no login has.
 */
enum status pepper_key(const char *purpose, unsigned char out[PEPPER_LEN])
    __attribute__((warn_unused_result));

/* The name under which failures of a login are counted. */
enum status login_mac(const char *login, unsigned char out[LOGIN_MAC_LEN])
    __attribute__((warn_unused_result));

#endif
