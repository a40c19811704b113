/* key_answer.h: what a security key is asked to sign, and judge what it signed. */
#ifndef KEY_ANSWER_H
#define KEY_ANSWER_H

#include "base/json.h"
#include "db/security_keys.h"
#include "seal/tup.h"
#include "web/ctx.h"

/* Longest field of an answer: two or four parts in base64url, with dots. */
enum { KEY_ANSWER_MAX = 12000, KEY_PARTS_MAX = 4 };

enum key_verdict { KEY_WRONG, KEY_RIGHT, KEY_COPIED };

/*
 * Ask: put the members "challenge" and "credentials" of a fresh question into
 * the object.  *n is how many keys the account has.
 */
enum status key_question(struct ctx *c, const char *account,
    enum key_purpose purpose, struct json *j, size_t *n)
    __attribute__((warn_unused_result));

/* Exactly n parts of base64url with dots between; INVALID for anything else. */
enum status key_parts(struct ctx *c, const char *text, size_t n,
    struct bytes *out) __attribute__((warn_unused_result));

/*
 * Judge "credential.client.data.signature" by a key of the account: right, its
 * challenge and its count are used up in this transaction; KEY_COPIED is a
 * right signature whose count has gone back.  The try was counted before.
 */
enum status key_judge(struct ctx *c, const char *account,
    enum key_purpose purpose, const char *answer, enum key_verdict *out)
    __attribute__((warn_unused_result));

#endif
