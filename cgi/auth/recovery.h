/* recovery.h: codes on paper, for who has lost his authenticator. */
#ifndef RECOVERY_H
#define RECOVERY_H

#include "base/status.h"
#include "base/uuid.h"
#include "seal/crypt.h"

enum {
	RECOVERY_CODES = 10,
	RECOVERY_LEN = 10,		/* letters and digits, 50 bits */
	RECOVERY_TEXT = RECOVERY_LEN + 1, /* with its hyphen */
	CODE_MAX = 40,			/* of what is typed */
};

/* A new code, as it is shown: "ABCDE-23456". */
enum status recovery_new(char out[RECOVERY_TEXT + 1])
    __attribute__((warn_unused_result));

/* Only what counts of a typed code: no blanks, no hyphens, capitals. */
void code_plain(const char *typed, char out[CODE_MAX + 1]);

/*
 * What the database keeps of a code, given as code_plain() leaves it: its MAC
 * under the pepper and the account.
 */
enum status recovery_hash(const unsigned char account[UUID_LEN],
    const char *code, unsigned char out[HASH_LEN])
    __attribute__((warn_unused_result));

#endif
