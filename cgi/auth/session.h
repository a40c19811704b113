/* session.h: session cookies, and what is derived from them. */
#ifndef SESSION_H
#define SESSION_H

#include "web/ctx.h"

enum {
	SESSION_KEY_LEN = 32,
	SESSION_COOKIE_LEN = 43,
	SESSION_HASH_TEXT = 2 + 64,	/* "\x" and hexadecimal digits */
};

/* A fresh cookie; lives in the arena.  NULL only when OpenSSL cannot work. */
const char *session_new(struct arena *a);

/* SHA-256 of a cookie's 32 bytes as bytea text; INVALID if it is no cookie. */
enum status session_hash(const char *cookie, char out[SESSION_HASH_TEXT + 1])
    __attribute__((warn_unused_result));

/* Have the browser keep the cookie, or forget it when cookie is NULL. */
void session_send(struct ctx *c, const char *cookie);

#endif
