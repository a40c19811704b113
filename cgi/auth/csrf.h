/* csrf.h: did our own page send this request. */
#ifndef CSRF_H
#define CSRF_H

#include <stdbool.h>

#include "web/ctx.h"

/* The token of a session; lives in the arena, NULL if cookie is none. */
const char *csrf_token(struct arena *a, const char *cookie);

/*
 * What the browser says about where the request comes from: Sec-Fetch-Site
 * is same-origin, Origin is one of ours (origin.h); either may be absent, not both.  A form that
 * is sent under Referrer-Policy no-referrer says "null" for Origin, which is
 * as good as nothing.
 */
bool csrf_is_same_origin(const struct request *req, const char *origins);

/* True if the body's "csrf" is the token, compared in constant time. */
bool csrf_is_valid(const struct request *req, const char *token);

#endif
