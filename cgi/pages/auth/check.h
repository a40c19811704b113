/* check.h: judge an authKey: the same road for signing in and unlocking. */
#ifndef CHECK_H
#define CHECK_H

#include "db/logins.h"
#include "web/ctx.h"

struct judgement {
	struct login	 who;		/* nobody unless right */
	const char	*mac;		/* under which failures are counted */
	bool		 right;
};

/*
 * Judge auth_key for the login.  A try too early, one too many at once, and a
 * wrong one are answered and audited here as event; then right is false and
 * the page returns OK.
 */
enum status judge(struct ctx *c, const char *login,
    const struct value *auth_key, const char *event, struct judgement *out)
    __attribute__((warn_unused_result));

/* Counting a try commits, and with that the session's settings are gone: set them again. */
enum status enter_again(struct ctx *c) __attribute__((warn_unused_result));

/* Add the event of a success. */
enum status audit_success(struct ctx *c, const char *event)
    __attribute__((warn_unused_result));

#endif
