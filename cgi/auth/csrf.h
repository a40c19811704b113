/* csrf.h: did our own page send this request. */
#ifndef CSRF_H
#define CSRF_H

#include <stdbool.h>

#include "web/ctx.h"

/* The token of a session; lives in the arena, NULL if cookie is none. */
const char *csrf_token(struct arena *a, const char *cookie);

/*
 * What the browser says about where the request comes from: Sec-Fetch-Site
 * is same-origin, Origin is one of ours (origin.h); either may be absent, not
 * both.  A form that is sent under Referrer-Policy no-referrer says "null" for
 * Origin, which is as good as nothing.
 */
bool csrf_is_same_origin(const struct request *req, const char *origins);

/*
 * What a page puts into its forms: the token, a dot and a number of that page
 * made of its request's.  A script's requests carry the token alone.
 */
const char *csrf_of_page(struct arena *a, const char *token,
    const struct request *req);

/* True if the body's "csrf" begins with the token (compared in constant time)
 * and nothing but a page's number follows. */
bool csrf_is_valid(const struct request *req, const char *token);

/*
 * A form as bytea text of 32 bytes: the page it stood in, where it is sent and
 * what it says.  The same form sent twice has one key, the form of a page that
 * was loaded again another.  NULL for what was not sent from a page's form.
 */
const char *csrf_form_key(struct arena *a, const struct request *req);

#endif
