/* code.h: judge what is typed as a code of the second factor. */
#ifndef CODE_H
#define CODE_H

#include "db/logins.h"
#include "web/ctx.h"

enum code { CODE_WRONG, CODE_TOTP, CODE_RECOVERY, CODE_KEY };

/*
 * Six digits are a code of the authenticator, anything else a recovery code;
 * a right one is used up in this transaction.  The try was counted before.
 */
enum status code_judge(struct ctx *c, const struct login *who,
    const char *typed, enum code *out) __attribute__((warn_unused_result));

#endif
