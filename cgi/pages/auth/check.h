/* check.h: judge an authKey: the same road for signing in and unlocking. */
#ifndef CHECK_H
#define CHECK_H

#include "db/logins.h"
#include "pages/auth/code.h"
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

/* What may be given as the second factor; one of them. */
struct second {
	const struct value	*code;	/* of the authenticator, or a recovery code */
	const struct value	*key;	/* what a security key has signed */
};

/*
 * As judge(), for the second factor of who is signed in; a right one is used
 * up, out->mac to be forgiven, and the transaction goes on as the session.
 */
enum status judge_fresh(struct ctx *c, const struct second *given,
    const char *event, struct judgement *out)
    __attribute__((warn_unused_result));

/* Counting a try commits, and with that the session's settings are gone: set them again. */
enum status enter_again(struct ctx *c) __attribute__((warn_unused_result));

/*
 * The password was right: the second factor that belongs to it.  That one is
 * missing or wrong is answered and audited here, with a question for the keys
 * of the account; then *out is CODE_WRONG and the page returns OK.
 */
enum status judge_second(struct ctx *c, const struct judgement *right,
    const struct second *given, enum code *out)
    __attribute__((warn_unused_result));

/*
 * A salt and what the server keeps of a new authKey, both as bytea.  It costs
 * what a sign-in costs: judge everything else first.
 */
enum status verifier_new(struct ctx *c, const struct value *auth_key,
    const char **salt, const char **verifier)
    __attribute__((warn_unused_result));

/* Add the event of a success. */
enum status audit_success(struct ctx *c, const char *event)
    __attribute__((warn_unused_result));

#endif
